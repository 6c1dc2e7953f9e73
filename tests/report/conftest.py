"""A hand-made caseload with its metric frames, as small as a report can be told apart by."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from rehabstats.programs import Catalogue, builtin_programs
from rehabstats.report.summarize import MetricFrames

AS_OF = pd.Timestamp("2025-03-20")
START = pd.Timestamp("2025-03-03")


@pytest.fixture
def make_caseload() -> Callable[..., Any]:
    """Make a caseload of patients with one session each, on the given day."""

    def caseload(*patient_ids: str, day: str | None = "2025-03-18", **parts: Any) -> Any:
        ids = pd.Categorical(patient_ids, categories=list(patient_ids))
        patients = pd.DataFrame({"patient_id": ids, "program": "spinal-stenosis"})
        patients["start_date"], patients["end_date"] = START, pd.NaT
        sessions = pd.DataFrame({"patient_id": ids, "day": pd.Timestamp(day or AS_OF)})
        account = pd.DataFrame({"file": ["sessions.csv"], "rows_read": 40, "rows_quarantined": 0})
        same = {
            "name": "clinic",
            "catalogue": Catalogue(builtin_programs()),
            "patients": patients,
            "sessions": sessions if day else sessions.head(0),
            "account": account,
            "assumptions": (),
            "remarks": (),
        }
        return SimpleNamespace(**(same | parts))

    return caseload


def _adherence(rows: list[dict[str, Any]]) -> pd.DataFrame:
    counts = ("due", "done", "partial", "skipped", "omitted", "unrecorded", "open")
    counts += ("excused", "extra")
    columns = ["patient_id", "week", "week_start", *(f"n_{name}" for name in counts)]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.fillna(dict.fromkeys(columns[3:], 0))
    filled, due = frame["n_done"] + frame["n_partial"], frame["n_due"]
    known = due - frame["n_unrecorded"]
    frame["session_adherence"] = frame["session_adherence_low"] = filled / due.where(due > 0)
    return frame.assign(session_adherence_high=filled / known.where(known > 0))


@pytest.fixture
def make_metrics() -> Callable[..., MetricFrames]:
    """Make the same three weeks for each patient: 4 of 5 done, a pause, an open week."""

    def metrics(*patient_ids: str, **week: Any) -> MetricFrames:
        weeks = [{"n_due": 5, "n_done": 4, "n_unrecorded": 1} | week, {"n_excused": 5}]
        weeks.append({"n_due": 2, "n_done": 2, "n_open": 3, "n_extra": 0})
        rows, pain = [], []
        for patient_id in patient_ids:
            for number, counts in enumerate(weeks, start=1):
                key = {"patient_id": patient_id, "week": number}
                key["week_start"] = START + pd.Timedelta(days=7 * (number - 1))
                rows.append(key | counts)
                if number != 2:
                    pain.append({**key, "moment": "during", "n_rated": 2, "n_missing": 1})
        weekly = _adherence(rows)
        kept = ["patient_id", *(name for name in weekly if name.startswith("n_"))]
        totals = weekly[kept].groupby("patient_id", sort=False).sum().reset_index()
        columns = ["patient_id", "week", "week_start", "moment", "n_rated", "n_missing"]
        rated = pd.DataFrame(pain, columns=columns)
        rated = rated.assign(pain_nrs_median=3.5, pain_nrs_mean=3.6, pain_nrs_max=6.0)
        return MetricFrames(_adherence(totals.to_dict("records")), weekly, rated)

    return metrics
