"""What can be said of a series, or of a patient."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import column
from rehabstats.schemas.log import COUNT, PAIN
from rehabstats.schemas.pain import PER_WEEK, RELIABLE, Series
from rehabstats.vocabulary import DIRECTIONS, IMPROVEMENTS


class Improvement(Series):
    """What can be said of the pain of one exercise and side (or side, or patient), and why."""

    n: int = column("rated sessions", **COUNT)
    first_on: pd.Timestamp = column("day of the first rated session", missing="none rated")
    last_on: pd.Timestamp = column("day of the last rated session", missing="none rated")
    slope_per_week: float = column("see pain_trend", missing="too few", **PER_WEEK)
    slope_low: float = column("see pain_trend", missing="too few", **PER_WEEK)
    slope_high: float = column("see pain_trend", missing="too few", **PER_WEEK)
    direction: pd.CategoricalDtype = column("see pain_trend", isin=DIRECTIONS, missing="too few")
    n_days_baseline: int = column("see pain_change", **COUNT)
    baseline_nrs_mean: float = column("see pain_change", missing="too few rated days", **PAIN)
    n_days_current: int = column("see pain_change", **COUNT)
    current_nrs_mean: float = column("see pain_change", missing="too few rated days", **PAIN)
    change_nrs: float = column(
        "see pain_change", unit="NRS 0-10", missing="too few rated days", ge=-10, le=10
    )
    threshold_nrs: float = column(
        "see pain_change", unit="NRS 0-10", missing="too few rated days", ge=0
    )
    reliable: pd.CategoricalDtype = column(
        "see pain_change", isin=RELIABLE, missing="too few rated days"
    )
    improvement: pd.CategoricalDtype = column("what can be said", isin=IMPROVEMENTS)
    sentence: str = column("the same in words, with the numbers")


class PatientImprovement(Improvement):
    """What can be said of one patient: pain of whole sessions, and function."""

    n_activities: int = column("activities rated in check-ins", **COUNT)
    function_baseline_psfs: float = column(
        "see function, mean of the activities", unit="PSFS 0-10", missing="too few check-ins"
    )
    function_current_psfs: float = column(
        "see function, mean of the activities", unit="PSFS 0-10", missing="too few check-ins"
    )
    function_change_psfs: float = column(
        "current - baseline; above 0 is better", unit="PSFS 0-10", missing="too few check-ins"
    )
    function_beyond_threshold: pd.CategoricalDtype = column(
        "better or worse beyond the threshold, or within it", isin=("better", "within", "worse"),
        missing="too few check-ins",
    )  # fmt: skip
