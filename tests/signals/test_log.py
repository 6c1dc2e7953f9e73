"""The log: cautions of the program, and how far the log can be trusted."""

from __future__ import annotations

import pytest

from signals.conftest import Case, both, every_day, rows

HIP = {"program": "hip-restoration", "clearance": "not_needed"}
SPINE = "spinal-stenosis"


def late(n_late: int, n: int = 10, days: int = 2) -> str:
    """Sessions of which some were entered days later."""
    return "".join(rows(d, recorded=d + (days if d < n_late else 0)) for d in range(n))


def hip(day: int, *exercises: str) -> str:
    """A session of hip exercises on the left, in this order."""
    return "".join(rows(day, sides="l", exercise=name, reps=9) for name in exercises)


def shown_first(n: int, *, touched: str = "") -> str:
    """Sessions as a form shows them; the last one perhaps with a value of its own."""
    last = {"pain": rows(n, 1), "reps": rows(n, 0, reps=11), "": rows(n, 0)}[touched]
    return every_day(n, 0) + last


FINAL, FIRST = "lower_back_hip_stretch", "hip_pushdown"
CASES = {
    "7 rated": Case(7, every_day(7)),
    "8 rated": Case(8, every_day(8)),
    "1 rated": Case(1, rows(0)),
    "3 rated days at first": Case(
        28, "".join(rows(d, 3 if d < 3 or d > 13 else "") for d in range(28))
    ),
    "3 rated days in week 2": Case(
        30, "".join(rows(d) for d in (8, 10, 12, *range(20, 30)))
    ),
    "1 rated day at first": Case(30, "".join(rows(d) for d in (13, *range(20, 30)))),
    "no rated day at first": Case(30, "".join(rows(d) for d in range(14, 30))),
    "4 rated days at first": Case(
        28, "".join(rows(d, 3 if d in (0, 1, 2, 13) or d > 13 else "") for d in range(28))
    ),
    "baseline days not over": Case(
        13, "".join(rows(d, 3 if d < 3 else "") for d in range(14))
    ),
    "half late": Case(10, late(5)),
    "less than half late": Case(10, late(4)),
    "late by a day": Case(10, late(10, days=1)),
    "3 late entries": Case(10, late(3, n=3)),
    "late long ago": Case(60, late(10) + "".join(rows(d, recorded=d) for d in range(40, 60))),
    "form confirmed 5 times": Case(8, shown_first(4)),
    "form confirmed 4 times": Case(8, shown_first(3)),
    "form with a pain": Case(8, shown_first(4, touched="pain")),
    "form with other repetitions": Case(8, shown_first(4, touched="reps")),
    "no pain and no rating": Case(8, every_day(5, "")),
    "half unrecorded": Case(28, "".join(rows(d) for d in range(0, 29, 2))),
    "less than half unrecorded": Case(28, "".join(rows(d) for d in range(0, 29, 2)) + rows(27)),
    "few": Case(10, every_day(2)),
    "refused": Case(1, hip(0, FIRST), program="hip-restoration", clearance="no"),
    "unknown": Case(1, hip(0, FIRST), program="hip-restoration"),
    "cleared": Case(1, hip(0, FIRST), program="hip-restoration", clearance="yes"),
    "not needed": Case(1, hip(0, FIRST), **HIP),
    "not asked": Case(1, rows(0, exercise="single_knee_hug"), program=SPINE),
    "refused and not begun": Case(-5, program="hip-restoration", clearance="no"),
    "refused and ended": Case(9, hip(0, FIRST), end=7, program="hip-restoration", clearance="no"),
    "final last": Case(9, hip(0, FIRST, FINAL), **HIP),
    "final first": Case(9, hip(0, FINAL, FIRST) + hip(3, FIRST, FINAL), **HIP),
    "final first twice": Case(
        40, hip(0, FINAL, FIRST) + hip(3, FIRST, FINAL) + hip(8, FINAL, FIRST), **HIP
    ),
    "final first tomorrow": Case(2, hip(0, FIRST, FINAL) + hip(3, FINAL, FIRST), **HIP),
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "rule", "fires"),
    [
        ("7 rated", "too_few_ratings", True),
        ("8 rated", "too_few_ratings", False),
        ("3 rated days at first", "no_baseline", True),
        ("4 rated days at first", "no_baseline", False),
        ("baseline days not over", "no_baseline", False),
        ("half late", "back_filled", True),
        ("less than half late", "back_filled", False),
        ("late by a day", "back_filled", False),
        ("3 late entries", "back_filled", False),
        ("late long ago", "back_filled", False),
        ("form confirmed 5 times", "default_accepted", True),
        ("form confirmed 4 times", "default_accepted", False),
        ("form with a pain", "default_accepted", False),
        ("form with other repetitions", "default_accepted", False),
        ("no pain and no rating", "default_accepted", False),
        ("half unrecorded", "unrecorded", True),
        ("less than half unrecorded", "unrecorded", False),
        ("refused", "clearance_refused", True),
        ("refused", "clearance_unknown", False),
        ("unknown", "clearance_unknown", True),
        ("unknown", "clearance_refused", False),
        ("cleared", "clearance_unknown", False),
        ("cleared", "clearance_refused", False),
        ("not needed", "clearance_unknown", False),
        ("not asked", "clearance_unknown", False),
        ("refused and not begun", "clearance_refused", True),
        ("final last", "final_not_last", False),
        ("final first", "final_not_last", True),
        ("final first tomorrow", "final_not_last", False),
    ],
)
def test_a_rule_fires_at_its_threshold_and_not_before(world, case, rule, fires):
    assert (rule in world.rules(case)) == fires


@pytest.mark.parametrize(
    ("case", "rule", "sentence"),
    [
        ("7 rated", "too_few_ratings",
         "Too few ratings to say where pain is going: 7 rated sessions, 8 needed."),
        ("1 rated", "too_few_ratings",
         "Too few ratings to say where pain is going: 1 rated session, 8 needed."),
        ("3 rated days at first", "no_baseline",
         ("No baseline: 3 rated days in the first 14 days, 4 needed; neither change nor flares can "
         "be told.")),
        ("3 rated days in week 2", "no_baseline",
         ("No baseline: 3 rated days in the first 14 days, 4 needed; neither change nor flares can "
         "be told.")),
        ("1 rated day at first", "no_baseline",
         ("No baseline: 1 rated day in the first 14 days, 4 needed; neither change nor flares can "
         "be told.")),
        ("no rated day at first", "no_baseline",
         ("No baseline: 0 rated days in the first 14 days, 4 needed; neither change nor flares can "
         "be told.")),
        ("half late", "back_filled",
         ("5 of 10 recent sessions were entered 2 days or more later: ratings from memory, and "
         "dates that may be guesses.")),
        ("form confirmed 5 times", "default_accepted",
         ("In all 5 sessions every pain rating is 0 and the repetitions are exactly those "
         "prescribed, as a form shows them first: measured values, or a form that was only "
         "confirmed.")),
        ("half unrecorded", "unrecorded",
         ("Nothing is recorded about 14 of 28 sessions due in the last 4 weeks (50 %): done or "
         "not, nobody knows.")),
        ("refused", "clearance_refused",
         ("The program asks for a physician's clearance after surgery; the record says that it "
         "was not given.")),
        ("unknown", "clearance_unknown",
         ("The program asks for a physician's clearance after surgery; whether it was given is "
         "not recorded.")),
        ("final first", "final_not_last",
         "In 1 session the exercise that belongs at the end was not the last, on 21 Mar 2026."),
        ("final first twice", "final_not_last",
         ("In 2 sessions the exercise that belongs at the end was not the last, most recently on "
         "26 Feb 2026.")),
    ],
)  # fmt: skip
def test_what_is_known_is_said_in_these_words(world, case, rule, sentence):
    assert world.row(case, rule)["sentence"] == sentence


@pytest.mark.parametrize(
    ("case", "rule", "value", "threshold"),
    [
        ("7 rated", "too_few_ratings", 7, 8),
        ("3 rated days at first", "no_baseline", 3, 4),
        ("half late", "back_filled", 0.5, 0.5),
        ("form confirmed 5 times", "default_accepted", 5, 5),
        ("half unrecorded", "unrecorded", 0.5, 0.5),
        ("final first twice", "final_not_last", 2, 1),
    ],
)
def test_the_number_stands_beside_its_threshold(world, case, rule, value, threshold):
    row = world.row(case, rule)

    assert (row["value"], row["threshold"]) == (value, threshold)


def test_too_little_is_never_a_concern_nor_an_improvement(world):
    for case, rule in (("7 rated", "too_few_ratings"), ("half late", "back_filled"),
                       ("form confirmed 5 times", "default_accepted")):  # fmt: skip
        assert world.row(case, rule)["direction"] == "not enough data"


def test_clearance_has_the_patients_line_behind_it(world):
    row = world.row("unknown", "clearance_unknown")

    line = world.text["patients"].splitlines()[int(row["log_lines"]) - 1]
    assert row["log_file"] == "patients.csv"
    assert line.startswith("unknown,hip-restoration,")


def test_a_refusal_is_current_until_the_program_ends(world):
    assert world.row("refused", "clearance_refused")["is_current"]
    assert world.row("refused and not begun", "clearance_refused")["is_current"]
    assert not world.row("refused and ended", "clearance_refused")["is_current"]


def test_nothing_is_found_before_it_began(world):
    assert (world.table["since"] <= world.table["until"]).all()


@pytest.mark.parametrize(("case", "rule"), [("half late", "back_filled"), ("few", "unrecorded")])
def test_nothing_is_found_before_the_program_began(world, case, rule):
    assert world.days(case, rule)[0] == 0


def test_only_the_sessions_with_the_final_exercise_too_early_are_behind_it(world):
    row = world.row("final first twice", "final_not_last")

    assert world.behind(row) == [(0, "left")] * 2 + [(8, "left")] * 2
    assert not row["is_current"]


def test_the_lines_of_too_few_ratings_are_the_rated_sessions(world):
    assert world.behind(world.row("7 rated", "too_few_ratings")) == both(range(7))


def test_a_row_with_a_note_and_an_error_does_not_stop_the_rules(build):
    # The final exercise is too early, and the same row has a side it is not done on.
    log = hip(0, FINAL, FIRST).replace(f"{FINAL},left", f"{FINAL},both", 1)
    log += "PATIENT,@1@T18:00,lower_back_hip_stretch,left,1,3,,,11,done,,\n"
    with pytest.warns(Warning, match="quarantined"):
        world = build({"one": Case(2, log + hip(1, FIRST), **HIP)})

    assert world.table["patient_id"].tolist().count("one") == len(world.table)
