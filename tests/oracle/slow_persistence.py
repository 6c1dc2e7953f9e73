"""Persistence once more, day by day: slow, and written without the fast one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from oracle.slow_records import ONE_DAY, Person, Row, people
from rehabstats import Caseload


class Gap(NamedTuple):
    """Days in a row without a session; those of a pause are not counted."""

    first: date
    n_days: int


def slow_persistence(caseload: Caseload, as_of: date, permissible_gap_days: int) -> list[Row]:
    """When each patient began, how long they kept going, and whether they stopped."""
    return [_of_person(person, as_of, permissible_gap_days) for person in people(caseload, as_of)]


def _of_person(person: Person, as_of: date, permissible: int) -> Row:
    n_observed = max((min(person.stop, as_of) - person.start).days, 0)
    days_over = [person.start + timedelta(n) for n in range(n_observed)]
    active = sorted(
        session.day
        for session in person.sessions
        if session.performed and person.start <= session.day < person.stop
    )
    gaps = _gaps(person, days_over, set(active))
    stops = [gap.first for gap in gaps if gap.n_days > permissible]
    stopped_on = stops[0] if stops else None
    return {
        "patient_id": person.patient_id,
        "first_session_on": active[0] if active else None,
        "days_to_first_session": (active[0] - person.start).days if active else None,
        "last_session_on": active[-1] if active else None,
        "longest_gap_days": max((gap.n_days for gap in gaps), default=0),
        "discontinued_on": stopped_on,
        "days_observed": n_observed,
        "days_persisted": (stopped_on - person.start).days if stopped_on else n_observed,
        "resumed": stopped_on is not None and any(day > stopped_on for day in active),
    }


def _gaps(person: Person, days_over: list[date], active: set[date]) -> list[Gap]:
    gaps: list[Gap] = []
    for day in days_over:
        if day in active:
            continue
        goes_on = day > person.start and day - ONE_DAY not in active
        if not goes_on:
            gaps.append(Gap(day, 0))
        gaps[-1] = Gap(gaps[-1].first, gaps[-1].n_days + (not person.is_paused(day)))
    return gaps
