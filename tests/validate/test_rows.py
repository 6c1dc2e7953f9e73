"""What a single row of sessions.csv must keep."""

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


#: What it is, the column, the cell, and what was expected of it; nothing if it can be used.
CELLS = (
    ("negative reps", "reps", "-1", REPS),
    ("fractional reps", "reps", "2.5", REPS),
    ("too many reps", "reps", "1001", REPS),
    ("beyond any number", "reps", "1e400", REPS),
    ("infinity is no number", "reps", "inf", REPS),
    ("digits of another script", "reps", "\u0661\u0660", REPS),
    ("underscores", "reps", "1_000", REPS),
    ("decimal comma", "reps", "10,0", f"{REPS}, with a decimal point"),
    ("a unit in the cell", "reps", "10 kg", REPS),
    ("a formula", "reps", "=5", REPS),
    ("none is not zero", "reps", "none", f"{REPS}; write 0 for none, leave it empty for not known"),
    ("set number of 14 digits", "set_no", "20260105080000", SET_NO),
    ("pain before above 10", "pain_before_nrs", "11", PAIN),
    ("pain during above 10", "pain_during_nrs", "10.5", PAIN),
    ("pain after below 0", "pain_after_nrs", "-1", PAIN),
    ("effort above 10", "effort_cr10", "11", PAIN),
    ("hold over an hour", "hold_s", "3601", "a number from 0 to 3600"),
    ("assistance", "load_kg", "-501", "a number from -500 to 500"),
    ("no date", "started_at", "yesterday", DATE),
    ("a day that does not exist", "started_at", "2026-02-30", DATE),
    ("an hour that does not exist", "started_at", "2026-01-05T24:00", DATE),
    (
        "a date in other digits", "started_at",
        "\u0660\u0661/\u0660\u0662/\u0662\u0660\u0662\u0666", DATE,
    ),
    ("an offset of 99 hours", "started_at", "2026-01-05T08:00+99:99", DATE),
    ("a date of 1900", "started_at", "1900-01-01", RANGE),
    ("a date of 2100", "started_at", "2100-01-01", RANGE),
    ("unknown exercise", "exercise", "squat", f"one of {EXERCISES}"),
    ("unknown side", "side", "links", "one of left, right, both, unknown"),
    ("unknown status", "status", "later", "one of done, skipped"),
    ("control", "patient_id", "P\x07", "text without control characters"),
    ("who is that", "patient_id", "P9", "a patient kept from patients.csv"),
    ("61 characters are fine", "session_id", "s" * 61, ""),
)  # fmt: skip


def each_at_an_hour(rows):
    """Rows that no other row can be in one session with, the first on line 3."""
    starts = [f"2026-02-{1 + n // 24:02}T{n % 24:02}:00" for n in range(len(rows))]
    return [{}, *({"started_at": start} | row for start, row in zip(starts, rows, strict=True))]


def test_a_cell_that_cannot_be_used_is_told_with_file_line_column_found_and_expected(errors):
    found = errors(sessions=each_at_an_hour([{column: cell} for _, column, cell, _ in CELLS]))

    assert found == [
        f"sessions.csv: line {line}, {column}: got {cell!r}, expected {expected}"
        for line, (_, column, cell, expected) in enumerate(CELLS, start=3)
        if expected
    ]


def test_a_whole_number_may_be_written_in_several_ways(write):
    cells = ["10", "+10", "10.", "10.0", "1e1", "0010", "\u00a010", "10\u00a0", " 10 "]

    caseload = rs.load_caseload(write(sessions=each_at_an_hour([{"reps": cell} for cell in cells])))

    assert caseload.sets["reps"].tolist() == [10] * (1 + len(cells))


def test_a_required_cell_without_a_value_keeps_the_row_out(errors):
    columns, cells = ("patient_id", "started_at", "exercise"), ("", " ", "NA")
    rows = [(column, cell) for column in columns for cell in cells]

    assert errors(sessions=each_at_an_hour([{column: cell} for column, cell in rows])) == [
        f"sessions.csv: line {line}, {column}: got {repr(cell) if cell.strip() else 'nothing'}, "
        "expected a value"
        for line, (column, cell) in enumerate(rows, start=3)
    ]


def test_missing_words_are_empty_cells_in_every_other_column(write):
    optional = ("session_id", "set_no", "hold_s", "pain_during_nrs", "status", "skip_reason")
    cells = dict.fromkeys((*optional, "note", "recorded_at", "side"), "NA")
    caseload = rs.load_caseload(write(sessions=[cells, cells | {"started_at": "2026-01-09"}]))

    assert len(caseload.sessions) == 2
    assert caseload.sets[["note", "hold_s", "recorded_at", "skip_reason"]].isna().all(axis=None)
    assert set(caseload.sets["side"]) == {"unknown"}


def test_cells_of_a_row_that_contradict_each_other_keep_it_out(errors):
    problems = {
        "reps: got '3', expected 0 for a skipped row": {"status": "skipped", "reps": "3"},
        "hold_s: got '5', expected none for a skipped row": {
            "status": "skipped", "reps": "0", "hold_s": "5",
        },
        "skip_reason: got 'pain', expected none for a row that is done": {"skip_reason": "pain"},
        "reps: got nothing, expected a number, or hold_s for a timed hold": {"reps": ""},
    }  # fmt: skip

    assert errors(sessions=each_at_an_hour([*problems.values()])) == [
        f"sessions.csv: line {line}, {problem}" for line, problem in enumerate(problems, start=3)
    ]


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
