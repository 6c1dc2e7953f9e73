"""Since the last visit: what changed, and what to ask about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.sections.plan_changes import plan_changes
from rehabstats.report.table import Cell, Column, Table
from rehabstats.room import PatientRoom, each
from rehabstats.room.adherence import Adherence, adherence_words, states_words
from rehabstats.room.questions import Question, questions_of
from rehabstats.vocabulary import REASONS
from rehabstats.words import count_words, day_words, number, rating, signed_percent, span_words

#: As many as fit a conversation.
_MOST: Final = 5


@dataclass(frozen=True)
class Visit:
    """What is new since a visit."""

    first_on: str
    is_stated: bool
    n_days_assumed: int
    questions: tuple[Question, ...]
    n_more: int
    changes: tuple[str, ...]
    earlier_changes: tuple[str, ...]
    table: Table


def summarize_visit(own: PatientRoom) -> Visit:
    """What changed for one patient since the visit, and at most five things to ask about."""
    before, since = each(own.frame("visit_periods"))
    asked = questions_of(own)
    changes, earlier = plan_changes(own)
    return Visit(
        first_on=day_words(own.visit),
        is_stated=own.room.since is not None,
        n_days_assumed=own.settings.visit_days,
        questions=tuple(asked[:_MOST]),
        n_more=max(0, len(asked) - _MOST),
        changes=changes,
        earlier_changes=earlier,
        table=_compare(before, since, is_rated=len(own.frame("checkins")) > 0),
    )


def _compare(before: Any, since: Any, *, is_rated: bool) -> Table:
    periods = [
        ("Before", span_words(before.first_on, before.last_on)),
        ("Since", span_words(since.first_on, since.last_on)),
    ]
    tell_function = _function if is_rated else lambda _: Cell("not rated")
    measures = {
        ("Session adherence (bounds)", "session-adherence"): _adherence,
        ("Pain during sessions, median [NRS 0-10]", "pain"): _pain,
        ("Function, mean of activities [PSFS 0-10]", "function"): tell_function,
        ("Left against right, repetitions", "symmetry"): _symmetry,
        ("Entered late", "entries"): _late,
    }
    rows = [
        (Cell(name, term=term), tell(before), tell(since))
        for (name, term), tell in measures.items()
    ]
    columns = [Column("Measure", "since-visit")]
    columns += [Column(f"{name}: {days}") for name, days in periods]
    return Table("Before and since", tuple(columns), tuple(rows), look="compare")


def _adherence(row: Any) -> Cell:
    found = Adherence.of(row)
    is_told = found.n_due + found.n_open + found.n_excused + found.n_extra > 0
    words = adherence_words(found)
    if found.nothing_recorded and row.n_sessions:
        # Of what was due: there are sessions, beyond the plan.
        words = "none recorded"
    return Cell(words, states_words(found) if is_told else "", link="calendar")


def _pain(row: Any) -> Cell:
    rated = f"{row.n_rated} of {count_words(int(row.n_sessions), 'session')} rated"
    if not row.n_sessions:
        return Cell("no session logged")
    return Cell(rating(row.pain_during_nrs_median, none="not rated"), rated, link="log")


def _function(row: Any) -> Cell:
    if not row.n_dates_rated:
        return Cell("no day", "on which every activity was rated")
    days = f"{count_words(int(row.n_dates_rated), 'day')} with every activity rated"
    return Cell(rating(row.function_psfs_mean), days, link="log-check-ins")


def _symmetry(row: Any) -> Cell:
    why = "" if pd.isna(row.symmetry_reason) else REASONS[str(row.symmetry_reason)]
    counts = f"{number(row.n_reps_left)} left, {number(row.n_reps_right)} right"
    return Cell(signed_percent(row.symmetry, why), counts, link="log" if row.n_sessions else "")


def _late(row: Any) -> Cell:
    if not row.n_entered:
        return (
            Cell("not known", "no time of entry") if row.n_sessions else Cell("no session logged")
        )
    return Cell(f"{row.n_late} of {row.n_entered}", "sessions, also skipped ones", link="log")
