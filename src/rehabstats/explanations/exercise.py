"""Symmetry, function, progression and signals, explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from rehabstats.explanations.explanation import Explanation, Rows
from rehabstats.explanations.request import Request, reason_in_words, rows
from rehabstats.schemas.progress import CRITERION_REASONS, MET_IN_WORDS
from rehabstats.signals import RULES, Rule
from rehabstats.words import day_words, exact, signed_percent, span_words


def explain_symmetry(request: Request) -> Explanation:
    """Left against right in one week."""
    weeks = request.own.frame("symmetry")
    row = request.row(weeks, exercise=request.exercise, week=request.week)
    first, end = request.week_days
    counted, left_out = request.sorted_rows(first=first, end=end, rated=False)
    known = row is not None and not pd.isna(row.symmetry)
    reason = reason_in_words(row, "no such week of an exercise done per side")
    numbers = "not computed"
    if known:
        larger = max(row.left_reps, row.right_reps)
        numbers = f"({row.left_reps} - {row.right_reps}) / {larger}"
    return Explanation(
        metric="symmetry",
        about=request.about,
        value=f"{exact(row.symmetry, plus='+')} ({signed_percent(row.symmetry)}; "
        "above 0 is more left)"
        if known
        else f"none: {reason}",
        definition="The difference of the logged repetitions of both sides, of the larger one.",
        formula="(left - right) / max(left, right)",
        with_numbers=numbers,
        window=span_words(first, end - pd.Timedelta(days=1)),
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list("symmetry_share", "symmetry_weeks"),
        caveat="Strength or capacity of a side: logged repetitions follow the prescription.",
    )


def explain_function(request: Request) -> Explanation:
    """The mean of the patient's activities, then and now."""
    row = request.row(request.own.frame("function"), activity=None)
    known = row is not None and not pd.isna(row.change_psfs)
    reason = reason_in_words(row, "no check-ins")
    numbers = f"{exact(row.current_psfs)} - {exact(row.baseline_psfs)}" if known else "not computed"
    counted, left_out = _ratings(request)
    return Explanation(
        metric="function",
        about=request.about,
        value=f"{exact(row.change_psfs, plus='+')} PSFS: {row.beyond_threshold} "
        f"({exact(row.threshold_psfs)} counts)"
        if known
        else f"none: {reason}",
        definition="The mean of all rated activities in the last check-ins minus the first ones. "
        "The mean of only one is held to the threshold of one activity.",
        formula="mean of the current window - mean of the first window; 10 = able as before",
        with_numbers=numbers,
        window=span_words(row.first_on, row.last_on) if known else "none",
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list(
            "function_days", "function_change_psfs", "activity_change_psfs"
        ),
        caveat="Anything about activities that were not named.",
    )  # fmt: skip


def _ratings(request: Request) -> tuple[tuple[Rows, ...], tuple[Rows, ...]]:
    """The check-ins of both windows, and all others by the reason against them."""
    checkins = request.caseload.checkins
    mine = checkins[(checkins["patient_id"] == request.patient_id).to_numpy()]
    late = (mine["date"] > request.as_of).to_numpy()
    seen = mine[~late]
    length = pd.Timedelta(days=request.settings.function_days)
    until = seen["date"].min() + length
    now = max(request.as_of + pd.Timedelta(days=1) - length, until) if len(seen) else until
    by_date = seen.groupby("date", observed=True)["activity"].transform("size")
    whole = by_date == seen["activity"].nunique()
    first, last = seen["date"] < until, seen["date"] >= now
    file = request.caseload.files.get("checkins", "the check-ins")
    return (
        rows(f"ratings in {file}, first days", seen.index[whole & first]),
        rows(f"ratings in {file}, last days", seen.index[whole & last]),
    ), (
        rows("ratings between them", seen.index[whole & ~first & ~last]),
        rows("ratings of days on which not every activity was rated", seen.index[~whole]),
        rows("ratings after as_of", mine.index[late]),
    )


def explain_progression(request: Request) -> Explanation:
    """Whether the criterion for more is met."""
    settings = request.settings
    row = request.row(request.own.frame("progression"), **request.line)
    counted, left_out = request.sorted_rows(rated=False)
    value, numbers = "unknown: no such exercise and side in the plan", "not computed"
    if row is not None:
        why = (
            "" if pd.isna(row.criterion_reason) else f": {CRITERION_REASONS[row.criterion_reason]}"
        )
        value = f"{MET_IN_WORDS[row.meets_criterion]}{why}"
        before, now = (
            "not counted" if pd.isna(reps) else exact(reps)
            for reps in (row.reps_baseline, row.reps_current)
        )
        numbers = f"repetitions per session: {before} at first, {now} now"
    return Explanation(
        metric="progression",
        about=request.about,
        value=value,
        definition="Whether an exercise meets the criterion for doing more.",
        formula=f"last set >= reps_max + {settings.progression_reps_above} in each of the last "
        f"{settings.progression_sessions} sessions; pain within the limit; no open flare",
        with_numbers=numbers,
        window=f"up to {day_words(request.as_of)}",
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list(
            "progression_reps_above", "progression_sessions", "progression_pain_days",
            "pain_acceptable_max_nrs", "flare_rise_nrs", "flare_rated_days_min",
            "flare_unrated_days_max",
        ),
        caveat="That more should be done: a clinician decides.",
    )  # fmt: skip


def explain_signal(request: Request, rule_id: str) -> Explanation:
    """What one rule found about a patient, or that it found nothing."""
    rule = next(rule for rule in RULES if rule.id == rule_id)
    mine = request.own.frame("signals")
    told = mine[(mine["rule"] == rule_id).to_numpy()]
    also = [str(names).split(", ") for names in mine["also"]]
    by_another = mine[[rule_id in names for names in also]]
    value = "; ".join(told["sentence"]) or _silent(by_another)
    spans = [span_words(row.since, row.until) for row in _each(told)]
    numbers = "; ".join(
        f"{exact(row.value)} found, {_firing(rule, row)} fires"
        for row in _each(told)
        if not pd.isna(row.value)
    )
    return Explanation(
        metric=rule_id,
        about=request.about,
        value=value,
        definition=f"A signal ({rule.direction}): {rule.question}",
        formula=f"a rule over {', '.join(rule.inputs)}",
        with_numbers=numbers or "none",
        window="; ".join(spans) or "none",
        counted=tuple(_rows_behind(row) for row in _each(told)),
        left_out=(),
        thresholds=request.threshold_list(*rule.thresholds),
        caveat="A cause, or a diagnosis: it is arithmetic on a log.",
    )  # fmt: skip


def _each(told: pd.DataFrame) -> Iterator[Any]:
    return iter(told.itertuples())


def _firing(rule: Rule, row: Any) -> str:
    """From where on the rule fires; a fall fires like a rise of its size."""
    if rule.fires != "or more":
        return f"{rule.fires} {exact(row.threshold)}"
    sign, beyond = (1, "more") if row.value >= 0 else (-1, "less")
    return f"{exact(sign * row.threshold)} or {beyond}"


def _silent(by_another: pd.DataFrame) -> str:
    if len(by_another):
        return f"it fired, and is told by {', '.join(by_another['rule'].astype('str').unique())}"
    return "it did not fire"


def _rows_behind(row: Any) -> Rows:
    if not row.log_lines:
        return Rows("rows: nothing was logged", 0)
    spans = [part.split("-") for part in row.log_lines.split(", ")]
    n = sum(int(span[-1]) - int(span[0]) + 1 for span in spans)
    return Rows(f"rows of {row.log_file}", n, row.log_lines)
