"""Index rows: one patient in the list of all."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rehabstats.errors import RehabstatsError
from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.sections.head import place_of
from rehabstats.report.summary import Adherence, IndexRow
from rehabstats.report.words import number
from rehabstats.validate import Caseload


def index_row(frames: ReportFrames, patient: str, link: str) -> IndexRow:
    """What the list says of one patient."""
    program, place = place_of(frames, patient)
    overall: Any = next(each(frames.of("overall", patient)), None)
    last = frames.last_entries.get(patient)
    pain, week = _latest_pain(frames, patient)
    need: Any = next(each(frames.of("by_need", patient)))
    return IndexRow(
        patient_id=patient,
        link=link,
        program=program,
        place=place,
        group=str(need.group),
        first=None if pd.isna(need.sentence) else str(need.sentence),
        n_signals=len(frames.of("signals", patient)),
        adherence=Adherence.of_nothing() if overall is None else Adherence.of(overall),
        pain=pain,
        pain_week=week,
        last_entry=None if last is None else last.date(),
        days_since_entry=None if last is None else (frames.as_of - last).days,
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


def _latest_pain(frames: ReportFrames, patient: str) -> tuple[str, int | None]:
    """The median of the latest week with a rating, and that week."""
    weeks = frames.of("pain", patient)
    rated = weeks[weeks["n_rated"] > 0].sort_values("week")
    if rated.empty:
        n_sessions = (weeks["n_rated"] + weeks["n_missing"]).sum()
        return ("not rated" if n_sessions else "nothing recorded yet"), None
    row: Any = next(each(rated.tail(1)))
    return number(row.pain_nrs_median), int(row.week)
