"""Small caseloads, written as files and loaded as a person would."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import rehabstats as rs

settings.register_profile(
    "dev", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dev")

SESSIONS_HEADER = "patient_id,started_at,exercise,side,set_no,reps,hold_s,status,skip_reason\n"

#: One exercise on each side and one with both at once; 3 sessions a week.
PROGRAM = """
id = "small"
name = "Small"
source = "made for the tests"
[[phases]]
name = "only"
sessions_per_week = 3
[[exercises]]
id = "raise"
name = "Raise"
sides = "each"
reps_min = 10
reps_max = 12
[[exercises]]
id = "hug"
name = "Hug"
sides = "both"
reps_min = 5
reps_max = 5
hold_min_s = 5
hold_max_s = 8
"""


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of Chromium; without it the test is skipped, unless a browser is required."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("REHABSTATS_REQUIRE_BROWSER") != "1":
        pytest.skip("no chromium on PATH")
    assert found is not None, "REHABSTATS_REQUIRE_BROWSER=1, and no chromium on PATH"
    return found


@pytest.fixture
def load(tmp_path: Path):
    """Write ``name="text"`` files into a folder and load it."""

    def load_files(**files: str) -> rs.Caseload:
        (tmp_path / "small.toml").write_text(PROGRAM)
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text)
        return rs.load_caseload(tmp_path, programs=[rs.load_program(tmp_path / "small.toml")])

    return load_files


def patients(*rows: str) -> str:
    """Rows ``id,start,end,sessions_per_week`` of patients on the small program."""
    lines = [row.split(",") for row in rows]
    text = "patient_id,program,start_date,end_date,sessions_per_week\n"
    return text + "".join(f"{p},small,{start},{end},{k}\n" for p, start, end, k in lines)


def log(*rows: str) -> str:
    """
    Rows ``day exercise side reps`` of P1, such as ``2026-01-05 raise left 10``.

    The clock defaults to 18:00; ``skip`` as reps makes a skip row.
    """
    text = SESSIONS_HEADER
    for row in rows:
        day, exercise, side, reps = row.split()
        moment = day if "T" in day else f"{day}T18:00"
        tail = "0,,skipped,time" if reps == "skip" else f"{reps},,done,"
        text += f"P1,{moment},{exercise},{side},,{tail}\n"
    return text


def states(ledger: rs.Ledger, exercise: str = "raise", side: str = "left") -> list[str]:
    """The states of one exercise and side of P1, in order."""
    slots = ledger.slots
    chosen = (slots["exercise"] == exercise) & (slots["side"] == side)
    return slots.loc[chosen & (slots["patient_id"] == "P1"), "state"].tolist()
