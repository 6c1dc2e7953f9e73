"""Volume change once more, week by week: slow, and written without the fast one."""

from __future__ import annotations

from datetime import date
from statistics import median

from oracle.slow_records import Row
from oracle.slow_weeks import Week, slow_weeks
from rehabstats import Caseload


def slow_volume_change(caseload: Caseload, as_of: date) -> list[Row]:
    """Reference, change and reason of each line and program week."""
    return [
        {
            **dict(zip(("patient_id", "exercise", "side"), line, strict=True)),
            "week": number,
            "week_start": week.start,
            **_change(week, [weeks.get(number - back, Week()) for back in (1, 2, 3)]),
        }
        for _, line, weeks in slow_weeks(caseload, as_of)
        for number, week in weeks.items()
    ]


def _change(week: Week, before: list[Week]) -> Row:
    usable = [
        one.n_reps for one in before if one.is_complete and one.is_told and not one.is_uncounted
    ]
    reference = median(usable) if len(usable) >= 2 else None
    # Nobody wrote anything, or only sets without a count: a missing number, and no 0.
    is_known = week.is_told and (week.n_reps > 0 or not week.is_uncounted)
    change, reason = None, None
    if not week.is_told:
        reason = "nothing_recorded"
    elif not is_known or (week.is_uncounted and week.is_complete):
        reason = "not_counted"
    elif not week.is_over:
        reason = "open_week"
    elif not week.is_complete:
        reason = "partial_week"
    elif reference is None:
        reason = "too_few_weeks"
    elif reference == 0:
        reason = "restart"
    else:
        change = (week.n_reps - reference) / reference
    return {
        "n_reps": week.n_reps if is_known else None,
        "reference_reps": reference,
        "n_reference_weeks": len(usable),
        "change": change,
        "asked_reps_min": week.asked("reps_min") if week.n_days_asked else None,
        "asked_reps_max": week.asked("reps_max") if week.n_days_asked else None,
        "is_complete": week.is_complete,
        "reason": reason,
    }
