"""Change: whether a difference exceeds what measurement alone makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class ReliableChange:
    """
    Each change in standard errors, the least that would count, and whether it does.

    Parameters
    ----------
    z : numpy.ndarray
        The change in standard errors; NaN without a change, or a rating in a mean.
    threshold : numpy.ndarray
        Least change that counts [unit of the change].
    reliable : numpy.ndarray of bool
        Whether the change is at least that; false where it is missing.
    """

    z: np.ndarray
    threshold: np.ndarray
    reliable: np.ndarray


def smallest_reliable_change(
    k_before: ArrayLike, k_after: ArrayLike, *, sem: float, z: float
) -> np.ndarray:
    r"""
    Least difference of two means that measurement alone would rarely make.

    Parameters
    ----------
    k_before, k_after : array-like
        How many ratings (or rated days) each mean rests on.
    sem : float
        Standard error of measurement of one rating.
    z : float
        Standard errors.

    Returns
    -------
    numpy.ndarray
        :math:`z \cdot \mathrm{SEM} \sqrt{1/k_1 + 1/k_2}`; NaN where a mean has no rating.
        Errors are taken as independent, which flatters where they are not.

    Raises
    ------
    ValueError
        If `sem` or `z` is not above 0, a number is infinite, or shapes do not fit.

    Examples
    --------
    >>> smallest_reliable_change([1, 4], [1, 4], sem=1.02, z=1.96).round(3).tolist()
    [2.827, 1.414]
    """
    for name, number in (("sem", sem), ("z", z)):
        if not 0 < number < np.inf:
            raise ValueError(f"`{name}`: got {number!r}, expected a number above 0")
    before, after = _numbers(k_before=k_before, k_after=k_after)
    with np.errstate(divide="ignore", invalid="ignore"):
        threshold = z * sem * np.sqrt(1 / before + 1 / after)
    return np.where((before > 0) & (after > 0), threshold, np.nan)


def reliable_change(
    change: ArrayLike,
    k_before: ArrayLike,
    k_after: ArrayLike,
    *,
    sem: float,
    z: float,
) -> ReliableChange:
    """
    Hold changes against the least that measurement would rarely make.

    Parameters
    ----------
    change : array-like
        Differences of two means; NaN stays NaN and is not reliable.
    k_before, k_after : array-like
        How many ratings (or rated days) each mean rests on.
    sem : float
        Standard error of measurement of one rating.
    z : float
        Standard errors.

    Returns
    -------
    ReliableChange
        A change exactly at the threshold counts. ``z`` is in standard errors,
        ``threshold`` in the unit of `change`.

    Raises
    ------
    ValueError
        If `sem` or `z` is not above 0, a number is infinite, or shapes do not fit.

    Examples
    --------
    Four rated days, then four more, two points lower; and two single ratings.

    >>> found = reliable_change([-2, -2], [4, 1], [4, 1], sem=1.02, z=1.96)
    >>> found.reliable.tolist()
    [True, False]
    """
    difference, k_before, k_after = _numbers(change=change, k_before=k_before, k_after=k_after)
    threshold = smallest_reliable_change(k_before, k_after, sem=sem, z=z)
    return ReliableChange(
        z=difference / threshold * z,
        threshold=threshold,
        reliable=np.abs(difference) >= threshold,
    )


def _numbers(**given: ArrayLike) -> list[np.ndarray]:
    """Arrays that fit each other, without an infinite number in them."""
    arrays = {name: np.asarray(array, "float64") for name, array in given.items()}
    for name, array in arrays.items():
        if np.isinf(array).any():
            raise ValueError(f"`{name}`: got an infinite number, expected numbers, NaN if missing")
    (first, expected), *others = [(name, array.shape) for name, array in arrays.items()]
    for name, shape in others:
        try:
            expected = np.broadcast_shapes(expected, shape)
        except ValueError as err:
            text = f"`{name}`: got shape {shape}, expected one that fits {first}, {expected}"
            raise ValueError(text) from err
    return list(arrays.values())
