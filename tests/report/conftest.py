"""A hand-made caseload with its metric frames, as small as a report can be told apart by."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from rehabstats.programs import Catalogue, builtin_programs
from rehabstats.report.summarize import MetricFrames
from rehabstats.schemas import Signals, columns

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
            "checkins": sessions.head(0).rename(columns={"day": "date"}),
            "account": account,
            "assumptions": (),
            "remarks": (),
        }
        return SimpleNamespace(**(same | parts))

    return caseload


@pytest.fixture
def signal() -> Callable[..., dict[str, Any]]:
    """Make one signal of a patient: id, direction, and place in the order of need."""
    return _signal


def _signal(patient_id: str, direction: str, need: int = 1, **more: Any) -> dict[str, Any]:
    same = {
        "signal_id": f"{patient_id}/{direction}", "rule": "flare", "is_current": True,
        "since": START, "until": AS_OF, "n_lines": 1, "sentence": f"{direction} of {patient_id}",
        "thresholds": "flare_rise_nrs = 2", "log_file": "sessions.csv", "log_lines": "2-9",
    }  # fmt: skip
    return {"patient_id": patient_id, "direction": direction, "need": need} | same | more


def _adherence(rows: list[dict[str, Any]]) -> pd.DataFrame:
    counts = ("due", "done", "partial", "skipped", "omitted", "unrecorded", "open")
    counts += ("excused", "extra")
    names = ["patient_id", "week", "week_start", *(f"n_{name}" for name in counts)]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.fillna(dict.fromkeys(names[3:], 0))
    filled, due = frame["n_done"] + frame["n_partial"], frame["n_due"]
    known = due - frame["n_unrecorded"]
    frame["session_adherence"] = frame["session_adherence_low"] = filled / due.where(due > 0)
    return frame.assign(session_adherence_high=filled / known.where(known > 0))


@pytest.fixture
def make_metrics() -> Callable[..., MetricFrames]:
    """
    Make the same three weeks for each patient: 4 of 5 done, a pause, an open week.

    ``fired`` are rows of signals, such as those of `signal`.
    """

    def metrics(*patient_ids: str, fired: Any = (), **week: Any) -> MetricFrames:
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
        names = ["patient_id", "week", "week_start", "moment", "n_rated", "n_missing"]
        rated = pd.DataFrame(pain, columns=names)
        rated = rated.assign(pain_nrs_median=3.5, pain_nrs_mean=3.6, pain_nrs_max=6.0)
        signals = pd.DataFrame(fired, columns=columns(Signals)).astype({"is_current": bool})
        return MetricFrames(_adherence(totals.to_dict("records")), weekly, rated, signals)

    return metrics
