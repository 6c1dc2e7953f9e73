"""Views: what each metric of the explorer shows, which controls it heeds, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class View:
    """
    One metric of the explorer, drawn by the picture of the same name.

    Parameters
    ----------
    label : str
        What the control calls it.
    takes : tuple of str
        The controls that cut its rows; the others have nothing to cut.
    tables : mapping of str to tuple of str
        The columns that are shown of each frame behind the chart.
    """

    label: str
    takes: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]]


_ALL: Final = ("exercise", "side", "weeks")
_LINE: Final = ("exercise", "side")
_SLOPE: Final = ("n", "first_on", "last_on", "slope_per_week", "slope_low", "slope_high", "reason")
_ADHERENCE: Final = (
    "week", "n_due", "n_done", "n_unrecorded", "n_open", "n_excused", "session_adherence",
    "session_adherence_low", "session_adherence_high",
)  # fmt: skip
_PAIN: Final = ("pain_during_nrs_mean", "pain_during_nrs_max")
_LIMITS: Final = (
    "n", "median_nrs", "longest_run", "longest_run_limit", "n_crossings", "n_crossings_limit",
    "is_shifted", "lower_limit_nrs", "upper_limit_nrs", "n_beyond_limits", "reason",
)  # fmt: skip
_TREND: Final = {
    "adherence": _ADHERENCE,
    "pain": ("week", "n_rated", "n_missing", "pain_nrs_median", "pain_nrs_max"),
    "session_trend": _SLOPE,
    "flares": ("side", "start_on", "end_on", "n_rated_days", "peak_nrs", "is_open"),
    "checkins": ("date", "activity", "score_psfs"),
}
_VOLUME: Final = (*_LINE, "week", "n_reps", "asked_reps_min", "asked_reps_max", "is_complete")
_DONE: Final = ("reps_per_set", "hold_s", "load_kg", "rom_deg")
_CHANGE: Final = (
    *_LINE, "reps_baseline", "reps_current", "reps_change", "hold_change_s", "load_change_kg",
    "rom_change_deg",
)  # fmt: skip
_SIDES: Final = ("left_reps", "right_reps", "unknown_reps", "symmetry", "is_complete", "reason")

#: By the names of the pictures (`rehabstats.pictures.KINDS`), in the order of the control.
VIEWS: Final[Mapping[str, View]] = {
    "trend": View("Weekly trend", ("weeks",), _TREND),
    "pain": View(
        "Pain of each exercise",
        _ALL,
        {"sessions": (*_LINE, "week", "session_day", *_PAIN), "trend": (*_LINE, *_SLOPE)},
    ),
    "volume": View("Repetitions of each exercise", _ALL, {"volume": _VOLUME}),
    "progression": View(
        # Against the first weeks: without them there would be nothing to compare with.
        "Progression of each exercise",
        _LINE,
        {"progression": _CHANGE, "sessions": (*_LINE, "week", "session_day", *_DONE)},
    ),
    "mirror": View(
        "Left against right",
        ("exercise", "weeks"),
        {"symmetry": ("exercise", "week", *_SIDES)},
    ),
    "calendar": View(
        "Calendar of slots", _ALL, {"slots": (*_LINE, "week", "due_on", "session_day", "state")}
    ),
    "runs": View(
        # Runs and limits are of a whole series.
        "Run chart of pain",
        (),
        {"session_runs": _LIMITS, "session_series": ("week", "session_day", *_PAIN)},
    ),
}
