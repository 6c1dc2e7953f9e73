"""Every patient is listed once, and nobody without data is listed as well."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from rehabstats.schemas import PatientsByNeed
from rehabstats.vocabulary import NEED_GROUPS, SIGNAL_DIRECTIONS

IDS = ["P1", "P2", "P3", "P4"]
PATIENTS = pd.DataFrame({"patient_id": IDS})


def signals_of(*rows: tuple[str, str, bool], **more: Any) -> pd.DataFrame:
    """Signals of (patient, direction, is_current), patients in the order of need."""
    frame = pd.DataFrame(rows, columns=["patient_id", "direction", "is_current"])
    frame["need"] = pd.factorize(frame["patient_id"])[0] + 1
    frame["sentence"] = [f"{owner} {direction} {n}" for n, (owner, direction, _) in enumerate(rows)]
    return frame.astype({"direction": "str", "is_current": "bool"}).assign(**more)


def groups(*rows: tuple[str, str, bool]) -> dict[str, str]:
    table = rs.patients_by_need(signals_of(*rows), PATIENTS)
    return dict(zip(table["patient_id"], table["group"], strict=True))


def test_a_concern_of_now_comes_before_all_else():
    rows = ("P1", "improvement", True), ("P1", "not enough data", True), ("P1", "concern", True)

    assert groups(*rows)["P1"] == "concern"


def test_too_little_data_is_not_outweighed_by_an_improvement():
    assert groups(("P1", "improvement", True), ("P1", "not enough data", True))["P1"] == (
        "not enough data"
    )


def test_a_concern_that_is_over_is_neither_a_concern_nor_an_improvement():
    assert groups(("P1", "concern", False), ("P1", "improvement", True))["P1"] == (
        "concern that is over"
    )


def test_no_rule_fired_is_a_group_of_its_own():
    assert set(groups(("P1", "improvement", True)).values()) == {"improvement", "no rule fired"}


def test_the_sentence_is_the_first_of_the_group_that_a_patient_is_in():
    rows = ("P1", "concern", False), ("P1", "not enough data", True), ("P1", "concern", True)
    table = rs.patients_by_need(signals_of(*rows), PATIENTS)

    assert table["sentence"].iloc[0] == "P1 concern 2"
    assert table["sentence"].iloc[1:].isna().all()


ROWS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(SIGNAL_DIRECTIONS), st.booleans()), max_size=12
)


@given(ROWS)
def test_every_patient_is_there_once_and_need_counts_up(rows):
    # `find_signals` keeps the rows of a patient together.
    together = sorted(rows, key=lambda row: row[0])
    table = rs.patients_by_need(signals_of(*together), PATIENTS)

    PatientsByNeed.validate(table)
    assert sorted(table["patient_id"]) == IDS
    assert table["need"].tolist() == [1, 2, 3, 4]
    assert set(table["group"]) <= set(NEED_GROUPS)
    assert (table["sentence"].isna() == (table["group"] == "no rule fired")).all()


def test_groups_of_the_sample_come_in_the_order_of_need():
    caseload = rs.load_caseload("data/sample")
    table = rs.patients_by_need(rs.find_signals(caseload, as_of="2026-03-30"), caseload.patients)

    codes = table["group"].cat.codes.tolist()
    assert codes == sorted(codes)
    assert table["patient_id"].tolist()[:3] == ["P004", "P008", "P007"]
