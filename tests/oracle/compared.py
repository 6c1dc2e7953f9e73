"""What the second implementations are compared on, and how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from hypothesis import Phase, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import small_caseload, write_files
from oracle.slow_records import Row

#: Which of the drawn caseloads: loading one takes longer than comparing, so they are shared.
SEEDS = st.sampled_from([seed for seed in range(60) if small_caseload(seed).files["sessions.csv"]])
#: A seed cannot be made smaller; what differs is told in words.
DRAWN = settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
#: Before most have begun, inside of a pause, the last entry, and long after it.
SAMPLE_DAYS = (date(2026, 1, 4), date(2026, 2, 15), date(2026, 3, 30), date(2026, 6, 1))


@cache
def sample() -> rs.Caseload:
    """The caseload that comes with the toolkit."""
    return rs.load_caseload("data/sample")


@cache
def drawn(seed: int) -> tuple[rs.Caseload, date]:
    """A small caseload with everything that can be in a file, and the day it is seen on."""
    case = small_caseload(seed)
    with TemporaryDirectory() as folder:
        return rs.load_caseload(write_files(case.files, Path(folder))), case.as_of


def differences(table: pd.DataFrame, key: Sequence[str], expected: Sequence[Row]) -> list[str]:
    """Where a frame and its slow twin disagree, row by row and column by column, in words."""
    columns = set(expected[0]) if expected else set(table)
    found = [f"column {name} stands on one side only" for name in sorted(columns ^ set(table))]
    rows, slow = _by_key(table.to_dict("records"), key), _by_key(expected, key)
    if len(rows) < len(table) or len(slow) < len(expected):
        found.append("a key stands twice")
    found += [f"no row {name}" for name in slow if name not in rows]
    found += [f"extra row {name}" for name in rows if name not in slow]
    for name in slow.keys() & rows.keys():
        for column in sorted(columns & set(table)):
            got, right = _plain(rows[name][column]), _plain(slow[name][column])
            if not _equal(got, right):
                found.append(f"{name} {column}: {got!r}, slowly {right!r}")
    return sorted(found)


def _by_key(rows: Sequence[Row], key: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    return {tuple(str(_plain(row[name])) for name in key): row for row in rows}


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value


def _equal(got: Any, right: Any) -> bool:
    if got is None or right is None or isinstance(right, str | bool | date):
        return bool(got == right)
    return bool(abs(got - right) < 1e-9)
