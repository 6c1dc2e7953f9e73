"""The plan: what holds when, and what a change leaves as it was."""

from __future__ import annotations

import pandas as pd
import pytest

import rehabstats as rs
from conftest import log, patients
from oracle.caseloads import random_caseload, write_files
from rehabstats.schemas import Prescriptions, key

MONDAY = "2026-01-05"
HEADER = "patient_id,exercise,side,valid_from,valid_to,sessions_per_week,sets,reps_min,reps_max\n"

SHORT_PROGRAM = """
id = "short"
name = "Short"
source = "made up for a test"

[[phases]]
name = "daily"
sessions_per_week = 7
weeks = 1

[[phases]]
name = "twice"
sessions_per_week = 2
weeks = 1

[[exercises]]
id = "raise"
name = "Raise"
sides = "both"
reps_min = 8
reps_max = 12
"""


def plan_of(load, *changes: str, k: str = "3", end: str = "") -> pd.DataFrame:
    files = {
        "patients": patients(f"P1,{MONDAY},{end},{k}"),
        "sessions": log(f"{MONDAY} raise left 10"),
    }
    if changes:
        files["prescriptions"] = HEADER + "".join(f"P1,{change}\n" for change in changes)
    plan = rs.build_plan(load(**files))
    return plan[(plan["exercise"] == "raise") & (plan["side"] == "left")].reset_index(drop=True)


def intervals(plan: pd.DataFrame) -> list[tuple[str, str, int]]:
    return [
        (f"{row.valid_from:%m-%d}", "" if pd.isna(row.valid_to) else f"{row.valid_to:%m-%d}", row.k)
        for row in plan.rename(columns={"sessions_per_week": "k"}).itertuples()
    ]


def test_without_changes_the_program_holds_from_start_to_end(load):
    assert intervals(plan_of(load, end="2026-03-01")) == [("01-05", "03-01", 3)]


def test_a_change_replaces_the_program_inside_its_interval(load):
    plan = plan_of(load, "raise,left,2026-01-12,2026-01-19,6,,,")

    assert intervals(plan) == [("01-05", "01-12", 3), ("01-12", "01-19", 6), ("01-19", "", 3)]


def test_an_empty_cell_keeps_what_held_on_the_day_before(load):
    plan = plan_of(load, "raise,left,2026-01-12,2026-01-19,6,2,,", "raise,left,2026-01-19,,,,15,20")

    assert plan["sessions_per_week"].tolist() == [3, 6, 6]
    assert plan["sets"].tolist() == [1, 2, 2]
    assert plan["reps_min"].tolist() == [10, 10, 15]


def test_after_a_gap_an_empty_cell_falls_back_to_the_program(load):
    plan = plan_of(load, "raise,left,2026-01-12,2026-01-19,6,,,", "raise,left,2026-01-26,,,2,,")

    assert plan["sessions_per_week"].tolist() == [3, 6, 3, 3]


def test_an_open_change_ends_where_the_next_one_begins(load):
    plan = plan_of(load, "raise,left,2026-01-12,,4,,,", "raise,left,2026-01-26,,5,,,")

    assert intervals(plan) == [("01-05", "01-12", 3), ("01-12", "01-26", 4), ("01-26", "", 5)]


def test_a_change_without_a_side_speaks_for_each_side(load):
    files = {"patients": patients(f"P1,{MONDAY},,3"), "sessions": log(f"{MONDAY} raise left 10")}
    change = HEADER + "P1,raise,,2026-01-12,,6,,,\n"

    plan = rs.build_plan(load(**files, prescriptions=change))
    changed = plan[plan["source"] == "prescriptions"]

    assert changed["side"].tolist() == ["left", "right"]


def test_a_change_outside_the_episode_is_cut_to_it(load):
    plan = plan_of(load, "raise,left,2025-12-01,2026-06-01,6,,,", end="2026-03-01")

    assert intervals(plan) == [("01-05", "03-01", 6)]


@pytest.mark.parametrize(
    ("changes", "ranges"),
    [
        pytest.param(["15,"], [(10, 12), (15, 15)], id="the maximum to a minimum above it"),
        pytest.param([",5"], [(10, 12), (5, 5)], id="the minimum to a maximum below it"),
        pytest.param(["20,", "10,"], [(10, 12), (20, 20), (10, 20)], id="a raised maximum stays"),
        pytest.param([",5", ",9"], [(10, 12), (5, 5), (5, 9)], id="a lowered minimum stays"),
        pytest.param(["20,", ",15", "9,"], [(10, 12), (20, 20), (15, 15), (9, 15)], id="in turn"),
    ],
)
def test_a_bound_that_is_not_stated_gives_way_to_the_one_that_is(load, changes, ranges):
    rows = [f"raise,left,2026-01-{12 + 7 * n},,,,{one}" for n, one in enumerate(changes)]
    plan = plan_of(load, *rows)

    assert list(zip(plan["reps_min"], plan["reps_max"], strict=True)) == ranges


@pytest.mark.parametrize("cells", ["5,", ",5"])
def test_one_bound_of_a_hold_where_there_was_none_is_the_hold(load, cells):
    header = "patient_id,exercise,side,valid_from,hold_min_s,hold_max_s\n"
    files = {"patients": patients(f"P1,{MONDAY},,3"), "sessions": log(f"{MONDAY} raise left 10")}

    plan = rs.build_plan(load(**files, prescriptions=f"{header}P1,raise,left,2026-01-12,{cells}\n"))
    changed = plan[plan["source"] == "prescriptions"]

    assert changed[["hold_min_s", "hold_max_s"]].to_numpy().tolist() == [[5, 5]]


def test_phases_set_the_frequency_unless_the_patient_has_one(tmp_path):
    (tmp_path / "sessions.csv").write_text(
        "patient_id,started_at,exercise,side,reps\nP1,2026-01-05T18:00,stiff_leg_bend,both,10\n"
    )
    (tmp_path / "patients.csv").write_text(
        "patient_id,program,start_date,sessions_per_week\n"
        "P1,spinal-stenosis,2026-01-05,\nP2,spinal-stenosis,2026-01-05,4\n"
    )

    plan = rs.build_plan(rs.load_caseload(tmp_path))
    bend = plan[plan["exercise"] == "stiff_leg_bend"]

    by_patient = {
        patient: own["sessions_per_week"].tolist()
        for patient, own in bend.groupby("patient_id", observed=True)
    }
    assert by_patient == {"P1": [7, 3], "P2": [4]}
    assert bend.loc[bend["source"] == "program", "valid_from"].tolist()[1] == pd.Timestamp(
        "2026-03-02"
    )


def test_an_exercise_of_another_program_can_be_prescribed(load):
    files = {"patients": patients(f"P1,{MONDAY},,3"), "sessions": log(f"{MONDAY} raise left 10")}
    change = HEADER + "P1,stiff_leg_bend,both,2026-01-12,,2,,,\n"

    plan = rs.build_plan(load(**files, prescriptions=change))
    guest = plan[plan["exercise"] == "stiff_leg_bend"]

    assert guest[["sessions_per_week", "reps_min", "reps_max"]].to_numpy().tolist() == [[2, 8, 12]]


@pytest.mark.parametrize("k", ["0", "28"])
def test_the_ends_of_the_frequency_range_are_plans(load, k):
    assert plan_of(load, k=k)["sessions_per_week"].tolist() == [int(k)]


def test_the_plan_of_any_caseload_keeps_its_schema(tmp_path):
    for seed in range(12):
        files = random_caseload(seed, n_patients=4, n_weeks=8).files
        plan = rs.build_plan(rs.load_caseload(write_files(files, tmp_path / str(seed))))

        Prescriptions.validate(plan, lazy=True)
        assert not plan.duplicated(list(key(Prescriptions))).any()
        assert plan.index.equals(pd.RangeIndex(len(plan)))


def test_the_plan_of_nobody_has_the_same_columns(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(f"{MONDAY} raise left 10"))

    nobody = rs.build_plan(caseload.only([]))

    assert nobody.empty
    pd.testing.assert_series_equal(
        nobody.dtypes.drop("patient_id"), rs.build_plan(caseload).dtypes.drop("patient_id")
    )


def test_a_change_after_the_last_phase_keeps_the_frequency_of_that_phase(tmp_path):
    (tmp_path / "sessions.csv").write_text(
        "patient_id,started_at,exercise,side,reps\nP1,2026-01-05T18:00,raise,both,10\n"
    )
    (tmp_path / "patients.csv").write_text("patient_id,program,start_date\nP1,short,2026-01-05\n")
    (tmp_path / "prescriptions.csv").write_text(HEADER + "P1,raise,,2026-02-02,2026-02-09,,2,,\n")
    (tmp_path / "short.toml").write_text(SHORT_PROGRAM)

    plan = rs.build_plan(
        rs.load_caseload(tmp_path, programs=[rs.load_program(tmp_path / "short.toml")])
    )

    assert intervals(plan) == [("01-05", "01-12", 7), ("01-12", "01-19", 2), ("02-02", "02-09", 2)]
    assert plan["sets"].tolist() == [1, 1, 2]
