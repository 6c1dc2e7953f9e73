"""Stopping: silence, missed sessions in a row, and fewer kept than before."""

from __future__ import annotations

import pytest

from signals.conftest import Case, both, every_day, rows

FOUR_WEEKS = every_day(28)
SKIPS = "".join(rows(day, skipped=True) for day in range(28, 36))
#: Two sessions a week, the third week with as many skip rows as sessions came due.
TWO_A_WEEK = "".join(rows(day) for day in (0, 3, 7, 10))


def kept(n: int) -> str:
    """Four whole weeks, and then some of the 14 sessions of two weeks, the last one among them."""
    return FOUR_WEEKS + "".join(rows(day) for day in (*range(28, 27 + n), 41))


def twice_on_some_days(*kept: int) -> str:
    """Ten sessions a week were asked for; in each week the last so many of them are kept."""
    return "".join(
        rows(7 * week + n // 2 + 2, at="18:00" if n % 2 else "08:00")
        for week, n_kept in enumerate(kept)
        for n in range(10 - n_kept, 10)
    )


CASES = {
    "all done": Case(28, FOUR_WEEKS),
    "silent for 7 days": Case(35, FOUR_WEEKS),
    "silent for 8 days": Case(36, FOUR_WEEKS),
    "entered today": Case(36, FOUR_WEEKS + rows(36)),
    "in a pause": Case(50, FOUR_WEEKS, pauses=((28, 60),)),
    "7 days after a pause": Case(47, FOUR_WEEKS, pauses=((28, 40),)),
    "8 days after a pause": Case(48, FOUR_WEEKS, pauses=((28, 40),)),
    "ended": Case(60, FOUR_WEEKS, end=28),
    "ends today": Case(60, FOUR_WEEKS, end=60),
    "never began": Case(10),
    "starts tomorrow": Case(-1),
    "nothing came due": Case(16, rows(0) + rows(7), per_week=1),
    "one came due": Case(15, rows(6), per_week=1),
    "checked in": Case(37, FOUR_WEEKS, checkins=((31, "stairs", 5.0),)),
    "silent since a check-in": Case(40, FOUR_WEEKS, checkins=((31, "stairs", 5.0),)),
    "skips for 6 days": Case(34, FOUR_WEEKS + SKIPS),
    "skips for 8 days": Case(36, FOUR_WEEKS + SKIPS),
    "skips since the start": Case(8, "".join(rows(day, skipped=True) for day in range(8))),
    "skips after a pause": Case(
        40, FOUR_WEEKS + "".join(rows(day, skipped=True) for day in range(31, 40)),
        pauses=((28, 31),),
    ),
    "two missed of two a week": Case(26, TWO_A_WEEK + rows(20, skipped=True), per_week=2),
    "three missed of two a week": Case(27, TWO_A_WEEK + rows(20, skipped=True), per_week=2),
    "one session at the end of a week": Case(15, rows(6) + rows(13, skipped=True)),
    "9 of 14": Case(42, kept(9)),
    "10 of 14": Case(42, kept(10)),
    "13 of 20": Case(42, twice_on_some_days(10, 10, 10, 10, 7, 6), per_week=10),
    "14 of 20": Case(42, twice_on_some_days(10, 10, 10, 10, 7, 7), per_week=10),
    "two weeks before": Case(28, every_day(14) + "".join(rows(d) for d in (20, 27))),
    "always half": Case(42, "".join(rows(day) for day in range(0, 42, 2))),
    "drop and then a pause": Case(72, kept(9), pauses=((42, 80),)),
    "nothing for weeks": Case(42),
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("all done", False),
        ("silent for 7 days", False),
        ("silent for 8 days", True),
        ("entered today", False),
        ("in a pause", False),
        ("7 days after a pause", False),
        ("8 days after a pause", True),
        ("ended", False),
        ("ends today", False),
        ("never began", True),
        ("starts tomorrow", False),
        ("nothing came due", False),
        ("one came due", True),
        ("checked in", False),
        ("silent since a check-in", True),
        ("skips for 8 days", False),
    ],
)
def test_eight_days_without_an_entry_are_a_concern_if_something_was_due(world, case, fires):
    assert ("no_record" in world.rules(case)) == fires


def test_silence_has_its_numbers_its_days_and_the_last_entry_behind_it(world):
    row = world.row("silent for 8 days", "no_record")

    assert row["sentence"] == (
        "Nothing recorded about the 8 days since 21 Mar 2026; 8 sessions came due in that time."
    )
    assert (row["value"], row["threshold"]) == (8, 8)
    assert world.days("silent for 8 days", "no_record") == (28, 36)
    assert world.behind(row) == both(range(27, 28))
    assert row["signal_id"] == "silent for 8 days/no_record/2026-03-22"
    assert row["is_current"]
    assert row["also"] == "interruption, adherence_drop"


def test_paused_days_are_left_out_and_said(world):
    assert world.row("8 days after a pause", "no_record")["sentence"] == (
        "Nothing recorded about the 8 days since 9 Mar 2026 (12 paused days left out); "
        "8 sessions came due in that time."
    )


def test_who_never_began_is_silent_since_the_start_with_no_line_behind_it(world):
    row = world.row("never began", "no_record")

    assert row["sentence"] == (
        "Nothing recorded about the 10 days since the start on 20 Mar 2026; "
        "10 sessions came due in that time."
    )
    assert row["log_lines"] == ""


def test_one_session_that_came_due_is_one_session(world):
    row = world.row("one came due", "no_record")

    assert row["sentence"].endswith(" 2026; 1 session came due in that time.")


def test_a_check_in_is_an_entry_and_stands_behind_the_silence_after_it(world):
    row = world.row("silent since a check-in", "no_record")

    assert row["sentence"].startswith("Nothing recorded about the 8 days since 21 Mar 2026;")
    assert row["log_file"] == "checkins.csv"
    assert world.behind(row) == [(31, "stairs")]


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("all done", False),
        ("checked in", True),
        ("in a pause", False),
        ("skips for 6 days", False),
        ("skips for 8 days", True),
        ("two missed of two a week", False),
        ("three missed of two a week", True),
        ("ended", False),
    ],
)
def test_three_missed_sessions_and_a_week_without_one_are_an_interruption(world, case, fires):
    assert ("interruption" in world.rules(case)) == fires


def test_an_interruption_counts_to_the_day_and_has_the_skip_rows_behind_it(world):
    row = world.row("skips for 8 days", "interruption")

    assert row["sentence"] == (
        "8 sessions missed in a row; the last session was on 21 Mar 2026, 9 days ago."
    )
    assert (row["value"], row["threshold"]) == (8, 3)
    assert world.days("skips for 8 days", "interruption") == (28, 36)
    assert world.behind(row) == both(range(27, 36))


def test_who_only_skipped_has_missed_sessions_since_the_start(world):
    row = world.row("skips since the start", "interruption")

    assert row["sentence"] == (
        "8 sessions missed in a row since the start on 22 Mar 2026; none is recorded yet."
    )
    assert world.behind(row) == both(range(8))


def test_an_interruption_says_how_many_of_its_days_were_paused(world):
    assert world.row("skips after a pause", "interruption")["sentence"] == (
        "9 sessions missed in a row; the last session was on 17 Mar 2026, 13 days ago, "
        "3 of them paused."
    )


def test_only_what_came_due_since_the_last_session_is_missed_in_a_row(world):
    # The one session filled the first slot of its week; those due before it are no run after it.
    row = world.row("one session at the end of a week", "interruption")

    assert row["sentence"] == (
        "8 sessions missed in a row; the last session was on 21 Mar 2026, 9 days ago."
    )


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("9 of 14", True),
        ("10 of 14", False),
        ("13 of 20", True),
        ("14 of 20", False),
        ("two weeks before", False),
        ("always half", False),
        ("all done", False),
        ("nothing for weeks", False),
    ],
)
def test_a_drop_of_35_points_against_three_weeks_or_more_is_a_concern(world, case, fires):
    assert ("adherence_drop" in world.rules(case)) == fires


def test_a_drop_has_both_shares_and_the_sessions_behind_them(world):
    row = world.row("9 of 14", "adherence_drop")

    assert row["sentence"] == (
        "Sessions kept in the last 2 complete weeks: 9 of 14 (64 %), before that 28 of 28 (100 %)."
    )
    assert row["value"] == pytest.approx(5 / 14)
    assert row["threshold"] == 0.35
    assert world.days("9 of 14", "adherence_drop") == (28, 41)
    assert world.behind(row) == both(range(28, 36)) + both(range(41, 42))
    assert row["signal_id"] == "9 of 14/adherence_drop"


def test_a_drop_of_as_much_as_the_threshold_is_a_concern(world):
    row = world.row("13 of 20", "adherence_drop")

    assert (row["value"], row["threshold"]) == (pytest.approx(0.35), 0.35)


def test_a_drop_on_the_threshold_does_not_hang_on_the_last_bit(build):
    # In binary, 0.7 - 0.4 is a little less than 0.3.
    case = Case(42, twice_on_some_days(7, 7, 7, 7, 4, 4), per_week=10)

    assert "adherence_drop" in build({"P1": case}, adherence_drop=0.3).rules("P1")


def test_a_drop_before_a_long_pause_is_over(world):
    assert world.row("9 of 14", "adherence_drop")["is_current"]
    assert not world.row("drop and then a pause", "adherence_drop")["is_current"]


def test_nobody_with_nothing_logged_is_called_fine(world):
    for case in ("never began", "nothing for weeks"):
        rules = world.rules(case)

        assert {"no_record", "too_few_ratings", "unrecorded"} <= set(rules)
        assert "improvement" not in set(world.table.loc[world.table["patient_id"] == case,
                                                        "direction"])  # fmt: skip
