"""Groups: several columns as one integer, and one number or word for each group or row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from rehabstats.schemas import decode
from rehabstats.series.positions import begins_run, distinct


def combine(
    by: Sequence[str], frames: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, list[np.ndarray]]:
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
    pandas.DataFrame
        The columns of `by`: every group that occurs in any of the frames, sorted.
    list of numpy.ndarray
        The group of each row, per frame.
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
    keys, lengths = [], []
    for frame in frames:
        # Rows of one group mostly follow each other: one key per run will do.
        codes = [(frame[n] if n == "week" else frame[n].cat.codes).to_numpy() for n in by]
        head = np.flatnonzero(begins_run(*codes))
        key = np.zeros(len(head), "int64")
        for code, width, offset in zip(codes, widths, offsets, strict=True):
            key = key * width + (code[head].astype("int64") - offset)
        keys.append(key)
        lengths.append(np.diff(head, append=len(frame)))
    every_key = distinct(np.concatenate(keys))
    columns: dict[str, object] = {}
    rest = every_key
    for name, width, offset in reversed(list(zip(by, widths, offsets, strict=True))):
        rest, code = np.divmod(rest, width)
        code = code + offset
        is_week = name == "week"
        columns[name] = code if is_week else decode(code, first[name].cat.categories)
    positions = [
        np.repeat(np.searchsorted(every_key, key), length)
        for key, length in zip(keys, lengths, strict=True)
    ]
    return pd.DataFrame({name: columns[name] for name in by}), positions


def ratio(counted: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Share of what was asked; NaN where nothing was."""
    share: np.ndarray = np.divide(counted, asked, out=np.full(len(asked), np.nan), where=asked > 0)
    return share


def first_that_holds(
    conditions: Mapping[str, np.ndarray], words: Iterable[str] | None = None
) -> pd.Categorical:
    """
    The word of the first condition that holds in each row, missing where none does.

    Examples
    --------
    >>> first_that_holds({"a": np.array([True, False]), "b": np.array([True, True])}).tolist()
    ['a', 'b']
    """
    vocabulary = list(conditions if words is None else words)
    code = np.full(len(next(iter(conditions.values()))), -1)
    for word, holds in reversed(list(conditions.items())):
        code[holds] = vocabulary.index(word)
    return decode(code, vocabulary)


def run_lengths(line: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Length up to each row of the run of members that it belongs to, 0 outside of runs."""
    at = np.arange(len(line))
    begins = np.append(True, line[1:] != line[:-1])[: len(line)]
    before = np.where(begins, at - 1, -1)
    ended = np.maximum.accumulate(np.where(~member, at, before)) if len(line) else at
    length: np.ndarray = np.where(member, at - ended, 0)
    return length
