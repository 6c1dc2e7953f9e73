"""A patient's own page is in plain words, and says nothing that the log does not."""

from __future__ import annotations

import re

import pytest

import rehabstats as rs
from rehabstats.report import charts
from rehabstats.report.own_page import summarize_own_page
from rehabstats.room import Room

AS_OF = "2026-03-30"


@pytest.fixture
def sample(sample_on):
    return sample_on(AS_OF)


@pytest.fixture(scope="module")
def pages(sample_on, tmp_path_factory):
    """Every page of the sample, by patient."""
    out = tmp_path_factory.mktemp("own")
    report = rs.write_report(sample_on(AS_OF).caseload, out, as_of=AS_OF, audience="patient")
    return {page.stem: page.read_text("utf-8") for page in report.pages}


def own(tmp_path, *rows, files=None, as_of="2026-01-31"):
    """The page of P1, who began the hip program on 5 January, from rows of a log."""
    columns = "patient_id,started_at,exercise,side,reps,pain_during_nrs,status,skip_reason"
    (tmp_path / "sessions.csv").write_text("\n".join([columns, *rows]) + "\n")
    told = {
        "patients.csv": "patient_id,program,start_date,clearance\nP1,hip-restoration,2026-01-05,yes"
    }
    for name, text in (told | (files or {})).items():
        (tmp_path / name).write_text(text + "\n")
    caseload = rs.load_caseload(tmp_path)
    return summarize_own_page(Room.of(caseload, as_of)["P1"])


def test_it_counts_sessions_and_says_what_nobody_knows(tmp_path):
    page = own(tmp_path, "P1,2026-01-05T09:00,hip_pushdown,left,8,3,done,", as_of="2026-01-12")

    begun, asked, unknown = page.sessions
    assert begun == "You have exercised 1 time since you began."
    assert asked == "Since 5 Jan 2026 your log has 1 of 5 planned sessions."
    assert unknown.startswith("It says nothing about 4 planned sessions. If you did some of them")


def test_exercises_are_counted_from_the_same_day_as_sessions(tmp_path):
    # Two of the five of week 1 come before the Wednesday from which both are told.
    days = ("05", "06", "08")
    log = [f"P1,2026-01-{day}T09:00,hip_pushdown,left,8,3,done," for day in days]

    page = own(tmp_path, *log, as_of="2026-02-03")

    assert page.sessions[1] == "Since 7 Jan 2026 your log has 1 of 18 planned sessions."
    assert page.exercises[0].done.startswith("1 time on the left")


def test_sessions_before_the_start_are_told_from_their_day_on(tmp_path):
    log = [f"P1,2026-01-{day:02}T09:00,hip_pushdown,left,8,3,done," for day in (2, 3, 5)]

    page = own(tmp_path, *log, as_of="2026-01-11")

    assert page.sessions[1] == "Since 2 Jan 2026 your log has 1 of 4 planned sessions."
    assert page.exercises[0].done == "3 times on the left, 0 times on the right"


def test_a_flare_at_the_last_rating_is_told_and_no_standstill(tmp_path):
    page = own(tmp_path, *rated(*[2] * 12, 7, 7), as_of="2026-04-30")

    assert page.pain == (
        "Your last ratings were clearly higher than those of your first days. Tell your clinician.",
        "Your last rating is of 18 Jan 2026.",
    )


def test_equal_ratings_have_their_day_too(tmp_path):
    assert own(tmp_path, *rated(3, 3, 3), as_of="2026-02-28").pain == (
        "You rated your pain while exercising 3 of 10 each time.",
        "Your last rating is of 7 Jan 2026.",
    )


def test_what_was_more_is_told_over_all_weeks(tmp_path):
    # Four sessions on the days of week 2 beyond one missed in week 1: 5 a week were planned.
    days = (5, 6, 7, 8, 12, 13, 14, 15, 16, 17, 18)
    log = [f"P1,2026-01-{day:02}T09:00,hip_pushdown,left,8,3,done," for day in days]

    told = own(tmp_path, *log, as_of="2026-01-19").to_talk_about

    assert told[0].startswith("You did 1 session more than planned.")


def test_only_the_last_days_of_many_skips_are_named(tmp_path):
    skips = [f"P1,2026-01-{day}T09:00,hip_pushdown,left,0,,skipped,pain" for day in range(10, 17)]

    told = own(tmp_path, *skips).to_talk_about

    assert told[0].startswith(
        "You left out exercises because of pain on 7 days (the last on 12 Jan, 13 Jan, "
    )


def test_sets_without_a_side_are_something_to_say(tmp_path):
    page = own(tmp_path, "P1,2026-01-20T09:00,hip_pushdown,,8,3,done,")

    assert page.to_talk_about[0] == "1 row of your log has no side. Which was it?"


def test_without_a_session_it_counts_nothing(tmp_path):
    page = own(tmp_path, "P1,2026-01-05T09:00,hip_pushdown,left,0,,skipped,time")

    assert page.sessions == ("Your log has no session yet.",)
    assert page.pain == (
        "You have not rated your pain yet. A number from 0 to 10 after each session helps.",
    )


def test_too_few_ratings_show_no_change(tmp_path):
    page = own(tmp_path, "P1,2026-01-05T09:00,hip_pushdown,left,8,3,done,")

    assert page.pain == (
        "There are too few ratings to see a change. A number after each session helps.",
    )


def test_a_skip_because_of_pain_is_something_to_talk_about(tmp_path):
    page = own(
        tmp_path,
        "P1,2026-01-20T09:00,hip_pushdown,left,8,3,done,",
        "P1,2026-01-20T09:00,hip_pushdown,right,0,,skipped,pain",
    )

    assert "You left out exercises because of pain on 1 day (20 Jan). What did you notice?" in (
        page.to_talk_about
    )


def test_a_pause_is_not_counted_against_anybody(tmp_path):
    pauses = "patient_id,start_date,end_date\nP1,2026-01-06,2026-01-31"
    page = own(
        tmp_path, "P1,2026-01-05T09:00,hip_pushdown,left,8,3,done,", files={"pauses.csv": pauses}
    )

    assert "Your pause is not counted against you." in page.sessions


def test_clearance_that_is_not_recorded_is_asked_for(tmp_path):
    row = "P1,2026-01-05T09:00,hip_pushdown,left,8,3,done,"
    patients = "patient_id,program,start_date,clearance\nP1,hip-restoration,2026-01-05,"

    def asked(answer):
        page = own(tmp_path, row, files={"patients.csv": patients + answer})
        return [one for one in page.to_talk_about if "a physician must allow" in one]

    assert asked("yes") == asked("not_needed") == []
    needed = "After an operation a physician must allow these exercises first. Your file"
    assert asked("") == [f"{needed} does not say whether one did: ask before you go on."]
    assert asked("no") == [f"{needed} says that none did yet: ask before you go on."]


def test_exercises_stand_in_program_order_with_how_much_and_what_to_mind(sample):
    exercises = summarize_own_page(sample["P003"]).exercises

    assert [one.name for one in exercises] == [
        "Hip pushdown", "Lunging hip pushdown", "Standing knee raise", "Leg and hip extension",
        "Butterfly stretch", "Lower back and hip stretch",
    ]  # fmt: skip
    knee, butterfly = exercises[2], exercises[4]
    assert knee.asked == "on each side 8 to 12 repetitions, 3 times a week"
    assert knee.cautions == ("balance: hold a sturdy chair, or do one leg at a time",)
    assert knee.done == "10 times on the left, 10 times on the right"
    assert butterfly.asked == ("8 to 12 repetitions, each held for 5 to 8 seconds, 3 times a week")
    assert " on the " not in butterfly.done


def test_improvement_is_told_with_both_numbers(sample):
    first, said = summarize_own_page(sample["P001"]).pain

    assert re.fullmatch(
        r"In your first days you rated .* [\d.]+ of 10 on average, and [\d.]+ in the last .*", first
    )
    assert said.startswith("Your ratings fell")


def test_old_ratings_are_not_told_as_of_now(sample):
    assert summarize_own_page(sample["P004"]).pain[-1] == "Your last rating is of 7 Feb 2026."
    assert "last rating" not in " ".join(summarize_own_page(sample["P002"]).pain)


def test_pain_that_was_often_high_is_something_to_tell(tmp_path):
    log = [f"P1,2026-01-{day:02}T09:00,hip_pushdown,left,8,7,done," for day in range(5, 25)]

    page = own(tmp_path, *log, as_of="2026-01-25")

    assert page.to_talk_about[0] == (
        "Your pain while exercising was often above 5 of 10 of late. Tell your clinician."
    )


def test_an_exercise_that_was_not_done_has_no_row_of_noughts(sample):
    assert {one.done for one in summarize_own_page(sample["P004"]).exercises} == {""}


def test_whoever_stopped_is_asked_what_would_help(sample):
    assert (
        "Your log ends on 7 Feb 2026. What would make exercising, or writing it down, easier?"
    ) in summarize_own_page(sample["P004"]).to_talk_about


@pytest.mark.parametrize("patient", ["P004", "P007", "P008"])
def test_every_key_of_the_chart_is_inside_the_picture(sample, monkeypatch, patient):
    drawn = []
    whole = charts.figure_to_svg
    monkeypatch.setattr(
        charts,
        "figure_to_svg",
        lambda figure, **how: (drawn.append(figure), whole(figure, **how))[1],
    )

    charts.draw_own_trend(sample[patient], description="")

    legends = [ax.get_legend() for ax in drawn[0].axes]
    assert legends
    # Room for one more key, such as that of extra sessions.
    right = max(legend.get_window_extent().x1 for legend in legends)
    assert right < drawn[0].bbox.width - 60


def test_there_is_no_word_of_statistics_or_of_other_patients(pages):
    forbidden = (
        r"\bp[- ]value|\bp =|signific|Theil|Kendall|NRS|PSFS|[Aa]dherence|[Mm]edian|signal|concern"
        r"|baseline|zone|hip-restoration"
    )

    assert sorted(pages) == [f"P00{n}" for n in range(1, 9)]
    for patient, text in pages.items():
        body = re.sub(r"<style>.*?</style>|significant pain", "", text, flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>", " ", body)
        assert not re.search(forbidden, shown), (patient, re.search(forbidden, shown))
        assert not set(re.findall(r"P00\d", text)) - {patient}


def test_colour_judges_nothing(pages):
    for text in pages.values():
        colours = set(re.findall(r"#[0-9a-f]{6}\b", text.split("</style>")[1].lower()))
        # Blue bars, orange lines, ink and greys: the bands of pain monitoring are not there.
        assert colours <= {"#0072b2", "#d55e00", "#222222", "#595959", "#767676", "#dddddd",
                           "#e9e9e9", "#ffffff", "#000000"}, colours  # fmt: skip
        assert "above 5" not in text


def test_what_is_asked_of_each_side_is_told_apart_where_it_differs(tmp_path):
    header = "patient_id,exercise,side,valid_from,sets,reps_min,reps_max,sessions_per_week"
    left = "P1,hip_pushdown,left,2026-01-12,3,4,5,"
    out = "P1,lunging_hip_pushdown,left,2026-01-12,,,,0"
    page = own(
        tmp_path, "P1,2026-01-05T09:00,hip_pushdown,left,8,3,done,",
        files={"prescriptions.csv": f"{header}\n{left}\n{out}"},
    )  # fmt: skip

    pushdown, lunging = page.exercises[:2]
    assert pushdown.asked == (
        "on the left 3 sets of 4 to 5 repetitions, 5 times a week; "
        "on the right 8 to 12 repetitions, 5 times a week"
    )
    assert lunging.asked == "on the right 8 to 12 repetitions, 5 times a week"


def test_whoever_is_on_a_pause_is_not_asked_why_nothing_is_logged(tmp_path):
    row = "P1,2026-01-05T09:00,hip_pushdown,left,8,3,done,"
    pauses = "patient_id,start_date,end_date\nP1,2026-01-06,2026-02-28"

    paused = own(tmp_path, row, files={"pauses.csv": pauses}).to_talk_about
    assert not any("Your log ends" in one for one in paused)

    (tmp_path / "pauses.csv").unlink()
    assert any("Your log ends on 5 Jan 2026" in one for one in own(tmp_path, row).to_talk_about)


def rated(*pains):
    """A session a day from 5 January on, each with one rating."""
    return [
        f"P1,2026-01-{5 + n:02}T09:00,hip_pushdown,left,8,{pain},done,"
        for n, pain in enumerate(pains)
    ]


@pytest.mark.parametrize(
    ("pains", "said"),
    [
        pytest.param([3] * 14, "You rated your pain while exercising 3 of 10 each time.", id="3"),
        pytest.param([7] * 7 + [2] * 7, "Your ratings fell, by more than ratings", id="less"),
        pytest.param([2] * 7 + [7] * 7, "Your ratings rose, by more than ratings", id="more"),
        pytest.param([3, 4] * 7, "No clear change can be seen in your ratings.", id="up and down"),
    ],
)
def test_pain_is_told_by_pain_alone_even_where_more_can_be_done(tmp_path, pains, said):
    checkins = (
        "patient_id,date,activity,score_psfs\nP1,2026-01-05,walking,1\nP1,2026-01-18,walking,9"
    )

    page = own(tmp_path, *rated(*pains), files={"checkins.csv": checkins}, as_of="2026-01-18")

    assert page.pain[-1].startswith(said)
    assert page.function == () or page.function[0].startswith("walking: 1 at first")


def test_rows_that_could_not_be_read_are_told_before_anybody_is_called_silent(tmp_path):
    bad = "P1,2026-01-20T09:00,hip_pushdown,left,8,14,done,"

    with pytest.warns(rs.DroppedRowsWarning):
        page = own(tmp_path, *rated(3), bad)

    assert page.to_talk_about[0] == (
        "1 row of your log could not be used, and nothing here counts it. What was meant?"
    )
