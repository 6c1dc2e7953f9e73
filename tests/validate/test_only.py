"""The caseload of some patients has the numbers that these patients have in the whole."""

from __future__ import annotations

import inspect
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import Caseload, caseloads, random_caseload, write_files

FRAMES = ("patients", "changes", "pauses", "sets", "sessions", "checkins")
AS_OF = "2026-03-30"
SOME = [
    pytest.param(["P004"], id="one patient"),
    pytest.param(["P008", "P002", "P005"], id="some, in another order"),
    pytest.param([f"P00{n}" for n in range(2, 9)], id="all but the first"),
]
#: The arguments that a metric cannot do without.
MORE = {"visit_periods": {"since": "2026-02-16"}}


def _is_metric(name: str) -> bool:
    function = getattr(rs, name)
    if not inspect.isfunction(function):
        return False
    signature = inspect.signature(function)
    takes = {"caseload", "as_of"} <= set(signature.parameters)
    return takes and "DataFrame" in str(signature.return_annotation)


METRICS = [name for name in rs.__all__ if _is_metric(name)]


@cache
def sample() -> rs.Caseload:
    return rs.load_caseload("data/sample")


@cache
def whole(name: str) -> pd.DataFrame:
    return metric(name, sample())


def metric(name: str, caseload: rs.Caseload, **how: object) -> pd.DataFrame:
    return getattr(rs, name)(caseload, **{"as_of": AS_OF, **MORE.get(name, {}), **how})


def restricted(table: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """The rows of some patients, whose need is counted among them alone."""
    rows = table[table["patient_id"].isin(ids)].reset_index(drop=True)
    if "need" in rows:
        rows["need"] = rows["need"].rank(method="dense").astype(rows["need"].dtype)
    return rows.assign(patient_id=rows["patient_id"].astype("str"))


def assert_same(found: pd.DataFrame, expected: pd.DataFrame, ids: list[str]) -> None:
    pd.testing.assert_frame_equal(restricted(found, ids), restricted(expected, ids))
    assert set(found["patient_id"]) <= set(ids)


def test_the_metrics_of_this_file_are_those_that_take_a_caseload_and_a_day():
    assert {"find_signals", "visit_periods", "symmetry", "weekly_pain"} <= set(METRICS)
    assert len(METRICS) > 20


@pytest.mark.parametrize("ids", SOME)
@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_that_of_these_patients_in_the_whole_caseload(name, ids):
    assert_same(metric(name, sample().only(ids)), whole(name), ids)


@pytest.mark.parametrize("unit", ["exercise", "session"])
def test_the_ledger_is_that_of_these_patients_in_the_whole_caseload(unit):
    ids = ["P002", "P006"]
    found = rs.build_ledger(sample().only(ids), as_of=AS_OF, unit=unit)
    expected = rs.build_ledger(sample(), as_of=AS_OF, unit=unit)

    for name in ("slots", "weeks", "episodes"):
        assert_same(getattr(found, name), getattr(expected, name), ids)


def test_the_plan_is_that_of_these_patients_in_the_whole_caseload():
    ids = ["P005", "P006"]

    assert_same(rs.build_plan(sample().only(ids)), rs.build_plan(sample()), ids)


def test_signals_point_to_lines_of_these_patients_in_the_files():
    found = rs.find_signals(sample().only(["P004", "P007", "P008"]), as_of=AS_OF)
    pointing = found[found["log_lines"] != ""]

    assert pointing["patient_id"].nunique() == 3
    for row in pointing.itertuples():
        lines = Path("data/sample", row.log_file).read_text().splitlines()
        for number in row.log_lines.replace("-", ", ").split(", "):
            assert lines[int(number) - 1].startswith(f"{row.patient_id},")


def loaded(case: Caseload) -> rs.Caseload:
    with TemporaryDirectory() as folder:
        return rs.load_caseload(write_files(case.files, Path(folder)))


@settings(max_examples=5)
@given(caseloads(max_patients=3, max_weeks=3), st.data())
def test_patients_of_any_caseload_keep_their_numbers(case, data):
    assume(case.files["sessions.csv"])
    caseload = loaded(case)
    everyone = caseload.patients["patient_id"].astype("str").tolist()
    ids = data.draw(st.lists(st.sampled_from(everyone), min_size=1, unique=True))
    some = caseload.only(ids)

    for name in ("exercise_sessions", "pain_response", "symmetry", "monitoring_periods"):
        assert_same(
            metric(name, some, as_of=case.as_of), metric(name, caseload, as_of=case.as_of), ids
        )


@pytest.mark.parametrize("seed", range(2))
def test_patients_of_larger_caseloads_keep_their_signals(seed):
    case = random_caseload(seed, n_patients=5, n_weeks=8)
    caseload, ids = loaded(case), ["P4", "P2", "P5"]

    found = rs.find_signals(caseload.only(ids), as_of=case.as_of)

    assert_same(found, rs.find_signals(caseload, as_of=case.as_of), ids)


# Frames ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in FRAMES if name != "sessions"])
def test_rows_keep_the_line_in_their_file_as_index(name):
    ids = ["P002", "P005", "P006"]
    found, all_rows = getattr(sample().only(ids), name), getattr(sample(), name)
    expected = all_rows[all_rows["patient_id"].isin(ids)]

    assert found.index.equals(expected.index)
    apart = ["patient_id", "session_row"]
    cells = [column for column in expected if column not in apart]
    pd.testing.assert_frame_equal(found[cells], expected[cells])
    assert found["patient_id"].tolist() == expected["patient_id"].tolist()


def test_each_set_stays_in_its_session():
    some, every = sample().only(["P007", "P003"]), sample()
    before = every.sets.join(every.sessions[["session_id", "day"]], on="session_row")
    after = some.sets.join(some.sessions[["session_id", "day"]], on="session_row")

    assert some.sessions.index.tolist() == list(range(len(some.sessions)))
    told = ["session_id", "day", "exercise"]
    pd.testing.assert_frame_equal(after[told], before.loc[after.index, told])


def test_ids_are_categories_with_the_same_numbering_in_every_frame():
    some = sample().only(["P007", "P003"])

    for name in FRAMES:
        assert getattr(some, name)["patient_id"].cat.categories.tolist() == ["P003", "P007"]


def test_the_order_in_which_ids_are_given_and_how_often_does_not_matter():
    one, other = sample().only(["P006", "P002", "P006"]), sample().only(iter(("P002", "P006")))

    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.patients["patient_id"].tolist() == ["P002", "P006"]


def test_ids_of_nobody_are_ignored():
    some = sample().only(["P999", "P004", ""])

    assert some.patients["patient_id"].tolist() == ["P004"]
    assert some.sessions["patient_id"].unique().tolist() == ["P004"]


def test_some_of_some_are_those_of_the_whole():
    twice, once = sample().only(["P002", "P006", "P008"]).only(["P008"]), sample().only(["P008"])

    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(twice, name), getattr(once, name))


def test_everyone_is_the_caseload_itself():
    everyone = sample().only(sample().patients["patient_id"])

    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(everyone, name), getattr(sample(), name))


@pytest.mark.parametrize("ids", [[], ["P999"]])
def test_nobody_is_a_caseload_without_rows(ids):
    nobody = sample().only(ids)

    assert [len(getattr(nobody, name)) for name in FRAMES] == [0] * len(FRAMES)


def test_the_caseload_of_nobody_can_be_shown():
    assert "0 patients" in repr(sample().only(["P999"]))


def test_what_is_about_the_files_stays_whole(load):
    people = (
        "patient_id,program,start_date\nP1,hip-restoration,2026-01-05\n"
        "P2,hip-restoration,2026-01-05\n"
    )
    row = ",2026-01-05T18:00,hip_pushdown,left,,10,,done,\n"
    wrong = "P1,2026-01-06T18:00,squat,left,,10,,done,\n"
    header = "patient_id,started_at,exercise,side,set_no,reps,hold_s,status,skip_reason\n"
    with pytest.warns(rs.DroppedRowsWarning):
        caseload = load(patients=people, sessions=f"{header}P1{row}P2{row}{wrong}")

    caseload = replace(caseload, assumptions=("something",), remarks=("something else",))

    some = caseload.only(["P2"])

    assert len(some.quarantine) == 1
    whole = (
        "name", "catalogue", "problems", "quarantine", "account", "files", "digests",
        "assumptions", "remarks",
    )  # fmt: skip
    for name in whole:
        assert getattr(some, name) is getattr(caseload, name)


def test_the_whole_caseload_is_left_as_it_was():
    caseload, untouched = rs.load_caseload("data/sample"), sample()

    caseload.only(["P003", "P008"])

    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(caseload, name), getattr(untouched, name))
