"""Promises of the truths: what a log cannot say is refused at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rehabstats.simulate import (
    DoingHabits,
    Flare,
    LoggingHabits,
    Pain,
    PatientTruth,
    Pause,
    PrescriptionChange,
    random_truths,
)

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: Pain(baseline_nrs=11), "`baseline_nrs` is 11", id="pain"),
        pytest.param(lambda: Flare(0, 7, 2, side="L"), "`side` is 'L'", id="side of a flare"),
        pytest.param(
            lambda: DoingHabits(skip_probability=2), "`skip_probability` is 2", id="probability"
        ),
        pytest.param(
            lambda: DoingHabits(skip_reasons=("rain",)), "`skip_reasons` is 'rain'", id="reason"
        ),
        pytest.param(lambda: LoggingHabits(rounding_nrs=0.3), "expected 0.5 or 1.0", id="rounding"),
        pytest.param(lambda: Pause(DAY, DAY), "`end_date` is 2026-01-05", id="pause of no day"),
        pytest.param(
            lambda: PrescriptionChange("a", "left", DAY, DAY), "`valid_to`", id="change of no day"
        ),
        pytest.param(
            lambda: PatientTruth("P1", "hip-restoration", DAY, adherence=(0.5, float("nan"))),
            "`adherence` is nan",
            id="adherence",
        ),
        pytest.param(
            lambda: PatientTruth("P1", "hip-restoration", DAY, adherence=()),
            r"`adherence` is \(\)",
            id="adherence of no week",
        ),
        pytest.param(
            lambda: PatientTruth("P1", "hip-restoration", DAY, clearance="maybe"),
            "`clearance` is 'maybe', expected one of yes, no, not_needed",
            id="clearance",
        ),
        pytest.param(
            lambda: PatientTruth("P1", "hip-restoration", DAY, sessions_per_week=29),
            "expected 0 to 28",
            id="frequency",
        ),
    ],
)
def test_a_truth_outside_what_a_log_can_say_is_refused(
    make: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_random_patients_are_varied_and_depend_only_on_the_seed_and_their_number() -> None:
    truths = random_truths(60, seed=1)

    assert truths[:10] == random_truths(10, seed=1)
    assert truths != random_truths(60, seed=2)
    assert {truth.program for truth in truths} == {"hip-restoration", "spinal-stenosis"}
    assert sum(truth.dropout_week is not None for truth in truths) in range(3, 25)
    assert sum(bool(truth.flares) for truth in truths) in range(3, 25)
    assert sum(truth.doing.extra_sessions_per_week > 0 for truth in truths) in range(3, 25)
    assert sum(truth.pain.slope_nrs_per_week < 0 for truth in truths) in range(3, 25)
    assert sum(truth.logging.log_probability < 0.6 for truth in truths) in range(3, 25)
