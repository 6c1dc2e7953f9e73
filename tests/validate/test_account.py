"""Every row that was read is kept, or quarantined with its reasons."""

import pytest

import rehabstats as rs


def load(folder):
    with pytest.warns(rs.DroppedRowsWarning, match="rows were quarantined"):
        return rs.load_caseload(folder)


def test_rows_read_are_rows_kept_and_rows_quarantined(write):
    folder = write(sessions=[{}, {"reps": "x", "side": "y"}, {}, {"patient_id": "P9"}])
    with (folder / "sessions.csv").open("a") as out:
        out.write("\n,,,,\nP1,one cell too few\n")

    caseload = load(folder)

    account = caseload.account.set_index("file").loc["sessions.csv"]
    assert account.to_dict() == {"rows_read": 5, "rows_kept": 2, "rows_quarantined": 3}
    assert len(caseload.sets) == 2


def test_the_quarantine_has_the_line_all_reasons_and_the_cells_as_they_were(write):
    folder = write(sessions=[{}, {"reps": "=x", "side": "y", "note": "kept as it is"}])

    (row,) = load(folder).quarantine.to_dict("records")

    assert (row["file"], row["line"], row["note"]) == ("sessions.csv", 3, "kept as it is")
    assert row["reps"] == "=x"
    assert row["problem"] == (
        "side: got 'y', expected one of left, right, both, unknown; "
        "reps: got '=x', expected a whole number from 0 to 1000"
    )


def test_a_row_that_could_not_be_cut_is_quarantined_whole(write):
    folder = write()
    with (folder / "sessions.csv").open("a") as out:
        out.write("P1,2026-01-05,hip_pushdown,left,10,too,many\n")

    (row,) = load(folder).quarantine.to_dict("records")

    assert row["row"] == "P1,2026-01-05,hip_pushdown,left,10,too,many"
    assert row["problem"] == (
        "row: got 7 cells, expected 5 as in the header; quote cells that contain the delimiter"
    )


def test_columns_of_the_file_never_hide_those_of_the_quarantine(write):
    cells = {name: name.upper() for name in ("file", "file_", "line", "problem", "row")}
    folder = write(sessions=[cells, {"reps": "x", **cells}])

    quarantine = load(folder).quarantine

    assert quarantine.columns.is_unique
    assert quarantine.loc[0, ["file", "line"]].tolist() == ["sessions.csv", 3]
    assert {"FILE", "FILE_", "LINE", "PROBLEM", "ROW"} <= set(quarantine.loc[0])


def test_files_with_columns_without_names_can_be_quarantined_together(write):
    folder = write(patients=[{}, {"patient_id": "P2", "program": "x"}], sessions=[{}, {"reps": ""}])
    for name in ("patients.csv", "sessions.csv"):
        header, *rows = (folder / name).read_text().splitlines()
        text = "\n".join([f"{header},,", *(f"{row},a,b" for row in rows)])
        (folder / name).write_text(text)

    quarantine = load(folder).quarantine

    assert quarantine["file"].tolist() == ["patients.csv", "sessions.csv"]


def test_strict_raises_with_every_problem(write):
    folder = write(sessions=[{}, {"reps": "x"}, {"side": "y"}])

    with pytest.raises(rs.ValidationError) as caught:
        rs.load_caseload(folder, strict=True)

    assert len(caught.value.problems.errors) == 2
    assert str(caught.value).startswith("2 problems\n  sessions.csv: line 3, reps: got 'x'")


def test_ten_problems_are_shown_and_the_rest_is_counted(write):
    problems = rs.check(write(sessions=[{}, *[{"reps": "x"}] * 12]))

    assert len(problems.lines()) == 11
    assert problems.lines()[-1] == "... and 2 more"
    assert len(problems.lines(None)) == 12
    assert problems.summary().count("\n") == 11


def test_notes_keep_nothing_out(write):
    caseload = rs.load_caseload(write(sessions=[{"side": ""}, {"started_at": "2026-01-06"}]))

    assert len(caseload.problems.notes) == 2
    assert len(caseload.sets) == 2
    assert caseload.quarantine.empty
