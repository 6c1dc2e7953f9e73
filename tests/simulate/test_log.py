"""Promises of the simulated log: repetitions, ratings, skips, words and entry times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from rehabstats.simulate import (
    Activity,
    DoingHabits,
    Flare,
    LoggingHabits,
    Modification,
    Pain,
    PatientTruth,
    simulate_caseload,
)

START = date(2026, 1, 5)
KEEPS_ALL = PatientTruth("P001", "hip-restoration", START, adherence=1.0, sessions_per_week=5)


def logged(truth: PatientTruth, seed: int = 1) -> pd.DataFrame:
    return simulate_caseload([truth], seed=seed).sessions


def test_a_side_that_does_less_shows_in_its_repetitions() -> None:
    weaker = replace(KEEPS_ALL, doing=DoingHabits(right_share=0.5, reps_start_share=1))

    sets = logged(weaker).query("exercise == 'hip_pushdown'")

    by_side = sets.groupby("side", observed=True)["reps"].mean()
    assert by_side["right"] / by_side["left"] == pytest.approx(0.5, abs=0.03)


def test_a_dose_factor_raises_the_repetitions() -> None:
    over = replace(KEEPS_ALL, doing=DoingHabits(dose_factor=2))

    usual, doubled = (logged(truth)["reps"].sum() for truth in (KEEPS_ALL, over))

    assert doubled / usual == pytest.approx(2, abs=0.05)


def test_a_fixed_dose_is_done_exactly() -> None:
    sets = logged(KEEPS_ALL).query("exercise == 'lower_back_hip_stretch'")

    assert set(sets["reps"]) == {3}
    assert sets["hold_s"].between(5, 10).all()


def test_a_hold_is_recorded_where_one_is_prescribed_and_nowhere_else() -> None:
    sets = logged(KEEPS_ALL)

    holds = sets.groupby("exercise", observed=True)["hold_s"].agg(lambda hold: hold.notna().mean())
    assert holds[holds == 1].index.tolist() == ["butterfly_stretch", "lower_back_hip_stretch"]
    assert holds[holds < 1].eq(0).all()


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_about_the_share_of_ratings_asked_for_is_missing(share: float) -> None:
    sets = logged(replace(KEEPS_ALL, logging=LoggingHabits(missing_rating_probability=share)))

    # 660 ratings: three standard errors are below 0.05.
    assert sets["pain_during_nrs"].isna().mean() == pytest.approx(share, abs=0.05)
    assert sets["effort_cr10"].isna().mean() == pytest.approx(share, abs=0.05)


def test_ratings_lie_around_the_true_pain() -> None:
    sets = logged(replace(KEEPS_ALL, pain=Pain(baseline_nrs=6, slope_nrs_per_week=-0.2)))

    week = (sets["started_at"] - pd.Timestamp(START)).dt.days // 7
    by_week = sets.groupby(week)["pain_during_nrs"].mean()
    # 55 ratings a week, half of their variance shared by those of a session.
    assert by_week.iloc[0] == pytest.approx(6 - 0.2 * 0.5, abs=0.9)
    assert by_week.iloc[0] - by_week.iloc[-1] == pytest.approx(0.2 * 11, abs=0.9)


def test_a_flare_touches_its_days_and_its_side_only() -> None:
    flare = Flare(start_day=7, length_days=14, size_nrs=4, side="left")
    noiseless = Pain(baseline_nrs=3, noise_sd_nrs=0)

    sets = logged(replace(KEEPS_ALL, pain=noiseless, flares=(flare,)))

    inside = sets["started_at"].between("2026-01-12", "2026-01-26") & (sets["side"] == "left")
    assert set(sets.loc[inside, "pain_during_nrs"]) == {7}
    assert set(sets.loc[~inside, "pain_during_nrs"]) == {3}


def test_an_exercise_and_side_can_have_a_pain_of_its_own() -> None:
    own = {("hip_pushdown", "right"): Pain(baseline_nrs=8, noise_sd_nrs=0)}
    sets = logged(replace(KEEPS_ALL, pain=Pain(noise_sd_nrs=0), pain_overrides=own))

    hurts = (sets["exercise"] == "hip_pushdown") & (sets["side"] == "right")

    assert set(sets.loc[hurts, "pain_during_nrs"]) == {8}
    assert set(sets.loc[~hurts, "pain_during_nrs"]) == {4}


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_ratings_are_multiples_of_the_rounding_within_the_scale(step: float) -> None:
    noisy = Pain(baseline_nrs=5, noise_sd_nrs=6)
    sets = logged(replace(KEEPS_ALL, pain=noisy, logging=LoggingHabits(rounding_nrs=step)))

    columns = ["pain_before_nrs", "pain_during_nrs", "pain_after_nrs", "effort_cr10"]
    ratings = pd.concat([sets[column].dropna() for column in columns])

    assert (ratings % step == 0).all()
    assert set(ratings % 1) == ({0} if step == 1 else {0, 0.5})
    assert ratings.min() == 0
    assert ratings.max() == 10


def test_a_skip_is_one_row_per_side_with_a_reason_and_no_repetitions() -> None:
    skips = replace(KEEPS_ALL, doing=DoingHabits(skip_probability=0.2, skip_reasons=("pain",)))

    sets = logged(skips)

    skipped = sets[sets["status"] == "skipped"]
    assert len(skipped) / len(sets) == pytest.approx(0.2, abs=0.06)
    assert set(skipped["skip_reason"]) == {"pain"}
    assert skipped["reps"].eq(0).all()
    assert skipped[["hold_s", "pain_during_nrs", "effort_cr10"]].isna().all(axis=None)
    assert sets.loc[sets["status"] == "done", "skip_reason"].isna().all()
    assert sets.loc[sets["status"] == "done", "reps"].gt(0).all()


def test_a_session_recorded_as_skipped_was_not_done() -> None:
    says_no = replace(KEEPS_ALL, adherence=0, doing=DoingHabits(skipped_session_probability=1))

    caseload = simulate_caseload([says_no], seed=1)

    assert caseload.sessions["session_id"].nunique() == 60
    assert set(caseload.sessions["status"]) == {"skipped"}
    assert caseload.sessions["pain_after_nrs"].isna().all()
    assert (caseload.truth[["n_sessions_done", "n_sessions_logged"]] == 0).all(axis=None)


def test_an_exercise_left_out_has_no_row() -> None:
    forgets = replace(KEEPS_ALL, doing=DoingHabits(omit_probability=0.3))

    caseload = simulate_caseload([forgets], seed=1)

    share = caseload.truth["n_sessions_done"].sum() / caseload.truth["n_sessions_prescribed"].sum()
    assert share == pytest.approx(0.7, abs=0.08)
    assert len(caseload.sessions) == caseload.truth["n_sessions_done"].sum()


def test_backfilled_weeks_are_entered_on_the_morning_after_them() -> None:
    sets = logged(replace(KEEPS_ALL, logging=LoggingHabits(backfill_probability=1)))

    in_first_week = sets["started_at"] < "2026-01-12"
    entered = sets.loc[in_first_week, "recorded_at"].drop_duplicates()
    assert entered.dt.strftime("%Y-%m-%dT%H:%M").tolist() == [
        f"2026-01-12T09:{minute:02d}" for minute in (0, 2, 4, 6, 8)
    ]


def test_entries_are_made_soon_after_the_session_otherwise() -> None:
    sets = logged(KEEPS_ALL)

    delay = (sets["recorded_at"] - sets["started_at"]).dt.total_seconds() / 60
    assert delay.between(15, 35).all()


def test_a_modification_stands_with_its_exercise() -> None:
    chair = Modification("standing_knee_raise", "sturdy chair")

    sets = logged(replace(KEEPS_ALL, doing=DoingHabits(modifications=(chair,))))

    modified = sets["modification"].notna()
    assert (modified == (sets["exercise"] == "standing_knee_raise")).all()


def test_activities_are_rated_on_the_first_day_of_each_week() -> None:
    stairs = Activity("stairs", baseline_psfs=2, slope_psfs_per_week=1, noise_sd_psfs=0)

    checkins = simulate_caseload([replace(KEEPS_ALL, activities=(stairs,))], seed=1).checkins

    assert checkins["date"].dt.day_name().eq("Monday").all()
    assert checkins["score_psfs"].tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10]
