"""Habits: how a simulated patient does the exercises, and how they are logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rehabstats.simulate.ranges import require_within, require_word
from rehabstats.vocabulary import SKIP_REASONS


@dataclass(frozen=True)
class Modification:
    """
    Something that is changed in one exercise, in free text.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    text : str
        What is changed.
    probability : float, default 1.0
        Probability that it is changed in a session.

    Examples
    --------
    >>> Modification("standing_knee_raise", "sturdy chair", probability=0.5).text
    'sturdy chair'
    """

    exercise: str
    text: str
    probability: float = 1.0

    def __post_init__(self) -> None:
        _require_probabilities(self, ("probability",))


@dataclass(frozen=True)
class Load:
    """
    A load used in one exercise from one week on.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    load_kg : float
        The load [kg].
    from_week : int, default 1
        First program week with it.

    Examples
    --------
    >>> Load("standing_knee_raise", load_kg=1.0, from_week=5).load_kg
    1.0
    """

    exercise: str
    load_kg: float
    from_week: int = 1


@dataclass(frozen=True)
class RangeOfMotion:
    """
    A range of motion that is measured in the first session of every week.

    Parameters
    ----------
    exercise : str
        Id of the exercise; its first set on each side is measured.
    baseline_deg : float
        Range in week 1 [deg].
    slope_deg_per_week : float, default 0.0
        Change per week [deg].

    Examples
    --------
    >>> RangeOfMotion("leg_hip_extension", baseline_deg=60, slope_deg_per_week=1.5).baseline_deg
    60
    """

    exercise: str
    baseline_deg: float
    slope_deg_per_week: float = 0.0


@dataclass(frozen=True)
class DoingHabits:
    """
    What really happens in a week of exercise.

    Parameters
    ----------
    dose_factor : float, default 1.0
        Repetitions done, relative to what the person would do at 1.0.
    reps_start_share : float, default 0.5
        Where in the prescribed range the repetitions begin; 1 is its upper end.
    reps_growth_per_week : float, default 0.0
        Share of the range gained per week, up to its upper end.
    right_share : float, default 1.0
        Repetitions on the right, relative to the left.
    extra_sessions_per_week : float, default 0.0
        Sessions beyond the plan [sessions/week]; 1.5 is one or two.
    double_up_probability : float, default 0.0
        Probability that a session waits for the day of the one before it, which
        gives two on one day.
    late_probability : float, default 0.0
        Probability that a day's last session starts between 23:40 and 23:57.
    usual_hour : float, default 9.0
        Hour around which a day's only session starts.
    omit_probability : float, default 0.0
        Probability that an exercise is left out of a session without a word.
    skip_probability : float, default 0.0
        Probability that an exercise is skipped in a session, with a reason.
    skipped_session_probability : float, default 0.0
        Probability that a session not done is recorded as skipped.
    skip_reasons : tuple of str, default ("time",)
        Reasons, each as likely as the others.
    final_first_in : tuple of int, default ()
        Numbers of the logged sessions that begin with the final exercise.
    modifications : tuple of Modification, default ()
        What is changed in which exercise.
    loads : tuple of Load, default ()
        Loads used.
    effort_cr10 : float, default 4.0
        Mean effort [CR10].

    Examples
    --------
    >>> DoingHabits(dose_factor=1.3, extra_sessions_per_week=2).right_share
    1.0
    """

    dose_factor: float = 1.0
    reps_start_share: float = 0.5
    reps_growth_per_week: float = 0.0
    right_share: float = 1.0
    extra_sessions_per_week: float = 0.0
    double_up_probability: float = 0.0
    late_probability: float = 0.0
    usual_hour: float = 9.0
    omit_probability: float = 0.0
    skip_probability: float = 0.0
    skipped_session_probability: float = 0.0
    skip_reasons: tuple[str, ...] = ("time",)
    final_first_in: tuple[int, ...] = ()
    modifications: tuple[Modification, ...] = ()
    loads: tuple[Load, ...] = ()
    effort_cr10: float = 4.0

    def __post_init__(self) -> None:
        names = (name for name in self.__dataclass_fields__ if name.endswith("_probability"))
        _require_probabilities(self, names)
        require_within("usual_hour", self.usual_hour, 2, 22)
        require_within("dose_factor", self.dose_factor, 0, 20)
        require_within("right_share", self.right_share, 0, 20)
        require_within("extra_sessions_per_week", self.extra_sessions_per_week, 0, 28)
        require_within("effort_cr10", self.effort_cr10, 0, 10)
        for reason in self.skip_reasons:
            require_word("skip_reasons", reason, SKIP_REASONS)


@dataclass(frozen=True)
class LoggingHabits:
    """
    What of all that reaches the log.

    Parameters
    ----------
    log_probability : float, default 1.0
        Probability that a session that was done is logged at all.
    missing_rating_probability : float, default 0.0
        Probability that a rating (pain or effort) is left empty.
    rounding_nrs : float, default 1.0
        Step of the ratings, 1.0 or 0.5.
    records_time : bool, default True
        Whether ``recorded_at`` is filled.
    backfill_probability : float, default 0.0
        Probability that a week is logged in one go on the morning after it. It
        does not happen in the week before a dropout.
    note_probability : float, default 0.0
        Probability that a session has a note.
    notes : tuple of str, default ()
        Notes, each as likely as the others.
    checkin_probability : float, default 1.0
        Probability of a check-in at the beginning of a week.
    range_of_motion : tuple of RangeOfMotion, default ()
        What is measured weekly.

    Examples
    --------
    >>> LoggingHabits(log_probability=0.5).rounding_nrs
    1.0
    """

    log_probability: float = 1.0
    missing_rating_probability: float = 0.0
    rounding_nrs: float = 1.0
    records_time: bool = True
    backfill_probability: float = 0.0
    note_probability: float = 0.0
    notes: tuple[str, ...] = ()
    checkin_probability: float = 1.0
    range_of_motion: tuple[RangeOfMotion, ...] = ()

    def __post_init__(self) -> None:
        names = (name for name in self.__dataclass_fields__ if name.endswith("_probability"))
        _require_probabilities(self, names)
        if self.rounding_nrs not in (0.5, 1.0):
            raise ValueError(f"`rounding_nrs` is {self.rounding_nrs!r}, expected 0.5 or 1.0")


def _require_probabilities(habits: Any, names: Iterable[str]) -> None:
    for name in names:
        require_within(name, getattr(habits, name), 0, 1)
