"""Lag: how far each point of a series goes with the one before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rehabstats.series.batch import Batch, too_few


@dataclass(frozen=True)
class Lag1:
    """
    Lag-1 correlation of each series; NaN where ``reason`` says why.

    Parameters
    ----------
    n : numpy.ndarray
        Points that are not missing.
    r : numpy.ndarray
        The correlation [-1 to 1].
    reason : numpy.ndarray of str
        Empty where the numbers stand, otherwise ``too_few`` or ``constant``.
    """

    n: np.ndarray
    r: np.ndarray
    reason: np.ndarray


def lag1_correlation(y: ArrayLike, *, offsets: ArrayLike | None = None, min_n: int) -> Lag1:
    r"""
    Correlation of successive points, which tests of a trend take to be 0.

    Parameters
    ----------
    y : array-like of shape (n,), (k, n) or, with `offsets`, (total,)
        Values in order; NaN is missing and left out.
    offsets : array-like of shape (k + 1,), optional
        Series ``i`` is ``y[offsets[i]:offsets[i + 1]]``.
    min_n : int
        Fewest points; below it the reason is ``too_few``.

    Returns
    -------
    Lag1
        :math:`r = \sum_t d_t d_{t+1} / \sum_t d_t^2` with :math:`d` the deviations from
        the mean. A constant series has none, and the reason ``constant``. A trend alone
        makes it large: it is no proof of dependence.

    Examples
    --------
    >>> float(lag1_correlation([1, 2, 1, 2, 1, 2], min_n=6).r)
    -0.83
    """
    batch = Batch.of(y, None, offsets)
    r, constant = batch.results(), batch.results(0, "bool")
    for rows, values, _ in batch.blocks(max(min_n, 2)):
        away = values - values.mean(axis=1, keepdims=True)
        total = (away**2).sum(axis=1)
        constant[rows] = values.max(axis=1) == values.min(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (away[:, 1:] * away[:, :-1]).sum(axis=1) / total
        r[rows] = np.where(constant[rows], np.nan, found)
    reason = np.where(constant, "constant", too_few(batch.n, max(min_n, 2)))
    return Lag1(*batch.shaped(batch.n, r, reason))
