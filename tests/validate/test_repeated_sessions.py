"""Overlapping exports: importing what is already there changes nothing."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import rehabstats as rs

HEADER = "patient_id,started_at,exercise,side,reps,hold_s,note"
MONDAY = [
    "P1,2026-01-05T18:00,hip_pushdown,left,10,,",
    "P1,2026-01-05T18:00,hip_pushdown,right,10,,",
]
TUESDAY = [
    "P1,2026-01-06T18:00,hip_pushdown,left,10,,",
    "P1,2026-01-06T18:00,hip_pushdown,right,9,,",
]


def load(folder: Path, *blocks: list[str], header: str = HEADER) -> rs.Caseload:
    rows = [row for block in blocks for row in block]
    (folder / "log.csv").write_text("\n".join([header, *rows]) + "\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rs.DroppedRowsWarning)
        return rs.load_caseload(folder / "log.csv", program="hip-restoration")


def test_importing_an_overlapping_export_again_changes_nothing(tmp_path):
    once = load(tmp_path, MONDAY, TUESDAY)
    twice = load(tmp_path, MONDAY, MONDAY[:0], TUESDAY, MONDAY, TUESDAY)

    assert twice.sets.reset_index(drop=True).equals(once.sets.reset_index(drop=True))
    assert twice.sessions.equals(once.sessions)
    assert set(twice.problems.errors.frame["rule"]) == {"repeated_session"}


def test_editing_a_note_makes_no_second_session(tmp_path):
    edited = [row + "better now" for row in MONDAY]

    caseload = load(tmp_path, MONDAY, TUESDAY, edited)

    assert len(caseload.sessions) == 2
    assert len(caseload.sets) == 4


def test_the_order_of_rows_inside_a_repeated_session_does_not_matter(tmp_path):
    assert len(load(tmp_path, MONDAY, TUESDAY, MONDAY[::-1]).sets) == 4


def test_two_equal_rows_next_to_each_other_are_two_sets(tmp_path):
    caseload = load(tmp_path, [MONDAY[0], MONDAY[0]])

    assert caseload.sets["set_no"].tolist() == [1, 2]


def test_an_export_that_grew_adds_only_what_is_new(tmp_path):
    grown = [*MONDAY, "P1,2026-01-05T18:00,standing_knee_raise,left,8,,"]
    grown_again = [*grown, "P1,2026-01-05T18:00,standing_knee_raise,right,8,,"]

    caseload = load(tmp_path, MONDAY, TUESDAY, grown, TUESDAY, grown_again)

    assert len(caseload.sessions) == 2
    assert sorted(caseload.sets["reps"]) == [8, 8, 9, 10, 10, 10]


def test_the_rest_of_a_session_further_down_is_no_repeat(tmp_path):
    caseload = load(tmp_path, MONDAY[:1], TUESDAY, MONDAY[1:])

    assert len(caseload.sets) == 4
    assert len(caseload.sessions) == 2


def test_numbered_sets_are_repeats_by_their_number(tmp_path):
    header = "patient_id,started_at,exercise,side,reps,hold_s,note,set_no"
    numbered = [f"{row},1" for row in MONDAY]

    caseload = load(tmp_path, numbered, [f"{row},1" for row in TUESDAY], numbered, header=header)

    assert len(caseload.sets) == 4
    assert set(caseload.problems.errors.frame["rule"]) == {"repeated_key"}


def test_the_message_says_what_to_do(tmp_path):
    problems = load(tmp_path, MONDAY, TUESDAY, MONDAY).problems

    assert problems.errors.lines()[0] == (
        "log.csv: line 6, started_at: got '2026-01-05T18:00', expected each session once; "
        "number the sets (set_no) if these are further ones"
    )


@pytest.mark.parametrize("word", ["no", "false", "not done"])
def test_completed_no_is_a_skip_row(tmp_path, word):
    header = "patient_id,started_at,exercise,side,reps,Completed"
    rows = ["P1,2026-01-05T18:00,hip_pushdown,left,10,yes"]
    rows.append(f"P1,2026-01-05T18:00,hip_pushdown,right,0,{word}")

    assert load(tmp_path, rows, header=header).sets["status"].tolist() == ["done", "skipped"]
