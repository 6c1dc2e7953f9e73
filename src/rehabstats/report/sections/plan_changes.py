"""Plan changes: what is asked for differently since a visit, and before it; and pauses."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from rehabstats.room import PatientRoom, each
from rehabstats.words import count_words, day_words, line_words, range_words, span_words

#: Exercises that are named before they are only counted.
_NAMED: Final = 3


def plan_changes(own: PatientRoom) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Changes of the prescription and pauses since the visit, and those before it."""
    names, plan = own.exercise_names, own.frame("plan")
    start = own.stated.start_date
    later = plan[plan["valid_from"].gt(start) & plan["valid_from"].le(own.as_of)]
    together: dict[tuple[pd.Timestamp, str], list[str]] = {}
    for row in each(later.sort_values("valid_from", kind="stable")):
        change = _change(plan, row)
        if change:
            line = line_words(names[row.exercise], row.side)
            together.setdefault((row.valid_from, change), []).append(line)
    for row in each(_endings(own, plan)):
        line = line_words(names[row.exercise], row.side)
        together.setdefault((row.valid_to, "no longer asked for"), []).append(line)
    told = [
        (day, f"{day_words(day)}: {change}: {_named(lines)}.")
        for (day, change), lines in together.items()
    ]
    told += _pauses(own)
    told.sort(key=lambda one: one[0])
    new = tuple(sentence for last, sentence in told if last >= own.visit)
    return new, tuple(sentence for last, sentence in told if last < own.visit)


def _endings(own: PatientRoom, plan: pd.DataFrame) -> pd.DataFrame:
    """Prescriptions that ended before the program did, with none after them."""
    own_end = own.stated.end_date
    line = ["exercise", "side"]
    next_from = plan.sort_values("valid_from").groupby(line, observed=True)["valid_from"].shift(-1)
    ended = plan["valid_to"].le(own.as_of) & (next_from.reindex(plan.index) != plan["valid_to"])
    return plan[ended & (True if pd.isna(own_end) else plan["valid_to"].lt(own_end))]


def _change(plan: pd.DataFrame, row: Any) -> str:
    """What a prescription asks for that differs from the one before it."""
    same = (plan["exercise"] == row.exercise) & (plan["side"] == row.side)
    earlier = plan[same & (plan["valid_to"] == row.valid_from)]
    now = terms_in_words(row)
    if earlier.empty:
        return f"new, {', '.join(now.values())}"
    was = terms_in_words(next(each(earlier)))
    return ", ".join(
        f"{was.get(name, 'nothing')} to {now.get(name, 'nothing')}"
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    )


def terms_in_words(row: Any) -> dict[str, str]:
    """
    The terms of a prescription, each in words.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> asked = {"sessions_per_week": 5, "sets": 2, "reps_min": 8, "reps_max": 12}
    >>> terms_in_words(SimpleNamespace(**asked, hold_min_s=5.0, hold_max_s=5.0))["hold"]
    'hold 5 s'
    >>> once = asked | {"sets": 1, "reps_min": 1, "reps_max": 1}
    >>> list(terms_in_words(SimpleNamespace(**once, hold_min_s=float("nan"))).values())
    ['5 a week', '1 set', '1 rep']
    """
    words = {
        "frequency": f"{row.sessions_per_week} a week",
        "sets": count_words(row.sets, "set"),
        "reps": range_words(row.reps_min, row.reps_max, noun="rep"),
    }
    if not pd.isna(row.hold_min_s):
        words["hold"] = f"hold {range_words(row.hold_min_s, row.hold_max_s)} s"
    return words


def _named(lines: list[str]) -> str:
    if len(lines) > _NAMED:
        return f"{len(lines)} exercises and sides"
    return ", ".join(lines)


def prescribed_now(own: PatientRoom) -> pd.DataFrame:
    """The prescriptions that hold on the day of the report."""
    plan = own.frame("plan")
    holds = (plan["valid_from"] <= own.as_of) & ~(plan["valid_to"] <= own.as_of)
    return plan[holds & (plan["sessions_per_week"] > 0)]


def _pauses(own: PatientRoom) -> list[tuple[pd.Timestamp, str]]:
    """Each pause that has begun, with its last day."""
    found = []
    for row in each(own.frame("pauses")):
        last = row.end_date - pd.Timedelta(days=1)
        if row.start_date <= own.as_of:
            why = "." if pd.isna(row.reason) else f": {row.reason}."
            found.append((last, f"Pause, {span_words(row.start_date, last)}{why}"))
    return found
