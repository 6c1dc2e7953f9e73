"""What rows of one file must keep together."""

import pytest

import rehabstats as rs


def test_a_set_that_is_there_twice_is_kept_once(errors):
    row = {"session_id": "S", "set_no": "1"}

    assert errors(sessions=[row, row, row | {"set_no": "2"}, row | {"side": "right"}]) == [
        (
            "sessions.csv: line 3, set_no: got '1', "
            "expected each session x exercise x side x set_no once"
        )
    ]


def test_sets_without_numbers_are_numbered_after_those_that_have_one(write):
    sets = [{"set_no": ""}, {"set_no": "5"}, {"set_no": ""}, {"side": "right"}]
    caseload = rs.load_caseload(write(sessions=sets))

    assert caseload.sets["set_no"].tolist() == [6, 5, 7, 1]


def test_numbering_never_leaves_the_range_of_set_numbers(errors):
    assert errors(sessions=[{"set_no": "10000"}, {"set_no": ""}]) == [
        (
            "sessions.csv: line 3, set_no: got nothing, "
            "expected at most 10000 sets of an exercise in a session"
        )
    ]


@pytest.mark.parametrize("column", ["pain_before_nrs", "pain_after_nrs"])
def test_session_pain_that_differs_within_a_session_keeps_the_later_row_out(errors, column):
    sets = [{column: ""}, {column: "3"}, {column: "4"}, {column: ""}]

    assert errors(sessions=sets) == [
        (
            f"sessions.csv: line 4, {column}: got '4', expected the same value on every row of a "
            "session"
        )
    ]


def test_pain_during_may_differ_within_a_session(errors):
    assert errors(sessions=[{"pain_during_nrs": "3"}, {"pain_during_nrs": "4"}]) == []


def test_a_session_id_that_comes_back_a_day_later_is_another_session(errors):
    late = {"session_id": "S", "started_at": "2026-01-06T08:00"}
    in_time = {"session_id": "S", "started_at": "2026-01-06T07:59"}

    assert errors(sessions=[{"session_id": "S"}, {"session_id": "S"}, late, in_time]) == [
        (
            "sessions.csv: line 4, started_at: got '2026-01-06T08:00', "
            "expected within 24 h of the start of most rows of this session"
        )
    ]


def test_of_a_session_with_one_mistyped_year_the_other_rows_are_kept(errors):
    rows = [{"session_id": "S", "started_at": f"{year}-01-06T08:00"} for year in (2025, 2026, 2026)]

    assert [line.split(",")[0] for line in errors(sessions=rows)] == ["sessions.csv: line 2"]


def test_two_patients_may_use_the_same_session_id(write):
    sets = [{"session_id": "S"}, {"session_id": "S", "patient_id": "P2"}]
    caseload = rs.load_caseload(write(patients=[{}, {"patient_id": "P2"}], sessions=sets))

    assert caseload.sessions["patient_id"].tolist() == ["P1", "P2"]


def test_starts_within_one_second_are_sessions_with_ids_of_their_own(write):
    starts = ["2026-01-05T08:00:00.1", "2026-01-05T08:00:00.2"]
    caseload = rs.load_caseload(write(sessions=[{"started_at": start} for start in starts]))

    assert caseload.sessions["session_id"].is_unique


def test_a_final_exercise_that_is_not_done_last_is_noted(notes):
    final = {"exercise": "lower_back_hip_stretch"}

    assert notes(sessions=[final, {}, final]) == [
        (
            "sessions.csv: line 2, exercise: got 'lower_back_hip_stretch', "
            "expected to be the last exercise of the session"
        )
    ]


def test_the_same_patient_twice_is_kept_once(errors):
    assert errors(patients=[{}, {"patient_id": " P1 "}]) == [
        "patients.csv: line 3, patient_id: got ' P1 ', expected each patient_id once"
    ]


def test_an_end_before_its_start_keeps_the_row_out(errors):
    course = {"patient_id": "P2", "end_date": "2026-01-05"}
    pause = {"start_date": "2026-02-02", "end_date": "2026-02-01"}
    prescriptions = [
        {"valid_from": "2026-02-02", "valid_to": "2026-02-02"},
        {"valid_from": "2026-02-02", "reps_min": "9", "reps_max": "8"},
        {"valid_from": "2026-02-02", "hold_min_s": "9", "hold_max_s": "8"},
    ]

    found = errors(patients=[{}, course], pauses=[{}, pause], prescriptions=[{}, *prescriptions])

    assert sorted(found) == [
        "patients.csv: line 3, end_date: got '2026-01-05', expected a day after start_date",
        "pauses.csv: line 3, end_date: got '2026-02-01', expected a day after start_date",
        "prescriptions.csv: line 3, valid_to: got '2026-02-02', expected a day after valid_from",
        "prescriptions.csv: line 4, reps_max: got '8', expected no less than reps_min",
        "prescriptions.csv: line 5, hold_max_s: got '8', expected no less than hold_min_s",
    ]


def test_pauses_of_a_patient_must_not_overlap(errors):
    touching = {"start_date": "2026-01-12", "end_date": "2026-01-20"}
    inside = {"start_date": "2026-01-19", "end_date": "2026-01-20"}

    assert errors(pauses=[{}, touching, inside]) == [
        (
            "pauses.csv: line 4, start_date: got '2026-01-19', "
            "expected a start on or after the end of the pause before"
        )
    ]


def test_prescriptions_of_one_exercise_and_side_must_not_overlap(errors):
    first = {"valid_from": "2026-01-12", "valid_to": "2026-02-02"}
    both = {"valid_from": "2026-02-01", "side": ""}

    found = errors(prescriptions=[first, {**both, "side": "right"}, both])

    assert found == [
        (
            "prescriptions.csv: line 4, valid_from: got '2026-02-01', expected a start on or after "
            "the end of the prescription before (same exercise and side)"
        )
    ]


def test_an_open_prescription_ends_where_the_next_begins(errors):
    assert errors(prescriptions=[{}, {"valid_from": "2026-01-13"}]) == []


def test_an_activity_is_rated_once_a_day(errors):
    assert errors(checkins=[{}, {"score_psfs": "5"}, {"date": "2026-01-07"}]) == [
        (
            "checkins.csv: line 3, activity: got 'stairs', "
            "expected each patient_id x date x activity once"
        )
    ]


def test_skip_rows_that_stand_for_sets_are_noted_once(write):
    skip = {"status": "skipped", "reps": "0"}

    notes = rs.check(write(sessions=[{}, skip, skip])).notes.lines()

    assert any("one skip row for an occasion that was left out" in note for note in notes)


def test_one_skip_row_beside_other_exercises_is_as_it_should_be(write):
    skip = {"status": "skipped", "reps": "0", "exercise": "standing_knee_raise"}

    notes = rs.check(write(sessions=[{}, skip])).notes.lines()

    assert not any("skip row" in note for note in notes)
