"""Content: which exercises and sides each session truly contains, and whether it is logged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rehabstats.simulate.asked import Asked
from rehabstats.simulate.draws import Bools
from rehabstats.simulate.schedule import EXTRA, Schedule
from rehabstats.simulate.truth import PatientTruth


@dataclass(frozen=True)
class Content:
    """
    What the sessions of one patient contain.

    Parameters
    ----------
    done : numpy.ndarray of shape (n_sessions, n_keys)
        Whether the exercise and side was done.
    skipped : numpy.ndarray of shape (n_sessions, n_keys)
        Whether it was skipped on purpose.
    logged : numpy.ndarray of shape (n_sessions,)
        Whether the session reached the log.
    """

    done: Bools
    skipped: Bools
    logged: Bools


def fill_sessions(
    truth: PatientTruth, asked: Asked, schedule: Schedule, generator: np.random.Generator
) -> Content:
    """
    Decide what is done, what is skipped and what is left out.

    An exercise that is asked for less often than the most frequent one comes in
    its share of the sessions, evenly spread. Both sides of an exercise are left
    out or skipped together.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed.
    schedule : Schedule
        When the sessions take place.
    generator : numpy.random.Generator
        Chance.

    Returns
    -------
    Content
        What the sessions contain.

    Examples
    --------
    >>> from datetime import date
    >>> from rehabstats.programs import builtin_programs
    >>> from rehabstats.simulate.asked import prescribe
    >>> from rehabstats.simulate.draws import patient_generator
    >>> from rehabstats.simulate.schedule import schedule_sessions
    >>> hip, _ = builtin_programs()
    >>> truth = PatientTruth("P001", hip.id, date(2026, 1, 5))
    >>> asked, generator = prescribe(truth, hip), patient_generator(1, "P001")
    >>> schedule = schedule_sessions(truth, asked, generator)
    >>> bool(fill_sessions(truth, asked, schedule, generator).done.all())
    True
    """
    due = _due(asked, schedule)
    n_exercises = int(asked.position.max()) + 1
    chance = generator.random((2, len(schedule.day), n_exercises))[:, :, asked.position]
    left_out = (chance[0] < truth.doing.omit_probability) & ~schedule.skipped[:, None]
    included = due & ~left_out
    skips = (chance[1] < truth.doing.skip_probability) | schedule.skipped[:, None]
    logged = generator.random(len(schedule.day)) < truth.logging.log_probability
    return Content(
        done=included & ~skips,
        skipped=included & skips,
        # A skipped session exists only as a record.
        logged=(logged | schedule.skipped) & included.any(axis=1),
    )


def _due(asked: Asked, schedule: Schedule) -> Bools:
    """Whether the plan asks for the exercise and side in this very session."""
    frequency = asked.sessions_per_week[schedule.day]
    most = np.maximum(frequency.max(axis=1, initial=1, keepdims=True), 1)
    slot = schedule.slot[:, None]
    turn = (slot + 1) * frequency // most > slot * frequency // most
    return np.where(slot == EXTRA, frequency > 0, turn)
