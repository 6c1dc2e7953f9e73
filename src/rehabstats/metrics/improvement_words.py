"""Improvement in words: one sentence per row, made of the numbers beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from rehabstats.settings import Settings
from rehabstats.vocabulary import DAYS_PER_WEEK


def improvement_sentences(table: pd.DataFrame, settings: Settings) -> pd.Series:
    """One sentence per row, without a cause and without a diagnosis."""
    words = [
        f"{_opening(row, settings)} {' '.join(_evidence(row, settings))}".strip()
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


def _evidence(row: Any, settings: Settings) -> Iterator[str]:
    if not pd.isna(row.change_nrs):
        yield _change(row)
    elif row.n and row.improvement != "too few":
        part = "rated days at the start" if pd.isna(row.baseline_nrs_mean) else "recent rated days"
        yield f"No comparison with the start: too few {part}."
    if not pd.isna(row.direction):
        yield _trend(row, settings)
    elif not pd.isna(row.slope_per_week):
        yield f"Slope over {row.n} sessions: {_slope(row)}."
    if not pd.isna(getattr(row, "function_change_psfs", float("nan"))):
        yield _function(row)


def _change(row: Any) -> str:
    before, now = f"{row.baseline_nrs_mean:.1f}", f"{row.current_nrs_mean:.1f}"
    days = f"{row.n_days_baseline} rated days at the start, {row.n_days_current} at the end"
    if row.reliable == "within":
        return (
            f"Pain during exercise was {before} and is {now} ({days}), within measurement error "
            f"({row.threshold_nrs:.1f})."
        )
    moved = "fell" if row.change_nrs < 0 else "rose"
    return (
        f"Pain during exercise {moved} from {before} to {now} ({days}), more than measurement "
        f"error ({row.threshold_nrs:.1f})."
    )


def _trend(row: Any, settings: Settings) -> str:
    if row.direction == "none":
        return f"Over {row.n} rated sessions there is no clear direction: {_slope(row)}."
    if round(row.slope_per_week, 2) == 0:
        way = "downwards" if row.direction == "falling" else "upwards"
        return (
            f"Over {row.n} rated sessions pain tends {way}, with next to no slope: {_slope(row)}."
        )
    moved = "fell" if row.direction == "falling" else "rose"
    weeks = (row.last_on - row.first_on).days / DAYS_PER_WEEK
    size = abs(row.slope_per_week) * weeks
    in_all, least = f"{size:.1f} points in all", settings.trend_size_nrs
    if size < least:
        # Rounded up to it, it would not be less.
        shown = round(size, 1) if round(size, 1) < least else math.floor(100 * size) / 100
        in_all = f"{shown} points in all, less than the {least:g} that counts"
    return f"Over {row.n} rated sessions pain {moved} by {in_all}: {_slope(row)}."


def _slope(row: Any) -> str:
    slope = f"{_signed(row.slope_per_week)} a week"
    if pd.isna(row.slope_low):
        return f"{slope} (no interval: too many equal values)"
    return f"{slope} (interval {_signed(row.slope_low)} to {_signed(row.slope_high)})"


def _signed(slope: float) -> str:
    """Two decimals and a sign; what rounds to 0 has no minus."""
    return f"{round(slope, 2) + 0.0:+.2f}"


def _function(row: Any) -> str:
    n = row.n_activities
    activities = "1 activity" if n == 1 else f"the mean of {n} activities"
    before, now = f"{row.function_baseline_psfs:.1f}", f"{row.function_current_psfs:.1f}"
    what = f"Function ({activities}, 0-10)"
    if row.function_beyond_threshold == "within":
        return f"{what} was {before} and is {now}, within measurement error."
    moved = "fell" if row.function_change_psfs < 0 else "rose"
    return f"{what} {moved} from {before} to {now}, more than measurement error."
