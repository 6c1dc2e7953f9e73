"""Gaps: the longest stretch without a point."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from rehabstats.series.batch import flat
from rehabstats.series.positions import begins_run


def longest_gap(
    x: ArrayLike,
    *,
    offsets: ArrayLike | None = None,
    start: ArrayLike | None = None,
    end: ArrayLike | None = None,
) -> np.ndarray:
    """
    Longest distance between successive points of each series.

    Parameters
    ----------
    x : array-like of shape (n,), (k, n) or, with `offsets`, (total,)
        Times; NaN is no point. They need not be sorted.
    offsets : array-like of shape (k + 1,), optional
        Series ``i`` is ``x[offsets[i]:offsets[i + 1]]``.
    start, end : array-like, optional
        Times, one for all series or one each, that bound the observation: the way to
        the first and from the last point counts then.

    Returns
    -------
    numpy.ndarray
        Of the shape of `x` without its last axis, in the unit of `x`; NaN where there
        are not two points (bounds included).

    Raises
    ------
    ValueError
        If shapes do not fit, or a time is infinite.

    Examples
    --------
    >>> float(longest_gap([0, 1, 5, 6], start=0, end=9))
    4.0
    """
    times, bounds, shape = flat(x, offsets, "x")
    k = len(bounds) - 1
    owner = np.repeat(np.arange(k), np.diff(bounds))
    for name, bound in (("start", start), ("end", end)):
        if bound is not None:
            limit, _, _ = flat(np.atleast_1d(bound), None, name)
            if np.shape(bound) not in ((), shape):
                expected = f"a single number or shape {shape}"
                raise ValueError(f"`{name}`: got shape {np.shape(bound)}, expected {expected}")
            times = np.append(times, np.broadcast_to(limit, k))
            owner = np.append(owner, np.arange(k))
    kept = ~np.isnan(times)
    times, owner = times[kept], owner[kept]
    order = np.lexsort((times, owner))
    times, owner = times[order], owner[order]
    steps = np.flatnonzero(~begins_run(owner))
    longest = np.full(k, -np.inf)
    np.maximum.at(longest, owner[steps], times[steps] - times[steps - 1])
    return np.where(np.isinf(longest), np.nan, longest).reshape(shape)
