"""Adherence and volume, explained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rehabstats.basis.slots import slot_ratios
from rehabstats.explanations.explanation import Explanation, Rows
from rehabstats.explanations.request import Request, reason_in_words, rows
from rehabstats.vocabulary import DUE, MISSED, STATES
from rehabstats.words import count_words, exact, percent, signed_percent, span_words

_NOT_COUNTED = {
    "open": "slots open: their last day is not over",
    "excused": "slots excused by a pause",
    "extra": "extra sessions: they pay for no missed slot",
}


def explain_session_adherence(request: Request) -> Explanation:
    """Share of the due sessions, or of one exercise and side, that were kept."""
    slots = _slots(request)
    ratios = _ratios(slots)
    filled = int(ratios["n_done"] + ratios["n_partial"])
    value = ratios["session_adherence"]
    missed = [f"{int(ratios[f'n_{state}'])} {state}" for state in MISSED]
    high = ratios["session_adherence_high"]
    bounds = (
        ": nothing recorded" if pd.isna(high) else f", {_share(high)} without the unrecorded ones"
    )
    return Explanation(
        metric="session_adherence",
        about=request.about,
        value="none: nothing was due" if pd.isna(value) else f"{_share(value)}{bounds}",
        definition="The share of the slots that were due and filled: how often, not how much.",
        formula="filled / (filled + skipped + omitted + unrecorded)",
        with_numbers=f"{filled} / ({filled} filled + {' + '.join(missed)})",
        window=_window(request),
        counted=_states(slots, DUE),
        left_out=_states(slots, tuple(_NOT_COUNTED)),
        thresholds=(),
        caveat="How well anything was done, and whether what nobody recorded was done.",
    )


def explain_dose_adherence(request: Request) -> Explanation:
    """Share of the repetitions asked for that were done, capped per slot."""
    slots = _slots(request)
    due = slots[slots["state"].isin(DUE)]
    asked = due["reps_asked"].sum()
    credited = due[["reps_done", "reps_asked"]].min(axis=1, skipna=False).fillna(0).sum()
    value = _ratios(slots)["dose_adherence"]
    return Explanation(
        metric="dose_adherence",
        about=request.about,
        value="none: nothing was due" if pd.isna(value) else _share(value),
        definition="The share of the repetitions asked for that were done, capped slot by slot.",
        formula="sum of min(done, asked) / sum of asked over due slots; asked = sets x reps_min",
        with_numbers=f"{exact(credited)} / {exact(asked)}",
        window=_window(request),
        counted=_states(slots, DUE),
        left_out=_states(slots, tuple(_NOT_COUNTED)),
        thresholds=(),
        caveat="Holds: a slot whose hold was too short has its repetitions credited in full.",
    )


def explain_weekly_volume(request: Request) -> Explanation:
    """Repetitions of one exercise and side in one week."""
    row = request.row(request.own.frame("weekly_volume"), **request.line, week=request.week)
    first, end = request.week_days
    sets, left_out = request.sort(first=first, end=end, rated=False)
    n_reps, n_sets, n_sessions = (
        (0, 0, 0) if row is None else (row.n_reps, row.n_sets, row.n_sessions)
    )
    reps = sets["reps"].fillna(0).tolist()
    return Explanation(
        metric="weekly_volume",
        about=request.about,
        value=f"{count_words(n_reps, 'repetition')} in {count_words(n_sets, 'set')} of "
        f"{count_words(n_sessions, 'session')}",
        definition="The repetitions logged of one exercise and side in one program week.",
        formula="sum of reps over performed sets; a set of both sides counts on each",
        with_numbers=" + ".join(map(str, reps)) or "0",
        window=_window(request),
        counted=(rows(f"rows of {request.file}", sets.index),),
        left_out=left_out,
        thresholds=(),
        caveat="Whether that was asked for: see in_dose_range and dose_adherence.",
    )


def explain_volume_change(request: Request) -> Explanation:
    """Repetitions of a week against the weeks just before."""
    settings = request.settings
    row = request.row(request.own.frame("volume_change"), **request.line, week=request.week)
    first, end = request.week_days
    counted, left_out = request.sorted_rows(
        first=first - pd.Timedelta(days=7 * settings.reference_weeks), end=end, rated=False
    )
    known = row is not None and not pd.isna(row.change)
    reason = reason_in_words(row, "no such week of the plan")
    return Explanation(
        metric="volume_change",
        about=request.about,
        value=f"{exact(row.change, plus='+')} ({signed_percent(row.change)})"
        if known
        else f"none: {reason}",
        definition="Weekly repetitions against the median of the complete weeks before that were "
        "recorded and counted.",
        formula="(this week - reference) / reference",
        with_numbers=f"({exact(row.n_reps)} - {exact(row.reference_reps)}) / "
        f"{exact(row.reference_reps)}"
        if known
        else "not computed",
        window=f"{_window(request)} and up to "
        f"{count_words(settings.reference_weeks, 'week')} before",
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list("reference_weeks", "reference_weeks_min"),
        caveat="Anything about risk: recent against earlier load predicts no injury.",
    )


def _slots(request: Request) -> pd.DataFrame:
    is_whole = request.exercise is None and request.side is None
    slots = request.own.frame("session_ledger" if is_whole else "ledger")
    wanted = pd.Series(True, index=slots.index)
    for name in ("exercise", "side", "week"):
        value = getattr(request, name)
        if value is not None:
            wanted &= slots[name] == value
    return slots[wanted.to_numpy()]


def _ratios(slots: pd.DataFrame) -> Any:
    return slot_ratios(slots, np.zeros(len(slots), "int64"), 1).iloc[0]


def _states(slots: pd.DataFrame, states: tuple[str, ...]) -> tuple[Rows, ...]:
    """How many slots there are in each state."""
    counts = slots["state"].value_counts()
    return tuple(
        Rows(_NOT_COUNTED.get(state, f"slots {state}"), int(counts[state]))
        for state in STATES
        if state in states and counts[state]
    )


def _window(request: Request) -> str:
    first, end = request.week_days
    last = end - pd.Timedelta(days=1)
    return span_words(first, min(last, request.as_of))


def _share(value: float) -> str:
    """As it is computed, and as it is read."""
    return f"{exact(value)} ({percent(value)})"
