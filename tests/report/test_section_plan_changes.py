"""What is asked for differently since a visit and before it, a sentence per day and change."""

from __future__ import annotations

import pytest

from rehabstats.report.sections.plan_changes import plan_changes, range_words
from report.small import done, person

LOG = [done(5), done(14)]


def prescribed(day: int, exercise: str = "hug", side: str = "both", **terms):
    """A change of one exercise from a day of January on."""
    return {"exercise": exercise, "side": side, "valid_from": f"2026-01-{day:02}"} | terms


def pause(first: int, after: int, reason: str = ""):
    """Days that are excused."""
    days = {"start_date": f"2026-01-{first:02}", "end_date": f"2026-01-{after:02}"}
    return days | {"reason": reason}


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        pytest.param({"sets": 2}, "1 set to 2 sets", id="sets"),
        pytest.param({"sessions_per_week": 5}, "3 a week to 5 a week", id="frequency"),
        pytest.param({"reps_min": 6, "reps_max": 8}, "5 reps to 6-8 reps", id="repetitions"),
        pytest.param({"hold_min_s": 7}, "hold 5-8 s to hold 7-8 s", id="hold"),
        pytest.param({"sets": 2, "hold_max_s": 5}, "1 set to 2 sets, hold 5-8 s to hold 5 s",
                     id="two at once"),
    ],
)  # fmt: skip
def test_a_change_says_what_was_asked_before_and_what_is_asked_now(room_of, terms, sentence):
    told = room_of(*LOG, prescriptions=[prescribed(12, **terms)], since="2026-01-12")

    assert plan_changes(told["P1"])[0] == (f"12 Jan 2026: {sentence}: Hug.",)


def test_lines_that_change_alike_are_told_together_with_their_sides(room_of):
    rows = [prescribed(14, "raise", side, sets=2) for side in ("left", "right")]

    told, _ = plan_changes(room_of(*LOG, prescriptions=rows, since="2026-01-12")["P1"])

    assert told == ("14 Jan 2026: 1 set to 2 sets: Raise (left), Raise (right).",)


def test_more_than_three_lines_are_only_counted(room_of):
    rows = [
        prescribed(14, name, side, sets=2)
        for name, side in (
            ("hip_pushdown", "left"), ("hip_pushdown", "right"),
            ("leg_hip_extension", "left"), ("leg_hip_extension", "right"),
        )
    ]  # fmt: skip
    people = [person(program="hip-restoration")]
    log = [done(5, "hip_pushdown", "left")]

    told, _ = plan_changes(
        room_of(*log, patients=people, prescriptions=rows, since="2026-01-12")["P1"]
    )

    assert [line.rsplit(": ", 1)[1] for line in told] == ["4 exercises and sides."]


@pytest.mark.parametrize(
    ("day", "is_told"), [(11, False), (12, True), (25, True), (26, False)],
    ids=["before the visit", "on its day", "on the day of the report", "after it"],
)  # fmt: skip
def test_a_change_is_new_from_the_visit_to_the_day_of_the_report(room_of, day, is_told):
    told = room_of(*LOG, prescriptions=[prescribed(day, sets=2)], since="2026-01-12")

    assert bool(plan_changes(told["P1"])[0]) == is_told


def test_the_first_prescription_is_no_change(room_of):
    assert plan_changes(room_of(*LOG)["P1"]) == ((), ())


def test_an_exercise_that_was_not_in_the_program_is_new(room_of):
    rows = [prescribed(14, "hip_pushdown", "left", sets=1, sessions_per_week=2)]
    rows[0] |= {"reps_min": 8, "reps_max": 8}

    [told], _ = plan_changes(room_of(*LOG, prescriptions=rows, since="2026-01-12")["P1"])

    assert told.startswith("14 Jan 2026: new, 2 a week, 1 set, 8 reps")


def test_an_exercise_that_is_taken_out_is_told(room_of):
    rows = [prescribed(14, sessions_per_week=0)]

    told, _ = plan_changes(room_of(*LOG, prescriptions=rows, since="2026-01-12")["P1"])

    assert told == ("14 Jan 2026: 3 a week to 0 a week: Hug.",)


def test_what_changed_before_the_visit_is_told_apart_in_order_of_days(room_of):
    rows = [prescribed(11, sets=3), prescribed(7, sets=2), prescribed(14, sets=1)]
    days = [pause(8, 10)]

    told = plan_changes(room_of(*LOG, prescriptions=rows, pauses=days, since="2026-01-12")["P1"])

    assert told == (
        ("14 Jan 2026: 3 sets to 1 set: Hug.",),
        (
            "7 Jan 2026: 1 set to 2 sets: Hug.",
            "Pause, 8 to 9 Jan 2026.",
            "11 Jan 2026: 2 sets to 3 sets: Hug.",
        ),
    )


def test_pauses_that_reach_into_the_days_since_are_told_with_their_last_day(room_of):
    rows = [pause(6, 12, "over"), pause(12, 15, "holiday"), pause(16, 18), pause(27, 29, "later")]

    told, _ = plan_changes(room_of(*LOG, pauses=rows, since="2026-01-12")["P1"])

    assert told == (
        "Pause, 12 to 14 Jan 2026: holiday.",
        "Pause, 16 to 17 Jan 2026.",
    )


@pytest.mark.parametrize(
    ("low", "high", "words"), [(5, 5, "5"), (8, 12, "8-12"), (7.5, 10, "7.5-10"), (5, None, "5")]
)
def test_a_range_of_one_amount_is_that_amount(low, high, words):
    assert range_words(low, high) == words


def test_an_exercise_that_was_lent_and_ended_is_told(room_of):
    lent = prescribed(7, "hip_pushdown", "left") | {"valid_to": "2026-01-14"}
    told = room_of(*LOG, prescriptions=[lent], since="2026-01-12")

    new, earlier = plan_changes(told["P1"])
    assert new == ("14 Jan 2026: no longer asked for: Hip pushdown (left).",)
    assert len(earlier) == 1


def test_the_end_of_the_program_is_no_change(room_of):
    people = [person(end_date="2026-01-14")]

    assert plan_changes(room_of(*LOG, patients=people, since="2026-01-12")["P1"]) == ((), ())
