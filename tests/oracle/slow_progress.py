"""Progress once more, day by day and row by row: slow, and written without the fast one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from math import nan
from statistics import fmean, median
from typing import Any, NamedTuple

import pandas as pd

from oracle.slow_plan import slow_plan as slow_prescriptions
from rehabstats import Caseload

Row = dict[str, Any]
Line = tuple[str, str, str]


class Week(NamedTuple):
    """One line in one program week."""

    n_reps: int = 0
    n_sets: int = 0
    n_uncounted: int = 0
    n_days: int = 0
    quota: int = 0
    least: int = 0
    most: int = 0
    over: bool = False

    @property
    def complete(self) -> bool:
        return self.over and self.n_days == 7


# The log and the plan as lists of rows --------------------------------------------------------


def slow_sets(caseload: Caseload, as_of: date) -> list[Row]:
    """Every set up to as_of on the sides it counts for, with its day; skip rows too."""
    programs = dict(zip(caseload.patients["patient_id"], caseload.patients["program"], strict=True))
    sessions, rows = caseload.sessions.to_dict("records"), []
    for row in caseload.sets.to_dict("records"):
        session = sessions[row["session_row"]]
        if session["day"].date() > as_of:
            continue
        row |= {"day": session["day"].date(), "started_at": session["started_at"]}
        row["reps"] = 0 if pd.isna(row["reps"]) else int(row["reps"])
        done = row["reps"] > 0 or row["hold_s"] > 0
        row["performed"] = row["status"] == "done" and done
        exercise = caseload.catalogue.exercise(programs[row["patient_id"]], row["exercise"])
        twice = row["side"] == "both" and exercise.sides == "each"
        rows += [{**row, "side": side} for side in (("left", "right") if twice else (row["side"],))]
    return rows


#: The caseload of the last `slow_plan` and its plan: one comparison asks for it several times.
_LAST: list[tuple[Caseload, dict[Line, list[Row]]]] = []


def slow_plan(caseload: Caseload) -> dict[Line, list[Row]]:
    """The prescriptions of each line, as dates."""
    if _LAST and _LAST[0][0] is caseload:
        return _LAST[0][1]
    plan = defaultdict(list)
    for row in slow_prescriptions(caseload):
        row |= {"first": row["valid_from"], "stop": row["valid_to"] or date.max}
        row["hold_min_s"] = row["hold_min_s"] or nan  # which nothing is below
        plan[row["patient_id"], row["exercise"], row["side"]].append(row)
    _LAST[:] = [(caseload, plan)]
    return plan


def held_on(plan: list[Row], day: date) -> Row | None:
    """The prescription of a day that asks for anything."""
    for row in plan:
        if row["first"] <= day < row["stop"] and row["sessions_per_week"] > 0:
            return row
    return None


def slow_weeks(caseload: Caseload, as_of: date) -> dict[tuple[str, str, str, int], Week]:
    """What was asked and done per line and program week from 1 on."""
    plan = slow_plan(caseload)
    weeks: dict[tuple[str, str, str, int], Week] = {}
    done = defaultdict(list)
    people = {row["patient_id"]: row for row in caseload.patients.to_dict("records")}
    for row in slow_sets(caseload, as_of):
        start = people[row["patient_id"]]["start_date"].date()
        week = (row["day"] - start).days // 7 + 1
        if row["performed"] and week >= 1:
            done[row["patient_id"], row["exercise"], row["side"], week].append(row)
    keys = set(done)
    for patient, person in people.items():
        end = date.max if pd.isna(person["end_date"]) else person["end_date"].date()
        last = min(end - timedelta(1), as_of)
        n_weeks = (last - person["start_date"].date()).days // 7 + 1
        own = [line for line in plan if line[0] == patient]
        keys |= {(*line, week) for line in own for week in range(1, n_weeks + 1)}
    pauses = caseload.pauses.to_dict("records")
    for key in keys:
        weeks[key] = _week(key, people[key[0]], plan.get(key[:3], []), pauses, done[key], as_of)
    return weeks


def _week(
    key: tuple[str, str, str, int],
    person: Row,
    plan: list[Row],
    pauses: list[Row],
    done: list[Row],
    as_of: date,
) -> Week:
    start = person["start_date"].date()
    end = date.max if pd.isna(person["end_date"]) else person["end_date"].date()
    first = start + timedelta(7 * (key[3] - 1))
    last_week = (min(end - timedelta(1), as_of) - start).days // 7 + 1
    parts: dict[int, list[Row]] = defaultdict(list)
    for day in (first + timedelta(n) for n in range(7)):
        paused = any(
            pause["patient_id"] == key[0]
            and pause["start_date"].date() <= day < pause["end_date"].date()
            for pause in pauses
        )
        held = held_on(plan, day)
        if held and not paused and key[3] <= last_week:
            parts[id(held)].append(held)
    quotas = [(int(p[0]["sessions_per_week"] * len(p) / 7 + 0.5), p[0]) for p in parts.values()]
    return Week(
        n_reps=sum(row["reps"] for row in done),
        n_sets=len(done),
        n_uncounted=sum(row["reps"] == 0 for row in done),
        n_days=sum(len(part) for part in parts.values()),
        quota=sum(q for q, _ in quotas),
        least=sum(q * p["sets"] * p["reps_min"] for q, p in quotas),
        most=sum(q * p["sets"] * p["reps_max"] for q, p in quotas),
        over=first + timedelta(7) <= min(end, as_of),
    )


# The metrics ---------------------------------------------------------------------------------


def slow_volume_change(caseload: Caseload, as_of: date) -> dict[tuple[str, str, str, int], Row]:
    """Reference, change and reason of each line and week."""
    weeks, found = slow_weeks(caseload, as_of), {}
    starts = dict(
        zip(caseload.patients["patient_id"], caseload.patients["start_date"], strict=True)
    )
    recorded = {
        (row["patient_id"], (row["day"] - starts[row["patient_id"]].date()).days // 7 + 1)
        for row in slow_sets(caseload, as_of)
    }
    for (*line, number), week in weeks.items():
        before = [(number - back, weeks.get((*line, number - back), Week())) for back in (1, 2, 3)]
        usable = [
            w.n_reps
            for earlier, w in before
            if w.complete and not w.n_uncounted and (line[0], earlier) in recorded
        ]
        reference = median(usable) if len(usable) >= 2 else None
        change, reason = None, None
        is_recorded = (line[0], number) in recorded
        is_known = is_recorded and (week.n_reps > 0 or week.n_uncounted == 0)
        if not is_recorded:
            reason = "nothing_recorded"
        elif not is_known:
            reason = "not_counted"
        elif not week.over:
            reason = "open_week"
        elif not week.complete:
            reason = "partial_week"
        elif week.n_uncounted:
            reason = "not_counted"
        elif reference is None:
            reason = "too_few_weeks"
        elif reference == 0:
            reason = "restart"
        else:
            change = (week.n_reps - reference) / reference
        found[*line, number] = {
            "n_reps": week.n_reps if is_known else None,
            "reference_reps": reference,
            "n_reference_weeks": len(usable),
            "change": change,
            "asked_reps_min": week.least if week.n_days else None,
            "asked_reps_max": week.most if week.n_days else None,
            "is_complete": week.complete,
            "reason": reason,
        }
    return found


def slow_function(caseload: Caseload, as_of: date) -> dict[tuple[str, str | None], Row]:
    """Baseline, current value and change of each patient and activity, and of their mean."""
    found = {}
    for patient in caseload.patients["patient_id"]:
        rows = [
            (row["date"].date(), row["activity"], row["score_psfs"])
            for row in caseload.checkins.to_dict("records")
            if row["patient_id"] == patient and row["date"].date() <= as_of
        ]
        activities = {activity for _, activity, _ in rows}
        by_day = defaultdict(list)
        for day, _, score in rows:
            by_day[day].append(score)
        whole = {d: fmean(s) for d, s in by_day.items() if len(s) == len(activities)}
        series = {None: whole}
        series |= {name: {d: s for d, a, s in rows if a == name} for name in activities}
        for name, scores in series.items():
            first = min(by_day, default=date.max - timedelta(14))
            second = max(first + timedelta(14), as_of - timedelta(13))
            early = [s for d, s in scores.items() if d < first + timedelta(14)]
            late = [s for d, s in scores.items() if d >= second]
            found[patient, name] = {
                "n": len(scores),
                "n_partial_dates": 0 if name else len(by_day) - len(whole),
                "baseline_psfs": fmean(early) if early else None,
                "n_baseline": len(early),
                "current_psfs": fmean(late) if late else None,
                "n_current": len(late),
                "change_psfs": fmean(late) - fmean(early) if early and late else None,
                "threshold_psfs": 3 if name or len(activities) <= 1 else 2,
            }
    return found


def slow_progression(caseload: Caseload, as_of: date, flared: set[Line]) -> dict[Line, Row]:
    """Windows and criterion of each line of the plan; `flared` are those with an open flare."""
    everything = slow_sets(caseload, as_of)
    found = {}
    for line, plan in slow_plan(caseload).items():
        own = [r for r in everything if (r["patient_id"], r["exercise"], r["side"]) == line]
        sessions: dict[Any, list[Row]] = defaultdict(list)
        for row in sorted(own, key=lambda r: (r["started_at"], r["session_row"])):
            if row["performed"]:
                sessions[row["session_row"]].append(row)
        first = min((p["first"] for p in plan if p["sessions_per_week"]), default=None)
        early, late = _windows(list(sessions.values()), first, as_of)
        result: Row = {"n_sessions_baseline": len(early), "n_sessions_current": len(late)}
        for name, mean in _MEANS.items():
            before, after = _mean_of(mean, early), _mean_of(mean, late)
            change = None if before is None or after is None else after - before
            result |= {
                name.format("baseline"): before,
                name.format("current"): after,
                name.format("change"): change,
            }
        last = list(sessions.values())[-2:]
        recent = [
            r["pain_during_nrs"]
            for r in own
            if r["day"] > as_of - timedelta(7) and r["pain_during_nrs"] >= 0
        ]
        never = first is None or first > as_of
        found[line] = result | _criterion(last, plan, recent, never, line in flared)
    return found


def _windows(
    sessions: list[list[Row]], first: date | None, as_of: date
) -> tuple[list[list[Row]], list[list[Row]]]:
    if first is None:
        return [], []
    until = first + timedelta(14)
    now = max(until, as_of - timedelta(13))
    return (
        [s for s in sessions if first <= s[0]["day"] < until],
        [s for s in sessions if now <= s[0]["day"] <= as_of],
    )


def _mean_of(mean: Any, sessions: list[list[Row]]) -> float | None:
    values = [mean(session) for session in sessions]
    values = [value for value in values if value is not None]
    return fmean(values) if values else None


def _average(values: list[float]) -> float | None:
    return fmean(values) if values else None


def _hold(session: list[Row]) -> float | None:
    held = [(max(row["reps"], 1), row["hold_s"]) for row in session if row["hold_s"] >= 0]
    return sum(n * s for n, s in held) / sum(n for n, _ in held) if held else None


_MEANS = {
    "reps_{}": lambda session: _average([r["reps"] for r in session if r["reps"] > 0]),
    "hold_{}_s": _hold,
    "load_{}_kg": lambda session: _average([r["load_kg"] for r in session if r["load_kg"] > 0]),
    "rom_{}_deg": lambda session: _average([r["rom_deg"] for r in session if r["rom_deg"] > -999]),
}


def _criterion(
    last: list[list[Row]], plan: list[Row], recent: list[float], never: bool, is_flared: bool
) -> Row:
    against, unknown = set(), set()
    if is_flared:
        against.add("open_flare")
    if max(recent, default=0) > 5:
        against.add("pain_above_limit")
    if not recent:
        unknown.add("pain_not_rated")
    if never:
        unknown.add("no_prescription")
    if len(last) < 2:
        unknown.add("too_few_sessions")
        last = []
    for session in last:
        asked = held_on(plan, session[0]["day"])
        final = min(session, key=lambda r: (-r["set_no"], r["reps"], _or(r["hold_s"], 1e9)))
        if final["reps"] == 0:
            unknown.add("not_counted")
        if asked is None:
            unknown.add("no_prescription")
            continue
        if len(session) < asked["sets"]:
            against.add("too_few_sets")
        if 0 < final["reps"] < asked["reps_max"] + 2:
            against.add("reps_within_range")
        if final["hold_s"] < asked["hold_min_s"]:
            against.add("hold_too_short")
    order = (
        "open_flare", "pain_above_limit", "too_few_sets", "reps_within_range", "hold_too_short",
        "too_few_sessions", "no_prescription", "not_counted", "pain_not_rated",
    )  # fmt: skip
    reason = next((word for word in order if word in against | unknown), None)
    answer = "no" if against else "unknown" if unknown else "yes"
    return {"meets_criterion": answer, "criterion_reason": reason}


def _or(value: float, other: float) -> float:
    return other if pd.isna(value) else value


# Comparison -----------------------------------------------------------------------------------


def differences(table: pd.DataFrame, key: list[str], expected: dict[Any, Row]) -> list[str]:
    """Where a metric frame and its slow twin disagree, in words; empty if nowhere."""
    rows = {
        tuple(None if pd.isna(row[name]) else row[name] for name in key): row
        for row in table.to_dict("records")
    }
    found = [f"no row {name}" for name in expected if name not in rows]
    found += [f"extra row {name}" for name in rows if name not in expected]
    for name in expected.keys() & rows.keys():
        for column, value in expected[name].items():
            got = None if pd.isna(rows[name][column]) else rows[name][column]
            missing = value is None or pd.isna(value)
            same = got is None if missing else got is not None and _equal(got, value)
            if not same:
                found.append(f"{name} {column}: {got!r}, slowly {value!r}")
    return sorted(found)


def _equal(got: Any, value: Any) -> bool:
    if isinstance(value, str | bool):
        return bool(got == value)
    return bool(abs(got - value) < 1e-9)
