"""Trend: real days, sessions of equal weight, and no number below its minimum."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import rehabstats as rs
from conftest import patients
from oracle.slow_pain import COMPARED, compared, counted_p, dated, slow_trend
from oracle.slow_progress import differences
from rehabstats.basis.points import UNITS
from rehabstats.schemas import key
from rehabstats.schemas.pain import PainTrend
from rehabstats.settings import Settings

KEY = ["patient_id", "exercise", "side"]
MONDAY = date(2026, 1, 5)
HEADER = "patient_id,started_at,exercise,side,set_no,reps,pain_during_nrs,status\n"
WEEKLY = range(0, 7 * 12, 7)


def rows_of(days, ratings, *, side="left", exercise="raise", clock="18:00") -> list[str]:
    """One session of one set on each day, counted from the patient's first Monday."""
    return [
        f"{MONDAY + timedelta(day)}T{clock},{exercise},{side},1,10,{rating},"
        for day, rating in zip(days, ratings, strict=False)
    ]


def trend_of(load, rows, *, as_of="2026-06-01", unit="exercise", options=None, tail="", **files):
    sessions = HEADER + "".join(f"P1,{row}\n" for row in rows) + tail
    files = {"patients": patients(f"P1,{MONDAY},,3"), **files}
    caseload = load(sessions=sessions, **files)
    return rs.pain_trend(caseload, as_of=as_of, unit=unit, settings=options or Settings())


def line_of(load, rows, *, exercise="raise", side="left", **how) -> pd.Series:
    table = trend_of(load, rows, **how)
    return table[(table["exercise"] == exercise) & (table["side"] == side)].iloc[0]


# How many sessions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "reason", "slope", "direction"),
    [
        (5, "too_few", None, None),
        (6, "too_few_for_direction", -7, None),
        (7, "too_few_for_direction", -7, None),
        (8, None, -7, "falling"),
    ],
)
def test_below_6_sessions_there_is_no_number_and_below_8_no_direction(
    load, n, reason, slope, direction
):
    line = line_of(load, rows_of(range(n), range(10, 0, -1)))

    found = [None if pd.isna(line[name]) else line[name] for name in
             ("reason", "slope_per_week", "direction")]  # fmt: skip
    assert found == [reason, slope, direction]
    assert pd.isna(line["p"]) == (direction is None)
    assert line["n"] == n


def test_the_least_numbers_of_sessions_are_settings(load):
    options = Settings(slope_points_min=3, direction_points_min=5)

    line = line_of(load, rows_of(range(5), (5, 4, 3, 2, 1)), options=options)

    assert (line["slope_per_week"], line["direction"]) == (-7, "falling")


# Published and computed examples --------------------------------------------------------------


def test_eight_weeks_of_pain_have_the_published_numbers(load):
    line = line_of(load, rows_of(WEEKLY, (6, 5, 6, 5, 4, 4, 3, 3)))

    assert (line["slope_per_week"], line["slope_low"], line["slope_high"]) == (-0.5, -0.75, -0.25)
    assert line["kendall_s"] == -22
    assert round(line["kendall_z"], 6) == -2.681458
    assert round(line["tau_a"], 6) == -0.785714
    assert round(line["p"], 7) == 0.0031746
    assert (line["direction"], line["p_is_exact"]) == ("falling", True)


def test_the_slope_is_over_real_days_and_not_over_the_number_of_the_session(load):
    days = [7 * week for week in (0, 1, 2, 4, 5, 8, 9)]

    line = line_of(load, rows_of(days, (7, 6, 6, 5, 5, 3, 3)))

    assert round(line["slope_per_week"], 7) == -0.4285714
    assert round(line["intercept_nrs"], 7) == 6.7142857
    assert (line["slope_low"], line["slope_high"]) == (-0.5, -0.25)
    assert line["middle_weeks"] == 4


def test_twelve_weeks_without_a_direction_are_none_and_rising_ones_are_rising(load):
    level = rows_of(WEEKLY, (3, 4, 3, 5, 4, 3, 4, 4, 3, 5, 4, 3))
    rises = rows_of(WEEKLY, (3, 3, 4, 4, 5, 6, 5, 6), side="right")

    line, right = trend_of(load, [*level, *rises]).iloc[:2].to_dict("records")

    assert (line["direction"], line["slope_per_week"], line["kendall_s"]) == ("none", 0, 3)
    assert (round(line["slope_low"], 6), round(line["slope_high"], 6)) == (-0.142857, 0.166667)
    assert (right["direction"], right["slope_per_week"]) == ("rising", 0.5)


def test_the_slow_probability_counts_orders():
    # 8!/(2! 2! 2! 2!) = 2520 orders, of which 8 have an S as large as 22.
    assert counted_p([2, 2, 2, 2], -22) == pytest.approx(8 / 2520)


def test_a_constant_series_has_slope_0_p_1_and_no_direction(load):
    line = line_of(load, rows_of(WEEKLY, [4] * 8))

    assert (line["slope_per_week"], line["p"], line["direction"]) == (0, 1, "none")
    assert np.isnan(line["lag1_correlation"])


# Points ---------------------------------------------------------------------------------------


def test_pain_0_is_a_rating_and_a_missing_rating_is_never_0(load):
    zero = rows_of(range(9), (0, 0, "", 0, 0, 0, 0, 0, 0))
    high = rows_of(range(9), (8, 8, "", 8, 8, 8, 8, 8, 8), side="right")

    lines = trend_of(load, [*zero, *high]).iloc[:2]

    assert lines[["n", "n_missing"]].to_numpy().tolist() == [[8, 1], [8, 1]]
    assert lines[["slope_per_week", "intercept_nrs"]].to_numpy().tolist() == [[0, 0], [0, 8]]


def test_a_session_with_more_sets_weighs_no_more(load):
    once = rows_of(WEEKLY, (6, 5, 6, 5, 4, 4, 3, 3))
    more = [row.replace(",1,10,", f",{n},10,") for row in once[:2] for n in (2, 3, 4)]

    assert line_of(load, [*once, *more]).equals(line_of(load, once))


def test_the_sets_of_a_session_are_averaged_over_those_that_are_rated(load):
    rows = [row for day in range(6) for row in rows_of([day], [2])]
    rows += [row.replace(",1,10,", ",2,10,") for row in rows_of(range(6), [6] * 6)]
    rows += [row.replace(",1,10,", ",3,10,") for row in rows_of(range(6), [""] * 6)]

    assert line_of(load, rows)["intercept_nrs"] == 4


def test_skip_rows_are_no_points(load):
    skipped = f"{MONDAY},raise,left,1,0,9,skipped"

    line = line_of(load, [*rows_of(range(1, 7), [4] * 6), skipped])

    assert (line["n"], line["n_missing"], line["intercept_nrs"]) == (6, 0, 4)


def test_sessions_after_as_of_do_not_count(load):
    line = line_of(load, rows_of(range(12), [4] * 12), as_of=MONDAY + timedelta(6))

    assert line["n"] == 7
    assert line["last_on"] == pd.Timestamp("2026-01-11")


def test_first_and_last_day_are_those_of_rated_sessions(load):
    line = line_of(load, rows_of(range(4), ("", 4, 4, "")))

    assert [f"{line[name]:%d}" for name in ("first_on", "last_on")] == ["06", "07"]


def test_a_session_at_23_30_belongs_to_its_own_day(load):
    line = line_of(load, rows_of([0], [4], clock="23:30"), as_of=MONDAY)

    assert (line["n"], line["first_on"]) == (1, pd.Timestamp(MONDAY))


def test_two_sessions_a_day_are_two_points_and_their_probability_is_not_exact(load):
    morning = rows_of(range(4), (6, 5, 4, 3), clock="08:00")

    line = line_of(load, [*morning, *rows_of(range(4), (6, 5, 4, 3))])

    assert (line["n"], line["slope_per_week"], line["direction"]) == (8, -7, "falling")
    assert not line["p_is_exact"]


def test_sessions_of_one_day_only_have_no_slope_and_the_reason_says_so(load):
    rows = [row for n in range(8) for row in rows_of([0], [n], clock=f"{10 + n}:00")]

    line = line_of(load, rows)

    assert line["reason"] == "one_point_in_time"
    assert pd.isna(line["slope_per_week"])


def test_sessions_before_the_start_are_points_with_times_below_0(load):
    line = line_of(load, rows_of(range(-7, 0), (7, 6, 5, 4, 3, 2, 1)))

    assert (line["slope_per_week"], line["middle_weeks"]) == (-7, -4 / 7)


# Sides and units ------------------------------------------------------------------------------


def test_an_unknown_side_is_a_line_of_its_own(load):
    rows = [*rows_of(range(6), [2] * 6), *rows_of(range(6), [8] * 6, side="")]

    table = trend_of(load, rows)

    raised = table[table["exercise"] == "raise"].set_index("side")
    assert raised["n"].to_dict() == {"left": 6, "right": 0, "unknown": 6}
    assert raised.loc["unknown", "intercept_nrs"] == 8


def test_a_both_row_of_an_exercise_per_side_counts_on_each_side(load):
    table = trend_of(load, rows_of(range(6), [4] * 6, side="both"))

    assert table[["exercise", "side", "n"]].to_numpy().tolist() == [
        ["raise", "left", 6], ["raise", "right", 6], ["hug", "both", 0],
    ]  # fmt: skip


def test_side_averages_the_exercises_of_a_side_and_session_those_of_all_sides(load):
    rows = [
        *rows_of(range(6), [2] * 6, side="left"),
        *rows_of(range(6), [6] * 6, side="right"),
        *rows_of(range(6), [1] * 6, side="both", exercise="hug"),
    ]

    sides = trend_of(load, rows, unit="side").set_index("side")["intercept_nrs"]
    whole = trend_of(load, rows, unit="session")

    assert sides.to_dict() == {"left": 2, "right": 6, "both": 1}
    assert whole["intercept_nrs"].tolist() == [3]
    assert whole[["exercise", "side"]].isna().all(axis=None)


def test_equal_means_of_ratings_in_another_order_tie(load):
    # 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in its last bit.
    rows = [
        row.replace(",1,10,", f",{n},10,")
        for n in (1, 2, 3)
        for row in rows_of(range(8), [n / 10, (4 - n) / 10] * 4)
    ]

    line = line_of(load, rows)

    assert (line["kendall_s"], line["slope_per_week"], line["p"]) == (0, 0, 1)


def test_another_unit_is_refused_in_words(load):
    with pytest.raises(ValueError, match=r"`unit`: got 'week', expected one of 'exercise', 'side'"):
        trend_of(load, rows_of([0], [4]), unit="week")


# Everything at once ---------------------------------------------------------------------------


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", COMPARED)
def test_the_frame_keeps_its_schema_and_equals_the_slow_one(name, unit):
    caseload, as_of = compared(name)

    table = rs.pain_trend(caseload, as_of=as_of, unit=unit)

    PainTrend.validate(table, lazy=True)
    assert not table.duplicated(list(key(PainTrend))).any()
    assert differences(dated(table), KEY, slow_trend(caseload, as_of, unit)) == []


def test_one_session_no_rating_and_nothing_at_all_keep_the_schema(load):
    unrated = "".join(f"P2,{row}\n" for row in rows_of(range(9), [""] * 9))
    files = {"patients": patients(*(f"P{n},{MONDAY},,3" for n in (1, 2, 3)))}

    for unit in UNITS:
        table = trend_of(load, rows_of([0], [4]), unit=unit, tail=unrated, **files)

        PainTrend.validate(table, lazy=True)
        assert table["slope_per_week"].isna().all()
        assert set(table["reason"]) == {"too_few"}
