"""Runs: shifts and unusual sessions, told apart, and nothing below the least number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import rehabstats as rs
from conftest import patients
from rehabstats.schemas.pain import PainRuns
from series.at_settings import anhoj, xmr

HEADER = "patient_id,started_at,exercise,side,reps,pain_during_nrs\n"
START = pd.Timestamp("2026-01-05")


@pytest.fixture
def runs_of(load):
    """The runs of one exercise and side, from ratings on days counted from the start."""

    def runs(ratings: dict[int, object]) -> pd.Series:
        days = ((START + pd.Timedelta(days=day), value) for day, value in ratings.items())
        log = HEADER + "".join(f"P1,{day:%Y-%m-%d}T18:00,raise,left,10,{v}\n" for day, v in days)
        caseload = load(patients=patients("P1,2026-01-05,,7"), sessions=log)
        as_of = START + pd.Timedelta(days=max(ratings))
        table = PainRuns.validate(rs.pain_runs(caseload, as_of=as_of), lazy=True)
        return table[(table["exercise"] == "raise") & (table["side"] == "left")].iloc[0]

    return runs


def daily(*values: object) -> dict[int, object]:
    return dict(enumerate(values))


def test_a_shift_is_told_with_what_was_seen_and_what_would_be_too_much(runs_of):
    row = runs_of(daily(5, 6, 5, 6, 5, 6, 3, 2, 3, 2, 3, 2))

    assert row["is_shifted"]
    assert (row["longest_run"], row["longest_run_limit"]) == (6, 7)
    assert (row["n_crossings"], row["n_crossings_limit"]) == (1, 3)


def test_nine_points_off_the_median_are_too_few_for_the_rule(runs_of):
    row = runs_of(daily(5, 6, 5, 6, 4, 3, 2, 3, 2))

    assert pd.isna(row["is_shifted"])
    assert row["reason"] == "too_few"


def test_eleven_sessions_have_no_limits_and_twelve_have(runs_of):
    eleven = runs_of(daily(*[4, 5] * 5, 4))
    twelve = runs_of(daily(*[4, 5] * 6))

    assert np.isnan(eleven["upper_limit_nrs"])
    assert eleven["limits_reason"] == "too_few"
    assert twelve["upper_limit_nrs"] == pytest.approx(4.5 + 2.66)


def test_an_unusual_session_is_counted_with_its_day(runs_of):
    row = runs_of(daily(*[4, 4.5] * 6, 9, 4, 4.5))

    assert row["n_beyond_limits"] == 1
    assert row["last_beyond_on"] == START + pd.Timedelta(days=12)


def test_a_constant_series_is_silent(runs_of):
    row = runs_of(daily(*[4] * 14))

    assert row["n_beyond_limits"] == 0
    assert row["n_off_median"] == 0
    assert pd.isna(row["is_shifted"])


def test_an_unrated_session_is_no_point_and_pain_0_is_one(runs_of):
    row = runs_of(daily(*[0, 1] * 6, ""))

    assert row["n"] == 12
    assert row["mean_nrs"] == 0.5


def test_a_moving_range_does_not_bridge_a_missing_week(runs_of):
    first, second = [2, 3] * 4, [8, 9] * 4
    joined = runs_of(daily(*first, *second))
    apart = runs_of(daily(*first) | {8 + 14 + n: value for n, value in enumerate(second)})

    # Joined, the step from 3 to 8 is one of the moving ranges; apart, it is none.
    widths = [row["upper_limit_nrs"] - row["mean_nrs"] for row in (joined, apart)]
    assert widths[0] == pytest.approx(2.66 * (14 * 1 + 5) / 15)
    assert widths[1] == pytest.approx(2.66 * 1)


def test_two_missing_weeks_end_a_run_and_one_does_not(runs_of):
    one_missing = {0: 2, 1: 2, 2: 2, 11: 2, 12: 2, 13: 2, 14: 2}
    two_missing = {0: 2, 1: 2, 2: 2, 18: 2, 19: 2, 20: 2, 21: 2}
    later = {40 + n: value for n, value in enumerate([6, 7, 6, 7, 2, 6, 7, 6, 7])}

    assert runs_of(one_missing | later)["longest_run"] == 7
    assert runs_of(two_missing | later)["longest_run"] == 4


def test_the_whole_sample_equals_the_statistics_on_each_series():
    caseload = rs.load_caseload("data/sample")
    points = rs.exercise_sessions(caseload, as_of="2026-03-30").dropna(
        subset="pain_during_nrs_mean"
    )
    table = rs.pain_runs(caseload, as_of="2026-03-30").set_index(["patient_id", "exercise", "side"])
    for key, rows in points.groupby(["patient_id", "exercise", "side"], observed=True):
        values: list[float] = []
        before = None
        for day, value in zip(rows["session_day"], rows["pain_during_nrs_mean"], strict=True):
            gap = 0 if before is None else (day - before).days
            values += [np.nan] * (gap // 7 if gap > 7 else 0) + [value]
            before = day
        expected, limits = anhoj(values), xmr(values)

        assert table.loc[key, "longest_run"] == expected.longest_run
        assert table.loc[key, "n_crossings"] == expected.n_crossings
        assert table.loc[key, "n_beyond_limits"] == (limits.rule == 1).sum()
        np.testing.assert_allclose(table.loc[key, "upper_limit_nrs"], limits.upper)


@pytest.mark.parametrize("unit", ["side", "session"])
def test_other_units_keep_their_promises(unit):
    caseload = rs.load_caseload("data/sample")

    PainRuns.validate(rs.pain_runs(caseload, as_of="2026-03-30", unit=unit), lazy=True)
