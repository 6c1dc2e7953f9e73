"""A change of dose alone: its frequency stays, and `check` says so."""

from __future__ import annotations

from pathlib import Path

import pytest

import rehabstats as rs


def notes(folder: Path, *, patient: str = "", change: str = "") -> list[str]:
    texts = {
        "sessions": "patient_id,started_at,exercise,side,reps\n"
        "P1,2026-01-05T08:00,stiff_leg_bend,both,8\n",
        "patients": "patient_id,program,start_date,sessions_per_week\n"
        f"P1,spinal-stenosis,2026-01-05,{patient}\n",
        "prescriptions": "patient_id,exercise,valid_from,sessions_per_week,sets\n"
        f"P1,stiff_leg_bend,2026-01-12,{change},2\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    return rs.check(folder).notes.lines()


def test_a_change_without_a_frequency_is_noted_where_the_program_has_phases(tmp_path):
    assert notes(tmp_path) == [
        (
            "prescriptions.csv: line 2, sessions_per_week: got nothing, expected a frequency too: "
            "left empty it stays that of the day before, in later phases as well"
        )
    ]


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param({"patient": "5"}, id="one frequency for the whole program"),
        pytest.param({"change": "5"}, id="the change states its own"),
    ],
)
def test_it_is_not_noted_where_nothing_could_be_misread(tmp_path, stated):
    assert notes(tmp_path, **stated) == []
