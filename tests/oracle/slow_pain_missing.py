"""What is missing of weekly pain once more, week by week: slow, without the fast one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations, groupby
from statistics import fmean, median

from oracle.comparing import Row, average
from oracle.slow_pain import Series, slow_series
from oracle.slow_progress import slow_plan, slow_weeks
from rehabstats import Caseload
from rehabstats.settings import Settings

#: Mean pain of one program week, None where too few days were rated.
Week = tuple[int, float | None]


def slow_pain_missing(caseload: Caseload, as_of: date, settings: Settings) -> list[Row]:
    """One row per line of the plan of every patient who has begun, in the order of the plan."""
    series = slow_series(caseload, as_of)
    due = defaultdict(list)
    for (*line, number), week in slow_weeks(caseload, as_of).items():
        start = series[tuple(line)].start + timedelta(7 * (number - 1))
        if week.quota and start + timedelta(7) <= as_of:
            due[tuple(line)].append(number)
    return [
        dict(zip(("patient_id", "exercise", "side"), line, strict=True))
        | _missing(_weekly(series[line], sorted(due[line]), settings), settings)
        for line in slow_plan(caseload)
        if series[line].start <= as_of
    ]


def _weekly(series: Series, numbers: list[int], settings: Settings) -> list[Week]:
    """The mean of the daily means of each week with enough rated days."""
    days = defaultdict(list)
    for point in series.rated:
        days[point.day].append(point.mean)
    weeks = []
    for number in numbers:
        start = series.start + timedelta(7 * (number - 1))
        week = [start + timedelta(n) for n in range(7)]
        means = [fmean(days[day]) for day in week if day in days]
        enough = len(means) >= settings.week_rated_days_min
        weeks.append((number, fmean(means) if enough else None))
    return weeks


def _missing(weeks: list[Week], settings: Settings) -> Row:
    seen = [(number, mean) for number, mean in weeks if mean is not None]
    worst = max((mean for _, mean in seen), default=None)
    filled = [(number, worst if mean is None else mean) for number, mean in weeks]
    n_missing = len(weeks) - len(seen)
    followed = [n + 1 < len(weeks) and weeks[n + 1][1] is None for n in range(len(weeks))]
    before, other = (
        [
            mean
            for (_, mean), missing_next in zip(weeks, followed, strict=True)
            if mean is not None and missing_next is wanted
        ]
        for wanted in (True, False)
    )
    gaps = [len([*gap]) for empty, gap in groupby(mean is None for _, mean in weeks) if empty]
    enough = len(seen) >= settings.slope_points_min
    return {
        "n_weeks": len(weeks),
        "n_weeks_missing": n_missing,
        "missing_share": n_missing / len(weeks) if weeks else None,
        "longest_gap_weeks": max(gaps, default=0),
        "before_gap_nrs_mean": average(fmean, before),
        "other_nrs_mean": average(fmean, other),
        "slope_per_week": _slope(seen) if enough else None,
        "slope_if_worst_per_week": _slope(filled) if enough else None,
        "reason": None if enough else "too_few",
    }


def _slope(weeks: list[tuple[int, float]]) -> float:
    """The median of the slopes between any two weeks."""
    return median((q - p) / (b - a) for (a, p), (b, q) in combinations(weeks, 2))
