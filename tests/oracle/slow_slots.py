"""
The slow ledger of a caseload that is loaded already: its records in the words of slow_ledger.

Windows, definitions and the doses of symmetry are sums over these slots.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from oracle.slow_ledger import (
    Patient,
    Session,
    ledger_of_pair,
    ledger_of_sessions,
    pairs_of,
    prescribed_exercises,
    read_changes,
    read_programs,
)
from oracle.slow_records import Person, Row, people
from rehabstats import Caseload

FILLED, MISSED = ("done", "partial"), ("skipped", "omitted", "unrecorded")
DUE = (*FILLED, *MISSED)
STATES = (*DUE, "open", "excused", "extra")


class Slots(NamedTuple):
    """The ledger rows of one patient, with the day of the session that fills each."""

    person: Person
    rows: list[Row]


def slow_slots(caseload: Caseload, as_of: date, unit: str) -> list[Slots]:
    """The slots of each patient, in the order of patients."""
    return [Slots(one, _rows_of(one, as_of, unit)) for one in people(caseload, as_of)]


def _rows_of(person: Person, as_of: date, unit: str) -> list[Row]:
    patient = _in_words(person)
    if unit == "session":
        rows = ledger_of_sessions(patient, as_of)
    else:
        rows = [row for pair in pairs_of(patient) for row in ledger_of_pair(patient, *pair, as_of)]
    days = {session.session_id: session.day for session in person.sessions}
    for row in rows:
        row["session_day"] = days.get(row["session_id"])
    return rows


def _in_words(person: Person) -> Patient:
    patient = Patient(
        patient_id=person.patient_id,
        start=person.start,
        end=person.stop,
        sessions_per_week=person.frequency,
        program=read_programs()[person.program],
        pauses=person.pauses,
        sessions=[
            Session(session.session_id, session.started_at, [_cells(row) for row in session.rows])
            for session in person.sessions
        ],
        prescription_rows=[_cells(row) for row in person.changes],
    )
    for exercise in prescribed_exercises(patient):
        patient.changes[exercise] = read_changes(patient, exercise)
    return patient


def _cells(row: Row) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def ratios(rows: list[Row], unit: str = "exercise") -> Row:
    """What `adherence` says of some slots: counts of states, then their ratios."""
    n = {state: sum(row["state"] == state for row in rows) for state in STATES}
    due = [row for row in rows if row["state"] in DUE]
    filled = sum(n[state] for state in FILLED)
    share = _share(filled, len(due))
    found: Row = {
        "n_due": len(due),
        **{f"n_{state}": count for state, count in n.items()},
        "session_adherence": share,
        "session_adherence_low": share,
        "session_adherence_high": _share(filled, len(due) - n["unrecorded"]),
        "dose_adherence": None,
        "dose_adherence_high": None,
        "dose_ratio": None,
    }
    if unit == "exercise":
        asked = sum(row["reps_asked"] for row in due)
        credited = sum(min(row["reps_done"], row["reps_asked"]) for row in due)
        unseen = sum(row["reps_asked"] for row in due if row["state"] == "unrecorded")
        found["dose_adherence"] = _share(credited, asked)
        found["dose_adherence_high"] = _share(credited + unseen, asked)
        found["dose_ratio"] = _share(sum(row["reps_done"] for row in due), asked)
    return found


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
