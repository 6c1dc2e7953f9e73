"""Siegel: how fast a series moves, by medians of medians."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from rehabstats.series.batch import Batch, too_few
from rehabstats.series.theil_sen import SLOPE_POINTS_MIN, median_of_first


@dataclass(frozen=True)
class Siegel:
    """
    Slope and intercept of each series by repeated medians; NaN where ``reason`` says why.

    Parameters
    ----------
    n : numpy.ndarray
        Points that are not missing.
    slope : numpy.ndarray
        Slope [unit of y per unit of x].
    intercept : numpy.ndarray
        Value of the line at x 0 [unit of y].
    reason : numpy.ndarray of str
        Empty where the numbers stand, otherwise ``too_few`` or ``one_point_in_time``.
    """

    n: np.ndarray
    slope: np.ndarray
    intercept: np.ndarray
    reason: np.ndarray


def siegel(
    y: ArrayLike,
    x: ArrayLike | None = None,
    *,
    offsets: ArrayLike | None = None,
    intercept: Literal["hierarchical", "separate"] = "hierarchical",
    min_n: int = SLOPE_POINTS_MIN,
) -> Siegel:
    r"""
    Slope of each series by repeated medians, which nearly half of its points cannot move.

    Parameters
    ----------
    y : array-like of shape (n,), (k, n) or, with `offsets`, (total,)
        Values; NaN is missing and left out with its x.
    x : array-like of the shape of `y`, optional
        Times; 0, 1, 2, ... without it.
    offsets : array-like of shape (k + 1,), optional
        Series ``i`` is ``y[offsets[i]:offsets[i + 1]]``.
    intercept : {"hierarchical", "separate"}, default "hierarchical"
        Median of ``y - slope * x``, or the median over points of the medians of the
        intercepts of their pairs.
    min_n : int, default 6
        Fewest points; below it the reason is ``too_few``.

    Returns
    -------
    Siegel
        Arrays of the shape of `y` without its last axis, slopes in units of `y` per
        unit of `x`. With all points at one time the reason is ``one_point_in_time``.

    Raises
    ------
    ValueError
        If shapes do not fit, or `intercept` is none of the named.

    See Also
    --------
    theil_sen : The median over all pairs at once, with an interval.

    Notes
    -----
    :math:`\operatorname{med}_i \operatorname{med}_{j:\,x_j \ne x_i}
    (y_j - y_i) / (x_j - x_i)` [1]_.

    References
    ----------
    .. [1] A. F. Siegel, "Robust regression using repeated medians," Biometrika,
       vol. 69, pp. 242-244, 1982.

    Examples
    --------
    >>> float(siegel([9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18]).slope)
    3.998
    """
    if intercept not in ("hierarchical", "separate"):
        raise ValueError(f"`intercept`: got {intercept!r}, expected 'hierarchical' or 'separate'")
    batch = Batch.of(y, x, offsets)
    slope, middle = batch.results(), batch.results()
    still = batch.results(0, "bool")
    for rows, values, times in batch.blocks(max(min_n, 2)):
        moved = times[:, None, :] - times[:, :, None]
        apart = moved != 0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            slopes = np.where(apart, (values[:, None, :] - values[:, :, None]) / moved, np.inf)
            crossings = (
                values[:, :, None] * times[:, None, :] - values[:, None, :] * times[:, :, None]
            )
            starts = np.where(apart, crossings / moved, np.inf)
        n_apart = apart.sum(axis=2)
        # A point without another at another time: then all points are of one time.
        still[rows] = n_apart[:, 0] == 0
        slope[rows] = _median_of_medians(slopes, n_apart)
        if intercept == "separate":
            middle[rows] = _median_of_medians(starts, n_apart)
        else:
            # Times that nearly coincide can give a slope that is no number any more.
            with np.errstate(invalid="ignore"):
                middle[rows] = np.median(values - slope[rows][:, None] * times, axis=1)
    reason = np.where(still, "one_point_in_time", too_few(batch.n, max(min_n, 2)))
    return Siegel(*batch.shaped(batch.n, slope, middle, reason))


def _median_of_medians(slopes: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The median over points of the median over their pairs."""
    k, points, _ = slopes.shape
    slopes.sort(axis=2)
    own = median_of_first(slopes.reshape(k * points, -1), n.ravel()).reshape(k, points)
    middle: np.ndarray = np.median(own, axis=1)
    return middle
