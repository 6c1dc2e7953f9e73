"""The metric frames of progress: change of volume, symmetry, function and progression."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.schemas.log import COUNT
from rehabstats.vocabulary import DIRECTIONS

#: Against the threshold of a change; the better word first.
BEYOND: Final = ("better", "within", "worse")

#: Whether the progression criterion is met. Unknown is neither.
MEETS: Final = ("yes", "no", "unknown")

#: How people read it.
MET_IN_WORDS: Final = {"yes": "met", "no": "not met", "unknown": "not known"}

#: Why it is not met, or not known: what rules it out first, then what is missing.
CRITERION_REASONS: Final = {
    "open_flare": "a pain-defined flare is open",
    "pain_above_limit": "a rating of the last days is above the limit",
    "too_few_sets": "a session with fewer sets than prescribed",
    "reps_within_range": "the last set of a session did not go far enough above the range",
    "hold_too_short": "the last set of a session was held shorter than prescribed",
    "too_few_sessions": "too few sessions",
    "no_prescription": "nothing was prescribed on the day of a session",
    "not_counted": "the last set of a session has no count of repetitions (a timed hold)",
    "pain_not_rated": "no pain rating in the last days",
}

_SHARE: dict[str, Any] = {"unit": "fraction", "ge": 0, "le": 1}
_SIGNED: dict[str, Any] = {"unit": "fraction", "ge": -1, "le": 1}
_RATING: dict[str, Any] = {"unit": "PSFS 0-10", "ge": 0, "le": 10}
_SLOPE: dict[str, Any] = {"unit": "PSFS per week"}


def _reason(of: str, *words: str) -> Any:
    return column(f"why {of} is missing", isin=words, missing="the number stands")


class VolumeChange(Frame):
    """The repetitions of one exercise, side and program week against the weeks just before."""

    _key = ("patient_id", "exercise", "side", "week")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    week: int = column("program week", ge=1)
    week_start: pd.Timestamp = column("first day of the program week")
    n_reps: float = column("repetitions", missing="not known: see reason", **COUNT)
    reference_reps: float = column(
        "median of the reference weeks", unit="reps/week", ge=0, missing="too few of them"
    )
    n_reference_weeks: int = column(
        "complete, recorded and counted weeks among those just before", unit="weeks", ge=0
    )
    change: float = column(
        "(this week - reference) / reference; below 0 is less",
        unit="fraction", ge=-1, missing="see reason",
    )  # fmt: skip
    asked_reps_min: float = column(
        "fewest repetitions that the prescription asks for in the whole week",
        unit="reps/week", ge=0, missing="nothing was prescribed, or paused",
    )  # fmt: skip
    asked_reps_max: float = column(
        "most repetitions that the prescription allows in the whole week",
        unit="reps/week", ge=0, missing="nothing was prescribed, or paused",
    )  # fmt: skip
    is_complete: bool = column("whether the week is over and was prescribed on all seven days")
    reason: pd.CategoricalDtype = _reason(
        "n_reps, or else change,", "nothing_recorded", "not_counted", "open_week", "partial_week",
        "too_few_weeks", "restart",
    )  # fmt: skip


class Symmetry(Frame):
    """Left against right of one exercise in one program week."""

    _key = ("patient_id", "exercise", "week")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    week: int = column("program week", ge=1)
    week_start: pd.Timestamp = column("first day of the program week")
    left_reps: int = column("repetitions on the left", **COUNT)
    right_reps: int = column("repetitions on the right", **COUNT)
    unknown_reps: int = column("repetitions of unknown side, on neither", **COUNT)
    symmetry: float = column(
        "(left - right) / the larger; above 0 is more left", missing="see reason", **_SIGNED
    )
    left_dose: float = column("dose_adherence of the left", missing="nothing was due", **_SHARE)
    right_dose: float = column("dose_adherence of the right", missing="nothing was due", **_SHARE)
    dose_difference: float = column(
        "left_dose - right_dose", missing="nothing was due on one side", **_SIGNED
    )
    involved_difference: float = column(
        "(uninvolved - involved) / the larger; above 0 is less on the involved side",
        missing="see reason, or no single side is involved", **_SIGNED,
    )  # fmt: skip
    one_side_not_done: bool = column(
        "whether one prescribed side has no set and the other has, with no set of unknown side"
    )
    is_complete: bool = column(
        "whether the week is over and both sides were prescribed on all seven days"
    )
    reason: pd.CategoricalDtype = _reason(
        "symmetry", "not_prescribed", "prescriptions_differ", "not_counted", "both_zero"
    )


class Function(Frame):
    """Ability of one patient in one activity, or in the mean of all, at first and now."""

    _key = ("patient_id", "activity")

    patient_id: pd.CategoricalDtype = column("who")
    activity: str = column("the activity, in the person's words", missing="mean of all activities")
    n: int = column("days with a rating; of the mean, days on which all were rated", **COUNT)
    n_partial_dates: int = column("days left out of the mean: not every activity rated", **COUNT)
    first_on: pd.Timestamp = column("first of these days", missing="none rated")
    last_on: pd.Timestamp = column("last of these days", missing="none rated")
    baseline_psfs: float = column("mean of the first window", missing="no_baseline", **_RATING)
    n_baseline: int = column("ratings in it", **COUNT)
    current_psfs: float = column("mean of the current window", missing="no_current", **_RATING)
    n_current: int = column("ratings in it", **COUNT)
    change_psfs: float = column(
        "current - baseline; above 0 is better", unit="PSFS 0-10", ge=-10, le=10,
        missing="see reason",
    )  # fmt: skip
    threshold_psfs: float = column("least change beyond measurement error", **_RATING)
    beyond_threshold: pd.CategoricalDtype = column(
        "better or worse by at least the threshold, or within it", isin=BEYOND,
        missing="see reason",
    )  # fmt: skip
    reason: pd.CategoricalDtype = _reason("change_psfs", "not_rated", "no_baseline", "no_current")
    slope_per_week: float = column(
        "Theil-Sen slope; above 0 is better", missing="see trend_reason", **_SLOPE
    )
    slope_low: float = column("lower end of Sen's interval", missing="see trend_reason", **_SLOPE)
    slope_high: float = column("upper end of Sen's interval", missing="see trend_reason", **_SLOPE)
    direction: pd.CategoricalDtype = column(
        "direction that order alone does not explain; rising is better", isin=DIRECTIONS,
        missing="see trend_reason",
    )  # fmt: skip
    p: float = column("two-sided Mann-Kendall probability", missing="see trend_reason", ge=0, le=1)
    trend_reason: pd.CategoricalDtype = _reason(
        "the slope or the direction", "too_few", "one_point_in_time", "too_few_for_direction"
    )


class Progression(Frame):
    """What one exercise and side began with and has come to, per set, over its sessions."""

    _key = ("patient_id", "exercise", "side")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    n_sessions_baseline: int = column("sessions in the baseline window", **COUNT)
    n_sessions_current: int = column("sessions in the current window", **COUNT)
    reps_baseline: float = column(
        "mean repetitions per set", unit="reps/set", ge=0, missing="none counted"
    )
    reps_current: float = column("the same, now", unit="reps/set", ge=0, missing="none counted")
    reps_change: float = column("current - baseline", unit="reps/set", missing="one is missing")
    hold_baseline_s: float = column("mean hold", unit="s", ge=0, missing="none recorded")
    hold_current_s: float = column("the same, now", unit="s", ge=0, missing="none recorded")
    hold_change_s: float = column("current - baseline", unit="s", missing="one is missing")
    load_baseline_kg: float = column("mean load above 0", unit="kg", ge=0, missing="none recorded")
    load_current_kg: float = column("the same, now", unit="kg", ge=0, missing="none recorded")
    load_change_kg: float = column("current - baseline", unit="kg", missing="one is missing")
    rom_baseline_deg: float = column("mean range of motion", unit="deg", missing="none recorded")
    rom_current_deg: float = column("the same, now", unit="deg", missing="none recorded")
    rom_change_deg: float = column("current - baseline", unit="deg", missing="one is missing")
    meets_criterion: pd.CategoricalDtype = column(
        "whether the progression criterion is met; the clinician decides", isin=MEETS
    )
    criterion_reason: pd.CategoricalDtype = column(
        "why it is not met, or not known", isin=tuple(CRITERION_REASONS), missing="it is met"
    )
