"""The head of a page and the row of the list: who, where in the program, how long ago."""

from __future__ import annotations

from datetime import date

import pytest

from rehabstats.report.index import failed_row, index_row
from rehabstats.report.sections.head import summarize_head
from report.small import done, left, person, rated

WEEK = [done(5, pain_during_nrs=2), done(7, pain_during_nrs=5), done(9, pain_during_nrs="")]


def test_the_head_says_who_which_program_and_how_far_the_log_reaches(room_of):
    head = summarize_head(room_of(*WEEK, patients=[person(involved_side="left")])["P1"])

    assert (head.patient_id, head.program, head.place) == ("P1", "Small", "week 3 (only)")
    assert (head.started, head.involved_side) == ("5 Jan 2026", "left")
    assert head.last_entry == "9 Jan 2026, 15 days without an entry"
    assert head.window == "5 to 9 Jan 2026, 3 performed sessions"


def test_what_is_not_stated_is_said(room_of):
    people = [person(), person("P2")]

    head = summarize_head(room_of(*WEEK, patients=people)["P2"])

    assert (head.involved_side, head.last_entry, head.window) == (
        "not stated", "none yet", "no session yet",
    )  # fmt: skip


def test_a_session_of_skips_is_not_performed(room_of):
    skip = done(12, reps=0, status="skipped", skip_reason="time", pain_during_nrs="")

    head = summarize_head(room_of(*WEEK, skip)["P1"])

    assert head.window == "5 to 12 Jan 2026, 3 performed sessions"


def test_entries_after_the_day_of_the_report_are_not_known_yet(room_of):
    head = summarize_head(room_of(*WEEK, done(20), as_of="2026-01-10")["P1"])

    assert head.last_entry == "9 Jan 2026, day before"


def test_a_check_in_is_an_entry(room_of):
    seen = room_of(*WEEK, checkins=[rated(24, "stairs", 4)])

    assert summarize_head(seen["P1"]).last_entry == "24 Jan 2026, day before"
    assert index_row(seen["P1"], "").last_entry == date(2026, 1, 24)


def test_the_row_of_the_list_has_the_numbers_of_the_whole_program(room_of):
    row = index_row(room_of(*WEEK, as_of="2026-01-15")["P1"], "patients/P1.html")

    assert (row.patient_id, row.link, row.program) == ("P1", "patients/P1.html", "Small")
    assert (row.adherence.n_filled, row.adherence.n_due) == (3, 3)
    assert (row.last_entry, row.days_since_entry) == (date(2026, 1, 9), 6)
    assert row.failure is None


@pytest.mark.parametrize(
    ("log", "pain", "week"),
    [
        pytest.param([*WEEK, done(14, pain_during_nrs=0)], "0", 2, id="no pain is 0"),
        pytest.param([*WEEK, done(14, pain_during_nrs="")], "3.5", 1, id="the last rated week"),
        pytest.param([done(14, pain_during_nrs="")], "not rated", None, id="never rated"),
    ],
)
def test_pain_on_the_list_is_that_of_the_last_rated_week(room_of, log, pain, week):
    row = index_row(room_of(*log)["P1"], "")

    assert (row.pain, row.pain_week) == (pain, week)


def test_a_patient_without_an_entry_has_no_numbers_on_the_list(room_of):
    later = person("P2", start_date="2026-01-25")

    row = index_row(room_of(*WEEK, patients=[person(), later])["P2"], "")

    assert (row.pain, row.pain_week) == ("nothing recorded yet", None)
    assert (row.last_entry, row.days_since_entry) == (None, None)
    assert row.adherence.share is None


def test_a_patient_is_listed_under_what_presses_with_its_first_signal(room_of):
    flare = [left(day, pain_during_nrs=2) for day in range(5, 12)]
    flare += [left(day, pain_during_nrs=7) for day in range(20, 26)]
    seen = room_of(*flare)

    row = index_row(seen["P1"], "")

    assert row.group == "concern"
    assert row.first == seen.signals.loc[seen.signals["is_current"], "sentence"].iloc[0]
    assert row.n_signals == len(seen.signals)


def test_a_failed_page_is_too_little_known_and_never_fine(room_of):
    row = failed_row(room_of(*WEEK).caseload, "P1", KeyError("week"))

    assert (row.group, row.link, row.adherence.share) == ("not enough data", "", None)
    assert row.failure == "KeyError: 'week'"
