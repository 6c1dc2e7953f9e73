"""Caseloads of which there is next to nothing to say: every metric says so in its own columns."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import rehabstats as rs
from conftest import PROGRAM, log, patients
from rehabstats.room.dictionary import frame_names
from validate.test_only import METRICS

START = "2026-01-05"
EVERY_OTHER_DAY = pd.date_range(START, periods=20, freq="2D")
HOLDS = "".join(f"P1,{day:%Y-%m-%d}T18:00,hug,both,,,30,done,\n" for day in EVERY_OTHER_DAY)
#: What is logged, and the day from which it is seen.
LOGS = {
    "before every start": (log(f"{START} raise left 10"), "2025-12-01"),
    "one session, on its day": (log(f"{START} raise left 10"), START),
    "skips only": (log(f"{START} raise left skip", "2026-01-07 hug both skip"), "2026-02-09"),
    "unknown sides only": (log(f"{START} raise unknown 10"), "2026-02-09"),
    "timed holds only": (log() + HOLDS, "2026-02-20"),
    "nobody rated": (log(*(f"{day:%Y-%m-%d} raise left 10" for day in EVERY_OTHER_DAY)),
                     "2026-02-20"),
}  # fmt: skip
NOBODY = "nobody"
CASES = [*LOGS, NOBODY]


@cache
def seen(case: str) -> tuple[rs.Caseload, str]:
    """Two patients without check-ins, pauses or changes of the plan; the second has no entry."""
    if case == NOBODY:
        return seen("skips only")[0].only([]), "2026-02-09"
    sessions, day = LOGS[case]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small.toml").write_text(PROGRAM)
        (folder / "patients.csv").write_text(patients(f"P1,{START},,3", f"P2,{START},,3"))
        (folder / "sessions.csv").write_text(sessions)
        program = rs.load_program(folder / "small.toml")
        return rs.load_caseload(folder, programs=[program]), day


def frames(case: str) -> dict[str, pd.DataFrame]:
    """Every metric frame, by the name of its schema."""
    caseload, day = seen(case)
    more = {"visit_periods": {"since": day}}
    found = {name: getattr(rs, name)(caseload, as_of=day, **more.get(name, {})) for name in METRICS}
    found["signals"] = found.pop("find_signals")
    found["patients_by_need"] = rs.patients_by_need(found["signals"], caseload.patients)
    return found


@pytest.mark.parametrize("case", CASES)
def test_every_metric_keeps_its_columns(case):
    schemas = frame_names()

    for name, table in frames(case).items():
        schemas[name].validate(table, lazy=True)
        assert set(table["patient_id"]) <= {"P1", "P2"}


@pytest.mark.parametrize("case", CASES)
def test_an_export_of_little_can_be_compared_with_any_other(case):
    caseload, day = seen(case)

    same = rs.compare_exports(caseload, caseload, as_of=day)
    nobody = rs.compare_exports(caseload, caseload.only([]), as_of=day)

    assert (len(same.rows), len(same.numbers), len(same.signals)) == (0, 0, 0)
    assert set(nobody.rows["change"]) <= {"removed"}
    assert nobody.signals["new"].isna().all()
