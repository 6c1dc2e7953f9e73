"""The metric frames of pain over time: trend, runs, change, flares, limits and responses."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.schemas.log import COUNT, PAIN
from rehabstats.vocabulary import DIRECTIONS, REASONS

LINE = ("patient_id", "exercise", "side")
SHARE: dict[str, Any] = {"unit": "fraction", "ge": 0, "le": 1}
PER_WEEK: dict[str, Any] = {"unit": "NRS per week"}
#: Bands of change, from the best to the worst; the worse ones only mirror the better.
BANDS = ("substantial", "moderate", "minimal", "none", "worse_minimal", "worse_moderate",
         "worse_substantial")  # fmt: skip
RELIABLE = ("better", "within", "worse")


def reason_column() -> Any:
    """The column that says why a number is missing."""
    return column("why a number is missing", isin=tuple(REASONS), missing="the numbers stand")


class Series(Frame):
    """What a series of pain is about; the base of frames with a row per line."""

    _key = LINE

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise", missing="all exercises")
    side: pd.CategoricalDtype = column("side", missing="whole sessions")


class PainTrend(Series):
    """Slope and direction of the session pain of one exercise and side (or side, or patient)."""

    n: int = column("rated sessions", **COUNT)
    n_missing: int = column("sessions without a rating", **COUNT)
    first_on: pd.Timestamp = column("day of the first rated session", missing="none rated")
    last_on: pd.Timestamp = column("day of the last rated session", missing="none rated")
    slope_per_week: float = column(
        "Theil-Sen slope; below 0 is falling pain", missing="see reason", **PER_WEEK
    )
    slope_low: float = column("lower end of Sen's interval", missing="see reason", **PER_WEEK)
    slope_high: float = column("upper end of Sen's interval", missing="see reason", **PER_WEEK)
    intercept_nrs: float = column(
        "where the line stands on the patient's first day", unit="NRS 0-10", missing="see reason"
    )
    middle_weeks: float = column(
        "median time of the points since the patient's first day: where line and interval meet",
        unit="weeks", missing="none rated",
    )  # fmt: skip
    direction: pd.CategoricalDtype = column(
        "direction that order alone does not explain", isin=DIRECTIONS, missing="see reason"
    )
    p: float = column("two-sided Mann-Kendall probability", missing="see reason", ge=0, le=1)
    p_is_exact: bool = column("whether p is the exact permutation probability")
    kendall_s: float = column("Kendall's S", missing="see reason")
    kendall_z: float = column("S in standard errors, tie-corrected", missing="see reason")
    tau_a: float = column("S / number of pairs", missing="see reason", ge=-1, le=1)
    lag1_correlation: float = column(
        "correlation of successive sessions", missing="too few, or constant", ge=-1, le=1
    )
    reason: pd.CategoricalDtype = reason_column()


class PainChange(Series):
    """Pain of the baseline against pain now, for one exercise and side (or side, or patient)."""

    baseline_start: pd.Timestamp = column("first day of the baseline")
    baseline_end: pd.Timestamp = column("first day after the baseline")
    n_days_baseline: int = column("rated days in it", **COUNT)
    baseline_nrs_mean: float = column("mean of its daily means", missing="no_baseline", **PAIN)
    baseline_nrs_median: float = column("median of its daily means", missing="no_baseline", **PAIN)
    current_start: pd.Timestamp = column("first day of the current window")
    n_days_current: int = column("rated days in it", **COUNT)
    current_nrs_mean: float = column("mean of its daily means", missing="no_current", **PAIN)
    current_nrs_median: float = column("median of its daily means", missing="no_current", **PAIN)
    change_nrs: float = column(
        "current - baseline, of the means; below 0 is less pain", unit="NRS 0-10",
        missing="see reason", ge=-10, le=10,
    )  # fmt: skip
    change_share: float = column(
        "change / baseline", unit="fraction", missing="see reason, or baseline 0"
    )
    band: pd.CategoricalDtype = column(
        "band of change; worse_* has no agreed thresholds", isin=BANDS,
        missing="see reason, or a baseline too low for shares",
    )  # fmt: skip
    is_important: pd.BooleanDtype = column(
        "whether pain fell by both the points and the share that patients call much improved",
        missing="see reason, or baseline 0",
    )  # fmt: skip
    z: float = column("change / its standard error of measurement", missing="see reason")
    threshold_nrs: float = column(
        "least change beyond measurement error", unit="NRS 0-10", missing="see reason", ge=0
    )
    reliable: pd.CategoricalDtype = column(
        "better or worse beyond measurement error, or within it", isin=RELIABLE,
        missing="see reason",
    )  # fmt: skip
    early_late_nap: float = column(
        "chance that a session now hurts less than one of the baseline", missing="no_current",
        **SHARE,
    )  # fmt: skip
    nap_low: float = column("lower end of its interval", missing="one session only", **SHARE)
    nap_high: float = column("upper end of its interval", missing="one session only", **SHARE)
    reason: pd.CategoricalDtype = reason_column()


class PainFlares(Frame):
    """One stretch of days on which pain rose over a named threshold."""

    _key = (*LINE, "start_on")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise", missing="all exercises")
    side: pd.CategoricalDtype = column("side", missing="whole sessions")
    start_on: pd.Timestamp = column("first rated day over the threshold")
    end_on: pd.Timestamp = column("last rated day over it")
    n_rated_days: int = column("rated days over it", unit="days", ge=1)
    peak_nrs: float = column("highest pain of these days", **PAIN)
    baseline_nrs_median: float = column("median of the daily means of the baseline", **PAIN)
    threshold_nrs: float = column("baseline median + the rise that makes a flare", **PAIN)
    is_open: bool = column("whether no rated day came after it")


class PainLimits(Series):
    """How the pain of one exercise and side stood to the limits, and the volume it allowed."""

    n_rated: int = column("rated sessions", **COUNT)
    n_high: int = column("of these, in the high zone", **COUNT)
    high_share: float = column("n_high / n_rated", missing="none rated", **SHARE)
    n_reps_rated: int = column("repetitions of rated sets", **COUNT)
    high_reps_share: float = column(
        "share of these done in sets above the limit", missing="none rated", **SHARE
    )
    n_weeks_rated: int = column("weeks with enough rated sessions", unit="weeks", ge=0)
    n_weeks_within: int = column("of these, weeks whose highest rating kept the limit", **COUNT)
    tolerated_reps: float = column(
        "most repetitions of a week that kept the limit", unit="reps/week", missing="see reason"
    )
    tolerated_week: float = column("that program week", missing="see reason")
    exceeded_reps: float = column(
        "fewest repetitions of a week that did not", unit="reps/week", missing="every week kept it"
    )
    n_flares: int = column("pain-defined flares", **COUNT)
    flare_reason: pd.CategoricalDtype = column(
        "why flares cannot be told", isin=tuple(REASONS), missing="they can"
    )
    reason: pd.CategoricalDtype = reason_column()


class PainResponse(Frame):
    """How one performed session was answered: before, during, after, and the next day."""

    _key = ("patient_id", "session_id")

    patient_id: pd.CategoricalDtype = column("who")
    session_id: str = column("which session")
    started_at: pd.Timestamp = column("its start, local time")
    week: int = column("program week; 0 or less is before the start")
    pain_before_nrs: float = column("pain before", missing="not rated", **PAIN)
    pain_during_nrs_mean: float = column(
        "mean over its exercises and sides", missing="not rated", **PAIN
    )
    pain_during_nrs_max: float = column("highest single rating", missing="not rated", **PAIN)
    pain_after_nrs: float = column("pain after", missing="not rated", **PAIN)
    pain_next_nrs: float = column(
        "first rating before a session on the next day", missing="no_next_rating", **PAIN
    )
    hours_to_next: float = column(
        "from this start to that rating", unit="h", missing="no_next_rating", ge=0
    )
    after_change_nrs: float = column(
        "after - before", unit="NRS 0-10", missing="one not rated", ge=-10, le=10
    )
    next_change_nrs: float = column(
        "next - before", unit="NRS 0-10", missing="one not rated", ge=-10, le=10
    )
    rose_within: pd.BooleanDtype = column(
        "whether after - before reached the rise that is counted", missing="one not rated"
    )
    next_day_not_settled: pd.BooleanDtype = column(
        "whether pain on the next day was above pain before", missing="one not rated"
    )


class PainRuns(Series):
    """Whether the pain of one exercise and side shifted, and which sessions were unusual."""

    n: int = column("rated sessions", **COUNT)
    n_off_median: int = column("of these, not on the median: those that count for runs", **COUNT)
    median_nrs: float = column("their median", missing="none rated", **PAIN)
    longest_run: int = column("most points in a row on one side of it", **COUNT)
    longest_run_limit: float = column("most that chance makes likely", missing="see reason")
    n_crossings: int = column("how often the median is crossed", **COUNT)
    n_crossings_limit: float = column("fewest that chance makes likely", missing="see reason")
    is_shifted: pd.BooleanDtype = column(
        "whether the run is longer, or the crossings are fewer", missing="see reason"
    )
    mean_nrs: float = column("mean of the points", missing="see limits_reason", **PAIN)
    lower_limit_nrs: float = column(
        "mean - 2.66 mean moving ranges; may be below 0", unit="NRS 0-10",
        missing="see limits_reason",
    )  # fmt: skip
    upper_limit_nrs: float = column(
        "mean + 2.66 mean moving ranges; may be above 10", unit="NRS 0-10",
        missing="see limits_reason",
    )  # fmt: skip
    n_beyond_limits: int = column("sessions beyond the limits", **COUNT)
    last_beyond_on: pd.Timestamp = column("day of the last of them", missing="none")
    reason: pd.CategoricalDtype = reason_column()
    limits_reason: pd.CategoricalDtype = column(
        "why limits are missing", isin=tuple(REASONS), missing="they stand"
    )
