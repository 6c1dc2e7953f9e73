"""Excel workbooks: every sheet with something in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from rehabstats.errors import ReadError
from rehabstats.read.raw import RawTable, assemble, categorical_of, cell_text


def read_excel(path: Path) -> tuple[RawTable, ...]:
    """Read the sheets that are not empty, in their order."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise ReadError(path.name, "a workbook that cannot be opened", "an .xlsx file") from error
    filled = {name: rows for name, rows in sheets.items() if any(map(_filled, rows))}
    if not filled:
        raise ReadError(path.name, "empty sheets only", "a header and at least one row")
    return tuple(replace(_sheet(path, rows), sheet=name) for name, rows in filled.items())


def _sheet(path: Path, rows: list[list[Any]]) -> RawTable:
    """A sheet that is no table, such as a page of notes, is a fault only for who wants it."""
    try:
        return _from_rows(path, rows)
    except ReadError as error:
        return RawTable(path.name, pd.DataFrame(), fault=error)


def _filled(row: list[Any]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _from_rows(path: Path, rows: list[list[Any]]) -> RawTable:
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if _filled(row)]
    header = [cell_text(cell) or "" for cell in numbered[0][1]]
    body = numbered[1:]
    columns = [
        categorical_of([cell_text(row[place]) for _, row in body]) for place in range(len(header))
    ]
    return assemble(path.name, header, columns, pd.Index([number for number, _ in body], dtype=int))
