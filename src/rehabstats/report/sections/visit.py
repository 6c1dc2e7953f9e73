"""Since the last visit: what changed, and what to ask about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.sections.evidence import Signal
from rehabstats.report.sections.plan_changes import plan_changes
from rehabstats.report.sections.quality import n_without_side, set_aside
from rehabstats.report.summary import Adherence
from rehabstats.report.table import Cell, Column, Table
from rehabstats.report.words import (
    adherence_words,
    count_words,
    day_words,
    number,
    signed_percent,
    span_words,
    states_words,
)
from rehabstats.vocabulary import REASONS, VISIT_DAYS

#: As many as fit a conversation.
_MOST: Final = 5


@dataclass(frozen=True)
class Question:
    """Something to ask about: the fact, and where in the page its evidence is."""

    about: str
    fact: str
    link: str


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


def summarize_visit(frames: ReportFrames, patient: str, signals: Sequence[Signal]) -> Visit:
    """What changed for one patient since the visit, and at most five things to ask about."""
    before, since = each(frames.of("visits", patient))
    asked = _questions(frames, patient, signals, (before, since))
    changes, earlier = plan_changes(frames, patient)
    return Visit(
        first_on=day_words(frames.visit),
        is_stated=frames.since is not None,
        n_days_assumed=VISIT_DAYS,
        questions=tuple(asked[:_MOST]),
        n_more=max(0, len(asked) - _MOST),
        changes=changes,
        earlier_changes=earlier,
        table=_compare(before, since, is_rated=len(frames.of("ratings", patient)) > 0),
    )


def _questions(
    frames: ReportFrames, patient: str, signals: Sequence[Signal], periods: tuple[Any, Any]
) -> list[Question]:
    """What was set aside, concerns of now, what is missing, then the rest; praise last."""
    numbered = [(f"signal-{n}-from", signal) for n, signal in enumerate(signals, start=1)]
    latest_first = sorted(numbered, key=lambda one: one[1].since, reverse=True)

    def told(where: Any, order: Any = numbered) -> list[Question]:
        return [Question(one.about, one.sentence, link) for link, one in order if where(one)]

    asked = _unread(frames, patient)
    asked += told(lambda one: one.direction == "concern" and one.is_current)
    asked += told(lambda one: one.direction == "not enough data")
    asked += _skipped(periods[1])
    asked += _sides(*periods, frames.settings.symmetry_share)
    asked += told(lambda one: one.direction == "concern" and not one.is_current, latest_first)
    asked += _extra(periods[1])
    n_notes = _n_notes(frames, patient)
    if n_notes:
        fact = f"{count_words(n_notes, 'row')} with a note or a modification since then."
        asked.append(Question("Own words", fact, "own-words"))
    return asked + told(lambda one: one.direction == "improvement")


def _unread(frames: ReportFrames, patient: str) -> list[Question]:
    """Rows that say something, and are in no number: whoever looks silent may not have been."""
    n_aside = len(set_aside(frames, patient))
    n_sideless = n_without_side(frames, patient)
    found = []
    if n_aside:
        fact = f"{count_words(n_aside, 'row')} of this patient set aside: in no number here."
        found.append(Question("Set aside", fact, "quality"))
    if n_sideless:
        fact = f"{count_words(n_sideless, 'row')} without a side: counted on neither side."
        found.append(Question("No side", fact, "quality"))
    return found


def _skipped(since: Any) -> Iterator[Question]:
    if since.n_skipped_for_pain:
        days = count_words(int(since.n_skipped_for_pain), "day")
        yield Question("Skipped", f"Exercises were skipped because of pain on {days}.", "log")


def _extra(since: Any) -> Iterator[Question]:
    if (n_more := n_more_than_planned(since)) > 0:
        more = count_words(n_more, "session")
        yield Question("More than planned", f"{more} more than planned, in all.", "compare")


def n_more_than_planned(row: Any) -> int:
    """How many more sessions were done than were due, over all weeks: below 0, if fewer."""
    return int(row.n_done + row.n_partial + row.n_extra - row.n_due)


def _sides(before: Any, since: Any, worth_a_line: float) -> Iterator[Question]:
    """A difference of sides that is as large in both periods, to the same side."""
    both = (before.symmetry, since.symmetry)
    # Missing compares as neither.
    if all(one >= worth_a_line for one in both) or all(one <= -worth_a_line for one in both):
        more, less = ("left", "right") if since.symmetry > 0 else ("right", "left")
        reps = {"left": since.n_reps_left, "right": since.n_reps_right}
        fact = f"More repetitions were logged on the {more} ({reps[more]:,} against {reps[less]:,})"
        yield Question("Sides", f"{fact}, and so it was before.", "compare")


def _n_notes(frames: ReportFrames, patient: str) -> int:
    log = frames.of("log", patient)
    new = log[log["day"] >= frames.visit]
    return int((new["note"].notna() | new["modification"].notna()).sum())


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
    return Cell(number(row.pain_during_nrs_median, none="not rated"), rated, link="log")


def _function(row: Any) -> Cell:
    if not row.n_dates_rated:
        return Cell("no day", "on which every activity was rated")
    days = f"{count_words(int(row.n_dates_rated), 'day')} with every activity rated"
    return Cell(number(row.function_psfs_mean), days, link="log-check-ins")


def _symmetry(row: Any) -> Cell:
    why = "" if pd.isna(row.symmetry_reason) else REASONS[str(row.symmetry_reason)]
    counts = f"{row.n_reps_left:,} left, {row.n_reps_right:,} right"
    return Cell(signed_percent(row.symmetry, why), counts, link="log" if row.n_sessions else "")


def _late(row: Any) -> Cell:
    if not row.n_entered:
        return (
            Cell("not known", "no time of entry") if row.n_sessions else Cell("no session logged")
        )
    return Cell(f"{row.n_late} of {row.n_entered}", "sessions, also skipped ones", link="log")
