"""The ledger as frames: one row per slot, and one per line and program week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from rehabstats.days import Day
from rehabstats.ledger.due import Due, terms_by_session, terms_of, what_was_due
from rehabstats.ledger.filling import Filled, fill
from rehabstats.ledger.layout import Episodes, dates_of, episodes_of, split_keys
from rehabstats.ledger.occasions import (
    Occasions,
    events_of,
    occasions_by_exercise,
    occasions_by_session,
    session_weeks_of,
)
from rehabstats.schemas import LedgerSlots, decode
from rehabstats.seen import OF_SESSIONS, PublicFrame, Seen, once
from rehabstats.series.positions import rank_in_run
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES, STATES
from rehabstats.words import day_words

Unit = Literal["exercise", "session"]
_EXCUSED, _EXTRA = STATES.index("excused"), STATES.index("extra")


@dataclass(frozen=True)
class Ledger:
    """
    What was due, and what became of it, as seen on one day.

    Parameters
    ----------
    slots : pandas.DataFrame
        Schema ``LedgerSlots``: one row per due or excused slot and per extra session.
    weeks : pandas.DataFrame
        Schema ``LedgerWeeks``: one row per line and program week, due or not, so that
        a week in which nothing was logged cannot vanish.
    episodes : pandas.DataFrame
        One row per patient: ``patient_id``, ``start_date``, ``observed_until`` (the
        first day that is not over yet, or no longer belongs to the program) and
        ``ended`` (whether the program's end has come).
    as_of : pandas.Timestamp
        The day from which it is seen.
    unit : {"exercise", "session"}
        Whether a slot is one exercise and side, or a whole session.
    n_sets_after_as_of, n_sets_unknown_side : int
        Sets left out, and why.
    """

    slots: pd.DataFrame
    weeks: pd.DataFrame
    episodes: pd.DataFrame
    as_of: pd.Timestamp
    unit: Unit
    n_sets_after_as_of: int
    n_sets_unknown_side: int

    def __repr__(self) -> str:
        counts = self.slots["state"].value_counts().reindex(STATES, fill_value=0)
        states = ", ".join(f"{n} {state}" for state, n in counts.items() if n)
        return f"Ledger by {self.unit} as of {day_words(self.as_of)}: {states or 'nothing due'}"


def build_ledger(caseload: Caseload, *, as_of: Day, unit: Unit = "exercise") -> Ledger:
    """
    Join what was prescribed to what was done, slot by slot.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which the caseload is seen. Later entries are ignored and
        counted; this day itself never counts against anyone. There is no default:
        the same export with the same day gives the same numbers next year.
    unit : {"exercise", "session"}, default "exercise"
        ``exercise``: a slot is one occasion of one exercise and side, filled by a
        session that contains it. ``session``: a slot is a whole session, filled by
        any performed one; the frequency is the highest valid that day.

    Returns
    -------
    Ledger
        Its ``slots``, sorted by patient, exercise, side, week and slot.

    Raises
    ------
    ValueError
        If `unit` is neither of the two, or `as_of` is no date.

    Notes
    -----
    A prescription of k sessions a week over the e eligible days of a program week
    asks for round-half-up(k e / 7) slots. Slots and sessions of one week are matched
    in order of time; any day of the week will do. A slot is missed only when its
    last possible day is before `as_of`. Reference: docs/metrics.md.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> ledger = build_ledger(caseload, as_of=caseload.last_entry)
    >>> bool((ledger.slots["due_on"].dropna() >= caseload.patients["start_date"].min()).all())
    True
    """
    if unit not in ("exercise", "session"):
        raise ValueError(f"`unit`: got {unit!r}, expected 'exercise' or 'session'")
    return ledger_of(Seen.of(caseload, as_of), unit)


@once
def ledger_of(seen: Seen, unit: Unit) -> Ledger:
    """The ledger of exercises and sides, or of whole sessions."""
    caseload, episodes, terms = seen.caseload, episodes_of(seen), terms_of(seen)
    events, sessions = events_of(seen), session_weeks_of(seen)
    if unit == "session":
        terms = terms_by_session(terms)
        occasions = occasions_by_session(caseload, sessions)
    else:
        occasions = occasions_by_exercise(events, sessions, terms.n_keys)
    due = what_was_due(terms, caseload.pauses, episodes)
    filled = fill(due, occasions, sessions, episodes)
    names = _Names(caseload, unit)
    return Ledger(
        slots=_slots(due, filled, occasions, episodes, names),
        weeks=_weeks(due, episodes, names),
        episodes=_episodes(caseload, episodes),
        as_of=seen.as_of,
        unit=unit,
        n_sets_after_as_of=events.n_after_as_of,
        n_sets_unknown_side=events.n_unknown_side,
    )


class _Names:
    """Turns codes back into the words of the caseload."""

    def __init__(self, caseload: Caseload, unit: Unit) -> None:
        self.sessions = caseload.sessions
        self._patients = caseload.patients["patient_id"].cat.categories
        self._exercises = list(caseload.catalogue.exercises)
        self._unit = unit

    def line(self, patient: np.ndarray, key: np.ndarray) -> dict[str, pd.Categorical]:
        if self._unit == "session":
            exercise = side = np.full(len(key), -1, "int8")
        else:
            exercise, side = split_keys(key, len(self._exercises))
        return {
            "patient_id": decode(patient, self._patients),
            "exercise": decode(exercise, self._exercises),
            "side": decode(side, SIDES),
        }

    def session(self, row: np.ndarray, column: str) -> pd.Series:
        return pd.Series(self.sessions[column].array.take(row, allow_fill=True))


def _slots(
    due: Due, filled: Filled, occasions: Occasions, episodes: Episodes, names: _Names
) -> pd.DataFrame:
    """Due slots, then the excused ones, then the extras, sorted into their weeks."""
    extra, n_excused = filled.extra, due.quota_unpaused - due.quota
    of_extra = (occasions.patient[extra], occasions.key[extra], occasions.week[extra])
    patient, key, week = (
        np.concatenate([np.repeat(group, due.quota), np.repeat(group, n_excused), one])
        for group, one in zip(due.lines.groups(episodes), of_extra, strict=True)
    )
    # Three sorted runs: a stable sort merges them, and keeps each week's order.
    lowest = week.min(initial=0)
    weeks_wide = week.max(initial=0) - lowest + 1
    at = (patient * due.lines.n_keys + key) * weeks_wide + week - lowest
    order = np.argsort(at, kind="stable")
    patient, key, week, at = patient[order], key[order], week[order], at[order]
    n, m = int(n_excused.sum()), len(extra)

    def joined(values: np.ndarray, of_excused: float, of_extra: np.ndarray | float) -> np.ndarray:
        kind = values.dtype
        parts = [values, np.full(n, of_excused, kind), np.broadcast_to(of_extra, m).astype(kind)]
        return np.concatenate(parts)[order]

    session = joined(filled.session, -1, occasions.session[extra])
    due_on = joined(due.due_on, -1, -1)
    return pd.DataFrame(
        {
            **names.line(patient, key),
            "week": week,
            "week_start": dates_of(episodes.week_start(patient, week)),
            "slot": rank_in_run(at) + 1,
            "due_on": dates_of(due_on, due_on >= 0),
            "state": decode(joined(filled.state, _EXCUSED, _EXTRA), STATES),
            "session_id": names.session(session, "session_id"),
            "session_day": names.session(session, "day"),
            "reps_done": joined(filled.reps_done, np.nan, occasions.reps[extra]),
            "reps_asked": joined(due.reps_asked, np.nan, np.nan),
        },
        copy=False,
    )


def _weeks(due: Due, episodes: Episodes, names: _Names) -> pd.DataFrame:
    patient, key, week = due.lines.groups(episodes)
    return pd.DataFrame(
        {
            **names.line(patient, key),
            "week": week,
            "week_start": dates_of(episodes.week_start(patient, week)),
            "n_eligible_days": due.n_eligible_days,
            "quota": due.quota,
            "quota_unpaused": due.quota_unpaused,
        },
        copy=False,
    )


def _episodes(caseload: Caseload, episodes: Episodes) -> pd.DataFrame:
    until = np.maximum(np.minimum(episodes.end, episodes.as_of), episodes.start)
    frame = caseload.patients[["patient_id", "start_date"]].reset_index(drop=True)
    return frame.assign(observed_until=dates_of(until), ended=episodes.end <= episodes.as_of)


FRAMES: Final = (
    PublicFrame(
        "ledger", "What was due of each exercise and side, and what became of it?", LedgerSlots,
        lambda seen: ledger_of(seen, "exercise").slots,
    ),
    PublicFrame(
        "session_ledger", "What was due of whole sessions, and what became of it?", LedgerSlots,
        lambda seen: ledger_of(seen, "session").slots, left_out=OF_SESSIONS,
    ),
)  # fmt: skip
