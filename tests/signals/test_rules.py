"""Rules: each fires on the smallest log that shows it, and not on the nearest that does not."""

from __future__ import annotations

import pandas as pd
import pytest

import rehabstats as rs
from signals.conftest import on, rows

WEEKS = [rows(day) for day in range(28)]


def test_somebody_who_does_everything_with_constant_pain_is_silent(fired):
    table = fired(*WEEKS, as_of=28)

    assert table["rule"].tolist() == []


# Stopping


@pytest.mark.parametrize(("silent_days", "fires"), [(7, False), (8, True)])
def test_eight_days_without_an_entry_are_a_concern(fired, silent_days, fires):
    table = fired(*WEEKS, as_of=28 + silent_days)

    assert ("no_record" in table.index) == fires
    if fires:
        row = table.loc["no_record"]
        assert row["sentence"] == (
            "Nothing recorded since 1 Feb 2026: 8 days; 8 sessions came due in that time."
        )
        assert (row["since"], row["value"], row["threshold"]) == (on(28), 8, 8)
        assert row["log_lines"] == "56-57"  # the last session
        assert row["signal_id"] == "P1/no_record/2026-02-02"


def test_a_pause_is_no_silence(fired):
    pauses = "patient_id,start_date,end_date\nP1,2026-02-02,2026-03-10\n"

    assert "no_record" not in fired(*WEEKS, as_of=60, pauses=pauses).index


def test_the_end_of_the_program_is_no_silence(fired):
    assert "no_record" not in fired(*WEEKS, as_of=60, end="2026-02-02").index


def test_a_check_in_is_an_entry_but_no_session(fired):
    checkins = "patient_id,date,activity,score_psfs\nP1,2026-02-05,stairs,5\n"

    table = fired(*WEEKS, as_of=37, checkins=checkins)

    assert "no_record" not in table.index
    assert table.loc["interruption", "n_lines"] == 0
    assert "9 sessions missed in a row" in table.loc["interruption", "sentence"]


def test_skips_in_a_row_are_an_interruption_though_everything_is_recorded(fired):
    skips = [rows(day, "", skipped=True) for day in range(28, 36)]

    table = fired(*WEEKS, *skips, as_of=36)

    assert "no_record" not in table.index
    assert "interruption" in table.index


def test_fewer_sessions_than_before_are_told_with_both_shares(fired):
    before = [rows(day) for day in range(28)]
    after = [rows(day) for day in (28, 31, 35, 38, 41)]

    row = fired(*before, *after, as_of=42).loc["adherence_drop"]

    assert row["sentence"] == (
        "Sessions kept in the last 2 complete weeks: 36 %, before that 100 %."
    )
    assert row["since"] == on(28)


def test_a_constant_half_of_the_sessions_is_no_drop(fired):
    half = [rows(day) for day in range(0, 42, 2)]

    assert "adherence_drop" not in fired(*half, as_of=42).index


# Pain


def test_a_rise_over_all_sessions_is_told_once_for_both_sides(fired):
    rising = [rows(day, 2 + day // 7) for day in range(28)]

    table = fired(*rising, as_of=28)

    assert table["rule"].tolist().count("pain_rising") == 1
    row = table.loc["pain_rising"]
    assert pd.isna(row["side"])
    assert row["sentence"].startswith("Pain during exercise rises over 28 rated sessions: ")
    assert row["log_lines"] == "2-57"


def test_a_rise_on_one_side_names_it(fired):
    one = [rows(day, 2 + day // 7, sides="l") + rows(day, 5 - day // 7, sides="r")
           for day in range(28)]  # fmt: skip

    row = fired(*one, as_of=28).loc["pain_rising"]

    assert row["side"] == "left"
    assert "on the left rises" in row["sentence"]


def test_pain_that_falls_is_an_improvement_and_no_concern(fired):
    table = fired(*[rows(day, 8 - day // 7) for day in range(28)], as_of=28)

    assert (table["direction"] == "improvement").all()
    assert "pain_falling" in table.index


def test_a_flare_on_one_side_has_its_days_and_its_side(fired):
    log = [
        rows(day, 3, sides="r") + rows(day, 6 if 15 <= day <= 18 else 3, sides="l")
        for day in range(28)
    ]

    row = fired(*log, as_of=28).loc["flare"]

    assert (row["side"], row["since"], row["until"]) == ("left", on(15), on(18))
    assert row["is_current"]
    assert row["sentence"] == (
        "Pain-defined flare on the left from 20 Jan to 23 Jan 2026: "
        "up to 6 against a baseline of 3."
    )


def test_a_flare_of_last_month_is_over(fired):
    log = [rows(day, 6 if 15 <= day <= 18 else 3) for day in range(50)]

    table = fired(*log, as_of=50)

    assert not table.loc["flare", "is_current"]


def test_a_rise_of_one_point_is_no_flare(fired):
    log = [rows(day, 4 if 15 <= day <= 18 else 3) for day in range(28)]

    assert "flare" not in fired(*log, as_of=28).index


def test_every_other_day_is_enough_for_a_flare_signal(fired):
    log = [rows(day, 6 if 16 <= day <= 20 else 3) for day in range(0, 28, 2)]

    assert "flare" in fired(*log, as_of=28, per_week=3).index


@pytest.mark.parametrize(("pain", "fires"), [(5, False), (6, True)])
def test_most_recent_sessions_above_the_limit_are_a_concern(fired, pain, fires):
    assert ("high_zone" in fired(*[rows(day, pain) for day in range(28)], as_of=28).index) == fires


def test_days_that_had_not_settled_again_and_again_are_a_concern(fired):
    log = [rows(day, 3, before=min(day // 2, 10)) for day in range(20)]
    rising = [rows(20 + n, 3, before=before) for n, before in enumerate([0, 2, 4, 6, 8, 10])]

    table = fired(*log[:6], *rising, as_of=26)

    row = table.loc["next_day_not_settled"]
    assert row["sentence"] == (
        "On 5 of 5 recent days after a session, pain was higher than before it, by 2 on average."
    )


def test_a_plateau_needs_a_fall_first(fired):
    fell = [rows(day, 9 - day // 7) for day in range(35)]
    flat = [rows(day, 4 + day % 2) for day in range(35, 63)]

    assert "plateau" in fired(*fell, *flat, as_of=62).index
    assert "plateau" not in fired(*[rows(d, 4 + d % 2) for d in range(63)], as_of=62).index


# Exercise


def test_a_side_left_out_for_two_complete_weeks_is_told(fired):
    both = [rows(day) for day in range(7)]
    left_only = [rows(day, sides="l") for day in range(7, 21)]

    row = fired(*both, *left_only, as_of=21).loc["one_side_not_done"]

    assert (row["side"], row["value"], row["since"]) == ("right", 2, on(7))
    assert row["sentence"] == (
        "The right side has no repetitions in 2 complete weeks in a row while the left side "
        "has: Raise (right)."
    )


def test_one_week_of_it_is_not(fired):
    log = [rows(day, sides="lr" if day < 14 else "l") for day in range(21)]

    assert "one_side_not_done" not in fired(*log, as_of=21).index


def test_a_jump_needs_more_than_before_and_more_than_prescribed(fired):
    usual = [rows(day, reps=10) for day in range(21)]

    beyond = fired(*usual, *[rows(day, reps=20) for day in range(21, 28)], as_of=28)
    within = fired(
        *[rows(day, reps=8) for day in range(21)],
        *[rows(day, reps=12) for day in range(21, 28)], as_of=28,
    )  # fmt: skip

    assert beyond.loc["volume_jump", "value"] == 1.0
    assert beyond.loc["volume_jump", "sentence"].startswith("Volume rose in week 4 (from 26 Jan")
    assert "volume_jump" not in within.index


def test_two_sessions_above_the_range_meet_the_criterion(fired):
    log = [rows(day) for day in range(20)] + [rows(day, reps=14) for day in (20, 21)]

    row = fired(*log, as_of=21).loc["progression_met"]

    assert row["direction"] == "improvement"
    assert row["sentence"].endswith("A clinician decides.")


def test_function_beyond_its_threshold_is_told(fired):
    scores = "".join(f"P1,{on(7 * n):%Y-%m-%d},stairs,{4 + n}\n" for n in range(5))
    checkins = "patient_id,date,activity,score_psfs\n" + scores

    row = fired(*WEEKS, as_of=28, checkins=checkins).loc["function_up"]

    assert row["log_file"] == "checkins.csv"
    assert row["log_lines"] == "2-6"


# What the log is worth


def test_seven_rated_sessions_are_too_few(fired):
    row = fired(*[rows(day) for day in range(7)], as_of=7).loc["too_few_ratings"]

    assert row["direction"] == "not enough data"
    assert row["sentence"] == (
        "Too few ratings to say where pain is going: 7 rated sessions, 8 needed."
    )


def test_entries_made_days_later_are_told(fired):
    late = [rows(day, recorded=day + 3) for day in range(28)]
    prompt = [rows(day, recorded=day) for day in range(28)]

    assert "back_filled" in fired(*late, as_of=28).index
    assert "back_filled" not in fired(*prompt, as_of=28).index


def test_a_log_of_nothing_but_what_a_form_shows_is_told(fired):
    untouched = [rows(day, 0) for day in range(28)]
    touched = [*untouched[:-1], rows(27, 1)]

    assert "default_accepted" in fired(*untouched, as_of=28).index
    assert "default_accepted" not in fired(*touched, as_of=28).index


def test_mostly_unrecorded_weeks_are_not_enough_data(fired):
    log = [rows(day) for day in range(0, 56, 3)]

    assert "unrecorded" in fired(*log, as_of=56).index


@pytest.mark.parametrize(
    ("stated", "rule"), [("no", "clearance_refused"), ("", "clearance_unknown"), ("yes", None)]
)
def test_clearance_that_is_unknown_is_not_refused(tmp_path, stated, rule):
    (tmp_path / "patients.csv").write_text(
        f"patient_id,program,start_date,clearance\nP1,hip-restoration,2026-01-05,{stated}\n"
    )
    (tmp_path / "sessions.csv").write_text(
        "patient_id,started_at,exercise,side,reps\nP1,2026-01-05T18:00,hip_pushdown,left,9\n"
    )
    table = rs.find_signals(rs.load_caseload(tmp_path), as_of="2026-01-06")

    fired = [name for name in table["rule"] if name.startswith("clearance")]
    assert fired == ([rule] if rule else [])
