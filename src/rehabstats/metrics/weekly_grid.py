"""The weekly grid: every line of the plan in every week, logged or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.ledger.due import Terms, terms_by_exercise
from rehabstats.ledger.layout import N_SIDES, Episodes, Lines, dates_of
from rehabstats.plan import build_plan
from rehabstats.schemas import decode
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES


@dataclass(frozen=True)
class WeeklyGrid:
    """Rows of a weekly frame: the weeks of the plan, and any other week with a record."""

    patient: np.ndarray
    key: np.ndarray
    week: np.ndarray
    _codes: np.ndarray
    _lowest_week: int
    _n_weeks: int
    _n_keys: int

    def __len__(self) -> int:
        return len(self.patient)

    def positions(self, patient: np.ndarray, key: np.ndarray, week: np.ndarray) -> np.ndarray:
        """The row of each patient, key and week."""
        code = (patient * self._n_keys + key) * self._n_weeks + week - self._lowest_week
        row: np.ndarray = np.searchsorted(self._codes, code)
        return row

    def week_start(self, episodes: Episodes) -> pd.Series:
        """First day of the week of each row."""
        return dates_of(episodes.week_start(self.patient, self.week))


def weekly_grid(
    plan: tuple[np.ndarray, np.ndarray],
    records: tuple[np.ndarray, np.ndarray, np.ndarray],
    n_keys: int,
    episodes: Episodes,
) -> WeeklyGrid:
    """Join the lines (patient, key) of a plan with records (patient, key, week)."""
    lines = Lines.of(*plan, n_keys, episodes)
    line = lines.line_of_group(episodes)
    week = np.arange(lines.n_groups) - lines.first_group[line] + 1
    patient, key, record_week = records
    every_week = np.concatenate([week, record_week])
    lowest = int(every_week.min(initial=1))
    n_weeks = int(every_week.max(initial=1)) - lowest + 1
    planned = (lines.patient[line] * n_keys + lines.key[line]) * n_weeks + week - lowest
    recorded = (patient * n_keys + key) * n_weeks + record_week - lowest
    outside = lines.group(patient, key, record_week, episodes) < 0
    codes = np.unique(np.concatenate([planned, recorded[outside]]))
    pair, at_week = np.divmod(codes, n_weeks)
    owner, own_key = np.divmod(pair, n_keys)
    return WeeklyGrid(owner, own_key, at_week + lowest, codes, lowest, n_weeks, n_keys)


def exercise_columns(caseload: Caseload, grid: WeeklyGrid) -> dict[str, pd.Categorical]:
    """The ids, exercises and sides of a grid whose keys are exercise and side."""
    exercise, side = np.divmod(grid.key, N_SIDES)
    ids = caseload.patients["patient_id"].cat.categories
    return {
        "patient_id": decode(grid.patient, ids),
        "exercise": decode(exercise, caseload.catalogue.exercises),
        "side": decode(side, SIDES),
    }


def plan_terms(caseload: Caseload) -> tuple[pd.DataFrame, Terms]:
    """The plan as a frame and as integers."""
    plan = build_plan(caseload)
    return plan, terms_by_exercise(plan)
