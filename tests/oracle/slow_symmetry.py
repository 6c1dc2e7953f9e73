"""Symmetry once more, week by week: slow, and written without the fast one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from oracle.slow_records import Row
from oracle.slow_slots import ratios, slow_slots
from oracle.slow_weeks import Week, slow_weeks
from rehabstats import Caseload

Key = tuple[str, str, str, int]


def slow_symmetry(caseload: Caseload, as_of: date) -> list[Row]:
    """Left against right of each exercise and program week."""
    doses = _doses(caseload, as_of)
    weeks: dict[Key, Week] = {}
    involved = {}
    for person, line, own in slow_weeks(caseload, as_of):
        weeks |= {(*line, number): week for number, week in own.items()}
        involved[person.patient_id] = person.involved_side
    pairs = {(who, what, n) for who, what, side, n in weeks if side in ("left", "right")}
    found = []
    for who, what, number in pairs:
        keys = [(who, what, side, number) for side in ("left", "right", "unknown")]
        sides = [weeks.get(key, Week()) for key in keys]
        row = _compare(*sides, involved[who])
        left, right = (doses.get(key) for key in keys[:2])
        row |= {"left_dose": left, "right_dose": right}
        row["dose_difference"] = None if left is None or right is None else left - right
        found.append({"patient_id": who, "exercise": what, "week": number, **row})
    return found


def _compare(left: Week, right: Week, unknown: Week, involved: str | None) -> Row:
    asked = [
        (sum(slots for slots, _ in week.quotas), week.asked("reps_min"), week.asked("reps_max"))
        for week in (left, right)
    ]
    are_asked = bool(left.n_days_asked and right.n_days_asked)
    value, reason = None, None
    if not are_asked:
        reason = "not_prescribed"
    elif asked[0] != asked[1]:
        reason = "prescriptions_differ"
    elif left.is_uncounted or right.is_uncounted:
        reason = "not_counted"
    elif left.n_reps == right.n_reps == 0:
        reason = "both_zero"
    else:
        value = (left.n_reps - right.n_reps) / max(left.n_reps, right.n_reps)
    sign = {"right": 1, "left": -1}.get(involved or "")
    one_alone = bool(left.performed) != bool(right.performed)
    return {
        "week_start": min(left.start, right.start),
        "left_reps": left.n_reps,
        "right_reps": right.n_reps,
        "unknown_reps": unknown.n_reps,
        "symmetry": value,
        "involved_difference": None if value is None or sign is None else sign * value,
        "one_side_not_done": are_asked and one_alone and not unknown.performed,
        "is_complete": left.is_complete and right.is_complete,
        "reason": reason,
    }


def _doses(caseload: Caseload, as_of: date) -> dict[Key, float]:
    """dose_adherence of each line and week in which something was due."""
    slots: dict[Key, list[Row]] = defaultdict(list)
    for person, rows in slow_slots(caseload, as_of, "exercise"):
        for row in rows:
            slots[person.patient_id, row["exercise"], row["side"], row["week"]].append(row)
    return {key: ratios(rows)["dose_adherence"] for key, rows in slots.items()}
