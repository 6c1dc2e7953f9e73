"""Visit periods equal a slow second implementation, and keep laws on caseloads of any kind."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import Caseload, Files, caseloads, random_caseload, with_entries, write_files
from oracle.compared import DRAWN
from oracle.slow_progress import differences
from oracle.slow_visit import slow_visits
from rehabstats.schemas.visit import VisitPeriods
from rehabstats.settings import DEFAULTS
from rehabstats.vocabulary import DUE

KEY = ["patient_id", "period"]
#: Each example reads files and builds two ledgers: as many as a run of all tests can bear.
SOME, FEW = settings(DRAWN, max_examples=8), settings(max_examples=4)
OTHER = {"left": "right", "right": "left"}


@st.composite
def visits(draw: st.DrawFn) -> tuple[Caseload, date]:
    """A caseload and the day of a visit up to its as_of."""
    case = draw(caseloads(max_patients=2))
    chance = draw(st.randoms(use_true_random=False))
    assume(case.files["sessions.csv"])
    return with_entries(case, chance), case.as_of - timedelta(draw(st.integers(0, 20)))


def load(files: Files) -> rs.Caseload:
    with TemporaryDirectory() as folder:
        return rs.load_caseload(write_files(files, Path(folder)))


def periods(files: Files, since: date, as_of: date) -> pd.DataFrame:
    table = rs.visit_periods(load(files), since=since, as_of=as_of)
    VisitPeriods.validate(table)
    return table


def numbers(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as words and numbers that can be compared, None where there is nothing."""
    return table.astype("object").where(table.notna(), None).to_dict("records")


# Slowly ---------------------------------------------------------------------------------------


def compare(folder: Path, since: date, as_of: date) -> None:
    table = rs.visit_periods(rs.load_caseload(folder), since=since, as_of=as_of)
    slow = slow_visits(folder, since, as_of, int(DEFAULTS.backfill_days))
    for row in slow.values():
        row |= {name: row[name] and str(row[name]) for name in ("first_on", "last_on")}
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in ("first_on", "last_on")}

    assert {*KEY, *next(iter(slow.values()))} == set(table.columns)
    assert differences(table.assign(**days), KEY, slow) == []


@pytest.mark.parametrize(
    ("since", "as_of"),
    [
        pytest.param(date(2026, 2, 9), date(2026, 3, 30), id="seven weeks"),
        pytest.param(date(2026, 2, 12), date(2026, 2, 19), id="inside of a pause"),
        pytest.param(date(2026, 3, 30), date(2026, 3, 30), id="the last day only"),
        pytest.param(date(2026, 3, 1), date(2026, 6, 1), id="long after the last entry"),
        pytest.param(date(2025, 12, 1), date(2026, 2, 20), id="the visit before the start"),
        pytest.param(date(2025, 12, 1), date(2025, 12, 3), id="all before the start"),
    ],
)
def test_every_number_of_the_sample_equals_the_slow_one(since, as_of):
    compare(Path("data/sample"), since, as_of)


@SOME
@given(visits())
def test_every_number_equals_the_slow_one(visit):
    case, since = visit
    with TemporaryDirectory() as folder:
        compare(write_files(case.files, Path(folder)), since, case.as_of)


@pytest.mark.parametrize("seed", range(3))
def test_every_number_of_larger_caseloads_equals_the_slow_one(seed, tmp_path):
    case = with_entries(random_caseload(seed, n_patients=3, n_weeks=8), Random(seed))

    compare(write_files(case.files, tmp_path), case.as_of - timedelta(14 + 7 * seed), case.as_of)


# Laws -----------------------------------------------------------------------------------------


@FEW
@given(visits())
def test_counts_of_both_periods_add_up_to_those_of_all_their_days(visit):
    case, since = visit
    caseload, length = load(case.files), case.as_of - since + timedelta(1)
    parts = rs.visit_periods(caseload, since=since, as_of=case.as_of)
    whole = rs.visit_periods(caseload, since=since - length, as_of=case.as_of)
    counts = [name for name in parts if name.startswith("n_")]

    together = parts.groupby("patient_id", observed=True)[counts].sum()
    at_once = whole[whole["period"] == "since"].set_index("patient_id")[counts]
    assert numbers(together) == numbers(at_once)


@FEW
@given(visits())
def test_exchanging_the_sides_exchanges_the_counts_and_turns_the_sign(visit):
    case, since = visit
    turned = {
        name: [row | {"side": OTHER.get(row["side"], row["side"])} if "side" in row else row
               for row in rows]
        for name, rows in case.files.items()
    }  # fmt: skip
    before = periods(case.files, since, case.as_of)
    after = periods(turned, since, case.as_of)

    expected = before.rename(columns={"n_reps_left": "n_reps_right", "n_reps_right": "n_reps_left"})
    expected = expected[before.columns].assign(symmetry=0 - before["symmetry"])
    assert numbers(after) == numbers(expected)


@FEW
@given(visits(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(visit, chance):
    case, since = visit
    assume(case.files["sessions.csv"][0]["session_id"])
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in case.files.items()}
    in_order = shuffled | {"patients.csv": case.files["patients.csv"]}

    found = periods(in_order, since, case.as_of)

    assert numbers(found) == numbers(periods(case.files, since, case.as_of))


@pytest.mark.parametrize("since", ["2025-12-20", "2026-01-20", "2026-02-20", "2026-03-30"])
def test_slots_add_up_and_periods_lie_on_either_side_of_the_visit(since):
    table = rs.visit_periods(rs.load_caseload("data/sample"), since=since, as_of="2026-03-30")

    assert (table["n_due"] == table[[f"n_{state}" for state in DUE]].sum(axis=1)).all()
    assert table["symmetry"].isna().eq(table["symmetry_reason"].notna()).all()
    assert (table["first_on"] <= table["last_on"]).all()
    assert (table["last_on"] < pd.Timestamp(since)).eq(table["period"] == "before").all()


def test_the_caseload_is_left_as_it_was():
    caseload, untouched = (rs.load_caseload("data/sample") for _ in range(2))

    rs.visit_periods(caseload, since="2026-02-09", as_of="2026-03-30")

    for name in ("patients", "sets", "sessions", "checkins", "pauses", "changes"):
        assert getattr(caseload, name).equals(getattr(untouched, name))
