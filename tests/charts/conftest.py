"""Hand-made weekly rows: what each test is about stands in the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

Rows = Callable[..., pd.DataFrame]


@pytest.fixture
def done() -> Rows:
    """Make weekly session adherence from (due, filled, unrecorded) per week."""

    def rows(weeks: Sequence[tuple[int, int, int]], first: int = 1, **columns: Any) -> pd.DataFrame:
        frame = pd.DataFrame(weeks, columns=["n_due", "n_done", "n_unrecorded"], dtype="int64")
        due, known = frame["n_due"], frame["n_due"] - frame["n_unrecorded"]
        share = frame["n_done"] / due.where(due > 0)
        frame["session_adherence"] = frame["session_adherence_low"] = share
        frame["session_adherence_high"] = frame["n_done"] / known.where(known > 0)
        frame["week"] = range(first, first + len(frame))
        same = {"patient_id": "P001", "n_open": 0, "n_excused": 0, "n_extra": 0}
        return frame.assign(**(same | columns)).astype({"patient_id": "category"})

    return rows


@pytest.fixture
def hurt() -> Rows:
    """Make weekly pain during exercise from (median, highest) per week."""

    def rows(
        weeks: Sequence[tuple[float | None, float | None]], first: int = 1, **columns: Any
    ) -> pd.DataFrame:
        frame = pd.DataFrame(weeks, columns=["pain_nrs_median", "pain_nrs_max"], dtype="float64")
        frame["n_rated"] = frame["pain_nrs_median"].notna().astype("int64")
        frame["week"] = range(first, first + len(frame))
        same = {"patient_id": "P001", "moment": "during", "n_missing": 1 - frame["n_rated"]}
        return frame.assign(**(same | columns)).astype({"patient_id": "category"})

    return rows
