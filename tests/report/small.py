"""Small caseloads of January 2026, a dictionary per row, written as a person's files are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from rehabstats.report.table import Table

#: A Monday: the first day of every program here.
START = "2026-01-05"

Row = dict[str, Any]


def person(patient_id: str = "P1", **more: Any) -> Row:
    """One patient on the small program: three sessions a week."""
    return {"patient_id": patient_id, "program": "small", "start_date": START} | more


def done(day: int, exercise: str = "hug", side: str = "both", **more: Any) -> Row:
    """One set on a day of January, rated 3 and with 5 repetitions unless stated."""
    same = {"patient_id": "P1", "started_at": f"2026-01-{day:02}T18:00", "set_no": 1, "reps": 5}
    return same | {"pain_during_nrs": 3, "exercise": exercise, "side": side} | more


def left(day: int, reps: int = 10, **more: Any) -> Row:
    """One set of the raise on the left."""
    return done(day, "raise", "left", reps=reps, **more)


def right(day: int, reps: int = 10, **more: Any) -> Row:
    """One set of the raise on the right."""
    return done(day, "raise", "right", reps=reps, **more)


def skipped(day: int, reason: str, exercise: str = "hug", side: str = "both") -> Row:
    """One exercise that was skipped on purpose."""
    told = {"status": "skipped", "skip_reason": reason}
    return done(day, exercise, side, reps=0, pain_during_nrs="", **told)


def rated(day: int, activity: str, score: float) -> Row:
    """One check-in."""
    return {"date": f"2026-01-{day:02}", "activity": activity, "score_psfs": score}


def as_csv(rows: Iterable[Row]) -> str:
    """Rows as the text of a file; what a row does not state stays empty."""
    lines = [{"patient_id": "P1"} | row for row in rows]
    out = io.StringIO()
    names = dict.fromkeys(name for line in lines for name in line)
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def texts(table: Table | None) -> list[list[str]]:
    """The words of a table, row by row."""
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows]


def column(table: Table | None, name: str) -> list[str]:
    """What stands below one heading."""
    assert table is not None
    at = [one.name for one in table.columns].index(name)
    return [row[at] for row in texts(table)]


def signal(direction: str, sentence: str, *, is_current: bool = True, since: str = START) -> Row:
    """A signal of P1 that says this, with nothing behind it."""
    told = {"direction": direction, "is_current": is_current, "sentence": sentence}
    return {"patient_id": "P1", "since": since} | told
