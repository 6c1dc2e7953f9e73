"""Truth: everything that is true of one simulated patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rehabstats.simulate.habits import DoingHabits, LoggingHabits
from rehabstats.simulate.pain import Flare, Pain
from rehabstats.simulate.ranges import require_within, require_word
from rehabstats.vocabulary import CLEARANCES, INVOLVED_SIDES


@dataclass(frozen=True)
class Pause:
    """
    An excused interval ``[start_date, end_date)``: nothing is due, nothing is done.

    Parameters
    ----------
    start_date : datetime.date
        First day of the pause.
    end_date : datetime.date
        First day after it.
    reason : str, optional
        In free text.

    Examples
    --------
    >>> Pause(date(2026, 2, 10), date(2026, 2, 20), "travel").reason
    'travel'
    """

    start_date: date
    end_date: date
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.end_date <= self.start_date:
            raise ValueError(
                f"`end_date` is {self.end_date}, expected a day after `start_date` "
                f"{self.start_date}: a pause ends on the first day after it"
            )


@dataclass(frozen=True)
class PrescriptionChange:
    """
    One row of prescriptions.csv, for an exercise and side of the patient's program.

    It holds over ``[valid_from, valid_to)``, without an end until the next change
    of the same exercise and side. What is None stays as it was on the day before,
    also the frequency: a later phase of the program no longer changes it. Two
    changes of one exercise and side must not overlap.

    Parameters
    ----------
    exercise : str
        Id of an exercise of the patient's program.
    side : {"left", "right", "both"}
        A side that the program prescribes for it.
    valid_from : datetime.date
        First day on which it holds, not before the patient's start.
    valid_to : datetime.date, optional
        First day on which it no longer holds.
    sessions_per_week : int, optional
        Frequency asked for; 0 takes the exercise out.
    sets : int, optional
        Sets per session.
    reps_min : int, optional
        Least repetitions per set.
    reps_max : int, optional
        Most repetitions per set.
    hold_min_s : float, optional
        Shortest hold [s].
    hold_max_s : float, optional
        Longest hold [s].

    Examples
    --------
    >>> PrescriptionChange("double_knee_hug", "both", date(2026, 2, 2), sets=2).valid_to is None
    True
    """

    exercise: str
    side: str
    valid_from: date
    valid_to: date | None = None
    sessions_per_week: int | None = None
    sets: int | None = None
    reps_min: int | None = None
    reps_max: int | None = None
    hold_min_s: float | None = None
    hold_max_s: float | None = None

    def __post_init__(self) -> None:
        require_word("side", self.side, ("left", "right", "both"))
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(
                f"`valid_to` is {self.valid_to}, expected a day after `valid_from` "
                f"{self.valid_from}: a change ends on the first day after it"
            )


@dataclass(frozen=True)
class Activity:
    """
    One activity of the Patient-Specific Functional Scale, rated once a week.

    Parameters
    ----------
    activity : str
        The activity, in the person's words.
    baseline_psfs : float, default 5.0
        Ability at the start [0-10; 10 = able as before].
    slope_psfs_per_week : float, default 0.0
        Change per week; positive is improvement.
    noise_sd_psfs : float, default 0.5
        Spread of a rating around the truth.
    plateau_week : int, optional
        First week in which the slope no longer works.

    Examples
    --------
    >>> Activity("climbing stairs", baseline_psfs=4, slope_psfs_per_week=0.3).noise_sd_psfs
    0.5
    """

    activity: str
    baseline_psfs: float = 5.0
    slope_psfs_per_week: float = 0.0
    noise_sd_psfs: float = 0.5
    plateau_week: int | None = None

    def __post_init__(self) -> None:
        require_within("baseline_psfs", self.baseline_psfs, 0, 10)


@dataclass(frozen=True)
class PatientTruth:
    """
    Everything that is true of one patient; the log is a noisy view of it.

    Parameters
    ----------
    patient_id : str
        Pseudonymous id.
    program : str
        Id of the program.
    start_date : datetime.date
        First day of program week 1.
    weeks : int, default 12
        Number of program weeks that are simulated.
    adherence : float or tuple of float, default 0.8
        Probability that a prescribed session is really done, for every week or
        week by week; the last value holds for all weeks after it.
    dropout_week : int, optional
        Week from which nothing is done or logged, while it stays prescribed.
    end_date : datetime.date, optional
        First day after the program, as patients.csv states it.
    sessions_per_week : int, optional
        Frequency asked for; the program's phases decide without it.
    pauses : tuple of Pause, default ()
        Excused intervals.
    changes : tuple of PrescriptionChange, default ()
        Changes of the prescription.
    pain : Pain, optional
        The course of pain of every exercise and side without one of its own.
    pain_overrides : mapping of (exercise, side) to Pain, optional
        Courses of their own.
    flares : tuple of Flare, default ()
        Stretches of more pain.
    activities : tuple of Activity, default ()
        What is rated in the weekly check-in.
    doing : DoingHabits, optional
        How the exercises are done.
    logging : LoggingHabits, optional
        How they are logged.
    involved_side : {"left", "right", "both"}, optional
        Side under treatment.
    clearance : {"yes", "no", "not_needed"}, optional
        A physician's word.

    Raises
    ------
    ValueError
        If a value lies outside what a log can say.

    Examples
    --------
    >>> truth = PatientTruth("P001", "hip-restoration", date(2026, 1, 5), adherence=(0.9, 0.5))
    >>> truth.adherence_in(1), truth.adherence_in(7)
    (0.9, 0.5)
    """

    patient_id: str
    program: str
    start_date: date
    weeks: int = 12
    adherence: float | tuple[float, ...] = 0.8
    dropout_week: int | None = None
    end_date: date | None = None
    sessions_per_week: int | None = None
    pauses: tuple[Pause, ...] = ()
    changes: tuple[PrescriptionChange, ...] = ()
    pain: Pain = Pain()
    pain_overrides: Mapping[tuple[str, str], Pain] = field(default_factory=dict)
    flares: tuple[Flare, ...] = ()
    activities: tuple[Activity, ...] = ()
    doing: DoingHabits = DoingHabits()
    logging: LoggingHabits = LoggingHabits()
    involved_side: str | None = None
    clearance: str | None = None

    def __post_init__(self) -> None:
        require_within("weeks", self.weeks, 1, 520)
        shares = self.adherence if isinstance(self.adherence, tuple) else (self.adherence,)
        if not shares:
            raise ValueError("`adherence` is (), expected a number or one number per week")
        for share in shares:
            require_within("adherence", share, 0, 1)
        if self.sessions_per_week is not None:
            require_within("sessions_per_week", self.sessions_per_week, 0, 28)
        if self.involved_side is not None:
            require_word("involved_side", self.involved_side, INVOLVED_SIDES)
        if self.clearance is not None:
            require_word("clearance", self.clearance, CLEARANCES)

    def adherence_in(self, week: int) -> float:
        """Probability that a prescribed session of this 1-based week is done."""
        if isinstance(self.adherence, tuple):
            return self.adherence[min(week, len(self.adherence)) - 1]
        return self.adherence
