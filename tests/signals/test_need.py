"""Every patient is listed once, and nobody without data is listed as well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import random_caseload, write_files
from rehabstats.schemas.signals import PatientsByNeed
from rehabstats.signals import merge_signals
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


def test_an_earlier_concern_is_neither_a_concern_of_now_nor_an_improvement():
    assert groups(("P1", "concern", False), ("P1", "improvement", True))["P1"] == (
        "earlier concern"
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


# Merged ---------------------------------------------------------------------------------------

AS_OF = date(2026, 3, 30)
SAMPLE_IDS = [f"P00{n}" for n in range(1, 9)]


@cache
def sample() -> rs.Caseload:
    return rs.load_caseload("data/sample")


@cache
def signals_of_sample() -> pd.DataFrame:
    return rs.find_signals(sample(), as_of=AS_OF)


def with_text(signals: pd.DataFrame) -> pd.DataFrame:
    return signals.assign(patient_id=signals["patient_id"].astype("str"))


def cut_out(signals: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    """The rows of some patients, as `find_signals` has them: their need is among themselves."""
    rows = signals[signals["patient_id"].isin(list(ids))].reset_index(drop=True)
    return rows.assign(need=pd.factorize(rows["patient_id"])[0] + 1)


@st.composite
def splits(draw: st.DrawFn, *, at_most: int) -> list[list[str]]:
    """The patients of the sample in parts, in any order; some parts may have nobody."""
    part = draw(st.lists(st.integers(1, at_most), min_size=8, max_size=8))
    return [
        [who for who, own in zip(SAMPLE_IDS, part, strict=True) if own == number]
        for number in draw(st.permutations(range(1, at_most + 1)))
    ]


@given(splits(at_most=8))
def test_any_parts_merge_into_the_order_and_the_needs_of_the_whole(parts):
    tables = [cut_out(signals_of_sample(), part) for part in parts]

    merged = merge_signals(iter(tables), sample().patients)

    pd.testing.assert_frame_equal(merged, with_text(signals_of_sample()))


@settings(max_examples=2)
@given(splits(at_most=3))
def test_signals_found_in_parts_of_a_caseload_merge_into_those_of_the_whole(parts):
    tables = [rs.find_signals(sample().only(part), as_of=AS_OF) for part in parts if part]

    merged = merge_signals(tables, sample().patients)

    pd.testing.assert_frame_equal(merged, with_text(signals_of_sample()))


@pytest.mark.parametrize("seed", range(3))
def test_signals_of_drawn_caseloads_merge_from_single_patients(seed, tmp_path):
    case = random_caseload(seed, n_patients=4, n_weeks=6)
    caseload = rs.load_caseload(write_files(case.files, tmp_path))
    whole = rs.find_signals(caseload, as_of=case.as_of)

    tables = [
        rs.find_signals(caseload.only([who]), as_of=case.as_of) for who in ("P3", "P1", "P4", "P2")
    ]

    pd.testing.assert_frame_equal(merge_signals(tables, caseload.patients), with_text(whole))


def test_one_table_of_everyone_stays_as_it_is():
    merged = merge_signals([signals_of_sample()], sample().patients)

    pd.testing.assert_frame_equal(merged, with_text(signals_of_sample()))


def test_patients_in_equal_need_stand_in_the_order_of_the_file():
    some = cut_out(signals_of_sample(), ["P004"])
    alike = [some.assign(patient_id=who) for who in ("P002", "P001", "P010")]
    people = pd.DataFrame({"patient_id": ["P010", "P001", "P002"]})

    merged = merge_signals(alike, people)

    assert merged["patient_id"].unique().tolist() == ["P010", "P001", "P002"]
    assert merged["need"].unique().tolist() == [1, 2, 3]
    assert merged["sentence"].tolist() == some["sentence"].tolist() * 3


def test_among_equals_who_has_waited_longest_comes_first():
    some = cut_out(signals_of_sample(), ["P004"])
    later = some.assign(patient_id="P001", since=some["since"] + pd.Timedelta(days=3))
    people = pd.DataFrame({"patient_id": ["P001", "P002"]})

    merged = merge_signals([later, some.assign(patient_id="P002")], people)

    assert merged["patient_id"].unique().tolist() == ["P002", "P001"]


def test_parts_without_signals_change_nothing():
    empty = signals_of_sample().head(0)

    merged = merge_signals([empty, signals_of_sample(), empty], sample().patients)

    pd.testing.assert_frame_equal(merged, with_text(signals_of_sample()))


def test_parts_without_any_signal_merge_into_a_table_without_rows():
    empty = signals_of_sample().head(0)

    merged = merge_signals([empty, empty], sample().patients)

    assert merged.empty
    assert merged.columns.tolist() == signals_of_sample().columns.tolist()


def test_parts_are_left_as_they_were():
    parts = [cut_out(signals_of_sample(), [who]) for who in ("P008", "P004")]
    copies = [part.copy() for part in parts]

    merge_signals(parts, sample().patients)

    for part, copy in zip(parts, copies, strict=True):
        pd.testing.assert_frame_equal(part, copy)
