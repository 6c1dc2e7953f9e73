"""Pain over time, explained."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rehabstats.explanations.explanation import Explanation, Rows
from rehabstats.explanations.request import Request, reason_in_words, rows
from rehabstats.metrics.pain.change import pain_change
from rehabstats.metrics.pain.flares import pain_flares
from rehabstats.metrics.pain.points import Unit
from rehabstats.metrics.pain.trend import pain_trend
from rehabstats.metrics.pain.weekly import weekly_pain

_NO_LINE = "no such exercise and side in the plan or the log"


def explain_weekly_pain(request: Request) -> Explanation:
    """Median pain of the sessions of a week."""
    zones = request.settings.pain_safe_max_nrs, request.settings.pain_acceptable_max_nrs
    weeks = weekly_pain(
        request.caseload, as_of=request.as_of, safe_max_nrs=zones[0], acceptable_max_nrs=zones[1]
    )
    row = request.row(weeks, **request.line, week=request.week)
    first, end = request.week_days
    sets, left_out = request.sort(first=first, end=end, rated=True)
    values = sets.groupby("session_row")["pain_during_nrs"].mean().sort_values()
    listed = "median of " + ", ".join(f"{value:g}" for value in values)
    known = row is not None and row.n_rated > 0
    return Explanation(
        metric="weekly_pain",
        about=request.about,
        value=f"{row.pain_during_nrs_median:.4g} (mean {row.pain_during_nrs_mean:.4g}) of 10"
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
    trend = pain_trend(
        request.caseload, as_of=request.as_of, unit=_unit(request), settings=request.settings
    )
    row = request.row(trend, **request.line)
    counted, left_out = _all_rated(request)
    if row is None or pd.isna(row.slope_per_week):
        value = f"none: {reason_in_words(row, _NO_LINE)}"
        numbers = f"{0 if row is None else row.n} rated sessions"
    else:
        ends = f"{row.slope_low:+.4g} to {row.slope_high:+.4g}"
        value = f"{row.slope_per_week:+.4g} NRS per week ({ends})"
        direction = row.direction
        if pd.isna(direction):
            direction = f"no direction: {reason_in_words(row, _NO_LINE)}"
        if direction == "none":
            direction = "no clear direction"
        kendall = f"S = {row.kendall_s:g}, Z = {row.kendall_z:.4g}, p = {row.p:.4g}: "
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
        else f"{row.first_on:%Y-%m-%d} to {row.last_on:%Y-%m-%d}",
        counted=counted,
        left_out=left_out,
        thresholds=request.threshold_list(
            "slope_points_min", "direction_points_min", "direction_alpha", "confidence"
        ),
        caveat="Why pain moves, and that it will go on.",
    )  # fmt: skip


def explain_pain_change(request: Request) -> Explanation:
    """Pain of the first days against that of the last ones."""
    change = pain_change(
        request.caseload, as_of=request.as_of, unit=_unit(request), settings=request.settings
    )
    row = request.row(change, **request.line)
    counted: tuple[Rows, ...] = ()
    if row is None or pd.isna(row.change_nrs):
        reason = reason_in_words(row, _NO_LINE)
        value, numbers, window = f"none: {reason}", "not computed", "see thresholds"
    else:
        value, numbers = _change_in_numbers(row, request.settings.pain_sem_nrs)
        now = row.current_start, request.as_of + pd.Timedelta(days=1)
        baseline = row.baseline_start, row.baseline_end
        window = f"baseline {_days(*baseline)}, now {_days(*now)}"
        counted = (_rated_in(request, baseline, "baseline"), _rated_in(request, now, "now"))
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
        f"{row.change_nrs:+.4g} NRS: {beyond[row.reliable]} the measurement error "
        f"of {row.threshold_nrs:.4g}"
    )
    numbers = (
        f"{row.current_nrs_mean:.4g} - {row.baseline_nrs_mean:.4g}; z = {row.change_nrs:.4g} / "
        f"({sem_nrs:g} x sqrt(1/{row.n_days_baseline} + 1/{row.n_days_current})) = {row.z:.4g}"
    )
    return value, numbers


def explain_pain_flares(request: Request) -> Explanation:
    """Stretches of days over the threshold."""
    flares = pain_flares(
        request.caseload, as_of=request.as_of, unit=_unit(request), settings=request.settings
    )
    wanted = flares["patient_id"] == request.patient_id
    for name in ("exercise", "side"):
        value = getattr(request, name)
        wanted &= flares[name].isna() if value is None else flares[name] == value
    mine = list(flares[wanted.to_numpy()].itertuples())
    counted, left_out = _all_rated(request)
    spans = [f"{f.start_on:%Y-%m-%d} to {f.end_on:%Y-%m-%d}, up to {f.peak_nrs:g}" for f in mine]
    numbers = "no rated days over a threshold"
    if mine:
        numbers = (
            f"threshold {mine[0].baseline_nrs_median:g} + {request.settings.flare_rise_nrs:g} = "
            f"{mine[0].threshold_nrs:g}"
        )
    return Explanation(
        metric="pain_flares",
        about=request.about,
        value="; ".join(spans) or "none found, or no baseline: see pain_limits",
        definition="Runs of rated days on which pain lay a named amount over the baseline.",
        formula="daily maximum >= baseline median + rise, on rated days in a row",
        with_numbers=numbers,
        window=f"up to {request.as_of:%Y-%m-%d}",
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
    return f"{first:%Y-%m-%d} to {end - pd.Timedelta(days=1):%Y-%m-%d}"
