"""Integer positions of patients, lines (exercise and side) and program weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.seen import Seen, once
from rehabstats.series.positions import distinct
from rehabstats.vocabulary import DAYS_PER_WEEK, SIDES

N_SIDES = len(SIDES)
_FAR = np.iinfo("int32").max
_US_PER_DAY = 24 * 3600 * 1_000_000


def days_of(dates: pd.Series, *, missing: int = _FAR) -> np.ndarray:
    """Days since 1970, `missing` where there is no date."""
    days = dates.to_numpy("datetime64[D]").astype("int64")
    days[dates.isna().to_numpy()] = missing
    return days


def dates_of(days: np.ndarray, where: np.ndarray | None = None) -> pd.Series:
    """Dates from days since 1970, missing where not `where`."""
    # A multiplication: numpy's conversion from days to microseconds takes three times as long.
    dates = (np.asarray(days, dtype="int64") * _US_PER_DAY).view("datetime64[us]")
    if where is not None:
        dates[~where] = np.datetime64("NaT")
    return pd.Series(dates)


@dataclass(frozen=True)
class Episodes:
    """Per patient: first day, first day after the end, and program weeks up to as_of."""

    start: np.ndarray
    end: np.ndarray
    n_weeks: np.ndarray
    as_of: int

    def week_of(self, patient: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The program week of a day: 1 from the start on, 0 and less before it."""
        week: np.ndarray = (day - self.start[patient]) // DAYS_PER_WEEK + 1
        return week

    def week_start(self, patient: np.ndarray, week: np.ndarray) -> np.ndarray:
        """The first day of a program week."""
        day: np.ndarray = self.start[patient] + (week - 1) * DAYS_PER_WEEK
        return day


@once
def episodes_of(seen: Seen) -> Episodes:
    """The episode of each patient, up to the day from which the caseload is seen."""
    today = int(days_of(pd.Series([seen.as_of]))[0])
    start = days_of(seen.caseload.patients["start_date"])
    end = days_of(seen.caseload.patients["end_date"])
    last_day = np.minimum(end - 1, today)
    n_weeks = np.maximum((last_day - start) // DAYS_PER_WEEK + 1, 0)
    return Episodes(start, end, n_weeks, today)


@dataclass(frozen=True)
class Lines:
    """
    The lines of the plan, and one group per line and program week.

    A line is one patient, exercise and side; ``key`` = exercise * N_SIDES + side
    (0 for whole sessions). The weeks of a line are consecutive groups.
    """

    patient: np.ndarray
    key: np.ndarray
    first_group: np.ndarray
    n_keys: int
    n_groups: int
    _line_of: np.ndarray

    @classmethod
    def of(cls, patient: np.ndarray, key: np.ndarray, n_keys: int, episodes: Episodes) -> Lines:
        """Number the distinct pairs of `patient` and `key` in sorted order."""
        n_patients = len(episodes.start)
        pairs = distinct(patient * n_keys + key)
        owner, own_key = np.divmod(pairs, n_keys)
        n_weeks = episodes.n_weeks[owner]
        ends = np.cumsum(n_weeks)
        line_of = np.full(n_patients * n_keys, -1)
        line_of[pairs] = np.arange(len(pairs))
        n_groups = int(ends[-1]) if len(ends) else 0
        return cls(owner, own_key, ends - n_weeks, n_keys, n_groups, line_of)

    def of_pairs(self, patient: np.ndarray, key: np.ndarray) -> np.ndarray:
        """The line of each patient and key, -1 where the plan has none."""
        line: np.ndarray = self._line_of[patient * self.n_keys + key]
        return line

    def group(
        self, patient: np.ndarray, key: np.ndarray, week: np.ndarray, episodes: Episodes
    ) -> np.ndarray:
        """The group of each patient, key and week, -1 outside the plan or its weeks."""
        line = self.of_pairs(patient, key)
        inside = (line >= 0) & (week >= 1) & (week <= episodes.n_weeks[patient])
        group = np.full(len(line), -1)
        group[inside] = self.first_group[line[inside]] + week[inside] - 1
        return group

    def groups(self, episodes: Episodes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The patient, key and program week of each group."""
        line = self.line_of_group(episodes)
        week = np.arange(self.n_groups) - self.first_group[line] + 1
        return self.patient[line], self.key[line], week

    def line_of_group(self, episodes: Episodes) -> np.ndarray:
        """The line that each group belongs to."""
        return np.repeat(np.arange(len(self.patient)), episodes.n_weeks[self.patient])


def split_keys(key: np.ndarray, n_exercises: int) -> tuple[np.ndarray, np.ndarray]:
    """The exercise and the side of each key, looked up: 64-bit division is slow."""
    exercise, side = np.divmod(np.arange(n_exercises * N_SIDES), N_SIDES)
    return exercise.astype("int16")[key], side.astype("int8")[key]
