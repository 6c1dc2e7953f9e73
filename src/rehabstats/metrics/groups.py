"""Groups: several columns as one integer, so that a count is a single pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.schemas import decode


@dataclass(frozen=True)
class Groups:
    """Distinct keys in sorted order, with the columns that they stand for."""

    keys: np.ndarray
    columns: pd.DataFrame

    def __len__(self) -> int:
        return len(self.keys)

    def positions(self, keys: np.ndarray) -> np.ndarray:
        """The position of each key, which must be among the groups."""
        position: np.ndarray = np.searchsorted(self.keys, keys)
        return position


def combine(by: Sequence[str], frames: Sequence[pd.DataFrame]) -> tuple[Groups, list[np.ndarray]]:
    """
    Group rows of several frames by the same columns.

    Parameters
    ----------
    by : sequence of str
        Categorical columns, or ``week``. Missing categories form a group.
    frames : sequence of pandas.DataFrame
        Each with the columns of `by`, with equal categories.

    Returns
    -------
    Groups
        Every key that occurs in any of the frames.
    list of numpy.ndarray
        The key of each row, per frame.
    """
    first, widths, offsets = frames[0], [], []
    for name in by:
        if name == "week":
            lowest = min((int(frame["week"].min()) for frame in frames if len(frame)), default=0)
            highest = max((int(frame["week"].max()) for frame in frames if len(frame)), default=0)
            offsets.append(lowest)
            widths.append(highest - lowest + 1)
        else:
            offsets.append(-1)
            widths.append(len(first[name].cat.categories) + 1)
    keys = []
    for frame in frames:
        key = np.zeros(len(frame), "int64")
        for name, width, offset in zip(by, widths, offsets, strict=True):
            column = frame[name] if name == "week" else frame[name].cat.codes
            key = key * width + (column.to_numpy("int64") - offset)
        keys.append(key)
    distinct = np.unique(np.concatenate(keys))
    columns: dict[str, object] = {}
    rest = distinct
    for name, width, offset in reversed(list(zip(by, widths, offsets, strict=True))):
        rest, code = np.divmod(rest, width)
        code = code + offset
        is_week = name == "week"
        columns[name] = code if is_week else decode(code, first[name].cat.categories)
    return Groups(distinct, pd.DataFrame({name: columns[name] for name in by})), keys


def grouped_median(group: np.ndarray, values: np.ndarray, n_groups: int) -> np.ndarray:
    """The median of the values of each group, NaN for a group without any."""
    order = np.lexsort((values, group))
    ordered = np.append(values[order], np.nan)
    count = np.bincount(group, minlength=n_groups)
    start = np.cumsum(count) - count
    low = np.where(count > 0, start + (count - 1) // 2, len(values))
    high = np.where(count > 0, start + count // 2, len(values))
    median: np.ndarray = (ordered[low] + ordered[high]) / 2
    return median


def ratio(counted: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Share of what was asked; NaN where nothing was."""
    share: np.ndarray = np.divide(counted, asked, out=np.full(len(asked), np.nan), where=asked > 0)
    return share
