"""Monitoring periods once more, entry by entry: slow, and written without the fast one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from oracle.slow_records import ONE_DAY, Person, Row, people
from rehabstats import Caseload

RANGES = ("0-1", "2-15", "16-30")


class Entry(NamedTuple):
    """A set, a skip row or a check-in: the day it is about, and the day it was made."""

    about: date
    made_on: date | None


def slow_monitoring(
    caseload: Caseload, as_of: date, unit: str = "days", start: date | None = None
) -> list[Row]:
    """The days with data of each patient and period."""
    return [
        {"patient_id": person.patient_id, "number": number, **row}
        for person in people(caseload, as_of)
        for number, row in enumerate(_periods_of(person, as_of, unit, start or person.start), 1)
    ]


def _periods_of(person: Person, as_of: date, unit: str, begin: date) -> list[Row]:
    entries = _entries(person)
    rows = []
    first, until = begin, min(as_of, person.stop - ONE_DAY)
    if unit == "month" and begin <= until:
        first = begin.replace(day=1)
    while first <= until:
        last = first + timedelta(29) if unit == "days" else _end_of_month(first)
        rows.append(_count(entries, first, last, as_of, unit))
        first = last + ONE_DAY
    return rows


def _entries(person: Person) -> list[Entry]:
    sets = [(session.day, row) for session in person.sessions for row in session.rows]
    made = [(day, row["recorded_at"]) for day, row in sets]
    return [
        *(Entry(day, recorded_at.date() if recorded_at else None) for day, recorded_at in made),
        *(Entry(row["date"], None) for row in person.checkins),
    ]


def _end_of_month(first: date) -> date:
    return (first + timedelta(31)).replace(day=1) - ONE_DAY


def _count(entries: list[Entry], first: date, last: date, as_of: date, unit: str) -> Row:
    about = [entry for entry in entries if first <= entry.about <= last]
    made = {e.made_on for e in entries if e.made_on and first <= e.made_on <= min(last, as_of)}
    dated = [entry for entry in about if entry.made_on]
    # One that does not say when it was made may have been made on any day from its own on.
    until = min(last, as_of)
    is_unknown = not made and any(e.about <= until for e in entries if not e.made_on)
    n_made = None if is_unknown else len(made)
    return {
        "first_on": first,
        "last_on": last,
        "days_entered": n_made,
        "days_about": len({entry.about for entry in about}),
        "n_entries": len(about),
        "n_entries_undated": len(about) - len(dated),
        "days_range": None if n_made is None or unit == "month" else _range_of(n_made),
        "is_open": last >= as_of,
    }


def _range_of(n_days: int) -> str:
    for name in RANGES:
        low, high = (int(end) for end in name.split("-"))
        if low <= n_days <= high:
            return name
    raise ValueError(n_days)
