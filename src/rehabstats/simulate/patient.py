"""Patient: one truth in, one patient's log and what truly happened out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rehabstats.programs import Program
from rehabstats.simulate.asked import Asked, prescribe, weekly_quota
from rehabstats.simulate.checkins import Checkin, weekly_checkins
from rehabstats.simulate.content import Content, fill_sessions
from rehabstats.simulate.draws import Bools, Floats, Ints, patient_generator
from rehabstats.simulate.pain import pain_by_day
from rehabstats.simulate.ratings import rate_sessions
from rehabstats.simulate.rows import Cells, log_rows, place_rows
from rehabstats.simulate.schedule import Schedule, schedule_sessions
from rehabstats.simulate.truth import PatientTruth
from rehabstats.simulate.words import word_columns
from rehabstats.vocabulary import DAYS_PER_WEEK


@dataclass(frozen=True)
class SimulatedPatient:
    """
    One simulated patient, still in arrays.

    Parameters
    ----------
    keys : tuple of (str, str)
        Exercises and sides, to which the key codes refer.
    cells : Cells
        Session, key code and set number of each row of the log.
    columns : dict of str to numpy.ndarray of shape (n_rows,)
        The other columns of the log.
    checkins : list of (date, str, float)
        The weekly check-ins.
    quota, done, logged : numpy.ndarray of shape (n_weeks, n_keys)
        Sessions prescribed, truly done, and both done and logged.
    pain : numpy.ndarray of shape (n_weeks, n_keys)
        Mean of the true pain over the days of the week [NRS 0-10].
    """

    keys: tuple[tuple[str, str], ...]
    cells: Cells
    columns: dict[str, NDArray[Any]]
    checkins: list[Checkin]
    quota: Ints
    done: Ints
    logged: Ints
    pain: Floats


def simulate_patient(truth: PatientTruth, program: Program, *, seed: int) -> SimulatedPatient:
    """
    Let one patient exercise, rate and log.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    program : Program
        The program of that patient.
    seed : int
        Seed of the caseload; with the patient's id it fixes every draw.

    Returns
    -------
    SimulatedPatient
        The log and what truly happened.

    Examples
    --------
    >>> from datetime import date
    >>> from rehabstats.programs import builtin_programs
    >>> hip, _ = builtin_programs()
    >>> truth = PatientTruth("P001", hip.id, date(2026, 1, 5), adherence=1.0)
    >>> simulate_patient(truth, hip, seed=1).done[:, 0].tolist()
    [5, 5, 5, 5, 5, 5, 5, 5, 3, 3, 3, 3]
    """
    generator = patient_generator(seed, truth.patient_id)
    asked = prescribe(truth, program)
    true_pain = pain_by_day(
        asked.keys,
        len(asked.eligible),
        pain=truth.pain,
        overrides=truth.pain_overrides,
        flares=truth.flares,
    )
    schedule = schedule_sessions(truth, asked, generator)
    content = fill_sessions(truth, asked, schedule, generator)
    ratings = rate_sessions(truth, asked, schedule, content, true_pain, generator)
    cells = place_rows(truth, asked, schedule, content)
    columns = log_rows(truth, asked, schedule, cells, ratings, generator)
    words = word_columns(truth, asked, cells, generator)
    return SimulatedPatient(
        keys=asked.keys,
        cells=cells,
        columns={**columns, **words},
        checkins=weekly_checkins(truth, asked, generator),
        quota=weekly_quota(asked.sessions_per_week, asked.eligible, asked.interval),
        done=_per_week(content.done, schedule, truth.weeks),
        logged=_per_week(_done_and_logged(content), schedule, truth.weeks),
        pain=_weekly_mean(true_pain, asked, truth.weeks),
    )


def _done_and_logged(content: Content) -> Bools:
    return content.done & content.logged[:, None]


def _per_week(happened: Bools, schedule: Schedule, n_weeks: int) -> Ints:
    n_keys = happened.shape[1]
    session, column = np.nonzero(happened)
    code = schedule.week[session] * n_keys + column
    return np.bincount(code, minlength=n_weeks * n_keys).reshape(n_weeks, n_keys)


def _weekly_mean(true_pain: Floats, asked: Asked, n_weeks: int) -> Floats:
    by_week = true_pain.reshape(n_weeks, DAYS_PER_WEEK, len(asked.keys))
    # Summation order may differ between numpy versions in the last bits.
    return np.asarray(np.round(by_week.mean(axis=1), 6), dtype="float64")
