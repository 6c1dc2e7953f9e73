"""Visit periods: each promise of the docstring, and what logs do to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import rehabstats as rs
from conftest import patients
from rehabstats.schemas.visit import VisitPeriods

START = date(2026, 1, 5)
HEADER = (
    "patient_id,started_at,exercise,side,reps,hold_s,pain_during_nrs,status,skip_reason,"
    "recorded_at\n"
)
PRESCRIPTIONS = "patient_id,exercise,side,valid_from,sessions_per_week,sets,reps_min,reps_max\n"
PAUSES = "patient_id,start_date,end_date\n"
CHECKINS = "patient_id,date,activity,score_psfs\n"


def on(day: int) -> str:
    """A day counted from the start of the program, which is day 1."""
    return f"{START + timedelta(day - 1)}"


def done(
    day: int, sides: str = "left", *, reps: int = 10, exercise: str = "raise",
    pain: object = "", hold: object = "", lag: int | None = None, patient: str = "P1",
) -> str:  # fmt: skip
    """One set on each of the sides, entered some days later where it says so."""
    entered = "" if lag is None else f"{on(day + lag)}T20:00"
    return "".join(
        f"{patient},{on(day)}T18:00,{exercise},{side},{reps},{hold},{pain},done,,{entered}\n"
        for side in sides.split()
    )


def skipped(day: int, why: str, side: str = "left") -> str:
    return f"P1,{on(day)}T18:00,raise,{side},0,,,skipped,{why},\n"


def visit(
    load: Callable[..., rs.Caseload], *rows: str, since: int = 8, until: int = 14,
    who: tuple[str, ...] = (), settings: rs.Settings | None = None, **files: str,
) -> pd.DataFrame:  # fmt: skip
    """Before and since a visit on a day, with 7 sessions a week unless stated."""
    people = patients(*(who or (f"P1,{START},,7",)))
    caseload = load(patients=people, sessions=HEADER + "".join(rows), **files)
    more = {} if settings is None else {"settings": settings}
    table = rs.visit_periods(caseload, since=on(since), as_of=on(until), **more)
    VisitPeriods.validate(table)
    return table


def dates(table: pd.DataFrame, name: str) -> list[str | None]:
    return [None if pd.isna(day) else f"{day:%m-%d}" for day in table[name]]


# Promises -------------------------------------------------------------------------------------


def test_as_many_days_lie_before_the_visit_as_since(load):
    table = visit(load, done(1), since=8, until=12)

    assert table["period"].tolist() == ["before", "since"]
    assert dates(table, "first_on") == ["01-07", "01-12"]
    assert dates(table, "last_on") == ["01-11", "01-16"]


def test_the_day_of_the_visit_belongs_to_the_days_since(load):
    assert visit(load, done(7), done(8), done(9))["n_sessions"].tolist() == [1, 2]


def test_as_of_is_the_last_day_and_later_entries_are_left_out(load):
    inside = (done(14, pain=2),)
    later = (done(15, pain=9), skipped(16, "pain"))
    rated = CHECKINS + f"P1,{on(14)},stairs,5\n"

    table = visit(load, *inside, checkins=rated)
    with_later = visit(load, *inside, *later, checkins=rated + f"P1,{on(15)},socks,1\n")

    assert table["n_sessions"].tolist() == [0, 1]
    assert table["function_psfs_mean"].tolist()[1] == 5
    pd.testing.assert_frame_equal(with_later, table)


def test_an_entry_is_late_from_the_second_day_on_unless_the_settings_say_otherwise(load):
    rows = [done(7, lag=3), done(8, lag=0), done(9, lag=1), done(10, lag=2), done(11, lag=3)]

    assert visit(load, *rows)["n_entered"].tolist() == [1, 4]
    assert visit(load, *rows)["n_late"].tolist() == [1, 2]
    strict = rs.Settings(backfill_days=1)
    assert visit(load, *rows, settings=strict)["n_late"].tolist() == [1, 3]


def test_each_patient_has_both_periods_in_the_order_of_the_file(load):
    table = visit(load, done(1), who=(f"P2,{START},,7", f"P1,{START},,7"))

    assert table["patient_id"].tolist() == ["P2", "P2", "P1", "P1"]
    assert table["period"].tolist() == ["before", "since"] * 2


def test_before_the_start_nothing_is_due_and_what_was_done_is_extra(load):
    table = visit(load, done(3, pain=9), done(6), who=(f"P1,{on(5)},,7",))

    assert dates(table, "first_on") == ["01-05", "01-12"]
    assert table["n_sessions"].tolist() == [2, 0]
    assert table["n_extra"].tolist() == [1, 0]
    assert table["n_due"].tolist()[0] == 3
    assert table["pain_during_nrs_median"].tolist()[0] == 9


def test_a_period_before_the_start_without_an_entry_has_counts_of_zero_and_no_numbers(load):
    before = visit(load, done(8, pain=2, lag=0), who=(f"P1,{on(8)},,7",)).iloc[0]

    counts = [name for name in before.index if name.startswith("n_")]
    assert before[counts].tolist() == [0] * len(counts)
    shares = ["session_adherence", "session_adherence_low", "session_adherence_high"]
    others = ["pain_during_nrs_median", "function_psfs_mean", "symmetry"]
    assert before[[*shares, *others]].isna().all()


@pytest.mark.parametrize(
    ("since", "as_of", "message"),
    [
        pytest.param("soon", "2026-01-18", "`since`: got 'soon', expected a date", id="no day"),
        pytest.param("2026-01-12", "later", "`as_of`: got 'later', expected a date", id="no end"),
        pytest.param(
            "2026-01-19", "2026-01-18",
            "`since`: got '2026-01-19', expected a day up to as_of, 2026-01-18",
            id="the visit after as_of",
        ),
    ],
)  # fmt: skip
def test_days_that_are_none_and_a_visit_after_as_of_are_refused(since, as_of, message):
    with pytest.raises(ValueError, match=message):
        rs.visit_periods(rs.load_caseload("data/sample"), since=since, as_of=as_of)


def test_what_was_done_before_a_visit_in_mid_week_is_not_told_as_done_since(load):
    # Once a week: the deadlines are day 7 and day 14.
    table = visit(load, done(1), since=5, until=16, who=(f"P1,{START},,1",))

    assert table["n_sessions"].tolist() == [1, 0]
    assert table["n_done"].tolist() == [1, 0]
    assert table["n_unrecorded"].tolist() == [0, 1]


def test_every_definition_of_adherence_since_a_visit_leaves_out_what_was_done_before(load):
    caseload = load(patients=patients(f"P1,{START},,2"), sessions=HEADER + done(1) + done(4))

    table = rs.definitions(caseload, since=on(4), as_of=on(9)).set_index("definition")

    # The deadlines of both sessions of week 1 are after the visit: days 6 and 7.
    assert table.loc["session", ["counted", "asked"]].tolist() == [1, 1]
    assert table.loc["exercise", "counted"] == 1


def test_a_session_that_makes_up_for_days_before_the_visit_counts_on_its_own_day(load):
    # Every day of the week: the only session fills the slot of day 1.
    table = visit(load, done(6), since=4, until=6, who=(f"P1,{START},,7",))

    assert table["n_done"].tolist() == [0, 1]
    assert table["n_due"].tolist() == [2, 3]


def test_an_extra_session_belongs_to_the_period_of_its_day(load):
    rows = [done(1), done(2), done(6)]

    assert visit(load, *rows, since=5, until=9, who=(f"P1,{START},,1",))["n_extra"].tolist() == [
        1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        pytest.param(4, [4, 0], id="the week began before the visit"),
        pytest.param(1, [0, 4], id="the week began on the day of the visit"),
        pytest.param(8, [0, 0], id="the week began before both periods"),
    ],
)
def test_an_excused_slot_belongs_to_the_period_of_the_first_day_of_its_week(load, since, expected):
    paused = PAUSES + f"P1,{on(4)},{on(8)}\n"  # days 4 to 7

    table = visit(load, done(1), since=since, until=since + 3, pauses=paused)

    assert table["n_excused"].tolist() == expected


def test_sides_are_compared_in_repetitions_of_exercises_that_are_done_per_side(load):
    rows = [done(8, "left", reps=20), done(8, "right"), done(8, "both", exercise="hug", reps=50)]
    since = visit(load, *rows).iloc[1]

    assert (since["n_reps_left"], since["n_reps_right"]) == (20, 10)
    assert since["symmetry"] == 0.5
    assert pd.isna(since["symmetry_reason"])


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param("3,1,10,12", id="less often"),
        pytest.param("7,2,10,12", id="more sets"),
        pytest.param("7,1,6,12", id="fewer repetitions"),
        pytest.param("7,1,10,20", id="a wider range"),
    ],
)
def test_sides_of_which_different_amounts_were_asked_for_are_not_compared(load, changed):
    left_differs = PRESCRIPTIONS + f"P1,raise,left,{on(8)},{changed}\n"

    table = visit(load, done(7, "left right"), done(8, "left right"), prescriptions=left_differs)

    assert table["symmetry"].tolist()[0] == 0
    assert np.isnan(table["symmetry"].tolist()[1])
    assert table["symmetry_reason"].astype("object").tolist()[1] == "prescriptions_differ"


def test_function_is_the_mean_of_days_on_which_every_activity_was_rated(load):
    rated = ((7, "stairs", 2), (7, "socks", 4), (8, "stairs", 6), (8, "socks", 8), (9, "stairs", 0))
    rows = CHECKINS + "".join(f"P1,{on(day)},{what},{score}\n" for day, what, score in rated)
    table = visit(load, done(1), checkins=rows)

    assert table["function_psfs_mean"].tolist() == [3, 7]
    assert table["n_dates_rated"].tolist() == [1, 1]


# What the columns count -----------------------------------------------------------------------


def test_states_are_counted_as_the_ledger_of_whole_sessions_has_them(load):
    # Week 2: done on two days, skipped on one, nothing recorded on three; day 14 is not over.
    since = visit(load, done(8), done(9), skipped(10, "time")).iloc[1]

    states = ("done", "skipped", "unrecorded", "open", "extra")
    assert since[[f"n_{state}" for state in states]].tolist() == [2, 1, 3, 1, 0]
    assert since["n_due"] == 6
    assert since["session_adherence"] == pytest.approx(2 / 6)
    assert since["session_adherence_high"] == pytest.approx(2 / 3)


def test_pain_is_the_median_of_sessions_in_which_exercises_and_sides_count_once(load):
    twice = done(8, "left", pain=0) + done(8, "left", pain=0) + done(8, "right", pain=4)
    since = visit(load, twice, done(9, pain=3), done(10, pain=10), done(11)).iloc[1]

    assert since["pain_during_nrs_median"] == 3  # of 2, 3 and 10
    assert (since["n_sessions"], since["n_rated"]) == (4, 3)


def test_a_day_on_which_sets_were_skipped_because_of_pain_counts_once(load):
    rows = [skipped(7, "pain"), skipped(9, "pain"), skipped(9, "pain", "right"), done(9, "both")]

    assert visit(load, *rows, skipped(10, "time"))["n_skipped_for_pain"].tolist() == [1, 1]


# Hostile logs ---------------------------------------------------------------------------------


def test_a_visit_on_the_last_day_compares_it_with_the_day_before(load):
    table = visit(load, done(7), done(8), since=8, until=8)

    assert dates(table, "first_on") == dates(table, "last_on") == ["01-11", "01-12"]
    assert table["n_sessions"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param(-20, 5, id="the visit before the start"),
        pytest.param(-20, -10, id="all before the start"),
    ],
)
def test_a_visit_before_the_start_has_nothing_before_it(load, since, until):
    before, after = visit(load, done(2), since=since, until=until).to_dict("records")

    assert before["n_sessions"] == before["n_due"] == before["n_open"] == 0
    assert after["n_sessions"] == (1 if until > 0 else 0)


def test_a_patient_without_a_session_has_slots_and_no_number_of_pain(load):
    table = visit(load, done(8), who=(f"P1,{START},,7", f"P2,{START},,7"))
    own = table[table["patient_id"] == "P2"]

    assert own["n_unrecorded"].tolist() == [7, 6]
    assert own["session_adherence"].tolist() == [0, 0]
    assert own["session_adherence_high"].isna().all()
    assert own["n_sessions"].tolist() == [0, 0]
    assert own["pain_during_nrs_median"].isna().all()


def test_after_the_end_nothing_is_due_and_what_goes_on_is_told(load):
    # The end, day 6, is the first day that no longer belongs to it.
    table = visit(load, done(5), done(9, "both", pain=8), who=(f"P1,{START},{on(6)},7",))

    assert table["n_sessions"].tolist() == [1, 1]
    assert table["n_due"].tolist() == [5, 0]
    assert table["n_extra"].tolist() == [0, 1]
    assert table["pain_during_nrs_median"].tolist()[1] == 8
    assert table["symmetry_reason"].tolist()[1] == "not_prescribed"


def test_days_of_a_pause_across_the_visit_are_due_in_neither_period(load):
    paused = PAUSES + f"P1,{on(6)},{on(11)}\n"  # days 6 to 10

    table = visit(load, done(1), pauses=paused)

    assert (table["n_due"] + table["n_open"]).tolist() == [5, 4]
    assert table["n_excused"].tolist() == [2, 3]


def test_a_set_of_both_sides_counts_on_each(load):
    since = visit(load, done(8, "both")).iloc[1]

    assert (since["n_reps_left"], since["n_reps_right"], since["symmetry"]) == (10, 10, 0)


def test_a_set_of_unknown_side_is_a_session_and_counts_on_neither(load):
    since = visit(load, done(8, "unknown", pain=4)).iloc[1]

    assert (since["n_reps_left"], since["n_reps_right"]) == (0, 0)
    assert since["symmetry_reason"] == "both_zero"
    assert (since["n_sessions"], since["n_done"], since["pain_during_nrs_median"]) == (1, 1, 4)


def test_a_side_that_was_not_done_is_a_whole_difference(load):
    assert visit(load, done(8, "left"))["symmetry"].tolist()[1] == 1
    assert visit(load, done(8, "right"))["symmetry"].tolist()[1] == -1


@pytest.mark.parametrize("sides", ["left right", "left"])
def test_a_timed_hold_is_not_taken_for_nothing_done(load, sides):
    since = visit(load, done(8, sides, reps=0, hold=30), done(9, "right")).iloc[1]

    assert np.isnan(since["symmetry"])
    assert since["symmetry_reason"] == "not_counted"


def test_timed_holds_on_both_sides_are_not_told_as_nothing_done(load):
    since = visit(load, done(8, "left right", reps=0, hold=30)).iloc[1]

    assert since["n_sessions"] == 1
    assert since["symmetry_reason"] == "not_counted"


def test_days_between_two_deadlines_are_not_told_as_nothing_prescribed(load):
    # Once a week: the deadline of week 2 is day 14.
    who = (f"P1,{START},,1",)
    since = visit(load, done(8, "left right"), since=8, until=10, who=who).iloc[1]

    assert (since["n_reps_left"], since["n_reps_right"]) == (10, 10)
    assert since["symmetry_reason"] != "not_prescribed"


def test_an_exercise_that_was_taken_out_on_one_side_is_a_different_prescription(load):
    prescribed = PRESCRIPTIONS + f"P1,raise,right,{on(8)},0,1,10,12\n"
    since = visit(load, done(8, "left"), prescriptions=prescribed).iloc[1]

    assert since["symmetry_reason"] == "prescriptions_differ"
    assert (since["n_reps_left"], since["n_reps_right"]) == (10, 0)


def test_a_log_that_never_says_when_it_was_written_has_no_late_entries(load):
    table = visit(load, done(7), done(8))

    assert table["n_entered"].tolist() == [0, 0]
    assert table["n_late"].tolist() == [0, 0]


def test_a_log_without_the_column_of_entries_is_the_same(load):
    people = patients(f"P1,{START},,7")
    sessions = HEADER.replace(",recorded_at", "") + done(8).replace(",\n", "\n")
    caseload = load(patients=people, sessions=sessions)

    table = rs.visit_periods(caseload, since=on(8), as_of=on(14))

    assert table["n_entered"].tolist() == [0, 0]


def test_a_session_that_was_only_skipped_can_be_entered_late(load):
    row = skipped(8, "time").replace(",\n", f",{on(12)}T08:00\n")
    since = visit(load, row).iloc[1]

    assert (since["n_sessions"], since["n_entered"], since["n_late"]) == (0, 1, 1)
