"""Report frames: what pictures are drawn from, and what only a report says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from rehabstats.ledger import Ledger, build_ledger
from rehabstats.ledger.layout import Episodes
from rehabstats.ledger.occasions import session_weeks
from rehabstats.metrics import (
    adherence,
    function,
    improvement,
    monitoring_periods,
    persistence,
    visit_periods,
    weekly_session_pain,
    weekly_streak,
)
from rehabstats.metrics.entry_lag import entry_lag_days
from rehabstats.pictures.frames import Frames
from rehabstats.vocabulary import VISIT_DAYS


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame whose columns a schema has already promised."""
    return iter(frame.itertuples(index=False))


@dataclass
class ReportFrames(Frames):
    """
    The frames of one caseload on one day, as a report needs them.

    Parameters
    ----------
    since : pandas.Timestamp, optional
        The last visit; without it, the last 28 days are compared with those before.
    """

    since: pd.Timestamp | None = None

    @property
    def visit(self) -> pd.Timestamp:
        """The first day of what is new."""
        return self.since or self.as_of - pd.Timedelta(days=VISIT_DAYS - 1)

    @cached_property
    def by_exercise(self) -> Ledger:
        """The ledger of exercises and sides."""
        return build_ledger(self.caseload, as_of=self.as_of)

    @cached_property
    def slots(self) -> pd.DataFrame:
        """What became of each slot of each exercise and side."""
        return self.by_exercise.slots

    @cached_property
    def exercise_adherence(self) -> pd.DataFrame:
        """Adherence of each exercise and side over the whole program."""
        return adherence(self.by_exercise, by=["patient_id", "exercise", "side"])

    @cached_property
    def around(self) -> pd.DataFrame:
        """Pain before, during and after sessions per week."""
        return weekly_session_pain(self.caseload, as_of=self.as_of)

    @cached_property
    def pain(self) -> pd.DataFrame:
        """Pain during sessions per week."""
        return self.around[self.around["moment"] == "during"]

    @cached_property
    def improvement(self) -> pd.DataFrame:
        """What can be said of each exercise and side."""
        return improvement(self.caseload, **self._how)

    @cached_property
    def overall_improvement(self) -> pd.DataFrame:
        """What can be said of each patient."""
        return improvement(self.caseload, unit="session", **self._how)

    @cached_property
    def function(self) -> pd.DataFrame:
        """Change of each rated activity."""
        return function(self.caseload, **self._how)

    @cached_property
    def persistence(self) -> pd.DataFrame:
        """How long each patient kept going."""
        return persistence(self.caseload, as_of=self.as_of)

    @cached_property
    def streaks(self) -> pd.DataFrame:
        """Whole weeks kept in a row."""
        return weekly_streak(self.by_session)

    @cached_property
    def visits(self) -> pd.DataFrame:
        """Before and since the last visit."""
        return visit_periods(self.caseload, since=self.visit, **self._how)

    @cached_property
    def periods(self) -> pd.DataFrame:
        """Days with data per 30 days."""
        return monitoring_periods(self.caseload, as_of=self.as_of)

    @cached_property
    def months(self) -> pd.DataFrame:
        """Days with data per calendar month."""
        return monitoring_periods(self.caseload, as_of=self.as_of, unit="month")

    @cached_property
    def log(self) -> pd.DataFrame:
        """Every set with its session and week, in order of time; ``line`` is that in the file."""
        sets, sessions = self.caseload.sets, self.caseload.sessions
        shown = ["started_at", "day", "pain_before_nrs", "pain_after_nrs", "performed"]
        told = sessions[shown].assign(
            lag_days=entry_lag_days(self.caseload),
            week=session_weeks(self.caseload, Episodes.of(self.caseload, self.as_of)).week,
        )
        rows = sets.rename_axis(index="line").reset_index().join(told, on="session_row")
        rows = rows[rows["day"] <= self.as_of]
        return rows.sort_values(["started_at", "line"], kind="stable")

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """Every check-in; ``line`` is its line in the file."""
        return self.checkins.rename_axis(index="line").reset_index()
