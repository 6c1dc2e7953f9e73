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
    """The lines of a file: where each ends, which are not blank, whether one has returns inside."""

    end: np.ndarray
    nonblank: np.ndarray | None
    has_inner_returns: bool

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
    end, returns = _places(octets, "\n"), _places(octets, "\r")
    if octets[-1] != ord("\n"):
        end = np.append(end, len(octets))
    start = np.concatenate([[0], end[:-1] + 1])
    length = end - start
    before = octets[np.maximum(end - 1, 0)]
    blank = (length == 0) | ((length == 1) & (before == ord("\r")))
    inner_returns = bool(len(returns) > (before == ord("\r")).sum())
    if inner_returns and len(end) == 1:
        raise ReadError(file, "carriage returns without line feeds", "lines that end in \\n")
    longest = int(length.argmax())
    require_short_line(file, longest + 1, int(length[longest]))
    if blank.all():
        raise ReadError(file, "blank lines only", "a header and at least one row")
    return LineMap(end, np.flatnonzero(~blank) if blank.any() else None, inner_returns)


def require_short_line(file: str, line: int, length: int) -> None:
    """Raise a `ReadError` if a line is longer than any row of a log."""
    if length > MAX_LINE_BYTES:
        got = f"a line of {length / 1e6:.0f} MB (line {line})"
        raise ReadError(file, got, "lines of at most 1 MB; is it a table?")


def decode_text(file: str, content: bytes) -> str:
    """
    Decode UTF-8, with or without a byte order mark.

    Raises
    ------
    ReadError
        If it is something else: the first byte that does not fit, and its line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        got = f"byte 0x{content[error.start]:02x} on line {line}, which is not UTF-8"
        raise ReadError(file, got, "UTF-8; save it as 'CSV UTF-8'") from error


def _places(octets: np.ndarray, character: str) -> np.ndarray:
    return np.concatenate(
        [
            np.flatnonzero(octets[start : start + _CHUNK] == ord(character)) + start
            for start in range(0, len(octets), _CHUNK)
        ]
    )
