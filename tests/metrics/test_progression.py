"""Progression: two windows of sessions, and a rule that a clinician reads."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from conftest import patients
from oracle.caseloads import caseloads, random_caseload, write_files
from oracle.slow_pain import slow_open_flares
from oracle.slow_progress import differences, slow_progression
from rehabstats.metrics.progression import progression
from rehabstats.schemas.progress import Progression
from rehabstats.settings import Settings

KEY = ["patient_id", "exercise", "side"]
MONDAY, DAY_14, DAY_15 = "2026-01-05", "2026-01-18", "2026-01-19"
HEADER = "patient_id,started_at,exercise,side,set_no,reps,hold_s,load_kg,rom_deg,pain_during_nrs\n"
#: Two sessions of 14 repetitions, two above the range of 10 to 12, and pain of 3.
MET = ("2026-02-01T18:00,raise,left,1,14,,,,3", "2026-02-02T18:00,raise,left,1,14,,,,3")
AS_OF = "2026-02-03"


def line_of(load, *rows: str, as_of=AS_OF, line=("raise", "left"), options=None, **files):
    tail = files.pop("tail", "")
    sessions = HEADER + "".join(f"P1,{row}\n" for row in rows) + tail
    files = {"patients": patients(f"P1,{MONDAY},,3"), **files}
    table = progression(
        load(sessions=sessions, **files),
        as_of=as_of,
        settings=options or Settings(),
    )
    return table[(table["exercise"] == line[0]) & (table["side"] == line[1])].iloc[0]


def answer(line: pd.Series) -> tuple[str, str | None]:
    reason = line["criterion_reason"]
    return line["meets_criterion"], None if pd.isna(reason) else reason


# Windows --------------------------------------------------------------------------------------


def test_the_baseline_is_the_first_14_days_and_the_present_the_last_14(load):
    rows = [f"{day}T18:00,raise,left,1,{n},,,," for day, n in
            ((MONDAY, 8), (DAY_14, 10), (DAY_15, 50), ("2026-01-21", 12), (AS_OF, 14))]  # fmt: skip
    line = line_of(load, *rows)

    assert (line["n_sessions_baseline"], line["reps_baseline"]) == (2, 9)
    assert (line["n_sessions_current"], line["reps_current"]) == (2, 13)
    assert line["reps_change"] == 4


def test_windows_never_overlap_and_the_baseline_keeps_the_days(load):
    rows = [f"{day}T18:00,raise,left,1,{n},,,," for day, n in ((MONDAY, 8), (DAY_14, 10))]

    early = line_of(load, *rows, as_of=DAY_14)
    next_day = line_of(load, *rows, f"{DAY_15}T18:00,raise,left,1,12,,,,", as_of=DAY_15)

    assert (early["n_sessions_baseline"], early["n_sessions_current"]) == (2, 0)
    assert np.isnan(early["reps_change"])
    assert (next_day["n_sessions_current"], next_day["reps_current"]) == (1, 12)


def test_the_baseline_begins_when_the_line_is_first_asked_for(load):
    change = (
        "patient_id,exercise,side,valid_from,valid_to,sessions_per_week\n"
        f"P1,raise,left,{MONDAY},{DAY_15},0\n"
    )
    rows = (f"{MONDAY}T18:00,raise,left,1,5,,,,", f"{DAY_15}T18:00,raise,left,1,10,,,,")
    line = line_of(load, *rows, prescriptions=change)

    assert (line["n_sessions_baseline"], line["reps_baseline"]) == (1, 10)


def test_sets_are_averaged_within_a_session_first(load):
    rows = [f"{MONDAY}T18:00,raise,left,{n},10,,,," for n in (1, 2, 3)]
    line = line_of(load, *rows, "2026-01-06T18:00,raise,left,1,20,,,,")

    assert line["reps_baseline"] == 15


def test_a_hold_weighs_by_its_repetitions_and_a_timed_hold_as_one(load):
    rows = ("hug,both,1,9,10,,,", "hug,both,2,,30,,,", "hug,both,3,10,,,,")
    line = line_of(load, *(f"{MONDAY}T18:00,{row}" for row in rows), line=("hug", "both"))

    assert line["hold_baseline_s"] == (9 * 10 + 30) / 10
    assert line["reps_baseline"] == 9.5  # the timed hold has no count


def test_assistance_and_body_weight_are_no_load(load):
    loads = enumerate(("4", "8", "-5", "0", ""))
    rows = [f"{MONDAY}T18:00,raise,left,{n},10,,{kg},," for n, kg in loads]

    assert line_of(load, *rows)["load_baseline_kg"] == 6


def test_a_quantity_that_nobody_recorded_is_missing_and_not_zero(load):
    line = line_of(load, f"{MONDAY}T18:00,raise,left,1,10,,,90,")

    assert line["rom_baseline_deg"] == 90
    assert np.isnan(
        line[["hold_baseline_s", "load_baseline_kg", "rom_change_deg"]].astype(float)
    ).all()


def test_a_session_without_the_quantity_does_not_lower_its_mean(load):
    rows = (f"{MONDAY}T18:00,raise,left,1,10,,6,,", "2026-01-06T18:00,raise,left,1,10,,,,")

    assert line_of(load, *rows)["load_baseline_kg"] == 6


def test_each_line_of_the_plan_has_a_row_and_nothing_else_has(load):
    sessions = HEADER + f"P1,{MONDAY},raise,unknown,1,10,,,,\n"
    table = progression(load(patients=patients(f"P1,{MONDAY},,3"), sessions=sessions), as_of=AS_OF)

    assert table[["exercise", "side"]].to_numpy().tolist() == [
        ["raise", "left"], ["raise", "right"], ["hug", "both"],
    ]  # fmt: skip
    assert (table["n_sessions_baseline"] == 0).all()


def test_both_counts_on_each_side(load):
    left, right = (
        line_of(load, f"{MONDAY}T18:00,raise,both,1,10,,,,", line=("raise", side))
        for side in ("left", "right")
    )

    assert left["reps_baseline"] == right["reps_baseline"] == 10


def test_sets_after_as_of_are_left_out(load):
    assert (
        line_of(load, f"{MONDAY}T18:00,raise,left,1,10,,,,", as_of="2026-01-04")[
            "n_sessions_baseline"
        ]
        == 0
    )


# Criterion ------------------------------------------------------------------------------------


def test_two_sessions_two_above_the_range_with_pain_in_the_limit_meet_it(load):
    assert answer(line_of(load, *MET)) == ("yes", None)


def test_thirteen_of_twelve_are_within_the_range(load):
    rows = (MET[0], MET[1].replace("14", "13"))

    assert answer(line_of(load, *rows)) == ("no", "reps_within_range")


def test_both_of_the_last_sessions_count_and_no_earlier_one(load):
    low, later = (MET[0].replace("14", "10"), "2026-02-03T18:00,raise,left,1,14,,,,3")

    assert answer(line_of(load, low, MET[1])) == ("no", "reps_within_range")
    assert answer(line_of(load, low, MET[1], later)) == ("yes", None)


def test_one_session_is_too_few(load):
    assert answer(line_of(load, MET[1])) == ("unknown", "too_few_sessions")


def test_the_last_set_counts_and_not_the_best(load):
    change = f"patient_id,exercise,side,valid_from,sets\nP1,raise,left,{MONDAY},2\n"
    second = [row.replace("left,1,14", "left,2,11") for row in MET]
    first = [row.replace("left,1,14", "left,1,10") for row in MET]
    strong = [row.replace("left,1,14", "left,2,14") for row in MET]

    assert answer(line_of(load, *MET, *second, prescriptions=change))[1] == "reps_within_range"
    assert answer(line_of(load, *first, *strong, prescriptions=change)) == ("yes", None)


def test_fewer_sets_than_prescribed_do_not_meet_it(load):
    change = f"patient_id,exercise,side,valid_from,sets\nP1,raise,left,{MONDAY},2\n"

    assert answer(line_of(load, *MET, prescriptions=change)) == ("no", "too_few_sets")


def test_the_prescription_of_the_day_is_the_measure(load):
    change = (
        "patient_id,exercise,side,valid_from,reps_min,reps_max\nP1,raise,left,2026-02-02,13,15\n"
    )
    raised = (MET[0], MET[1].replace("14", "17"))

    assert answer(line_of(load, *MET, prescriptions=change))[1] == "reps_within_range"
    assert answer(line_of(load, *raised, prescriptions=change)) == ("yes", None)


@pytest.mark.parametrize(
    ("hold", "expected"),
    [("5", ("yes", None)), ("4.5", ("no", "hold_too_short")), ("", ("yes", None))],
    ids=["long enough", "too short", "not recorded"],
)
def test_a_recorded_hold_must_reach_the_prescribed_one(load, hold, expected):
    rows = [f"2026-02-0{n}T18:00,hug,both,1,7,{hold},,,3" for n in (1, 2)]

    assert answer(line_of(load, *rows, line=("hug", "both"))) == expected


def test_a_hold_where_none_is_prescribed_rules_nothing_out(load):
    rows = [row.replace("14,,", "14,1,") for row in MET]

    assert answer(line_of(load, *rows)) == ("yes", None)


def test_one_rating_above_the_limit_in_seven_days_rules_it_out(load):
    inside, outside = (f"2026-01-{d}T18:00,raise,left,1,14,,,,6" for d in (28, 27))

    assert answer(line_of(load, inside, *MET)) == ("no", "pain_above_limit")
    assert answer(line_of(load, outside, *MET)) == ("yes", None)


def test_pain_of_exactly_the_limit_is_within_it(load):
    assert answer(line_of(load, *(row[:-1] + "5" for row in MET))) == ("yes", None)


def test_pain_of_another_line_rules_nothing_out(load):
    other = "2026-02-02T18:00,raise,right,1,14,,,,9"

    assert answer(line_of(load, *MET, other)) == ("yes", None)


def test_pain_on_a_skip_row_counts(load):
    header = HEADER.replace("\n", ",status,skip_reason\n")
    rows = "".join(f"P1,{row},done,\n" for row in MET)
    rows += "P1,2026-02-03T18:00,raise,left,1,0,,,,8,skipped,pain\n"
    caseload = load(patients=patients(f"P1,{MONDAY},,3"), sessions=header + rows)
    table = progression(caseload, as_of=AS_OF)

    assert answer(table[table["side"] == "left"].iloc[0]) == ("no", "pain_above_limit")


def test_unrated_pain_makes_it_unknown_unless_something_else_rules_it_out(load):
    unrated = [row[:-1] for row in MET]
    low = [row.replace("14", "10") for row in unrated]

    assert answer(line_of(load, *unrated)) == ("unknown", "pain_not_rated")
    assert answer(line_of(load, *low)) == ("no", "reps_within_range")


def test_ratings_that_are_too_old_are_no_ratings(load):
    assert answer(line_of(load, *MET, as_of="2026-02-20")) == ("unknown", "pain_not_rated")


def test_repetitions_that_nobody_counted_make_it_unknown(load):
    rows = [f"2026-02-0{n}T18:00,hug,both,1,,30,,,3" for n in (1, 2)]

    assert answer(line_of(load, *rows, line=("hug", "both"))) == ("unknown", "not_counted")


def test_sessions_on_days_without_a_prescription_make_it_unknown(load):
    change = "patient_id,exercise,side,valid_from,sessions_per_week\nP1,raise,left,2026-02-02,0\n"

    assert answer(line_of(load, *MET, prescriptions=change)) == ("unknown", "no_prescription")


#: The days before the last two sessions: 0 on the left, so that a rating of 3 is 3 above the usual.
AT_EASE = [f"2026-01-{n:02}T18:00,raise,left,1,10,,,,0" for n in range(5, 12)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param((*AT_EASE, *MET), ("no", "open_flare"), id="two days of 3 over a usual 0"),
        pytest.param(
            (*AT_EASE, *MET, "2026-02-03T18:00,raise,left,1,14,,,,1"),
            ("yes", None),
            id="a rated day below ended it",
        ),
        pytest.param(
            (*AT_EASE, MET[0], "2026-02-02T18:00,raise,left,1,14,,,,1"),
            ("yes", None),
            id="one day is no flare",
        ),
        pytest.param(MET, ("yes", None), id="no baseline, so nothing is known of a flare"),
        pytest.param(
            [row.replace("left", "right") for row in (*AT_EASE, *MET)] + [*MET],
            ("yes", None),
            id="it is open on the other side",
        ),
        pytest.param(
            [row.replace("left", "both") for row in (*AT_EASE, *MET)],
            ("no", "open_flare"),
            id="rows of both sides",
        ),
    ],
)
def test_only_an_open_flare_of_the_line_rules_it_out(load, rows, expected):
    assert answer(line_of(load, *rows)) == expected


def test_an_open_flare_is_one_by_the_settings_given(load):
    options = Settings(flare_rise_nrs=4)

    assert answer(line_of(load, *AT_EASE, *MET, options=options)) == ("yes", None)


def test_the_rule_follows_the_settings(load):
    options = Settings(progression_sessions=1, progression_reps_above=0, pain_acceptable_max_nrs=2)
    row = "2026-02-02T18:00,raise,left,1,12,,,,2"

    assert answer(line_of(load, row, options=options)) == ("yes", None)
    assert answer(line_of(load, row[:-1] + "3", options=options)) == ("no", "pain_above_limit")


# Everything at once ---------------------------------------------------------------------------


def slow_of(caseload, as_of):
    return slow_progression(caseload, as_of, slow_open_flares(caseload, as_of))


def test_the_frame_keeps_its_schema_and_equals_the_slow_one():
    caseload = rs.load_caseload("data/sample")
    as_of = caseload.last_entry
    table = progression(caseload, as_of=as_of)

    assert "open_flare" in set(table["criterion_reason"])
    Progression.validate(table, lazy=True)
    assert differences(table, KEY, slow_of(caseload, as_of.date())) == []
    assert table[KEY].equals(table[KEY].sort_values(KEY))


@pytest.mark.parametrize("seed", range(3))
def test_random_caseloads_equal_the_slow_ones(seed):
    case = random_caseload(seed, n_patients=4, n_weeks=8)
    with TemporaryDirectory() as folder:
        caseload = rs.load_caseload(write_files(case.files, Path(folder)))

    table = progression(caseload, as_of=case.as_of)

    Progression.validate(table, lazy=True)
    assert differences(table, KEY, slow_of(caseload, case.as_of)) == []


@settings(max_examples=10)
@given(case=caseloads(max_patients=3), seed=st.integers(0, 2**32 - 1))
def test_neither_the_order_of_rows_nor_another_patient_changes_a_number(case, seed):
    rows = case.files["sessions.csv"]
    first = case.files["patients.csv"][0]["patient_id"]
    alone = {
        name: kept
        for name, table in case.files.items()
        if (kept := [row for row in table if row["patient_id"] == first])
    }
    if not rows or not rows[0]["session_id"] or "sessions.csv" not in alone:
        return
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    tables = []
    for files in (case.files, {**case.files, "sessions.csv": shuffled}, alone):
        with TemporaryDirectory() as folder:
            caseload = rs.load_caseload(write_files(files, Path(folder)))
        tables.append(progression(caseload, as_of=case.as_of).astype({"patient_id": "str"}))

    pd.testing.assert_frame_equal(tables[0], tables[1])
    own = tables[0][tables[0]["patient_id"] == first].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, tables[2])
