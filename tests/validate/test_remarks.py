"""Remarks: what every output says, because a number could be misread without it."""

from __future__ import annotations

import warnings
from pathlib import Path

import rehabstats as rs

HEADER = "patient_id,started_at,exercise,side,reps"


def load(folder: Path, *rows: str, header: str = HEADER) -> rs.Caseload:
    (folder / "log.csv").write_text("\n".join([header, *rows]) + "\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rs.DroppedRowsWarning)
        return rs.load_caseload(folder / "log.csv", program="hip-restoration")


def row(day: str, exercise: str = "hip_pushdown", patient: str = "P1", side: str = "left") -> str:
    return f"{patient},{day}T18:00,{exercise},{side},10"


def test_a_clean_log_has_no_remarks(tmp_path):
    assert load(tmp_path, row("2026-01-05"), row("2026-01-06")).remarks == ()


def test_a_column_that_is_left_out_is_said_everywhere(tmp_path):
    remarks = load(tmp_path, f"{row('2026-01-05')},good", header=f"{HEADER},Mood").remarks

    assert len(remarks) == 1
    assert "got 'Mood'" in remarks[0]


def test_sets_of_unknown_side_are_said_everywhere(tmp_path):
    remarks = load(tmp_path, row("2026-01-05", side="unknown"), row("2026-01-06")).remarks

    assert "it fills no slot" in remarks[0]


def test_a_day_far_from_all_others_is_said_with_its_line(tmp_path):
    days = ("2026-01-05", "2026-01-06", "2062-01-07")

    remarks = load(tmp_path, *map(row, days)).remarks

    assert len(remarks) == 1
    assert remarks[0].startswith("log.csv: line 4, started_at: got '2062-01-07T18:00'")


def test_a_log_that_goes_on_after_half_a_year_is_no_typing_error(tmp_path):
    days = ("2026-01-05", "2026-01-06", "2026-09-01", "2026-09-02")

    assert load(tmp_path, *map(row, days)).remarks == ()


def test_the_days_of_two_patients_do_not_keep_each_other_company(tmp_path):
    rows = [row("2026-01-05"), row("2026-01-06"), row("2027-01-05", patient="P2")]
    rows.append(row("2027-08-05", patient="P2"))

    remarks = load(tmp_path, *rows).remarks

    assert [remark.split(",")[0] for remark in remarks] == ["log.csv: line 4", "log.csv: line 5"]


def test_a_patient_of_whom_no_row_is_left_is_named(tmp_path):
    rows = [row("2026-01-05"), row("2026-01-05", "double_knee_hug", "P2")]

    remarks = load(tmp_path, *rows).remarks

    assert remarks == ("Every row of P2 was set aside: a 0 there says nothing about them.",)


def test_a_misspelt_exercise_is_told_with_the_one_that_was_meant(tmp_path):
    problems = load(tmp_path, row("2026-01-05"), row("2026-01-06", "Hip pushdwon")).problems

    assert problems.errors.lines()[0].endswith("did you mean hip_pushdown?")


def test_of_one_kind_of_problem_only_a_few_are_shown_while_others_wait(tmp_path):
    bad = [row(f"2026-01-{day:02}").replace(",10", ",-1") for day in range(6, 26)]

    lines = load(
        tmp_path, row("2026-01-05"), *bad, row("2026-01-26", "yoga")
    ).problems.errors.lines()

    assert len(lines) == 11
    assert "yoga" in lines[9]
    assert lines[10] == "... and 11 more"
