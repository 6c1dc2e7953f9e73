"""Permutation: the exact distribution of Kendall's S when order means nothing."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from rehabstats.series.batch import TILE, tie_sizes

#: Longest series whose exact probability is computed; the table of angles grows with n^3.
EXACT_MAX_N: Final = 100

#: Least probability that is told from 0: the sum ends in errors of up to 3e-15, measured
#: against whole-number counts (tests/series/test_permutation.py).
RESOLUTION: Final = 1e-13

#: Decimals of a probability: what lies beyond depends on the series beside it in a batch.
_DECIMALS: Final = 14

#: Orders up to which a probability is rounded to a whole number of them: its error is
#: then far below one order.
_COUNTABLE: Final = 1e9


def exact_probability(ordered: np.ndarray, s: np.ndarray) -> np.ndarray:
    r"""
    Two-sided probability of an S as large, over all orders of the same values.

    Parameters
    ----------
    ordered : numpy.ndarray of shape (k, n)
        The values of each series, sorted.
    s : numpy.ndarray of shape (k,)
        Kendall's S of each series.

    Returns
    -------
    numpy.ndarray of shape (k,)
        Right to 1e-14 without drawing a single permutation, and to the last bit where
        there are fewer than 1e9 orders. What is below 1e-13 is given as 1e-13.

    Notes
    -----
    With ties of sizes :math:`t_i`, :math:`S = D - 2I`: D pairs are untied, I of them
    inverted. Inversions of permutations of a multiset have the q-multinomial
    coefficient as generating function, so that S has the characteristic function

    .. math:: \phi_S(\theta) = \prod_{j=1}^{n}
       \left(\frac{\sin j\theta}{j \sin\theta}\right)^{1 - m_j}

    with :math:`m_j` the number of groups of at least j equal values. Its inverse over
    :math:`\theta_k = \pi k / M` is a sum of M terms; with M prime and larger than the
    number of pairs no sine vanishes. The terms k and M - k are equal.
    """
    n = ordered.shape[1]
    logs, odd, angles, m = _table(n)
    rows, sizes = tie_sizes(ordered)
    at_least = np.zeros((len(ordered), n + 1), "int64")
    np.add.at(at_least, (rows, sizes), 1)
    # Ties of at least j, for j = 1 to n.
    exponent = 1 - np.cumsum(at_least[:, ::-1], axis=1)[:, ::-1][:, 1:]
    size = np.abs(s).astype("int64")
    p = np.empty(len(ordered))
    step = max(1, TILE // m)
    for begin in range(0, len(ordered), step):
        some = slice(begin, begin + step)
        power = exponent[some].astype("float64")
        sign = 1 - 2 * (power @ odd % 2)
        phi = sign * np.exp(power @ logs)
        weight = np.sin((size[some, None] - 1) * angles) / np.sin(angles)
        p[some] = 1 - ((size[some] - 1) + 2 * (phi * weight).sum(axis=1)) / m
    orders = np.exp(_log_factorials(n)[n] - _log_factorial(sizes, rows, len(ordered)))
    # Their count is a whole number: rounding to it leaves nothing of the sum's last bits.
    counted = np.rint(orders)
    p = np.where(orders < _COUNTABLE, np.rint(p * counted) / counted, np.round(p, _DECIMALS))
    return np.where(size == 0, 1.0, np.clip(p, RESOLUTION, 1.0))


@cache
def _table(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Logs and signs of sin(j angle) / (j sin(angle)) for j = 1 to n, half the angles, and M."""
    m = _prime_from(n * (n - 1) // 2 + 1)
    angles = np.pi * np.arange(1, m // 2 + 1) / m
    j = np.arange(1, n + 1)[:, None]
    sines = np.sin(j * angles) / (j * np.sin(angles))
    return np.log(np.abs(sines)), (sines < 0).astype("float64"), angles, m


def _prime_from(least: int) -> int:
    number = max(least, 3)
    while any(number % factor == 0 for factor in range(2, int(number**0.5) + 1)):
        number += 1
    return number


@cache
def _log_factorials(n: int) -> np.ndarray:
    return np.append(0.0, np.cumsum(np.log(np.arange(1, n + 1))))


def _log_factorial(sizes: np.ndarray, rows: np.ndarray, n_rows: int) -> np.ndarray:
    """The sum of the logs of the factorials of each row's ties."""
    table = _log_factorials(int(sizes.max(initial=1)))
    total: np.ndarray = np.bincount(rows, table[sizes], n_rows)
    return total
