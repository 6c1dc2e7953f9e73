"""The account: every row that was read is kept, or quarantined with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from rehabstats.problems import Problems
from rehabstats.read import RawTable


def account_for(raw: Mapping[str, RawTable], problems: Problems) -> pd.DataFrame:
    """Rows read, kept and quarantined, per file."""
    errors = problems.errors.frame.dropna(subset="line")
    n_out = errors.drop_duplicates(["file", "line"]).groupby("file").size()
    files = [table.file for table in raw.values()]
    read = [table.rows_read for table in raw.values()]
    out = n_out.reindex(files).fillna(0).astype("int64").to_numpy()
    return pd.DataFrame(
        {"file": files, "rows_read": read, "rows_kept": read - out, "rows_quarantined": out}
    )


def quarantine_of(raw: Mapping[str, RawTable], problems: Problems) -> pd.DataFrame:
    """The rows kept out: file, line, problem, then their cells as the file has them."""
    errors = problems.errors.frame.dropna(subset="line")
    parts = [_of_file(table, errors[errors["file"] == table.file]) for table in raw.values()]
    empty = pd.DataFrame({"file": [], "line": [], "problem": []}).astype(
        {"file": "str", "line": "int64", "problem": "str"}
    )
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else empty


def _of_file(table: RawTable, errors: pd.DataFrame) -> pd.DataFrame:
    line = errors["line"].astype("int64")
    where = errors["column"].where(errors["column"] != "", "row")
    text = where + ": got " + errors["got"] + ", expected " + errors["expected"]
    reasons = text.groupby(line.to_numpy()).agg("; ".join)
    cells = table.frame.reindex(reasons.index).astype("str").reset_index(drop=True)
    whole = {row.line: row.text for row in table.malformed}
    out = pd.DataFrame(
        {"file": table.file, "line": reasons.index.astype("int64"), "problem": reasons.to_numpy()}
    )
    if whole:
        out["row"] = out["line"].map(whole)
    # The file's own columns keep their names, unless ours would be hidden by them.
    cells.columns = _beside({"row", *out.columns}, cells.columns)
    return pd.concat([out, cells], axis=1)


def _beside(taken: set[str], names: Iterable[str]) -> list[str]:
    free: list[str] = []
    for name in names:
        other = name
        while other in taken:
            other += "_"
        taken.add(other)
        free.append(other)
    return free
