"""Grouped: one number per group of values, in one pass."""

from __future__ import annotations

import numpy as np
import pandas as pd


def grouped_median(group: np.ndarray, values: np.ndarray, n_groups: int) -> np.ndarray:
    """The median of the values of each group, NaN for a group without any."""
    # Ratings have few distinct values: with their ranks, integers are sorted, not pairs.
    rank, scale = pd.factorize(values, sort=True)
    ordered = np.sort(group * len(scale) + rank, kind="stable")
    count = np.bincount(group, minlength=n_groups)
    start = np.cumsum(count) - count
    some = np.flatnonzero(count)
    first = some * len(scale)
    low = scale[ordered[start[some] + (count[some] - 1) // 2] - first]
    high = scale[ordered[start[some] + count[some] // 2] - first]
    median = np.full(n_groups, np.nan)
    median[some] = (low + high) / 2
    return median
