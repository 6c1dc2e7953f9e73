"""What the person reports: pain, function and own words; what was not rated stays empty."""

from __future__ import annotations

from rehabstats.report.sections.reported import summarize_reported
from report.small import column, done, left, person, rated, right, texts

WEEK = [done(5, pain_during_nrs=2), done(7, pain_during_nrs=4), done(9, pain_during_nrs="")]


def test_pain_around_sessions_is_that_of_the_last_rated_week(room_of):
    log = [*WEEK, done(12, pain_during_nrs="")]

    around = summarize_reported(room_of(*log)["P1"]).around

    assert around.caption == "Pain around sessions in week 1"
    assert texts(around) == [["during sessions", "3", "4", "2 of 3"]]
    assert around.rows[0][0].link == "log-w1"


def test_a_moment_that_nobody_rated_that_week_is_shown_as_missing(room_of):
    log = [done(5, pain_before_nrs=1), done(12)]

    around = summarize_reported(room_of(*log)["P1"]).around

    assert texts(around) == [
        ["before sessions", "-", "-", "0 of 1"], ["during sessions", "3", "3", "1 of 1"],
    ]  # fmt: skip


def test_words_about_now_say_how_old_the_last_rating_is(room_of):
    days = ("2026-01-15", "2026-01-13")
    old, new = (summarize_reported(room_of(*WEEK, as_of=day)["P1"]) for day in days)

    assert old.overall.endswith(" The last rated session was on 7 Jan 2026.")
    assert "last rated" not in new.overall


def test_before_during_and_after_stand_in_the_order_of_a_session(room_of):
    log = [done(5, pain_before_nrs=1, pain_during_nrs=3, pain_after_nrs=0)]

    around = summarize_reported(room_of(*log)["P1"]).around

    assert texts(around) == [
        ["before sessions", "1", "1", "1 of 1"],
        ["during sessions", "3", "3", "1 of 1"],
        ["after sessions", "0", "0", "1 of 1"],
    ]


def test_without_a_rating_there_is_no_table_around_sessions(room_of):
    assert summarize_reported(room_of(done(5, pain_during_nrs=""))["P1"]).around is None


def test_each_exercise_and_side_has_its_pain_in_program_order_and_by_name(room_of):
    log = [done(6), right(5), left(5)]

    pain = summarize_reported(room_of(*log)["P1"]).pain

    assert column(pain, "Exercise and side") == ["Raise (left)", "Raise (right)", "Hug"]
    assert column(pain, "Rated sessions") == ["1", "1", "1"]


def test_too_few_ratings_are_words_and_not_zero(room_of):
    reported = summarize_reported(room_of(done(5, pain_during_nrs=""))["P1"])

    assert texts(reported.pain)[2] == [
        "Hug", "0", "-", "-", "too few rated days", "too few", "too few",
    ]  # fmt: skip


def test_pain_at_first_and_now_and_its_change_are_those_of_the_windows(room_of):
    log = [done(day, pain_during_nrs=6) for day in range(5, 12)]
    log += [done(day, pain_during_nrs=2) for day in range(19, 26)]

    pain = summarize_reported(room_of(*log)["P1"]).pain

    [name, n, first, now, change, slope, said] = texts(pain)[2]
    assert (name, n, first, now) == ("Hug", "14", "6", "2")
    assert change.startswith("-4 (")
    assert slope.startswith("-")
    assert said == "improving"


def test_a_flare_has_its_days_side_peak_and_threshold(room_of):
    log = [left(day, pain_during_nrs=2) for day in range(5, 12)]
    log += [left(day, pain_during_nrs=7) for day in (12, 13, 14)]
    log += [left(day, pain_during_nrs=2) for day in range(15, 20)]

    reported = summarize_reported(room_of(*log)["P1"])

    assert reported.flares == (
        "1 of a whole side: 12 to 14 Jan 2026 on the left, up to 7 (threshold 4). "
        "Signals also look at exercises, and join what lies near."
    )


def test_where_only_the_signal_sees_a_flare_it_says_so(room_of):
    log = [left(day, pain_during_nrs=2) for day in range(5, 12)]
    log += [left(day, pain_during_nrs=7) for day in (14, 17, 20)]

    assert summarize_reported(room_of(*log)["P1"]).flares == (
        "none of a whole side. Signals also look at exercises, and join what lies near."
    )


def test_a_flare_that_lasts_is_called_open(room_of):
    log = [left(day, pain_during_nrs=2) for day in range(5, 12)]
    log += [left(day, pain_during_nrs=7) for day in range(20, 26)]

    assert "20 Jan 2026, still open on the left" in summarize_reported(room_of(*log)["P1"]).flares


def test_no_flare_is_no_sentence(room_of):
    reported = summarize_reported(room_of(*WEEK)["P1"])

    assert reported.flares == ""


def test_function_has_each_activity_in_the_words_of_the_person_and_the_mean(room_of):
    scores = [rated(5, "stairs", 2), rated(5, "walk", 4), rated(24, "stairs", 6)]
    scores.append(rated(24, "walk", 5))

    function = summarize_reported(room_of(*WEEK, checkins=scores)["P1"]).function

    found = {row[0]: row[1:4] for row in texts(function)}
    assert found == {
        "stairs": ["2", "2", "6"], "walk": ["2", "4", "5"],
        "all activities, mean": ["2", "3", "5.5"],
    }  # fmt: skip
    own = {row[0].text: row[0].is_own_words for row in function.rows}
    assert own == {"stairs": True, "walk": True, "all activities, mean": False}
    assert {row[1].link for row in function.rows} == {"log-check-ins"}


def test_the_mean_of_one_activity_is_not_told_twice(room_of):
    scores = [rated(5, "stairs", 2), rated(20, "stairs", 6)]

    function = summarize_reported(room_of(*WEEK, checkins=scores)["P1"]).function

    assert column(function, "Activity [PSFS 0-10]") == ["stairs"]


def test_a_change_of_function_that_cannot_be_told_says_why(room_of):
    scores = [rated(5, "stairs", 2)]

    function = summarize_reported(room_of(*WEEK, checkins=scores)["P1"]).function

    for words in column(function, "Change (threshold)"):
        assert words
        assert not words.startswith(("0", "+", "-"))


def test_without_a_check_in_there_is_no_table_of_function(room_of):
    assert summarize_reported(room_of(*WEEK)["P1"]).function is None


def test_own_words_stand_with_their_day_the_latest_first(room_of):
    log = [done(5, note="first"), done(7), left(9, modification="slower"), done(12, note="last")]

    own = summarize_reported(room_of(*log)["P1"]).own_words

    assert texts(own) == [
        ["12 Jan 2026", "Hug", "last", "", "5"],
        ["9 Jan 2026", "Raise (left)", "", "slower", "4"],
        ["5 Jan 2026", "Hug", "first", "", "2"],
    ]
    assert [cell.is_own_words for cell in own.rows[0]] == [False, False, True, True, False]


def test_own_words_after_the_day_of_the_report_are_left_out(room_of):
    reported = summarize_reported(room_of(*WEEK, done(20, note="later"), as_of="2026-01-18")["P1"])

    assert reported.own_words is None


def test_nobody_is_told_what_somebody_else_wrote(room_of):
    log = [done(5, note="mine"), done(6, note="yours", patient_id="P2")]
    told = room_of(*log, patients=[person(), person("P2")])

    assert column(summarize_reported(told["P1"]).own_words, "Note") == ["mine"]
    assert column(summarize_reported(told["P2"]).own_words, "Note") == ["yours"]


def test_a_person_without_an_entry_reports_nothing(room_of):
    told = summarize_reported(room_of(*WEEK, patients=[person(), person("P2")])["P2"])

    assert (told.flares, told.around, told.function, told.own_words) == ("", None, None, None)
    assert column(told.pain, "Rated sessions") == ["0", "0", "0"]
    assert column(told.pain, "Now") == ["-", "-", "-"]
