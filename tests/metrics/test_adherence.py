"""Adherence: what the ratios count, and what they leave out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import rehabstats as rs
from conftest import log, patients
from oracle.caseloads import caseloads, write_files
from rehabstats.schemas import key
from rehabstats.schemas.metrics import WeeklyAdherence
from rehabstats.vocabulary import DUE

MONDAY = "2026-01-05"


def one(table: pd.DataFrame, **where: object) -> pd.Series:
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


@pytest.fixture
def worked_example(load):
    """30 repetitions a day, hold 5 s: 30, 30, no entry, 15, 45, an explicit skip, 30."""
    program = """
id = "daily"
name = "Daily"
source = "the worked example"
[[phases]]
name = "only"
sessions_per_week = 7
[[exercises]]
id = "squeeze"
name = "Squeeze"
sides = "each"
reps_min = 30
reps_max = 30
hold_min_s = 5
hold_max_s = 5
"""
    sessions = "patient_id,started_at,exercise,side,reps,hold_s,status,skip_reason\n"
    done = {"05": 30, "06": 30, "08": 15, "09": 45, "11": 30}
    sessions += "".join(
        f"P1,2026-01-{day}T18:00,squeeze,left,{n},5,done,\n" for day, n in done.items()
    )
    sessions += "P1,2026-01-10T18:00,squeeze,left,0,,skipped,time\n"
    with TemporaryDirectory() as folder:
        Path(folder, "daily.toml").write_text(program)
        Path(folder, "sessions.csv").write_text(sessions)
        people = f"patient_id,program,start_date,end_date\nP1,daily,{MONDAY},2026-01-12\n"
        Path(folder, "patients.csv").write_text(people)
        return rs.load_caseload(folder, programs=[rs.load_program(f"{folder}/daily.toml")])


def test_the_worked_example_gives_its_numbers(worked_example):
    ledger = rs.build_ledger(worked_example, as_of="2026-01-12")

    week = one(rs.weekly_adherence(ledger), side="left")

    assert week["session_adherence"] == pytest.approx(5 / 7)
    assert week["dose_adherence"] == pytest.approx(135 / 210)
    assert week["dose_adherence_high"] == pytest.approx(165 / 210)
    assert week["dose_ratio"] == pytest.approx(150 / 210)


def test_the_worked_example_under_other_definitions(worked_example):
    table = rs.definitions(worked_example, as_of="2026-01-12")
    left = table.set_index("definition")["counted"]

    assert left["full_session"] == 4
    assert left["dose_capped"] == 135
    assert left["dose_uncapped"] == 150


def test_the_share_of_a_full_session_is_a_setting_and_the_question_names_it(worked_example):
    told = {}
    for share in (0.5, 0.505, 1.0):
        settings = rs.Settings(full_session_share=share)
        table = rs.definitions(worked_example, as_of="2026-01-12", settings=settings)
        row = table[table["definition"] == "full_session"].iloc[0]
        told[row["question"]] = row["counted"]

    assert told == {
        "Of these, how many reached 50 % of the repetitions?": 5,
        "Of these, how many reached 50.5 % of the repetitions?": 4,
        "Of these, how many reached 100 % of the repetitions?": 4,
    }


def test_hold_seconds_of_the_worked_example_are_675_of_1050_capped(worked_example):
    slots = rs.build_ledger(worked_example, as_of="2026-01-12").slots
    left = slots[slots["side"] == "left"]

    credited = np.minimum(left["reps_done"].fillna(0), left["reps_asked"]).sum() * 5

    assert (credited, left["reps_asked"].sum() * 5) == (675, 1050)


def test_capping_the_total_would_hide_what_was_missed(worked_example):
    week = one(
        rs.weekly_adherence(rs.build_ledger(worked_example, as_of="2026-01-12")), side="left"
    )

    assert week["dose_adherence"] < min(1, week["dose_ratio"])


def test_a_week_without_a_row_stays_in_the_denominator(load):
    rows = log("2026-01-05 raise both 10", "2026-01-19 raise both 10")
    caseload = load(patients=patients(f"P1,{MONDAY},,1"), sessions=rows)

    table = rs.weekly_adherence(rs.build_ledger(caseload, as_of="2026-01-26"))
    left = table[(table["exercise"] == "raise") & (table["side"] == "left")]

    assert left["session_adherence"].tolist()[:3] == [1.0, 0.0, 1.0]


def test_a_prescribed_week_without_a_log_counts_as_zero_done(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log("2026-01-19 raise left 10"))

    table = rs.weekly_adherence(rs.build_ledger(caseload, as_of="2026-01-19"))
    week = one(table, exercise="raise", side="left", week=1)

    assert (week["session_adherence"], week["n_unrecorded"]) == (0.0, 3)
    assert np.isnan(week["session_adherence_high"])


def test_a_week_in_which_nothing_was_due_is_nan_and_has_its_row(load):
    pause = "patient_id,start_date,end_date\nP1,2026-01-12,2026-01-19\n"
    caseload = load(
        patients=patients(f"P1,{MONDAY},,3"), sessions=log("2026-01-05 raise left 10"), pauses=pause
    )

    table = rs.weekly_adherence(rs.build_ledger(caseload, as_of="2026-01-20"))
    week = one(table, exercise="raise", side="left", week=2)

    ratios = [name for name in table if "adherence" in name or name == "dose_ratio"]
    assert week[ratios].isna().all()
    assert (week["n_due"], week["n_excused"]) == (0, 3)


def test_prescribed_and_done_are_never_swapped(load):
    caseload = load(
        patients=patients(f"P1,{MONDAY},2026-01-12,1"), sessions=log("2026-01-05 raise left 20")
    )

    table = rs.weekly_adherence(rs.build_ledger(caseload, as_of="2026-01-12"))

    assert one(table, exercise="raise", side="left")["dose_ratio"] == 2.0


def test_bounds_are_as_wide_as_what_nobody_knows(load):
    rows = log("2026-01-05 raise left 10", "2026-01-06 raise left 10")
    caseload = load(patients=patients(f"P1,{MONDAY},,4"), sessions=rows)

    table = rs.weekly_adherence(rs.build_ledger(caseload, as_of="2026-01-12"))
    week = one(table, exercise="raise", side="left", week=1)

    assert (week["session_adherence_low"], week["session_adherence_high"]) == (0.5, 1.0)


def test_a_patient_who_has_not_started_has_a_row_and_no_ratio(load):
    caseload = load(
        patients=patients("P1,2026-01-05,,3", "P2,2026-06-01,,3"),
        sessions=log("2026-01-05 raise left 10"),
    )

    table = rs.adherence(rs.build_ledger(caseload, as_of="2026-01-12"), by=["patient_id"])

    assert table["patient_id"].tolist() == ["P1", "P2"]
    assert table["n_due"].tolist()[1] == 0
    assert np.isnan(table["session_adherence"].iloc[1])


@pytest.mark.parametrize("by", [[], ["reps"], "week"])
def test_grouping_by_anything_else_is_refused(load, by):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log("2026-01-05 raise left 10"))

    with pytest.raises(ValueError, match=r"`by`: got .*, expected a list of some of patient_id"):
        rs.adherence(rs.build_ledger(caseload, as_of=MONDAY), by=by)


def test_session_adherence_needs_a_ledger_of_sessions(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log("2026-01-05 raise left 10"))

    with pytest.raises(ValueError, match="unit='session'"):
        rs.session_adherence(rs.build_ledger(caseload, as_of=MONDAY))


@given(case=caseloads())
def test_laws_of_adherence(case):
    if not case.files["sessions.csv"]:
        return
    with TemporaryDirectory() as folder:
        write_files(case.files, Path(folder))
        ledger = rs.build_ledger(rs.load_caseload(folder), as_of=case.as_of)
    weekly = rs.weekly_adherence(ledger)
    counts = [name for name in weekly if name.startswith("n_")]
    WeeklyAdherence.validate(weekly, lazy=True)

    assert not weekly.duplicated(list(key(WeeklyAdherence))).any()
    assert weekly["n_due"].sum() == ledger.slots["state"].isin(DUE).sum()
    due = weekly[["n_done", "n_partial", "n_skipped", "n_omitted", "n_unrecorded"]].sum(axis=1)
    assert weekly["n_due"].equals(due)
    assert weekly["session_adherence"].notna().equals(weekly["n_due"] > 0)
    known = weekly.dropna(subset=["session_adherence_high"])
    assert (known["session_adherence_high"] >= known["session_adherence_low"]).all()
    judged = weekly.dropna(subset=["dose_ratio"])
    assert (judged["dose_adherence"] <= judged["dose_ratio"] + 1e-12).all()
    assert (judged["dose_adherence"] <= judged["dose_adherence_high"] + 1e-12).all()
    by_patient = rs.adherence(ledger, by=["patient_id"])
    assert by_patient[counts].sum().equals(weekly[counts].sum())
