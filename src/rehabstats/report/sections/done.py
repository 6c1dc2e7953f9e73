"""Done: what became of what was asked, per exercise and side, and how it progressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.sections.head import patient_row, program_of
from rehabstats.report.sections.plan_changes import prescribed_now, range_words, terms_in_words
from rehabstats.report.summary import Adherence, Pain, known
from rehabstats.report.table import Cell, Column, Table
from rehabstats.report.words import (
    adherence_words,
    day_words,
    line_words,
    number,
    pain_words,
    percent,
    signed,
    signed_percent,
    states_words,
)
from rehabstats.schemas.progress import CRITERION_REASONS
from rehabstats.vocabulary import REASONS

_MEASURES: Final = (
    ("reps_{}", "Reps per set", 1),
    ("hold_{}_s", "Hold [s]", 1),
    ("load_{}_kg", "Load [kg]", 1),
    ("rom_{}_deg", "Range [deg]", 0),
)


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


def summarize_done(frames: ReportFrames, patient: str) -> Done:
    """What one patient did, in program order."""
    overall = frames.of("overall", patient)
    row = next(each(overall), None)
    adherence = Adherence.of_nothing() if row is None else Adherence.of(row)
    return Done(
        overall=adherence_words(adherence),
        sessions=states_words(adherence, "session"),
        exercises=_exercises(frames, patient),
        cautions=_cautions(frames, patient),
        progression=_progression(frames, patient),
        weeks=_weeks(frames, patient),
    )


def _exercises(frames: ReportFrames, patient: str) -> Table:
    """Adherence and volume of each exercise and side."""
    names, asked = frames.names_of(patient), _asked_now(frames, patient)
    volume, log = _last_complete_weeks(frames, patient), frames.of("log", patient)
    done = log[log["performed"]]
    rows = []
    for row in each(frames.of("exercise_adherence", patient)):
        line = (str(row.exercise), str(row.side))
        adherence, week = Adherence.of(row), volume.get(line)
        rows.append(
            (
                Cell(line_words(names, row),
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
    bounds = "" if high is None or not row.n_unrecorded else f" (up to {percent(high)} %)"
    return f"{percent(share)} %{bounds}"


def _is_uncounted(done: pd.DataFrame, line: tuple[str, str]) -> bool:
    """Whether an exercise and side was done, and never with a count of repetitions."""
    exercise, side = line
    own = done.loc[(done["exercise"] == exercise) & done["side"].isin((side, "both")), "reps"]
    return len(own) > 0 and not own.gt(0).any()


def _asked_now(frames: ReportFrames, patient: str) -> dict[tuple[str, str], str]:
    return {
        (str(row.exercise), str(row.side)): ", ".join(terms_in_words(row).values())
        for row in each(prescribed_now(frames, patient))
    }


def _last_complete_weeks(frames: ReportFrames, patient: str) -> dict[tuple[str, str], Any]:
    weeks = frames.of("volume", patient)
    complete = weeks[weeks["is_complete"]].sort_values("week")
    return {(str(row.exercise), str(row.side)): row for row in each(complete)}


def _volume(week: Any) -> tuple[Cell, Cell]:
    if week is None:
        return Cell("no complete week"), Cell("-")
    if pd.isna(week.n_reps):
        is_uncounted = str(week.reason) == "not_counted"
        words = "not counted" if is_uncounted else "nothing recorded"
        return Cell(words, f"week {week.week}"), Cell("-")
    asked = "nothing asked"
    if not pd.isna(week.asked_reps_min):
        asked = f"{range_words(week.asked_reps_min, week.asked_reps_max)} asked"
    why = "-" if pd.isna(week.reason) else REASONS[str(week.reason)]
    link = f"log-w{week.week}"
    return (
        Cell(f"{week.n_reps:,.0f}", f"{asked}, week {week.week}", link=link if week.n_reps else ""),
        Cell(signed_percent(week.change, why)),
    )


def _cautions(frames: ReportFrames, patient: str) -> tuple[Caution, ...]:
    """Cautions of the program, then of every exercise asked for or done, in program order."""
    row = patient_row(frames, patient)
    program, own = str(row.program), program_of(frames, row)
    of_all = [Caution("All exercises", " ".join(own.cautions))] if own and own.cautions else []
    ids = dict.fromkeys(frames.of("exercise_adherence", patient)["exercise"].astype("str"))
    found = [frames.caseload.catalogue.exercise(program, exercise) for exercise in ids]
    of_each = [Caution(one.name, "; ".join(one.cautions)) for one in found if one.cautions]
    return (*of_all, *of_each)


def _progression(frames: ReportFrames, patient: str) -> Table:
    names = frames.names_of(patient)
    rows = frames.of("progression", patient).sort_values(["exercise", "side"], kind="stable")
    shown = [one for one in _MEASURES if rows[one[0].format("change")].notna().any()]
    told = [
        (
            Cell(line_words(names, row)),
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
    met = {"yes": "met", "no": "not met", "unknown": "not known"}[str(row.meets_criterion)]
    why = "" if pd.isna(row.criterion_reason) else CRITERION_REASONS[str(row.criterion_reason)]
    return Cell(met, why)


def _weeks(frames: ReportFrames, patient: str) -> Table:
    """Every program week; one may be in one of the two frames only."""
    done = {row.week: row for row in each(frames.of("adherence", patient))}
    hurt = {row.week: row for row in each(frames.of("pain", patient))}
    logged = set(frames.of("log", patient)["week"])
    rows = []
    for week in sorted({*done, *hurt}):
        at, pain = done.get(week), hurt.get(week)
        adherence = Adherence.of_nothing() if at is None else Adherence.of(at)
        rated = Pain(None, None, 0, 0) if pain is None else _pain(pain)
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
                Cell(pain_words(rated.median, rated)),
                Cell(pain_words(rated.highest, rated)),
                Cell(f"{rated.n_rated} of {rated.n_sessions}"),
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


def _pain(row: Any) -> Pain:
    return Pain(
        median=known(row.pain_nrs_median),
        highest=known(row.pain_nrs_max),
        n_rated=int(row.n_rated),
        n_sessions=int(row.n_rated + row.n_missing),
    )
