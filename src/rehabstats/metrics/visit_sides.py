"""Visit sides: left against right in each period, where the two can be compared."""

from __future__ import annotations

from typing import Final

import numpy as np

from rehabstats.ledger.due import terms_by_exercise
from rehabstats.ledger.layout import N_SIDES, days_of, split_keys
from rehabstats.ledger.occasions import set_events
from rehabstats.metrics.symmetry import side_difference
from rehabstats.metrics.visit_days import PERIODS_EACH, Periods
from rehabstats.metrics.worded import first_that_holds
from rehabstats.plan import build_plan
from rehabstats.series.positions import distinct, spread
from rehabstats.validate import Caseload
from rehabstats.vocabulary import REASONS, SIDES

_LEFT, _RIGHT = SIDES.index("left"), SIDES.index("right")
_AMOUNT: Final = ["sessions_per_week", "sets", "reps_min", "reps_max"]


def compare_sides(caseload: Caseload, periods: Periods) -> dict[str, object]:
    """Repetitions of each side and their difference, or why there is none."""
    left, right, n_uncounted = _done(caseload, periods)
    is_asked, differs = _asked(caseload, periods)
    why = {
        "not_prescribed": ~is_asked,
        "prescriptions_differ": differs,
        "not_counted": n_uncounted > 0,
        "both_zero": (left == 0) & (right == 0),
    }
    unclear = np.any([*why.values()], axis=0)
    return {
        "n_reps_left": left,
        "n_reps_right": right,
        "symmetry": np.where(unclear, np.nan, side_difference(left, right)),
        "symmetry_reason": first_that_holds(why, REASONS),
    }


def _done(caseload: Caseload, periods: Periods) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repetitions on the left and on the right, and sets of either without a count."""
    events = set_events(caseload, periods.episodes.as_of)
    events = events.only(events.performed)
    _, side = split_keys(events.key, len(caseload.catalogue.exercises))
    day = days_of(caseload.sessions["day"])[events.session]
    rows, at = periods.find(events.patient, day)
    reps, side = events.reps[rows], side[rows]
    left, right = (
        np.bincount(at[side == one], np.nan_to_num(reps[side == one]), periods.n).astype("int64")
        for one in (_LEFT, _RIGHT)
    )
    # Performed without a repetition: a timed hold.
    uncounted = ~(np.nan_to_num(reps) > 0) & ((side == _LEFT) | (side == _RIGHT))
    return left, right, np.bincount(at[uncounted], minlength=periods.n)


def _asked(caseload: Caseload, periods: Periods) -> tuple[np.ndarray, np.ndarray]:
    """Whether a side was asked for on some day, and whether on some day the sides differed."""
    plan = build_plan(caseload)
    terms = terms_by_exercise(plan)
    on_a_side = plan[plan["side"].isin(["left", "right"]).to_numpy()]
    patient, exercise = (
        on_a_side[name].cat.codes.to_numpy("int64") for name in ("patient_id", "exercise")
    )
    n_exercises = len(caseload.catalogue.exercises)
    patient, exercise = np.divmod(distinct(patient * n_exercises + exercise), n_exercises)
    # A row per patient, exercise, period and day.
    owner, which = spread(np.full(len(patient), PERIODS_EACH))
    period = patient[owner] * PERIODS_EACH + which
    first = np.maximum(periods.first[period], periods.episodes.start[patient[owner]])
    last = np.minimum(periods.last[period], periods.episodes.end[patient[owner]] - 1)
    row, nth = spread(np.maximum(last - first + 1, 0))
    day, at = first[row] + nth, period[row]
    amounts = np.append(plan[_AMOUNT].to_numpy("float64"), np.zeros((1, len(_AMOUNT))), axis=0)
    key = exercise[owner[row]] * N_SIDES
    left, right = (
        amounts[terms.on_day(patient[owner[row]], key + side, day)] for side in (_LEFT, _RIGHT)
    )
    # A frequency of 0 takes an exercise out, whatever the rest says.
    left, right = (side * (side[:, :1] > 0) for side in (left, right))
    n_asked = np.bincount(at[(left + right).any(axis=1)], minlength=periods.n)
    n_different = np.bincount(at[(left != right).any(axis=1)], minlength=periods.n)
    return n_asked > 0, n_different > 0
