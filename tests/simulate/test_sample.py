"""Promises of the sample caseload in data/sample."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rehabstats.simulate import SimulatedCaseload, sample_truths, simulate_caseload, write_sample
from rehabstats.simulate.sample import SAMPLE_SEED

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
IDS = [f"P00{number}" for number in range(1, 9)]


@pytest.fixture(scope="module")
def sample() -> SimulatedCaseload:
    return simulate_caseload(sample_truths(), seed=SAMPLE_SEED)


def test_the_sample_regenerates_byte_for_byte(tmp_path: Path) -> None:
    write_sample(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in SAMPLE.iterdir()}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def test_the_readme_says_that_nobody_is_real_and_names_every_patient() -> None:
    readme = (SAMPLE / "README.md").read_text("utf-8")

    assert "Nobody in it is real" in readme
    assert "python -m rehabstats.simulate data/sample" in readme
    assert [truth.patient_id for truth in sample_truths()] == IDS
    assert all(f"**{patient_id}**" in readme for patient_id in IDS)


def test_patients_start_on_different_days_and_the_data_ends_with_march(
    sample: SimulatedCaseload,
) -> None:
    starts = sample.patients["start_date"]

    assert starts.is_unique
    assert starts.between("2026-01-01", "2026-01-08").all()
    assert "Wednesday" in set(starts.dt.day_name())
    assert pd.Timestamp(2026, 3, 25) < sample.sessions["started_at"].max()
    assert sample.sessions["started_at"].max() < pd.Timestamp(2026, 4, 1)


def test_both_ways_of_saying_the_frequency_occur_and_one_clearance_is_empty(
    sample: SimulatedCaseload,
) -> None:
    patients = sample.patients.set_index("patient_id")

    assert 0 < patients["sessions_per_week"].isna().sum() < 8
    assert patients.index[patients["clearance"].isna()].tolist() == ["P005"]
    assert patients.loc["P005", "program"] == "hip-restoration"


def test_a_session_has_one_start_one_pain_before_and_one_after(sample: SimulatedCaseload) -> None:
    columns = ["started_at", "pain_before_nrs", "pain_after_nrs", "recorded_at"]

    values = sample.sessions.groupby("session_id")[columns].nunique(dropna=False)

    assert (values == 1).all(axis=None)


def test_sets_are_numbered_from_one_per_session_exercise_and_side(
    sample: SimulatedCaseload,
) -> None:
    by_line = sample.sessions.groupby(["session_id", "exercise", "side"], observed=True)["set_no"]

    assert (by_line.min() == 1).all()
    assert (by_line.max() == by_line.size()).all()
    assert set(by_line.max()) == {1, 2}


def test_exercises_come_in_program_order_except_in_one_session_with_a_note(
    sample: SimulatedCaseload,
) -> None:
    order = sample.sessions["exercise"].cat.codes
    in_order = order.groupby(sample.sessions["session_id"]).agg(
        lambda codes: codes.is_monotonic_increasing
    )

    deviating = sample.sessions[sample.sessions["session_id"].isin(in_order[~in_order].index)]
    assert set(deviating["session_id"]) == {"P005-0009"}
    assert deviating["exercise"].iloc[0] == "lower_back_hip_stretch"
    assert "stretch first" in deviating["note"].iloc[0]


def test_late_sessions_two_on_one_day_and_skips_with_reasons_occur(
    sample: SimulatedCaseload,
) -> None:
    starts = sample.sessions.drop_duplicates("session_id")["started_at"]
    people = sample.sessions.drop_duplicates("session_id")["patient_id"]
    skipped = sample.sessions[sample.sessions["status"] == "skipped"]

    assert starts.dt.strftime("%H:%M").between("23:45", "23:57").any()
    assert pd.DataFrame({"who": people, "day": starts.dt.date}).duplicated().any()
    assert {"pain", "time", "fatigue"} <= set(skipped["skip_reason"].unique())


def test_sides_follow_the_program(sample: SimulatedCaseload) -> None:
    sides = sample.sessions.groupby("exercise", observed=True)["side"].unique().map(set)

    at_once = {"butterfly_stretch", "stiff_leg_bend", "double_knee_hug"}
    assert {name for name, found in sides.items() if found == {"both"}} == at_once
    assert all(found == {"left", "right"} for name, found in sides.items() if name not in at_once)


def test_each_patient_is_as_the_readme_says(sample: SimulatedCaseload) -> None:
    done = sample.truth.groupby("patient_id", observed=True)[
        ["n_sessions_prescribed", "n_sessions_done", "n_sessions_logged"]
    ].sum()
    share = done["n_sessions_done"] / done["n_sessions_prescribed"]
    sets = sample.sessions.set_index("patient_id")

    assert share.drop(["P004", "P007"]).between(0.55, 0.95).all()
    assert share["P004"] < 0.5
    assert share["P007"] > 1.3
    assert done.loc["P008", "n_sessions_logged"] / done.loc["P008", "n_sessions_done"] < 0.6
    assert sets.loc["P004", "started_at"].max() < pd.Timestamp(2026, 2, 12)
    assert not sets.loc["P005", "started_at"].between("2026-02-11", "2026-02-21").any()
    assert set(sets.index[sets["rom_deg"].notna()]) == {"P001"}
    reps = sets.loc["P003"].groupby("side", observed=True)["reps"].sum()
    assert reps["right"] / reps["left"] == pytest.approx(0.72, abs=0.06)
