"""Flares: rated days in a row over a threshold, told once per patient and stretch of time."""

from __future__ import annotations

import pandas as pd
import pytest

from signals.conftest import Case, every_day, rows

HIP = {"program": "hip-restoration", "clearance": "not_needed"}


def daily(n_days: int, high: object, *, left: float = 6, right: float = 3, base: float = 3) -> str:
    """The raise every day; on some days pain is another one."""
    return "".join(
        rows(day, left if day in high else base, sides="l")
        + rows(day, right if day in high else base, sides="r")
        for day in range(n_days)
    )


def hip(n_days: int, high: object, *, sides: str = "l", calm: float = 3) -> str:
    """Two hip exercises on both sides; on some days only the first hurts, on some sides."""
    return "".join(
        rows(day, 6 if day in high and side in sides else 3, sides=side, exercise="hip_pushdown")
        + rows(day, calm, sides=side, exercise="standing_knee_raise")
        for day in range(n_days)
        for side in "lr"
    )


CASES = {
    "2 days": Case(28, daily(28, (20, 21))),
    "1 day": Case(28, daily(28, (20,))),
    "a rise of 2": Case(28, daily(28, (20, 21), left=5)),
    "a rise of less": Case(28, daily(28, (20, 21), left=4.9)),
    "4 days": Case(28, daily(28, range(15, 19))),
    "last month": Case(50, daily(50, range(15, 19))),
    "ended 14 days ago": Case(30, daily(30, (15, 16))),
    "ended 13 days ago": Case(29, daily(29, (15, 16))),
    "open": Case(27, daily(28, range(24, 28))),
    "open and then nothing": Case(60, daily(28, range(24, 28))),
    "5 days apart": Case(28, every_day(14) + rows(16, 6) + rows(21, 6) + rows(27)),
    "6 days apart": Case(28, every_day(14) + rows(16, 6) + rows(22, 6) + rows(27)),
    "two within 14 days": Case(50, daily(50, (20, 21, 35, 36))),
    "two 15 days apart": Case(50, daily(50, (20, 21, 36, 37))),
    "both sides": Case(28, daily(28, range(15, 19), right=5.5)),
    "one exercise for 3 days": Case(28, hip(28, range(20, 23)), **HIP),
    "one exercise for 2 days": Case(28, hip(28, range(20, 22)), **HIP),
    "left side and one right exercise": Case(
        28, "".join(
            rows(d, 6 if d in range(20, 23) else 3, sides="l", exercise="hip_pushdown")
            + rows(d, 6 if d in range(21, 24) else 3, sides="r", exercise="hip_pushdown")
            + rows(d, 3, sides="r", exercise="standing_knee_raise") for d in range(28)
        ), **HIP,
    ),
    "exercise first and then its side": Case(
        40, "".join(
            rows(d, 6 if d in range(20, 25) else 3, sides="l", exercise="hip_pushdown")
            + rows(d, 6 if d in range(23, 25) else 3, sides="l", exercise="standing_knee_raise")
            for d in range(40)
        ), **HIP,
    ),
    "no baseline": Case(28, "".join(rows(d, "" if d < 14 else 6 + d % 2 * 3) for d in range(28))),
    "off the scale": Case(28, daily(28, range(15, 19), left=10, base=8.5)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "fires"),
    [
        ("2 days", True),
        ("1 day", False),
        ("a rise of 2", True),
        ("a rise of less", False),
        ("5 days apart", True),
        ("6 days apart", False),
        ("one exercise for 3 days", True),
        ("one exercise for 2 days", False),
        ("no baseline", False),
        ("off the scale", False),
    ],
)
def test_two_points_on_two_rated_days_of_a_side_or_three_of_an_exercise(world, case, fires):
    assert ("flare" in world.rules(case)) == fires


def test_a_flare_has_its_side_its_days_and_its_lines(world):
    row = world.row("4 days", "flare")

    assert row["sentence"] == (
        "Pain-defined flare on the left from 17 to 20 Mar 2026: up to 6 against a baseline of 3."
    )
    assert (row["value"], row["threshold"], row["side"]) == (3, 2, "left")
    assert world.days("4 days", "flare") == (15, 18)
    assert world.behind(row) == [(day, "left") for day in range(15, 19)]
    assert row["signal_id"] == "4 days/flare/2026-03-17"


@pytest.mark.parametrize(
    ("case", "is_current"),
    [("ended 13 days ago", True), ("ended 14 days ago", False), ("last month", False)],
)
def test_a_flare_is_current_for_fourteen_days(world, case, is_current):
    assert world.row(case, "flare")["is_current"] == is_current


def test_a_flare_that_goes_on_is_open_and_one_that_nobody_rated_since_is_not_called_so(world):
    now, then = (world.row(case, "flare") for case in ("open", "open and then nothing"))

    assert "to 30 Mar 2026, still open: up to 6" in now["sentence"]
    assert ", not over at the last rating: up to 6" in then["sentence"]
    assert not then["is_current"]


def test_flares_close_in_time_are_one_fact_and_not_one_flare(world):
    close, far = (world.all(case, "flare") for case in ("two within 14 days", "two 15 days apart"))

    (sentence,) = close["sentence"]
    assert sentence == (
        "Pain-defined flares on the left from 28 Feb to 16 Mar 2026: up to 6 against a baseline "
        "of 3."
    )
    assert len(far) == 2
    assert far["signal_id"].is_unique


def test_a_flare_on_both_sides_is_one_fact_that_names_both(world):
    row = world.row("both sides", "flare")

    assert "flare (left side, right side) from" in row["sentence"]
    assert pd.isna(row["side"])
    assert row["n_lines"] == 2


def test_a_flare_of_one_exercise_names_it(world):
    row = world.row("one exercise for 3 days", "flare")

    assert row["sentence"] == (
        "Pain-defined flare during Hip pushdown (left) from 22 to 24 Mar 2026: up to 6 "
        "against a baseline of 3."
    )
    assert (row["exercise"], row["side"]) == ("hip_pushdown", "left")
    assert world.behind(row) == [(day, "left") for day in range(20, 23)]


def test_a_side_speaks_for_its_own_exercises_and_for_no_other(world):
    row = world.row("left side and one right exercise", "flare")

    assert "left side" in row["sentence"]
    assert "(right)" in row["sentence"]


def test_a_flare_keeps_its_first_day_when_the_whole_side_joins(world):
    assert world.days("exercise first and then its side", "flare")[0] == 20
