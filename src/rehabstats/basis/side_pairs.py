"""Side pairs: the left and the right row of an exercise and week, beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.basis.asked import AskedWeeks
from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.weekly_grid import WeeklySets
from rehabstats.ledger.layout import N_SIDES
from rehabstats.series.positions import distinct
from rehabstats.vocabulary import REASONS, SIDES

_LEFT, _RIGHT, _UNKNOWN = map(SIDES.index, ("left", "right", "unknown"))


@dataclass(frozen=True)
class SidePairs:
    """Every patient, exercise and week from 1 on that has a row of the left or the right."""

    code: np.ndarray
    n_exercises: int
    n_weeks: int

    @classmethod
    def of(cls, sets: WeeklySets) -> SidePairs:
        """Find them in a weekly grid."""
        grid = sets.grid
        empty = cls(
            np.empty(0, "int64"), sets.terms.n_keys // N_SIDES, int(grid.week.max(initial=1)) + 1
        )
        per_side = np.isin(grid.key % N_SIDES, (_LEFT, _RIGHT)) & (grid.week >= 1)
        code = empty.joined(grid.patient, grid.key // N_SIDES, grid.week)
        return cls(distinct(code[per_side]), empty.n_exercises, empty.n_weeks)

    def joined(self, patient: np.ndarray, exercise: np.ndarray, week: np.ndarray) -> np.ndarray:
        """Patient, exercise and week as one number."""
        code: np.ndarray = (patient * self.n_exercises + exercise) * self.n_weeks + week
        return code

    @property
    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Patient, exercise and week of each pair."""
        pair, week = np.divmod(self.code, self.n_weeks)
        patient, exercise = np.divmod(pair, self.n_exercises)
        return patient, exercise, week

    def row_of(
        self, patient: np.ndarray, exercise: np.ndarray, week: np.ndarray, chosen: np.ndarray
    ) -> np.ndarray:
        """The chosen row of another frame that belongs to each pair, -1 for none."""
        rows = np.flatnonzero(chosen & (week >= 1))
        code = self.joined(patient[rows], exercise[rows], week[rows])
        at = np.searchsorted(self.code, code)
        known = np.append(self.code, -1)[at] == code
        row = np.full(len(self.code), -1)
        row[at[known]] = rows[known]
        return row


@dataclass(frozen=True)
class Sides:
    """Left and right of each pair: what was done, what was asked, and what that allows to say."""

    reps: tuple[np.ndarray, np.ndarray]
    unknown_reps: np.ndarray
    one_not_done: np.ndarray
    is_complete: np.ndarray
    reason: pd.Categorical

    @property
    def unclear(self) -> np.ndarray:
        """Whether there is a reason not to compare the sides."""
        unclear: np.ndarray = self.reason.codes >= 0
        return unclear

    @classmethod
    def of(cls, sets: WeeklySets, asked: AskedWeeks, pairs: SidePairs) -> Sides:
        """Put left and right of a weekly grid beside each other."""
        grid, n = sets.grid, len(sets.grid)
        reps = np.nan_to_num(sets.events.reps)
        n_reps = np.bincount(grid.row, reps, n).astype("int64")
        n_sets = np.bincount(grid.row, minlength=n)
        n_uncounted = np.bincount(grid.row[reps == 0], minlength=n)
        sides = [
            pairs.row_of(grid.patient, grid.key // N_SIDES, grid.week, grid.key % N_SIDES == side)
            for side in (_LEFT, _RIGHT, _UNKNOWN)
        ]

        def each(column: np.ndarray) -> list[np.ndarray]:
            return [np.append(column, 0)[row] for row in sides]

        left, right, unknown = each(n_reps)
        done_left, done_right, done_unknown = each(n_sets > 0)
        days_left, days_right, _ = each(asked.n_eligible_days)
        prescribed = (days_left > 0) & (days_right > 0)
        complete_left, complete_right, _ = each(asked.is_complete)
        differ = np.zeros(len(left), bool)
        for amount in (asked.quota, asked.reps_least, asked.reps_most):
            asked_left, asked_right, _ = each(amount)
            differ |= asked_left != asked_right
        conditions = {
            "not_prescribed": ~prescribed,
            "prescriptions_differ": differ,
            "not_counted": sum(each(n_uncounted)[:2]) > 0,
            "both_zero": (left == 0) & (right == 0),
        }
        return cls(
            reps=(left, right),
            unknown_reps=unknown,
            one_not_done=prescribed & (done_left != done_right) & (done_unknown == 0),
            is_complete=(complete_left & complete_right).astype(bool),
            reason=first_that_holds(conditions, REASONS),
        )


def side_difference(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """
    Difference between two sides as a share of the larger one.

    Parameters
    ----------
    left, right : numpy.ndarray
        Amounts of 0 or more, of equal shape.

    Returns
    -------
    numpy.ndarray
        ``(left - right) / max(left, right)``, from -1 to 1, above 0 where the left is
        more. Equal sides give 0; NaN where both are 0 or one is missing.

    Notes
    -----
    Exchanging the sides changes the sign and nothing else, which a ratio of one side to
    the other does not have. The symmetry index divides by the mean of both and runs to
    2, and the symmetry angle reaches only half of its scale for counts; neither is
    given.

    Examples
    --------
    >>> side_difference(np.array([90, 100, 30, 0]), np.array([100, 90, 0, 0])).tolist()
    [-0.1, 0.1, 1.0, nan]
    """
    left, right = np.asarray(left, dtype="float64"), np.asarray(right, dtype="float64")
    larger = np.maximum(left, right)
    missing = np.full(larger.shape, np.nan)
    difference: np.ndarray = np.divide(left - right, larger, out=missing, where=larger > 0)
    return difference
