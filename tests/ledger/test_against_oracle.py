"""The ledger equals a slow, independent implementation of the same definitions."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import Caseload, caseloads, random_caseload, write_files
from oracle.slow_ledger import slow_counts, slow_ledger, slow_session_ledger

SLOW = {"exercise": slow_ledger, "session": slow_session_ledger}
KEY = ("patient_id", "exercise", "side", "week")


def compare(case: Caseload, unit: str) -> None:
    with TemporaryDirectory() as folder:
        write_files(case.files, Path(folder))
        if not case.files["sessions.csv"]:
            return  # a log without rows is an error, not an empty ledger
        fast = rs.build_ledger(rs.load_caseload(folder), as_of=case.as_of, unit=unit).slots
        slow = SLOW[unit](Path(folder), case.as_of)
    found: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for row in fast.to_dict("records"):
        names = ("", "") if unit == "session" else (row["exercise"], row["side"])
        found[row["patient_id"], *names, row["week"]][row["state"]] += 1
    expected = {key: counts for key, counts in slow_counts(slow).items() if counts.total()}

    assert dict(found) == expected

    def evidence(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
        return sorted(
            (str([row[name] for name in KEY]), str(row["session_id"]), float(row["reps_done"]))
            for row in rows
            if row["state"] in {"done", "partial"}
        )

    if unit == "exercise" and case.files["sessions.csv"][0]["session_id"]:
        counted = fast.assign(reps_done=np.nan_to_num(fast["reps_done"])).to_dict("records")
        assert evidence(counted) == evidence(slow)


@pytest.mark.parametrize("unit", ["exercise", "session"])
@given(case=caseloads())
def test_every_count_equals_the_slow_ledger(unit, case):
    compare(case, unit)


@pytest.mark.parametrize("unit", ["exercise", "session"])
@pytest.mark.parametrize("seed", range(8))
def test_larger_caseloads_equal_the_slow_ledger(unit, seed):
    compare(random_caseload(seed, n_patients=4, n_weeks=10), unit)


@given(case=caseloads(), seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_with_ids_and_numbers_does_not_matter(case, seed):
    rows = case.files["sessions.csv"]
    if not rows or not rows[0]["session_id"]:
        return
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    tables = []
    for order in (rows, shuffled):
        with TemporaryDirectory() as folder:
            write_files({**case.files, "sessions.csv": order}, Path(folder))
            ledger = rs.build_ledger(rs.load_caseload(folder), as_of=case.as_of)
        tables.append(rs.weekly_adherence(ledger))

    assert tables[0].equals(tables[1])


@settings(max_examples=10)
@given(case=caseloads(max_patients=3))
def test_patients_do_not_influence_each_other(case):
    if not case.files["sessions.csv"]:
        return
    with TemporaryDirectory() as folder:
        write_files(case.files, Path(folder))
        together = rs.build_ledger(rs.load_caseload(folder), as_of=case.as_of).slots
    for patient in {row["patient_id"] for row in case.files["sessions.csv"]}:
        own = {
            name: [row for row in rows if row["patient_id"] == patient]
            for name, rows in case.files.items()
        }
        with TemporaryDirectory() as folder:
            write_files(own, Path(folder))
            alone = rs.build_ledger(rs.load_caseload(folder), as_of=case.as_of).slots
        columns = ["week", "slot", "due_on", "state", "reps_done", "reps_asked"]
        beside = together.loc[together["patient_id"] == patient, columns]
        assert beside.reset_index(drop=True).equals(alone[columns].reset_index(drop=True))
