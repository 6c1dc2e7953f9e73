"""Pain: rising and falling, worse and better, high, not settled, and standing still."""

from __future__ import annotations

import pandas as pd
import pytest

from signals.conftest import Case, both, every_day, rows


def line(n_days: int, first: float, a_day: float, **how: object) -> str:
    """Pain that moves evenly from day to day."""
    return "".join(rows(day, round(first + a_day * day, 2), **how) for day in range(n_days))


def then(before: float, after: float, n_after: int = 4) -> str:
    """Pain on one level for 40 days, and after a gap on another in the last sessions."""
    return every_day(40, before) + "".join(rows(50 + day, after) for day in range(n_after))


def next_days(*rises: float) -> str:
    """Every day a session; how much higher pain is before the next one."""
    text, before = rows(0, 3, before=2), 2.0
    for day, rise in enumerate(rises, start=1):
        before += rise
        text += rows(day, 3, before=before)
    return text


#: The left and the hug rise as the right falls twice as fast: sessions as a whole stand still.
ONLY_SIDES = "".join(
    rows(day, 2 + 0.1 * day, sides="l") + rows(day, 8 - 0.2 * day, sides="r")
    + rows(day, 2 + 0.1 * day, sides="b", exercise="hug")
    for day in range(28)
)  # fmt: skip
FELL = "".join(rows(day, 9 - day // 7) for day in range(35))

CASES = {
    "steady": Case(28, every_day(28)),
    "no pain at all": Case(28, every_day(28, 0, reps=11)),
    "rises by 1": Case(26, line(26, 3, 0.04)),
    "rises by less": Case(26, line(26, 3, 0.039)),
    "rises in 8 sessions": Case(8, line(8, 3, 0.2)),
    "rises in 7 sessions": Case(7, line(7, 3, 0.2)),
    "rose two months ago": Case(75, line(26, 3, 0.1) + rows(74, "")),
    "left rises": Case(28, "".join(
        rows(d, 2 + 0.1 * d, sides="l") + rows(d, 5 - 0.1 * d, sides="r") for d in range(28)
    )),
    "sides rise and fall": Case(28, ONLY_SIDES),
    "falls": Case(28, line(28, 6, -0.1)),
    "worse by 2": Case(53, then(3, 5)),
    "worse by less": Case(53, then(3, 4.9)),
    "worse in 3 sessions": Case(52, then(3, 5.5, 3)),
    "worse in 2 sessions": Case(51, then(3, 5.5, 2)),
    "better by 2": Case(53, then(5, 3)),
    "better by less": Case(53, then(5, 3.1)),
    "at the limit": Case(28, every_day(28, 5)),
    "above the limit": Case(28, every_day(28, 5.5)),
    "2 of 4 high": Case(28, every_day(14) + "".join(
        rows(d, 6 if d > 23 else 3) for d in (15, 20, 24, 27)
    )),
    "1 of 4 high": Case(28, every_day(14) + "".join(
        rows(d, 6 if d > 26 else 3) for d in (15, 20, 24, 27)
    )),
    "3 of 3 high": Case(28, every_day(14) + "".join(rows(d, 6) for d in (20, 24, 27))),
    "one side high": Case(28, "".join(
        rows(d, 6, sides="l") + rows(d, 3, sides="r") for d in range(28)
    )),
    "settled on 1 of 4": Case(4, next_days(2, 2, -0.5, 2)),
    "settled on 2 of 4": Case(4, next_days(4, -0.5, 4, -0.5)),
    "rises too little": Case(4, next_days(1, 1, 1, 0.9)),
    "three days only": Case(3, next_days(2, 2, 2)),
    "plateau": Case(62, FELL + "".join(rows(d, 4 + d % 2) for d in range(35, 63))),
    "plateau in the safe zone": Case(
        62, "".join(rows(day, 6 - day // 7) for day in range(35))
        + "".join(rows(d, 1.5 + d % 2) for d in range(35, 63)),
    ),
    "plateau above the safe zone": Case(
        62, "".join(rows(day, 6 - day // 7) for day in range(35))
        + "".join(rows(d, 1.6 + d % 2) for d in range(35, 63)),
    ),
    "never fell": Case(62, "".join(rows(d, 4 + d % 2) for d in range(63))),
    "falls on": Case(62, "".join(rows(day, 9 - day // 9) for day in range(63))),
}  # fmt: skip


@pytest.mark.parametrize("case", ["steady", "no pain at all"])
def test_pain_that_does_not_move_says_nothing(world, case):
    assert world.rules(case) == []


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("rises by 1", "pain_rising"),
        ("rises by less", None),
        ("rises in 8 sessions", "pain_rising"),
        ("rises in 7 sessions", None),
        ("worse by 2", "pain_worse"),
        ("worse by less", None),
        ("worse in 3 sessions", "pain_worse"),
        ("worse in 2 sessions", None),
        ("falls", "pain_falling"),
        ("better by 2", "pain_better"),
        ("better by less", None),
    ],
)
def test_a_direction_needs_a_point_and_a_change_needs_two(world, case, rule):
    moved = {"pain_rising", "pain_worse", "pain_falling", "pain_better"}
    fired = [name for name in world.rules(case) if name in moved]

    assert fired[:1] == ([rule] if rule else [])


def test_a_rise_is_told_once_for_whole_sessions(world):
    row = world.row("rises by 1", "pain_rising")

    assert row["sentence"] == (
        "Pain during exercise rises by 1 point over 26 rated sessions since 4 Mar 2026: "
        "+0.28 a week (interval +0.28 to +0.28)."
    )
    assert row["value"] == pytest.approx(1.0)
    assert row["threshold"] == 1.0
    assert world.days("rises by 1", "pain_rising") == (0, 25)
    assert pd.isna(row["side"])
    assert world.behind(row) == both(range(26))
    assert row["signal_id"] == "rises by 1/pain_rising"


def test_a_rise_that_ended_long_ago_is_over(world):
    assert world.row("rises by 1", "pain_rising")["is_current"]
    assert not world.row("rose two months ago", "pain_rising")["is_current"]


def test_a_rise_on_one_side_names_it_and_keeps_its_id_when_the_other_joins(world):
    row = world.row("left rises", "pain_rising")

    assert row["side"] == "left"
    assert row["sentence"].startswith("Pain during exercise on the left rises by 2.7 points")
    assert world.behind(row) == [(day, "left") for day in range(28)]
    assert row["signal_id"] == "left rises/pain_rising"


def test_several_sides_that_move_are_named_and_the_numbers_are_those_of_the_first(world):
    rising = world.row("sides rise and fall", "pain_rising")

    assert rising["sentence"].startswith(
        "Pain during exercise (left side, both sides at once; numbers of the first) rises by 2.7 "
    )
    assert world.row("sides rise and fall", "pain_falling")["side"] == "right"


def test_a_change_has_both_means_their_days_and_the_measurement_error(world):
    worse, better = world.row("worse by 2", "pain_worse"), world.row("better by 2", "pain_better")

    assert worse["sentence"] == (
        "Pain during exercise went from 3 in the first days to 5 in the last ones "
        "(7 and 4 rated days), more than measurement error (1.3)."
    )
    assert (worse["value"], worse["threshold"]) == (2, 2)
    assert (better["value"], better["direction"]) == (-2, "improvement")


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("at the limit", False),
        ("above the limit", True),
        ("2 of 4 high", True),
        ("1 of 4 high", False),
        ("3 of 3 high", False),
        ("one side high", True),
    ],
)
def test_half_of_four_or_more_recent_sessions_above_the_limit_are_a_concern(world, case, fires):
    assert ("high_zone" in world.rules(case)) == fires


def test_high_pain_names_exercise_side_and_counts(world):
    one, several = world.row("one side high", "high_zone"), world.row("2 of 4 high", "high_zone")

    assert one["sentence"] == "Pain above 5 in 13 of 13 recent sessions of Raise (left)."
    assert (one["side"], one["exercise"], one["n_lines"]) == ("left", "raise", 1)
    assert world.behind(one) == [(day, "left") for day in range(15, 28)]
    assert several["sentence"] == (
        "Pain above 5 in 50 % or more of the recent sessions of 2 exercises and sides: "
        "Raise (left), Raise (right); most often in 2 of 4."
    )
    assert (several["value"], several["threshold"], several["n_lines"]) == (0.5, 0.5, 2)


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("settled on 1 of 4", True),
        ("settled on 2 of 4", False),
        ("rises too little", False),
        ("three days only", False),
    ],
)
def test_three_of_four_next_days_a_point_higher_are_a_concern(world, case, fires):
    assert ("next_day_not_settled" in world.rules(case)) == fires


def test_days_that_had_not_settled_are_counted_with_the_mean_of_all(world):
    row = world.row("settled on 1 of 4", "next_day_not_settled")

    assert row["sentence"] == (
        "On 3 of 4 recent days after a session, pain before exercise was higher than before that "
        "session; the mean change over all 4 is +1.4."
    )
    assert (row["value"], row["threshold"]) == (0.75, 0.75)
    assert world.behind(row) == both(range(5))


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("plateau", True),
        ("plateau in the safe zone", False),
        ("plateau above the safe zone", True),
        ("never fell", False),
        ("falls on", False),
    ],
)
def test_a_plateau_needs_a_fall_first_and_pain_above_the_safe_zone(world, case, fires):
    assert ("plateau" in world.rules(case)) == fires


def test_a_plateau_has_the_fall_and_the_standstill_behind_it(world):
    row = world.row("plateau", "plateau")

    assert row["sentence"] == (
        "Pain fell by 4.6 points at first and has no clear direction in the last 4 weeks, "
        "at 4.5 on average."
    )
    assert (row["value"], row["threshold"]) == (4.5, 2)
    assert world.days("plateau", "plateau") == (35, 62)
    assert world.behind(row) == both(range(63))
