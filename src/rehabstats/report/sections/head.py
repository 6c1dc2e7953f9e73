"""Head: who, which program, which day, and how far the log reaches."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rehabstats.room import PatientRoom
from rehabstats.room.place import place_of
from rehabstats.words import count_words, day_words, days_words, span_words


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


def summarize_head(own: PatientRoom) -> Head:
    """The head of one patient's page."""
    row = own.stated
    program, place = place_of(own)
    log = own.frame("log")
    last = own.last_entry
    n_sessions = log.loc[log["performed"], "session_row"].nunique()
    days = span_words(log["day"].min(), log["day"].max())
    return Head(
        patient_id=own.patient_id,
        program=program,
        place=place,
        started=day_words(row.start_date),
        involved_side="not stated" if pd.isna(row.involved_side) else str(row.involved_side),
        last_entry="none yet"
        if last is None
        else f"{day_words(last)}, {days_words((own.as_of - last).days)}",
        window="no session yet"
        if log.empty
        else f"{days}, {count_words(n_sessions, 'performed session')}",
    )
