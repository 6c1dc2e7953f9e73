"""What the files of a caseload must keep together."""

import pytest

import rehabstats as rs


@pytest.mark.parametrize("stem", ["sessions", "prescriptions", "pauses", "checkins"])
def test_a_patient_who_is_not_in_patients_is_unknown(errors, stem):
    assert errors(**{stem: [{}, {"patient_id": "P9"}]}) == [
        f"{stem}.csv: line 3, patient_id: got 'P9', expected a patient kept from patients.csv"
    ]


def test_an_exercise_outside_the_program_is_kept_only_if_it_was_prescribed(errors):
    sets = [{}, {"exercise": "stiff_leg_bend", "side": "both"}]
    change = {"exercise": "stiff_leg_bend", "side": "both"}

    assert errors(sessions=sets) == [
        (
            "sessions.csv: line 3, exercise: got 'stiff_leg_bend', "
            "expected an exercise of the patient's program or prescriptions"
        )
    ]
    assert errors(sessions=sets, prescriptions=[change]) == []


@pytest.mark.parametrize("stem", ["sessions", "prescriptions"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_of_a_bilateral_exercise_keeps_the_row_out(errors, stem, side):
    found = errors(**{stem: [{}, {"exercise": "butterfly_stretch", "side": side}]})

    assert found == [
        (
            f"{stem}.csv: line 3, side: got {side!r}, "
            "expected both: this exercise is done with both sides at once"
        )
    ]


def test_a_bilateral_exercise_without_a_side_is_done_with_both(write):
    caseload = rs.load_caseload(write(sessions=[{"exercise": "butterfly_stretch", "side": ""}]))

    assert caseload.sets["side"].tolist() == ["both"]


def test_the_hip_program_without_clearance_is_noted_and_kept(write):
    patients = [{"clearance": "no"}, {"patient_id": "P2", "clearance": ""}]
    patients.append({"patient_id": "P3", "clearance": "", "program": "spinal-stenosis"})
    caseload = rs.load_caseload(write(patients=patients))

    asked = "expected yes or not_needed: after hip surgery a physician clears the exercises first"
    assert caseload.problems.notes.lines() == [
        f"patients.csv: line 2, clearance: got 'no', {asked}",
        f"patients.csv: line 3, clearance: got nothing, {asked}",
    ]
    assert len(caseload.patients) == 3


def test_sets_after_as_of_are_noted_once_counted_and_kept(write):
    days = ["2026-01-05", "2026-01-06T08:00", "2026-01-07T08:00"]
    folder = write(sessions=[{"started_at": day} for day in days])

    assert rs.check(folder, as_of="2026-01-05").notes.lines()[-1] == (
        "sessions.csv: line 3, started_at: got '2026-01-06T08:00' (and 1 more rows), "
        "expected a session up to as_of 2026-01-05; it is ignored and counted"
    )
    assert len(rs.load_caseload(folder, as_of="2026-01-05").sets) == 3


@pytest.mark.parametrize("program", ["nope", ""])
def test_where_no_patient_can_be_kept_the_list_is_given_and_nothing_is_raised(errors, program):
    others = {"prescriptions": [{}], "pauses": [{}], "checkins": [{}]}

    found = errors(patients=[{"program": program}], **others)

    assert found[0].startswith("patients.csv: line 2, program: got ")
    assert sum("expected a patient kept from patients.csv" in line for line in found) == 4


def test_where_no_set_can_be_kept_loading_says_so(write):
    folder = write(sessions=[{"reps": "x"}, {"side": "y"}])

    with pytest.raises(rs.ValidationError, match="at least one set without problems"):
        rs.load_caseload(folder)


def test_other_files_may_be_headers_only(write):
    caseload = rs.load_caseload(write(prescriptions=[], pauses=[], checkins=[]))

    assert caseload.account.set_index("file")["rows_read"].to_dict() == {
        "patients.csv": 1, "prescriptions.csv": 0, "pauses.csv": 0,
        "sessions.csv": 1, "checkins.csv": 0,
    }  # fmt: skip


def test_a_course_that_began_years_before_the_log_is_no_problem(errors):
    assert errors(patients=[{"start_date": "2000-01-01"}]) == []


def test_a_patients_file_that_cannot_be_read_is_not_taken_for_one_that_is_missing(write):
    folder = write(sessions=[{"reps": "x"}])
    (folder / "patients.csv").write_bytes(b"")

    assert [line.split(": got")[0] for line in rs.check(folder).lines()] == [
        "patients.csv",
        "sessions.csv: line 2, reps",
    ]


def test_a_folder_without_a_log_is_told(write):
    folder = write()
    (folder / "sessions.csv").rename(folder / "log.csv")

    assert rs.check(folder).errors.lines() == [
        f"{folder.name}: got no log, expected sessions.csv (or .tsv, .xlsx, .parquet, .jsonl)"
    ]
