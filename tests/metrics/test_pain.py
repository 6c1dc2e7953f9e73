"""Pain: missing is missing, and each rating counts at its own level."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from conftest import patients
from rehabstats.series.positions import grouped_median

MONDAY = "2026-01-05"
HEADER = (
    "patient_id,started_at,exercise,side,set_no,reps,"
    "pain_during_nrs,pain_before_nrs,pain_after_nrs,status\n"
)


def caseload_of(load, *rows: str, **files: str) -> rs.Caseload:
    sessions = HEADER + "".join(f"P1,{row}\n" for row in rows)
    return load(patients=patients(f"P1,{MONDAY},,3"), sessions=sessions, **files)


def weekly(caseload: rs.Caseload, side: str = "left", **how: float) -> pd.DataFrame:
    table = rs.weekly_pain(caseload, as_of="2026-01-19", **how)
    chosen = (table["exercise"] == "raise") & (table["side"] == side)
    return table[chosen].set_index("week")


def test_pain_0_and_6_have_mean_3_and_a_day_without_pain_is_missing_not_0(load):
    rows = (
        "2026-01-05T18:00,raise,left,1,10,0,,,",
        "2026-01-06T18:00,raise,left,1,10,6,,,",
        "2026-01-07T18:00,raise,left,1,10,,,,",
    )

    week = weekly(caseload_of(load, *rows)).loc[1]

    assert week["pain_during_nrs_mean"] == 3
    assert (week["n_rated"], week["n_missing"]) == (2, 1)


def test_a_week_without_a_rating_is_missing_and_nothing_is_carried_forward(load):
    table = weekly(caseload_of(load, "2026-01-05T18:00,raise,left,1,10,4,,,"))

    assert table["pain_during_nrs_median"].tolist()[0] == 4
    assert np.isnan(table.loc[2, "pain_during_nrs_median"])


def test_a_session_with_more_sets_weighs_no_more(load):
    rows = (
        "2026-01-05T18:00,raise,left,1,10,8,,,",
        "2026-01-05T18:00,raise,left,2,10,8,,,",
        "2026-01-05T18:00,raise,left,3,10,8,,,",
        "2026-01-06T18:00,raise,left,1,10,2,,,",
    )

    assert weekly(caseload_of(load, *rows)).loc[1, "pain_during_nrs_mean"] == 5


@pytest.mark.parametrize(
    ("rating", "zone"),
    [("2", "n_safe"), ("2.5", "n_acceptable"), ("5", "n_acceptable"), ("5.5", "n_high")],
)
def test_zones_close_at_their_upper_end(load, rating, zone):
    week = weekly(caseload_of(load, f"2026-01-05T18:00,raise,left,1,10,{rating},,,")).loc[1]

    assert week[zone] == 1
    assert week[["n_safe", "n_acceptable", "n_high"]].sum() == 1


def test_zone_limits_are_arguments(load):
    caseload = caseload_of(load, "2026-01-05T18:00,raise,left,1,10,3,,,")

    assert weekly(caseload, safe_max_nrs=3).loc[1, "n_safe"] == 1


def test_zone_limits_are_settings_that_arguments_override(load):
    caseload = caseload_of(load, "2026-01-05T18:00,raise,left,1,10,3,,,")
    settings = rs.Settings(pain_safe_max_nrs=3)

    assert weekly(caseload, settings=settings).loc[1, "n_safe"] == 1
    assert weekly(caseload, settings=settings, safe_max_nrs=2).loc[1, "n_safe"] == 0


def test_pain_of_a_bilateral_exercise_stays_both(load):
    table = rs.weekly_pain(
        caseload_of(load, "2026-01-05T18:00,hug,both,1,5,4,,,"), as_of="2026-01-12"
    )
    rated = table[table["n_rated"] > 0]

    assert rated[["exercise", "side"]].to_numpy().tolist() == [["hug", "both"]]


def test_pain_before_and_after_belong_to_the_session_not_to_its_sets(load):
    rows = (
        "2026-01-05T18:00,raise,left,1,10,3,2,6,",
        "2026-01-05T18:00,raise,right,1,10,3,2,6,",
        "2026-01-06T18:00,raise,left,1,10,3,4,4,",
    )

    table = rs.weekly_session_pain(caseload_of(load, *rows), as_of="2026-01-12")
    week = table[table["week"] == 1].set_index("moment")

    assert week["pain_nrs_mean"].to_dict() == {"before": 3.0, "during": 3.0, "after": 5.0}
    assert week["n_rated"].tolist() == [2, 2, 2]


def test_pain_of_skipped_rows_is_no_pain_during_exercise(load):
    table = weekly(caseload_of(load, "2026-01-05T18:00,raise,left,1,0,9,,,skipped"))

    assert table["n_rated"].sum() == 0


def test_a_session_averages_its_exercises_not_its_sets_and_leaves_skip_rows_out(load):
    rows = (
        "2026-01-05T18:00,hug,both,1,5,0,,,",
        *(f"2026-01-05T18:00,raise,left,{n},10,6,,," for n in (1, 2, 3)),
        "2026-01-05T18:00,raise,right,1,0,9,,,skipped",
    )

    table = rs.weekly_session_pain(caseload_of(load, *rows), as_of="2026-01-12")
    week = table[(table["moment"] == "during") & (table["week"] == 1)].iloc[0]

    assert (week["pain_nrs_mean"], week["pain_nrs_max"]) == (3.0, 6.0)


def test_zones_that_do_not_rise_are_refused(load):
    caseload = caseload_of(load, "2026-01-05T18:00,raise,left,1,10,3,,,")

    with pytest.raises(ValueError, match="got 6 and 2, expected a rise"):
        rs.weekly_pain(caseload, as_of=MONDAY, safe_max_nrs=6, acceptable_max_nrs=2)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.floats(0, 10, allow_nan=False)), min_size=1, max_size=60
    )
)
def test_the_median_of_groups_equals_that_of_pandas(rows):
    group = np.array([owner for owner, _ in rows])
    values = np.array([value for _, value in rows])

    expected = pd.Series(values).groupby(group).median().reindex(range(5))

    np.testing.assert_allclose(grouped_median(group, values, 5), expected, rtol=1e-12)
