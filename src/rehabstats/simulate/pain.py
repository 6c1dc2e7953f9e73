"""Pain: how much it truly hurts on every day, before anyone rates or rounds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rehabstats.simulate.draws import Floats
from rehabstats.simulate.ranges import require_within, require_word
from rehabstats.vocabulary import DAYS_PER_WEEK, PAIN_MAX_NRS, PAIN_MIN_NRS


@dataclass(frozen=True)
class Pain:
    """
    The course of pain during one exercise on one side.

    Parameters
    ----------
    baseline_nrs : float, default 4.0
        Pain on the first day [NRS 0-10].
    slope_nrs_per_week : float, default 0.0
        Change per week; negative is improvement.
    noise_sd_nrs : float, default 0.8
        Spread of a session's rating around the truth. Half of its variance is
        shared by all ratings of a session, half belongs to each alone.
    rise_nrs : float, default 1.0
        How far pain during lies above pain before; half of it is left after.
    plateau_week : int, optional
        First week in which the slope no longer works.

    Examples
    --------
    >>> Pain(baseline_nrs=5, slope_nrs_per_week=-0.3).noise_sd_nrs
    0.8
    """

    baseline_nrs: float = 4.0
    slope_nrs_per_week: float = 0.0
    noise_sd_nrs: float = 0.8
    rise_nrs: float = 1.0
    plateau_week: int | None = None

    def __post_init__(self) -> None:
        require_within("baseline_nrs", self.baseline_nrs, PAIN_MIN_NRS, PAIN_MAX_NRS)
        require_within("noise_sd_nrs", self.noise_sd_nrs, 0, PAIN_MAX_NRS)

    def on_days(self, n_days: int) -> Floats:
        """Pain on each of the first `n_days` days, not yet kept within the scale."""
        weeks = np.arange(n_days) / DAYS_PER_WEEK
        if self.plateau_week is not None:
            weeks = np.minimum(weeks, self.plateau_week - 1)
        return self.baseline_nrs + self.slope_nrs_per_week * weeks


@dataclass(frozen=True)
class Flare:
    """
    A stretch of days on which it hurts more, all of it by the same amount.

    Parameters
    ----------
    start_day : int
        First day, counted from 0 on the day of the start.
    length_days : int
        Number of days.
    size_nrs : float
        What is added to the pain [NRS points].
    exercise : str, optional
        The only exercise that it touches; all without it.
    side : {"left", "right", "both"}, optional
        The only side that it touches; all without it.

    Examples
    --------
    >>> Flare(start_day=28, length_days=10, size_nrs=3, side="left").exercise is None
    True
    """

    start_day: int
    length_days: int
    size_nrs: float
    exercise: str | None = None
    side: str | None = None

    def __post_init__(self) -> None:
        if self.side is not None:
            require_word("side", self.side, ("left", "right", "both"))

    def touches(self, exercise: str, side: str) -> bool:
        """Whether the flare shows during this exercise on this side."""
        return self.exercise in (None, exercise) and self.side in (None, side)


def pain_by_day(
    keys: Sequence[tuple[str, str]],
    n_days: int,
    *,
    pain: Pain,
    overrides: Mapping[tuple[str, str], Pain],
    flares: Sequence[Flare],
) -> Floats:
    """
    True pain during each exercise and side on each day.

    Parameters
    ----------
    keys : sequence of (str, str)
        Exercise and side of each column.
    n_days : int
        Number of days from the start.
    pain : Pain
        The course of every column without one of its own.
    overrides : mapping of (str, str) to Pain
        Courses of their own.
    flares : sequence of Flare
        Added where they touch a column.

    Returns
    -------
    numpy.ndarray of shape (n_days, n_keys)
        Pain [NRS 0-10], cut off at both ends of the scale.

    Examples
    --------
    >>> keys = [("single_knee_hug", "left"), ("single_knee_hug", "right")]
    >>> flare = Flare(start_day=1, length_days=1, size_nrs=2, side="left")
    >>> pain_by_day(keys, 3, pain=Pain(), overrides={}, flares=[flare]).T.tolist()
    [[4.0, 6.0, 4.0], [4.0, 4.0, 4.0]]
    """
    course = np.column_stack([overrides.get(key, pain).on_days(n_days) for key in keys])
    for flare in flares:
        touched = np.array([flare.touches(*key) for key in keys])
        first = max(flare.start_day, 0)
        course[first : flare.start_day + flare.length_days, touched] += flare.size_nrs
    return np.clip(course, PAIN_MIN_NRS, PAIN_MAX_NRS)
