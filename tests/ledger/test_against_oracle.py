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


def compare(case: Caseload) -> rs.Caseload | None:
    """Both ledgers of a caseload equal the slow ones; a log without rows is an error, no ledger."""
    if not case.files["sessions.csv"]:
        return None
    with TemporaryDirectory() as name:
        folder = write_files(case.files, Path(name))
        caseload = rs.load_caseload(folder)
        for unit in SLOW:
            compare_unit(case, caseload, folder, unit)
    return caseload


def compare_unit(case: Caseload, caseload: rs.Caseload, folder: Path, unit: str) -> None:
    fast = rs.build_ledger(caseload, as_of=case.as_of, unit=unit).slots
    slow = SLOW[unit](folder, case.as_of)
    found: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for row in fast.to_dict("records"):
        names = ("", "") if unit == "session" else (row["exercise"], row["side"])
        found[row["patient_id"], *names, row["week"]][row["state"]] += 1
    expected = {key: counts for key, counts in slow_counts(slow).items() if counts.total()}

    assert dict(found) == expected, unit

    def evidence(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
        return sorted(
            (str([row[name] for name in KEY]), str(row["session_id"]), float(row["reps_done"]))
            for row in rows
            if row["state"] in {"done", "partial"}
        )

    if unit == "exercise" and case.files["sessions.csv"][0]["session_id"]:
        counted = fast.assign(reps_done=np.nan_to_num(fast["reps_done"])).to_dict("records")
        assert evidence(counted) == evidence(slow)


# Reading a caseload costs more than its ledger, and hardly more for six patients than for two.


@settings(max_examples=12)
@given(case=caseloads(max_patients=6), seed=st.integers(0, 2**32 - 1))
def test_every_count_equals_the_slow_ledger_and_the_order_of_rows_does_not_matter(case, seed):
    caseload = compare(case)

    rows = case.files["sessions.csv"]
    if caseload is None or not rows[0]["session_id"]:
        return
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    with TemporaryDirectory() as folder:
        write_files({**case.files, "sessions.csv": shuffled}, Path(folder))
        in_another_order = rs.load_caseload(folder)
    tables = [
        rs.weekly_adherence(rs.build_ledger(one, as_of=case.as_of))
        for one in (caseload, in_another_order)
    ]
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("seed", range(8))
def test_larger_caseloads_equal_the_slow_ledger(seed):
    compare(random_caseload(seed, n_patients=4, n_weeks=10))


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
