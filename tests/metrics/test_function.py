"""Function: ratings of activities at first and now."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import theilslopes

import rehabstats as rs
from conftest import log, patients
from oracle.slow_progress import differences, slow_function
from rehabstats.metrics.function import function
from rehabstats.schemas.progress import Function
from rehabstats.settings import Settings

KEY = ["patient_id", "activity"]
START = date(2026, 1, 5)
HEADER = "patient_id,date,activity,score_psfs\n"


def rated(*ratings: tuple[int, float], activity: str = "stairs", patient: str = "P1") -> str:
    """Rows of check-ins: day of the program (1 is the first) and score."""
    return "".join(
        f"{patient},{START + timedelta(day - 1)},{activity},{score}\n" for day, score in ratings
    )


def table_of(load, checkins: str, *, day: int, options=None) -> pd.DataFrame:
    caseload = load(
        patients=patients(f"P1,{START},,3"),
        sessions=log(f"{START} raise left 10"),
        checkins=HEADER + checkins,
    )
    as_of = START + timedelta(day - 1)
    return function(caseload, as_of=as_of, settings=options or Settings())


def stairs(load, *ratings: tuple[int, float], day: int, options=None) -> pd.Series:
    table = table_of(load, rated(*ratings), day=day, options=options)
    return table[table["activity"] == "stairs"].iloc[0]


def mean_of(load, checkins: str, *, day: int) -> pd.Series:
    table = table_of(load, checkins, day=day)
    return table[table["activity"].isna()].iloc[0]


# Windows and change ---------------------------------------------------------------------------


def test_the_change_is_the_mean_of_the_last_14_days_less_that_of_the_first_14(load):
    row = stairs(load, (1, 2), (14, 4), (15, 9), (28, 5), (29, 8), (41, 8), day=42)

    assert (row["baseline_psfs"], row["n_baseline"]) == (3, 2)
    assert (row["current_psfs"], row["n_current"]) == (8, 2)
    assert (row["change_psfs"], row["n"]) == (5, 6)
    assert pd.isna(row["reason"])


def test_windows_never_overlap_and_the_baseline_keeps_the_days(load):
    early, later = (stairs(load, (1, 2), (14, 4), (15, 9), day=day) for day in (14, 15))

    assert (early["n_baseline"], early["n_current"], early["reason"]) == (2, 0, "no_current")
    assert (later["n_baseline"], later["n_current"], later["change_psfs"]) == (2, 1, 6)


def test_no_rating_in_the_last_14_days_is_no_current(load):
    row = stairs(load, (1, 2), (27, 9), day=41)

    assert np.isnan(row["change_psfs"])
    assert (row["reason"], row["n"]) == ("no_current", 2)


def test_an_activity_that_came_later_has_no_baseline(load):
    table = table_of(load, rated((1, 2), (30, 4)) + rated((30, 5), activity="socks"), day=30)
    socks = table[table["activity"] == "socks"].iloc[0]

    assert np.isnan(socks["baseline_psfs"])
    assert (socks["reason"], socks["current_psfs"]) == ("no_baseline", 5)


def test_checkins_after_as_of_are_ignored(load):
    row = stairs(load, (1, 2), (20, 4), (21, 9), day=20)

    assert (row["n"], row["current_psfs"]) == (2, 4)
    assert row["last_on"] == pd.Timestamp(START + timedelta(19))


def test_a_patient_who_rated_nothing_has_a_row_that_says_so(load):
    caseload = load(patients=patients(f"P1,{START},,3"), sessions=log(f"{START} raise left 10"))
    table = function(caseload, as_of="2026-02-01")

    Function.validate(table, lazy=True)
    assert table[["n", "reason", "trend_reason"]].to_numpy().tolist() == [
        [0, "not_rated", "too_few"]
    ]
    assert table[["change_psfs", "first_on", "beyond_threshold", "activity"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [(2, 5, "better"), (2, 4.9, "within"), (5, 2, "worse"), (5, 5, "within"), (4.1, 7.1, "better")],
)
def test_three_points_of_one_activity_are_beyond_its_threshold(load, first, last, word):
    row = stairs(load, (1, first), (30, last), day=30)

    assert (row["threshold_psfs"], row["beyond_threshold"]) == (3, word)


def test_without_a_change_nothing_is_beyond_a_threshold(load):
    assert pd.isna(stairs(load, (1, 2), day=30)["beyond_threshold"])


def test_the_thresholds_and_windows_are_settings(load):
    options = Settings(activity_change_psfs=1, function_days=2)
    row = stairs(load, (1, 2), (3, 3), (4, 5), day=4, options=options)

    assert (row["change_psfs"], row["beyond_threshold"]) == (2, "better")


# The mean of all activities -------------------------------------------------------------------


def test_the_mean_of_all_activities_has_a_threshold_of_two_points(load):
    checkins = rated((1, 2), (30, 4)) + rated((1, 4), (30, 6), activity="socks")
    row = mean_of(load, checkins, day=30)

    assert (row["baseline_psfs"], row["current_psfs"]) == (3, 5)
    assert (row["threshold_psfs"], row["beyond_threshold"]) == (2, "better")


def test_days_on_which_only_some_activities_were_rated_are_left_out_of_the_mean(load):
    checkins = rated((1, 2), (2, 9), (30, 2)) + rated((1, 4), (30, 4), activity="socks")
    row = mean_of(load, checkins, day=30)

    assert (row["n"], row["n_partial_dates"]) == (2, 1)
    assert row["change_psfs"] == 0


def test_activities_that_were_never_rated_together_have_no_mean(load):
    row = mean_of(load, rated((1, 2)) + rated((2, 4), activity="socks"), day=2)

    assert (row["n"], row["n_partial_dates"], row["reason"]) == (0, 2, "no_baseline")


def test_the_mean_of_one_activity_is_that_activity(load):
    table = table_of(load, rated((1, 2), (30, 4)), day=30)

    assert table["activity"].isna().tolist() == [True, False]
    assert table["change_psfs"].tolist() == [2, 2]
    assert table["threshold_psfs"].tolist() == [3, 3]
    assert table["beyond_threshold"].tolist() == ["within", "within"]


def test_the_mean_comes_first_and_activities_follow_in_order_of_the_alphabet(load):
    checkins = rated((1, 2), activity="walking") + rated((1, 4), activity="bending")

    names = table_of(load, checkins, day=2)["activity"].tolist()

    assert pd.isna(names[0])
    assert names[1:] == ["bending", "walking"]


# Trend ----------------------------------------------------------------------------------------


def test_the_slope_is_per_week_on_real_dates(load):
    days = (1, 2, 10, 15, 30, 50)
    row = stairs(load, *((day, 1 + (day - 1) / 14) for day in days), day=50)

    assert row["slope_per_week"] == pytest.approx(0.5)


def test_below_six_ratings_there_is_no_slope_and_below_eight_no_direction(load):
    five, six, eight = (
        stairs(load, *((7 * n + 1, n) for n in range(count)), day=60) for count in (5, 6, 8)
    )

    assert np.isnan(five["slope_per_week"])
    assert (five["trend_reason"], six["trend_reason"]) == ("too_few", "too_few_for_direction")
    assert six["slope_per_week"] == 1
    assert pd.isna(six["direction"])
    assert (eight["direction"], eight["slope_per_week"]) == ("rising", 1)
    assert pd.isna(eight["trend_reason"])


def test_a_fall_is_falling_and_no_clear_order_is_none(load):
    falling = stairs(load, *((7 * n + 1, 8 - n) for n in range(8)), day=60)
    unclear = stairs(load, *((7 * n + 1, 5 + n % 2) for n in range(8)), day=60)
    level = stairs(load, *((7 * n + 1, 5) for n in range(8)), day=60)

    assert (falling["direction"], falling["slope_per_week"]) == ("falling", -1)
    assert unclear["direction"] == "none"
    assert (level["direction"], level["slope_per_week"], level["p"]) == ("none", 0, 1)


def test_too_few_for_a_slope_can_be_enough_for_a_change(load):
    row = stairs(load, (1, 2), (30, 6), day=30)

    assert row["change_psfs"] == 4
    assert pd.isna(row["reason"])
    assert row["trend_reason"] == "too_few"


# Everything at once ---------------------------------------------------------------------------


def slopes(caseload: rs.Caseload) -> dict[tuple[str, str], float]:
    """Theil-Sen of every activity of a caseload, by scipy."""
    groups = caseload.checkins.groupby(["patient_id", "activity"], observed=True)
    return {
        name: theilslopes(rows["score_psfs"], rows["date"].dt.day_of_year / 7).slope
        for name, rows in groups
        if len(rows) >= 6
    }


def test_the_frame_keeps_its_schema_and_equals_the_slow_one():
    caseload = rs.load_caseload("data/sample")
    as_of = caseload.last_entry
    table = function(caseload, as_of=as_of)
    own = table.dropna(subset=["activity", "slope_per_week"]).set_index(KEY)["slope_per_week"]

    Function.validate(table, lazy=True)
    assert differences(table, KEY, slow_function(caseload, as_of.date())) == []
    assert own.to_dict() == pytest.approx(slopes(caseload))


RATING = st.tuples(
    st.sampled_from(["P1", "P2"]),
    st.integers(1, 45),
    st.sampled_from(["stairs", "socks", "a walk"]),
    st.integers(0, 20).map(lambda n: n / 2),
)


def load_checkins(ratings: list[tuple[str, int, str, float]]) -> rs.Caseload:
    sessions = f"patient_id,started_at,exercise,side,reps\nP1,{START},hip_pushdown,left,10\n"
    people = "patient_id,program,start_date\n"
    with TemporaryDirectory() as folder:
        for name, text in {
            "sessions": sessions,
            "patients": people + "".join(f"{p},hip-restoration,{START}\n" for p in ("P1", "P2")),
            "checkins": HEADER + "".join(
                f"{p},{START + timedelta(day)},{what},{score}\n" for p, day, what, score in ratings
            ),
        }.items():  # fmt: skip
            Path(folder, f"{name}.csv").write_text(text)
        return rs.load_caseload(folder)


@settings(max_examples=15)
@given(
    ratings=st.lists(RATING, min_size=1, max_size=40, unique_by=lambda rating: rating[:3]),
    as_of=st.integers(-3, 60),
    chance=st.randoms(use_true_random=False),
)
def test_random_ratings_equal_the_slow_ones_in_any_order(ratings, as_of, chance):
    day = START + timedelta(as_of)
    caseload = load_checkins(ratings)
    table = function(caseload, as_of=day)
    shuffled = chance.sample(ratings, len(ratings))

    Function.validate(table, lazy=True)
    assert differences(table, KEY, slow_function(caseload, day)) == []
    pd.testing.assert_frame_equal(table, function(load_checkins(shuffled), as_of=day))


@settings(max_examples=10)
@given(ratings=st.lists(RATING, min_size=1, max_size=40, unique_by=lambda rating: rating[:3]))
def test_patients_do_not_influence_each_other(ratings):
    own = [rating for rating in ratings if rating[0] == "P1"]
    if not own:
        return
    together, alone = (function(load_checkins(r), as_of="2026-03-01") for r in (ratings, own))

    pd.testing.assert_frame_equal(
        together[together["patient_id"] == "P1"], alone[alone["patient_id"] == "P1"]
    )
