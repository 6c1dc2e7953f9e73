"""ISO weeks: an option of the weekly frames, safe across New Year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from conftest import log, patients
from rehabstats.basis.weeks import monday_of, week_numbers


@given(st.dates(pd.Timestamp("1971-01-01").date(), pd.Timestamp("2099-12-31").date()))
def test_iso_weeks_equal_those_of_the_standard_library(day):
    number = np.array([(pd.Timestamp(day) - pd.Timestamp(0)).days])
    monday = pd.Series(monday_of(number).astype("datetime64[D]").astype("datetime64[us]"))

    year, week, _ = day.isocalendar()

    assert week_numbers("iso", number, monday).tolist() == [year * 100 + week]


@pytest.fixture
def new_year(load) -> rs.Caseload:
    """A program that starts on a Thursday and runs through week 53."""
    rows = log("2026-12-29 raise left 10", "2027-01-05 raise left 10")
    return load(patients=patients("P1,2026-12-24,,7"), sessions=rows)


def test_iso_weeks_survive_new_year_and_week_53(new_year):
    ledger = rs.build_ledger(new_year, as_of="2027-01-11")

    weekly = rs.weekly_adherence(ledger, weeks="iso")

    assert weekly["week"].unique().tolist() == [202652, 202653, 202701, 202702]
    assert (weekly["week_start"].dt.day_name() == "Monday").all()


def test_iso_weeks_move_slots_between_weeks_and_lose_none(new_year):
    ledger = rs.build_ledger(new_year, as_of="2027-01-11")
    by_program, by_iso = rs.weekly_adherence(ledger), rs.weekly_adherence(ledger, weeks="iso")
    counts = [name for name in by_iso if name.startswith("n_")]

    assert by_iso[counts].sum().equals(by_program[counts].sum())


def test_volume_and_pain_have_the_same_iso_weeks(new_year):
    as_of = "2027-01-11"
    weekly = rs.weekly_adherence(rs.build_ledger(new_year, as_of=as_of), weeks="iso")
    expected = weekly[["patient_id", "exercise", "side", "week", "week_start"]]

    for frame in (
        rs.weekly_volume(new_year, as_of=as_of, weeks="iso"),
        rs.weekly_pain(new_year, as_of=as_of, weeks="iso"),
    ):
        pd.testing.assert_frame_equal(frame[expected.columns], expected)
    volume = rs.weekly_volume(new_year, as_of=as_of, weeks="iso")
    assert volume.loc[volume["n_sets"] > 0, "week"].tolist() == [202653, 202701]


def test_session_pain_in_iso_weeks_starts_with_the_week_of_the_start(new_year):
    table = rs.weekly_session_pain(new_year, as_of="2027-01-11", weeks="iso")

    assert table["week"].unique().tolist() == [202652, 202653, 202701, 202702]


def test_iso_weeks_have_their_numbers_without_the_patient_too(new_year):
    ledger = rs.build_ledger(new_year, as_of="2027-01-11")

    assert rs.adherence(ledger, by=["week"], weeks="iso")["week"].tolist() == [
        202652, 202653, 202701, 202702,
    ]  # fmt: skip


def test_another_kind_of_week_is_refused(new_year):
    with pytest.raises(ValueError, match="`weeks`: got 'lunar', expected 'program' or 'iso'"):
        rs.weekly_volume(new_year, as_of="2027-01-11", weeks="lunar")
