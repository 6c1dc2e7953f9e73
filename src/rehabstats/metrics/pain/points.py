"""Points: the pain of each performed session, as one series per exercise and side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from rehabstats.days import Day
from rehabstats.ledger.due import Terms, terms_by_exercise
from rehabstats.ledger.layout import N_SIDES, Episodes, days_of, split_keys
from rehabstats.ledger.occasions import by_occasion, set_events
from rehabstats.metrics.groups import ratio
from rehabstats.plan import build_plan
from rehabstats.schemas import decode
from rehabstats.series.positions import distinct
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK, SIDES

#: What one series is about: an exercise and side, a side, or the patient's whole sessions.
Unit = Literal["exercise", "side", "session"]
UNITS = ("exercise", "side", "session")

#: Decimals to which means are taken as equal: far below what a rating can say.
_DECIMALS: Final = 12


@dataclass(frozen=True)
class PainPoints:
    """
    One point per line and performed session, line after line, in order of time.

    A line is what a series is about: a patient and a key (exercise and side, side, or
    0 for whole sessions). ``anchor`` is the first day on which the line was asked for; for
    sides and whole sessions, the patient's first day.
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


def pain_points(caseload: Caseload, *, as_of: Day, unit: Unit) -> PainPoints:
    """Put the pain during each performed session up to as_of in series."""
    if unit not in UNITS:
        raise ValueError(f"`unit`: got {unit!r}, expected one of {', '.join(map(repr, UNITS))}")
    episodes = Episodes.of(caseload, as_of)
    terms = terms_by_exercise(build_plan(caseload))
    events = set_events(caseload, episodes.as_of)
    events = events.only(events.performed)
    occasion, first = by_occasion(events, terms.n_keys, len(caseload.sessions))
    rating = caseload.sets["pain_during_nrs"].to_numpy()[events.row]
    mean, highest = mean_and_highest(occasion, rating, len(first))
    patient, key, session = (
        column[first] for column in (events.patient, events.key, events.session)
    )
    asked = (terms.patient, terms.key)
    n_keys = terms.n_keys
    if unit != "exercise":
        n_keys = N_SIDES if unit == "side" else 1
        key, asked = key % n_keys, (terms.patient, terms.key % n_keys)
        if unit == "session":
            everyone = np.arange(len(episodes.start))
            asked = (everyone, np.zeros_like(everyone))
        code = (patient * n_keys + key) * len(caseload.sessions) + session
        point, first = numbered(code)
        mean, highest = mean_and_highest(point, mean, len(first))
        patient, key, session = patient[first], key[first], session[first]
        highest = mean
    line_code = patient * n_keys + key
    lines = distinct(np.concatenate([asked[0] * n_keys + asked[1], line_code]))
    line = np.searchsorted(lines, line_code)
    day = days_of(caseload.sessions["day"])[session]
    line_patient, line_key = np.divmod(lines, n_keys)
    anchor = episodes.start[line_patient]
    if unit == "exercise":
        anchor = _first_asked(terms, lines, line, day, otherwise=anchor)
    # Means of other ratings in another order must tie: they differ in their last bits.
    mean, highest = np.round(mean, _DECIMALS), np.round(highest, _DECIMALS)
    return PainPoints(
        unit, line_patient, line_key, anchor, line, session, day, mean, highest, episodes
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


def _first_asked(
    terms: Terms, lines: np.ndarray, line: np.ndarray, day: np.ndarray, *, otherwise: np.ndarray
) -> np.ndarray:
    """First prescribed day of each line, or else its first session, or else the day given."""
    never = np.iinfo("int64").max
    asked = np.full(len(lines), never)
    kept = terms.frequency > 0
    at = np.searchsorted(lines, terms.patient[kept] * terms.n_keys + terms.key[kept])
    np.minimum.at(asked, at, terms.start[kept])
    done = np.full(len(lines), never)
    np.minimum.at(done, line, day)
    return np.where(asked < never, asked, np.where(done < never, done, otherwise))
