"""Own exercises: what is asked for and how often it was done, for the person who does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from rehabstats.basis.slots import counted_on
from rehabstats.report.sections.plan_changes import prescribed_now
from rehabstats.room import PatientRoom, each
from rehabstats.vocabulary import FILLED
from rehabstats.words import count_words, range_words, side_words


@dataclass(frozen=True)
class OwnExercise:
    """One exercise: how it is done, what is asked for, and how often it was done."""

    name: str
    how: str
    asked: str
    cautions: tuple[str, ...]
    modifications: tuple[str, ...]
    done: str


def own_exercises(own: PatientRoom) -> list[OwnExercise]:
    """What is asked of one patient now, in program order."""
    now = prescribed_now(own)
    program = str(own.stated.program)
    found = []
    for exercise in now["exercise"].astype("str").unique():
        known = own.caseload.catalogue.exercise(program, exercise)
        found.append(
            OwnExercise(
                name=known.name,
                how=", ".join(part for part in (known.position, known.description) if part),
                asked=_asked(now[now["exercise"] == exercise]),
                cautions=known.cautions,
                modifications=known.modifications,
                done=_done(own, exercise),
            )
        )
    return found


def _asked(rows: pd.DataFrame) -> str:
    """What is asked for, once if it is the same on each side."""
    by_side = {str(row.side): _dose(row) for row in each(rows)}
    if "both" in by_side:
        return by_side["both"]
    if len(by_side) == 2 and len(set(by_side.values())) == 1:
        return f"on each side {next(iter(by_side.values()))}"
    return "; ".join(f"{side_words(side).strip()} {dose}" for side, dose in by_side.items())


def _dose(row: Any) -> str:
    sets = "" if row.sets == 1 else f"{count_words(int(row.sets), 'set')} of "
    reps = range_words(row.reps_min, row.reps_max, " to ", "repetition")
    hold = ""
    if not pd.isna(row.hold_min_s):
        hold = f", each held for {range_words(row.hold_min_s, row.hold_max_s, ' to ', 'second')}"
    return f"{sets}{reps}{hold}, {count_words(int(row.sessions_per_week), 'time')} a week"


def _done(own: PatientRoom, exercise: str) -> str:
    """How often it was done since the visit, per side; nothing, if it was not."""
    slots = own.frame("ledger")
    mine = slots[(slots["exercise"] == exercise) & (counted_on(slots) >= own.visit)]
    is_done = mine["state"].isin((*FILLED, "extra"))
    if not is_done.any():
        return ""
    told = []
    for side in mine["side"].astype("str").unique():
        n_done = int(is_done[mine["side"] == side].sum())
        told.append(count_words(n_done, "time") + ("" if side == "both" else side_words(side)))
    return ", ".join(told)
