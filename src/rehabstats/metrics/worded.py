"""Worded: the first condition of each row that holds, as a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from rehabstats.schemas import decode


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
