"""CSV and TSV: Arrow's reader where lines are rows, Python's where quotes span lines."""

from __future__ import annotations

import csv
import io
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from rehabstats.errors import ReadError
from rehabstats.read.lines import LineMap, decode_text, map_lines
from rehabstats.read.raw import MalformedRow, RawTable, assemble, categorical_of, categorical_text

#: A record over more lines than this is a quote that somebody forgot to close.
MAX_LINES_PER_RECORD: Final = 500

_BLOCK_BYTES = 8 << 20


def read_delimited(path: Path) -> RawTable:
    """Read a .csv or .tsv file; the delimiter is the one its header uses most."""
    with path.open("rb") as file:
        # Not closed by hand: Arrow may still look at it when a read has failed.
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    _require_text(path, content)
    lines = map_lines(path.name, content)
    head = decode_text(path.name, content[: lines.ends(1)])
    delimiter = _delimiter(path, head)
    # A header over several lines, a quote left open, a return inside a line: lines are no rows.
    tail = content[lines.ends(max(lines.n_nonblank - 1, 1)) :]
    if not lines.has_inner_returns and head.count('"') % 2 == tail.count(b'"') % 2 == 0:
        _, header, _ = next(_records(path, head, delimiter), (1, [], ""))
        raw = _read_rows_as_lines(path, content, header, delimiter, lines)
        if raw is not None:
            return raw
    return _read_records(path, decode_text(path.name, content[:]), delimiter)


def _require_text(path: Path, content: mmap.mmap) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ReadError(path.name, "UTF-16 text", "UTF-8; save it as 'CSV UTF-8'")
    if (place := content.find(b"\0")) >= 0:
        line = content[:place].count(b"\n") + 1
        got = f"binary content (a zero byte on line {line})"
        raise ReadError(path.name, got, f"{path.suffix} text")


def _delimiter(path: Path, head: str) -> str:
    if path.suffix.casefold() == ".tsv":
        return "\t"
    return max(",;\t", key=head.count)


def _read_rows_as_lines(
    path: Path,
    content: mmap.mmap,
    header: list[str],
    delimiter: str,
    lines: LineMap,
) -> RawTable | None:
    """Read with Arrow; None where some record is not exactly one line."""
    has_quotes = content.find(b'"') >= 0
    invalid: list[tuple[int, int, str]] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        invalid.append((row.number, row.actual_columns, row.text))
        return "skip"

    try:
        try:
            table = _arrow_read(content, header, delimiter, has_quotes)
        except pa.ArrowInvalid:
            decode_text(path.name, content[:])
            # Arrow numbers the rows it skips only without threads.
            table = _arrow_read(content, header, delimiter, has_quotes, keep)
    except pa.ArrowInvalid:
        return None
    if 1 + table.num_rows + len(invalid) != lines.n_nonblank:
        return None
    number = np.ones(lines.n_nonblank, bool)
    number[[0, *(row - 1 for row, *_ in invalid)]] = False
    at = lines.of_records()
    malformed = [
        _malformed(int(at[row - 1]), n_cells, len(header), text)
        for row, n_cells, text in invalid
        if text.strip()
    ]
    columns = [categorical_text(column) for column in table.columns]
    index = pd.RangeIndex(2, 2 + table.num_rows) if lines.unbroken and not invalid else at[number]
    return assemble(path.name, header, columns, pd.Index(index), malformed)


def _arrow_read(
    content: mmap.mmap, header: list[str], delimiter: str, has_quotes: bool, keep: object = None
) -> pa.Table:
    text = pa.dictionary(pa.int32(), pa.string())
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(block_size=_BLOCK_BYTES, use_threads=keep is None),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=has_quotes, invalid_row_handler=keep
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(header, text), strings_can_be_null=True, null_values=[""]
        ),
    )


def _read_records(path: Path, text: str, delimiter: str) -> RawTable:
    """Read with Python's csv module, which says on which line each record begins."""
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    malformed: list[MalformedRow] = []
    for line, cells, record in _records(path, text, delimiter):
        if not header:
            header = cells
        elif len(cells) == len(header):
            rows.append(cells)
            lines.append(line)
        elif record.strip():
            malformed.append(_malformed(line, len(cells), len(header), record.rstrip("\r\n")))
    columns = [categorical_of([row[place] for row in rows]) for place in range(len(header))]
    return assemble(path.name, header, columns, pd.Index(lines, dtype="int64"), malformed)


def _records(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Where each record begins that is not a blank line, its cells, and its text."""
    lines = io.StringIO(text, newline="\n").readlines()
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            record = lines[line - 1 : reader.line_num]
            open_ended = reader.line_num == len(lines) and record[0].count('"') % 2 == 1
            if (len(record) > 1 or open_ended) and _is_left_open(record, delimiter):
                got = f"a quote opened on line {line} and not closed"
                raise ReadError(path.name, got, "paired quotes")
            if cells:
                yield line, cells, "".join(record)
            line = reader.line_num + 1
    except csv.Error as error:
        too_long = "limit" in str(error)
        fault = "an endless cell" if too_long else "a carriage return inside it"
        expected = f"cells up to {csv.field_size_limit()} characters, and lines that end in \\n"
        raise ReadError(path.name, f"line {line} with {fault}", expected) from error


def _is_left_open(lines: list[str], delimiter: str) -> bool:
    """Whether a record goes on, over lines or to the end, because of a quote that stands alone."""
    try:
        # Where a forgotten quote meets the next one, text follows it: strict reading objects.
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return len(lines) > MAX_LINES_PER_RECORD


def _malformed(line: int, n_cells: int, n_columns: int, text: str) -> MalformedRow:
    cells = "cell" if n_cells == 1 else "cells"
    expected = f"{n_columns} as in the header; quote cells that contain the delimiter"
    return MalformedRow(line, f"{n_cells} {cells}", expected, text)
