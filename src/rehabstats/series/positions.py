"""Positions: runs of equal rows, each row's place in its run, and one number per group."""

from __future__ import annotations

import numpy as np
import pandas as pd


def distinct(values: np.ndarray) -> np.ndarray:
    """Sorted distinct values; np.unique would hash them, which is slower by far on sorted ones."""
    ordered = np.sort(values, kind="stable")
    kept: np.ndarray = ordered[begins_run(ordered)]
    return kept


def begins_run(*keys: np.ndarray) -> np.ndarray:
    """Whether each row differs from the one before it in any of its keys."""
    new = np.zeros(len(keys[0]), bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return new


def rank_in_run(*keys: np.ndarray) -> np.ndarray:
    """Position of each row in its run of equal keys, from 0."""
    first = np.flatnonzero(begins_run(*keys))
    n = len(keys[0])
    rank: np.ndarray = np.arange(n) - np.repeat(first, np.diff(first, append=n))
    return rank


def spread(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each position repeated `counts` times, and the number of the repetition from 0."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - np.repeat(first, counts)


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
