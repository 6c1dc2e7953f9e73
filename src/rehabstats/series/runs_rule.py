"""Runs rule: whether a series lingers on one side of its median, or crosses it too seldom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from rehabstats.series.batch import flat, too_few
from rehabstats.series.positions import begins_run, grouped_median, rank_in_run

#: One in so many stable series may have fewer crossings than the limit, 5 %:
#: Anhoj and Olesen 2014.
_PER_ALPHA: Final = 20


@dataclass(frozen=True)
class RunsRule:
    """
    What was seen and what would be too much, of each series.

    Parameters
    ----------
    n : numpy.ndarray
        Useful points: those that are neither missing nor on the median.
    median : numpy.ndarray
        Median of all points [unit of y]; NaN without any.
    longest_run, longest_run_limit : numpy.ndarray
        Most useful points in a row on one side, and the most that is no signal.
    n_crossings, n_crossings_limit : numpy.ndarray
        How often the median is crossed, and the fewest that is no signal.
    shift : numpy.ndarray of bool
        Whether either is beyond its limit; false where there is a reason.
    reason : numpy.ndarray of str
        Empty where the numbers stand, otherwise ``too_few``.
    """

    n: np.ndarray
    median: np.ndarray
    longest_run: np.ndarray
    longest_run_limit: np.ndarray
    n_crossings: np.ndarray
    n_crossings_limit: np.ndarray
    shift: np.ndarray
    reason: np.ndarray


def anhoj(
    y: ArrayLike,
    *,
    offsets: ArrayLike | None = None,
    min_n: int,
    max_gap: int = 1,
) -> RunsRule:
    """
    Whether each series shifted, by the length of its runs and the crossings of its median.

    Parameters
    ----------
    y : array-like of shape (n,), (k, n) or, with `offsets`, (total,)
        Values in order, evenly spaced; NaN is a missing point.
    offsets : array-like of shape (k + 1,), optional
        Series ``i`` is ``y[offsets[i]:offsets[i + 1]]``.
    min_n : int
        Fewest points off the median; below it the reason is ``too_few``.
    max_gap : int, default 1
        Missing points in a row that a run may span; more end it (an assumption: other
        tools drop missing points and join what is left).

    Returns
    -------
    RunsRule
        ``n`` counts the points off the median, which alone are useful. ``shift`` is
        true if the longest run is above its limit or the crossings are below theirs,
        and false where ``reason`` is not empty. What was counted stands in any case.

    Raises
    ------
    ValueError
        If shapes do not fit, or `max_gap` is below 0.

    Notes
    -----
    For n useful points, a run is too long above ``round(log2(n)) + 3``, and crossings
    are too few below the 5 % quantile of a binomial distribution of n - 1 and 1/2 [1]_.
    Of these n - 1 chances to cross, each gap that ends a run takes one away (an assumption:
    with all of them, a stable series of 24 points in blocks of three would signal on 34 %).

    References
    ----------
    .. [1] J. Anhoj and A. V. Olesen, "Run charts revisited," PLoS ONE, 2014.
       :doi:`10.1371/journal.pone.0113825`

    Examples
    --------
    >>> found = anhoj([5, 6, 5, 6, 5, 6, 3, 2, 3, 2, 3, 2], min_n=10)
    >>> int(found.longest_run), int(found.n_crossings), bool(found.shift)
    (6, 1, True)
    """
    if not max_gap >= 0:
        raise ValueError(f"`max_gap`: got {max_gap!r}, expected 0 or more")
    values, bounds, shape = flat(y, offsets)
    k = len(bounds) - 1
    owner = np.repeat(np.arange(k), np.diff(bounds))
    there = ~np.isnan(values)
    median = grouped_median(owner[there], values[there], k)
    gap = _missing_before(owner, there)
    useful = np.flatnonzero(there & (values != median[owner]))
    series, above = owner[useful], values[useful] > median[owner[useful]]
    # Points on the median are skipped; a gap before any of them counts for the next one.
    wide = np.maximum.accumulate(np.where(there & (gap > max_gap), np.arange(len(gap)), -1))[useful]
    torn = np.append(True, wide[1:] != wide[:-1])[: len(useful)]
    first = begins_run(series)
    length = rank_in_run(np.cumsum(first | torn | begins_run(above))) + 1
    longest = np.zeros(k, "int64")
    np.maximum.at(longest, series, length)
    crossed = begins_run(above) & ~first & ~torn
    n, n_crossings = (np.bincount(series[some], minlength=k) for some in (..., crossed))
    run_limit, _ = _limits_of(n)
    # Where a gap ends a run there was nothing to cross.
    _, crossing_limit = _limits_of(n - np.bincount(series[torn & ~first], minlength=k))
    reason = too_few(n, min_n)
    shift = ((longest > run_limit) | (n_crossings < crossing_limit)) & (reason == "")
    results = (n, median, longest, run_limit, n_crossings, crossing_limit, shift, reason)
    return RunsRule(*(array.reshape(shape) for array in results))


def _missing_before(owner: np.ndarray, there: np.ndarray) -> np.ndarray:
    """How many points in a row are missing just before each point of a series."""
    rank = rank_in_run(owner, ~there)
    before = np.append(0, rank[:-1] + 1)[: len(rank)]
    follows = np.append(False, ~there[:-1] & (owner[1:] == owner[:-1]))[: len(rank)]
    missing: np.ndarray = np.where(follows & there, before, 0)
    return missing


def _limits_of(n: np.ndarray) -> np.ndarray:
    """The longest runs and the fewest crossings, for each number of useful points."""
    sizes, which = np.unique(n, return_inverse=True)
    limits = np.array([_limits(size) for size in sizes.tolist()], "int64").reshape(-1, 2)
    return limits[which].T


@cache
def _limits(n: int) -> tuple[int, int]:
    """The longest run and the fewest crossings that n useful points may have."""
    if n < 2:
        return n, 0
    ways = total = 1
    below = 0
    while total * _PER_ALPHA < 2 ** (n - 1):
        ways = ways * (n - 1 - below) // (below + 1)
        below += 1
        total += ways
    return round(math.log2(n)) + 3, below
