"""Numbers of two exports, both seen from one day: which of them are not what they were."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rehabstats.ledger import build_ledger
from rehabstats.metrics import (
    adherence,
    pain_trend,
    session_adherence,
    weekly_session_pain,
    weekly_volume,
)
from rehabstats.settings import Settings
from rehabstats.signals import find_signals
from rehabstats.validate import Caseload

_KEY = ["patient_id", "number", "week"]


def changed_numbers(
    old: Caseload, new: Caseload, as_of: pd.Timestamp, settings: Settings
) -> pd.DataFrame:
    """Each number that differs: whose, which, of which week, and both values."""
    before, after = (_numbers(one, as_of, settings) for one in (old, new))
    paired = before.merge(after, on=_KEY, how="outer", suffixes=("_old", "_new"))
    one, other = paired["value_old"], paired["value_new"]
    differs = (one != other) & ~(one.isna() & other.isna())
    found = paired[differs].rename(columns={"value_old": "old", "value_new": "new"})
    return found.sort_values(_KEY, ignore_index=True)


def changed_signals(
    old: Caseload, new: Caseload, as_of: pd.Timestamp, settings: Settings
) -> pd.DataFrame:
    """Each signal whose sentence differs, with both; none where it is in one export only."""
    before, after = (
        find_signals(one, as_of=as_of, settings=settings)[["signal_id", "patient_id", "sentence"]]
        .astype("str")
        for one in (old, new)
    )  # fmt: skip
    paired = before.merge(
        after, on=["signal_id", "patient_id"], how="outer", suffixes=("_old", "_new")
    )
    differs = paired["sentence_old"].fillna("") != paired["sentence_new"].fillna("")
    found = paired[differs].rename(columns={"sentence_old": "old", "sentence_new": "new"})
    return found.sort_values(["patient_id", "signal_id"], ignore_index=True)


def _numbers(caseload: Caseload, as_of: pd.Timestamp, settings: Settings) -> pd.DataFrame:
    """What a report says of each patient and week, one number a row."""
    how: dict[str, Any] = {"as_of": as_of}
    ledger = build_ledger(caseload, unit="session", **how)
    pain = weekly_session_pain(caseload, **how)
    volume = weekly_volume(caseload, **how)[["patient_id", "week", "n_reps"]]
    trend = pain_trend(caseload, unit="session", settings=settings, **how)
    parts = [
        _long(adherence(ledger, by=["patient_id"]), "session_adherence"),
        _long(trend, "slope_per_week"),
        _long(session_adherence(ledger), "session_adherence"),
        _long(pain[pain["moment"] == "during"], "pain_nrs_median"),
        _long(volume.groupby(["patient_id", "week"], observed=True).sum().reset_index(), "n_reps"),
    ]
    return pd.concat(parts, ignore_index=True)


def _long(frame: pd.DataFrame, number: str) -> pd.DataFrame:
    is_weekly = "week" in frame
    week = frame["week"] if is_weekly else pd.Series(pd.NA, index=frame.index)
    return pd.DataFrame(
        {
            "patient_id": frame["patient_id"].astype("str").to_numpy(),
            "number": f"weekly_{number}" if is_weekly else number,
            "week": week.astype("Int64").array,
            "value": frame[number].to_numpy("float64"),
        }
    )
