"""The tables of a file, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from rehabstats.errors import ReadError
from rehabstats.read.delimited import read_delimited
from rehabstats.read.excel import read_excel
from rehabstats.read.jsonl import read_jsonl
from rehabstats.read.parquet import read_parquet
from rehabstats.read.raw import RawTable

_READERS: Final[dict[str, Callable[[Path], RawTable | tuple[RawTable, ...]]]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_excel,
    ".parquet": read_parquet,
    ".jsonl": read_jsonl,
}
SUFFIXES: Final = tuple(_READERS)

#: First bytes of formats that turn up under another format's name.
_MAGIC = {
    b"PK\x03\x04": ("a zip archive, as Excel workbooks are", (".xlsx",)),
    b"PAR1": ("a Parquet file", (".parquet",)),
    b"\xd0\xcf\x11\xe0": ("an Excel workbook that is old (.xls) or has a password", ()),
    b"%PDF": ("a PDF", ()),
    b"\x1f\x8b": ("a gzip archive", ()),
}


def find_table(folder: Path, stem: str) -> Path | None:
    """
    The file of `folder` that holds the table `stem`, in any known format.

    Raises
    ------
    ReadError
        If there are several, or the folder cannot be opened.
    """
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise ReadError(folder.name, repr(error.strerror), "a folder that can be read") from error
    found = [
        path
        for path in files
        if path.stem.casefold() == stem and path.suffix.casefold() in SUFFIXES
    ]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise ReadError(folder.name, f"{names} side by side", f"one file for {stem}")
    return found[0] if found else None


def read_tables(path: Path) -> tuple[RawTable, ...]:
    """
    Read the tables of a file as raw text: one, or in a workbook one per sheet.

    Parameters
    ----------
    path : pathlib.Path
        A .csv, .tsv, .xlsx, .parquet or .jsonl file.

    Returns
    -------
    tuple of RawTable
        The cells as text, indexed by line (for .xlsx by row); never none.

    Raises
    ------
    ReadError
        If the file is missing, empty, too long-lined, or not what its suffix says.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise ReadError(path.name, "no such file", "a file that exists") from None
    except (OSError, ValueError) as error:
        # ValueError: a zero byte in the name.
        got = getattr(error, "strerror", None) or str(error)
        raise ReadError(path.name, repr(got), "a file that can be read") from error
    suffix = path.suffix.casefold()
    if suffix not in _READERS:
        raise ReadError(path.name, f"the suffix {suffix!r}", f"one of {', '.join(SUFFIXES)}")
    if not head:
        raise ReadError(path.name, "an empty file", "a header and at least one row")
    _require_the_suffix_to_fit(path, suffix, head)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    read = _READERS[suffix](path)
    tables = read if isinstance(read, tuple) else (read,)
    return tuple(replace(table, sha256=digest) for table in tables)


def _require_the_suffix_to_fit(path: Path, suffix: str, head: bytes) -> None:
    for magic, (kind, suffixes) in _MAGIC.items():
        if head.startswith(magic) and suffix not in suffixes:
            rename = f", or the name to end in {suffixes[0]}" if suffixes else ""
            raise ReadError(path.name, kind, f"{suffix} content{rename}")
        if suffix in suffixes and not head.startswith(magic):
            raise ReadError(path.name, f"content that is not {kind}", f"{suffix} content")
