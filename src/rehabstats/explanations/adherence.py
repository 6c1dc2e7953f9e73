"""Adherence and volume, explained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rehabstats.explanations.explanation import Explanation, Rows
from rehabstats.explanations.request import Request, reason_in_words, rows
from rehabstats.ledger import Ledger, build_ledger
from rehabstats.metrics.adherence import slot_ratios
from rehabstats.metrics.volume import weekly_volume
from rehabstats.metrics.volume_change import volume_change
from rehabstats.vocabulary import DUE, MISSED, STATES

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
    bounds = "" if pd.isna(high) else f" (without the unrecorded ones {high:.4g})"
    return Explanation(
        metric="session_adherence",
        about=request.about,
        value="none: nothing was due" if pd.isna(value) else f"{value:.4g}{bounds}",
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
        value="none: nothing was due" if pd.isna(value) else f"{value:.4g}",
        definition="The share of the repetitions asked for that were done, capped slot by slot.",
        formula="sum of min(done, asked) / sum of asked over due slots; asked = sets x reps_min",
        with_numbers=f"{credited:.12g} / {asked:.12g}",
        window=_window(request),
        counted=_states(slots, DUE),
        left_out=_states(slots, tuple(_NOT_COUNTED)),
        thresholds=(),
        caveat="Holds: a slot whose hold was too short has its repetitions credited in full.",
    )


def explain_weekly_volume(request: Request) -> Explanation:
    """Repetitions of one exercise and side in one week."""
    row = request.row(
        weekly_volume(request.caseload, as_of=request.as_of), **request.line, week=request.week
    )
    first, end = request.week_days
    sets, left_out = request.sort(first=first, end=end, rated=False)
    n_reps, n_sets, n_sessions = (
        (0, 0, 0) if row is None else (row.n_reps, row.n_sets, row.n_sessions)
    )
    reps = sets["reps"].fillna(0).tolist()
    return Explanation(
        metric="weekly_volume",
        about=request.about,
        value=f"{n_reps} repetitions in {n_sets} set{'' if n_sets == 1 else 's'} of "
        f"{n_sessions} session{'' if n_sessions == 1 else 's'}",
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
    weeks = volume_change(request.caseload, as_of=request.as_of, settings=settings)
    row = request.row(weeks, **request.line, week=request.week)
    first, end = request.week_days
    counted, left_out = request.sorted_rows(
        first=first - pd.Timedelta(days=7 * settings.reference_weeks), end=end, rated=False
    )
    known = row is not None and not pd.isna(row.change)
    reason = reason_in_words(row, "no such week of the plan")
    return Explanation(
        metric="volume_change",
        about=request.about,
        value=f"{row.change:+.4g} (fraction)" if known else f"none: {reason}",
        definition="Weekly repetitions against the median of the complete weeks before.",
        formula="(this week - reference) / reference",
        with_numbers=f"({row.n_reps} - {row.reference_reps:g}) / {row.reference_reps:g}"
        if known
        else "not computed",
        window=f"{_window(request)} and up to {settings.reference_weeks} weeks before",
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list("reference_weeks", "reference_weeks_min"),
        caveat="Anything about risk: recent against earlier load predicts no injury.",
    )


def _slots(request: Request) -> pd.DataFrame:
    unit: Any = "session" if request.exercise is None and request.side is None else "exercise"
    ledger: Ledger = build_ledger(request.caseload, as_of=request.as_of, unit=unit)
    slots = ledger.slots
    wanted = slots["patient_id"] == request.patient_id
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
    return f"{first:%Y-%m-%d} to {min(last, request.as_of):%Y-%m-%d}"
