"""Evidence: the metric frames that rules read, each computed once and when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from rehabstats.ledger import Ledger, build_ledger
from rehabstats.ledger.layout import Episodes
from rehabstats.metrics.function import function
from rehabstats.metrics.pain.change import change_of
from rehabstats.metrics.pain.flares import flares_of
from rehabstats.metrics.pain.points import PainPoints, Unit, pain_points
from rehabstats.metrics.pain.rated_days import baseline_window, rated_days
from rehabstats.metrics.pain.response import pain_response
from rehabstats.metrics.pain.trend import trend_of
from rehabstats.metrics.progression import progression
from rehabstats.metrics.symmetry import symmetry
from rehabstats.metrics.volume_change import volume_change
from rehabstats.settings import Settings
from rehabstats.validate import Caseload


@dataclass(frozen=True)
class Pain:
    """
    The pain of one kind of series: its points, trend, change and flares.

    ``sparse_flares`` allow more unrated days between rated ones.
    """

    points: PainPoints
    trend: pd.DataFrame
    change: pd.DataFrame
    flares: pd.DataFrame
    sparse_flares: pd.DataFrame


@dataclass
class Evidence:
    """A caseload on one day, under one set of thresholds."""

    caseload: Caseload
    as_of: pd.Timestamp
    settings: Settings
    _pain: dict[Unit, Pain] = field(default_factory=dict)

    @cached_property
    def episodes(self) -> Episodes:
        """First and last days of every patient."""
        return Episodes.of(self.caseload, self.as_of)

    @cached_property
    def by_exercise(self) -> Ledger:
        """The ledger of exercises and sides."""
        return build_ledger(self.caseload, as_of=self.as_of)

    @cached_property
    def by_session(self) -> Ledger:
        """The ledger of whole sessions."""
        return build_ledger(self.caseload, as_of=self.as_of, unit="session")

    def pain(self, unit: Unit) -> Pain:
        """Points, trend, change and flares of one kind of series."""
        if unit not in self._pain:
            points = pain_points(self.caseload, as_of=self.as_of, unit=unit)
            days = rated_days(points)
            baseline = baseline_window(days, points.anchor, self.settings)
            self._pain[unit] = Pain(
                points,
                trend_of(points, self.caseload, self.settings),
                change_of(points, days, baseline, self.caseload, self.settings),
                flares_of(points, days, baseline, self.caseload, self.settings),
                flares_of(
                    points, days, baseline, self.caseload, self.settings,
                    step_days=self.settings.flare_step_days,
                ),
            )  # fmt: skip
        return self._pain[unit]

    @cached_property
    def response(self) -> pd.DataFrame:
        """How each session was answered."""
        return pain_response(self.caseload, as_of=self.as_of, settings=self.settings)

    @cached_property
    def symmetry(self) -> pd.DataFrame:
        """Left against right, per week."""
        return symmetry(self.caseload, as_of=self.as_of, settings=self.settings)

    @cached_property
    def volume_change(self) -> pd.DataFrame:
        """Weekly repetitions against the weeks before."""
        return volume_change(self.caseload, as_of=self.as_of, settings=self.settings)

    @cached_property
    def function(self) -> pd.DataFrame:
        """Rated activities, then and now."""
        return function(self.caseload, as_of=self.as_of, settings=self.settings)

    @cached_property
    def progression(self) -> pd.DataFrame:
        """What is done now against the start, and the criterion for more."""
        return progression(
            self.caseload, as_of=self.as_of, settings=self.settings,
            flares=self.pain("exercise").flares,
        )  # fmt: skip

    @cached_property
    def n_patients(self) -> int:
        """How many patients there are."""
        return len(self.caseload.patients)

    @cached_property
    def exercise_names(self) -> dict[str, str]:
        """What people call each exercise, by its id."""
        return {
            exercise.id: exercise.name
            for program in reversed(self.caseload.catalogue.programs)
            for exercise in program.exercises
        }

    def is_recent(self, day: Any) -> np.ndarray:
        """Whether days lie in the last days up to as_of that count as current."""
        since = self.as_of - pd.Timedelta(days=self.settings.concern_days - 1)
        recent: np.ndarray = np.asarray(pd.Series(day) >= since)
        return recent
