"""Since the last visit: two periods side by side, what changed, and what to ask about."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pytest

from rehabstats.report.sections.visit import Visit, summarize_visit
from rehabstats.room import Room
from rehabstats.settings import Settings
from report.small import Row, column, done, left, person, rated, right, signal, skipped, texts

#: Every session of the first week, one of the second, none of the third.
LOG = [done(5), done(7), done(9, pain_during_nrs=5), done(12, pain_during_nrs=6)]


def visit_of(seen: Room, fired: Iterable[Row] = (), patient: str = "P1") -> Visit:
    """What the section says if these signals fired, and no others."""
    names = [*signal("concern", "")]
    seen.made.pop(("rows", "signals"), None)
    seen.made["frame", "signals"] = pd.DataFrame([*fired], columns=names)
    return summarize_visit(seen[patient])


def both_periods(visit, measure: str) -> list[str]:
    """What one measure was before and since."""
    [row] = [row for row in texts(visit.table) if row[0].startswith(measure)]
    return row[1:]


def test_without_a_stated_visit_the_last_28_days_are_taken_and_it_says_so(room_of):
    visit = visit_of(room_of(*LOG, as_of="2026-02-01"))

    assert (visit.first_on, visit.is_stated, visit.n_days_assumed) == ("5 Jan 2026", False, 28)


def test_how_many_days_are_taken_is_a_setting(room_of):
    seen = room_of(*LOG, as_of="2026-02-01", settings=Settings(visit_days=14))
    visit = visit_of(seen)

    assert (visit.first_on, visit.is_stated, visit.n_days_assumed) == ("19 Jan 2026", False, 14)
    assert visit.table.columns[1].name == "Before: 5 to 18 Jan 2026"


def test_the_visit_divides_the_days_into_two_periods_of_the_same_length(room_of):
    visit = visit_of(room_of(*LOG, as_of="2026-01-22", since="2026-01-17"))

    assert (visit.first_on, visit.is_stated) == ("17 Jan 2026", True)
    assert [one.name for one in visit.table.columns] == [
        "Measure", "Before: 11 to 16 Jan 2026", "Since: 17 to 22 Jan 2026",
    ]  # fmt: skip


def test_days_before_the_start_have_words_and_no_numbers(room_of):
    visit = visit_of(room_of(*LOG, since="2026-01-05", as_of="2026-01-11"))

    assert column(visit.table, "Before: 29 Dec 2025 to 4 Jan 2026") == [
        "nothing due", "no session logged", "not rated", "nothing was prescribed",
        "no session logged",
    ]  # fmt: skip


def test_adherence_has_its_bounds_and_its_counts(room_of):
    visit = visit_of(room_of(*LOG, since="2026-01-12"))

    assert both_periods(visit, "Session adherence") == ["100 %", "20 % (20 to 100 %)"]
    counts = [cell.quiet for cell in visit.table.rows[0]][1:]
    assert counts == ["3 of 3", "1 of 5; 4 unrecorded, 1 open"]


def test_pain_is_the_median_of_sessions_and_missing_is_not_zero(room_of):
    unrated = done(14, pain_during_nrs="")

    visit = visit_of(room_of(*LOG, unrated, since="2026-01-13"))

    assert both_periods(visit, "Pain during sessions") == ["4", "not rated"]
    assert [cell.quiet for cell in visit.table.rows[1]][1:] == [
        "4 of 4 sessions rated", "0 of 1 session rated",
    ]  # fmt: skip


def test_no_session_and_no_rating_are_told_apart(room_of):
    visit = visit_of(room_of(*LOG, since="2026-01-19"))

    assert both_periods(visit, "Pain during sessions")[1] == "no session logged"


def test_function_is_the_mean_of_activities(room_of):
    scores = [rated(5, "stairs", 2), rated(5, "walk", 5), rated(13, "stairs", 4)]
    scores.append(rated(13, "walk", 6))

    visit = visit_of(room_of(*LOG, checkins=scores, since="2026-01-12"))

    assert both_periods(visit, "Function") == ["3.5", "5"]


def test_a_day_on_which_only_some_activities_were_rated_is_not_told_as_unrated(room_of):
    scores = [rated(5, "stairs", 2), rated(13, "stairs", 4), rated(13, "walk", 6)]

    visit = visit_of(room_of(*LOG, checkins=scores, since="2026-01-12"))

    [row] = [row for row in visit.table.rows if row[0].text.startswith("Function")]
    assert [(cell.text, cell.quiet) for cell in row[1:]] == [
        ("no day", "on which every activity was rated"),
        ("5", "1 day with every activity rated"),
    ]


def test_sides_are_compared_in_repetitions_and_counts_stand_below(room_of):
    log = [left(6), right(6, reps=5), left(13), right(13, reps=10)]

    visit = visit_of(room_of(*log, since="2026-01-12"))

    assert both_periods(visit, "Left against right") == ["+50 %", "0 %"]
    assert [cell.quiet for cell in visit.table.rows[3]][1:] == [
        "10 left, 5 right", "10 left, 10 right",
    ]  # fmt: skip


def test_late_entries_are_counted_and_unknown_ones_are_not_zero(room_of):
    late = done(13, recorded_at="2026-01-16T08:00")

    visit = visit_of(room_of(*LOG, late, since="2026-01-12"))

    assert both_periods(visit, "Entered late") == ["not known", "1 of 1"]


def test_questions_stand_in_order_of_what_presses(room_of):
    fired = [
        signal("improvement", "better"), signal("concern", "was", is_current=False),
        signal("not enough data", "few"), signal("concern", "now"),
    ]  # fmt: skip
    log = [*LOG, done(14, note="hurts"), skipped(15, "pain")]

    seen = room_of(*log, since="2026-01-12")

    visit, fewer = (visit_of(seen, some) for some in (fired, fired[1:]))

    assert [one.fact for one in visit.questions] == [
        "now", "few", "Exercises were skipped because of pain on 1 day.", "was",
        "1 row with a note or a modification since then.",
    ]  # fmt: skip
    assert [visit.n_more, fewer.n_more] == [1, 0]


def test_a_question_leads_to_the_rule_behind_its_signal(room_of):
    fired = [signal("improvement", "better"), signal("concern", "now")]

    visit = visit_of(room_of(*LOG), fired)

    assert [(one.fact, one.link) for one in visit.questions] == [
        ("now", "signal-2-from"), ("better", "signal-1-from"),
    ]  # fmt: skip


def test_at_most_five_are_asked_and_the_rest_is_counted(room_of):
    seen = room_of(*LOG)
    fired = [signal("concern", f"number {n}") for n in range(12)]

    few, enough, many = (visit_of(seen, fired[:n]) for n in (5, 6, 12))

    assert [one.fact for one in many.questions] == [f"number {n}" for n in range(5)]
    assert few.questions == enough.questions == many.questions
    assert [visit.n_more for visit in (few, enough, many)] == [0, 1, 7]


def test_skips_for_pain_are_counted_in_days_and_others_are_no_question(room_of):
    log = [
        *LOG, skipped(13, "pain"), skipped(13, "pain", "raise", "left"), skipped(14, "pain"),
        skipped(15, "time"), skipped(6, "pain"),
    ]  # fmt: skip

    visit = visit_of(room_of(*log, since="2026-01-12"))

    assert [(one.fact, one.link) for one in visit.questions] == [
        ("Exercises were skipped because of pain on 2 days.", "log")
    ]


def test_a_skip_for_pain_before_the_visit_is_not_asked_about_again(room_of):
    visit = visit_of(room_of(*LOG, skipped(6, "pain"), since="2026-01-12"))

    assert visit.questions == ()


@pytest.mark.parametrize(("days", "fact"), [((5,), "1 session"), ((5, 6), "2 sessions")])
def test_sessions_beyond_the_plan_since_the_visit_are_asked_about(room_of, days, fact):
    log = [done(day) for day in (7, 8, 9, *days)]

    visit = visit_of(room_of(*log, as_of="2026-01-11"))

    assert [one.fact for one in visit.questions] == [f"{fact} more than planned, in all."]


def test_whoever_missed_more_than_was_added_is_not_asked_why_there_was_more(room_of):
    log = [done(day) for day in (5, 6, 7, 8, 12)]

    visit = visit_of(room_of(*log, as_of="2026-01-25"))

    assert visit.questions == ()
    assert visit.table.rows[0][2].quiet == "4 of 8; 4 unrecorded, 1 open, 1 extra"


def test_a_session_beyond_the_plan_is_not_told_as_nothing_recorded(room_of):
    log = [done(day) for day in (5, 6, 7, 8)]

    visit = visit_of(room_of(*log, since="2026-01-08", as_of="2026-01-18"))

    assert visit.table.rows[0][2].text == "none recorded"


def test_earlier_concerns_are_asked_about_the_latest_first(room_of):
    # They come by rule, and in each rule by day.
    told = [
        signal("concern", day, is_current=False, since=day)
        for day in ("2026-01-06", "2026-01-08", "2026-01-05", "2026-01-07")
    ]

    visit = visit_of(room_of(*LOG, since="2026-01-12"), told)

    assert [one.fact for one in visit.questions] == [f"2026-01-0{n}" for n in (8, 7, 6, 5)]


def test_a_skip_row_without_a_time_of_entry_is_not_told_as_nothing_logged(room_of):
    visit = visit_of(room_of(*LOG, skipped(13, "time"), since="2026-01-13"))

    assert both_periods(visit, "Entered late") == ["not known", "no session logged"]


@pytest.mark.parametrize(
    ("before", "since", "facts"),
    [
        pytest.param(
            (10, 5), (12, 6),
            ["More repetitions were logged on the left (12 against 6), and so it was before."],
            id="left in both",
        ),
        pytest.param(
            (5, 10), (6, 12),
            ["More repetitions were logged on the right (12 against 6), and so it was before."],
            id="right in both",
        ),
        pytest.param((10, 5), (5, 10), [], id="to the other side"),
        pytest.param((10, 5), (10, 10), [], id="only before"),
        pytest.param((10, 9), (10, 9), [], id="too small for a line"),
    ],
)  # fmt: skip
def test_a_difference_of_sides_is_asked_about_if_it_lasts(room_of, before, since, facts):
    log = [left(6, before[0]), right(6, before[1]), left(13, since[0]), right(13, since[1])]

    visit = visit_of(room_of(*log, since="2026-01-12"))

    assert [one.fact for one in visit.questions] == facts


def test_sides_that_cannot_be_compared_since_the_visit_are_no_lasting_difference(room_of):
    visit = visit_of(room_of(left(6, 10), right(6, 5), since="2026-01-12"))

    assert [one.about for one in visit.questions if one.about == "Sides"] == []


def test_notes_and_modifications_count_from_the_visit_on(room_of):
    log = [
        done(11, note="old"), done(12, note="new", modification="slower"),
        done(14, modification="sitting"),
    ]  # fmt: skip

    visit = visit_of(room_of(*log, since="2026-01-12"))

    assert [(one.fact, one.link) for one in visit.questions] == [
        ("2 rows with a note or a modification since then.", "own-words")
    ]


def test_entries_after_the_day_of_the_report_ask_nothing(room_of):
    visit = visit_of(room_of(*LOG, done(20, note="later"), as_of="2026-01-18"))

    assert visit.questions == ()


def test_a_person_who_has_not_begun_has_a_page_too(room_of):
    later = person("P2", start_date="2026-02-02")

    visit = visit_of(room_of(*LOG, patients=[person(), later]), patient="P2")

    assert both_periods(visit, "Session adherence") == ["nothing due", "nothing due"]
    assert visit.questions == ()
