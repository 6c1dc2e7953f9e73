"""Frames: every metric frame that charts draw, computed once and cut by patient."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from rehabstats.ledger import Ledger, build_ledger
from rehabstats.ledger.layout import Episodes
from rehabstats.ledger.occasions import session_weeks
from rehabstats.metrics import (
    adherence,
    exercise_sessions,
    pain_flares,
    pain_response,
    pain_runs,
    pain_trend,
    progression,
    session_adherence,
    symmetry,
    volume_change,
    weekly_session_pain,
)
from rehabstats.metrics.last_entries import last_entries
from rehabstats.plan import build_plan
from rehabstats.settings import Settings
from rehabstats.signals import find_signals, patients_by_need
from rehabstats.validate import Caseload


@dataclass
class Frames:
    """The frames of one caseload on one day; each is computed when first asked for."""

    caseload: Caseload
    as_of: pd.Timestamp
    settings: Settings
    _cut: dict[str, dict[str, pd.DataFrame]] = field(default_factory=dict)

    def of(self, name: str, patient_id: str) -> pd.DataFrame:
        """One patient's rows of a frame, none if there are none."""
        whole: pd.DataFrame = getattr(self, name)
        if name not in self._cut:
            groups: Any = whole.groupby("patient_id", observed=True)
            self._cut[name] = {str(owner): rows for owner, rows in groups}
        return self._cut[name].get(patient_id, whole.head(0))

    @cached_property
    def names(self) -> dict[str, str]:
        """What people call each exercise."""
        return {
            exercise.id: exercise.name
            for program in reversed(self.caseload.catalogue.programs)
            for exercise in program.exercises
        }

    def names_of(self, patient_id: str) -> dict[str, str]:
        """What exercises are called for one patient: the own program decides."""
        patients = self.caseload.patients
        own = patients.loc[(patients["patient_id"] == patient_id).to_numpy(), "program"]
        named = [one for one in self.caseload.catalogue.programs if one.id in set(own)]
        return self.names | {each.id: each.name for one in named for each in one.exercises}

    @property
    def _how(self) -> dict[str, Any]:
        return {"as_of": self.as_of, "settings": self.settings}

    @cached_property
    def by_session(self) -> Ledger:
        """The ledger of whole sessions."""
        return build_ledger(self.caseload, as_of=self.as_of, unit="session")

    @cached_property
    def adherence(self) -> pd.DataFrame:
        """Session adherence per week."""
        return session_adherence(self.by_session)

    @cached_property
    def overall(self) -> pd.DataFrame:
        """Session adherence over the whole program."""
        return adherence(self.by_session, by=["patient_id"])

    @cached_property
    def pain(self) -> pd.DataFrame:
        """Pain during sessions per week."""
        weekly = weekly_session_pain(self.caseload, as_of=self.as_of)
        return weekly[weekly["moment"] == "during"]

    @cached_property
    def response(self) -> pd.DataFrame:
        """Pain around each session."""
        return pain_response(self.caseload, **self._how)

    @cached_property
    def session_trend(self) -> pd.DataFrame:
        """Slope and direction over whole sessions."""
        return pain_trend(self.caseload, unit="session", **self._how)

    @cached_property
    def trend(self) -> pd.DataFrame:
        """Slope and direction of each exercise and side."""
        return pain_trend(self.caseload, **self._how)

    @cached_property
    def flares(self) -> pd.DataFrame:
        """Pain-defined flares of sides."""
        return pain_flares(self.caseload, unit="side", **self._how)

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """What each session holds of each exercise and side."""
        return exercise_sessions(self.caseload, as_of=self.as_of)

    @cached_property
    def volume(self) -> pd.DataFrame:
        """Weekly repetitions with what was asked; missing where nobody wrote or counted any."""
        weeks = volume_change(self.caseload, **self._how)
        logged = session_weeks(self.caseload, Episodes.of(self.caseload, self.as_of))
        told = pd.MultiIndex.from_arrays(
            [logged.patient[logged.in_time], logged.week[logged.in_time]]
        )
        own = pd.MultiIndex.from_arrays([weeks["patient_id"].cat.codes, weeks["week"]])
        is_uncounted = weeks["reason"].eq("not_counted") & weeks["n_reps"].eq(0)
        is_told = own.isin(told) & ~is_uncounted
        return weeks.assign(
            n_reps=weeks["n_reps"].where(is_told), change=weeks["change"].where(is_told)
        )

    @cached_property
    def progression(self) -> pd.DataFrame:
        """Repetitions, hold, load and range of motion against the first weeks."""
        return progression(self.caseload, **self._how)

    @cached_property
    def slots(self) -> pd.DataFrame:
        """What became of each slot of each exercise and side."""
        return build_ledger(self.caseload, as_of=self.as_of).slots

    @cached_property
    def session_series(self) -> pd.DataFrame:
        """Pain during whole sessions, in the columns of sessions of one exercise."""
        return self.response.assign(
            exercise=None, side=None, session_day=self.response["started_at"].dt.normalize()
        )

    @cached_property
    def session_runs(self) -> pd.DataFrame:
        """Shifts and limits of the pain of whole sessions."""
        return pain_runs(self.caseload, unit="session", **self._how)

    @cached_property
    def signals(self) -> pd.DataFrame:
        """What asks for attention, patients by need."""
        return find_signals(self.caseload, **self._how)

    @cached_property
    def by_need(self) -> pd.DataFrame:
        """Every patient once, in order of need."""
        return patients_by_need(self.signals, self.caseload.patients)

    @cached_property
    def last_entries(self) -> dict[str, pd.Timestamp]:
        """The last day up to as_of with a session, skip or check-in, of those who have one."""
        return last_entries(self.caseload, self.as_of)

    @cached_property
    def symmetry(self) -> pd.DataFrame:
        """Left against right per week."""
        return symmetry(self.caseload, **self._how)

    @cached_property
    def plan(self) -> pd.DataFrame:
        """What was prescribed, and from when to when."""
        return build_plan(self.caseload)

    @property
    def pauses(self) -> pd.DataFrame:
        """Excused intervals."""
        return self.caseload.pauses

    @property
    def checkins(self) -> pd.DataFrame:
        """Rated activities up to as_of."""
        checkins = self.caseload.checkins
        return checkins[checkins["date"] <= self.as_of]
