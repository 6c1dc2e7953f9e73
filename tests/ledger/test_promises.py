"""What the ledger promises, one sentence a test."""

from __future__ import annotations

import pandas as pd
import pytest

import rehabstats as rs
from conftest import log, patients, states

MONDAY = "2026-01-05"


def days(*numbers: int, reps: str = "10", exercise: str = "raise", side: str = "left") -> list[str]:
    start = pd.Timestamp(MONDAY)
    return [f"{start + pd.Timedelta(days=n):%Y-%m-%d} {exercise} {side} {reps}" for n in numbers]


def test_on_a_monday_nothing_of_a_five_a_week_plan_is_late(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,5"), sessions=log(*days(0)))

    ledger = rs.build_ledger(caseload, as_of=MONDAY)

    assert states(ledger) == ["done", "open", "open", "open", "open"]


def test_the_deadlines_of_three_a_week_are_the_last_three_days(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0)))

    slots = rs.build_ledger(caseload, as_of=MONDAY).slots

    due = slots.loc[(slots["exercise"] == "raise") & (slots["side"] == "left"), "due_on"]
    assert due.dt.strftime("%a").tolist() == ["Fri", "Sat", "Sun"]


def test_ten_slots_in_seven_days_share_days(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,10"), sessions=log(*days(0)))

    slots = rs.build_ledger(caseload, as_of=MONDAY).slots

    due = slots.loc[(slots["exercise"] == "raise") & (slots["side"] == "left"), "due_on"]
    assert (due.dt.day_of_week + 1).tolist() == [1, 2, 3, 3, 4, 5, 5, 6, 7, 7]


def test_the_as_of_day_never_counts_against_anyone(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,7"), sessions=log(*days(1)))

    on_the_day = rs.build_ledger(caseload, as_of="2026-01-06")
    a_day_later = rs.build_ledger(caseload, as_of="2026-01-08")

    assert states(on_the_day) == ["done", *["open"] * 6]
    assert states(a_day_later) == ["done", "unrecorded", "unrecorded", *["open"] * 4]


def test_a_fully_done_twelve_week_program_is_at_100_percent_on_every_day(load):
    every_day = range(84)
    rows = [
        row
        for exercise, side, reps in (("raise", "both", "10"), ("hug", "both", "5"))
        for row in days(*every_day, reps=reps, exercise=exercise, side=side)
    ]
    caseload = load(patients=patients(f"P1,{MONDAY},2026-03-30,7"), sessions=log(*rows))

    for day in pd.date_range(MONDAY, "2026-04-02"):
        table = rs.adherence(rs.build_ledger(caseload, as_of=day), by=["patient_id"])
        assert table["session_adherence"].tolist() == [1.0], day
        assert table["dose_adherence"].tolist() == [1.0], day


def test_future_days_and_the_open_week_are_never_missed(load):
    caseload = load(patients=patients(f"P1,{MONDAY},2026-12-31,3"), sessions=log(*days(0)))

    ledger = rs.build_ledger(caseload, as_of="2026-01-08")

    assert states(ledger) == ["done", "open", "open"]
    assert ledger.weeks["week"].max() == 1


def test_raising_the_frequency_in_week_5_leaves_weeks_1_to_4_as_they_were(load):
    files = {"patients": patients(f"P1,{MONDAY},,3"), "sessions": log(*days(0, 30))}
    header = "patient_id,exercise,side,valid_from,sessions_per_week\n"
    before = rs.build_ledger(load(**files), as_of="2026-02-20").slots
    change = header + "P1,raise,left,2026-02-02,6\n"
    after = rs.build_ledger(load(**files, prescriptions=change), as_of="2026-02-20").slots

    past = ["week", "due_on", "state"]
    pd.testing.assert_frame_equal(
        before.loc[before["week"] <= 4, past].reset_index(drop=True),
        after.loc[after["week"] <= 4, past].reset_index(drop=True),
    )
    in_week_5 = (after["week"] == 5) & (after["exercise"] == "raise") & (after["side"] == "left")
    assert in_week_5.sum() == 6


def test_removing_an_exercise_keeps_its_past_slots(load):
    change = "patient_id,exercise,side,valid_from,sessions_per_week\nP1,raise,left,2026-01-12,0\n"
    caseload = load(
        patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0)), prescriptions=change
    )

    ledger = rs.build_ledger(caseload, as_of="2026-01-25")

    assert states(ledger) == ["done", "unrecorded", "unrecorded"]
    assert len(states(ledger, side="right")) == 9


def test_a_pause_in_mid_week_keeps_a_three_a_week_plan_at_100_percent(load):
    pause = "patient_id,start_date,end_date\nP1,2026-01-07,2026-01-12\n"
    rows = days(0, side="both") + days(0, exercise="hug", side="both", reps="5")
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*rows), pauses=pause)

    ledger = rs.build_ledger(caseload, as_of="2026-01-12")
    table = rs.weekly_adherence(ledger)

    assert states(ledger)[:3] == ["done", "excused", "excused"]
    assert (table.loc[table["week"] == 1, "session_adherence"] == 1).all()


def test_an_explicit_skip_is_not_the_same_as_nothing_recorded(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0, reps="skip")))

    ledger = rs.build_ledger(caseload, as_of="2026-01-12")

    assert states(ledger)[:3] == ["skipped", "unrecorded", "unrecorded"]


def test_a_session_without_the_exercise_makes_its_slot_omitted(load):
    rows = days(0, side="right")
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*rows))

    ledger = rs.build_ledger(caseload, as_of="2026-01-12")

    assert states(ledger)[:3] == ["omitted", "unrecorded", "unrecorded"]


def test_a_session_at_23_59_stays_on_its_day(load):
    rows = ["2026-01-11T23:59 raise left 10"]
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*rows))

    ledger = rs.build_ledger(caseload, as_of="2026-01-12")

    assert ledger.slots.loc[ledger.slots["state"] == "done", "week"].tolist() == [1]


def test_the_hour_that_daylight_saving_repeats_loses_nothing(load):
    rows = ["2026-10-25T02:30+02:00 raise left 10", "2026-10-25T02:30+01:00 raise left 10"]
    caseload = load(patients=patients("P1,2026-10-19,,7"), sessions=log(*rows))

    ledger = rs.build_ledger(caseload, as_of="2026-10-26")

    assert len(caseload.sessions) == 2
    assert states(ledger).count("done") == 2


def test_program_weeks_survive_new_year_and_week_53(load):
    caseload = load(patients=patients("P1,2026-12-21,,3"), sessions=log("2027-01-02 raise left 10"))

    ledger = rs.build_ledger(caseload, as_of="2027-01-18")

    assert sorted(ledger.weeks["week"].unique()) == [1, 2, 3, 4, 5]
    assert ledger.slots.loc[ledger.slots["state"] == "done", "week"].tolist() == [2]


def test_two_sessions_on_one_day_are_two_sessions_and_one_day(load):
    rows = ["2026-01-05T08:00 raise left 10", "2026-01-05T20:00 raise left 10"]
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*rows))

    table = rs.definitions(caseload, as_of="2026-01-12").set_index("definition")["counted"]

    assert table["session"] == 2
    assert table["day"] == 1


def test_over_performance_is_visible_and_never_pays_for_a_missed_slot(load):
    rows = days(0, 1, 2, 3, 4)
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*rows))

    ledger = rs.build_ledger(caseload, as_of="2026-01-12")

    assert states(ledger) == ["done"] * 3 + ["extra"] * 2 + ["open"] * 3


def test_a_both_row_of_an_exercise_prescribed_per_side_counts_on_each_side(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0, side="both")))

    ledger = rs.build_ledger(caseload, as_of=MONDAY)

    assert states(ledger, side="left")[0] == states(ledger, side="right")[0] == "done"
    assert states(ledger, side="both") == []


def test_an_unknown_side_fills_nothing_and_is_counted(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0, side="unknown")))

    ledger = rs.build_ledger(caseload, as_of=MONDAY)

    assert set(ledger.slots["state"]) == {"open"}
    assert ledger.n_sets_unknown_side == 1


def test_fewer_repetitions_than_asked_fill_a_slot_partially(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0, reps="9")))

    slots = rs.build_ledger(caseload, as_of=MONDAY).slots
    filled = slots[slots["state"] == "partial"]

    assert filled[["reps_done", "reps_asked"]].to_numpy().tolist() == [[9.0, 10.0]]


@pytest.mark.parametrize(
    ("hold", "state"),
    [
        pytest.param("5", "done", id="long enough"),
        pytest.param("4.9", "partial", id="too short"),
        pytest.param("", "done", id="not recorded: judged on repetitions alone"),
    ],
)
def test_a_prescribed_hold_counts_if_it_was_recorded(load, hold, state):
    sessions = f"patient_id,started_at,exercise,side,reps,hold_s\nP1,{MONDAY},hug,both,5,{hold}\n"
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=sessions)

    assert states(rs.build_ledger(caseload, as_of=MONDAY), "hug", "both")[0] == state


def test_later_entries_are_ignored_and_counted(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0, 1, 2)))

    ledger = rs.build_ledger(caseload, as_of=MONDAY)

    assert states(ledger) == ["done", "open", "open"]
    assert ledger.n_sets_after_as_of == 2


def test_before_the_start_nothing_is_due(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0)))

    ledger = rs.build_ledger(caseload, as_of="2025-12-31")

    assert ledger.slots.empty
    assert ledger.weeks.empty


def test_a_patient_without_any_log_has_every_slot_unrecorded(load):
    rows = log(*days(0))
    caseload = load(patients=patients(f"P1,{MONDAY},,3", f"P2,{MONDAY},,3"), sessions=rows)

    slots = rs.build_ledger(caseload, as_of="2026-01-12").slots

    states_of_p2 = slots.loc[(slots["patient_id"] == "P2") & (slots["week"] == 1), "state"]
    assert set(states_of_p2) == {"unrecorded"}
    assert len(states_of_p2) == 9


def test_a_skipped_slot_names_the_session_that_explains_it(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(3, reps="skip")))

    slots = rs.build_ledger(caseload, as_of="2026-01-12").slots

    assert slots.loc[slots["state"] == "skipped", "session_id"].tolist() == ["2026-01-08T18:00"]


@pytest.mark.parametrize("as_of", ["tomorrow-ish", None, "2026-01-05T00:00+01:00"])
def test_an_as_of_that_is_no_local_date_is_refused(load, as_of):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0)))

    with pytest.raises(ValueError, match=r"`as_of`: got .*, expected a"):
        rs.build_ledger(caseload, as_of=as_of)


@pytest.mark.parametrize("as_of", ["today", "03/04/2026", 20260331, "9999-12-31", 1.5, "2026"])
def test_no_as_of_is_guessed(load, as_of):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0)))

    with pytest.raises(ValueError, match="expected a date from 2000-01-01 to 2099-12-31"):
        rs.build_ledger(caseload, as_of=as_of)


@pytest.mark.parametrize("unit", ["exercise", "session"])
def test_a_caseload_in_which_nothing_is_asked_for_has_only_extras(load, unit):
    caseload = load(patients=patients(f"P1,{MONDAY},,0"), sessions=log(*days(0)))

    slots = rs.build_ledger(caseload, as_of="2026-01-12", unit=unit).slots

    assert slots["state"].tolist() == ["extra"]


@pytest.mark.parametrize(("hold", "reps"), [("5.3", ("10", "9")), ("4.1", ("6", "14"))])
def test_a_hold_met_exactly_in_tenths_of_a_second_is_done(load, hold, reps):
    change = "patient_id,exercise,side,valid_from,hold_min_s,hold_max_s\n"
    change += f"P1,hug,both,{MONDAY},{hold},8\n"
    sessions = "patient_id,started_at,exercise,side,set_no,reps,hold_s\n" + "".join(
        f"P1,{MONDAY},hug,both,{number},{n},{hold}\n" for number, n in enumerate(reps, start=1)
    )
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=sessions, prescriptions=change)

    assert states(rs.build_ledger(caseload, as_of=MONDAY), "hug", "both")[0] == "done"


def test_another_unit_is_refused(load):
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=log(*days(0)))

    with pytest.raises(ValueError, match="`unit`: got 'set', expected 'exercise' or 'session'"):
        rs.build_ledger(caseload, as_of=MONDAY, unit="set")
