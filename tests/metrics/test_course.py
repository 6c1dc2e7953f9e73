"""Windows, runs, persistence and streaks: how adherence runs over time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import rehabstats as rs
from conftest import log, patients
from oracle.caseloads import caseloads, write_files
from rehabstats.basis.groups import run_lengths

MONDAY = "2026-01-05"
UNITS = ("session", "exercise")


def on_days(*numbers: int) -> str:
    start = pd.Timestamp(MONDAY)
    rows = [f"{start + pd.Timedelta(days=n):%Y-%m-%d}" for n in numbers]
    return log(*(f"{day} raise both 10" for day in rows))


def ledger_of(load, *numbers: int, k: int = 7, as_of: str, end: str = "", **files: str):
    files = {"patients": patients(f"P1,{MONDAY},{end},{k}"), "sessions": on_days(*numbers)} | files
    return rs.build_ledger(load(**files), as_of=as_of, unit="session")


def test_a_window_as_long_as_the_observation_gives_one_window(load):
    ledger = ledger_of(load, *range(28), as_of="2026-02-02")

    windows = rs.adherence_windows(ledger, length_days=28)

    assert windows["window_start"].tolist() == [pd.Timestamp(MONDAY)]
    assert windows["n_due"].tolist() == [28]
    assert windows["session_adherence"].tolist() == [1.0]


def test_the_slots_of_all_weeks_are_due_where_a_single_window_fits(load):
    ledger = ledger_of(load, *range(7), as_of="2026-02-02")

    window = rs.adherence_windows(ledger, length_days=28).iloc[0]

    assert (window["n_due"], window["n_done"], window["session_adherence"]) == (28, 7, 0.25)


@pytest.mark.parametrize(
    ("length", "step", "n_due"),
    [
        (28, 1, [28, 28, 28]),
        (29, 28, [29]),
        (30, 30, [30]),
        (14, 7, [14, 14, 14]),
        (10, 3, [10] * 7),
        (7, 20, [7, 7]),
    ],
)
def test_every_day_of_a_window_is_due_for_who_is_asked_every_day(load, length, step, n_due):
    ledger = ledger_of(load, 0, as_of="2026-02-04")

    windows = rs.adherence_windows(ledger, length_days=length, step_days=step)

    assert windows["n_due"].tolist() == n_due


@settings(max_examples=15)
@given(caseloads(max_patients=3), st.integers(1, 40), st.integers(1, 15), st.sampled_from(UNITS))
def test_one_patient_alone_has_the_windows_that_it_has_in_any_caseload(case, length, step, unit):
    assume(case.files["sessions.csv"])
    with TemporaryDirectory() as folder:
        caseload = rs.load_caseload(write_files(case.files, Path(folder)))

    def windows(some: rs.Caseload) -> pd.DataFrame:
        ledger = rs.build_ledger(some, as_of=case.as_of, unit=unit)
        table = rs.adherence_windows(ledger, length_days=length, step_days=step)
        return table.astype({"patient_id": "str"})

    together = windows(caseload)
    for patient in caseload.patients["patient_id"]:
        alone = windows(caseload.only([patient]))
        own = together[together["patient_id"] == patient].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, own)


def test_an_observation_shorter_than_the_window_gives_none(load):
    ledger = ledger_of(load, *range(27), as_of="2026-02-01")

    assert rs.adherence_windows(ledger, length_days=28).empty


def test_windows_slide_by_their_step(load):
    ledger = ledger_of(load, *range(28), as_of="2026-02-16")

    windows = rs.adherence_windows(ledger, length_days=14, step_days=7)

    assert windows["session_adherence"].tolist() == [1.0, 1.0, 1.0, 0.5, 0.0]


@pytest.mark.parametrize("argument", ["length_days", "step_days"])
def test_a_window_of_no_days_is_refused(load, argument):
    ledger = ledger_of(load, 0, as_of="2026-02-16")

    with pytest.raises(
        ValueError, match=f"`{argument}`: got 0, expected a whole number, 1 or more"
    ):
        rs.adherence_windows(ledger, **{argument: 0})


def test_three_missed_slots_in_a_row_are_an_interruption(load):
    ledger = ledger_of(load, 0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, as_of="2026-01-19")

    runs = rs.missed_runs(ledger).iloc[0]

    assert (runs["longest_missed_run"], runs["n_interruptions"]) == (3, 1)
    assert runs["current_missed_run"] == 0


def test_a_run_goes_on_until_as_of(load):
    ledger = ledger_of(load, *range(7), as_of="2026-01-19")

    assert rs.missed_runs(ledger)["current_missed_run"].tolist() == [7]


def test_the_length_of_an_interruption_is_a_setting(load):
    ledger = ledger_of(load, *range(7), as_of="2026-01-14")

    counted = [
        rs.missed_runs(ledger, settings=rs.Settings(interruption_slots=slots)).iloc[0]
        for slots in (2, 3)
    ]

    assert [row["longest_missed_run"] for row in counted] == [2, 2]
    assert [row["n_interruptions"] for row in counted] == [1, 0]


def test_an_interruption_of_no_slots_is_refused(load):
    with pytest.raises(ValueError, match="`interruption_slots`: got 0"):
        rs.missed_runs(ledger_of(load, 0, as_of="2026-01-19"), interruption_slots=0)


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=40))
def test_run_lengths_equal_counting_by_hand(rows):
    rows = sorted(rows, key=lambda row: row[0])
    line = np.array([owner for owner, _ in rows], dtype="int64")
    member = np.array([missed for _, missed in rows], dtype=bool)

    expected, run, before = [], 0, None
    for owner, missed in rows:
        run = (run if owner == before else 0) + 1 if missed else 0
        expected.append(run)
        before = owner

    assert run_lengths(line, member).tolist() == expected


def persistence_of(load, *numbers: int, as_of: str, **files: str) -> pd.Series:
    files = {"patients": patients(f"P1,{MONDAY},,7"), "sessions": on_days(*numbers)} | files
    return rs.persistence(load(**files), as_of=as_of).iloc[0]


def test_days_to_the_first_session_count_from_the_start(load):
    assert persistence_of(load, 3, 4, as_of="2026-01-12")["days_to_first_session"] == 3


def test_a_gap_of_fourteen_days_is_permissible_and_fifteen_are_not(load):
    kept = persistence_of(load, 0, 15, as_of="2026-01-21")
    stopped = persistence_of(load, 0, 16, as_of="2026-01-22")

    assert (kept["longest_gap_days"], stopped["longest_gap_days"]) == (14, 15)
    assert pd.isna(kept["discontinued_on"])
    assert stopped["discontinued_on"] == pd.Timestamp("2026-01-06")
    assert stopped["resumed"]
    assert stopped["days_persisted"] == 1


def test_the_permissible_gap_is_a_setting_that_an_argument_overrides(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,7"), sessions=on_days(0, 11))
    how = {"as_of": "2026-01-17", "settings": rs.Settings(permissible_gap_days=9)}

    ten_days = rs.persistence(caseload, **how)
    overridden = rs.persistence(caseload, permissible_gap_days=10, **how)

    assert ten_days["discontinued_on"].tolist() == [pd.Timestamp("2026-01-06")]
    assert overridden["discontinued_on"].isna().all()


def test_the_days_of_a_pause_are_no_gap(load):
    pauses = "patient_id,start_date,end_date\nP1,2026-01-10,2026-01-20\n"

    row = persistence_of(load, 0, 20, as_of="2026-01-26", pauses=pauses)

    assert row["longest_gap_days"] == 9
    assert pd.isna(row["discontinued_on"])


def test_someone_still_going_is_censored_at_as_of(load):
    row = persistence_of(load, *range(0, 30, 2), as_of="2026-02-04")

    assert pd.isna(row["discontinued_on"])
    assert row["days_persisted"] == row["days_observed"] == 30


def test_someone_who_never_began_has_no_first_session(load):
    files = {
        "patients": patients(f"P1,{MONDAY},,7", f"P2,{MONDAY},,7"),
        "sessions": on_days(0),
    }

    row = rs.persistence(load(**files), as_of="2026-02-04").iloc[1]

    assert np.isnan(row["days_to_first_session"])
    assert pd.isna(row["first_session_on"])
    assert row["discontinued_on"] == pd.Timestamp(MONDAY)


def test_a_session_after_the_end_of_the_program_resumes_nothing(load):
    files = {"patients": patients(f"P1,{MONDAY},2026-02-02,7"), "sessions": on_days(0, 60)}

    row = rs.persistence(load(**files), as_of="2026-04-01").iloc[0]

    assert row["last_session_on"] == pd.Timestamp(MONDAY)
    assert not row["resumed"]


def test_a_negative_gap_is_refused(load):
    with pytest.raises(ValueError, match="`permissible_gap_days`: got -3, expected 0 or more"):
        rs.persistence(
            load(patients=patients(f"P1,{MONDAY},,7"), sessions=on_days(0)),
            as_of=MONDAY,
            permissible_gap_days=-3,
        )


def test_windows_longer_than_any_observation_are_none_at_once(load):
    ledger = ledger_of(load, 0, as_of="2026-02-16")

    assert rs.adherence_windows(ledger, length_days=10**9).empty


def test_the_open_week_can_extend_a_streak_and_never_breaks_it(load):
    done = [*range(14), 14, 15]
    on_wednesday = ledger_of(load, *done, as_of="2026-01-21")
    late_on_friday = ledger_of(load, *done, as_of="2026-01-23")
    all_done = ledger_of(load, *range(21), as_of="2026-01-25")

    assert rs.weekly_streak(on_wednesday)["streak_weeks"].tolist() == [2]
    assert rs.weekly_streak(late_on_friday)["streak_weeks"].tolist() == [2]
    assert rs.weekly_streak(all_done)["streak_weeks"].tolist() == [3]


def test_a_missed_week_ends_a_streak_once_it_is_over(load):
    ledger = ledger_of(load, *range(14), as_of="2026-01-26")

    streak = rs.weekly_streak(ledger).iloc[0]

    assert (streak["streak_weeks"], streak["longest_streak_weeks"]) == (0, 2)


def test_a_program_that_ended_in_mid_week_can_end_a_streak(load):
    ledger = ledger_of(load, *range(7), end="2026-01-15", as_of="2026-01-16")

    assert rs.weekly_streak(ledger)["streak_weeks"].tolist() == [0]


def test_a_paused_week_neither_lengthens_nor_ends_a_streak(load):
    pauses = "patient_id,start_date,end_date\nP1,2026-01-12,2026-01-19\n"
    done = [*range(7), *range(14, 21)]

    ledger = ledger_of(load, *done, as_of="2026-01-26", pauses=pauses)

    assert rs.weekly_streak(ledger)["streak_weeks"].tolist() == [2]
