"""Definitions once more, slot by slot: slow, and written without the fast one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from oracle.slow_records import Row
from oracle.slow_slots import DUE, FILLED, slow_slots
from rehabstats import Caseload


def slow_definitions(caseload: Caseload, as_of: date, since: date | None = None) -> list[Row]:
    """Numerator, denominator and ratio of each patient under each definition."""
    found = []
    whole, parts = (slow_slots(caseload, as_of, unit) for unit in ("session", "exercise"))
    for (person, sessions), (_, exercises) in zip(whole, parts, strict=True):
        for name, (counted, asked) in _counts(_from(sessions, since), _from(exercises, since)):
            found.append(
                {
                    "patient_id": person.patient_id,
                    "definition": name,
                    "counted": counted,
                    "asked": asked,
                    "value": counted / asked if asked else None,
                }
            )
    return found


def _from(rows: list[Row], since: date | None) -> list[Row]:
    """A session counts on its day, a slot without one on its deadline."""
    if since is None:
        return rows
    days = [row["session_day"] or row["due_on"] for row in rows]
    return [row for row, day in zip(rows, days, strict=True) if day is not None and day >= since]


def _counts(sessions: list[Row], exercises: list[Row]) -> list[tuple[str, tuple[float, float]]]:
    due = [row for row in exercises if row["state"] in DUE]
    filled = [row for row in due if row["state"] in FILLED]
    recorded = [row for row in due if row["state"] != "unrecorded"]
    full = [row for row in filled if 100 * row["reps_done"] >= 80 * row["reps_asked"]]
    asked = sum(row["reps_asked"] for row in due)
    credited = sum(min(row["reps_done"], row["reps_asked"]) for row in filled)
    return [
        (
            "session",
            (
                sum(row["state"] in FILLED for row in sessions),
                sum(row["state"] in DUE for row in sessions),
            ),
        ),
        ("day", _days(sessions)),
        ("exercise", (len(filled), len(due))),
        ("full_session", (len(full), len(due))),
        ("dose_capped", (credited, asked)),
        ("dose_uncapped", (sum(row["reps_done"] for row in filled), asked)),
        ("unrecorded_left_out", (len(filled), len(recorded))),
        ("logged_only", (credited, sum(row["reps_asked"] for row in recorded))),
    ]


def _days(sessions: list[Row]) -> tuple[int, int]:
    """Days with a session, in each week at most as many as days asked for, those at most 7."""
    weeks: dict[int, list[Row]] = defaultdict(list)
    for row in sessions:
        weeks[row["week"]].append(row)
    n_active, n_asked = 0, 0
    for rows in weeks.values():
        asked = min(sum(row["state"] in DUE for row in rows), 7)
        active = {row["session_day"] for row in rows if row["state"] in (*FILLED, "extra")}
        n_asked += asked
        n_active += min(len(active), asked)
    return n_active, n_asked
