"""Parquet files: the row number stands in for the line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa

from rehabstats.errors import ReadError
from rehabstats.read.raw import RawTable, assemble, categorical_text


def read_parquet(path: Path) -> RawTable:
    """Read a Parquet file; row n of the data is line n."""
    import pyarrow.parquet as arrow_parquet

    try:
        table = arrow_parquet.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise ReadError(path.name, "Parquet that cannot be read", "a whole file") from error
    for field in table.schema:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            got = f"the column {field.name!r} of type {field.type}"
            raise ReadError(path.name, got, "columns of text, numbers or dates")
    columns = [_as_text(path, *named) for named in zip(table.schema, table.columns, strict=True)]
    lines = pd.RangeIndex(1, 1 + table.num_rows)
    return assemble(path.name, table.column_names, columns, lines)


def _as_text(path: Path, field: pa.Field, column: pa.ChunkedArray) -> pd.Categorical:
    try:
        return categorical_text(column)
    except (pa.ArrowException, ValueError, OverflowError) as error:
        # Dates beyond the calendar, zones that nobody knows, text that is not UTF-8.
        got = f"values of the column {field.name!r} ({field.type}) that cannot be written as text"
        raise ReadError(path.name, got, "columns of text, numbers or dates") from error
