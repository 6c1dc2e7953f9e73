"""Exercise: a side left out, a jump in volume, readiness for more, function."""

from __future__ import annotations

import pytest

from signals.conftest import Case, every_day, rows

HIP = {"program": "hip-restoration", "clearance": "not_needed"}


def weeks(*sides: str, exercise: str = "raise") -> str:
    """One exercise every day, each week on some sides."""
    return "".join(
        rows(7 * week + day, sides=some, exercise=exercise)
        for week, some in enumerate(sides)
        for day in range(7)
    )


def volume(*reps: int, right: tuple[int, ...] = ()) -> str:
    """The raise every day, each week with some repetitions a day; 10 on the right if not told."""
    return "".join(
        rows(7 * week + day, reps=n, sides="l") + rows(7 * week + day, reps=other, sides="r")
        for week, (n, other) in enumerate(zip(reps, right or (10,) * len(reps), strict=True))
        for day in range(7)
    )


def scored(*scores: float) -> tuple[tuple[int, str, float], ...]:
    """One activity, rated once a week."""
    return tuple((7 * week, "stairs", score) for week, score in enumerate(scores))


def scored_twice(*scores: float) -> tuple[tuple[int, str, float], ...]:
    """Two activities, each rated so once a week."""
    return scored(*scores) + tuple((day, "socks", score) for day, _, score in scored(*scores))


ALL = every_day(28)
CASES = {
    "right left out for 2 weeks": Case(21, weeks("lr", "l", "l")),
    "right left out for 1 week": Case(21, weeks("lr", "lr", "l")),
    "right left out, week not over": Case(20, weeks("lr", "l", "l")),
    "left out twice": Case(56, weeks("lr", "l", "l", "lr", "lr", "l", "l", "l")),
    "two exercises": Case(
        21, weeks("lr", "l", "l", exercise="hip_pushdown")
        + weeks("lr", "l", "lr", exercise="standing_knee_raise"), **HIP,
    ),
    "nothing done": Case(28, every_day(7)),
    "130 %": Case(28, volume(20, 20, 20, 26)),
    "less than 130 %": Case(28, volume(20, 20, 20, 25)),
    "within the prescription": Case(28, volume(4, 4, 4, 12)),
    "as much as allowed": Case(28, volume(8, 8, 8, 12)),
    "one more than allowed": Case(
        28, volume(8, 8, 8, 12) + rows(27, reps=1, sides="l", at="08:00")
    ),
    "a rise within and much without a rise": Case(28, volume(4, 4, 4, 12, right=(14,) * 4)),
    "a rise beside a fall": Case(28, volume(20, 20, 20, 26, right=(30, 30, 30, 5))),
    "a rise on both sides": Case(28, volume(20, 20, 20, 26, right=(20, 20, 20, 30))),
    "a rise of three": Case(
        28, volume(20, 20, 20, 40, right=(20, 20, 20, 40))
        + "".join(rows(day, reps=10 + 10 * (day > 20), sides="b", exercise="hug")
                  for day in range(28)),
    ),
    "a rise, and then another": Case(35, volume(20, 20, 20, 26, 40, right=(20,) * 4 + (30,))),
    "a week before only": Case(14, volume(20, 40)),
    "jump two months ago": Case(84, volume(*[20] * 3, 40, *[20] * 8)),
    "two above twice": Case(21, every_day(20) + rows(20, reps=14) + rows(21, reps=14)),
    "two above once": Case(21, every_day(21) + rows(21, reps=14)),
    "one above twice": Case(21, every_day(20) + rows(20, reps=13) + rows(21, reps=13)),
    "two above in pain": Case(21, every_day(20) + rows(20, 6, reps=14) + rows(21, 6, reps=14)),
    "able again": Case(28, ALL, checkins=scored(4, 4, 5, 7, 7)),
    "almost able again": Case(28, ALL, checkins=scored(4, 4, 5, 6.9, 6.9)),
    "able again in two ways": Case(28, ALL, checkins=scored_twice(4, 4, 5, 6, 6)),
    "almost able again in two ways": Case(28, ALL, checkins=scored_twice(4, 4, 5, 5.9, 5.9)),
    "less able": Case(28, ALL, checkins=scored(7, 7, 5, 4, 4)),
    "a little less able": Case(28, ALL, checkins=scored(7, 7, 5, 4.1, 4.1)),
    "less able long ago": Case(90, every_day(90), checkins=scored(7, 7, 5, 4, 4)),
}  # fmt: skip
CASES = {name.replace(",", ""): case for name, case in CASES.items()}


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("right left out for 2 weeks", True),
        ("right left out for 1 week", False),
        ("right left out week not over", False),
        ("nothing done", False),
    ],
)
def test_a_side_left_out_for_two_complete_weeks_is_a_concern(world, case, fires):
    assert ("one_side_not_done" in world.rules(case)) == fires


def test_a_side_left_out_has_what_the_other_side_did_behind_it(world):
    row = world.row("right left out for 2 weeks", "one_side_not_done")

    assert row["sentence"] == (
        "No repetitions in 2 complete weeks in a row, from 16 to 29 Mar 2026, while the left "
        "side was done: Raise (right)."
    )
    assert (row["value"], row["threshold"], row["side"]) == (2, 2, "right")
    assert world.days("right left out for 2 weeks", "one_side_not_done") == (7, 20)
    assert world.behind(row) == [(day, "left") for day in range(7, 21)]
    assert row["signal_id"] == "right left out for 2 weeks/one_side_not_done/right/2026-03-16"


def test_two_stretches_without_a_side_are_two_facts(world):
    rows_ = world.all("left out twice", "one_side_not_done").sort_values("since")

    assert rows_["value"].tolist() == [2, 3]
    assert rows_["is_current"].tolist() == [False, True]
    assert rows_["signal_id"].is_unique


def test_an_exercise_left_out_for_one_week_is_not_told_with_another(world):
    row = world.row("two exercises", "one_side_not_done")

    assert row["exercise"] == "hip_pushdown"


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("130 %", True),
        ("less than 130 %", False),
        ("within the prescription", False),
        ("as much as allowed", False),
        ("one more than allowed", True),
        ("a rise within and much without a rise", False),
        ("a rise beside a fall", True),
        ("a week before only", False),
    ],
)
def test_a_jump_needs_30_percent_more_and_more_than_prescribed(world, case, fires):
    assert ("volume_jump" in world.rules(case)) == fires


def test_a_jump_has_its_week_and_its_numbers(world):
    row = world.row("130 %", "volume_jump")

    assert row["sentence"] == (
        "Volume rose in week 4 (from 23 Mar 2026): Raise (left); from 140 to 182 repetitions "
        "(+30 %), with at most 84 asked for."
    )
    assert (row["value"], row["threshold"]) == (0.3, 0.3)
    assert (row["exercise"], row["side"], row["n_lines"]) == ("raise", "left", 1)
    assert world.days("130 %", "volume_jump") == (21, 27)
    assert world.behind(row) == [(day, "left") for day in range(21, 28)]
    assert row["signal_id"] == "130 %/volume_jump/2026-03-23"


def test_a_jump_of_several_lines_in_one_week_is_one_fact_with_the_numbers_of_the_largest(world):
    two, three = (
        world.row(case, "volume_jump") for case in ("a rise on both sides", "a rise of three")
    )

    assert two["sentence"] == (
        "Volume rose in week 4 (from 23 Mar 2026): Raise (right), Raise (left); the first from 140 "
        "to 210 repetitions (+50 %), with at most 84 asked for."
    )
    assert (two["value"], two["n_lines"], two["exercise"]) == (0.5, 2, "raise")
    assert two["side"] is None or two["side"] != two["side"]
    assert three["n_lines"] == 3
    assert "Hug" in three["sentence"]


def test_a_jump_says_nothing_of_a_line_that_did_not_rise(world):
    row = world.row("a rise beside a fall", "volume_jump")

    assert "Raise (left); from 140 to 182 repetitions" in row["sentence"]
    assert "(right)" not in row["sentence"]


def test_jumps_of_two_weeks_are_two_facts(world):
    jumps = world.all("a rise and then another", "volume_jump").sort_values("since")

    assert jumps["n_lines"].tolist() == [1, 2]
    assert jumps["signal_id"].is_unique


def test_a_jump_of_long_ago_is_over(world):
    assert not world.row("jump two months ago", "volume_jump")["is_current"]


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("two above twice", True),
        ("two above once", False),
        ("one above twice", False),
        ("two above in pain", False),
    ],
)
def test_two_sessions_two_above_the_range_meet_the_criterion(world, case, fires):
    assert ("progression_met" in world.rules(case)) == fires


def test_the_criterion_has_its_sessions_behind_it_and_leaves_the_decision(world):
    row = world.row("two above twice", "progression_met")

    assert row["sentence"] == (
        "Progression criterion met: Raise (left), Raise (right). The last set of the last "
        "2 sessions was 2 or more repetitions above the range, with pain within the limit. "
        "A clinician decides."
    )
    assert row["direction"] == "improvement"
    assert world.days("two above twice", "progression_met") == (20, 21)
    assert world.behind(row) == [(20, "left"), (20, "right"), (21, "left"), (21, "right")]


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("able again", "function_up"),
        ("almost able again", None),
        ("able again in two ways", "function_up"),
        ("almost able again in two ways", None),
        ("less able", "function_down"),
        ("a little less able", None),
    ],
)
def test_two_points_of_function_are_told_and_three_where_one_activity_is_all(world, case, rule):
    fired = [name for name in world.rules(case) if name.startswith("function")]

    assert fired == ([rule] if rule else [])


def test_function_has_both_numbers_and_its_check_ins(world):
    row = world.row("less able", "function_down")

    assert row["sentence"] == (
        "Function (1 activity, 0-10, 10 = able as before) went from 7 in the first check-ins to "
        "4 in the last ones."
    )
    assert (row["value"], row["threshold"]) == (-3, 3)
    assert row["log_file"] == "checkins.csv"
    assert world.behind(row) == [(7 * week, "stairs") for week in range(5)]


def test_function_that_nobody_rated_lately_is_not_told(world):
    assert "function_down" not in world.rules("less able long ago")
