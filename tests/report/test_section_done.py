"""What was done: each exercise and side in program order, weeks, cautions and progression."""

from __future__ import annotations

import pytest

import rehabstats as rs
from rehabstats.report.sections.done import summarize_done
from rehabstats.room import Room
from report.small import as_csv, column, done, left, person, right, skipped, texts

HIPS = next(one for one in rs.builtin_programs() if one.id == "hip-restoration")
PRESS = HIPS.exercises[0].model_copy(update={"name": "Press", "cautions": ("slowly",)})
WEEK = [row for day in (5, 7, 9) for row in (left(day), right(day), done(day))]


def test_the_whole_program_is_told_with_bounds_and_counts(room_of):
    log = [done(5), done(7), skipped(9, "time"), done(12)]

    told = summarize_done(room_of(*log, as_of="2026-01-18")["P1"])

    # Due by then: all of week 1 and two of week 2, whose last day is not over.
    assert told.overall == "60 % (60 to 75 %)"
    assert told.sessions == "3 of 5 sessions; 1 skipped or omitted, 1 unrecorded, 1 open"


def test_exercises_stand_in_program_order_by_name_with_what_is_asked_now(room_of):
    exercises = summarize_done(room_of(done(6), right(5))["P1"]).exercises

    assert [(row[0].text, row[0].quiet) for row in exercises.rows] == [
        ("Raise (left)", "3 a week, 1 set, 10-12 reps"),
        ("Raise (right)", "3 a week, 1 set, 10-12 reps"),
        ("Hug", "3 a week, 1 set, 5 reps, hold 5-8 s"),
    ]


@pytest.mark.parametrize(
    ("as_of", "asked"),
    [
        ("2026-01-11", "3 a week, 1 set, 5 reps, hold 5-8 s"),
        ("2026-01-12", "5 a week, 2 sets, 5 reps, hold 5-8 s"),
        ("2026-01-19", "not prescribed now"),
    ],
)
def test_what_is_asked_now_is_that_of_the_day_of_the_report(room_of, as_of, asked):
    changes = [
        {"exercise": "hug", "side": "both", "valid_from": "2026-01-12", "sessions_per_week": 5,
         "sets": 2},
        {"exercise": "hug", "side": "both", "valid_from": "2026-01-19", "sessions_per_week": 0},
    ]  # fmt: skip

    told = summarize_done(room_of(*WEEK, prescriptions=changes, as_of=as_of)["P1"])

    assert told.exercises.rows[2][0].quiet == asked


def test_adherence_of_a_line_has_its_counts_and_leads_to_the_calendar(room_of):
    exercises = summarize_done(room_of(*WEEK, left(12), as_of="2026-01-17")["P1"]).exercises

    cells = [row[1] for row in exercises.rows]
    assert [cell.text for cell in cells] == ["100 %", "75 %", "75 %"]
    assert cells[0].quiet == "4 of 4; 2 open"
    assert cells[1].quiet == "3 of 4; 1 skipped or omitted, 2 open"
    assert {cell.link for cell in cells} == {"calendar"}


def test_dose_is_capped_slot_by_slot_and_unrecorded_ones_are_its_upper_bound(room_of):
    log = [done(5, reps=15), done(7, reps=0, hold_s=""), done(9, reps=5)]

    told = summarize_done(room_of(*log[::2], as_of="2026-01-12")["P1"])

    # 5 of 5 twice, whatever was done beyond it, and one session of which nothing is known.
    assert column(told.exercises, "Dose adherence")[2] == "67 % (up to 100 %)"


def test_repetitions_are_those_of_the_last_complete_week_beside_what_was_asked(room_of):
    log = [*WEEK, left(12, 11), left(14, 11), left(19, 40)]

    exercises = summarize_done(room_of(*log, as_of="2026-01-20")["P1"]).exercises

    reps = exercises.rows[0][3]
    assert (reps.text, reps.quiet, reps.link) == ("22", "30-36 asked, week 2", "log-w2")


def test_a_week_without_a_repetition_leads_nowhere(room_of):
    exercises = summarize_done(room_of(*WEEK, left(14), as_of="2026-01-19")["P1"]).exercises

    assert [(row[3].text, row[3].link) for row in exercises.rows][1] == ("0", "")


def test_what_is_not_known_of_the_last_complete_week_is_no_number_and_no_change(room_of):
    log = [left(5), left(14)]
    timed = [done(19, exercise="raise", side="left", reps="", hold_s=30), done(19, exercise="hug")]

    silent = summarize_done(room_of(*log, as_of="2026-01-26")["P1"]).exercises
    uncounted = summarize_done(room_of(*log, *timed, as_of="2026-01-26")["P1"]).exercises

    assert column(silent, "Reps of the last complete week") == ["nothing recorded"] * 3
    assert column(uncounted, "Reps of the last complete week")[0] == "not counted"
    assert column(silent, "Change")[0] == column(uncounted, "Change")[0] == "-"


def test_before_a_week_is_complete_there_are_no_repetitions_of_one(room_of):
    told = summarize_done(room_of(left(5), as_of="2026-01-08")["P1"])

    assert column(told.exercises, "Reps of the last complete week") == ["no complete week"] * 3
    assert column(told.exercises, "Change") == ["-"] * 3


def test_a_change_of_volume_is_in_per_cent_of_the_weeks_before_or_says_why_not(room_of):
    log = [left(day, 10) for day in (5, 7, 9, 12, 14, 16)] + [left(19, 45)]

    told = summarize_done(room_of(*log, as_of="2026-01-26")["P1"])

    changes = column(told.exercises, "Change")
    assert changes[0] == "+50 %"
    assert not changes[1].startswith(("0", "+", "-"))


def test_weeks_have_their_counts_and_pain(room_of):
    log = [done(5, pain_during_nrs=2), done(7, pain_during_nrs=5), skipped(9, "time")]
    log += [done(day) for day in (19, 20, 21, 22)]

    weeks = summarize_done(room_of(*log, as_of="2026-01-25")["P1"]).weeks

    assert texts(weeks) == [
        ["1", "5 Jan 2026", "67 %", "2 of 3", "1", "0", "0", "0", "0", "3.5", "5", "2 of 2"],
        ["2", "12 Jan 2026", "nothing recorded", "0 of 3", "0", "3", "0", "0", "0", "no entry",
         "no entry", "0 of 0"],
        ["3", "19 Jan 2026", "100 %", "3 of 3", "0", "0", "0", "0", "1", "3", "3", "4 of 4"],
    ]  # fmt: skip
    assert [row[0].link for row in weeks.rows] == ["log-w1", "", "log-w3"]


def test_a_paused_week_is_called_so_and_is_not_zero(room_of):
    days = [{"start_date": "2026-01-12", "end_date": "2026-01-19"}]

    weeks = summarize_done(room_of(*WEEK, pauses=days, as_of="2026-01-19")["P1"]).weeks

    assert texts(weeks)[1][2:8] == ["pause", "0 of 0", "0", "0", "0", "3"]


def test_an_unrated_week_is_not_rated_and_not_zero(room_of):
    weeks = summarize_done(room_of(done(5, pain_during_nrs=""), as_of="2026-01-06")["P1"]).weeks

    assert texts(weeks)[0][-3:] == ["not rated", "not rated", "0 of 1"]


def test_only_what_was_measured_is_a_column_of_progression(room_of):
    log = [left(day, 10, load_kg=2) for day in range(5, 12)]
    log += [left(day, 12, load_kg=3) for day in range(19, 26)]

    table = summarize_done(room_of(*log)["P1"]).progression

    assert [one.name for one in table.columns] == [
        "Exercise and side", "Reps per set, at first to now", "Load [kg], at first to now",
        "Progression criterion: clinician decides",
    ]  # fmt: skip
    assert [(cell.text, cell.quiet) for cell in table.rows[0][1:3]] == [
        ("10 to 12", "+2"), ("2 to 3", "+1"),
    ]  # fmt: skip


def test_the_criterion_is_met_not_met_or_not_known_with_its_reason(room_of):
    log = [done(day, reps=7) for day in range(19, 26)] + [left(day) for day in range(19, 26)]

    table = summarize_done(room_of(*log)["P1"]).progression

    found = {row[0].text: row[-1] for row in table.rows}
    assert found["Hug"].text == "met"
    assert found["Raise (left)"].text == "not met"
    assert found["Raise (left)"].quiet == (
        "the last set of a session did not go far enough above the range"
    )


def test_page_explanation_table_and_signals_agree_that_a_flare_is_open(room_of):
    log = [left(day, pain_during_nrs=0) for day in range(5, 12)]
    log += [left(day, 14, pain_during_nrs=3) for day in range(24, 27)]
    seen = room_of(*log, as_of="2026-01-27")
    how = {"as_of": seen.as_of, "settings": seen.settings}

    row = {one[0].text: one[-1] for one in summarize_done(seen["P1"]).progression.rows}
    told = rs.explain(
        seen.caseload, "progression", patient_id="P1", exercise="raise", side="left", **how
    )  # fmt: skip

    assert (row["Raise (left)"].text, row["Raise (left)"].quiet) == (
        "not met", "a pain-defined flare is open",
    )  # fmt: skip
    assert told.value == "not met: a pain-defined flare is open"
    assert "progression_met" not in set(rs.find_signals(seen.caseload, **how)["rule"])
    assert seen.progression.equals(rs.progression(seen.caseload, **how))


def test_cautions_are_those_of_the_own_program_in_its_order(room_of):
    people = [person(program="hip-restoration")]
    expected = [("All exercises", " ".join(HIPS.cautions))]
    expected += [(one.name, "; ".join(one.cautions)) for one in HIPS.exercises if one.cautions]

    told = summarize_done(
        room_of(done(5, "hip_pushdown", "left"), patients=people, as_of="2026-01-12")["P1"]
    )

    assert len(expected) > 1
    assert [(one.exercise, one.text) for one in told.cautions] == expected


def test_an_exercise_has_the_name_that_the_own_program_gives_it_everywhere(room_of, tmp_path):
    program = HIPS.model_copy(update={"id": "own-hips", "name": "Own", "exercises": (PRESS,)})
    people = [person(program="own-hips")]
    (tmp_path / "patients.csv").write_text(as_csv(people))
    (tmp_path / "sessions.csv").write_text(as_csv([done(5, PRESS.id, "left")]))
    caseload = rs.load_caseload(tmp_path, programs=[program])
    seen = Room.of(caseload, "2026-01-12")

    told = summarize_done(seen["P1"])

    assert [one.exercise for one in told.cautions] == ["All exercises", "Press"]
    names = column(told.exercises, "Exercise and side, as asked now")
    assert names == ["Press (left)", "Press (right)"]


def test_a_person_who_has_not_begun_did_nothing_yet_and_is_not_at_zero(room_of):
    later = person("P2", start_date="2026-02-02")

    told = summarize_done(room_of(*WEEK, patients=[person(), later])["P2"])

    assert told.overall.startswith("nothing due")
    assert told.weeks.rows == ()


def test_timed_holds_are_not_told_as_no_repetitions(room_of):
    days = (5, 7, 9)
    holds = [done(day, reps=reps, hold_s=30) for day, reps in zip(days, ("", 0, ""), strict=True)]
    holds += [done(day, "raise", reps="", hold_s=30) for day in days]

    rows = summarize_done(room_of(*holds, as_of="2026-01-12")["P1"]).exercises.rows

    told = {row[0].text: [cell.text for cell in row[2:4]] for row in rows}
    assert told == dict.fromkeys(("Raise (left)", "Raise (right)", "Hug"), ["not counted"] * 2)


def test_some_sets_with_a_count_are_counted(room_of):
    log = [done(5), done(7, reps="", hold_s=30), done(9)]

    [hug] = summarize_done(room_of(*log, as_of="2026-01-12")["P1"]).exercises.rows[2:]

    assert [cell.text for cell in hug[2:4]] == ["67 %", "10"]
