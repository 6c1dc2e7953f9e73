"""Visit: which days lie before it and which since, and left against right in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.side_pairs import side_difference
from rehabstats.ledger.due import terms_of
from rehabstats.ledger.layout import N_SIDES, Episodes, days_of, episodes_of, split_keys
from rehabstats.ledger.occasions import performed_of
from rehabstats.plan import plan_of
from rehabstats.seen import Seen
from rehabstats.series.positions import distinct, spread
from rehabstats.vocabulary import REASONS, SIDES, VISIT_PERIODS

PERIODS_EACH: Final = len(VISIT_PERIODS)


@dataclass(frozen=True)
class Periods:
    """First and last day of each patient's periods, before and since, one after the other."""

    first: np.ndarray
    last: np.ndarray
    episodes: Episodes

    @property
    def n(self) -> int:
        """How many periods there are, over all patients."""
        return len(self.first)

    def find(self, patient: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which days lie in a period, and in which."""
        before = patient * PERIODS_EACH
        at = before + (day >= self.first[before + 1])
        inside = (day >= self.first[at]) & (day <= self.last[at])
        return np.flatnonzero(inside), at[inside]

    def count(self, patient: np.ndarray, day: np.ndarray) -> np.ndarray:
        """How many of these days each period has."""
        counts: np.ndarray = np.bincount(self.find(patient, day)[1], minlength=self.n)
        return counts

    def median(self, at: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The median of the values of each period, NaN without one."""
        found = pd.Series(values).groupby(at).median().reindex(np.arange(self.n))
        median: np.ndarray = found.to_numpy("float64")
        return median


def periods_around(seen: Seen, visit: pd.Timestamp) -> Periods:
    """The days from the visit up to the last, and as many before; the same for everyone."""
    episodes = episodes_of(seen)
    at = int(days_of(pd.Series([visit]))[0])
    length, n = episodes.as_of + 1 - at, len(episodes.start)
    first, end = np.tile([at - length, at], n), np.tile([at - 1, episodes.as_of], n)
    return Periods(first, end, episodes)


_LEFT, _RIGHT = SIDES.index("left"), SIDES.index("right")
_AMOUNT: Final = ["sessions_per_week", "sets", "reps_min", "reps_max"]


def compare_sides(seen: Seen, periods: Periods) -> dict[str, object]:
    """Repetitions of each side and their difference, or why there is none."""
    left, right, n_uncounted = _done(seen, periods)
    is_asked, differs = _asked(seen, periods)
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


def _done(seen: Seen, periods: Periods) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repetitions on the left and on the right, and sets of either without a count."""
    caseload, events = seen.caseload, performed_of(seen)
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


def _asked(seen: Seen, periods: Periods) -> tuple[np.ndarray, np.ndarray]:
    """Whether a side was asked for on some day, and whether on some day the sides differed."""
    plan, terms = plan_of(seen), terms_of(seen)
    on_a_side = plan[plan["side"].isin(["left", "right"]).to_numpy()]
    patient, exercise = (
        on_a_side[name].cat.codes.to_numpy("int64") for name in ("patient_id", "exercise")
    )
    n_exercises = len(seen.caseload.catalogue.exercises)
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
