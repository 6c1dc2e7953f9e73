"""Volume: kinds of amount that are never added to each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

import rehabstats as rs
from conftest import patients

MONDAY = "2026-01-05"
HEADER = "patient_id,started_at,exercise,side,set_no,reps,hold_s,load_kg,pain_during_nrs\n"


def week_of(load, *rows: str, exercise: str = "raise", side: str = "left", **files) -> pd.Series:
    sessions = HEADER + "".join(f"P1,{row}\n" for row in rows)
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=sessions, **files)
    table = rs.weekly_volume(caseload, as_of="2026-01-19")
    chosen = (table["exercise"] == exercise) & (table["side"] == side) & (table["week"] == 1)
    return table[chosen].iloc[0]


def test_left_and_right_of_one_set_are_one_set_with_two_side_records(load):
    rows = ("2026-01-05T18:00,raise,left,1,10,,,", "2026-01-05T18:00,raise,right,1,12,,,")

    left, right = week_of(load, *rows), week_of(load, *rows, side="right")

    assert (left["n_sessions"], left["n_sets"], left["n_reps"]) == (1, 1, 10)
    assert (right["n_sessions"], right["n_sets"], right["n_reps"]) == (1, 1, 12)


def test_body_weight_volume_is_repetitions_and_its_load_is_missing_not_zero(load):
    week = week_of(load, "2026-01-05T18:00,raise,left,1,10,,,")

    assert week["n_reps"] == 10
    assert np.isnan(week["volume_load_kg"])
    assert week["n_sets_load_missing"] == 1


def test_a_timed_hold_without_repetitions_is_not_zero(load):
    week = week_of(load, "2026-01-05T18:00,hug,both,1,,30,,", exercise="hug", side="both")

    assert (week["n_sets"], week["n_reps"], week["hold_total_s"]) == (1, 0, 30.0)


def test_hold_time_is_summed_over_the_sets_that_recorded_it(load):
    rows = ("2026-01-05T18:00,hug,both,1,5,6,,", "2026-01-05T18:00,hug,both,2,5,,,")

    week = week_of(load, *rows, exercise="hug", side="both")

    assert (week["hold_total_s"], week["n_sets_hold_missing"]) == (30.0, 1)


def test_assistance_is_no_load(load):
    rows = ("2026-01-05T18:00,raise,left,1,10,,4,", "2026-01-05T18:00,raise,left,2,10,,-5,")

    week = week_of(load, *rows)

    assert (week["volume_load_kg"], week["n_sets_load_missing"]) == (40.0, 1)


def test_volume_load_is_linear_in_load(load):
    single = week_of(load, "2026-01-05T18:00,raise,left,1,10,,3,")
    double = week_of(load, "2026-01-05T18:00,raise,left,1,10,,6,")

    assert double["volume_load_kg"] == 2 * single["volume_load_kg"]


def test_sets_are_judged_against_the_prescription_of_their_day(load):
    change = (
        "patient_id,exercise,side,valid_from,reps_min,reps_max\nP1,raise,left,2026-01-07,20,25\n"
    )
    rows = ("2026-01-06T18:00,raise,left,1,11,,,", "2026-01-07T18:00,raise,left,1,11,,,")

    week = week_of(load, *rows, prescriptions=change)

    assert (week["in_dose_range"], week["n_sets_judged"]) == (0.5, 2)


def test_a_hold_outside_its_range_is_outside_the_dose(load):
    rows = ("2026-01-05T18:00,hug,both,1,5,6,,", "2026-01-05T18:00,hug,both,2,5,20,,")

    assert week_of(load, *rows, exercise="hug", side="both")["in_dose_range"] == 0.5


def test_a_week_without_a_set_has_zero_sets_and_no_hold_or_load(load):
    sessions = HEADER + f"P1,{MONDAY},raise,left,1,10,,,\n"
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=sessions)

    table = rs.weekly_volume(caseload, as_of="2026-01-19")
    week = table[(table["exercise"] == "hug") & (table["week"] == 2)].iloc[0]

    assert week["n_sets"] == 0
    assert np.isnan(week[["hold_total_s", "volume_load_kg", "in_dose_range"]].astype(float)).all()


def test_sets_of_unknown_side_are_shown_as_such(load):
    week = week_of(load, "2026-01-05T18:00,raise,unknown,1,10,,,", side="unknown")

    assert week["n_reps"] == 10


def test_both_counts_on_each_side_only_where_sides_are_prescribed(load):
    rows = ("2026-01-05T18:00,raise,both,1,10,,,", "2026-01-05T18:00,hug,both,1,5,6,,")

    assert week_of(load, *rows, side="left")["n_reps"] == 10
    assert week_of(load, *rows, side="right")["n_reps"] == 10
    assert week_of(load, *rows, exercise="hug", side="both")["n_reps"] == 5
