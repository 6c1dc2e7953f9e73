"""Improvement in words: one sentence per row, made of the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rehabstats.settings import Settings
from rehabstats.vocabulary import DAYS_PER_WEEK


def improvement_sentences(table: pd.DataFrame, settings: Settings) -> pd.Series:
    """One sentence per row, without a cause and without a diagnosis."""
    words = [
        f"{_opening(row, settings)} {' '.join(_evidence(row))}".strip()
        for row in table.itertuples(index=False)
    ]
    return pd.Series(words, dtype="str", index=table.index)


def _opening(row: Any, settings: Settings) -> str:
    if row.improvement == "too few":
        sessions = "rated session" if row.n == 1 else "rated sessions"
        return f"Too few to say: {row.n} {sessions}, {settings.direction_points_min} needed."
    return {
        "improving": "Improving.",
        "worsening": "Worsening.",
        "no clear change": "No clear change.",
    }[row.improvement]


def _evidence(row: Any) -> Iterator[str]:
    if not pd.isna(row.change_nrs):
        yield _change(row)
    elif row.n and row.improvement != "too few":
        part = "at the start" if pd.isna(row.baseline_nrs_mean) else "in the last days"
        yield f"No comparison with the start: too few rated days {part}."
    if not pd.isna(row.direction):
        yield _trend(row)
    elif not pd.isna(row.slope_per_week):
        yield f"Slope over {row.n} sessions: {_slope(row)}."
    if not pd.isna(getattr(row, "function_change_psfs", float("nan"))):
        yield _function(row)


def _change(row: Any) -> str:
    moved = _moved(row.change_nrs, "fell", "rose")
    beyond = (
        f"within measurement error ({row.threshold_nrs:.1f})"
        if row.reliable == "within"
        else f"more than measurement error ({row.threshold_nrs:.1f})"
    )
    values = f"from {row.baseline_nrs_mean:.1f} to {row.current_nrs_mean:.1f}"
    days = f"{row.n_days_baseline} rated days at the start, {row.n_days_current} in the last days"
    if moved == "stayed":
        return f"Pain during exercise stayed at {row.current_nrs_mean:.1f} ({days})."
    return f"Pain during exercise {moved} {values} ({days}), {beyond}."


def _trend(row: Any) -> str:
    if row.direction == "none":
        return f"Over {row.n} rated sessions there is no clear direction: {_slope(row)}."
    if round(row.slope_per_week, 2) == 0:
        way = "downwards" if row.direction == "falling" else "upwards"
        return f"Over {row.n} rated sessions it tends {way}, with next to no slope: {_slope(row)}."
    moved = "fell" if row.direction == "falling" else "rose"
    weeks = (row.last_on - row.first_on).days / DAYS_PER_WEEK
    in_all = f"{abs(row.slope_per_week) * weeks:.1f} points in all"
    return f"Over {row.n} rated sessions it {moved} by {in_all}: {_slope(row)}."


def _slope(row: Any) -> str:
    return (
        f"{row.slope_per_week:+.2f} a week (interval {row.slope_low:+.2f} to {row.slope_high:+.2f})"
    )


def _function(row: Any) -> str:
    moved = _moved(row.function_change_psfs, "fell", "rose")
    activities = (
        "1 activity" if row.n_activities == 1 else f"the mean of {row.n_activities} activities"
    )
    if moved == "stayed":
        return f"Function ({activities}, 0-10) stayed at {row.function_current_psfs:.1f}."
    values = f"from {row.function_baseline_psfs:.1f} to {row.function_current_psfs:.1f}"
    return f"Function ({activities}, 0-10) {moved} {values}."


def _moved(change: float, down: str, up: str) -> str:
    """Which way, as far as one decimal shows it."""
    rounded = round(change, 1)
    return "stayed" if rounded == 0 else down if rounded < 0 else up
