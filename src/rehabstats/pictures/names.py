"""Names of files: made of patients' ids, and safe on every file system."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

#: Names that Windows keeps for devices.
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
_LONGEST: Final = 60
_MARK: Final = 8


def safe_names(ids: Iterable[str]) -> dict[str, str]:
    """
    A file name for each id: its letters, digits, ``-`` and ``_``.

    Where that changes it, or two names would be one on a file system that does not tell
    small letters from capitals, a mark made of the whole id follows. The same id has the
    same name as long as the ids that it could be taken for stay the same.

    Examples
    --------
    >>> safe_names(["P001", "a/b"])["P001"]
    'P001'
    >>> safe_names(["p1", "P1"])["p1"] != "p1"
    True
    """
    plain = {name: re.sub(r"[^A-Za-z0-9_-]+", "_", name)[:_LONGEST].strip("_") for name in ids}
    seen = Counter(text.lower() for text in plain.values())
    return {
        name: text
        if text and text == name and seen[text.lower()] == 1 and text.lower() not in _RESERVED
        else f"{text or 'patient'}-{hashlib.sha256(name.encode()).hexdigest()[:_MARK]}"
        for name, text in plain.items()
    }
