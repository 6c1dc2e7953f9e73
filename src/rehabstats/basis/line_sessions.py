"""Line sessions: the sessions of each exercise and side of the plan, in order of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.ledger.due import Terms, terms_of
from rehabstats.ledger.layout import Lines, days_of, episodes_of, split_keys
from rehabstats.ledger.occasions import SetEvents, by_occasion, events_of
from rehabstats.plan import plan_of
from rehabstats.schemas import decode
from rehabstats.seen import Seen, once
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES

_NEVER = np.iinfo("int32").max


@dataclass(frozen=True)
class LineSessions:
    """
    The sessions up to as_of that contain each line of the plan, line after line.

    ``line`` and ``day`` have one value per session of a line, ``session_of_set`` says
    which of them each performed set belongs to. ``records`` are the sets of the lines
    with the skip rows, and ``line_of_record`` their lines. ``first_asked`` is the first
    day on which a line was asked for at least once a week.
    """

    plan: pd.DataFrame
    terms: Terms
    patient: np.ndarray
    key: np.ndarray
    first_asked: np.ndarray
    line: np.ndarray
    day: np.ndarray
    sets: SetEvents
    session_of_set: np.ndarray
    records: SetEvents
    line_of_record: np.ndarray
    as_of: int

    @property
    def n_lines(self) -> int:
        """How many lines there are, those without a session included."""
        return len(self.patient)

    def names(self, caseload: Caseload) -> dict[str, pd.Categorical]:
        """Patient, exercise and side of each line."""
        exercise, side = split_keys(self.key, len(caseload.catalogue.exercises))
        return {
            "patient_id": decode(self.patient, caseload.patients["patient_id"].cat.categories),
            "exercise": decode(exercise, caseload.catalogue.exercises),
            "side": decode(side, SIDES),
        }

    def session_mean(
        self, values: np.ndarray, where: np.ndarray, weight: np.ndarray | None = None
    ) -> np.ndarray:
        """Mean of some sets of each session, NaN for a session with none of them."""
        session, n = self.session_of_set[where], len(self.line)
        weights = np.ones(len(session)) if weight is None else weight[where]
        return ratio(
            np.bincount(session, weights * values[where], n), np.bincount(session, weights, n)
        )

    def in_window(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Whether each session lies in the window [start, end) of its line."""
        inside: np.ndarray = (self.day >= start[self.line]) & (self.day < end[self.line])
        return inside

    def any_of(self, session: np.ndarray) -> np.ndarray:
        """Whether any of these sessions belongs to each line."""
        found: np.ndarray = np.bincount(self.line[session], minlength=self.n_lines) > 0
        return found


@once
def line_sessions_of(seen: Seen) -> LineSessions:
    """Put the sets of a caseload on the lines of its plan; sets outside of it are left out."""
    caseload, episodes, terms = seen.caseload, episodes_of(seen), terms_of(seen)
    lines = Lines.of(terms.patient, terms.key, terms.n_keys, episodes)
    records = events_of(seen)
    records = records.only(lines.of_pairs(records.patient, records.key) >= 0)
    sets = records.only(records.performed)
    session_of_set, first = by_occasion(sets, terms.n_keys, len(caseload.sessions))
    first_asked = np.full(len(lines.patient), _NEVER)
    asks = terms.frequency > 0
    asked_line = lines.of_pairs(terms.patient[asks], terms.key[asks])
    np.minimum.at(first_asked, asked_line, terms.start[asks])
    return LineSessions(
        plan=plan_of(seen),
        terms=terms,
        patient=lines.patient,
        key=lines.key,
        first_asked=first_asked,
        line=lines.of_pairs(sets.patient[first], sets.key[first]),
        day=days_of(caseload.sessions["day"])[sets.session[first]],
        sets=sets,
        session_of_set=session_of_set,
        records=records,
        line_of_record=lines.of_pairs(records.patient, records.key),
        as_of=episodes.as_of,
    )
