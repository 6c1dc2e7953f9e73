"""The plan equals a slow second implementation of it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given

import rehabstats as rs
from oracle.caseloads import write_files
from oracle.compared import DRAWN, SEEDS, differences, drawn, sample
from oracle.slow_plan import slow_plan

KEY = ["patient_id", "exercise", "side", "valid_from"]


def compare(caseload: rs.Caseload) -> None:
    plan = rs.build_plan(caseload)
    slow = slow_plan(caseload)

    assert differences(plan, KEY, slow) == []
    assert plan[KEY].astype(str).to_numpy().tolist() == [
        [str(row[name]) for name in KEY] for row in slow
    ]


def test_every_prescription_of_the_sample_equals_the_slow_one():
    compare(sample())


@pytest.mark.parametrize(
    ("valid_from", "cells"),
    [
        pytest.param("2026-03-02", {"sets": "2"}, id="on the first day of the second phase"),
        pytest.param("2026-03-01", {"sets": "2"}, id="on the last day of the first phase"),
        pytest.param("2026-01-05", {"reps_min": "20"}, id="on the first day, above the maximum"),
        pytest.param("2025-12-01", {"hold_min_s": "9"}, id="before the start, a longer hold"),
    ],
)
def test_a_change_with_empty_cells_equals_the_slow_one(tmp_path, valid_from, cells):
    row = {"patient_id": "P1", "exercise": "butterfly_stretch", "side": "both"}
    files = {
        "patients.csv": [
            {"patient_id": "P1", "program": "hip-restoration", "start_date": "2026-01-05"}
        ],
        "prescriptions.csv": [row | {"valid_from": valid_from} | cells],
        "sessions.csv": [row | {"started_at": "2026-01-05", "reps": "8"}],
    }

    compare(rs.load_caseload(write_files(files, tmp_path)))


@DRAWN
@given(SEEDS)
def test_every_prescription_equals_the_slow_one_and_none_overlap(seed):
    caseload, _ = drawn(seed)
    compare(caseload)
    ends: dict[tuple[str, str, str], pd.Timestamp] = {}
    for row in rs.build_plan(caseload).to_dict("records"):
        line = (row["patient_id"], row["exercise"], row["side"])
        # An open end is the last of its line: NaT is not before anything.
        assert line not in ends or ends[line] <= row["valid_from"]
        ends[line] = row["valid_to"]
