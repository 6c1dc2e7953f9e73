"""Rows of two exports: added, removed or edited, and which were added about days long past."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from rehabstats.validate import Caseload

#: What identifies a row of each table, and the column with the day that it is about, if any.
_TABLES: Final[dict[str, tuple[list[str], str | None]]] = {
    "patients": (["patient_id"], None),
    "prescriptions": (["patient_id", "exercise", "side", "valid_from"], "valid_from"),
    "pauses": (["patient_id", "start_date"], "start_date"),
    "sessions": (["patient_id", "session_id"], "day"),
    "sets": (["patient_id", "session_id", "exercise", "side", "set_no"], "day"),
    "checkins": (["patient_id", "date", "activity"], "date"),
}
#: Made while loading, from columns that are compared.
_DERIVED: Final = {"day", "performed", "session_row", "about", "line"}
_COLUMNS: Final = [
    "patient_id", "table", "row", "change", "is_back_dated", "column", "old", "new", "line_old",
    "line_new",
]  # fmt: skip


def changed_rows(old: Caseload, new: Caseload) -> pd.DataFrame:
    """A row for each that was added or removed, and one for each cell that was edited."""
    parts = [
        part
        for table, (key, _) in _TABLES.items()
        for part in _compared(table, key, _rows_of(old, table), _rows_of(new, table), old)
    ]
    rows = pd.concat(parts, ignore_index=True)[_COLUMNS]
    return rows.sort_values(["patient_id", "table", "row"], kind="stable", ignore_index=True)


def _rows_of(caseload: Caseload, table: str) -> pd.DataFrame:
    """A table with words as text, the line of each row, and the day that it is about."""
    frame = getattr(caseload, "changes" if table == "prescriptions" else table)
    frame = frame.assign(line=pd.NA if table == "sessions" else frame.index)
    if table == "sets":
        at = frame["session_row"].to_numpy()
        for column in ("session_id", "day"):
            frame[column] = caseload.sessions[column].to_numpy()[at]
    day = _TABLES[table][1]
    frame["about"] = pd.NaT if day is None else frame[day]
    # Categories of two files differ, and then cannot be compared.
    words = frame.select_dtypes("category").columns
    plain: pd.DataFrame = frame.astype(dict.fromkeys(words, "str")).reset_index(drop=True)
    return plain


def _compared(
    table: str, key: list[str], before: pd.DataFrame, after: pd.DataFrame, old: Caseload
) -> Iterator[pd.DataFrame]:
    paired = before.merge(after, on=key, how="outer", suffixes=(" old", " new"), indicator="found")
    removed, added = (paired[paired["found"] == found] for found in ("left_only", "right_only"))
    yield _told(table, key, removed, "removed")
    # The last day of an export may not have been over when it was made.
    late = (added["about new"] < old.last_entry).to_numpy("bool")
    yield _told(table, key, added, "added").assign(is_back_dated=late)
    both = paired[paired["found"] == "both"]
    for column in before.columns.difference([*key, *_DERIVED]).astype("str").tolist():
        one, other = both[f"{column} old"], both[f"{column} new"]
        is_same = (one == other).fillna(False) | (one.isna() & other.isna())
        edited = both[~is_same.to_numpy("bool")]
        told = _told(table, key, edited, "edited")
        yield told.assign(
            column=column,
            old=_text(edited[f"{column} old"]),
            new=_text(edited[f"{column} new"]),
        )


def _told(table: str, key: list[str], rows: pd.DataFrame, change: str) -> pd.DataFrame:
    """What every change says: whose row of which table it is, and where it stands."""
    none = pd.Series(None, index=range(len(rows)), dtype="str")
    named = [_text(rows[column]) for column in key if column != "patient_id"]
    row = none.fillna("")
    for part in named:
        row = row.where(row == "", row + ", ") + part
    return pd.DataFrame(
        {
            "patient_id": rows["patient_id"].astype("str").to_numpy(),
            "table": table,
            "row": row,
            "change": change,
            "is_back_dated": False,
            "column": none,
            "old": none,
            "new": none,
            "line_old": rows["line old"].astype("Int64").array,
            "line_new": rows["line new"].astype("Int64").array,
        }
    )


def _text(cells: pd.Series) -> pd.Series:
    """Cells as a person reads them; missing stays missing."""
    shown: Any = cells.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(shown.dtype):
        text = shown.dt.strftime("%Y-%m-%d %H:%M").str.removesuffix(" 00:00")
    elif pd.api.types.is_float_dtype(shown.dtype):
        text = shown.astype("str").str.removesuffix(".0")
    else:
        text = shown.astype("str")
    return pd.Series(text.where(shown.notna()), dtype="str")
