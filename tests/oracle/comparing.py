"""A metric frame beside its slow twin: every column of every row, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from hypothesis import assume
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import Caseload, Files, caseloads, random_caseload, write_files
from rehabstats.settings import DEFAULTS, Settings

Row = dict[str, Any]

OTHERWISE = Settings(
    confidence=0.8, next_day_from_h=0, next_day_to_h=60, within_session_rise_nrs=4,
    week_rated_days_min=1, slope_points_min=3,
)  # fmt: skip


@st.composite
def seen(draw: st.DrawFn) -> tuple[Caseload, Settings]:
    """A small caseload with a log, each set rated by itself, and settings."""
    case, chance = draw(caseloads()), draw(st.randoms(use_true_random=False))
    assume(case.files["sessions.csv"])
    return rated(case, chance), draw(st.sampled_from((DEFAULTS, OTHERWISE)))


def larger(seed: int, n_weeks: int = 10) -> Caseload:
    """A caseload that is long enough for slopes and intervals."""
    return rated(random_caseload(seed, n_patients=3, n_weeks=n_weeks), Random(seed))


def rated(case: Caseload, chance: Random) -> Caseload:
    """The same, where the sets of one exercise do not all hurt alike."""
    rows = case.files["sessions.csv"]
    pains = [chance.choice(("", "0", "1.1", "2", "3.3", "7")) for _ in rows]
    during = [
        row if row["status"] == "skipped" else row | {"pain_during_nrs": pain}
        for row, pain in zip(rows, pains, strict=True)
    ]
    return Caseload({**case.files, "sessions.csv": during}, case.as_of)


@contextmanager
def loaded(files: Files) -> Iterator[tuple[Path, rs.Caseload]]:
    """The files as a folder, and as `load_caseload` reads them."""
    with TemporaryDirectory() as name:
        folder = write_files(files, Path(name))
        yield folder, rs.load_caseload(folder)


def unlike(table: pd.DataFrame, expected: list[Row]) -> list[str]:
    """Where a frame and its slow rows disagree, in words; empty if nowhere."""
    found = [f"{len(table)} rows, slowly {len(expected)}"] if len(table) != len(expected) else []
    for n, (got, row) in enumerate(zip(table.to_dict("records"), expected, strict=False)):
        if got.keys() != row.keys():
            found.append(f"row {n}: other columns: {sorted(got.keys() ^ row.keys())}")
        found += [
            f"row {n} {name}: {got[name]!r}, slowly {value!r}"
            for name, value in row.items()
            if name in got and not _is_same(got[name], value)
        ]
    return found


def _is_same(got: Any, value: Any) -> bool:
    if value is None or pd.isna(got):
        return bool(value is None and pd.isna(got))
    if isinstance(value, date):  # and a day with a time of day
        return bool(got == pd.Timestamp(value))
    if isinstance(value, str | bool):
        return bool(got == value)
    return bool(abs(got - value) < 1e-9)


def first_reason(*reasons: tuple[str, bool]) -> str | None:
    """The first reason that holds."""
    return next((name for name, holds in reasons if holds), None)


def average(mean: Callable[[list[float]], float], values: list[float]) -> float | None:
    """The mean or median of some values; of none, nothing."""
    return mean(values) if values else None
