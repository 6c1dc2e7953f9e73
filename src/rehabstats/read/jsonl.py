"""JSON lines: one object per line, one line per row."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from rehabstats.errors import ReadError
from rehabstats.read.lines import decode_text, require_short_line
from rehabstats.read.raw import MalformedRow, RawTable, assemble, categorical_of, cell_text

_EXPECTED = "one JSON object of text, numbers, true, false and null"


def read_jsonl(path: Path) -> RawTable:
    """Read a .jsonl file; a line that is no flat object is malformed."""
    text = decode_text(path.name, path.read_bytes())
    rows: dict[int, dict[str, Any]] = {}
    malformed: list[MalformedRow] = []
    for number, line in enumerate(re.split("\r\n|\r|\n", text), start=1):
        require_short_line(path.name, number, len(line))
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
        pairs = json.loads(line, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return "text that is not JSON", {}
    if not isinstance(pairs, _Pairs):
        return "JSON that is not an object", {}
    if any(isinstance(value, list) for _, value in pairs):
        return "a nested value", {}
    if len(row := dict(pairs)) < len(pairs):
        return "a key twice", {}
    try:
        "".join(str(part) for pair in pairs for part in pair).encode()
    except UnicodeEncodeError:
        return "half a character (a lone surrogate)", {}
    return "", row


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object as they stand there, repeated keys too."""
