"""
The ledger of design.md section 2.2, written a second time: slow, plain and easy to check.

It shares no code with rehabstats and is only meant for valid caseloads. Each function
follows one sentence of the design ("D") or one agreed resolution ("R").

=====================  ==========================================================================
function               sentence
=====================  ==========================================================================
`week_of`              D "`week` = floor((day - start_date) / 7) + 1"
`quota`                D "q = round-half-up(k*e/7) slots"
`deadline`             D "slot j of q <= e is due on d(e-q+j); of q > e on d(ceil(j*e/q))"
`is_paused`            D pauses.csv is "one excused interval `[start_date, end_date)`"
`read_sessions`        D "a session that crosses midnight belongs to the day it started";
                       D "entries after as_of are ignored"; R(d) what a session is
`is_performed`         D "some reps, or a timed hold"; R(e)
`is_about`             D "a `both` row of an exercise prescribed per side counts its reps on each
                       side"; D "`unknown` fills nothing"
`base_dose`            R(a) the program's dose; the patient's frequency, or the phase's
`read_changes`         R(a) a side left empty, or `both`, means left and right; an empty
                       `valid_to` lasts until the next row of that exercise and side
`filled_in`            D "an empty cell inherits what was valid before"; R(a)
`dose_on`              D a prescription "overrides the program inside its interval"
`intervals_of_week`    D "a prescription change splits the week"; R(a) a row is its own interval
`last_week`            R(b) weeks 1 to the one with min(as_of, end_date - 1 day)
`make_slots`           D quota and deadline; D "inside the prescription's interval, inside
                       [start_date, end_date), not paused"
`excused_doses`        D "`excused` = the week's quota had there been no pause, minus its quota";
                       R(g) interval by interval
`fill_week`            D "fill its slots in order of time, slots in order of due_on"; D "extra: a
                       session beyond the quota"
`mark_unfilled`        D "first as many `skipped` ..., then as many `omitted` ..., the rest
                       `unrecorded`"; D "open: not filled, due_on >= as_of"
`dose_reached`         D "reps summed over the session's sets >= sets * reps_min, and ... its
                       reps-weighted mean >= hold_min_s"; R(f)
`count_skip_rows`      R(e) skip rows are counted as rows, by their session's day
`count_without`        D "other performed sessions without it (and without a skip row for it)"
`pairs_of`             R(c) what is done but was never prescribed is extra
`session_intervals`    D "k is the highest sessions_per_week valid that day"; R(h)
=====================  ==========================================================================

What a row holds: an unfilled slot has `session_id` "" and `reps_done` 0. Extras and excused
slots have no `due_on`; an extra has no `reps_asked`. Where the log gives no session_id, the
ledger shows the `started_at` as written. `slow_session_ledger` has `exercise` and `side` ""
and no reps at all. A session that began on the as_of day counts whole, also with rows written
after midnight. A patient whose start is after as_of has no weeks; sessions before it are extra.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

Cells = dict[str, str]
Row = dict[str, Any]

PROGRAMS = Path(__file__).parents[2] / "src" / "rehabstats" / "programs"
ONE_DAY = timedelta(days=1)
NEVER = date.max


@dataclass(frozen=True)
class Dose:
    """What is asked for: how often, and how much per session."""

    sessions_per_week: int
    sets: int = 0
    reps_min: int = 0
    hold_min_s: Fraction | None = None
    reps_max: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Change:
    """One row of prescriptions.csv on one side, over `[valid_from, valid_to)`."""

    side: str
    valid_from: date
    valid_to: date
    cells: Cells


@dataclass
class Session:
    """One sitting of one patient with its rows."""

    session_id: str
    started_at: datetime
    rows: list[Cells]

    @property
    def day(self) -> date:
        """The day on which the session started."""
        return self.started_at.date()


@dataclass
class Patient:
    """One row of patients.csv with all that the other files say about this patient."""

    patient_id: str
    start: date
    end: date
    sessions_per_week: int | None
    program: dict[str, Any]
    pauses: list[tuple[date, date]]
    sessions: list[Session]
    prescription_rows: list[Cells] = field(default_factory=list)
    changes: dict[str, list[Change]] = field(default_factory=dict)


@dataclass
class Slot:
    """One prescribed occasion, and how it went."""

    due_on: date
    dose: Dose
    state: str = ""
    session: Session | None = None


@dataclass(frozen=True)
class Interval:
    """The days of one week on which one prescription is valid, pause days included."""

    days: list[date]
    dose: Dose


# Entry points ---------------------------------------------------------------------------------


def slow_ledger(folder: Path, as_of: date) -> list[Row]:
    """One row per slot and per extra, for every patient, exercise and side."""
    ledger: list[Row] = []
    for patient in read_patients(folder, as_of):
        for exercise, side in pairs_of(patient):
            ledger += ledger_of_pair(patient, exercise, side, as_of)
    return ledger


def slow_session_ledger(folder: Path, as_of: date) -> list[Row]:
    """The same for whole sessions: `unit="session"`."""
    ledger: list[Row] = []
    for patient in read_patients(folder, as_of):
        ledger += ledger_of_sessions(patient, as_of)
    return ledger


def slow_counts(ledger: Iterable[Row]) -> dict[tuple[str, str, str, int], Counter[str]]:
    """How many rows of each state, by patient, exercise, side and week."""
    counts: dict[tuple[str, str, str, int], Counter[str]] = {}
    for row in ledger:
        key = (row["patient_id"], row["exercise"], row["side"], row["week"])
        counts.setdefault(key, Counter())[row["state"]] += 1
    return counts


# Reading --------------------------------------------------------------------------------------


def read_csv(file: Path) -> list[Cells]:
    """All rows of a file; none when there is no such file."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(lines)]


@cache
def read_programs() -> dict[str, dict[str, Any]]:
    """The program files by their id."""
    programs = [tomllib.loads(file.read_text("utf-8")) for file in PROGRAMS.glob("*.toml")]
    return {program["id"]: program for program in programs}


def read_patients(folder: Path, as_of: date) -> list[Patient]:
    """Every patient with sessions, pauses and prescription changes."""
    programs = read_programs()
    patients = []
    for row in read_csv(folder / "patients.csv"):
        patient_id = row["patient_id"]
        frequency = row.get("sessions_per_week", "")
        patient = Patient(
            patient_id=patient_id,
            start=date.fromisoformat(row["start_date"]),
            end=date_or_never(row.get("end_date", "")),
            sessions_per_week=int(frequency) if frequency else None,
            program=programs[row["program"]],
            pauses=read_pauses(folder, patient_id),
            sessions=read_sessions(folder, patient_id, as_of),
            prescription_rows=rows_of(folder / "prescriptions.csv", patient_id),
        )
        for exercise in prescribed_exercises(patient):
            patient.changes[exercise] = read_changes(patient, exercise)
        patients.append(patient)
    return patients


def rows_of(file: Path, patient_id: str) -> list[Cells]:
    """The rows of one patient."""
    return [row for row in read_csv(file) if row["patient_id"] == patient_id]


def read_pauses(folder: Path, patient_id: str) -> list[tuple[date, date]]:
    """The pauses of one patient, each `[start, end)`."""
    rows = rows_of(folder / "pauses.csv", patient_id)
    return [(date.fromisoformat(r["start_date"]), date.fromisoformat(r["end_date"])) for r in rows]


def read_sessions(folder: Path, patient_id: str, as_of: date) -> list[Session]:
    """The sessions up to as_of in order of time, then of first appearance in the file."""
    sessions: dict[tuple[str, str | datetime], Session] = {}
    for row in rows_of(folder / "sessions.csv", patient_id):
        started_at = datetime.fromisoformat(row["started_at"]).replace(tzinfo=None)
        session_id = row.get("session_id", "")
        key = ("by id", session_id) if session_id else ("by time", started_at)
        if key not in sessions:
            sessions[key] = Session(session_id or row["started_at"], started_at, rows=[])
        session = sessions[key]
        session.rows.append(row)
        session.started_at = min(session.started_at, started_at)
    # Python keeps dicts in order of insertion and sorts stably: ties stay in file order.
    in_order = sorted(sessions.values(), key=lambda session: session.started_at)
    return [session for session in in_order if session.day <= as_of]


def date_or_never(text: str) -> date:
    """An empty end is open."""
    return date.fromisoformat(text) if text else NEVER


def number(text: str) -> Fraction:
    """A number exactly as written; nothing written is nothing done."""
    return Fraction(text) if text else Fraction(0)


# What a log row says --------------------------------------------------------------------------


def is_performed(row: Cells) -> bool:
    """Some reps, or a timed hold."""
    if is_skip(row):
        return False
    return number(row.get("reps", "")) > 0 or number(row.get("hold_s", "")) > 0


def is_skip(row: Cells) -> bool:
    """An explicit skip row."""
    return row.get("status", "") == "skipped"


def is_about(row: Cells, exercise: str, side: str) -> bool:
    """Whether the row speaks of this exercise and side: a `both` row speaks of each side."""
    return row["exercise"] == exercise and row.get("side", "") in (side, "both")


def performed_rows(session: Session, exercise: str, side: str) -> list[Cells]:
    """The sets of this exercise and side that were done in the session."""
    return [row for row in session.rows if is_about(row, exercise, side) and is_performed(row)]


def skip_rows(session: Session, exercise: str, side: str) -> list[Cells]:
    """The skip rows for this exercise and side in the session."""
    return [row for row in session.rows if is_about(row, exercise, side) and is_skip(row)]


def is_performed_session(session: Session) -> bool:
    """Whether anything at all was done, on whichever side."""
    return any(is_performed(row) for row in session.rows)


def reps_done(session: Session, exercise: str, side: str) -> int:
    """Reps summed over the session's sets; a timed hold without reps adds none."""
    rows = performed_rows(session, exercise, side)
    return int(sum(number(row.get("reps", "")) for row in rows))


def dose_reached(session: Session, exercise: str, side: str, dose: Dose) -> bool:
    """Enough reps and, where a hold is prescribed and recorded, long enough on average."""
    if reps_done(session, exercise, side) < dose.sets * dose.reps_min:
        return False
    if dose.hold_min_s is None:
        return True
    reps = Fraction(0)
    seconds = Fraction(0)
    for row in performed_rows(session, exercise, side):
        if row.get("hold_s", "") != "":
            reps += number(row["reps"])
            seconds += number(row["reps"]) * number(row["hold_s"])
    return reps == 0 or seconds / reps >= dose.hold_min_s


# What was prescribed --------------------------------------------------------------------------


def exercise_in(program: dict[str, Any], exercise: str) -> dict[str, Any] | None:
    """The program's entry for an exercise, if it has one."""
    for entry in program["exercises"]:
        if entry["id"] == exercise:
            return dict(entry)
    return None


def prescribed_exercises(patient: Patient) -> list[str]:
    """The program's exercises in their order, then those that prescriptions.csv adds."""
    names = [entry["id"] for entry in patient.program["exercises"]]
    return list(dict.fromkeys(names + [row["exercise"] for row in patient.prescription_rows]))


def sides_of(patient: Patient, exercise: str) -> list[str]:
    """
    The sides on which an exercise is prescribed: left and right, or both at once.

    An exercise of no program is taken as the prescriptions and the log write it.
    """
    for program in [patient.program, *read_programs().values()]:
        entry = exercise_in(program, exercise)
        if entry is not None:
            return ["left", "right"] if entry["sides"] == "each" else ["both"]
    rows = patient.prescription_rows + [row for s in patient.sessions for row in s.rows]
    named = {row.get("side", "") for row in rows if row["exercise"] == exercise}
    return ["left", "right"] if named & {"left", "right"} else ["both"]


def base_dose(
    patient: Patient, exercise: str, day: date, *, of_any_program: bool = False
) -> Dose | None:
    """The program's dose, at the patient's own frequency or else at that of the phase."""
    entry = exercise_in(patient.program, exercise)
    if entry is None and of_any_program:
        found = (exercise_in(program, exercise) for program in read_programs().values())
        entry = next(one for one in found if one)
    if entry is None:
        return None
    frequency = patient.sessions_per_week
    if frequency is None:
        frequency = phase_on(patient, day)["sessions_per_week"]
    hold = entry.get("hold_min_s")
    return Dose(
        sessions_per_week=frequency,
        sets=entry.get("sets", 1),
        reps_min=entry["reps_min"],
        hold_min_s=None if hold is None else Fraction(hold),
        reps_max=entry["reps_max"],
    )


def phase_on(patient: Patient, day: date) -> dict[str, Any]:
    """The phase of a day; the last phase never ends."""
    week = week_of(day, patient)
    phases = patient.program["phases"]
    for phase in phases[:-1]:
        if week <= phase["weeks"]:
            return dict(phase)
        week -= phase["weeks"]
    return dict(phases[-1])


def read_changes(patient: Patient, exercise: str) -> list[Change]:
    """The prescription rows of one exercise, per side in order of time, with their true ends."""
    rows = [row for row in patient.prescription_rows if row["exercise"] == exercise]
    changes = []
    for side in sides_of(patient, exercise):
        here = [row for row in rows if row.get("side", "") in (side, "both", "")]
        here.sort(key=lambda row: row["valid_from"])
        starts = [date.fromisoformat(row["valid_from"]) for row in here]
        for n, row in enumerate(here):
            end = date_or_never(row.get("valid_to", ""))
            if end == NEVER and n + 1 < len(here):
                end = starts[n + 1]
            changes.append(Change(side, starts[n], end, row))
    return changes


def change_on(patient: Patient, exercise: str, side: str, day: date) -> Change | None:
    """The prescription row that is valid on a day."""
    for change in patient.changes.get(exercise, []):
        if change.side == side and change.valid_from <= day < change.valid_to:
            return change
    return None


def dose_on(patient: Patient, exercise: str, side: str, day: date) -> Dose | None:
    """What is prescribed on a day: the row that is valid, or else the program."""
    change = change_on(patient, exercise, side, day)
    if change is None:
        return base_dose(patient, exercise, day)
    return filled_in(patient, exercise, change)


def filled_in(patient: Patient, exercise: str, change: Change) -> Dose:
    """A prescription row with its empty cells taken from the day before it."""
    if change.valid_from <= patient.start:
        before = base_dose(patient, exercise, patient.start)
    else:
        before = dose_on(patient, exercise, change.side, change.valid_from - ONE_DAY)
    if before is None:
        # An exercise of another program is brought in with the dose that it has there.
        day = max(change.valid_from - ONE_DAY, patient.start)
        before = base_dose(patient, exercise, day, of_any_program=True)
    cells = change.cells

    def cell(name: str) -> Any:
        if cells.get(name, "") != "":
            return Fraction(cells[name])
        return None if before is None else getattr(before, name)

    def least(low: str, high: str) -> Any:
        """A lower bound that is not stated gives way to an upper one that is."""
        inherited = cell(low)
        if cells.get(low, "") != "" or cells.get(high, "") == "":
            return inherited
        return Fraction(cells[high]) if inherited is None else min(inherited, Fraction(cells[high]))

    return Dose(
        sessions_per_week=int(cell("sessions_per_week")),
        sets=int(cell("sets")),
        reps_min=int(least("reps_min", "reps_max")),
        hold_min_s=least("hold_min_s", "hold_max_s"),
        # An inherited one may be below a minimum that was changed.
        reps_max=max(int(cell("reps_max") or 0), int(least("reps_min", "reps_max"))),
    )


def pairs_of(patient: Patient) -> list[tuple[str, str]]:
    """Every exercise and side of the plan, then of exercises that were only logged."""
    logged = [row["exercise"] for session in patient.sessions for row in session.rows]
    names = dict.fromkeys(prescribed_exercises(patient) + logged)
    return [(name, side) for name in names for side in sides_of(patient, name)]


# Days, weeks and slots ------------------------------------------------------------------------


def week_of(day: date, patient: Patient) -> int:
    """The program week of a day; 0 and below before the start."""
    return (day - patient.start).days // 7 + 1


def last_week(patient: Patient, as_of: date) -> int:
    """The last week that can have slots; 0 or less, so none, when the start is still to come."""
    return week_of(min(as_of, patient.end - ONE_DAY), patient)


def program_days(patient: Patient, week: int) -> list[date]:
    """The days of a week inside `[start_date, end_date)`."""
    first = patient.start + timedelta(days=7 * (week - 1))
    days = [first + timedelta(days=i) for i in range(7)]
    return [day for day in days if day < patient.end]


def is_paused(patient: Patient, day: date) -> bool:
    """Whether a day lies inside a pause."""
    return any(start <= day < end for start, end in patient.pauses)


def quota(per_week: int, n_days: int) -> int:
    """k*e/7, rounded half up."""
    return math.floor(Fraction(per_week * n_days, 7) + Fraction(1, 2))


def deadline(days: list[date], n_slots: int, j: int) -> date:
    """The last day on which slot j = 1..q can still be met."""
    n_days = len(days)
    if n_slots <= n_days:
        return days[n_days - n_slots + j - 1]
    return days[math.ceil(Fraction(j * n_days, n_slots)) - 1]


def intervals_of_week(patient: Patient, exercise: str, side: str, week: int) -> list[Interval]:
    """The week cut wherever another prescription begins."""

    def origin(day: date) -> Any:
        change = change_on(patient, exercise, side, day)
        if change is not None:
            return ("row", change.valid_from)
        return ("phase", phase_on(patient, day)["name"])

    intervals = []
    for _, group in groupby(program_days(patient, week), key=origin):
        days = list(group)
        dose = dose_on(patient, exercise, side, days[0])
        if dose is not None:
            intervals.append(Interval(days, dose))
    return intervals


def make_slots(patient: Patient, intervals: list[Interval]) -> list[Slot]:
    """The slots of a week in order of due_on."""
    slots = []
    for interval in intervals:
        eligible = [day for day in interval.days if not is_paused(patient, day)]
        n_slots = quota(interval.dose.sessions_per_week, len(eligible))
        deadlines = [deadline(eligible, n_slots, j) for j in range(1, n_slots + 1)]
        slots += [Slot(due_on, interval.dose) for due_on in deadlines]
    return sorted(slots, key=lambda slot: slot.due_on)


def excused_doses(patient: Patient, intervals: list[Interval]) -> list[Dose]:
    """The dose of each slot that a pause took away."""
    doses = []
    for interval in intervals:
        k = interval.dose.sessions_per_week
        n_eligible = sum(not is_paused(patient, day) for day in interval.days)
        doses += [interval.dose] * (quota(k, len(interval.days)) - quota(k, n_eligible))
    return doses


def fill_week(slots: list[Slot], sessions: list[Session]) -> list[Session]:
    """Fill the slots in order; what is left over is extra."""
    for slot, session in zip(slots, sessions, strict=False):
        slot.session = session
    return sessions[len(slots) :]


def mark_unfilled(slots: list[Slot], n_skipped: int, n_omitted: int, as_of: date) -> None:
    """Give each unfilled slot its state, in order of due_on."""
    for slot in slots:
        if slot.session is not None:
            continue
        if slot.due_on >= as_of:
            slot.state = "open"
        elif n_skipped > 0:
            slot.state = "skipped"
            n_skipped -= 1
        elif n_omitted > 0:
            slot.state = "omitted"
            n_omitted -= 1
        else:
            slot.state = "unrecorded"


# The ledger of one exercise and side ----------------------------------------------------------


def sessions_of_week(patient: Patient, week: int) -> list[Session]:
    """All sessions that started in a program week, in order of time."""
    return [session for session in patient.sessions if week_of(session.day, patient) == week]


def count_skip_rows(sessions: list[Session], exercise: str, side: str) -> int:
    """How many skip rows the sessions have for this exercise and side."""
    return sum(len(skip_rows(session, exercise, side)) for session in sessions)


def count_without(sessions: list[Session], exercise: str, side: str) -> int:
    """How many performed sessions neither contain it nor have a skip row for it."""
    n = 0
    for session in sessions:
        says_nothing = not any(
            is_about(row, exercise, side) and (is_performed(row) or is_skip(row))
            for row in session.rows
        )
        n += is_performed_session(session) and says_nothing
    return n


def ledger_of_pair(patient: Patient, exercise: str, side: str, as_of: date) -> list[Row]:
    """All rows of one patient, exercise and side, week by week."""
    end_week = last_week(patient, as_of)
    weeks_logged = {week_of(session.day, patient) for session in patient.sessions}
    ledger: list[Row] = []
    for week in sorted(weeks_logged | set(range(1, end_week + 1))):
        intervals: list[Interval] = []
        if 1 <= week <= end_week:
            intervals = intervals_of_week(patient, exercise, side, week)
        ledger += ledger_of_week(patient, (exercise, side), week, intervals, as_of)
    return ledger


def ledger_of_week(
    patient: Patient, pair: tuple[str, str], week: int, intervals: list[Interval], as_of: date
) -> list[Row]:
    """The slots of one week, then the excused ones, then the extras."""
    logged = sessions_of_week(patient, week)
    containing = [session for session in logged if performed_rows(session, *pair)]
    slots = make_slots(patient, intervals)
    extras = fill_week(slots, containing)
    for slot in slots:
        if slot.session is not None:
            reached = dose_reached(slot.session, *pair, slot.dose)
            slot.state = "done" if reached else "partial"
    mark_unfilled(slots, count_skip_rows(logged, *pair), count_without(logged, *pair), as_of)

    def row(state: str, due_on: date | None, session: Session | None, dose: Dose | None) -> Row:
        return {
            "patient_id": patient.patient_id,
            "exercise": pair[0],
            "side": pair[1],
            "week": week,
            "due_on": due_on,
            "state": state,
            "session_id": "" if session is None else session.session_id,
            "reps_done": 0 if session is None else reps_done(session, *pair),
            "reps_asked": None if dose is None else dose.sets * dose.reps_min,
        }

    rows = [row(slot.state, slot.due_on, slot.session, slot.dose) for slot in slots]
    rows += [row("excused", None, None, dose) for dose in excused_doses(patient, intervals)]
    return rows + [row("extra", None, session, None) for session in extras]


# The ledger of whole sessions -----------------------------------------------------------------


def highest_frequency_on(patient: Patient, day: date) -> int:
    """The highest sessions_per_week that is valid on a day, over all prescriptions."""
    doses = [
        dose_on(patient, exercise, side, day)
        for exercise in prescribed_exercises(patient)
        for side in sides_of(patient, exercise)
    ]
    return max((dose.sessions_per_week for dose in doses if dose is not None), default=0)


def session_intervals(patient: Patient, week: int) -> list[Interval]:
    """Runs of consecutive program days with the same frequency above 0, pauses included."""
    runs = groupby(program_days(patient, week), key=lambda day: highest_frequency_on(patient, day))
    return [Interval(list(days), Dose(k)) for k, days in runs if k > 0]


def ledger_of_sessions(patient: Patient, as_of: date) -> list[Row]:
    """All rows of one patient, week by week."""
    end_week = last_week(patient, as_of)
    weeks_logged = {week_of(session.day, patient) for session in patient.sessions}
    ledger: list[Row] = []
    for week in sorted(weeks_logged | set(range(1, end_week + 1))):
        intervals = session_intervals(patient, week) if 1 <= week <= end_week else []
        ledger += session_ledger_of_week(patient, week, intervals, as_of)
    return ledger


def session_ledger_of_week(
    patient: Patient, week: int, intervals: list[Interval], as_of: date
) -> list[Row]:
    """Filled by any performed session; nothing is ever partial or omitted."""
    logged = sessions_of_week(patient, week)
    performed = [session for session in logged if is_performed_session(session)]
    only_skips = [
        session
        for session in logged
        if not is_performed_session(session) and any(is_skip(row) for row in session.rows)
    ]
    slots = make_slots(patient, intervals)
    extras = fill_week(slots, performed)
    for slot in slots:
        slot.state = "" if slot.session is None else "done"
    mark_unfilled(slots, n_skipped=len(only_skips), n_omitted=0, as_of=as_of)

    def row(state: str, due_on: date | None, session: Session | None) -> Row:
        return {
            "patient_id": patient.patient_id,
            "exercise": "",
            "side": "",
            "week": week,
            "due_on": due_on,
            "state": state,
            "session_id": "" if session is None else session.session_id,
            "reps_done": None,
            "reps_asked": None,
        }

    rows = [row(slot.state, slot.due_on, slot.session) for slot in slots]
    rows += [row("excused", None, None) for _ in excused_doses(patient, intervals)]
    return rows + [row("extra", None, session) for session in extras]
