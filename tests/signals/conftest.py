"""Small logs for rules: one patient, days counted from the start."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import rehabstats as rs
from conftest import patients

START = pd.Timestamp("2026-01-05")
HEADER = (
    "patient_id,started_at,exercise,side,set_no,reps,hold_s,"
    "pain_before_nrs,pain_during_nrs,status,skip_reason,recorded_at\n"
)


def on(day: int) -> pd.Timestamp:
    """A day counted from the start."""
    return START + pd.Timedelta(days=day)


def rows(
    day: int, pain: object = 3, *, sides: str = "lr", reps: object = 10, before: object = "",
    recorded: int | None = None, skipped: bool = False,
) -> str:  # fmt: skip
    """One session on a day: the raise on some sides."""
    status = "skipped,time" if skipped else "done,"
    entered = "" if recorded is None else f"{on(recorded):%Y-%m-%d}T20:00"
    done = "0" if skipped else reps
    return "".join(
        f"P1,{on(day):%Y-%m-%d}T18:00,raise,{ {'l': 'left', 'r': 'right'}[side] },1,{done},,"
        f"{before},{pain},{status},{entered}\n"
        for side in sides
    )


@pytest.fixture
def fired(load) -> Callable[..., pd.DataFrame]:
    """What fires for P1, by rule, as seen on a day."""

    def signals(
        *sessions: str, as_of: int, per_week: object = 7, end: str = "",
        settings: rs.Settings | None = None, **files: str,
    ) -> pd.DataFrame:  # fmt: skip
        caseload = load(
            patients=patients(f"P1,2026-01-05,{end},{per_week}"),
            sessions=HEADER + "".join(sessions), **files,
        )  # fmt: skip
        table = rs.find_signals(caseload, as_of=on(as_of), settings=settings or rs.Settings())
        return table.set_index("rule", drop=False)

    return signals
