"""Place: where in a program somebody is."""

from __future__ import annotations

import pandas as pd

from rehabstats.programs import Program
from rehabstats.room.patient import PatientRoom
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import count_words, day_words


def place_of(own: PatientRoom) -> tuple[str, str]:
    """The name of a patient's program, and where in it the patient is."""
    stated, program = own.stated, own.program
    end = None if pd.isna(stated.end_date) else stated.end_date
    name = program.name if program else str(stated.program)
    return name, place_words(stated.start_date, end, own.as_of, program)


def place_words(
    start: pd.Timestamp, end: pd.Timestamp | None, as_of: pd.Timestamp, program: Program | None
) -> str:
    """
    Where in the program somebody is: which week, of how many if there is an end, and phase.

    Examples
    --------
    >>> from rehabstats import builtin_programs
    >>> days = pd.to_datetime(["2026-01-05", "2026-01-26"])
    >>> place_words(days[0], None, days[1], builtin_programs()[0])
    'week 4 (restoration, to week 8)'
    """
    if start > as_of:
        return f"starts {day_words(start)}"
    week = (as_of - start).days // DAYS_PER_WEEK + 1
    n_weeks = None if end is None else -(-(end - start).days // DAYS_PER_WEEK)
    lengths = [phase.weeks for phase in program.phases] if program else []
    if n_weeks is None and lengths and None not in lengths:
        n_weeks = sum(length or 0 for length in lengths)
    phase, until = _phase(program, week)
    if end is not None and end <= as_of:
        return f"ended {day_words(end)}, after {count_words(n_weeks or 0, 'week')}"
    of = f" of {n_weeks}" if n_weeks and week <= n_weeks else ""
    stage = f"{phase}, to week {until}" if until and not n_weeks else phase
    return f"week {week}{of}" + (f" ({stage})" if phase else "")


def _phase(program: Program | None, week: int) -> tuple[str, int | None]:
    """The phase of a week, and its last week if another comes after it."""
    phases = program.phases if program else ()
    last = 0
    for phase in phases:
        if phase.weeks is None:
            return phase.name, None
        last += phase.weeks
        if week <= last:
            return phase.name, last
    return "", None
