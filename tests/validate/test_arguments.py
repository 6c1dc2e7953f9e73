"""What the caller says beside the files."""

import datetime as dt

import pytest

import rehabstats as rs
from rehabstats.programs import Program

LOG = "started_at,exercise,side,reps\n2026-01-05T08:00,hip_pushdown,left,10\n"
PHASE = {"name": "all", "sessions_per_week": 3}
STEP = {"id": "step", "name": "Step", "sides": "both", "reps_min": 1, "reps_max": 2}
DAY = "a day from 2000-01-01 to 2099-12-31, as YYYY-MM-DD"


@pytest.fixture
def log(tmp_path):
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    return tmp_path / "log.csv"


def program(**changes):
    base = {"id": "mine", "name": "Mine", "source": "me", "phases": [PHASE], "exercises": [STEP]}
    return Program.model_validate(base | changes)


def test_a_bare_log_needs_a_patient_and_a_program_and_says_what_it_assumes(log):
    caseload = rs.load_caseload(log, patient_id=" P7 ", program="Hip Restoration")

    assert caseload.patients["patient_id"].tolist() == ["P7"]
    assert caseload.patients["start_date"].tolist() == [dt.datetime(2026, 1, 5)]
    assert caseload.assumptions == (
        "There is no patients.csv: everyone is taken to follow hip-restoration.",
        "Program week 1 is taken to start on each patient's first logged day.",
    )


@pytest.mark.parametrize("name", ["start_date", "as_of"])
@pytest.mark.parametrize("day", ["1900-01-01", "yesterday", "", dt.date(1, 1, 1), 5])
def test_a_day_that_is_none_is_told_and_not_raised(log, name, day):
    found = rs.check(log, patient_id="P1", program="hip-restoration", **{name: day})

    assert found.errors.lines() == [f"log.csv: {name}: got {str(day)!r}, expected {DAY}"]


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",
        dt.date(2026, 1, 1),
        dt.datetime(2026, 1, 1, 23, 59),
        dt.datetime(2026, 1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    ],
)
def test_a_start_date_is_a_local_calendar_day(log, day):
    how = {"patient_id": "P1", "program": "hip-restoration"}
    caseload = rs.load_caseload(log, start_date=day, **how)

    assert caseload.patients["start_date"].tolist() == [dt.datetime(2026, 1, 1)]


@pytest.mark.parametrize("stated", ["", " ", "a\nb", "\ud800", "x" * 201])
def test_a_patient_id_that_cannot_be_shown_is_told(log, stated):
    found = rs.check(log, patient_id=stated, program="hip-restoration").errors.lines()

    assert found[0] == (
        f"log.csv: patient_id: got {stated!r}, expected 1 to 200 printable characters"
    )


@pytest.mark.parametrize("stated", [None, "knee"])
def test_a_program_that_is_not_known_is_told_with_those_that_are(log, stated):
    got = "no patients.csv and no program" if stated is None else "'knee'"

    assert rs.check(log, patient_id="P1", program=stated).errors.lines() == [
        (
            f"log.csv: got {got}, expected the program of this log: say program= or --program, "
            "one of hip-restoration, spinal-stenosis"
        )
    ]


@pytest.mark.parametrize(
    "twin",
    [
        pytest.param({"id": "hip-restoration"}, id="id of a built-in program"),
        pytest.param({"id": "hip_restoration"}, id="id that reads alike"),
        pytest.param({"name": "hip restoration!"}, id="name of a built-in program"),
    ],
)
def test_a_program_with_the_id_or_name_of_another_is_told(log, twin):
    mine = program(**twin)

    found = rs.check(log, patient_id="P1", program="hip-restoration", programs=[mine])

    assert found.errors.lines() == [
        (
            f"log.csv: programs: got {mine.id!r} ({mine.name!r}) again, "
            "expected an id and a name that no other program has; change both"
        )
    ]


def test_a_program_of_ones_own_stands_beside_the_built_in_ones(log):
    log.write_text("started_at,exercise,reps\n2026-01-05T08:00,Step,2\n", "utf-8")

    caseload = rs.load_caseload(log, patient_id="P1", program="mine", programs=[program()])

    assert caseload.catalogue.program_ids == ("hip-restoration", "spinal-stenosis", "mine")
    assert caseload.sets["exercise"].tolist() == ["step"]
