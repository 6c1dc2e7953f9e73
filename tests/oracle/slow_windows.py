"""Sliding windows once more, one after the other: slow, and written without the fast one."""

from __future__ import annotations

from datetime import date, timedelta

from oracle.slow_records import Person, Row
from oracle.slow_slots import ratios, slow_slots
from rehabstats import Caseload


def slow_windows(
    caseload: Caseload, as_of: date, unit: str, length_days: int = 28, step_days: int = 7
) -> list[Row]:
    """Adherence of each patient in each window inside the days that are over."""
    found = []
    for person, rows in slow_slots(caseload, as_of, unit):
        first = person.start
        while first + timedelta(length_days) <= min(person.stop, as_of):
            stop = first + timedelta(length_days)
            inside = [row for row in rows if first <= _day_of(row, person) < stop]
            window = {"window_start": first, "window_end": stop}
            found.append({"patient_id": person.patient_id, **window, **ratios(inside, unit)})
            first += timedelta(step_days)
    return found


def _day_of(row: Row, person: Person) -> date:
    """The deadline; of an extra session its day, of an excused slot the first of its week."""
    day: date | None = row["session_day"] if row["state"] == "extra" else row["due_on"]
    return day or person.week_start(row["week"])
