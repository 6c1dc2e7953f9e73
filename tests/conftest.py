"""Small caseloads, written as files and loaded as a person would."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import rehabstats as rs
from rehabstats.overview import Progress

settings.register_profile(
    "dev", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dev")


def pytest_collection_finish() -> None:
    """Whatever is imported by now stays: it need not be looked through for garbage."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter, config) -> None:
    """With ``--durations``, the seconds of each folder of tests, those of all processes added."""
    if config.getoption("durations") is None:
        return
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                seconds["/".join(report.nodeid.split("/")[:2]).split("::")[0]] += report.duration
    terminalreporter.section("seconds of each folder")
    for folder, taken in seconds.most_common():
        terminalreporter.write_line(f"{taken:7.1f}  {folder}")


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


@pytest.fixture(scope="session")
def room() -> Progress:
    """The sample caseload seen from its last day; every frame of it is made once."""
    return rs.progress("data/sample", as_of="2026-03-30")


#: Caseloads of which no row was left out, by the names and bytes of their files.
_LOADED: dict[frozenset[tuple[str, bytes]], rs.Caseload] = {}


@pytest.fixture
def load(tmp_path: Path):
    """Write ``name="text"`` files into a folder and load it; what is known is not read again."""

    def load_files(**files: str) -> rs.Caseload:
        (tmp_path / "small.toml").write_text(PROGRAM)
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text)
        there = frozenset(
            (one.name, one.read_bytes()) for one in tmp_path.iterdir() if one.is_file()
        )
        if there not in _LOADED:
            small = rs.load_program(tmp_path / "small.toml")
            caseload = rs.load_caseload(tmp_path, programs=[small])
            if len(caseload.problems.errors):
                return caseload  # with a warning, each time
            _LOADED[there] = caseload
        return copied(_LOADED[there])

    return load_files


def copied(caseload: rs.Caseload) -> rs.Caseload:
    """The same with frames of its own, so that nobody can spoil a shared one."""
    names = ("patients", "changes", "pauses", "sets", "sessions", "checkins")
    return replace(caseload, **{name: getattr(caseload, name).copy() for name in names})


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
