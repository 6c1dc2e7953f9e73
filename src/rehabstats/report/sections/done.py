"""Done: what became of what was asked, per exercise and side, and how it progressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.sections.plan_changes import prescribed_now, terms_in_words
from rehabstats.report.table import Cell, Column, Table
from rehabstats.room import PatientRoom, each, weekly_during
from rehabstats.room.adherence import Adherence, adherence_words, known, states_words
from rehabstats.schemas.progress import CRITERION_REASONS, MET_IN_WORDS
from rehabstats.vocabulary import REASONS
from rehabstats.words import (
    day_words,
    line_words,
    number,
    percent,
    range_words,
    rating,
    signed,
    signed_percent,
)

_MEASURES: Final = (
    ("reps_{}", "Reps per set", 1),
    ("hold_{}_s", "Hold [s]", 1),
    ("load_{}_kg", "Load [kg]", 1),
    ("rom_{}_deg", "Range [deg]", 0),
)


#: Why a week has no number of repetitions, in the words of a cell.
_NO_REPS: Final = {"not_counted": "not counted", "nothing_recorded": "nothing recorded"}
_UNCOUNTED: Final = Cell("not counted", "timed holds without repetitions")


@dataclass(frozen=True)
class Caution:
    """What to mind in one exercise."""

    exercise: str
    text: str


@dataclass(frozen=True)
class Done:
    """What was done, in words and tables."""

    overall: str
    sessions: str
    exercises: Table
    cautions: tuple[Caution, ...]
    progression: Table
    weeks: Table


def summarize_done(own: PatientRoom) -> Done:
    """What one patient did, in program order."""
    adherence = Adherence.of(next(each(own.frame("patient_adherence")), None))
    return Done(
        overall=adherence_words(adherence),
        sessions=states_words(adherence, "session"),
        exercises=_exercises(own),
        cautions=_cautions(own),
        progression=_progression(own),
        weeks=_weeks(own),
    )


def _exercises(own: PatientRoom) -> Table:
    """Adherence and volume of each exercise and side."""
    names, asked = own.exercise_names, _asked_now(own)
    volume, log = _last_complete_weeks(own), own.frame("log")
    done = log[log["performed"]]
    rows = []
    for row in each(own.frame("exercise_adherence")):
        line = (str(row.exercise), str(row.side))
        adherence, week = Adherence.of(row), volume.get(line)
        rows.append(
            (
                Cell(line_words(names[row.exercise], row.side),
                     asked.get(line, "not prescribed now")),
                Cell(adherence_words(adherence), states_words(adherence), link="calendar"),
                _UNCOUNTED if _is_uncounted(done, line) else Cell(_dose(row)),
                *_volume(week),
            )
        )  # fmt: skip
    columns = (
        Column("Exercise and side, as asked now"),
        Column("Session adherence (bounds)", "session-adherence"),
        Column("Dose adherence", "dose-adherence"),
        Column("Reps of the last complete week", "volume"),
        Column("Change", "volume"),
    )
    return Table("Adherence and volume, in program order", columns, tuple(rows), look="numbers")


def _dose(row: Any) -> str:
    share, high = known(row.dose_adherence), known(row.dose_adherence_high)
    if share is None:
        return "nothing due"
    bounds = "" if high is None or not row.n_unrecorded else f" (up to {percent(high)})"
    return f"{percent(share)}{bounds}"


def _is_uncounted(done: pd.DataFrame, line: tuple[str, str]) -> bool:
    """Whether an exercise and side was done, and never with a count of repetitions."""
    exercise, side = line
    own = done.loc[(done["exercise"] == exercise) & done["side"].isin((side, "both")), "reps"]
    return len(own) > 0 and not own.gt(0).any()


def _asked_now(own: PatientRoom) -> dict[tuple[str, str], str]:
    return {
        (str(row.exercise), str(row.side)): ", ".join(terms_in_words(row).values())
        for row in each(prescribed_now(own))
    }


def _last_complete_weeks(own: PatientRoom) -> dict[tuple[str, str], Any]:
    weeks = own.frame("volume_change")
    complete = weeks[weeks["is_complete"]].sort_values("week")
    return {(str(row.exercise), str(row.side)): row for row in each(complete)}


def _volume(week: Any) -> tuple[Cell, Cell]:
    if week is None:
        return Cell("no complete week"), Cell("-")
    if pd.isna(week.n_reps):
        return Cell(_NO_REPS[str(week.reason)], f"week {week.week}"), Cell("-")
    asked = "nothing asked"
    if not pd.isna(week.asked_reps_min):
        asked = f"{range_words(week.asked_reps_min, week.asked_reps_max)} asked"
    why = "-" if pd.isna(week.reason) else REASONS[str(week.reason)]
    link = f"log-w{week.week}"
    return (
        Cell(number(week.n_reps), f"{asked}, week {week.week}", link=link if week.n_reps else ""),
        Cell(signed_percent(week.change, why)),
    )


def _cautions(own: PatientRoom) -> tuple[Caution, ...]:
    """Cautions of the program, then of every exercise asked for or done, in program order."""
    program = own.program
    said = program.cautions if program else ()
    of_all = [Caution("All exercises", " ".join(said))] if said else []
    ids = dict.fromkeys(own.frame("exercise_adherence")["exercise"].astype("str"))
    found = [own.caseload.catalogue.exercise(str(own.stated.program), exercise) for exercise in ids]
    of_each = [Caution(one.name, "; ".join(one.cautions)) for one in found if one.cautions]
    return (*of_all, *of_each)


def _progression(own: PatientRoom) -> Table:
    names = own.exercise_names
    rows = own.frame("progression").sort_values(["exercise", "side"], kind="stable")
    shown = [one for one in _MEASURES if rows[one[0].format("change")].notna().any()]
    told = [
        (
            Cell(line_words(names[row.exercise], row.side)),
            *(_at_first_and_now(row, name, digits) for name, _, digits in shown),
            _criterion(row),
        )
        for row in each(rows)
    ]
    columns = (
        Column("Exercise and side", "progression"),
        *(Column(f"{name}, at first to now", "progression") for _, name, _ in shown),
        Column("Progression criterion: clinician decides", "progression"),
    )
    return Table("Progression against the first weeks", columns, tuple(told), look="numbers")


def _at_first_and_now(row: Any, name: str, digits: int) -> Cell:
    first, now, change = (
        getattr(row, name.format(part)) for part in ("baseline", "current", "change")
    )
    if pd.isna(first) and pd.isna(now):
        return Cell("not recorded")
    return Cell(
        f"{number(first, digits)} to {number(now, digits)}",
        "" if pd.isna(change) else signed(change, digits),
    )


def _criterion(row: Any) -> Cell:
    met = MET_IN_WORDS[str(row.meets_criterion)]
    why = "" if pd.isna(row.criterion_reason) else CRITERION_REASONS[str(row.criterion_reason)]
    return Cell(met, why)


def _weeks(own: PatientRoom) -> Table:
    """Every program week; one may be in one of the two frames only."""
    done = {row.week: row for row in each(own.frame("session_adherence"))}
    hurt = {row.week: row for row in each(weekly_during(own.frame("weekly_session_pain")))}
    logged = set(own.frame("log")["week"])
    rows = []
    for week in sorted({*done, *hurt}):
        at, pain = done.get(week), hurt.get(week)
        adherence = Adherence.of(at)
        first_on = next(row.week_start for row in (at, pain) if row is not None)
        rows.append(
            (
                Cell(str(week), link=f"log-w{week}" if week in logged else ""),
                Cell(day_words(first_on)),
                Cell(adherence_words(adherence)),
                Cell(f"{adherence.n_filled} of {adherence.n_due}"),
                *(Cell(str(n)) for n in (
                    adherence.n_skipped, adherence.n_unrecorded, adherence.n_open,
                    adherence.n_excused, adherence.n_extra,
                )),
                *map(Cell, pain_words(pain)),
            )
        )  # fmt: skip
    columns = (
        Column("Week", "program-week"), Column("From"),
        Column("Session adherence (bounds)", "session-adherence"), Column("Done of due", "states"),
        Column("Skipped"), Column("Unrecorded"), Column("Open"), Column("Excused"),
        Column("Extra"), Column("Pain, median", "pain"), Column("Pain, highest", "pain"),
        Column("Sessions rated", "pain"),
    )  # fmt: skip
    return Table(
        "Program weeks: sessions, and pain during them", columns, tuple(rows), "numbers weeks"
    )


def pain_words(week: Any) -> tuple[str, str, str]:
    """Median and highest pain of a week, or why there is none, and how many sessions were rated."""
    n_sessions = 0 if week is None else int(week.n_rated + week.n_missing)
    if not n_sessions:
        return "no entry", "no entry", "0 of 0"
    median, highest = (
        rating(pain, "not rated") for pain in (week.pain_nrs_median, week.pain_nrs_max)
    )
    return median, highest, f"{week.n_rated} of {n_sessions}"
