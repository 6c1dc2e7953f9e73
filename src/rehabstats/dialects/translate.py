"""Translate: find the dialect that a file is written in, or else take it for our own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rehabstats.dialects.dialect import Dialect, Translated
from rehabstats.errors import ReadError
from rehabstats.read import RawTable


def translate(tables: Sequence[RawTable], stem: str) -> Translated:
    """
    Turn the tables of a file into those of a caseload.

    Parameters
    ----------
    tables : sequence of RawTable
        From `read_tables`: one, or in a workbook one per sheet.
    stem : str
        Which table the file is to hold, such as ``sessions``.

    Returns
    -------
    Translated
        Tables by their stems, and remarks.

    Raises
    ------
    ReadError
        If two dialects recognise the file, or the one that does cannot make a table of it.
    """
    found = [one for one in dialects() if one.recognises(tables, stem)]
    if len(found) > 1:
        names = " and ".join(one.name for one in found)
        raise ReadError(tables[0].file, f"a file that could be of {names}", "one of them")
    return found[0].translate(tables, stem) if found else as_ours(tables, stem)


@cache
def dialects() -> tuple[Dialect, ...]:
    """Every dialect beside our own: the ``DIALECT`` of each module of this folder."""
    names = [one.name for one in pkgutil.iter_modules([str(Path(__file__).parent)])]
    modules = [importlib.import_module(f"rehabstats.dialects.{name}") for name in names]
    return tuple(one.DIALECT for one in modules if hasattr(one, "DIALECT"))


def as_ours(tables: Sequence[RawTable], stem: str) -> Translated:
    """Take the sheet named like the file, or else the only one that is not empty."""
    file = tables[0].file
    wanted = Path(file).stem
    for table in tables:
        if table.sheet.casefold() == wanted.casefold() or len(tables) == 1:
            if table.fault:
                raise table.fault
            return Translated({stem: table})
    names = ", ".join(repr(table.sheet) for table in tables)
    raise ReadError(file, f"the sheets {names}", f"one sheet, or one named {wanted!r}")
