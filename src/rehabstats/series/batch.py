"""Batch: many series of any lengths, taken apart into blocks of equal length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

#: Numbers that are held at once: few enough for the cache.
TILE: Final = 1 << 17

#: Larger numbers are refused: their squares and differences would be no numbers.
_LARGEST: Final = 1e100


@dataclass(frozen=True)
class Batch:
    """
    Series end to end, in order of x, without their missing values.

    ``shape`` is that of the results: that of ``y`` without its last axis, or the number
    of series with ``offsets``.
    """

    y: np.ndarray
    x: np.ndarray
    offsets: np.ndarray
    shape: tuple[int, ...]

    @classmethod
    def of(cls, y: ArrayLike, x: ArrayLike | None, offsets: ArrayLike | None) -> Batch:
        """
        Check the arrays of a call, drop missing values, and sort each series by x.

        Raises
        ------
        ValueError
            If shapes do not fit, offsets do not rise, or a number is infinite.
        """
        values, bounds, shape = flat(y, offsets)
        n = np.diff(bounds)
        owner = np.repeat(np.arange(len(n)), n)
        if x is None:
            times = (np.arange(len(values)) - np.repeat(bounds[:-1], n)).astype("float64")
        else:
            given = np.asarray(x)
            if given.dtype.kind in "mM":
                raise ValueError(f"`x`: got {given.dtype}, expected numbers, such as weeks")
            times = given.astype("float64")
            if times.shape != np.shape(y):
                raise ValueError(f"`x`: got shape {times.shape}, expected that of y, {np.shape(y)}")
            times = times.ravel()
        kept = ~np.isnan(values)
        if not (np.abs(times[kept]) <= _LARGEST).all():
            raise ValueError("`x`: got a time that is missing or infinite, expected numbers")
        owner, values, times = owner[kept], values[kept], times[kept]
        ends = np.cumsum(np.bincount(owner, minlength=len(n)))
        if ((np.diff(times) < 0) & (np.diff(owner) == 0)).any():
            order = np.lexsort((times, owner))
            values, times = values[order], times[order]
        return cls(values, times, np.append(0, ends), shape)

    @property
    def n(self) -> np.ndarray:
        """How many points each series has."""
        return np.diff(self.offsets)

    def blocks(self, least: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Positions, y and x of series of one length, some at a time; from `least` points on."""
        for length in np.unique(self.n[self.n >= max(least, 1)]).tolist():
            rows = np.flatnonzero(self.n == length)
            size = max(1, TILE // (length * length // 2 + 1))
            for begin in range(0, len(rows), size):
                some = rows[begin : begin + size]
                at = self.offsets[some][:, None] + np.arange(length)
                yield some, self.y[at], self.x[at]

    def results(self, fill: float = np.nan, dtype: str = "float64") -> np.ndarray:
        """An array with one entry per series, to be filled."""
        return np.full(len(self.n), fill, dtype=dtype)

    def shaped(self, *arrays: np.ndarray) -> tuple[np.ndarray, ...]:
        """Results in the shape in which the series came."""
        return tuple(array.reshape(self.shape) for array in arrays)


def flat(
    y: ArrayLike, offsets: ArrayLike | None, name: str = "y"
) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    """
    Lay series end to end: their values, where each begins and ends, and the results' shape.

    `name` is what errors call `y`.

    Raises
    ------
    ValueError
        If shapes do not fit, offsets do not rise, or a value is infinite.
    """
    values = np.asarray(y, dtype="float64")
    if (np.abs(values) > _LARGEST).any():
        got = "an infinite value" if np.isinf(values).any() else f"a value above {_LARGEST}"
        raise ValueError(f"`{name}`: got {got}, expected numbers, NaN where missing")
    if offsets is not None:
        given = np.asarray(offsets)
        if given.size and given.dtype.kind not in "iu":
            raise ValueError(f"`offsets`: got numbers of type {given.dtype}, expected integers")
        bounds = given.astype("int64")
        if values.ndim != 1:
            raise ValueError(f"`{name}`: got {values.ndim} dimensions, expected 1 with `offsets`")
        if bounds.ndim != 1 or not len(bounds) or (np.diff(bounds) < 0).any():
            raise ValueError("`offsets`: got numbers that fall, expected k + 1 that rise from 0")
        if bounds[0] != 0 or bounds[-1] != len(values):
            got = f"{bounds[0]} to {bounds[-1]}"
            end = f"0 to the length of {name}, {len(values)}"
            raise ValueError(f"`offsets`: got {got}, expected {end}")
        return values, bounds, (len(bounds) - 1,)
    if not values.ndim:
        raise ValueError(f"`{name}`: got a single number, expected an array")
    n = values.shape[-1]
    k = int(np.prod(values.shape[:-1], dtype="int64"))
    return values.ravel(), np.arange(k + 1) * n, values.shape[:-1]


def too_few(n: np.ndarray, least: int) -> np.ndarray:
    """The reason of series that are too short."""
    reason: np.ndarray = np.where(n < least, "too_few", "")
    return reason


def tie_sizes(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and size of each run of equal values, in rows that are sorted."""
    new = np.ones(ordered.shape, bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    start = np.flatnonzero(new.ravel())
    return start // ordered.shape[1], np.diff(start, append=ordered.size)
