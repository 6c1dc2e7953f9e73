"""Promises of `simulate_caseload`: what is true is what the log shows, as far as it is logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from rehabstats.simulate import (
    Activity,
    DoingHabits,
    LoggingHabits,
    Pain,
    PatientTruth,
    Pause,
    PrescriptionChange,
    random_truths,
    sample_truths,
    simulate_caseload,
)

START = date(2026, 1, 5)
KEEPS_ALL = PatientTruth("P001", "hip-restoration", START, adherence=1.0, sessions_per_week=5)


def logged(truth: PatientTruth, seed: int = 1) -> pd.DataFrame:
    return simulate_caseload([truth], seed=seed).sessions


def test_a_patient_who_keeps_everything_does_what_was_prescribed() -> None:
    truth = simulate_caseload([KEEPS_ALL], seed=1).truth

    assert (truth["n_sessions_prescribed"] == 5).all()
    assert (truth["n_sessions_done"] == 5).all()
    assert (truth["n_sessions_logged"] == 5).all()


def test_the_same_seed_gives_the_same_log_and_another_seed_another() -> None:
    first, again, other = (logged(KEEPS_ALL, seed) for seed in (1, 1, 2))

    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_patients_do_not_influence_each_other() -> None:
    truths = random_truths(6, seed=4)

    everyone = simulate_caseload(truths, seed=4)
    without_third = simulate_caseload([*truths[:2], *truths[3:]], seed=4)

    for name in ("sessions", "patients", "checkins", "truth"):
        whole, part = (getattr(caseload, name) for caseload in (everyone, without_third))
        rest = whole[whole["patient_id"] != truths[2].patient_id].reset_index(drop=True)
        pd.testing.assert_frame_equal(rest.astype("object"), part.astype("object"))


def test_nothing_is_done_or_logged_from_the_dropout_on_while_it_stays_prescribed() -> None:
    leaves = replace(
        KEEPS_ALL,
        dropout_week=3,
        activities=(Activity("stairs"),),
        logging=LoggingHabits(backfill_probability=1),
        doing=DoingHabits(extra_sessions_per_week=2),
    )

    caseload = simulate_caseload([leaves], seed=1)

    left_on = pd.Timestamp(2026, 1, 19)
    assert len(caseload.sessions)
    assert caseload.sessions[["started_at", "recorded_at"]].max().max() < left_on
    assert caseload.checkins["date"].max() < left_on
    later = caseload.truth[caseload.truth["week"] >= 3]
    assert (later["n_sessions_done"] == 0).all()
    assert (later["n_sessions_prescribed"] == 5).all()


def test_a_pause_has_no_sessions_and_lowers_what_is_prescribed() -> None:
    pause = Pause(date(2026, 1, 8), date(2026, 1, 12))

    caseload = simulate_caseload([replace(KEEPS_ALL, pauses=(pause,))], seed=1)

    days = caseload.sessions["started_at"].dt.date
    assert not days.between(date(2026, 1, 8), date(2026, 1, 11)).any()
    # Three of seven days are left: 5 x 3 / 7 = 2.1.
    assert (caseload.truth.query("week == 1")["n_sessions_prescribed"] == 2).all()
    assert (caseload.truth.query("week == 2")["n_sessions_prescribed"] == 5).all()


def test_nothing_happens_after_the_end_date() -> None:
    ends = replace(KEEPS_ALL, end_date=date(2026, 1, 12))

    caseload = simulate_caseload([ends], seed=1)

    assert caseload.sessions["started_at"].max() < pd.Timestamp(2026, 1, 12)
    assert (caseload.truth.query("week > 1")["n_sessions_prescribed"] == 0).all()


def test_without_a_frequency_the_phases_of_the_program_decide() -> None:
    caseload = simulate_caseload([replace(KEEPS_ALL, sessions_per_week=None)], seed=1)

    by_week = caseload.truth.groupby("week")["n_sessions_prescribed"].max()
    assert by_week.tolist() == [5] * 8 + [3] * 4


def test_a_change_of_the_prescription_leaves_the_weeks_before_it_alone() -> None:
    change = PrescriptionChange(
        "butterfly_stretch", "both", date(2026, 2, 2), sessions_per_week=2, sets=3
    )

    caseload = simulate_caseload([replace(KEEPS_ALL, changes=(change,))], seed=1)

    stretch = caseload.truth.query("exercise == 'butterfly_stretch'")
    assert stretch["n_sessions_prescribed"].tolist() == [5] * 4 + [2] * 8
    assert stretch["n_sessions_done"].iloc[:4].tolist() == [5] * 4
    assert stretch["n_sessions_done"].iloc[4:].sum() == 16
    sets = caseload.sessions.query("exercise == 'butterfly_stretch'")
    before = sets["started_at"] < pd.Timestamp(2026, 2, 2)
    assert sets.loc[before, "set_no"].max() == 1
    assert sets.loc[~before, "set_no"].value_counts().to_dict() == {1: 16, 2: 16, 3: 16}


def test_a_change_in_mid_week_splits_the_week() -> None:
    change = PrescriptionChange(
        "butterfly_stretch", "both", date(2026, 1, 9), date(2026, 1, 12), sessions_per_week=0
    )

    caseload = simulate_caseload([replace(KEEPS_ALL, changes=(change,))], seed=1)

    stretch = caseload.truth.query("exercise == 'butterfly_stretch' and week <= 2")
    # Four of seven days are left: 5 x 4 / 7 = 2.9.
    assert stretch["n_sessions_prescribed"].tolist() == [3, 5]
    during = caseload.sessions["started_at"].between("2026-01-09", "2026-01-12")
    assert "butterfly_stretch" not in set(caseload.sessions.loc[during, "exercise"])


@pytest.mark.parametrize("adherence", [0.3, 0.6, 0.9])
def test_the_share_of_sessions_done_is_about_the_adherence_asked_for(adherence: float) -> None:
    many = [replace(KEEPS_ALL, patient_id=f"P{n}", adherence=adherence) for n in range(40)]

    truth = simulate_caseload(many, seed=1).truth

    share = truth["n_sessions_done"].sum() / truth["n_sessions_prescribed"].sum()
    # 2400 sessions: three standard errors are at most 0.03.
    assert share == pytest.approx(adherence, abs=0.03)


def test_adherence_can_differ_from_week_to_week() -> None:
    falls = replace(KEEPS_ALL, adherence=(1.0, 0.0, 1.0))

    truth = simulate_caseload([falls], seed=1).truth

    assert truth.groupby("week")["n_sessions_done"].max().tolist() == [5, 0] + [5] * 10


def test_extra_sessions_come_on_top() -> None:
    more = replace(KEEPS_ALL, doing=DoingHabits(extra_sessions_per_week=2))

    truth = simulate_caseload([more], seed=1).truth

    assert (truth["n_sessions_done"] == 7).all()


def test_sessions_that_are_not_logged_were_done_all_the_same() -> None:
    forgets = replace(KEEPS_ALL, logging=LoggingHabits(log_probability=0.5))

    caseload = simulate_caseload([forgets], seed=1)

    left = caseload.truth.query("exercise == 'hip_pushdown' and side == 'left'")
    assert left["n_sessions_done"].sum() == 60
    assert 15 <= left["n_sessions_logged"].sum() <= 45
    assert caseload.sessions["session_id"].nunique() == left["n_sessions_logged"].sum()


def test_the_truth_frame_has_the_pain_without_noise() -> None:
    falls = replace(KEEPS_ALL, pain=Pain(baseline_nrs=7, slope_nrs_per_week=-0.7))

    truth = simulate_caseload([falls], seed=1).truth

    # Days 0 to 6 lie on average 3/7 of a week after the first day.
    by_week = truth.groupby("week")["pain_during_nrs_mean"].first()
    assert by_week.iloc[:2].tolist() == pytest.approx([6.7, 6.0])
    assert by_week.iloc[-1] == 0


def test_no_two_sessions_of_a_patient_start_together_and_time_runs_forward() -> None:
    busy = replace(
        KEEPS_ALL,
        sessions_per_week=21,
        doing=DoingHabits(late_probability=0.5, double_up_probability=0.3),
    )

    starts = logged(busy).drop_duplicates("session_id")["started_at"]

    assert starts.is_monotonic_increasing
    assert starts.is_unique
    assert len(starts) == 252


def test_no_patients_make_frames_with_all_columns() -> None:
    empty, some = simulate_caseload([], seed=1), simulate_caseload(sample_truths(), seed=1)

    for name in ("sessions", "patients", "prescriptions", "pauses", "checkins", "truth"):
        assert getattr(empty, name).empty
        assert list(getattr(empty, name)) == list(getattr(some, name))


@pytest.mark.parametrize(
    ("truths", "message"),
    [
        pytest.param([KEEPS_ALL, KEEPS_ALL], "'P001' twice", id="the same id twice"),
        pytest.param(
            [replace(KEEPS_ALL, program="knee")], "'knee', expected one of hip-rest", id="program"
        ),
        pytest.param(
            [replace(KEEPS_ALL, changes=(PrescriptionChange("hip_pushdown", "both", START),))],
            "expected an exercise and side of hip-restoration",
            id="a side that is not prescribed",
        ),
        pytest.param(
            [replace(KEEPS_ALL, pain_overrides={("knee_bend", "left"): Pain()})],
            "`pain_overrides` has",
            id="an exercise that is not in the program",
        ),
        pytest.param(
            [
                replace(
                    KEEPS_ALL,
                    changes=(
                        PrescriptionChange("hip_pushdown", "left", START, date(2026, 2, 1)),
                        PrescriptionChange("hip_pushdown", "left", date(2026, 1, 20)),
                    ),
                )
            ],
            "`changes` overlap",
            id="changes that overlap",
        ),
        pytest.param(
            [
                replace(
                    KEEPS_ALL,
                    changes=(PrescriptionChange("hip_pushdown", "left", date(2026, 1, 1)),),
                )
            ],
            "`valid_from` is 2026-01-01",
            id="a change before the start",
        ),
    ],
)
def test_truths_that_cannot_be_simulated_are_refused(
    truths: list[PatientTruth], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        simulate_caseload(truths, seed=1)
