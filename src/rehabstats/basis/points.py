"""Points: the pain of each performed session, as one series per exercise and side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.ledger.due import terms_of
from rehabstats.ledger.layout import N_SIDES, Episodes, days_of, episodes_of, split_keys
from rehabstats.ledger.occasions import by_occasion, performed_of
from rehabstats.schemas import decode
from rehabstats.seen import Seen, once
from rehabstats.series.positions import distinct
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK, SIDES

#: What one series is about: an exercise and side, a side, or the patient's whole sessions.
Unit = Literal["exercise", "side", "session"]
UNITS = ("exercise", "side", "session")

#: Decimals to which means are taken as equal: far below what a rating can say.
_DECIMALS: Final = 12

_NEVER: Final = int(np.iinfo("int64").max)


@dataclass(frozen=True)
class RatedOccasions:
    """
    Mean and highest pain of each patient, exercise and side in each session, in this order.

    A `both` row of an exercise that is prescribed per side is one rating of each side.
    """

    patient: np.ndarray
    key: np.ndarray
    session: np.ndarray
    mean: np.ndarray
    highest: np.ndarray


@dataclass(frozen=True)
class PainPoints:
    """
    One point per line and performed session, line after line, in order of time.

    A line is what a series is about: a patient and a key (exercise and side, side, or
    0 for whole sessions). ``anchor`` is the first day on which it was asked for: of a side
    or of whole sessions, the first day on which anything of it was.
    ``mean`` averages the rated sets of the session, NaN without a rating; ``highest`` is
    the highest rating of an exercise and side, and the mean itself for the other units,
    where one exercise must not speak for all.
    """

    unit: Unit
    patient: np.ndarray
    key: np.ndarray
    anchor: np.ndarray
    line: np.ndarray
    session: np.ndarray
    day: np.ndarray
    mean: np.ndarray
    highest: np.ndarray
    episodes: Episodes

    @property
    def n_lines(self) -> int:
        """How many series there are, those without a point included."""
        return len(self.patient)

    @property
    def offsets(self) -> np.ndarray:
        """Where each line's points begin, and the end of the last."""
        return np.searchsorted(self.line, np.arange(self.n_lines + 1))

    @property
    def weeks(self) -> np.ndarray:
        """Weeks from the patient's start to the day of each point."""
        start = self.episodes.start[self.patient[self.line]]
        since: np.ndarray = (self.day - start) / DAYS_PER_WEEK
        return since

    def names(self, caseload: Caseload) -> dict[str, pd.Categorical]:
        """Patient, exercise and side of each line; missing where the unit has none."""
        if self.unit == "exercise":
            exercise, side = split_keys(self.key, len(caseload.catalogue.exercises))
        else:
            exercise = np.full(len(self.key), -1, "int16")
            side = (self.key if self.unit == "side" else exercise).astype("int8")
        return {
            "patient_id": decode(self.patient, caseload.patients["patient_id"].cat.categories),
            "exercise": decode(exercise, caseload.catalogue.exercises),
            "side": decode(side, SIDES),
        }


@once
def points_of(seen: Seen, unit: Unit) -> PainPoints:
    """Put the pain during each performed session up to as_of in series."""
    if unit not in UNITS:
        raise ValueError(f"`unit`: got {unit!r}, expected one of {', '.join(map(repr, UNITS))}")
    caseload, episodes, terms = seen.caseload, episodes_of(seen), terms_of(seen)
    rated = rated_occasions_of(seen)
    patient, key, session = rated.patient, rated.key, rated.session
    mean, highest = rated.mean, rated.highest
    n_keys = {"exercise": terms.n_keys, "side": N_SIDES, "session": 1}[unit]
    asked = terms.patient * n_keys + terms.key % n_keys
    if unit != "exercise":
        key = key % n_keys
        code = (patient * n_keys + key) * len(caseload.sessions) + session
        point, first = numbered(code)
        mean, _ = mean_and_highest(point, mean, len(first))
        patient, key, session = patient[first], key[first], session[first]
        highest = mean
    line_code = patient * n_keys + key
    everyone = np.arange(len(episodes.start) if unit == "session" else 0)
    lines = distinct(np.concatenate([asked, everyone, line_code]))
    line = np.searchsorted(lines, line_code)
    day = days_of(caseload.sessions["day"])[session]
    line_patient, line_key = np.divmod(lines, n_keys)
    asks = terms.frequency > 0
    first_asked = _first_days(len(lines), np.searchsorted(lines, asked[asks]), terms.start[asks])
    first_done = _first_days(len(lines), line, day)
    anchor = np.where(first_asked < _NEVER, first_asked, first_done)
    anchor = np.where(anchor < _NEVER, anchor, episodes.start[line_patient])
    mean, highest = tied(mean), tied(highest)
    return PainPoints(
        unit, line_patient, line_key, anchor, line, session, day, mean, highest, episodes
    )


@once
def rated_occasions_of(seen: Seen) -> RatedOccasions:
    """The pain of each exercise and side of each performed session up to as_of."""
    caseload, events = seen.caseload, performed_of(seen)
    occasion, first = by_occasion(events, terms_of(seen).n_keys, len(caseload.sessions))
    rating = caseload.sets["pain_during_nrs"].to_numpy()[events.row]
    mean, highest = mean_and_highest(occasion, rating, len(first))
    return RatedOccasions(
        events.patient[first], events.key[first], events.session[first], mean, highest
    )


def numbered(code: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The position of each value among the sorted distinct ones, and the first row of each."""
    _, first, position = np.unique(code, return_index=True, return_inverse=True)
    return position, first


def mean_and_highest(
    group: np.ndarray, rating: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and highest rating of each group, NaN without one."""
    rated = ~np.isnan(rating)
    where, values = group[rated], rating[rated]
    count = np.bincount(where, minlength=n)
    highest = np.full(n, -np.inf)
    np.maximum.at(highest, where, values)
    mean = ratio(np.bincount(where, values, n), count)
    return mean, np.where(count > 0, highest, np.nan)


def tied(mean: np.ndarray) -> np.ndarray:
    """Means rounded so that equal ones tie: added in another order, they differ in last bits."""
    return np.round(mean, _DECIMALS)


def _first_days(n_lines: int, line: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The first of the days of each line."""
    first = np.full(n_lines, _NEVER)
    np.minimum.at(first, line, day)
    return first


@once
def pain_during_sessions_of(seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    """Mean and highest pain during each row of ``caseload.sessions``, NaN where unrated."""
    rated, n = rated_occasions_of(seen), len(seen.caseload.sessions)
    mean, _ = mean_and_highest(rated.session, rated.mean, n)
    _, highest = mean_and_highest(rated.session, rated.highest, n)
    return tied(mean), highest
