"""
The plan once more, day by day: slow, and written without the fast one.

What is asked for can only change on a few days. Between two of them one day stands for all.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from oracle.slow_records import NEVER, ONE_DAY, Person, Row, people
from rehabstats import Caseload
from rehabstats.programs import Catalogue

DOSE = ("sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s")
TERMS = ("sessions_per_week", *DOSE)


class Held(NamedTuple):
    """What holds on a day, and the row of patients, program or prescriptions that says so."""

    origin: tuple[str, int]
    terms: Row


class Change(NamedTuple):
    """A row of prescriptions.csv over `[first, stop)`."""

    first: date
    stop: date
    cells: Row


def slow_plan(caseload: Caseload) -> list[Row]:
    """Each prescription of each line, in order of patients, exercises and time."""
    return [
        {"patient_id": person.patient_id, "exercise": exercise, "side": side, **row}
        for person in people(caseload)
        for exercise in caseload.catalogue.exercises
        for side in caseload.catalogue.exercise(person.program, exercise).plan_sides
        for row in Line(caseload.catalogue, person, exercise, side).prescriptions()
    ]


class Line:
    """One exercise and side of one patient."""

    def __init__(self, catalogue: Catalogue, person: Person, exercise: str, side: str) -> None:
        self.person = person
        self.program = next(one for one in catalogue.programs if one.id == person.program)
        self.exercise = catalogue.exercise(person.program, exercise)
        self.is_own = any(one.id == exercise for one in self.program.exercises)
        rows = sorted(
            (row for row in person.changes if (row["exercise"], row["side"]) == (exercise, side)),
            key=lambda row: row["valid_from"],
        )
        # An open end closes where the next row begins.
        following = [*(row["valid_from"] for row in rows), NEVER][1:]
        self.changes = [
            Change(row["valid_from"], row["valid_to"] or then, row)
            for row, then in zip(rows, following, strict=True)
        ]

    def prescriptions(self) -> list[Row]:
        """What holds from when to when; a row of a file is an interval of its own."""
        start, stop = self.person.start, self.person.stop
        turns = {start, *self._phase_starts()}
        turns |= {day for change in self.changes for day in (change.first, change.stop)}
        days = sorted(day for day in turns if start <= day < stop)
        found: list[tuple[tuple[str, int], Row]] = []
        for first, until in pairwise([*days, stop]):
            held = self.on(first)
            if held is None:
                continue
            if found and found[-1][0] == held.origin and found[-1][1]["valid_to"] == first:
                found[-1][1]["valid_to"] = until
                continue
            row = {"valid_from": first, "valid_to": until, **held.terms, "source": held.origin[0]}
            found.append((held.origin, row))
        for _, row in found:
            row["valid_to"] = None if row["valid_to"] == NEVER else row["valid_to"]
        return [row for _, row in found]

    def on(self, day: date) -> Held | None:
        """A change inside its interval, otherwise the patient's own program."""
        for number, change in enumerate(self.changes):
            if change.first <= day < change.stop:
                return Held(("prescriptions", number), self._filled(change))
        return self._program_on(day) if self.is_own else None

    def _filled(self, change: Change) -> Row:
        """The cells of a change; an empty one keeps what held on the day before."""
        eve = change.first - ONE_DAY
        held = self.on(eve) if eve >= self.person.start else None
        # A guest of another program begins with the dose that it has there.
        before = held or self._program_on(max(eve, self.person.start))
        terms = {
            name: change.cells[name] if change.cells[name] is not None else before.terms[name]
            for name in TERMS
        }
        return _give_way(terms, change.cells)

    def _program_on(self, day: date) -> Held | None:
        """The exercise's dose at the patient's frequency, or else at that of the phase."""
        dose = {name: getattr(self.exercise, name) for name in DOSE}
        if self.person.frequency is not None:
            return Held(("patients", 0), {"sessions_per_week": self.person.frequency, **dose})
        begun = [n for n, first in enumerate(self._phase_starts()) if first <= day]
        phase = self.program.phases[begun[-1]]
        return Held(("program", begun[-1]), {"sessions_per_week": phase.sessions_per_week, **dose})

    def _phase_starts(self) -> list[date]:
        starts = [self.person.start]
        for phase in self.program.phases[:-1]:
            starts.append(starts[-1] + timedelta(weeks=phase.weeks or 0))
        return starts


def _give_way(terms: Row, stated: Row) -> Row:
    """A bound that is not stated gives way to the other one, if that is stated."""
    for low, high in (("reps_min", "reps_max"), ("hold_min_s", "hold_max_s")):
        if stated[low] is not None and stated[high] is None:
            terms[high] = max(terms[low], terms[low] if terms[high] is None else terms[high])
        if stated[high] is not None and stated[low] is None:
            terms[low] = min(terms[high], terms[high] if terms[low] is None else terms[low])
    return terms
