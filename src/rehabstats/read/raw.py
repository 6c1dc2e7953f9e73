"""The raw frame: every cell as text, every row at its line in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rehabstats.errors import ReadError
from rehabstats.schemas import decode


@dataclass(frozen=True)
class MalformedRow:
    """A row that could not be cut into cells."""

    line: int
    got: str
    expected: str
    text: str


@dataclass(frozen=True)
class RawTable:
    """
    What a file says, before anyone judges it.

    ``frame`` has the header's own words as columns, text categories as cells
    (missing where the cell is empty), and the line in the file as index.
    ``rows_read`` counts its rows and the malformed ones; blank lines are no rows.
    ``sha256`` is the digest of the file's bytes: a number can be traced to them.
    ``sheet`` is the sheet of a workbook that it stands in, ``fault`` why that is no table.
    """

    file: str
    frame: pd.DataFrame
    malformed: tuple[MalformedRow, ...] = ()
    sha256: str = ""
    sheet: str = ""
    fault: ReadError | None = None

    @property
    def rows_read(self) -> int:
        """Rows of data in the file, blank lines not counted."""
        return len(self.frame) + len(self.malformed)


def assemble(
    file: str,
    header: Sequence[str],
    columns: Sequence[pd.Categorical],
    lines: pd.Index,
    malformed: Sequence[MalformedRow] = (),
) -> RawTable:
    """Join columns into a raw table, without empty rows and without empty unnamed columns."""
    kept = [
        (name.strip() or f"column {place}", column)
        for place, (name, column) in enumerate(zip(header, columns, strict=True), start=1)
        if name.strip() or (column.codes >= 0).any()
    ]
    names, columns = [name for name, _ in kept], [column for _, column in kept]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise ReadError(file, f"the column {repeated[0]!r} twice", "each column once")
    frame = pd.DataFrame(dict(enumerate(columns)), index=lines.rename("line"), copy=False)
    frame.columns = pd.Index(names, dtype="str")
    if columns:
        empty = np.logical_and.reduce([column.codes < 0 for column in columns])
        frame = frame[~empty] if empty.any() else frame
    return RawTable(file, frame, tuple(malformed))


def categorical_text(column: pa.ChunkedArray) -> pd.Categorical:
    """A column of any type as text categories; each distinct value is converted once."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.unify_dictionaries()
    codes = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in column.chunks]
    distinct = column.chunk(0).dictionary if column.num_chunks else pa.array([], pa.string())
    text = pd.Index(_text(distinct).to_pylist(), dtype="str")
    flat = np.concatenate(codes) if codes else np.empty(0, "int32")
    return _without_repeats(flat, text)


def categorical_of(values: Sequence[str | None]) -> pd.Categorical:
    """Text cells, None or empty where there is nothing, as text categories."""
    return categorical_text(
        pa.chunked_array([pa.array([cell or None for cell in values], "string")])
    )


def _text(distinct: pa.Array) -> pa.Array:
    kind = distinct.type
    if pa.types.is_timestamp(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return pa.array([cell_text(value) for value in distinct.to_pylist()], pa.string())
    return pc.cast(distinct, pa.string())


def cell_text(value: object) -> str | None:
    """One typed cell as the text a person would have typed."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value) or None


def _without_repeats(codes: np.ndarray, text: pd.Index) -> pd.Categorical:
    # Different values may read alike (1 and 1.0), and a blank text is a missing one.
    kept, distinct = pd.factorize(text.where(text.str.strip() != ""), use_na_sentinel=True)
    if len(distinct) < len(text):
        codes = np.append(kept, -1)[codes]
    return decode(codes, distinct)
