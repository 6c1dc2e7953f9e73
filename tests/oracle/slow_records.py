"""A caseload as plain records: what the second implementations read, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from rehabstats import Caseload

Row = dict[str, Any]

ONE_DAY = timedelta(days=1)
NEVER = date.max


@dataclass(frozen=True)
class Session:
    """One sitting with its rows; sides as the log has them."""

    session_id: str
    started_at: datetime
    rows: list[Row]

    @property
    def day(self) -> date:
        return self.started_at.date()

    @property
    def performed(self) -> bool:
        return any(is_performed(row) for row in self.rows)


@dataclass(frozen=True)
class Person:
    """One patient with everything that a caseload says about them, later entries left out."""

    patient_id: str
    program: str
    start: date
    stop: date
    frequency: int | None
    involved_side: str | None
    changes: list[Row]
    pauses: list[tuple[date, date]]
    sessions: list[Session]
    checkins: list[Row]

    def week_of(self, day: date) -> int:
        return (day - self.start).days // 7 + 1

    def week_start(self, week: int) -> date:
        return self.start + timedelta(days=7 * (week - 1))

    def last_week(self, as_of: date) -> int:
        """The last week that has rows; 0 or less where the program has not begun."""
        return self.week_of(min(self.stop - ONE_DAY, as_of))

    def is_paused(self, day: date) -> bool:
        return any(first <= day < stop for first, stop in self.pauses)

    def asks_on(self, day: date) -> bool:
        """Inside the episode, and not in a pause."""
        return self.start <= day < self.stop and not self.is_paused(day)


def people(caseload: Caseload, as_of: date = NEVER) -> list[Person]:
    """Every patient in the order of the file."""
    rows = records(caseload.sets)
    sessions = []
    for number, session in enumerate(records(caseload.sessions)):
        own = [row for row in rows if row["session_row"] == number]
        if session["started_at"].date() <= as_of:
            sessions.append(
                (
                    session["patient_id"],
                    Session(session["session_id"], session["started_at"].to_pydatetime(), own),
                )
            )
    changes, pauses, checkins = (
        records(frame) for frame in (caseload.changes, caseload.pauses, caseload.checkins)
    )
    return [
        Person(
            patient_id=row["patient_id"],
            program=row["program"],
            start=row["start_date"],
            stop=row["end_date"] or NEVER,
            frequency=row["sessions_per_week"],
            involved_side=row["involved_side"],
            changes=own_of(changes, row),
            pauses=[
                (pause["start_date"], pause["end_date"] or NEVER) for pause in own_of(pauses, row)
            ],
            sessions=[session for who, session in sessions if who == row["patient_id"]],
            checkins=[c for c in own_of(checkins, row) if c["date"] <= as_of],
        )
        for row in records(caseload.patients)
    ]


def own_of(rows: list[Row], person: Row) -> list[Row]:
    """The rows of one patient."""
    return [row for row in rows if row["patient_id"] == person["patient_id"]]


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows with None for what is missing, and days as dates."""
    return [
        {name: _plain(name, value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(name: str, value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) and not name.endswith("_at") else value


def is_performed(row: Row) -> bool:
    """Not skipped, and some reps or a timed hold."""
    return row["status"] != "skipped" and bool((row["reps"] or 0) > 0 or (row["hold_s"] or 0) > 0)


def sides_of(caseload: Caseload, person: Person, row: Row) -> tuple[str, ...]:
    """The sides that a row speaks of: `both` of an exercise done per side is left and right."""
    exercise = caseload.catalogue.exercise(person.program, row["exercise"])
    twice = row["side"] == "both" and exercise.sides == "each"
    return ("left", "right") if twice else (row["side"],)
