"""Asked: what is prescribed to one patient, day by day, and how many sessions a week that makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from rehabstats.programs import Exercise, Program
from rehabstats.simulate.draws import Bools, Floats, Ints
from rehabstats.simulate.truth import PatientTruth, PrescriptionChange
from rehabstats.vocabulary import DAYS_PER_WEEK

DOSE: Final = ("sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s")


@dataclass(frozen=True)
class Asked:
    """
    The prescription of one patient; columns are its exercises and sides in program order.

    Parameters
    ----------
    keys : tuple of (str, str)
        Exercise and side of each column.
    position : numpy.ndarray of shape (n_keys,)
        Position of the column's exercise in the program.
    final : numpy.ndarray of shape (n_keys,)
        Whether it belongs at the end of a session.
    eligible : numpy.ndarray of shape (n_days,)
        Whether the day is neither paused nor after the end.
    sessions_per_week : numpy.ndarray of shape (n_days, n_keys)
        Frequency asked for on each day.
    dose : dict of str to numpy.ndarray of shape (n_days, n_keys)
        ``sets``, ``reps_min``, ``reps_max`` [count], ``hold_min_s`` and
        ``hold_max_s`` [s; NaN: no hold].
    interval : numpy.ndarray of shape (n_days, n_keys)
        Number of the interval over which one prescription holds.
    """

    keys: tuple[tuple[str, str], ...]
    position: Ints
    final: Bools
    eligible: Bools
    sessions_per_week: Ints
    dose: dict[str, Floats]
    interval: Ints


def prescribe(truth: PatientTruth, program: Program) -> Asked:
    """
    Spread a program, its phases, the changes and the pauses over the patient's days.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    program : Program
        The program of that patient.

    Returns
    -------
    Asked
        What is asked for on each day.

    Raises
    ------
    ValueError
        If a change or a course of pain names something that is not in the program,
        or changes overlap or begin before the start.

    Examples
    --------
    >>> from rehabstats.programs import builtin_programs
    >>> hip, _ = builtin_programs()
    >>> asked = prescribe(PatientTruth("P001", hip.id, date(2026, 1, 5)), hip)
    >>> asked.sessions_per_week[[0, -1], 0].tolist()
    [5, 3]
    """
    exercises = [(found, side) for found in program.exercises for side in found.plan_sides]
    keys = tuple((found.id, side) for found, side in exercises)
    for change in truth.changes:
        _require_known((change.exercise, change.side), keys, "changes", program)
        if change.valid_from < truth.start_date:
            raise ValueError(
                f"`valid_from` is {change.valid_from}, expected {truth.start_date} or later: "
                "a change comes after the start"
            )
    for key in truth.pain_overrides:
        _require_known(key, keys, "pain_overrides", program)
    n_days = truth.weeks * DAYS_PER_WEEK
    asked = Asked(
        keys=keys,
        position=np.array([program.exercises.index(found) for found, _ in exercises]),
        final=np.array([found.final for found, _ in exercises]),
        eligible=_eligible(truth, n_days),
        sessions_per_week=np.repeat(_frequency(truth, program)[:, None], len(keys), axis=1),
        dose={name: _constant(name, exercises, n_days) for name in DOSE},
        interval=np.zeros((n_days, len(keys)), dtype="int64"),
    )
    for key in keys:
        changes = [change for change in truth.changes if (change.exercise, change.side) == key]
        _apply(sorted(changes, key=lambda change: change.valid_from), asked, truth)
    return asked


def weekly_quota(sessions_per_week: Ints, eligible: Bools, interval: Ints) -> Ints:
    """
    Count the sessions asked for per program week, each interval of it by its eligible days.

    Parameters
    ----------
    sessions_per_week : numpy.ndarray of shape (n_days, n_keys)
        Frequency on each day.
    eligible : numpy.ndarray of shape (n_days,)
        Whether a day counts.
    interval : numpy.ndarray of shape (n_days, n_keys)
        What splits a week.

    Returns
    -------
    numpy.ndarray of shape (n_weeks, n_keys)
        Quota [sessions]: k sessions a week over e days make k * e / 7, halves up.

    Examples
    --------
    Five a week, of which the last three days are a pause.

    >>> eligible = np.array([True] * 4 + [False] * 3)
    >>> weekly_quota(np.full((7, 1), 5), eligible, np.zeros((7, 1), dtype="int64")).tolist()
    [[3]]
    """
    n_days, n_keys = sessions_per_week.shape
    n_weeks, n_intervals = n_days // DAYS_PER_WEEK, int(interval.max()) + 1
    week = np.arange(n_days)[:, None] // DAYS_PER_WEEK
    code = ((week * n_keys + np.arange(n_keys)) * n_intervals + interval).ravel()
    days = np.repeat(eligible, n_keys).astype("float64")
    counts = np.bincount(code, days, n_weeks * n_keys * n_intervals).astype("int64")
    frequency = np.zeros(counts.size, dtype="int64")
    frequency[code] = sessions_per_week.ravel()
    slots = (2 * frequency * counts + DAYS_PER_WEEK) // (2 * DAYS_PER_WEEK)
    return np.asarray(slots.reshape(n_weeks, n_keys, n_intervals).sum(axis=2), dtype="int64")


def _require_known(
    key: tuple[str, str], keys: tuple[tuple[str, str], ...], name: str, program: Program
) -> None:
    if key not in keys:
        raise ValueError(
            f"`{name}` has {key!r}, expected an exercise and side of {program.id}: "
            f"{', '.join(' '.join(known) for known in keys)}"
        )


def _eligible(truth: PatientTruth, n_days: int) -> Bools:
    eligible = np.ones(n_days, dtype="bool")
    for pause in truth.pauses:
        first, end = (_day(day, truth.start_date) for day in (pause.start_date, pause.end_date))
        eligible[first:end] = False
    if truth.end_date is not None:
        eligible[_day(truth.end_date, truth.start_date) :] = False
    return eligible


def _day(day: date, start_date: date) -> int:
    # Days before the start must not be read as counted from the end.
    return max((day - start_date).days, 0)


def _frequency(truth: PatientTruth, program: Program) -> Ints:
    n_days = truth.weeks * DAYS_PER_WEEK
    if truth.sessions_per_week is not None:
        return np.full(n_days, truth.sessions_per_week, dtype="int64")
    frequency = np.zeros(n_days, dtype="int64")
    first = 0
    for phase in program.phases:
        end = n_days if phase.weeks is None else first + phase.weeks * DAYS_PER_WEEK
        frequency[first:end] = phase.sessions_per_week
        first = end
    return frequency


def _constant(name: str, exercises: list[tuple[Exercise, str]], n_days: int) -> Floats:
    values = [getattr(found, name) for found, _ in exercises]
    row = np.array([np.nan if value is None else value for value in values], dtype="float64")
    return np.repeat(row[None, :], n_days, axis=0)


def _apply(changes: Sequence[PrescriptionChange], asked: Asked, truth: PatientTruth) -> None:
    """Write the changes of one exercise and side into the days on which they hold."""
    terms = {"sessions_per_week": asked.sessions_per_week, **asked.dose}
    for number, change in enumerate(changes):
        column = asked.keys.index((change.exercise, change.side))
        until = _end_of(change, changes[number + 1 :])
        first = _day(change.valid_from, truth.start_date)
        end = len(asked.eligible) if until is None else _day(until, truth.start_date)
        asked.interval[first:, column] += 1
        asked.interval[end:, column] += 1
        for name, values in terms.items():
            stated = getattr(change, name)
            # What held on the day before goes on, whatever a later phase would say.
            kept = values[min(max(first - 1, 0), len(values) - 1), column]
            values[first:end, column] = kept if stated is None else stated
    for low, high in (("reps_min", "reps_max"), ("hold_min_s", "hold_max_s")):
        np.maximum(asked.dose[low], asked.dose[high], out=asked.dose[high])


def _end_of(change: PrescriptionChange, later: Sequence[PrescriptionChange]) -> date | None:
    if not later or change.valid_to is None:
        return later[0].valid_from if later else change.valid_to
    if change.valid_to > later[0].valid_from:
        raise ValueError(
            f"`changes` overlap: {change.exercise} {change.side} from {later[0].valid_from} begins "
            f"before {change.valid_to}, expected one at a time: end the first earlier"
        )
    return change.valid_to
