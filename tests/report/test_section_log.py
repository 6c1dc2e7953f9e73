"""The rows behind a page, and in counts how far they can be trusted."""

from __future__ import annotations

import pytest

from rehabstats.errors import DroppedRowsWarning
from rehabstats.report.sections.log import summarize_log
from rehabstats.report.sections.quality import summarize_quality
from report.small import done, left, person, rated, skipped, texts

LOG = [done(5), left(7, 12, note="tired"), skipped(12, "pain"), done(19, pain_during_nrs="")]


def rows(log) -> dict[int, list[list[str]]]:
    """The words of each week."""
    return {week.week: [[cell.text for cell in row] for row in week.rows] for week in log.weeks}


def fact(quality, name: str) -> str:
    """What is said of one thing."""
    return {cell.text: text for cell, text in quality.facts}[name]


def test_every_row_stands_in_its_program_week_with_its_line(room_of):
    log = summarize_log(room_of(*LOG)["P1"])

    assert [one.name for one in log.columns] == [
        "Line", "Date and time", "Exercise", "Side", "Set", "Reps", "Pain during", "Status",
    ]  # fmt: skip
    assert rows(log) == {
        1: [["2", "5 Jan 2026 18:00", "Hug", "both", "1", "5", "3", "done"],
            ["3", "7 Jan 2026 18:00", "Raise", "left", "1", "12", "3", "done"]],
        2: [["4", "12 Jan 2026 18:00", "Hug", "both", "1", "", "", "skipped: pain"]],
        3: [["5", "19 Jan 2026 18:00", "Hug", "both", "1", "5", "", "done"]],
    }  # fmt: skip
    assert [week.first_on for week in log.weeks] == ["5 Jan 2026", "12 Jan 2026", "19 Jan 2026"]
    assert (log.file, log.n_rows) == ("sessions.csv", 4)


def test_a_skip_row_is_not_told_as_a_set_of_no_repetitions(room_of):
    log = [done(5), skipped(12, "pain"), done(19, reps=0)]

    told = rows(summarize_log(room_of(*log)["P1"]))

    assert [row[5] for (row,) in told.values()] == ["5", "", "0"]


def test_rows_stand_in_the_order_of_time_and_keep_the_line_of_the_file(room_of):
    log = summarize_log(room_of(done(9), done(5))["P1"])

    assert [row[0] for row in rows(log)[1]] == ["3", "2"]


def test_rows_after_the_day_of_the_report_are_left_out(room_of):
    assert list(rows(summarize_log(room_of(*LOG, as_of="2026-01-12")["P1"]))) == [1, 2]


def test_a_time_of_entry_has_its_days_of_delay_where_there_are_any(room_of):
    log = [
        done(5, recorded_at="2026-01-05T19:00"), done(6, recorded_at="2026-01-08T08:00"), done(7),
    ]  # fmt: skip

    found = rows(summarize_log(room_of(*log)["P1"]))[1]

    assert [row[-1] for row in found] == ["5 Jan 2026 19:00", "8 Jan 2026 08:00 (+2 d)", ""]


def test_check_ins_have_their_lines_and_the_words_of_the_person(room_of):
    scores = [rated(5, "stairs", 2.5), rated(30, "stairs", 7)]

    table = summarize_log(room_of(*LOG, checkins=scores)["P1"]).check_ins

    assert texts(table) == [["2", "5 Jan 2026", "stairs", "2.5"]]
    assert table.rows[0][2].is_own_words


def test_a_person_without_a_row_has_an_empty_log(room_of):
    log = summarize_log(room_of(*LOG, patients=[person(), person("P2")])["P2"])

    assert (log.weeks, log.n_rows, log.check_ins) == ((), 0, None)


def test_rows_sessions_and_ratings_are_counted(room_of):
    quality = summarize_quality(room_of(*LOG, left(5))["P1"])

    assert fact(quality, "Rows of this patient") == "5 in 4 sessions"
    assert fact(quality, "Sessions with a pain rating") == "2 of 3 performed"
    assert fact(quality, "Longest gap").endswith("without a session, pauses left out")


def test_a_rating_of_what_was_skipped_is_none_of_the_session(room_of):
    in_it = skipped(5, "pain", "raise", "left") | {"pain_during_nrs": 6}
    seen = room_of(done(5, pain_during_nrs=""), in_it, done(7))

    quality = summarize_quality(seen["P1"])

    assert fact(quality, "Sessions with a pain rating") == "1 of 2 performed"
    assert seen.pain_response["pain_during_nrs_mean"].notna().tolist() == [False, True]


def test_late_entries_are_counted_among_those_that_say_when(room_of):
    log = [
        done(5, recorded_at="2026-01-05T19:00"), done(6, recorded_at="2026-01-09T08:00"), done(7),
    ]  # fmt: skip

    quality = summarize_quality(room_of(*log)["P1"])

    assert fact(quality, "Entered 2 days or more later") == "1 of 2 sessions that say when"


def test_without_a_time_of_entry_delays_are_not_known_and_not_zero(room_of):
    quality = summarize_quality(room_of(*LOG)["P1"])

    assert fact(quality, "Entered 2 days or more later") == (
        "not known: no row has a time of entry"
    )


def test_rows_without_a_side_are_counted_by_person(room_of):
    log = [*LOG, done(8, "raise", "unknown"), done(9, "raise", "unknown")]
    seen = room_of(*log, done(5, patient_id="P2"), patients=[person(), person("P2")])

    assert fact(summarize_quality(seen["P1"]), "Rows without a side") == "2"
    assert fact(summarize_quality(seen["P2"]), "Rows without a side") == "none"


def test_rows_set_aside_are_named_by_line_for_whom_they_are(room_of):
    log = [*LOG, done(20, pain_during_nrs=14), done(21, pain_during_nrs=-1)]
    with pytest.warns(DroppedRowsWarning):
        seen = room_of(*log, patients=[person(), person("P2")])

    mine, theirs = (fact(summarize_quality(seen[name]), "Rows set aside") for name in ("P1", "P2"))

    assert mine == "2 that name this patient (sessions.csv 6-7); 2 in the whole export"
    assert theirs == "none that names this patient; 2 in the whole export"


def test_nothing_set_aside_is_said_too(room_of):
    quality = summarize_quality(room_of(*LOG)["P1"])

    assert fact(quality, "Rows set aside") == "none in the whole export"


def test_rules_that_doubt_the_log_are_quoted(room_of):
    zeros = [left(day, pain_during_nrs=0) for day in range(5, 26)]

    seen = room_of(*zeros)

    assert (
        fact(summarize_quality(seen["P1"]), "Looks back-filled or default-accepted")
        == (seen.signals.loc[seen.signals["rule"] == "default_accepted", "sentence"].iloc[0])
    )


def test_days_with_data_are_counted_per_30_days_and_per_month(room_of):
    log = [done(5, recorded_at="2026-01-05T19:00"), done(7, recorded_at="2026-01-07T19:00")]

    quality = summarize_quality(room_of(*log, done(12))["P1"])

    assert texts(quality.periods)[0][0] == "5 Jan to 3 Feb 2026"
    assert texts(quality.periods)[0][2] == "3"
    assert texts(quality.periods)[0][4] == "open"
    assert [row[0] for row in texts(quality.months)] == ["1 to 31 Jan 2026"]
