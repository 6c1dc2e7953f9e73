"""What was done: one row per session, exercise and side, in order of time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rehabstats.ledger.layout import N_SIDES, Episodes, days_of, episodes_of
from rehabstats.programs import Catalogue
from rehabstats.seen import Seen, once
from rehabstats.series.positions import begins_run
from rehabstats.validate import Caseload
from rehabstats.validate.sets import is_performed
from rehabstats.vocabulary import SIDES, STATUSES

_LEFT, _RIGHT, _BOTH, _UNKNOWN = map(SIDES.index, ("left", "right", "both", "unknown"))
_SKIPPED = STATUSES.index("skipped")


@dataclass(frozen=True)
class SetEvents:
    """
    Sets up to as_of on the sides they count for.

    A `both` row of an exercise that is prescribed per side stands once for each
    side; ``row`` is the position in ``caseload.sets``. Sets of unknown side are
    among them, and fill nothing.
    """

    row: np.ndarray
    patient: np.ndarray
    session: np.ndarray
    key: np.ndarray
    reps: np.ndarray
    hold_s: np.ndarray
    performed: np.ndarray
    skipped: np.ndarray
    n_after_as_of: int
    n_unknown_side: int

    def only(self, where: np.ndarray) -> SetEvents:
        """Some of the events."""
        if where.all():
            return self
        columns = ("row", "patient", "session", "key", "reps", "hold_s", "performed", "skipped")
        return replace(self, **{name: getattr(self, name)[where] for name in columns})


@dataclass(frozen=True)
class SessionWeeks:
    """Every session in the order of ``caseload.sessions``; none after as_of is performed."""

    patient: np.ndarray
    week: np.ndarray
    in_time: np.ndarray
    performed: np.ndarray


@dataclass(frozen=True)
class Occasions:
    """One row per patient, key and session, sorted in this order (sessions by time)."""

    patient: np.ndarray
    key: np.ndarray
    session: np.ndarray
    week: np.ndarray
    performed: np.ndarray
    n_skip_rows: np.ndarray
    reps: np.ndarray
    hold_weighted_s: np.ndarray
    hold_weight: np.ndarray


@once
def events_of(seen: Seen) -> SetEvents:
    """The sets up to as_of, on the sides that they count for."""
    return set_events(seen.caseload, episodes_of(seen).as_of)


@once
def performed_of(seen: Seen) -> SetEvents:
    """The events in which something was done."""
    events = events_of(seen)
    return events.only(events.performed)


def set_events(caseload: Caseload, as_of: int) -> SetEvents:
    """The sets that count on the day `as_of`, on the sides that they count for."""
    sets = caseload.sets
    session = sets["session_row"].to_numpy()
    day = days_of(caseload.sessions["day"])[session]
    side = sets["side"].cat.codes.to_numpy("int64")
    in_time = day <= as_of
    row = np.flatnonzero(in_time)
    patient = sets["patient_id"].cat.codes.to_numpy("int64")[row]
    exercise = sets["exercise"].cat.codes.to_numpy("int64")[row]
    key = exercise * N_SIDES + side[row]
    program = caseload.patients["program"].cat.codes.to_numpy("int64")[patient]
    twice = np.flatnonzero((side[row] == _BOTH) & _per_side(caseload.catalogue)[program, exercise])
    if len(twice):
        key[twice] += _LEFT - _BOTH
        row = np.concatenate([row, row[twice]])
        patient = np.concatenate([patient, patient[twice]])
        key = np.concatenate([key, key[twice] + _RIGHT - _LEFT])
    reps = sets["reps"].to_numpy("float64", na_value=np.nan)[row]
    hold = sets["hold_s"].to_numpy()[row]
    skipped = sets["status"].cat.codes.to_numpy()[row] == _SKIPPED
    performed = is_performed(skipped, reps, hold)
    return SetEvents(
        row, patient, session[row], key, reps, hold, performed, skipped,
        n_after_as_of=int((~in_time).sum()), n_unknown_side=int((side[in_time] == _UNKNOWN).sum()),
    )  # fmt: skip


@once
def session_weeks_of(seen: Seen) -> SessionWeeks:
    """Which program week each session belongs to."""
    return session_weeks(seen.caseload, episodes_of(seen))


def session_weeks(caseload: Caseload, episodes: Episodes) -> SessionWeeks:
    """Which week of the episodes, as they count them, each session belongs to."""
    sessions = caseload.sessions
    day = days_of(sessions["day"])
    in_time = day <= episodes.as_of
    patient = sessions["patient_id"].cat.codes.to_numpy("int64")
    performed = sessions["performed"].to_numpy() & in_time
    return SessionWeeks(patient, episodes.week_of(patient, day), in_time, performed)


def occasions_by_exercise(events: SetEvents, sessions: SessionWeeks, n_keys: int) -> Occasions:
    """Sum the sets of each session, exercise and side."""
    if events.n_unknown_side:
        events = events.only(events.key % N_SIDES != _UNKNOWN)
    code, first = by_occasion(events, n_keys, len(sessions.patient))
    n = len(first)
    session = events.session[first]
    done, hold = events.performed, events.hold_s
    reps = np.where(done, events.reps, np.nan)
    counted = np.nan_to_num(reps)
    weight = np.where(done & ~np.isnan(hold), counted, 0.0)
    has_reps = np.bincount(code, ~np.isnan(reps), n) > 0
    return Occasions(
        patient=events.patient[first],
        key=events.key[first],
        session=session,
        week=sessions.week[session],
        performed=np.bincount(code[done], minlength=n) > 0,
        n_skip_rows=np.bincount(code[events.skipped], minlength=n),
        reps=np.where(has_reps, np.bincount(code, counted, n), np.nan),
        hold_weighted_s=np.bincount(code, weight * np.nan_to_num(hold), n),
        hold_weight=np.bincount(code, weight, n),
    )


def by_occasion(events: SetEvents, n_keys: int, n_sessions: int) -> tuple[np.ndarray, np.ndarray]:
    """Number the events by (patient, key, session) in this order; the first event of each."""
    code = (events.patient * n_keys + events.key) * n_sessions + events.session
    # Logs are nearly sorted by session: a stable sort uses that, a hash table could not.
    order = np.argsort(code, kind="stable")
    new = begins_run(code[order])
    place = np.empty_like(order)
    place[order] = np.cumsum(new) - 1
    return place, order[new]


def occasions_by_session(caseload: Caseload, sessions: SessionWeeks) -> Occasions:
    """Whole sessions: performed, or only skipped."""
    skipped = caseload.sets["status"].cat.codes.to_numpy() == _SKIPPED
    has_skips = np.zeros(len(sessions.patient), bool)
    has_skips[caseload.sets["session_row"].to_numpy()[skipped]] = True
    session = np.flatnonzero(sessions.performed | (has_skips & sessions.in_time))
    performed = sessions.performed[session]
    return Occasions(
        patient=sessions.patient[session],
        key=np.zeros(len(session), "int64"),
        session=session,
        week=sessions.week[session],
        performed=performed,
        n_skip_rows=(~performed).astype("int64"),
        reps=np.full(len(session), np.nan),
        hold_weighted_s=np.zeros(len(session)),
        hold_weight=np.zeros(len(session)),
    )


def _per_side(catalogue: Catalogue) -> np.ndarray:
    return np.array(
        [
            [catalogue.exercise(program, name).sides == "each" for name in catalogue.exercises]
            for program in catalogue.program_ids
        ]
    )
