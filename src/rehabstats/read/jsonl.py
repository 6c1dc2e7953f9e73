"""JSON lines: one object per line, one line per row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from rehabstats.errors import ReadError
from rehabstats.read.raw import MalformedRow, RawTable, assemble, categorical_of, cell_text

_EXPECTED = "one JSON object of text, numbers, true, false and null"


def read_jsonl(path: Path) -> RawTable:
    """Read a .jsonl file; a line that is no flat object is malformed."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(path.name, "bytes that are not UTF-8", "UTF-8 text") from error
    rows: dict[int, dict[str, Any]] = {}
    malformed: list[MalformedRow] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            fault, row = _parse(line)
            if fault:
                malformed.append(MalformedRow(number, fault, _EXPECTED, line.strip()))
            else:
                rows[number] = row
    if not rows:
        raise ReadError(path.name, "no line that is a JSON object", "one object per line")
    header = list(dict.fromkeys(key for row in rows.values() for key in row))
    columns = [categorical_of([cell_text(row.get(key)) for row in rows.values()]) for key in header]
    return assemble(path.name, header, columns, pd.Index(rows, dtype="int64"), malformed)


def _parse(line: str) -> tuple[str, dict[str, Any]]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return "text that is not JSON", {}
    if not isinstance(row, dict):
        return "JSON that is not an object", {}
    if any(isinstance(value, (list, dict)) for value in row.values()):
        return "a nested value", {}
    return "", row
