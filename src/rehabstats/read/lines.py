"""Where the lines of a text file begin and end, found in one pass over its bytes."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from typing import Final

import numpy as np

from rehabstats.errors import ReadError

#: A longer line is no row of a log but another kind of file, or a missing line break.
MAX_LINE_BYTES: Final = 1 << 20

_CHUNK = 1 << 24


@dataclass(frozen=True)
class LineMap:
    """The lines of a file: where each ends, and which are not blank."""

    end: np.ndarray
    nonblank: np.ndarray | None

    @property
    def unbroken(self) -> bool:
        """Whether no line is blank."""
        return self.nonblank is None

    @property
    def n_nonblank(self) -> int:
        """Lines with something in them."""
        return len(self.end) if self.nonblank is None else len(self.nonblank)

    def of_records(self) -> np.ndarray:
        """Line numbers of the lines with something in them."""
        if self.nonblank is None:
            return np.arange(1, len(self.end) + 1)
        return self.nonblank + 1

    def ends(self, n: int) -> int:
        """Offset after the n-th line that is not blank."""
        return int(self.end[n - 1 if self.nonblank is None else self.nonblank[n - 1]])


def map_lines(file: str, content: mmap.mmap) -> LineMap:
    """
    Find the lines of a file.

    Raises
    ------
    ReadError
        If one is longer than any row of a log, or all are blank.
    """
    octets = np.frombuffer(content, dtype=np.uint8)
    size = len(octets)
    breaks = [
        np.flatnonzero(octets[start : start + _CHUNK] == ord("\n")) + start
        for start in range(0, size, _CHUNK)
    ]
    last = octets[-1]
    end = np.concatenate(breaks)
    if last != ord("\n"):
        end = np.append(end, size)
    start = np.concatenate([[0], end[:-1] + 1])
    length = end - start
    carriage_returns_only = bool(len(end) == 1 and last != ord("\n") and b"\r" in content[:size])
    before = octets[np.maximum(end - 1, 0)]
    blank = (length == 0) | ((length == 1) & (before == ord("\r")))
    if carriage_returns_only:
        raise ReadError(file, "carriage returns without line feeds", "lines that end in \\n")
    if length.max() > MAX_LINE_BYTES:
        line = int(length.argmax())
        got = f"a line of {length[line] / 1e6:.0f} MB (line {line + 1})"
        raise ReadError(file, got, "lines of at most 1 MB; is it a table?")
    if blank.all():
        raise ReadError(file, "blank lines only", "a header and at least one row")
    return LineMap(end, np.flatnonzero(~blank) if blank.any() else None)
