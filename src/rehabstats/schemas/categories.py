"""Words and their integer codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd


def decode(codes: np.ndarray, categories: Iterable[str]) -> pd.Categorical:
    """
    Turn integer codes back into words; -1 is missing.

    Examples
    --------
    >>> decode(np.array([1, -1]), ["left", "right"]).tolist()
    ['right', nan]
    """
    words = categories if isinstance(categories, pd.Index) else pd.Index(list(categories))
    from_codes: Any = pd.Categorical.from_codes  # its stub knows lists of codes only
    decoded: pd.Categorical = from_codes(codes, words)
    return decoded
