"""Overlap: how often a value of one phase lies beyond one of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from rehabstats.series.batch import TILE, flat

#: Steps of halving: below the last bit of a probability.
_HALVINGS: Final = 60


@dataclass(frozen=True)
class Nap:
    """
    Overlap of each pair of phases.

    ``nap`` stands as soon as both phases have a value; its errors and interval need two
    values in each, and ``reason`` is ``too_few`` without.

    Parameters
    ----------
    n_a, n_b : numpy.ndarray
        Values that are not missing.
    nap, tau : numpy.ndarray
        Share of pairs in which b is better, ties half [0-1], and twice that less 1.
    se, se_null : numpy.ndarray
        Standard error of `nap`, and that without a difference of the phases.
    low, high : numpy.ndarray
        Ends of the interval of `nap`.
    reason : numpy.ndarray of str
        Empty where the numbers stand, otherwise ``too_few``.
    """

    n_a: np.ndarray
    n_b: np.ndarray
    nap: np.ndarray
    tau: np.ndarray
    se: np.ndarray
    se_null: np.ndarray
    low: np.ndarray
    high: np.ndarray
    reason: np.ndarray


def nap(
    a: ArrayLike,
    b: ArrayLike,
    *,
    offsets_a: ArrayLike | None = None,
    offsets_b: ArrayLike | None = None,
    improvement: Literal["increase", "decrease"] = "increase",
    confidence: float,
) -> Nap:
    r"""
    Non-overlap of all pairs: the chance that a value of b is better than one of a.

    Without a phase before the treatment it compares early with late, and is no effect
    of anything.

    Parameters
    ----------
    a, b : array-like of shape (n,), (k, n) or, with offsets, (total,)
        The values of both phases; NaN is missing and left out.
    offsets_a, offsets_b : array-like of shape (k + 1,), optional
        Where each pair's phases begin.
    improvement : {"increase", "decrease"}, default "increase"
        Which way is better; for pain, ``decrease``.
    confidence : float
        Confidence of the interval.

    Returns
    -------
    Nap
        Arrays with one entry per pair; 0.5 is no difference, ``tau`` is 2 nap - 1.

    Raises
    ------
    ValueError
        If there are not as many phases b as a, or an argument is none of the named.

    Notes
    -----
    Ties count half. The standard error is the unbiased one of Sen, a little above it with
    ties, and the overlap is kept off 0 and 1 by half a pair, both as in SingleCaseES.
    Without the latter it would be 0 where the phases do not overlap at all; with it, it is
    larger at 1 than at 0, which no theory asks for: prefer the interval there. The interval
    is Newcombe's method 5 (2006): the :math:`\theta` with

    .. math:: (\hat\theta - \theta)^2 = \frac{z^2\,\theta (1 - \theta)}{m n}
       \left(1 + h \left(\frac{1 - \theta}{2 - \theta}
       + \frac{\theta}{1 + \theta}\right)\right), \quad h = \frac{m + n}{2} - 1.

    Examples
    --------
    >>> found = nap([6, 7, 5, 6], [4, 4, 5, 3], improvement="decrease", confidence=0.95)
    >>> round(float(found.nap), 5), round(float(found.low), 6), round(float(found.high), 6)
    (0.96875, 0.546517, 0.998523)
    """
    if improvement not in ("increase", "decrease"):
        raise ValueError(f"`improvement`: got {improvement!r}, expected 'increase' or 'decrease'")
    if not 0 < confidence < 1:
        raise ValueError(f"`confidence`: got {confidence!r}, expected more than 0 and less than 1")
    before, n_a, shape = _values(a, offsets_a, "a")
    after, n_b, shape_b = _values(b, offsets_b, "b")
    if shape != shape_b:
        raise ValueError(f"`b`: got results of shape {shape_b}, expected those of a, {shape}")
    share, se = np.full(len(n_a), np.nan), np.full(len(n_a), np.nan)
    starts = np.cumsum(n_a) - n_a, np.cumsum(n_b) - n_b
    for rows in _rows_of_equal_sizes(n_a, n_b):
        first = before[starts[0][rows][:, None] + np.arange(n_a[rows[0]])]
        second = after[starts[1][rows][:, None] + np.arange(n_b[rows[0]])]
        better = np.sign(second[:, None, :] - first[:, :, None])
        wins = 0.5 + 0.5 * (better if improvement == "increase" else -better)
        share[rows] = wins.mean(axis=(1, 2))
        se[rows] = _unbiased_error(wins, share[rows])
    with np.errstate(divide="ignore", invalid="ignore"):
        null = np.sqrt((n_a + n_b + 1) / (12.0 * n_a * n_b))
    enough = (n_a > 1) & (n_b > 1)
    low, high = _newcombe(share, n_a, n_b, -NormalDist().inv_cdf((1 - confidence) / 2))
    se, null, low, high = (np.where(enough, one, np.nan) for one in (se, null, low, high))
    reason = np.where(enough, "", "too_few")
    results = (n_a, n_b, share, 2 * share - 1, se, null, low, high, reason)
    return Nap(*(array.reshape(shape) for array in results))


def _rows_of_equal_sizes(n_a: np.ndarray, n_b: np.ndarray) -> Iterator[np.ndarray]:
    """Pairs of phases of the same two lengths, some at a time."""
    sizes = n_a * (int(n_b.max(initial=0)) + 1) + n_b
    for size in np.unique(sizes[(n_a > 0) & (n_b > 0)]).tolist():
        rows = np.flatnonzero(sizes == size)
        step = max(1, TILE // int(n_a[rows[0]] * n_b[rows[0]]))
        for begin in range(0, len(rows), step):
            yield rows[begin : begin + step]


def _values(
    phase: ArrayLike, offsets: ArrayLike | None, name: str
) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    """The values that are there, and how many each phase has."""
    values, bounds, shape = flat(phase, offsets, name)
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    kept = ~np.isnan(values)
    return values[kept], np.bincount(owner[kept], minlength=len(bounds) - 1), shape


def _unbiased_error(wins: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Sen's standard error; NaN with a single value in a phase."""
    _, m, n = wins.shape
    if min(m, n) < 2:
        return np.full(len(wins), np.nan)
    edge = 1 / (2 * m * n)
    kept = np.clip(share, edge, 1 - edge)
    of_a, of_b = (wins.mean(axis=2) ** 2).mean(axis=1), (wins.mean(axis=1) ** 2).mean(axis=1)
    each = (wins**2).mean(axis=(1, 2))
    variance = kept - (m + n - 1) * kept**2 + n * of_a + m * of_b - 2 * each
    error: np.ndarray = np.sqrt(np.maximum(variance, 0) / ((m - 1) * (n - 1)))
    return error


def _newcombe(
    share: np.ndarray, n_a: np.ndarray, n_b: np.ndarray, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Both roots, by halving: on each side of the overlap there is one."""
    h = (n_a + n_b) / 2 - 1

    def outside(theta: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = z**2 * theta * (1 - theta) / (n_a * n_b)
            grown = spread * (1 + h * ((1 - theta) / (2 - theta) + theta / (1 + theta)))
            return np.asarray((share - theta) ** 2 > grown)

    ends = []
    for edge in (0.0, 1.0):
        far, near = np.full(len(share), edge), share.copy()
        for _ in range(_HALVINGS):
            middle = (far + near) / 2
            is_outside = outside(middle)
            far, near = np.where(is_outside, middle, far), np.where(is_outside, near, middle)
        ends.append((far + near) / 2)
    return ends[0], ends[1]
