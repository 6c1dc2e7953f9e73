"""Which column of a file is which."""

import pytest

import rehabstats as rs

HEADER = "patient_id,started_at,exercise,side,reps"
ROW = "P1,2026-01-05T08:00,hip_pushdown,left,10"


@pytest.fixture
def log(tmp_path):
    """Write a bare log with this header and row; give back its problems."""

    def check(header, row):
        (tmp_path / "log.csv").write_text(f"{header}\n{row}\n", "utf-8")
        return rs.check(tmp_path / "log.csv", program="hip-restoration")

    return check


def test_columns_and_values_are_understood_by_synonym(write):
    folder = write()
    header = "Patient,Date,Exercise,L/R,Rep(s),Hold (s),Weight (kg),Pain,Pain (after),Notes"
    row = "P1,2026-01-05,Hip Pushdown (lean to one side),R,10,5,2.5,3,4,fine"
    (folder / "sessions.csv").write_text(f"{header}\n{row}\n", "utf-8")

    caseload = rs.load_caseload(folder)

    (done,) = caseload.sets.to_dict("records")
    assert (done["exercise"], done["side"], done["reps"]) == ("hip_pushdown", "right", 10)
    assert (done["hold_s"], done["load_kg"], done["pain_during_nrs"]) == (5, 2.5, 3)
    assert caseload.sessions["pain_after_nrs"].tolist() == [4]


def test_a_unit_in_brackets_that_is_not_ours_leaves_the_column_out(log):
    problems = log(f"{HEADER},Hold (min)", f"{ROW},1")

    assert "'Hold (min)'" in problems.notes.lines()[0]


def test_a_column_that_is_not_known_is_noted_and_left_out(log):
    problems = log(f"{HEADER},患者,line", f"{ROW},1,2")

    known = "a column of docs/conventions.md, section 8"
    assert problems.notes.lines()[:2] == [
        f"log.csv: header: got {name}, expected {known}; it is left out"
        for name in ("'患者'", "'line'")
    ]
    assert not len(problems.errors)


def test_a_required_column_that_is_missing_is_told_with_its_synonyms(log):
    assert log("exercise,date,reps", "hip_pushdown,2026-01-05,1").errors.lines() == [
        (
            "log.csv: header: got no such column, expected one of patient_id, patient, pid, "
            "patientid; or say patient_id= or --patient-id if it is one person's log"
        )
    ]


def test_two_columns_of_one_meaning_are_told_and_nothing_is_loaded(log):
    assert log(f"{HEADER},Pain,pain_level", f"{ROW},1,2").errors.lines() == [
        "log.csv: header: got 'Pain' and 'pain_level', expected one column for pain_during_nrs"
    ]


def test_one_name_twice_is_told_and_nothing_is_loaded(log):
    assert log(f"{HEADER},foo, foo", f"{ROW},1,2").errors.lines() == [
        "log.csv: got the column 'foo' twice, expected each column once"
    ]


def test_empty_columns_without_a_name_are_nothing_and_full_ones_are_numbered(log):
    assert "column" not in "".join(log(f"{HEADER},,", f"{ROW},,").notes.lines())
    assert "got 'column 7'" in log(f"{HEADER},,", f"{ROW},,x").notes.lines()[0]


def test_hundreds_of_unknown_columns_are_left_out(log):
    many = ",".join(f"c{number}" for number in range(300))

    notes = log(f"{HEADER},{many}", ROW + "," * 300).notes.frame

    assert (notes["rule"] == "unknown_column").sum() == 300
