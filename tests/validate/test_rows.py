"""What a single row of sessions.csv must keep."""

import pytest

import rehabstats as rs

EXERCISES = (
    "hip_pushdown, lunging_hip_pushdown, standing_knee_raise, leg_hip_extension, "
    "butterfly_stretch, lower_back_hip_stretch, lateral_trunk_rotation, stiff_leg_bend, "
    "double_knee_hug, single_knee_hug"
)
DATE = "a date that exists, as YYYY-MM-DD or YYYY-MM-DDTHH:MM"
RANGE = "a date from 2000-01-01 to 2099-12-31"
REPS = "a whole number from 0 to 1000"
SET_NO = "a whole number from 0 to 10000"
PAIN = "a number from 0 to 10"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        pytest.param("reps", "-1", REPS, id="negative reps"),
        pytest.param("reps", "2.5", REPS, id="fractional reps"),
        pytest.param("reps", "1001", REPS, id="too many reps"),
        pytest.param("reps", "1e400", REPS, id="beyond any number"),
        pytest.param("reps", "inf", REPS, id="infinity is no number"),
        pytest.param("reps", "\u0661\u0660", REPS, id="digits of another script"),
        pytest.param("reps", "1_000", REPS, id="underscores"),
        pytest.param("reps", "10,0", f"{REPS}, with a decimal point", id="decimal comma"),
        pytest.param("reps", "10 kg", REPS, id="a unit in the cell"),
        pytest.param("reps", "=5", REPS, id="a formula"),
        pytest.param(
            "reps",
            "none",
            f"{REPS}; write 0 for none, leave it empty for not known",
            id="none is not zero",
        ),
        pytest.param("set_no", "20260105080000", SET_NO, id="set number of 14 digits"),
        pytest.param("pain_before_nrs", "11", PAIN, id="pain before above 10"),
        pytest.param("pain_during_nrs", "10.5", PAIN, id="pain during above 10"),
        pytest.param("pain_after_nrs", "-1", PAIN, id="pain after below 0"),
        pytest.param("effort_cr10", "11", PAIN, id="effort above 10"),
        pytest.param("hold_s", "3601", "a number from 0 to 3600", id="hold over an hour"),
        pytest.param("load_kg", "-501", "a number from -500 to 500", id="assistance"),
        pytest.param("started_at", "yesterday", DATE, id="no date"),
        pytest.param("started_at", "2026-02-30", DATE, id="a day that does not exist"),
        pytest.param("started_at", "2026-01-05T24:00", DATE, id="an hour that does not exist"),
        pytest.param(
            "started_at",
            "\u0660\u0661/\u0660\u0662/\u0662\u0660\u0662\u0666",
            DATE,
            id="a date in other digits",
        ),
        pytest.param("started_at", "2026-01-05T08:00+99:99", DATE, id="an offset of 99 hours"),
        pytest.param("started_at", "1900-01-01", RANGE, id="a date of 1900"),
        pytest.param("started_at", "2100-01-01", RANGE, id="a date of 2100"),
        pytest.param("exercise", "squat", f"one of {EXERCISES}", id="unknown exercise"),
        pytest.param("side", "links", "one of left, right, both, unknown", id="unknown side"),
        pytest.param("status", "later", "one of done, skipped", id="unknown status"),
        pytest.param("patient_id", "P\x07", "text without control characters", id="control"),
        pytest.param("patient_id", "P9", "a patient kept from patients.csv", id="who is that"),
        pytest.param("session_id", "s" * 61, "", id="61 characters are fine"),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_with_file_line_column_found_and_expected(
    errors, column, cell, expected
):
    found = errors(sessions=[{}, {column: cell}])

    assert found == (
        [f"sessions.csv: line 3, {column}: got {cell!r}, expected {expected}"] if expected else []
    )


@pytest.mark.parametrize(
    "cell",
    ["10", "+10", "10.", "10.0", "1e1", "0010", "\u00a010", "10\u00a0", " 10 "],
)
def test_a_whole_number_may_be_written_in_several_ways(write, cell):
    caseload = rs.load_caseload(write(sessions=[{"reps": cell}]))

    assert caseload.sets["reps"].tolist() == [10]


@pytest.mark.parametrize("column", ["patient_id", "started_at", "exercise"])
@pytest.mark.parametrize("cell", ["", " ", "NA"])
def test_a_required_cell_without_a_value_keeps_the_row_out(errors, column, cell):
    got = repr(cell) if cell.strip() else "nothing"

    assert errors(sessions=[{}, {column: cell}]) == [
        f"sessions.csv: line 3, {column}: got {got}, expected a value"
    ]


def test_missing_words_are_empty_cells_in_every_other_column(write):
    optional = ("session_id", "set_no", "hold_s", "pain_during_nrs", "status", "skip_reason")
    cells = dict.fromkeys((*optional, "note", "recorded_at", "side"), "NA")
    caseload = rs.load_caseload(write(sessions=[cells, cells | {"started_at": "2026-01-09"}]))

    assert len(caseload.sessions) == 2
    assert caseload.sets[["note", "hold_s", "recorded_at", "skip_reason"]].isna().all(axis=None)
    assert set(caseload.sets["side"]) == {"unknown"}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        pytest.param(
            {"status": "skipped", "reps": "3"},
            "reps: got '3', expected 0 for a skipped row",
            id="skipped with reps",
        ),
        pytest.param(
            {"status": "skipped", "reps": "0", "hold_s": "5"},
            "hold_s: got '5', expected none for a skipped row",
            id="skipped with a hold",
        ),
        pytest.param(
            {"skip_reason": "pain"},
            "skip_reason: got 'pain', expected none for a row that is done",
            id="done with a reason",
        ),
        pytest.param(
            {"reps": ""},
            "reps: got nothing, expected a number, or hold_s for a timed hold",
            id="neither reps nor hold",
        ),
    ],
)
def test_cells_of_a_row_that_contradict_each_other_keep_it_out(errors, cells, problem):
    assert errors(sessions=[{}, cells]) == [f"sessions.csv: line 3, {problem}"]


def test_every_fault_of_a_row_is_told(errors):
    found = errors(sessions=[{}, {"reps": "x", "side": "y", "started_at": "z"}])

    assert [line.split(": got")[0] for line in found] == [
        "sessions.csv: line 3, started_at",
        "sessions.csv: line 3, side",
        "sessions.csv: line 3, reps",
    ]


def test_a_long_cell_is_cut_in_the_message(errors):
    (found,) = errors(sessions=[{}, {"reps": "9" * 100}])

    assert found == f"sessions.csv: line 3, reps: got '{'9' * 60}...', expected {REPS}"


def test_notes_of_patients_are_never_shown(errors):
    secret = {"note": "secret", "modification": "secret", "reps": "x"}

    assert "secret" not in "".join(errors(sessions=[{}, secret]))


def test_a_row_of_nothing_is_kept_and_noted(notes):
    assert notes(sessions=[{"reps": "0"}]) == [
        (
            "sessions.csv: line 2, reps: got '0', expected some reps or a hold; "
            "a row of 0 fills nothing"
        )
    ]
