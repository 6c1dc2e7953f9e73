"""Tables: CSV and Parquet, written aside and renamed, with text that stays text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as arrow_parquet

FORMATS: Final = ("csv", "parquet")

#: A cell that starts with one of these is a formula to a spreadsheet.
_FORMULA_START = r"^[ \n]*[=+\-@\t\r]"


def write_tables(
    frames: Mapping[str, pd.DataFrame],
    out: str | os.PathLike[str],
    *,
    file_format: str = "csv",
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> list[Path]:
    """
    Write frames into a folder, one file each, all or none.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        Names of the files, without suffix, and what goes into them.
    out : str or path-like
        The folder; it is made if need be.
    file_format : {"csv", "parquet"}, default "csv"
        In CSV, dates have no time of day (columns that end in ``_at`` do), a missing
        value is an empty cell, and text that a spreadsheet would take for a formula
        begins with an apostrophe.
    progress : callable, optional
        Wraps the iteration, to show how far it is.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of `frames`.

    Raises
    ------
    ValueError
        If `file_format` is neither of the two.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> (path,) = write_tables({"pain": pd.DataFrame({"note": ["=1+1"]})}, folder)
    >>> pd.read_csv(path)["note"].tolist()
    ["'=1+1"]
    """
    if file_format not in FORMATS:
        raise ValueError(f"`file_format`: got {file_format!r}, expected csv or parquet")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    aside = {
        folder / f".{name}.{file_format}.part": folder / f"{name}.{file_format}" for name in frames
    }
    try:
        for part, frame in progress(list(zip(aside, frames.values(), strict=True))):
            _write(frame, part, file_format)
        for part, final in aside.items():
            part.replace(final)
    finally:
        for part in aside:
            part.unlink(missing_ok=True)
    return list(aside.values())


def write_table(frame: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """
    Write one frame to a .csv or .parquet file, aside first.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to write; its index is left out.
    path : str or path-like
        The file; its suffix says the format.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ValueError
        If the suffix is neither of the two.
    """
    file = Path(path)
    file_format = file.suffix.removeprefix(".")
    return write_tables({file.stem: frame}, file.parent, file_format=file_format)[0]


def _write(frame: pd.DataFrame, path: Path, file_format: str) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    if file_format == "parquet":
        arrow_parquet.write_table(table, path)
        return
    columns = [
        _as_text(column, has_time=name.endswith("_at"))
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    arrow_csv.write_csv(pa.table(dict(zip(map(_inert, frame.columns), columns, strict=True))), path)


def _as_text(column: pa.ChunkedArray, *, has_time: bool) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("s") if has_time else pa.date32(), safe=False)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        risky = pc.match_substring_regex(column, _FORMULA_START)
        if pc.any(risky).as_py():
            text = column.cast(pa.string())
            column = pc.if_else(risky, pc.binary_join_element_wise("'", text, ""), text)
    return column


def _inert(name: str) -> str:
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
