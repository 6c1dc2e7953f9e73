"""The rule about flares: pain over its threshold, of whole sides first, told once."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.series.positions import begins_run
from rehabstats.signals.evidence import Evidence
from rehabstats.signals.found import found, gathered
from rehabstats.signals.rule import Rule
from rehabstats.signals.words import nrs, span, where


def _flares(evidence: Evidence) -> pd.DataFrame:
    """Flares of sides, and longer ones of single exercises; those close in time are one fact."""
    least = evidence.settings.flare_line_days_min
    single = evidence.pain("exercise").sparse_flares
    single = single[single["n_rated_days"] >= least]
    rows = pd.concat([evidence.pain("side").sparse_flares, single], ignore_index=True)
    rows = rows.sort_values(["patient_id", "start_on"], ignore_index=True)
    rows["event"] = _events(rows, evidence.settings.flare_merge_days)
    # Where a side flared, its exercises are told by it.
    of_side = rows["exercise"].isna()
    has_side = of_side.groupby(rows["event"]).transform("any") if len(rows) else of_side
    rows = rows[of_side | ~has_side].assign(
        value=rows["peak_nrs"] - rows["baseline_nrs_median"],
        since=rows["start_on"], until=rows["end_on"], threshold=evidence.settings.flare_rise_nrs,
    )  # fmt: skip
    told = gathered(rows, ["patient_id", "event"], evidence, strongest="value")
    return found(told, is_current=evidence.is_recent(told["until"]) if len(told) else True)


def _events(rows: pd.DataFrame, merge_days: int) -> np.ndarray:
    """Number the flares of each patient, those that overlap or soon follow as one."""
    patient = rows["patient_id"].cat.codes.to_numpy("int64")
    start = rows["start_on"].to_numpy("datetime64[D]").astype("int64")
    end = rows["end_on"].to_numpy("datetime64[D]").astype("int64")
    width = 1 << 24
    # The latest end so far within a patient: earlier patients lie far below.
    latest = np.maximum.accumulate(patient * width + end)
    new = begins_run(patient)
    new[1:] |= patient[1:] * width + start[1:] > latest[:-1] + merge_days
    number: np.ndarray = np.cumsum(new)
    return number


def _say(row: Any) -> str:
    place = where(row)
    if not pd.isna(row.exercise) or (row.n_lines > 1 and pd.isna(row.side)):
        place = f" ({row.where})"
    state = ", still open" if row.is_open else ""
    return (
        f"Pain-defined flare{place} {span(row.since, row.until)}{state}: up to {nrs(row.peak_nrs)} "
        f"against a baseline of {nrs(row.baseline_nrs_median)}."
    )


FLARE: Final = Rule(
    "flare", "concern", "flare",
    "Was pain over the baseline by a named amount on several rated days?",
    ("pain_flares",),
    ("flare_rise_nrs", "flare_rated_days_min", "flare_step_days", "flare_line_days_min",
     "flare_merge_days", "concern_days", "baseline_days", "baseline_days_max",
     "baseline_rated_days_min"),
    _flares, _say, is_event=True,
)  # fmt: skip
