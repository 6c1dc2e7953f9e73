"""Exercise sessions: one point per session, whatever the number of its sets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import rehabstats as rs
from conftest import patients
from rehabstats.schemas.exercise_sessions import ExerciseSessions

HEADER = (
    "patient_id,started_at,exercise,side,set_no,reps,hold_s,load_kg,rom_deg,"
    "pain_during_nrs,status\n"
)


@pytest.fixture
def sessions_of(load):
    def of_rows(*rows: str, **files: str) -> pd.DataFrame:
        log = HEADER + "".join(f"P1,{row}\n" for row in rows)
        caseload = load(patients=patients("P1,2026-01-05,,3"), sessions=log, **files)
        table = rs.exercise_sessions(caseload, as_of="2026-01-19")
        return ExerciseSessions.validate(table, lazy=True)

    return of_rows


def test_sets_of_one_session_are_one_point_with_their_means(sessions_of):
    point = sessions_of(
        "2026-01-05T18:00,raise,left,1,10,,2,80,2,",
        "2026-01-05T18:00,raise,left,2,14,,4,,6,",
    ).iloc[0]

    assert (point["n_sets"], point["n_reps"], point["reps_per_set"]) == (2, 24, 12)
    assert (point["load_kg"], point["rom_deg"]) == (3, 80)
    assert (point["pain_during_nrs_mean"], point["pain_during_nrs_max"]) == (4, 6)


def test_a_hold_is_weighted_by_repetitions_and_a_timed_hold_counts_once(sessions_of):
    point = sessions_of(
        "2026-01-05T18:00,hug,both,1,3,4,,,,", "2026-01-05T18:00,hug,both,2,,8,,,,"
    ).iloc[0]

    assert point["hold_s"] == (3 * 4 + 8) / 4
    assert point["reps_per_set"] == 3


def test_what_was_not_recorded_is_missing_and_no_load_is_not_0_kg(sessions_of):
    point = sessions_of("2026-01-05T18:00,raise,left,1,10,,0,,,").iloc[0]

    assert np.isnan(point[["hold_s", "load_kg", "rom_deg", "pain_during_nrs_mean"]].tolist()).all()


def test_the_prescription_is_that_of_the_day(sessions_of):
    change = "patient_id,exercise,side,valid_from,sets,reps_min,reps_max\n"
    change += "P1,raise,left,2026-01-06,2,5,6\n"

    table = sessions_of(
        "2026-01-05T18:00,raise,left,1,10,,,,,",
        "2026-01-06T18:00,raise,left,1,10,,,,,",
        prescriptions=change,
    )

    assert table[["asked_sets", "asked_reps_max"]].to_numpy().tolist() == [[1, 12], [2, 6]]


def test_a_day_without_a_prescription_asks_for_nothing(sessions_of):
    point = sessions_of("2026-01-04T18:00,raise,left,1,10,,,,,").iloc[0]

    assert point["week"] == 0
    assert np.isnan(point["asked_reps_min"])


def test_an_exercise_that_was_taken_out_asks_for_nothing(sessions_of):
    change = "patient_id,exercise,side,valid_from,sessions_per_week\nP1,raise,left,2026-01-06,0\n"

    point = sessions_of("2026-01-06T18:00,raise,left,1,10,,,,,", prescriptions=change).iloc[0]

    assert np.isnan(point["asked_reps_max"])


def test_a_row_of_both_sides_stands_on_each_and_skip_rows_and_later_sessions_do_not(sessions_of):
    table = sessions_of(
        "2026-01-05T18:00,raise,both,1,10,,,,3,",
        "2026-01-06T18:00,raise,left,1,0,,,,,skipped",
        "2026-01-20T18:00,raise,left,1,10,,,,3,",
    )

    assert table["side"].tolist() == ["left", "right"]
    assert table["session_day"].nunique() == 1


def test_the_points_are_those_of_the_pain_trend():
    caseload = rs.load_caseload("data/sample")
    points = rs.exercise_sessions(caseload, as_of="2026-03-30")
    trend = rs.pain_trend(caseload, as_of="2026-03-30")

    n = points.groupby(["patient_id", "exercise", "side"], observed=True)["pain_during_nrs_mean"]

    assert n.count().tolist() == trend["n"].tolist()
