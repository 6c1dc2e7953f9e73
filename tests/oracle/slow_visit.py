"""Visit periods once more, day by day from the files: slow, and written without the fast one."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from typing import Any

from oracle.slow_ledger import (
    Patient,
    Session,
    dose_on,
    is_performed,
    is_performed_session,
    is_skip,
    ledger_of_sessions,
    pairs_of,
    performed_rows,
    prescribed_exercises,
    read_patients,
    reps_done,
    rows_of,
    sides_of,
)

Row = dict[str, Any]
FILLED, MISSED = ("done", "partial"), ("skipped", "omitted", "unrecorded")
STATES = (*FILLED, *MISSED, "open", "excused", "extra")


def slow_visits(
    folder: Path, since: date, as_of: date, backfill_days: int = 2
) -> dict[tuple[str, str], Row]:
    """What `visit_periods` shows, by patient and period."""
    found = {}
    length = timedelta((as_of - since).days + 1)
    for patient in read_patients(folder, as_of):
        for period, first, stop in (
            ("before", since - length, since),
            ("since", since, as_of + timedelta(1)),
        ):
            days = [first + timedelta(n) for n in range((stop - first).days)]
            found[patient.patient_id, period] = {
                "first_on": min(days),
                "last_on": max(days),
                **_adherence(patient, days, as_of),
                **_pain(patient, days),
                **_function(folder, patient.patient_id, days, as_of),
                **_sides(patient, days),
                **_entries(patient, days, backfill_days),
            }
    return found


def _adherence(patient: Patient, days: list[date], as_of: date) -> Row:
    day_of = {session.session_id: session.day for session in patient.sessions}
    states: Counter[str] = Counter()
    for row in ledger_of_sessions(patient, as_of):
        if row["session_id"]:
            day = day_of[row["session_id"]]
        elif row["state"] == "excused":
            day = patient.start + timedelta(7 * (row["week"] - 1))
        else:
            day = min(row["due_on"], as_of)
        states[row["state"]] += day in days
    filled = sum(states[name] for name in FILLED)
    known = filled + states["skipped"] + states["omitted"]
    due = known + states["unrecorded"]
    return {
        "n_due": due,
        **{f"n_{name}": states[name] for name in STATES},
        "session_adherence": filled / due if due else None,
        "session_adherence_low": filled / due if due else None,
        "session_adherence_high": filled / known if known else None,
    }


def _in(patient: Patient, days: list[date]) -> list[Session]:
    return [session for session in patient.sessions if session.day in days]


def _pain(patient: Patient, days: list[date]) -> Row:
    performed = [session for session in _in(patient, days) if is_performed_session(session)]
    rated = [_pain_during(patient, session) for session in performed]
    ratings = [rating for rating in rated if rating is not None]
    skipped = {
        session.day
        for session in _in(patient, days)
        for row in session.rows
        if is_skip(row) and row.get("skip_reason", "") == "pain"
    }
    return {
        "n_sessions": len(performed),
        "n_rated": len(ratings),
        "pain_during_nrs_median": median(ratings) if ratings else None,
        "n_skipped_for_pain": len(skipped),
    }


def _pain_during(patient: Patient, session: Session) -> float | None:
    """
    Each exercise and side counts once, however many sets it has.

    A `both` row of an exercise done per side is its left and its right.
    """
    by_line = defaultdict(list)
    for row in session.rows:
        if is_performed(row) and row.get("pain_during_nrs", ""):
            exercise, side = row["exercise"], row.get("side", "")
            for one in sides_of(patient, exercise) if side == "both" else [side]:
                by_line[exercise, one].append(float(row["pain_during_nrs"]))
    return fmean(map(fmean, by_line.values())) if by_line else None


def _function(folder: Path, patient_id: str, days: list[date], as_of: date) -> Row:
    by_day: dict[date, dict[str, float]] = defaultdict(dict)
    for row in rows_of(folder / "checkins.csv", patient_id):
        if date.fromisoformat(row["date"]) <= as_of:
            by_day[date.fromisoformat(row["date"])][row["activity"]] = float(row["score_psfs"])
    every = {activity for scores in by_day.values() for activity in scores}
    means = [
        fmean(scores.values())
        for day, scores in by_day.items()
        if day in days and set(scores) == every
    ]
    return {"n_dates_rated": len(means), "function_psfs_mean": fmean(means) if means else None}


def _sides(patient: Patient, days: list[date]) -> Row:
    reps: Counter[str] = Counter()
    n_uncounted, asked, differs = 0, False, False
    for exercise, side in pairs_of(patient):
        for session in _in(patient, days):
            rows = performed_rows(session, exercise, side)
            if side in ("left", "right") and rows:
                reps[side] += reps_done(session, exercise, side)
                n_uncounted += sum(row.get("reps", "") in ("", "0") for row in rows)
    for exercise in prescribed_exercises(patient):
        if sides_of(patient, exercise) == ["left", "right"]:
            for day in (day for day in days if patient.start <= day < patient.end):
                left, right = (_asked(patient, exercise, side, day) for side in ("left", "right"))
                asked |= bool(left or right)
                differs |= left != right
    value, reason = None, None
    if not asked:
        reason = "not_prescribed"
    elif differs:
        reason = "prescriptions_differ"
    elif n_uncounted:
        reason = "not_counted"
    elif not reps["left"] and not reps["right"]:
        reason = "both_zero"
    else:
        value = (reps["left"] - reps["right"]) / max(reps["left"], reps["right"])
    return {
        "n_reps_left": reps["left"],
        "n_reps_right": reps["right"],
        "symmetry": value,
        "symmetry_reason": reason,
    }


def _asked(patient: Patient, exercise: str, side: str, day: date) -> tuple[int, ...] | None:
    dose = dose_on(patient, exercise, side, day)
    if dose is None or not dose.sessions_per_week:
        return None
    return dose.sessions_per_week, dose.sets, dose.reps_min, dose.reps_max


def _entries(patient: Patient, days: list[date], backfill_days: int) -> Row:
    lags = []
    for session in _in(patient, days):
        entered = [row["recorded_at"] for row in session.rows if row.get("recorded_at", "")]
        if entered:
            first = min(map(datetime.fromisoformat, entered))
            lags.append((first.date() - session.day).days)
    return {"n_entered": len(lags), "n_late": sum(lag >= backfill_days for lag in lags)}
