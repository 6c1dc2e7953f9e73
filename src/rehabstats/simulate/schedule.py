"""Schedule: on which days, at what time, one patient's sessions take place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rehabstats.simulate.asked import Asked
from rehabstats.simulate.draws import Bools, Floats, Ints
from rehabstats.simulate.habits import DoingHabits
from rehabstats.simulate.truth import PatientTruth
from rehabstats.vocabulary import DAYS_PER_WEEK

MINUTES_PER_DAY = 24 * 60
#: A day with several sessions spreads them over these minutes of the day: 7:00 to 22:00.
WAKING = (7 * 60, 15 * 60)
#: The only session of a day starts within this many minutes of the usual hour.
JITTER_MIN = 75
#: A late session starts between 23:40 and 23:57.
LATE = (23 * 60 + 40, 18)
#: Phase index of a session beyond the plan, which contains every exercise.
EXTRA = -1


@dataclass(frozen=True)
class Schedule:
    """
    The sessions of one patient in order of time.

    Parameters
    ----------
    day : numpy.ndarray of shape (n_sessions,)
        Day, counted from 0 on the day of the start.
    minute : numpy.ndarray of shape (n_sessions,)
        Start [minutes after midnight]; no two sessions share it.
    slot : numpy.ndarray of shape (n_sessions,)
        Number of the prescribed session, or `EXTRA`.
    skipped : numpy.ndarray of shape (n_sessions,)
        Whether it is only a record that nothing was done.
    """

    day: Ints
    minute: Ints
    slot: Ints
    skipped: Bools

    @property
    def week(self) -> Ints:
        """Program week of each session, counted from 0."""
        return self.day // DAYS_PER_WEEK


def schedule_sessions(
    truth: PatientTruth, asked: Asked, generator: np.random.Generator
) -> Schedule:
    """
    Decide which prescribed sessions happen, and add those beyond the plan.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed.
    generator : numpy.random.Generator
        Chance.

    Returns
    -------
    Schedule
        Nothing of it inside a pause, after the end, or from the dropout on.

    Examples
    --------
    >>> from datetime import date
    >>> from rehabstats.programs import builtin_programs
    >>> from rehabstats.simulate.asked import prescribe
    >>> from rehabstats.simulate.draws import patient_generator
    >>> hip, _ = builtin_programs()
    >>> truth = PatientTruth("P001", hip.id, date(2026, 1, 5), adherence=1.0)
    >>> sessions = schedule_sessions(truth, prescribe(truth, hip), patient_generator(1, "P001"))
    >>> len(sessions.day) == 8 * 5 + 4 * 3
    True
    """
    doing = truth.doing
    frequency = asked.sessions_per_week.max(axis=1)
    day = np.repeat(np.arange(len(frequency)), _slots_on_day(frequency, asked, generator))
    chance = generator.random((3, len(day)))
    day = _double_up(day, chance[0] < doing.double_up_probability)
    shares = np.array([truth.adherence_in(week + 1) for week in range(truth.weeks)])
    done = chance[1] < shares[day // DAYS_PER_WEEK]
    skipped = ~done & (chance[2] < doing.skipped_session_probability)
    slot = np.flatnonzero(done | skipped)
    extra = _extra_days(truth, asked.eligible & (frequency > 0), generator)
    days = np.concatenate([day[slot], extra])
    slots = np.concatenate([slot, np.full(len(extra), EXTRA)])
    no_extra_skipped = np.concatenate([skipped[slot], np.zeros(len(extra), dtype="bool")])
    order = np.argsort(days, kind="stable")
    if truth.dropout_week is not None:
        order = order[days[order] < (truth.dropout_week - 1) * DAYS_PER_WEEK]
    minute = _minutes(days[order], doing, generator.random((2, len(order))))
    return Schedule(days[order], minute, slots[order], no_extra_skipped[order])


def _slots_on_day(frequency: Ints, asked: Asked, generator: np.random.Generator) -> Ints:
    """Spread each week's quota over its eligible days: no day twice before each has one."""
    changed = np.diff(frequency, prepend=frequency[:1]) != 0
    week = np.arange(len(frequency)) // DAYS_PER_WEEK
    # A new number with every week and with every change of frequency inside one.
    part = week + np.cumsum(changed & (np.arange(len(frequency)) % DAYS_PER_WEEK > 0))
    keys = generator.random(len(frequency))
    order = np.lexsort((keys, ~asked.eligible, part))
    first = np.searchsorted(part[order], part)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    rank -= first
    n_days = np.bincount(part, asked.eligible.astype("float64")).astype("int64")[part]
    quota = (2 * frequency * n_days + DAYS_PER_WEEK) // (2 * DAYS_PER_WEEK)
    fair, rest = np.divmod(quota, np.maximum(n_days, 1))
    return np.where(asked.eligible, fair + (rank < rest), 0)


def _double_up(day: Ints, waits: Bools) -> Ints:
    """Move a session to the day of the one before it, within its week."""
    moved = day.copy()
    if len(day) > 1:
        same_week = day[1:] // DAYS_PER_WEEK == day[:-1] // DAYS_PER_WEEK
        moved[1:] = np.where(waits[1:] & same_week, day[:-1], day[1:])
    return moved


def _extra_days(truth: PatientTruth, eligible: Bools, generator: np.random.Generator) -> Ints:
    per_week = truth.doing.extra_sessions_per_week
    if not per_week:
        return np.empty(0, dtype="int64")
    chance = generator.random((truth.weeks, 1 + int(np.ceil(per_week))))
    days = []
    for week, draws in enumerate(chance):
        first = week * DAYS_PER_WEEK
        open_days = first + np.flatnonzero(eligible[first : first + DAYS_PER_WEEK])
        n_extra = int(per_week + draws[0])
        if len(open_days):
            days.append(open_days[(draws[1 : 1 + n_extra] * len(open_days)).astype("int64")])
    return np.sort(np.concatenate(days)) if days else np.empty(0, dtype="int64")


def _minutes(day: Ints, doing: DoingHabits, chance: Floats) -> Ints:
    """Start of each session; those of one day keep their order and their distance."""
    n_on_day = np.bincount(day)[day] if len(day) else day
    rank = np.arange(len(day)) - np.searchsorted(day, day)
    first, length = WAKING
    spread = first + (rank + 0.25 + chance[0] / 2) * length / np.maximum(n_on_day, 1)
    single = doing.usual_hour * 60 + (2 * chance[0] - 1) * JITTER_MIN
    late = (chance[1] < doing.late_probability) & (rank == n_on_day - 1)
    minutes = np.where(n_on_day == 1, single, spread)
    # The draw that chose "late" is below its probability: scaled up, it is uniform again.
    within = chance[1] / max(doing.late_probability, 1e-9)
    minutes = np.where(late, LATE[0] + np.floor(within * LATE[1]), minutes)
    return np.asarray(np.floor(minutes), dtype="int64")
