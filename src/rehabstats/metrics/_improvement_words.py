"""Improvement in words: one sentence per row, made of the numbers beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from rehabstats.settings import Settings
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import count_words, half_up, number, rating, signed


def improvement_sentences(table: pd.DataFrame, settings: Settings) -> pd.Series:
    """One sentence per row, without a cause and without a diagnosis."""
    words = [
        f"{_opening(row, settings)} {' '.join(_evidence(row, settings))}".strip()
        for row in table.itertuples(index=False)
    ]
    return pd.Series(words, dtype="str", index=table.index)


def _opening(row: Any, settings: Settings) -> str:
    if row.improvement == "too few":
        sessions = count_words(row.n, "rated session")
        return f"Too few to say: {sessions}, {settings.direction_points_min} needed."
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
        yield f"Slope over {count_words(row.n, 'session')}: {_slope(row)}."
    if not pd.isna(getattr(row, "function_change_psfs", float("nan"))):
        yield _function(row)


def _change(row: Any) -> str:
    before, now = rating(row.baseline_nrs_mean), rating(row.current_nrs_mean)
    days = f"{row.n_days_baseline} rated days at the start, {row.n_days_current} at the end"
    if row.reliable == "within":
        return (
            f"Pain during exercise was {before} and is {now} ({days}), within measurement error "
            f"({rating(row.threshold_nrs)})."
        )
    moved = "fell" if row.change_nrs < 0 else "rose"
    return (
        f"Pain during exercise {moved} from {before} to {now} ({days}), more than measurement "
        f"error ({rating(row.threshold_nrs)})."
    )


def _trend(row: Any, settings: Settings) -> str:
    if row.direction == "none":
        return f"Over {row.n} rated sessions there is no clear direction: {_slope(row)}."
    if half_up(row.slope_per_week, 2) == 0:
        way = "downwards" if row.direction == "falling" else "upwards"
        return (
            f"Over {row.n} rated sessions pain tends {way}, with next to no slope: {_slope(row)}."
        )
    moved = "fell" if row.direction == "falling" else "rose"
    weeks = (row.last_on - row.first_on).days / DAYS_PER_WEEK
    size = abs(row.slope_per_week) * weeks
    in_all, least = f"{count_words(size, 'point', digits=1)} in all", settings.trend_size_nrs
    if size < least:
        # Rounded up to it, it would not be less.
        is_less = half_up(size, 1) < least
        shown, digits = (size, 1) if is_less else (math.floor(100 * size) / 100, 2)
        in_all = f"{count_words(shown, 'point', digits=digits)} in all, less than the "
        in_all += f"{number(least, 2)} that counts"
    return f"Over {row.n} rated sessions pain {moved} by {in_all}: {_slope(row)}."


def _slope(row: Any) -> str:
    slope = f"{signed(row.slope_per_week, 2)} a week"
    if pd.isna(row.slope_low):
        return f"{slope} (no interval: too many equal values)"
    return f"{slope} (interval {signed(row.slope_low, 2)} to {signed(row.slope_high, 2)})"


def _function(row: Any) -> str:
    activities = count_words(row.n_activities, "activity", "activities")
    if row.n_activities > 1:
        activities = f"the mean of {activities}"
    before, now = rating(row.function_baseline_psfs), rating(row.function_current_psfs)
    what = f"Function ({activities}, 0-10)"
    if row.function_beyond_threshold == "within":
        return f"{what} was {before} and is {now}, within measurement error."
    moved = "fell" if row.function_change_psfs < 0 else "rose"
    return f"{what} {moved} from {before} to {now}, more than measurement error."
