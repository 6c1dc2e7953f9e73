"""Cohort: any number of varied patients, for tests and benchmarks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from rehabstats.simulate.draws import patient_generator
from rehabstats.simulate.habits import DoingHabits, LoggingHabits
from rehabstats.simulate.pain import Flare, Pain
from rehabstats.simulate.truth import Activity, PatientTruth
from rehabstats.vocabulary import SKIP_REASONS

FIRST_START: Final = date(2026, 1, 1)
#: Starts are spread over this many days.
START_DAYS: Final = 28
#: The stream of a patient's generator that is not used by the simulation itself.
STREAM: Final = 1

PROGRAMS: Final = ("hip-restoration", "spinal-stenosis")
#: None: the frequency that the program says.
FREQUENCIES: Final = (None, 3, 5, 7)
SIDES_INVOLVED: Final = ("left", "right", "both", None)
ACTIVITIES: Final = ("climbing stairs", "putting on shoes", "walking to the shop")


def random_truths(n: int, *, seed: int, weeks: int = 12) -> tuple[PatientTruth, ...]:
    """
    Make up `n` patients: stable, improving, dropping out, flaring, over-doing or sparse.

    Parameters
    ----------
    n : int
        Number of patients; the first of more are the same as with fewer.
    seed : int
        The same seed gives the same patients.
    weeks : int, default 12
        Program weeks of each.

    Returns
    -------
    tuple of PatientTruth
        Each of the six kinds is equally likely; ids count from ``S00001``.

    Examples
    --------
    >>> [truth.patient_id for truth in random_truths(2, seed=1)]
    ['S00001', 'S00002']
    >>> random_truths(2, seed=1) == random_truths(9, seed=1)[:2]
    True
    """
    return tuple(_random_truth(f"S{number:05d}", seed, weeks) for number in range(1, n + 1))


def _random_truth(patient_id: str, seed: int, weeks: int) -> PatientTruth:
    generator = patient_generator(seed, patient_id, STREAM)
    kinds = (_stable, _improving, _dropping_out, _flaring, _over_doing, _sparse)
    return kinds[_pick(generator, len(kinds))](_ordinary(patient_id, weeks, generator), generator)


def _ordinary(patient_id: str, weeks: int, generator: np.random.Generator) -> PatientTruth:
    """A patient about whom nothing stands out."""
    program = PROGRAMS[_pick(generator, len(PROGRAMS))]
    activity = ACTIVITIES[_pick(generator, len(ACTIVITIES))]
    return PatientTruth(
        patient_id=patient_id,
        program=program,
        start_date=FIRST_START + timedelta(days=_pick(generator, START_DAYS)),
        weeks=weeks,
        adherence=_between(generator, 0.65, 0.95),
        sessions_per_week=FREQUENCIES[_pick(generator, len(FREQUENCIES))],
        pain=Pain(
            baseline_nrs=_between(generator, 2.5, 5.5),
            noise_sd_nrs=_between(generator, 0.5, 1.1),
        ),
        activities=(Activity(activity, baseline_psfs=_between(generator, 3, 6)),),
        doing=DoingHabits(
            reps_growth_per_week=_between(generator, 0, 0.06),
            double_up_probability=_between(generator, 0, 0.08),
            late_probability=_between(generator, 0, 0.03),
            usual_hour=_between(generator, 6.5, 20),
            omit_probability=_between(generator, 0, 0.05),
            skip_probability=_between(generator, 0, 0.04),
            skipped_session_probability=_between(generator, 0, 0.3),
            skip_reasons=SKIP_REASONS,
            effort_cr10=_between(generator, 2.5, 5),
        ),
        logging=LoggingHabits(
            log_probability=_between(generator, 0.92, 1),
            missing_rating_probability=_between(generator, 0, 0.12),
            rounding_nrs=(1.0, 0.5)[_pick(generator, 2)],
            backfill_probability=_between(generator, 0, 0.15),
            checkin_probability=_between(generator, 0.6, 1),
        ),
        involved_side=SIDES_INVOLVED[_pick(generator, len(SIDES_INVOLVED))],
        clearance="yes" if program == PROGRAMS[0] else "not_needed",
    )


def _stable(truth: PatientTruth, generator: np.random.Generator) -> PatientTruth:
    del generator
    return truth


def _improving(truth: PatientTruth, generator: np.random.Generator) -> PatientTruth:
    slope = -_between(generator, 0.15, 0.4)
    activities = tuple(
        replace(activity, slope_psfs_per_week=_between(generator, 0.15, 0.4))
        for activity in truth.activities
    )
    return replace(truth, pain=replace(truth.pain, slope_nrs_per_week=slope), activities=activities)


def _dropping_out(truth: PatientTruth, generator: np.random.Generator) -> PatientTruth:
    first, last = 0.9, _between(generator, 0.2, 0.6)
    week = 2 + _pick(generator, max(truth.weeks - 2, 1))
    falling = tuple(first + (last - first) * share for share in np.linspace(0, 1, week).tolist())
    return replace(truth, adherence=falling, dropout_week=week)


def _flaring(truth: PatientTruth, generator: np.random.Generator) -> PatientTruth:
    flare = Flare(
        start_day=_pick(generator, truth.weeks * 7),
        length_days=7 + _pick(generator, 10),
        size_nrs=_between(generator, 2, 4),
        side=(None, "left", "right")[_pick(generator, 3)],
    )
    return replace(truth, flares=(flare,))


def _over_doing(truth: PatientTruth, generator: np.random.Generator) -> PatientTruth:
    doing = replace(
        truth.doing,
        dose_factor=_between(generator, 1.2, 1.6),
        extra_sessions_per_week=_between(generator, 0.5, 3),
    )
    pain = replace(truth.pain, slope_nrs_per_week=_between(generator, 0, 0.2))
    return replace(truth, adherence=1.0, doing=doing, pain=pain)


def _sparse(truth: PatientTruth, generator: np.random.Generator) -> PatientTruth:
    logging = replace(
        truth.logging,
        log_probability=_between(generator, 0.2, 0.6),
        missing_rating_probability=_between(generator, 0.3, 0.7),
        backfill_probability=_between(generator, 0.2, 0.8),
    )
    return replace(truth, logging=logging)


def _pick(generator: np.random.Generator, n: int) -> int:
    return int(generator.random() * n)


def _between(generator: np.random.Generator, low: float, high: float) -> float:
    return low + (high - low) * float(generator.random())
