"""Cohorts with known truth: what each patient's pain and sessions really did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from rehabstats.simulate import (
    Activity,
    DoingHabits,
    Flare,
    LoggingHabits,
    Pain,
    PatientTruth,
)

START = date(2026, 1, 5)
WEEKS = 12
PROGRAMS = ("hip-restoration", "spinal-stenosis")


@dataclass(frozen=True)
class Cohort:
    """Patients of one kind, and the day on which the event of each begins, if there is one."""

    name: str
    truths: tuple[PatientTruth, ...]
    event_day: tuple[int | None, ...]
    event_side: tuple[str | None, ...]


def cohorts(n: int, seed: int) -> tuple[Cohort, ...]:
    """The four kinds: stable, improving, dropping out, and a flare on one side."""
    return tuple(
        _cohort(name, n, np.random.default_rng([seed, number]), change)
        for number, (name, change) in enumerate(_KINDS.items())
    )


def _cohort(name: str, n: int, rng: np.random.Generator, change: Callable[..., tuple]) -> Cohort:
    made = [change(_ordinary(f"{name[:2].upper()}{i:04}", rng), rng) for i in range(n)]
    truths, days, sides = zip(*made, strict=True)
    return Cohort(name, truths, days, sides)


def _ordinary(patient_id: str, rng: np.random.Generator) -> PatientTruth:
    """Somebody about whom nothing stands out; pain is in the safe or acceptable zone."""
    return PatientTruth(
        patient_id=patient_id,
        program=PROGRAMS[rng.integers(2)],
        start_date=START,
        weeks=WEEKS,
        adherence=float(rng.uniform(0.65, 0.95)),
        sessions_per_week=int(rng.choice([3, 4, 5, 7])),
        pain=Pain(float(rng.uniform(1.5, 4.5)), noise_sd_nrs=float(rng.uniform(0.5, 1.1))),
        activities=(Activity("climbing stairs", float(rng.uniform(3, 6))),),
        doing=DoingHabits(
            reps_growth_per_week=float(rng.uniform(0, 0.06)),
            double_up_probability=float(rng.uniform(0, 0.08)),
            omit_probability=float(rng.uniform(0, 0.05)),
            skip_probability=float(rng.uniform(0, 0.04)),
            skipped_session_probability=float(rng.uniform(0, 0.3)),
            usual_hour=float(rng.uniform(6.5, 20)),
        ),
        logging=LoggingHabits(
            log_probability=float(rng.uniform(0.92, 1)),
            missing_rating_probability=float(rng.uniform(0, 0.12)),
            rounding_nrs=float(rng.choice([0.5, 1.0])),
            backfill_probability=float(rng.uniform(0, 0.15)),
            checkin_probability=float(rng.uniform(0.6, 1)),
        ),
        clearance="not_needed",
    )


def _stable(truth: PatientTruth, _: np.random.Generator) -> tuple:
    return truth, None, None


def _improving(truth: PatientTruth, rng: np.random.Generator) -> tuple:
    pain = replace(
        truth.pain, baseline_nrs=float(rng.uniform(4, 6)),
        slope_nrs_per_week=-float(rng.uniform(0.2, 0.4)),
    )  # fmt: skip
    activities = tuple(
        replace(one, slope_psfs_per_week=float(rng.uniform(0.2, 0.4))) for one in truth.activities
    )
    return replace(truth, pain=pain, activities=activities), 0, None


def _dropping_out(truth: PatientTruth, rng: np.random.Generator) -> tuple:
    week = int(rng.integers(3, 10))
    return replace(truth, dropout_week=week), 7 * (week - 1), None


def _flaring(truth: PatientTruth, rng: np.random.Generator) -> tuple:
    side = ("left", "right")[rng.integers(2)]
    start = int(rng.integers(21, 63))
    flare = Flare(start, int(rng.integers(10, 15)), 3.0, side=side)
    return replace(truth, flares=(flare,)), start, side


_KINDS: dict[str, Callable[..., tuple]] = {
    "stable": _stable,
    "improving": _improving,
    "dropping out": _dropping_out,
    "flare on one side": _flaring,
}
