"""Pain over time, explained."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rehabstats.basis.points import Unit
from rehabstats.explanations.explanation import Explanation, Rows
from rehabstats.explanations.request import Request, reason_in_words, rows
from rehabstats.metrics.pain_change import change_of
from rehabstats.metrics.pain_flares import flares_of
from rehabstats.metrics.pain_trend import trend_of
from rehabstats.words import count_words, day_words, exact, rating, span_words

_NO_LINE = "no such exercise and side in the plan or the log"


def explain_weekly_pain(request: Request) -> Explanation:
    """Median pain of the sessions of a week."""
    row = request.row(request.own.frame("weekly_pain"), **request.line, week=request.week)
    first, end = request.week_days
    sets, left_out = request.sort(first=first, end=end, rated=True)
    values = sets.groupby("session_row")["pain_during_nrs"].mean().sort_values()
    listed = "median of " + ", ".join(exact(value) for value in values)
    known = row is not None and row.n_rated > 0
    return Explanation(
        metric="weekly_pain",
        about=request.about,
        value=f"{exact(row.pain_during_nrs_median)} (mean {exact(row.pain_during_nrs_mean)}) of 10"
        if known
        else "none: nothing was rated",
        definition="The median pain during one exercise and side over the sessions of a week.",
        formula="median over sessions of (mean of the session's rated sets)",
        with_numbers=listed if known else "nothing",
        window=_days(first, end),
        counted=(rows(f"rows of {request.file}", sets.index),),
        left_out=left_out,
        thresholds=request.threshold_list("pain_safe_max_nrs", "pain_acceptable_max_nrs"),
        caveat="Pain on days without exercise: only those who exercise rate it.",
    )


def explain_pain_trend(request: Request) -> Explanation:
    """Slope and direction of pain over all sessions."""
    row = request.row(trend_of(request.room, _unit(request)), **request.line)
    counted, left_out = _all_rated(request)
    if row is None or pd.isna(row.slope_per_week):
        value = f"none: {reason_in_words(row, _NO_LINE)}"
        numbers = count_words(0 if row is None else row.n, "rated session")
    else:
        ends = " to ".join(exact(end, plus="+") for end in (row.slope_low, row.slope_high))
        interval = "no interval" if pd.isna(row.slope_low) else ends
        value = f"{exact(row.slope_per_week, plus='+')} NRS per week ({interval})"
        direction = row.direction
        if pd.isna(direction):
            direction = f"no direction: {reason_in_words(row, _NO_LINE)}"
        if direction == "none":
            direction = "no clear direction"
        kendall = f"S = {exact(row.kendall_s)}, Z = {exact(row.kendall_z)}, p = {exact(row.p)}: "
        numbers = (
            f"median of the slopes of all pairs of {row.n} rated sessions; "
            f"{'' if pd.isna(row.p) else kendall}{direction}"
        )
    return Explanation(
        metric="pain_trend",
        about=request.about,
        value=value,
        definition="How fast pain during exercise moves, and whether order alone could explain it.",
        formula="Theil-Sen: median of (y_j - y_i) / (x_j - x_i), x the day in weeks, with Sen's "
        "interval; Mann-Kendall: S = sum of sgn(y_j - y_i)",
        with_numbers=numbers,
        window="none rated" if row is None or pd.isna(row.first_on)
        else span_words(row.first_on, row.last_on),
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list(
            "slope_points_min", "direction_points_min", "direction_alpha", "confidence"
        ),
        caveat="Why pain moves, and that it will go on.",
    )  # fmt: skip


def explain_pain_change(request: Request) -> Explanation:
    """Pain of the first days against that of the last ones."""
    row = request.row(change_of(request.room, _unit(request)), **request.line)
    counted: tuple[Rows, ...] = ()
    value, numbers, window = f"none: {reason_in_words(row, _NO_LINE)}", "not computed", "none"
    if row is not None:
        now = row.current_start, request.as_of + pd.Timedelta(days=1)
        baseline = row.baseline_start, row.baseline_end
        now_in_words = _days(*now) if now[0] < now[1] else "no day after it yet"
        window = f"baseline {_days(*baseline)}, now {now_in_words}"
        counted = (_rated_in(request, baseline, "baseline"), _rated_in(request, now, "now"))
        numbers = (
            f"{row.n_days_baseline} rated days in the baseline and {row.n_days_current} now; "
            f"{request.settings.baseline_rated_days_min} and "
            f"{request.settings.current_rated_days_min} needed"
        )
        if not pd.isna(row.change_nrs):
            value, numbers = _change_in_numbers(row, request.settings.pain_sem_nrs)
    rated, left_out = _all_rated(request)
    between = rated[0].n - sum(some.n for some in counted)
    return Explanation(
        metric="pain_change",
        about=request.about,
        value=value,
        definition="Pain during exercise in the last days minus pain in the first days.",
        formula="mean of daily means now - mean of daily means of the baseline; "
        "z = change / (SEM x sqrt(1/k_baseline + 1/k_now))",
        with_numbers=numbers,
        window=window,
        counted=counted,
        left_out=(Rows("rated rows outside the windows", between), *left_out),
        thresholds=request.threshold_list(
            "baseline_days", "baseline_days_max", "baseline_rated_days_min", "current_days",
            "current_rated_days_min", "pain_sem_nrs", "reliable_z",
        ),
        caveat="That the program made the change: time passed too.",
    )  # fmt: skip


def _change_in_numbers(row: Any, sem_nrs: float) -> tuple[str, str]:
    """The change with its verdict, and how it comes about."""
    beyond = {"within": "within", "better": "better, beyond", "worse": "worse, beyond"}
    value = (
        f"{exact(row.change_nrs, plus='+')} NRS: {beyond[row.reliable]} the measurement error "
        f"of {exact(row.threshold_nrs)}"
    )
    numbers = (
        f"{exact(row.current_nrs_mean)} - {exact(row.baseline_nrs_mean)}; "
        f"z = {exact(row.change_nrs)} / "
        f"({sem_nrs:g} x sqrt(1/{row.n_days_baseline} + 1/{row.n_days_current})) = {exact(row.z)}"
    )
    return value, numbers


def explain_pain_flares(request: Request) -> Explanation:
    """Stretches of days over the threshold."""
    flares = flares_of(request.room, _unit(request))
    wanted = flares["patient_id"] == request.patient_id
    for name in ("exercise", "side"):
        value = getattr(request, name)
        wanted &= flares[name].isna() if value is None else flares[name] == value
    mine: list[Any] = list(flares[wanted.to_numpy()].itertuples())
    counted, left_out = _all_rated(request)
    spans = [f"{span_words(f.start_on, f.end_on)}, up to {rating(f.peak_nrs)}" for f in mine]
    numbers = "no rated days over a threshold"
    if mine:
        numbers = (
            f"threshold {exact(mine[0].baseline_nrs_median)} + "
            f"{exact(request.settings.flare_rise_nrs)} = {exact(mine[0].threshold_nrs)}"
        )
    return Explanation(
        metric="pain_flares",
        about=request.about,
        value="; ".join(spans) or "none found, or no baseline: see pain_limits",
        definition="Runs of rated days on which pain lay a named amount over the baseline.",
        formula="daily maximum >= baseline median + rise, on rated days in a row",
        with_numbers=numbers,
        window=f"up to {day_words(request.as_of)}",
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list(
            "flare_rise_nrs", "flare_rated_days_min", "flare_unrated_days_max", "baseline_days",
            "baseline_rated_days_min",
        ),
        caveat="What a person calls a flare: most of such days have no more pain than average.",
    )  # fmt: skip


def _rated_in(request: Request, days: tuple[pd.Timestamp, pd.Timestamp], name: str) -> Rows:
    counted = request.sorted_rows(first=days[0], end=days[1], rated=True)[0][0]
    return Rows(f"{counted.what} ({name})", counted.n, counted.lines)


def _all_rated(request: Request) -> tuple[tuple[Rows, ...], tuple[Rows, ...]]:
    return request.sorted_rows(rated=True)


def _unit(request: Request) -> Unit:
    if request.exercise is not None:
        return "exercise"
    return "session" if request.side is None else "side"


def _days(first: pd.Timestamp, end: pd.Timestamp) -> str:
    return span_words(first, end - pd.Timedelta(days=1))
