"""What was asked and done in each program week of a line, from plain records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from oracle.slow_plan import slow_plan
from oracle.slow_records import NEVER, Person, Row, is_performed, people, sides_of
from rehabstats import Caseload

Line = tuple[str, str, str]


@dataclass
class Week:
    """One line in one program week; nothing at all, unless something is put in."""

    start: date = NEVER
    is_over: bool = False
    #: Whether the patient has an entry of any kind in this week.
    is_told: bool = False
    n_days_asked: int = 0
    #: Slots, and each with what one of them asks for.
    quotas: list[tuple[int, Row]] = field(default_factory=list)
    performed: list[Row] = field(default_factory=list)

    @property
    def n_reps(self) -> int:
        return sum(row["reps"] or 0 for row in self.performed)

    @property
    def is_uncounted(self) -> bool:
        return any(not row["reps"] for row in self.performed)

    @property
    def is_complete(self) -> bool:
        return self.is_over and self.n_days_asked == 7

    def asked(self, reps: str) -> int:
        """Sets x `reps` over the slots of the whole week."""
        return sum(slots * terms["sets"] * terms[reps] for slots, terms in self.quotas)


def slow_weeks(caseload: Caseload, as_of: date) -> Iterator[tuple[Person, Line, dict[int, Week]]]:
    """The weeks of each line: those of the plan, and any other in which something was done."""
    plan: dict[Line, list[Row]] = defaultdict(list)
    for row in slow_plan(caseload):
        plan[row["patient_id"], row["exercise"], row["side"]].append(row)
    for person in people(caseload, as_of):
        done: dict[Line, list[tuple[int, Row]]] = defaultdict(list)
        for session in person.sessions:
            for row in filter(is_performed, session.rows):
                for side in sides_of(caseload, person, row):
                    line = (person.patient_id, row["exercise"], side)
                    done[line].append((person.week_of(session.day), row))
        own = [line for line in plan if line[0] == person.patient_id]
        for line in dict.fromkeys([*own, *done]):
            yield person, line, _weeks_of(person, plan.get(line, []), done[line], as_of)


def _weeks_of(
    person: Person, plan: list[Row], done: list[tuple[int, Row]], as_of: date
) -> dict[int, Week]:
    last = person.last_week(as_of)
    numbers = {number for number, _ in done} | (set(range(1, last + 1)) if plan else set())
    told = {person.week_of(session.day) for session in person.sessions if session.rows}
    weeks = {}
    for number in sorted(n for n in numbers if n >= 1):
        start = person.week_start(number)
        week = Week(
            start=start,
            is_over=start + timedelta(7) <= min(person.stop, as_of),
            is_told=number in told,
            performed=[row for week, row in done if week == number],
        )
        if number <= last:
            _ask(week, person, plan)
        weeks[number] = week
    return weeks


def _ask(week: Week, person: Person, plan: list[Row]) -> None:
    """Each part of a week with a prescription of its own has a quota of its own."""
    days = [week.start + timedelta(n) for n in range(7)]
    for terms in plan:
        stop = terms["valid_to"] or NEVER
        held = [day for day in days if terms["valid_from"] <= day < stop and person.asks_on(day)]
        if terms["sessions_per_week"] > 0 and held:
            week.n_days_asked += len(held)
            # Half up, in whole numbers.
            quota = (2 * terms["sessions_per_week"] * len(held) + 7) // 14
            week.quotas.append((quota, terms))
