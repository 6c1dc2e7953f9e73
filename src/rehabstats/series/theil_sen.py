"""Theil-Sen: how fast a series moves, by the median over pairs of its points."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from rehabstats.series.batch import Batch, tie_sizes, too_few


@dataclass(frozen=True)
class TheilSen:
    """
    Slope with its interval, and intercept, of each series; NaN where ``reason`` says why.

    Parameters
    ----------
    n : numpy.ndarray
        Points that are not missing.
    slope : numpy.ndarray
        Slope [unit of y per unit of x].
    intercept : numpy.ndarray
        Value of the line at x 0 [unit of y].
    low, high : numpy.ndarray
        Ends of the interval of the slope [unit of y per unit of x].
    reason : numpy.ndarray of str
        Empty where the numbers stand, otherwise ``too_few`` or ``one_point_in_time``.
    """

    n: np.ndarray
    slope: np.ndarray
    intercept: np.ndarray
    low: np.ndarray
    high: np.ndarray
    reason: np.ndarray


def theil_sen(
    y: ArrayLike,
    x: ArrayLike | None = None,
    *,
    offsets: ArrayLike | None = None,
    confidence: float,
    intercept: Literal["separate", "joint"] = "separate",
    min_n: int,
) -> TheilSen:
    r"""
    Slope of each series as the median over all pairs of its points, with Sen's interval.

    Parameters
    ----------
    y : array-like of shape (n,), (k, n) or, with `offsets`, (total,)
        Values; NaN is missing and left out with its x.
    x : array-like of the shape of `y`, optional
        Times; 0, 1, 2, ... without it. Spacing may be unequal, and times may be tied.
    offsets : array-like of shape (k + 1,), optional
        Series ``i`` is ``y[offsets[i]:offsets[i + 1]]``.
    confidence : float
        Confidence of the interval.
    intercept : {"separate", "joint"}, default "separate"
        ``median(y) - slope * median(x)``, or ``median(y - slope * x)``.
    min_n : int
        Fewest points; below it the reason is ``too_few``.

    Returns
    -------
    TheilSen
        Arrays of the shape of `y` without its last axis, slopes in units of `y` per
        unit of `x`. With all points at one time the reason is ``one_point_in_time``.
        With many ties in both `y` and `x` there may be a slope and no interval.

    Raises
    ------
    ValueError
        If shapes do not fit, or an argument is none of the named.

    Notes
    -----
    Over the pairs with :math:`x_i \ne x_j`, the slope is the median of
    :math:`(y_j - y_i) / (x_j - x_i)`. The interval is that of Sen [1]_ (eq. 2.6), with
    ties in y and x in the variance, and takes order statistics without interpolating,
    as scipy does. On tied integers it is conservative: it is for size, and
    `mann_kendall` for direction.

    References
    ----------
    .. [1] P. K. Sen, "Estimates of the regression coefficient based on Kendall's
       tau," J. Am. Stat. Assoc., vol. 63, pp. 1379-1389, 1968.

    Examples
    --------
    The example of Sen's paper.

    >>> y, x = [9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18]
    >>> found = theil_sen(y, x, confidence=0.93, min_n=6)
    >>> float(found.slope), float(found.low), float(found.high)
    (4.0, 3.71, 4.38)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"`confidence`: got {confidence!r}, expected more than 0 and less than 1")
    if intercept not in ("separate", "joint"):
        raise ValueError(f"`intercept`: got {intercept!r}, expected 'separate' or 'joint'")
    batch = Batch.of(y, x, offsets)
    slope, middle, low, high = (batch.results() for _ in range(4))
    still = batch.results(0, "bool")
    z = -NormalDist().inv_cdf((1 - confidence) / 2)
    for rows, values, times in batch.blocks(max(min_n, 2)):
        slopes, n_pairs = _pair_slopes(values, times)
        still[rows] = n_pairs == 0
        slope[rows] = _median_of_first(slopes, n_pairs)
        low[rows], high[rows] = _interval(slopes, n_pairs, values, times, z)
        # Times that nearly coincide can give a slope that is no number any more.
        with np.errstate(invalid="ignore"):
            if intercept == "joint":
                middle[rows] = np.median(values - slope[rows][:, None] * times, axis=1)
            else:
                middle[rows] = np.median(values, axis=1) - slope[rows] * np.median(times, axis=1)
    reason = np.where(still, "one_point_in_time", too_few(batch.n, max(min_n, 2)))
    return TheilSen(*batch.shaped(batch.n, slope, middle, low, high, reason))


def _pair_slopes(values: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The slopes of all pairs, sorted, those of equal times at the end; and how many count."""
    first, second = np.triu_indices(values.shape[1], k=1)
    moved = times[:, second] - times[:, first]
    apart = moved > 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slopes = (values[:, second] - values[:, first]) / moved
    slopes[~apart] = np.inf
    slopes.sort(axis=1)
    return slopes, apart.sum(axis=1)


def _median_of_first(ordered: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The median of the first `n` values of each sorted row, NaN of none."""
    row = np.arange(len(ordered))
    low, high = ordered[row, np.maximum(n - 1, 0) // 2], ordered[row, np.minimum(n // 2, n - 1)]
    with np.errstate(invalid="ignore", over="ignore"):
        middle = np.where(n % 2, low, (low + high) / 2)
    median: np.ndarray = np.where(n > 0, middle, np.nan)
    return median


def _interval(
    slopes: np.ndarray, n_pairs: np.ndarray, values: np.ndarray, times: np.ndarray, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Sen's interval: the order statistics that lie z standard errors from the middle."""
    n = values.shape[1]
    variance = np.full(len(values), n * (n - 1) * (2 * n + 5), dtype="float64")
    for ordered in (times, np.sort(values, axis=1)):
        row, size = tie_sizes(ordered)
        variance -= np.bincount(row, size * (size - 1) * (2 * size + 5), len(values))
    # With ties in both, Sen's variance can fall below 0: there is no interval then.
    wide = z * np.sqrt(np.maximum(variance, 0) / 18)
    last = np.maximum(n_pairs - 1, 0)
    upper = np.minimum(np.round((n_pairs + wide) / 2).astype("int64"), last)
    lower = np.maximum(np.round((n_pairs - wide) / 2).astype("int64") - 1, 0)
    row, known = np.arange(len(values)), (n_pairs > 0) & (variance >= 0)
    low, high = slopes[row, lower], slopes[row, upper]
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
