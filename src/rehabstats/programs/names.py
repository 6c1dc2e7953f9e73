"""Names as people write them, reduced to what tells them apart."""

from __future__ import annotations

import re
import unicodedata


def normalize_name(text: str) -> str:
    """
    Reduce a name to what tells it apart: no case, accents, brackets or punctuation.

    Examples
    --------
    >>> normalize_name("Hip Pushdown (lean to one side)")
    'hip_pushdown'
    """
    bare = re.sub(r"\([^)]*\)", " ", text)
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", bare)
        if not unicodedata.combining(letter)
    )
    return re.sub(r"[\W_]+", "_", plain.casefold()).strip("_")
