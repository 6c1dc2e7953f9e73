"""The list of all patients: what it says of each, in order of need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from rehabstats.errors import RehabstatsError
from rehabstats.report.about import About
from rehabstats.room import PatientRoom, each, weekly_during
from rehabstats.room.adherence import Adherence
from rehabstats.room.place import place_of
from rehabstats.validate import Caseload
from rehabstats.words import rating


@dataclass(frozen=True)
class IndexRow:
    """One patient in the index: whom to look at, why, and where."""

    patient_id: str
    link: str
    program: str
    place: str
    group: str
    first: str | None
    n_signals: int
    adherence: Adherence
    pain: str
    pain_week: int | None
    last_entry: date | None
    days_since_entry: int | None
    failure: str | None = None


@dataclass(frozen=True)
class CaseloadIndex:
    """A caseload in order of need."""

    about: About
    rows: tuple[IndexRow, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[IndexRow, ...]], ...]:
        """Patients by what they are looked at for first, in order of need."""
        runs = groupby(self.rows, key=lambda row: row.group)
        return tuple((group, tuple(rows)) for group, rows in runs)

    @property
    def failures(self) -> tuple[IndexRow, ...]:
        """Patients whose page could not be made."""
        return tuple(row for row in self.rows if row.failure)


def index_row(own: PatientRoom, link: str) -> IndexRow:
    """What the list says of one patient."""
    program, place = place_of(own)
    last = own.last_entry
    pain, week = _latest_pain(own)
    need: Any = next(each(own.frame("patients_by_need")))
    return IndexRow(
        patient_id=own.patient_id,
        link=link,
        program=program,
        place=place,
        group=str(need.group),
        first=None if pd.isna(need.sentence) else str(need.sentence),
        n_signals=len(own.frame("signals")),
        adherence=Adherence.of(next(each(own.frame("patient_adherence")), None)),
        pain=pain,
        pain_week=week,
        last_entry=None if last is None else last.date(),
        days_since_entry=None if last is None else (own.as_of - last).days,
    )


def failed_row(caseload: Caseload, patient: str, error: Exception) -> IndexRow:
    """What the list says of a patient whose page could not be made: too little, never fine."""
    program = str(caseload.patients["program"].iloc[0])
    named = {one.id: one.name for one in caseload.catalogue.programs}
    return IndexRow(
        patient_id=patient, link="", program=named.get(program, program), place="",
        group="not enough data", first=None, n_signals=0,
        adherence=Adherence.of_nothing(), pain="not known", pain_week=None,
        last_entry=None, days_since_entry=None,
        failure=_why(error),
    )  # fmt: skip


def _why(error: Exception) -> str:
    """What went wrong, without the places of this machine."""
    if isinstance(error, RehabstatsError):
        return str(error)
    said = error.strerror if isinstance(error, OSError) else str(error)
    return f"{type(error).__name__}: {said}"


def _latest_pain(own: PatientRoom) -> tuple[str, int | None]:
    """The median of the latest week with a rating, and that week."""
    weeks = weekly_during(own.frame("weekly_session_pain"))
    rated = weeks[weeks["n_rated"] > 0].sort_values("week")
    if rated.empty:
        n_sessions = (weeks["n_rated"] + weeks["n_missing"]).sum()
        return ("not rated" if n_sessions else "nothing recorded yet"), None
    row: Any = next(each(rated.tail(1)))
    return rating(row.pain_nrs_median), int(row.week)
