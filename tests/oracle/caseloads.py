"""
Valid caseloads of any size, drawn at random: small ones by hypothesis, large ones by seed.

One builder makes both. It only asks a `random.Random` for choices, and hypothesis has one that
it can shrink. Early options are the plain ones, because hypothesis shrinks towards them.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

Cells = dict[str, str]
Files = dict[str, list[Cells]]

PROGRAMS = Path(__file__).parents[2] / "src" / "rehabstats" / "programs"

# fmt: off
COLUMNS = {
    "sessions.csv": (
        "patient_id", "started_at", "exercise", "side", "session_id", "set_no", "reps",
        "hold_s", "load_kg", "rom_deg", "pain_before_nrs", "pain_during_nrs", "pain_after_nrs",
        "effort_cr10", "status", "skip_reason", "modification", "note", "recorded_at",
    ),
    "patients.csv": (
        "patient_id", "program", "start_date", "end_date", "sessions_per_week",
        "involved_side", "clearance",
    ),
    "prescriptions.csv": (
        "patient_id", "exercise", "side", "valid_from", "valid_to", "sessions_per_week",
        "sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s",
    ),
    "pauses.csv": (
        "patient_id", "start_date", "end_date", "reason",
    ),
    "checkins.csv": (
        "patient_id", "date", "activity", "score_psfs",
    ),
}
# fmt: on

#: Days on which calendars trip: each caseload lies around one of them.
ANCHORS = (
    date(2026, 1, 12),  # an ordinary Monday
    date(2026, 1, 1),  # New Year; the ISO week belongs to both years
    date(2027, 1, 1),  # in ISO week 53 of 2026
    date(2026, 3, 29),  # clocks go forward in Europe: no 02:30
    date(2025, 10, 26),  # clocks go back in Europe: 02:30 twice
    date(2024, 2, 29),  # leap day
)
CLOCK = (time(8), time(18, 30), time(0), time(2, 30), time(23, 59))
SKIP_REASONS = ("time", "pain", "fatigue", "forgot", "equipment", "unwell", "other")
#: What is logged of one exercise and side in one session.
BOUTS = ("sets", "sets", "sets", "sets", "skip", "sets, then skip")
PAINS = ("", "0", "3", "7", "10")


class Caseload(NamedTuple):
    """The files of a caseload folder, and the day on which it is looked at."""

    files: Files
    as_of: date


@dataclass(frozen=True)
class Size:
    """How much to draw."""

    n_patients: int
    n_weeks: int
    #: At most so many exercises are logged and changed; the others stay as the program has them.
    n_exercises: int
    #: Sessions in a week: one of these for each patient, as the upper limit.
    sessions_in_a_week: tuple[int, ...]
    sets: tuple[int, ...]


@dataclass(frozen=True)
class Course:
    """One patient's program, and the stretch of it in which things happen."""

    patient_id: str
    program: dict[str, Any]
    start: date
    end: date | None
    first_day: date
    n_days: int
    exercises: list[dict[str, Any]]
    others: list[dict[str, Any]]

    def day(self, n: int) -> date:
        """Day n of the stretch, from 0; it may lie outside of the program."""
        return self.first_day + timedelta(days=n)


# Entry points ---------------------------------------------------------------------------------


@st.composite
def caseloads(
    draw: st.DrawFn, *, max_patients: int = 3, max_weeks: int = 4, added_exercises: bool = True
) -> Caseload:
    """Small valid caseloads with an as_of anywhere around them."""
    size = Size(
        n_patients=draw(st.integers(1, max_patients)),
        n_weeks=draw(st.integers(1, max_weeks)),
        n_exercises=2,
        sessions_in_a_week=(3, 5, 1, 0, 5),
        sets=(1, 2),
    )
    return _build(draw(st.randoms(use_true_random=False)), size, added_exercises)


def random_caseload(
    seed: int, n_patients: int, n_weeks: int, *, added_exercises: bool = True
) -> Caseload:
    """A valid caseload of any size; the same seed gives the same caseload."""
    size = Size(n_patients, n_weeks, 10, (10, 8, 6, 3, 0), (1, 1, 2, 3))
    return _build(Random(seed), size, added_exercises)


def small_caseload(seed: int) -> Caseload:
    """As small as `caseloads`, with everything that can be in a file; one for each seed."""
    chance = Random(seed)
    n_patients, n_weeks = chance.choice((1, 2)), chance.randint(1, 10)
    size = Size(n_patients, n_weeks, 2, (5, 3, 8, 0), (1, 2))
    return with_empty_cells(with_entries(_build(chance, size, True), chance), chance)


def write_files(files: Files, folder: Path) -> Path:
    """Write each file as CSV with the native columns; gives back the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS[name], restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def with_entries(case: Caseload, chance: Random) -> Caseload:
    """The same with times of entry, some of them days late, and with check-ins."""
    sessions = [
        row | {"recorded_at": _entered(datetime.fromisoformat(row["started_at"]), chance)}
        for row in case.files["sessions.csv"]
    ]
    first = case.as_of - timedelta(30)
    checkins = {
        (row["patient_id"], first + timedelta(chance.randrange(40)), chance.choice(("stairs", "s")))
        for row in case.files["patients.csv"]
        for _ in range(chance.randrange(12))
    }
    rows = [
        {"patient_id": who, "date": f"{day}", "activity": what, "score_psfs": f"{day.day % 11}"}
        for who, day, what in sorted(checkins)
    ]
    more = {"checkins.csv": rows} if rows else {}
    return Caseload({**case.files, "sessions.csv": sessions, **more}, case.as_of)


def _entered(started_at: datetime, chance: Random) -> str:
    lag = chance.choice((None, 0, 1, 2, 5))
    return "" if lag is None else (started_at + timedelta(lag)).isoformat()


def with_empty_cells(case: Caseload, chance: Random) -> Caseload:
    """
    The same with more cells left empty: in changes, and for repetitions that nobody counted.

    Changes of exercises that another program has are left with holes too.
    """
    cells = (
        ("sessions_per_week",), ("sets",), ("reps_max",), ("reps_min",),
        ("reps_min", "reps_max"), ("hold_min_s",), ("hold_max_s",), ("hold_min_s", "hold_max_s"),
    )  # fmt: skip
    changes = [
        row | {name: "" for names in cells if chance.choice((False, False, True)) for name in names}
        for row in case.files.get("prescriptions.csv", [])
    ]
    sessions = [
        row | {"reps": ""} if _is_timed(row) and chance.choice((False, True)) else row
        for row in case.files["sessions.csv"]
    ]
    more = {"prescriptions.csv": changes} if changes else {}
    return Caseload({**case.files, "sessions.csv": sessions, **more}, case.as_of)


def _is_timed(row: Cells) -> bool:
    return row["reps"] == "0" and row.get("hold_s", "") not in ("", "0")


# The whole folder -----------------------------------------------------------------------------


def _build(chance: Random, size: Size, added_exercises: bool) -> Caseload:
    files: Files = {"patients.csv": [], "sessions.csv": [], "prescriptions.csv": []}
    files["pauses.csv"] = []
    anchor = chance.choice(ANCHORS)
    with_ids = chance.choice((True, False))
    courses = [_course(chance, size, anchor, f"P{n + 1}") for n in range(size.n_patients)]
    for course in courses:
        files["patients.csv"].append(_patient_row(chance, course))
        files["pauses.csv"] += _pauses(chance, course)
        for exercise in course.exercises:
            files["prescriptions.csv"] += _changes(chance, course, exercise)
        added = _added(chance, course) if added_exercises else []
        files["prescriptions.csv"] += added
        own = {exercise["id"] for exercise in course.program["exercises"]}
        # An exercise that nobody prescribed is a problem for `check`, not for the ledger.
        allowed = own | {row["exercise"] for row in added}
        logged = _sessions(chance, course, size, with_ids)
        files["sessions.csv"] += [row for row in logged if row["exercise"] in allowed]
    for name in ("sessions.csv", "prescriptions.csv"):
        _reorder(chance, files[name])
    as_of = courses[0].day(chance.randint(-5, size.n_weeks * 7 + 15))
    optional = ("prescriptions.csv", "pauses.csv")
    return Caseload(
        {name: rows for name, rows in files.items() if rows or name not in optional}, as_of
    )


def _reorder(chance: Random, rows: list[Cells]) -> None:
    order = chance.choice(("as it is", "backwards", "shuffled"))
    if order == "backwards":
        rows.reverse()
    elif order == "shuffled":
        chance.shuffle(rows)


def _programs() -> list[dict[str, Any]]:
    return [tomllib.loads(file.read_text("utf-8")) for file in sorted(PROGRAMS.glob("*.toml"))]


def _course(chance: Random, size: Size, anchor: date, patient_id: str) -> Course:
    programs = _programs()
    program = programs.pop(chance.randrange(2))
    n_days = 7 * size.n_weeks
    first_day = anchor - timedelta(days=chance.randrange(n_days))
    # Sometimes the stretch starts in week 8, so that it crosses into the maintenance phase.
    start = first_day - timedelta(days=chance.choice((0, 0, 0, 49)))
    end = None
    if chance.choice((False, True)):
        end = first_day + timedelta(days=chance.randint(1, n_days + 3))
    own = list(program["exercises"])
    n_kept = min(size.n_exercises, len(own))
    kept = chance.sample(own, n_kept) if n_kept < len(own) else own
    others = programs[0]["exercises"]
    return Course(patient_id, program, start, end, first_day, n_days, kept, others)


def _patient_row(chance: Random, course: Course) -> Cells:
    frequency = chance.choice(("", str(chance.randint(0, 14))))
    return {
        "patient_id": course.patient_id,
        "program": course.program["id"],
        "start_date": course.start.isoformat(),
        "end_date": course.end.isoformat() if course.end else "",
        "sessions_per_week": frequency,
        "involved_side": chance.choice(("left", "right", "both", "")),
        "clearance": chance.choice(("yes", "not_needed", "")),
    }


def _pauses(chance: Random, course: Course) -> list[Cells]:
    """Up to two pauses that do not overlap; one may begin where the other ends."""
    rows = []
    day = chance.randint(-3, course.n_days)
    for _ in range(chance.choice((0, 1, 2))):
        end = day + chance.randint(1, 9)
        rows.append(
            {
                "patient_id": course.patient_id,
                "start_date": course.day(day).isoformat(),
                "end_date": course.day(end).isoformat(),
                "reason": chance.choice(("holiday", "")),
            }
        )
        day = end + chance.randint(0, 5)
    return rows


# Prescriptions --------------------------------------------------------------------------------


def _is_per_side(exercise: dict[str, Any]) -> bool:
    return bool(exercise["sides"] == "each")


def _changes(chance: Random, course: Course, exercise: dict[str, Any]) -> list[Cells]:
    """Up to three rows of one exercise, one after the other, so that no two overlap."""
    n_rows = chance.choice((0, 0, 1, 2, 3))
    days = set(chance.sample(range(1, course.n_days), min(n_rows, course.n_days - 1)))
    if n_rows and chance.choice((False, True)):
        days.add(chance.choice((0, -3)))
    starts = sorted(day for day in days if course.end is None or course.day(day) < course.end)
    sides = ("both", "", "left", "right") if _is_per_side(exercise) else ("both", "")
    rows = []
    for n, start in enumerate(starts):
        following = starts[n + 1] if n + 1 < len(starts) else course.n_days + 9
        # `following` is after day 0: at most one row begins on or before it.
        end = chance.choice((None, following, chance.randint(max(start, 0) + 1, following)))
        rows.append(
            {
                "patient_id": course.patient_id,
                "exercise": exercise["id"],
                "side": chance.choice(sides),
                "valid_from": course.day(start).isoformat(),
                "valid_to": course.day(end).isoformat() if end is not None else "",
                **_dose_cells(chance),
            }
        )
    return rows


def _dose_cells(chance: Random) -> Cells:
    """Cells that may be empty; a minimum and its maximum come together."""
    cells = {
        "sessions_per_week": chance.choice(("", str(chance.randint(0, 14)))),
        "sets": chance.choice(("", "1", "2", "3")),
    }
    reps = chance.choice((None, 5, 10))
    if reps is not None:
        cells |= {"reps_min": str(reps), "reps_max": str(reps + 5)}
    if chance.choice((False, False, True)):
        cells |= {"hold_min_s": "5", "hold_max_s": chance.choice(("5", "8.5"))}
    return cells


def _added(chance: Random, course: Course) -> list[Cells]:
    """Sometimes an exercise of the other program, with every cell it needs."""
    if chance.choice((False, False, False, True)) is False:
        return []
    exercise = course.others[0]
    start = chance.randrange(course.n_days)
    if course.end is not None and course.day(start) >= course.end:
        return []
    cells = {
        "patient_id": course.patient_id,
        "exercise": exercise["id"],
        "valid_from": course.day(start).isoformat(),
        "valid_to": chance.choice(("", course.day(start + chance.randint(1, 20)).isoformat())),
        "sessions_per_week": str(chance.randint(0, 9)),
        "sets": str(chance.randint(1, 3)),
        "reps_min": "8",
        "reps_max": "12",
    }
    sides = ("left", "right") if _is_per_side(exercise) else ("both",)
    return [{**cells, "side": side} for side in sides]


# Sessions -------------------------------------------------------------------------------------


def _sessions(chance: Random, course: Course, size: Size, with_ids: bool) -> list[Cells]:
    """Sessions on any day of the stretch, a few before and after it, some twice a day."""
    at_most = chance.choice(size.sessions_in_a_week)
    taken: set[datetime] = set()
    rows: list[Cells] = []
    n_sessions = 0
    for first in range(-7, course.n_days + 8, 7):
        for _ in range(chance.randint(0, at_most)):
            day = course.day(first + chance.randrange(7))
            started_at = datetime.combine(day, chance.choice(CLOCK))
            while not with_ids and started_at in taken:
                started_at += timedelta(minutes=1)
            taken.add(started_at)
            n_sessions += 1
            session_id = f"S{n_sessions}" if with_ids else ""
            rows += _session(chance, course, size, started_at, session_id)
    return rows


def _session(
    chance: Random, course: Course, size: Size, started_at: datetime, session_id: str
) -> list[Cells]:
    """All rows of one session; with an id they may run on, past midnight too."""
    bouts: list[Cells] = []
    kinds = chance.choice((BOUTS, BOUTS, BOUTS, BOUTS, ("skip",)))
    for exercise in course.exercises:
        for side in _logged_sides(chance, exercise):
            bouts += _bout(chance, exercise, side, size, kinds)
    if not bouts or chance.choice((False,) * 7 + (True,)):
        exercise = course.others[chance.randrange(2)]
        sides = ("left", "right") if _is_per_side(exercise) else ("both",)
        bouts += _bout(chance, exercise, chance.choice(sides), size, kinds)
    whole = {
        "patient_id": course.patient_id,
        "session_id": session_id,
        "pain_before_nrs": chance.choice(PAINS),
        "pain_after_nrs": chance.choice(PAINS),
        "effort_cr10": "4",
    }
    minutes = chance.choice((0, 2)) if session_id else 0
    rows = []
    for n, bout in enumerate(bouts):
        at = started_at + timedelta(minutes=minutes * n)
        rows.append({**whole, **bout, "started_at": at.isoformat()})
    return rows


def _logged_sides(chance: Random, exercise: dict[str, Any]) -> tuple[str, ...]:
    if _is_per_side(exercise):
        return chance.choice(
            (
                ("left", "right"),
                ("both",),
                ("left",),
                ("right",),
                ("left", "both"),
                ("unknown",),
                (),
            )
        )
    return chance.choice((("both",), ("both",), ("unknown",), ()))


def _bout(
    chance: Random, exercise: dict[str, Any], side: str, size: Size, kinds: tuple[str, ...]
) -> list[Cells]:
    """The rows of one exercise and side: sets, a skip, or sets and then a skip."""
    what = chance.choice(kinds)
    n_sets = 0 if what == "skip" else chance.choice(size.sets)
    bout = {"exercise": exercise["id"], "side": side, "pain_during_nrs": chance.choice(PAINS)}
    rows = [
        {**bout, "set_no": str(n + 1), "status": chance.choice(("done", "")), **_effort(chance)}
        for n in range(n_sets)
    ]
    if what != "sets":
        skip = {"reps": "0", "status": "skipped", "skip_reason": chance.choice(SKIP_REASONS)}
        rows.append({**bout, "pain_during_nrs": "", "set_no": str(n_sets + 1), **skip})
    return rows


def _effort(chance: Random) -> Cells:
    """Reps and hold of one set: full, short, without a hold, timed only, or nothing."""
    reps = chance.choice(("10", "12", "8", "5", "3", "20", "30", "0"))
    if reps == "0":
        return {"reps": "0", "hold_s": chance.choice(("30", "20", "30", ""))}
    return {"reps": reps, "hold_s": chance.choice(("", "5", "4.5", "5.5", "8", "0"))}
