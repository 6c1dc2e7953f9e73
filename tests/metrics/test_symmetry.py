"""Symmetry: left against right, and when that cannot be said."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from conftest import log
from oracle.caseloads import caseloads, write_files
from rehabstats.metrics.symmetry import side_difference, symmetry
from rehabstats.schemas.progress import Symmetry

KEY = ["patient_id", "exercise", "week"]
MONDAY, AFTER_1 = "2026-01-05", "2026-01-12"
DIFFERENT = (
    "patient_id,exercise,side,valid_from,reps_min,reps_max\nP1,raise,left,2026-01-05,20,24\n"
)


def week_of(load, *rows: str, as_of=AFTER_1, involved="", end="", week=1, **files) -> pd.Series:
    people = "patient_id,program,start_date,end_date,sessions_per_week,involved_side\n"
    sessions = files.pop("sessions", log(*rows))
    people += f"P1,small,{MONDAY},{end},3,{involved}\n"
    table = symmetry(load(patients=people, sessions=sessions, **files), as_of=as_of)
    return table[table["week"] == week].iloc[0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (90, 100, -0.1),
        (100, 90, 0.1),
        (24, 30, -0.2),
        (1, 2, -0.5),
        (30, 0, 1.0),
        (0, 30, -1.0),
        pytest.param(20, 20, 0.0, id="equal sides differ by nothing"),
        pytest.param(0, 0, np.nan, id="nothing on either side"),
        pytest.param(np.nan, 5, np.nan, id="one side unknown"),
    ],
)
def test_the_difference_of_sides_is_a_share_of_the_larger(left, right, expected):
    found = side_difference(np.array([left]), np.array([right]))

    np.testing.assert_allclose(found, [expected], rtol=1e-12)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1))
def test_exchanging_the_sides_negates_the_difference(pairs):
    left, right = np.array(pairs).T

    found = side_difference(left, right)

    np.testing.assert_array_equal(found, -side_difference(right, left))
    assert np.all(np.isnan(found) | (np.abs(found) <= 1))


def test_more_on_the_left_is_above_zero(load):
    week = week_of(load, f"{MONDAY} raise left 10", f"{MONDAY} raise right 8")

    assert (week["left_reps"], week["right_reps"], week["symmetry"]) == (10, 8, 0.2)


def test_equal_sides_give_zero_and_not_no_data(load):
    week = week_of(load, f"{MONDAY} raise left 10", f"{MONDAY} raise right 10", involved="left")

    assert (week["symmetry"], week["involved_difference"]) == (0.0, 0.0)
    assert not np.signbit(week["involved_difference"])
    assert pd.isna(week["reason"])


def test_nothing_on_either_side_is_missing_with_a_reason(load):
    week = week_of(load, f"{MONDAY} hug both 5")

    assert np.isnan(week["symmetry"])
    assert (week["reason"], week["one_side_not_done"]) == ("both_zero", False)


def test_a_side_left_out_gives_one_and_says_so(load):
    week = week_of(load, f"{MONDAY} raise right 10")

    assert (week["symmetry"], week["one_side_not_done"]) == (-1.0, True)
    assert pd.isna(week["reason"])


def test_a_set_of_unknown_side_is_counted_beside_and_clears_the_side_left_out(load):
    week = week_of(load, f"{MONDAY} raise right 10", f"{MONDAY} raise unknown 9")

    assert (week["symmetry"], week["unknown_reps"]) == (-1.0, 9)
    assert not week["one_side_not_done"]


def test_less_on_the_involved_side_is_above_zero(load):
    rows = (f"{MONDAY} raise left 10", f"{MONDAY} raise right 8")

    assert week_of(load, *rows, involved="right")["involved_difference"] == 0.2
    assert week_of(load, *rows, involved="left")["involved_difference"] == -0.2


@pytest.mark.parametrize("involved", ["both", ""])
def test_without_one_involved_side_there_is_no_difference_against_it(load, involved):
    rows = (f"{MONDAY} raise left 10", f"{MONDAY} raise right 8")

    assert np.isnan(week_of(load, *rows, involved=involved)["involved_difference"])


def test_different_prescriptions_are_compared_by_dose_and_not_by_repetitions(load):
    rows = (f"{MONDAY} raise left 20", f"{MONDAY} raise right 10")
    week = week_of(load, *rows, prescriptions=DIFFERENT, involved="left")

    assert np.isnan(week["symmetry"])
    assert np.isnan(week["involved_difference"])
    assert week["reason"] == "prescriptions_differ"
    # Each side did its full dose in one of three slots.
    assert week["left_dose"] == pytest.approx(1 / 3)
    assert week["dose_difference"] == 0.0


def test_a_side_left_out_is_named_where_prescriptions_differ_too(load):
    week = week_of(load, f"{MONDAY} raise right 10", prescriptions=DIFFERENT)

    assert week["one_side_not_done"]


def test_dose_difference_is_left_less_right(load):
    week = week_of(load, f"{MONDAY} raise left 10", f"{MONDAY} raise right 5")

    assert week["dose_difference"] == pytest.approx(1 / 3 - 0.5 / 3)


def test_another_number_of_sets_makes_prescriptions_differ_and_another_hold_does_not(load):
    rows = (f"{MONDAY} raise left 10", f"{MONDAY} raise right 8")
    start = "patient_id,exercise,side,valid_from,{}\nP1,raise,left,2026-01-05,{}\n"

    sets = week_of(load, *rows, prescriptions=start.format("sets", 2))
    hold = week_of(load, *rows, prescriptions=start.format("hold_min_s,hold_max_s", "5,8"))

    assert sets["reason"] == "prescriptions_differ"
    assert hold["symmetry"] == 0.2


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        pytest.param("reps_max", "20", id="a higher upper end"),
        pytest.param("reps_min", "8", id="a lower lower end"),
        # 6 x 5 to 6 x 6 repetitions are as many as 3 x 10 to 3 x 12.
        pytest.param("sessions_per_week,reps_min,reps_max", "6,5,6", id="more often, half as many"),
    ],
)
def test_whatever_changes_what_one_side_is_asked_for_makes_prescriptions_differ(
    load, columns, cells
):
    change = f"patient_id,exercise,side,valid_from,{columns}\nP1,raise,left,{MONDAY},{cells}\n"
    week = week_of(load, f"{MONDAY} raise left 18", prescriptions=change)

    assert week["reason"] == "prescriptions_differ"


def test_a_change_on_both_sides_leaves_prescriptions_equal(load):
    rows = (f"{MONDAY} raise left 10", f"{MONDAY} raise right 8")
    change = "patient_id,exercise,side,valid_from,sets\nP1,raise,both,2026-01-08,2\n"

    assert week_of(load, *rows, prescriptions=change)["symmetry"] == 0.2


def test_a_side_that_is_not_prescribed_is_not_compared(load):
    change = "patient_id,exercise,side,valid_from,sessions_per_week\nP1,raise,left,2026-01-05,0\n"
    week = week_of(load, f"{MONDAY} raise right 10", prescriptions=change)

    assert np.isnan(week["symmetry"])
    assert (week["reason"], week["one_side_not_done"]) == ("not_prescribed", False)
    assert np.isnan(week["dose_difference"])


def test_a_week_wholly_paused_is_not_compared(load):
    pause = "patient_id,start_date,end_date\nP1,2026-01-05,2026-01-12\n"

    assert week_of(load, f"{MONDAY} raise left 10", pauses=pause)["reason"] == "not_prescribed"


def test_a_timed_hold_without_a_count_is_not_zero_repetitions(load):
    sessions = log(f"{MONDAY} raise left 10") + f"P1,{MONDAY}T18:00,raise,right,,,30,done,\n"
    week = week_of(load, sessions=sessions)

    assert np.isnan(week["symmetry"])
    assert (week["reason"], week["one_side_not_done"]) == ("not_counted", False)


def test_both_counts_on_each_side(load):
    week = week_of(load, f"{MONDAY} raise both 10", f"{MONDAY}T19:00 raise left 10")

    assert (week["left_reps"], week["right_reps"], week["symmetry"]) == (20, 10, 0.5)


def test_the_open_week_has_a_number_and_is_not_complete(load):
    rows = (f"{MONDAY} raise left 10", f"{MONDAY} raise right 10")
    opened, closed = (week_of(load, *rows, as_of=day) for day in ("2026-01-11", AFTER_1))

    assert (opened["symmetry"], opened["is_complete"]) == (0.0, False)
    assert (closed["symmetry"], closed["is_complete"]) == (0.0, True)


def test_a_week_is_complete_only_if_both_sides_are_prescribed_on_every_day(load):
    change = (
        "patient_id,exercise,side,valid_from,valid_to,sessions_per_week\n"
        "P1,raise,right,2026-01-05,2026-01-06,0\n"
    )
    week = week_of(load, f"{MONDAY} raise left 10", prescriptions=change)

    assert not week["is_complete"]


def test_exercises_done_with_both_sides_at_once_have_no_row(load):
    people = f"patient_id,program,start_date\nP1,small,{MONDAY}\n"
    caseload = load(patients=people, sessions=log(f"{MONDAY} hug both 5"))

    assert symmetry(caseload, as_of=AFTER_1)["exercise"].unique().tolist() == ["raise"]


def test_weeks_outside_the_plan_are_not_compared(load):
    rows = (f"{MONDAY} raise left 10", "2026-01-20 raise left 10")
    week = week_of(load, *rows, end="2026-01-12", as_of="2026-02-01", week=3)

    assert (week["left_reps"], week["reason"]) == (10, "not_prescribed")
    assert not week["is_complete"]


def test_the_frame_keeps_its_schema_and_is_in_order():
    caseload = rs.load_caseload("data/sample")
    as_of = caseload.last_entry
    table = symmetry(caseload, as_of=as_of)

    Symmetry.validate(table, lazy=True)
    assert table[KEY].equals(table[KEY].sort_values(KEY))


@settings(max_examples=10)
@given(case=caseloads(max_patients=2))
def test_mirrored_sides_negate_what_is_signed_and_change_nothing_else(case):
    if not case.files["sessions.csv"]:
        return
    mirror = {"left": "right", "right": "left"}
    mirrored = {
        name: [
            {
                column: mirror.get(cell, cell) if column in {"side", "involved_side"} else cell
                for column, cell in row.items()
            }
            for row in rows
        ]
        for name, rows in case.files.items()
    }
    tables = []
    for files in (case.files, mirrored):
        with TemporaryDirectory() as folder:
            caseload = rs.load_caseload(write_files(files, Path(folder)))
        tables.append(symmetry(caseload, as_of=case.as_of))
    one, other = tables

    np.testing.assert_array_equal(one["symmetry"], -other["symmetry"])
    np.testing.assert_array_equal(one["dose_difference"], -other["dose_difference"])
    np.testing.assert_array_equal(one["left_reps"], other["right_reps"])
    same = ["involved_difference", "unknown_reps", "one_side_not_done", "is_complete", "reason"]
    pd.testing.assert_frame_equal(one[[*KEY, *same]], other[[*KEY, *same]])


@settings(max_examples=10)
@given(case=caseloads(max_patients=3), seed=st.integers(0, 2**32 - 1))
def test_neither_the_order_of_rows_nor_another_patient_changes_a_number(case, seed):
    rows = case.files["sessions.csv"]
    first = case.files["patients.csv"][0]["patient_id"]
    alone = {
        name: kept
        for name, table in case.files.items()
        if (kept := [row for row in table if row["patient_id"] == first])
    }
    if not rows or not rows[0]["session_id"] or "sessions.csv" not in alone:
        return
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    tables = []
    for files in (case.files, {**case.files, "sessions.csv": shuffled}, alone):
        with TemporaryDirectory() as folder:
            caseload = rs.load_caseload(write_files(files, Path(folder)))
        tables.append(symmetry(caseload, as_of=case.as_of).astype({"patient_id": "str"}))

    assert tables[0].equals(tables[1])
    own = tables[0][tables[0]["patient_id"] == first].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, tables[2])
