"""Volume change: a week against the complete weeks just before it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from conftest import log, patients
from oracle.caseloads import caseloads, random_caseload, write_files
from oracle.slow_progress import differences, slow_volume_change
from rehabstats.metrics.volume_change import volume_change
from rehabstats.schemas.progress import VolumeChange
from rehabstats.settings import Settings

KEY = ["patient_id", "exercise", "side", "week"]
#: The Mondays of weeks 1 to 6.
MONDAYS = ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09")
AFTER_4 = MONDAYS[4]


def one_a_week(*reps: int | None, side: str = "left") -> str:
    """One session on each Monday from week 1 on, with these repetitions; None for no session."""
    return log(*(f"{m} raise {side} {n}" for m, n in zip(MONDAYS, reps, strict=False) if n))


def weeks_of(load, sessions, *, as_of, end="", side="left", options=None, **files) -> pd.DataFrame:
    caseload = load(patients=patients(f"P1,{MONDAYS[0]},{end},3"), sessions=sessions, **files)
    table = volume_change(caseload, as_of=as_of, settings=options or Settings())
    chosen = (table["exercise"] == "raise") & (table["side"] == side)
    return table[chosen].set_index("week")


def test_the_change_is_against_the_median_of_the_three_weeks_before(load):
    weeks = weeks_of(load, one_a_week(10, 20, 60, 30), as_of=AFTER_4)

    assert weeks.loc[4, "reference_reps"] == 20
    assert weeks.loc[4, "change"] == 0.5
    assert weeks.loc[4, "n_reference_weeks"] == 3


def test_a_fall_is_below_zero(load):
    assert weeks_of(load, one_a_week(20, 20, 20, 5), as_of=AFTER_4).loc[4, "change"] == -0.75


def test_two_reference_weeks_are_enough_and_their_median_is_their_mean(load):
    weeks = weeks_of(load, one_a_week(10, 20, 30), as_of=AFTER_4)

    assert (weeks.loc[3, "reference_reps"], weeks.loc[3, "change"]) == (15, 1.0)


def test_one_reference_week_is_too_few(load):
    week = weeks_of(load, one_a_week(10, 20, 30), as_of=AFTER_4).loc[2]

    assert np.isnan(week["change"])
    assert np.isnan(week["reference_reps"])
    assert (week["reason"], week["n_reference_weeks"]) == ("too_few_weeks", 1)


@pytest.mark.parametrize("other", ["hug both 5", "raise right 10", "raise left skip"])
def test_a_week_of_other_entries_counts_as_zero_repetitions(load, other):
    sessions = one_a_week(10, 20, 30) + log(f"{MONDAYS[3]} {other}").split("\n", 1)[1]
    week = weeks_of(load, sessions, as_of=AFTER_4).loc[4]

    assert (week["n_reps"], week["change"]) == (0, -1.0)


def test_in_a_week_without_any_entry_nobody_knows_how_many_there_were(load):
    week = weeks_of(load, one_a_week(10, 20, 30), as_of=AFTER_4).loc[4]

    assert np.isnan(week["n_reps"])
    assert np.isnan(week["change"])
    assert (week["reason"], week["reference_reps"]) == ("nothing_recorded", 20)


def test_entries_of_another_patient_say_nothing_about_a_week(load):
    people = patients(f"P1,{MONDAYS[0]},,3", f"P2,{MONDAYS[0]},,3")
    sessions = one_a_week(10, 20, 30) + f"P2,{MONDAYS[3]}T18:00,raise,left,,10,,done,\n"
    table = volume_change(load(patients=people, sessions=sessions), as_of=AFTER_4)

    fourth = table[(table["week"] == 4) & (table["side"] == "left")].set_index("patient_id")
    assert fourth["n_reps"].fillna(-1).to_dict() == {"P1": -1, "P2": 10}


def test_an_entry_after_as_of_does_not_tell_of_its_week(load):
    sessions = log(f"{MONDAYS[0]} raise left 10", "2026-01-16 raise left 10")
    before, on_the_day = (
        weeks_of(load, sessions, as_of=day).loc[2] for day in ("2026-01-15", "2026-01-16")
    )

    assert (before["reason"], on_the_day["reason"]) == ("nothing_recorded", "open_week")
    assert np.isnan(before["n_reps"])
    assert on_the_day["n_reps"] == 10


def test_what_is_not_known_comes_before_an_open_or_a_paused_week_as_a_reason(load):
    pause = f"patient_id,start_date,end_date\nP1,{MONDAYS[1]},{MONDAYS[2]}\n"
    weeks = weeks_of(load, one_a_week(10), as_of="2026-01-20", pauses=pause)

    assert weeks["reason"].tolist() == ["too_few_weeks", "nothing_recorded", "nothing_recorded"]


def test_a_week_without_any_entry_is_no_reference(load):
    weeks = weeks_of(load, one_a_week(10, None, 20, 30), as_of=AFTER_4)

    assert (weeks.loc[4, "n_reference_weeks"], weeks.loc[4, "reference_reps"]) == (2, 15)
    assert weeks.loc[4, "change"] == 1.0


def test_after_weeks_without_any_entry_there_is_nothing_to_compare_with(load):
    week = weeks_of(load, one_a_week(10, 10, None, None, 30), as_of=MONDAYS[5]).loc[5]

    assert np.isnan(week["reference_reps"])
    assert (week["n_reps"], week["n_reference_weeks"]) == (30, 1)
    assert week["reason"] == "too_few_weeks"


def test_none_of_it_in_the_weeks_before_is_a_restart_and_no_infinite_rise(load):
    others = [f"{monday} hug both 5" for monday in MONDAYS[:2]]
    week = weeks_of(load, log(*others, f"{MONDAYS[2]} raise left 10"), as_of=AFTER_4).loc[3]

    assert np.isnan(week["change"])
    assert (week["reason"], week["reference_reps"]) == ("restart", 0)


def test_the_week_is_open_until_its_seventh_day_is_over(load):
    sessions = one_a_week(10, 10, 10, 20)
    last_day, next_day = (
        weeks_of(load, sessions, as_of=day).loc[4] for day in ("2026-02-01", "2026-02-02")
    )

    assert (last_day["reason"], last_day["is_complete"]) == ("open_week", False)
    assert np.isnan(last_day["change"])
    assert last_day["reference_reps"] == 10
    assert (next_day["change"], next_day["is_complete"]) == (1.0, True)


def test_a_week_cut_by_the_end_of_the_episode_is_an_open_one(load):
    week = weeks_of(load, one_a_week(10, 10, 10), as_of="2026-03-01", end="2026-01-22").loc[3]

    assert (week["reason"], week["is_complete"]) == ("open_week", False)


def test_a_week_that_ends_with_the_episode_is_complete(load):
    week = weeks_of(load, one_a_week(10, 10, 20), as_of="2026-03-01", end="2026-01-26").loc[3]

    assert week["change"] == 1.0


def test_a_paused_day_makes_the_week_partial_and_no_reference(load):
    pause = "patient_id,start_date,end_date\nP1,2026-01-14,2026-01-15\n"
    weeks = weeks_of(load, one_a_week(10, 50, 20, 30), as_of=AFTER_4, pauses=pause)

    assert (weeks.loc[2, "reason"], weeks.loc[2, "is_complete"]) == ("partial_week", False)
    assert weeks.loc[2, "n_reps"] == 50
    assert (weeks.loc[4, "reference_reps"], weeks.loc[4, "n_reference_weeks"]) == (15, 2)


def test_an_exercise_taken_out_is_in_no_complete_week(load):
    change = "patient_id,exercise,side,valid_from,sessions_per_week\nP1,raise,both,2026-01-19,0\n"
    weeks = weeks_of(load, one_a_week(10, 10, 10), as_of=AFTER_4, prescriptions=change)

    assert (weeks.loc[3, "reason"], weeks.loc[3, "n_reps"]) == ("partial_week", 10)
    assert np.isnan(weeks.loc[3, "asked_reps_max"])


def test_a_change_of_prescription_within_the_week_leaves_it_complete(load):
    change = "patient_id,exercise,side,valid_from,reps_min,reps_max\nP1,raise,both,2026-01-21,20,25"
    week = weeks_of(load, one_a_week(10, 10, 20), as_of=AFTER_4, prescriptions=change).loc[3]

    assert week["change"] == 1.0
    # Two days ask for round(3 x 2/7) = 1 slot of 12, five for round(3 x 5/7) = 2 slots of 25.
    assert week["asked_reps_max"] == 12 + 2 * 25


def test_what_is_asked_for_at_most_is_slots_times_sets_times_reps_max(load):
    change = "patient_id,exercise,side,valid_from,sets\nP1,raise,left,2026-01-12,2\n"
    weeks = weeks_of(load, one_a_week(10), as_of=AFTER_4, prescriptions=change)

    assert weeks["asked_reps_max"].tolist()[:2] == [3 * 12, 3 * 2 * 12]


def test_an_open_week_is_asked_for_as_a_whole(load):
    weeks = weeks_of(load, one_a_week(10), as_of=MONDAYS[1])

    assert weeks.loc[2, "asked_reps_max"] == 36


def test_repetitions_that_nobody_counted_are_not_zero(load):
    sessions = log(*(f"{m} raise left 10" for m in (MONDAYS[0], MONDAYS[2], MONDAYS[3])))
    sessions += f"P1,{MONDAYS[1]}T18:00,raise,left,,,30,done,\n"
    weeks = weeks_of(load, sessions, as_of=AFTER_4)

    assert weeks.loc[2, "reason"] == "not_counted"
    assert np.isnan(weeks.loc[2, "n_reps"])
    assert (weeks.loc[4, "n_reference_weeks"], weeks.loc[4, "change"]) == (2, 0.0)


def test_repetitions_beside_a_set_that_nobody_counted_stand_without_a_change(load):
    sessions = one_a_week(10, 10, 20) + f"P1,{MONDAYS[2]}T19:00,raise,left,,,30,done,\n"
    week = weeks_of(load, sessions, as_of=AFTER_4).loc[3]

    assert (week["n_reps"], week["reason"]) == (20, "not_counted")
    assert np.isnan(week["change"])


def test_only_timed_holds_are_no_restart(load):
    sessions = "".join(f"P1,{m}T18:00,hug,both,,,30,done,\n" for m in MONDAYS[:4])
    caseload = load(patients=patients(f"P1,{MONDAYS[0]},,3"), sessions=log() + sessions)
    table = volume_change(caseload, as_of=AFTER_4)

    assert table.loc[(table["exercise"] == "hug") & (table["week"] == 4), "reason"].tolist() == [
        "not_counted"
    ]


def test_both_counts_on_each_side_of_an_exercise_done_per_side(load):
    sessions = one_a_week(10, 10, 20, side="both")
    left, right = (weeks_of(load, sessions, as_of=AFTER_4, side=s) for s in ("left", "right"))

    assert left.loc[3, "change"] == right.loc[3, "change"] == 1.0


def test_sets_of_unknown_side_have_rows_without_a_change(load):
    weeks = weeks_of(load, one_a_week(10, 10, 20, side="unknown"), as_of=AFTER_4, side="unknown")

    assert weeks["n_reps"].tolist() == [10, 10, 20]
    assert weeks["reason"].tolist() == ["partial_week"] * 3
    assert weeks["asked_reps_max"].isna().all()


def test_weeks_before_the_start_have_no_row(load):
    sessions = log("2026-01-01 raise left 10", f"{MONDAYS[0]} raise left 10")

    assert weeks_of(load, sessions, as_of=AFTER_4).index.min() == 1


def test_the_numbers_of_weeks_are_settings(load):
    sessions = one_a_week(10, 20, 90, 90)
    options = Settings(reference_weeks=1, reference_weeks_min=1)
    weeks = weeks_of(load, sessions, as_of=AFTER_4, options=options)

    assert weeks["change"].fillna(-9).tolist() == [-9, 1.0, 3.5, 0.0, -9]


def test_a_patient_who_starts_later_has_no_week(load):
    caseload = load(patients=patients("P1,2026-03-02,,3"), sessions=log("2026-03-02 raise left 10"))

    assert volume_change(caseload, as_of="2026-02-01").empty


def test_the_frame_keeps_its_schema_and_equals_the_slow_one():
    caseload = rs.load_caseload("data/sample")
    as_of = caseload.last_entry
    table = volume_change(caseload, as_of=as_of)

    VolumeChange.validate(table, lazy=True)
    assert differences(table, KEY, slow_volume_change(caseload, as_of.date())) == []
    assert not table.duplicated(KEY).any()
    assert table[KEY].equals(table[KEY].sort_values(KEY))


@pytest.mark.parametrize("seed", range(3))
def test_random_caseloads_equal_the_slow_ones(seed):
    case = random_caseload(seed, n_patients=4, n_weeks=8)
    with TemporaryDirectory() as folder:
        caseload = rs.load_caseload(write_files(case.files, Path(folder)))

    table = volume_change(caseload, as_of=case.as_of)

    VolumeChange.validate(table, lazy=True)
    assert differences(table, KEY, slow_volume_change(caseload, case.as_of)) == []


@settings(max_examples=10)
@given(case=caseloads(max_patients=2), factor=st.sampled_from([2, 3]))
def test_a_change_has_no_unit_of_its_own(case, factor):
    rows = case.files["sessions.csv"]
    if not rows:
        return
    more = [{**row, "reps": str(int(row["reps"]) * factor)} for row in rows]
    tables = []
    for sessions in (rows, more):
        with TemporaryDirectory() as folder:
            write_files({**case.files, "sessions.csv": sessions}, Path(folder))
            tables.append(volume_change(rs.load_caseload(folder), as_of=case.as_of))

    np.testing.assert_allclose(tables[0]["change"], tables[1]["change"])
    np.testing.assert_array_equal(tables[1]["n_reps"], factor * tables[0]["n_reps"])


@settings(max_examples=10)
@given(case=caseloads(max_patients=3), seed=st.integers(0, 2**32 - 1))
def test_neither_the_order_of_rows_nor_another_patient_changes_a_number(case, seed):
    rows = case.files["sessions.csv"]
    first = case.files["patients.csv"][0]["patient_id"]
    alone = {
        name: kept
        for name, table in case.files.items()
        if (kept := [row for row in table if row["patient_id"] == first])
    }
    if not rows or not rows[0]["session_id"] or "sessions.csv" not in alone:
        return
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    tables = []
    for files in (case.files, {**case.files, "sessions.csv": shuffled}, alone):
        with TemporaryDirectory() as folder:
            caseload = rs.load_caseload(write_files(files, Path(folder)))
        tables.append(volume_change(caseload, as_of=case.as_of).astype({"patient_id": "str"}))

    assert tables[0].equals(tables[1])
    own = tables[0][tables[0]["patient_id"] == first].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, tables[2])
