"""Head: who, which program, which day, and how far the log reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from rehabstats.programs import Program
from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.words import count_words, day_words, days_words, place_words, span_words


@dataclass(frozen=True)
class Head:
    """The first lines of a page, in words."""

    patient_id: str
    program: str
    place: str
    started: str
    involved_side: str
    last_entry: str
    window: str


def patient_row(frames: ReportFrames, patient: str) -> Any:
    """The row of a patient in patients.csv, or what was assumed instead."""
    patients = frames.caseload.patients
    row = patients["patient_id"].cat.categories.get_indexer(pd.Index([patient]))
    return next(each(patients.iloc[row]))


def program_of(frames: ReportFrames, row: Any) -> Program | None:
    """The program of a patient."""
    named = {program.id: program for program in frames.caseload.catalogue.programs}
    return named.get(str(row.program))


def place_of(frames: ReportFrames, patient: str) -> tuple[str, str]:
    """The name of a patient's program, and where in it the patient is."""
    row = patient_row(frames, patient)
    program = program_of(frames, row)
    end = None if pd.isna(row.end_date) else row.end_date
    name = program.name if program else str(row.program)
    return name, place_words(row.start_date, end, frames.as_of, program)


def summarize_head(frames: ReportFrames, patient: str) -> Head:
    """The head of one patient's page."""
    row = patient_row(frames, patient)
    program, place = place_of(frames, patient)
    log = frames.of("log", patient)
    last = frames.last_entries.get(patient)
    n_sessions = log.loc[log["performed"], "session_row"].nunique()
    days = span_words(log["day"].min(), log["day"].max())
    return Head(
        patient_id=patient,
        program=program,
        place=place,
        started=day_words(row.start_date),
        involved_side="not stated" if pd.isna(row.involved_side) else str(row.involved_side),
        last_entry="none yet"
        if last is None
        else f"{day_words(last)}, {days_words((frames.as_of - last).days)}",
        window="no session yet"
        if log.empty
        else f"{days}, {count_words(n_sessions, 'performed session')}",
    )
