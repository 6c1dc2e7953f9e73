"""Visit days: which days of each patient lie before a visit, and which since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import Episodes, days_of
from rehabstats.validate import Caseload
from rehabstats.vocabulary import VISIT_PERIODS

PERIODS_EACH: Final = len(VISIT_PERIODS)


@dataclass(frozen=True)
class Periods:
    """First and last day of each patient's periods, before and since, one after the other."""

    first: np.ndarray
    last: np.ndarray
    episodes: Episodes

    @classmethod
    def of(cls, caseload: Caseload, visit: pd.Timestamp, last: pd.Timestamp) -> Periods:
        """The days from the visit up to the last, and as many before; the same for everyone."""
        episodes = Episodes.of(caseload, last)
        at = int(days_of(pd.Series([visit]))[0])
        length, n = episodes.as_of + 1 - at, len(episodes.start)
        first, end = np.tile([at - length, at], n), np.tile([at - 1, episodes.as_of], n)
        return cls(first, end, episodes)

    @property
    def n(self) -> int:
        """How many periods there are, over all patients."""
        return len(self.first)

    def find(self, patient: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which days lie in a period, and in which."""
        before = patient * PERIODS_EACH
        at = before + (day >= self.first[before + 1])
        inside = (day >= self.first[at]) & (day <= self.last[at])
        return np.flatnonzero(inside), at[inside]

    def count(self, patient: np.ndarray, day: np.ndarray) -> np.ndarray:
        """How many of these days each period has."""
        counts: np.ndarray = np.bincount(self.find(patient, day)[1], minlength=self.n)
        return counts

    def median(self, at: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The median of the values of each period, NaN without one."""
        found = pd.Series(values).groupby(at).median().reindex(np.arange(self.n))
        median: np.ndarray = found.to_numpy("float64")
        return median
