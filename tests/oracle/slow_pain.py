"""Pain once more, session by session: slow, and written without the fast one."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import combinations
from math import comb, erfc, isnan, sqrt
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pandas as pd
import pymannkendall
from scipy.stats import theilslopes

import rehabstats as rs
from oracle.caseloads import random_caseload, write_files
from oracle.slow_progress import Row, slow_plan, slow_sets
from rehabstats import Caseload
from rehabstats.simulate import random_truths, simulate_caseload, write_caseload

Name = str | None
Line = tuple[str, Name, Name]

#: Ratings are sums of a few decimals: what lies closer than this is equal.
NEAR = 1e-9
#: Longest series whose exact probability is counted out here.
COUNTED = 24


class Point(NamedTuple):
    """One performed session of a line."""

    session: int
    day: date
    mean: float | None
    highest: float | None


class Series(NamedTuple):
    """The sessions of a line in order of time, and the first day on which any of it was asked."""

    anchor: date
    start: date
    points: list[Point]

    @property
    def rated(self) -> list[Point]:
        return [point for point in self.points if point.mean is not None]


# Sessions and days in series --------------------------------------------------------------------


def slow_series(caseload: Caseload, as_of: date, unit: str = "exercise") -> dict[Line, Series]:
    """The sessions of each line of the plan, and of any other line with a session."""
    starts = {
        row["patient_id"]: row["start_date"].date() for row in caseload.patients.to_dict("records")
    }
    ratings: dict[Line, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    days = {}
    for row in slow_sets(caseload, as_of):
        if row["performed"]:
            line = (row["patient_id"], row["exercise"], row["side"])
            days[row["session_row"]] = row["day"]
            found = ratings[line][row["session_row"]]
            if not pd.isna(row["pain_during_nrs"]):
                found.append(row["pain_during_nrs"])
    plan = slow_plan(caseload)
    each = {
        line: [
            Point(n, days[n], fmean(found) if found else None, max(found, default=None))
            for n, found in sorted(ratings[line].items())
        ]
        for line in {*ratings, *plan}
    }
    asked: dict[Line, list[date]] = defaultdict(list)
    for line, rows in plan.items():
        asked[_part(line, unit)] += [row["first"] for row in rows if row["sessions_per_week"]]
    if unit != "exercise":
        each = _joined(each, unit, starts)
    series = {}
    for line, points in each.items():
        start = starts[line[0]]
        done = [point.day for point in points[:1]]
        series[line] = Series(min(asked[line] or done or [start]), start, points)
    return series


def _part(line: Line, unit: str) -> Line:
    patient, exercise, side = line
    return patient, exercise if unit == "exercise" else None, None if unit == "session" else side


def _joined(
    each: dict[Line, list[Point]], unit: str, starts: dict[str, date]
) -> dict[Line, list[Point]]:
    """The mean over the exercises of each session, for a side or for all of it."""
    whole: dict[Line, dict[int, list[Point]]] = defaultdict(lambda: defaultdict(list))
    if unit == "session":
        for patient in starts:
            whole[patient, None, None] = defaultdict(list)
    for line, points in each.items():
        sessions = whole[_part(line, unit)]
        for point in points:
            sessions[point.session].append(point)
    joined = {}
    for line, sessions in whole.items():
        joined[line] = []
        for n, points in sorted(sessions.items()):
            means = [point.mean for point in points if point.mean is not None]
            mean = fmean(means) if means else None
            joined[line].append(Point(n, points[0].day, mean, mean))
    return joined


# Caseloads to compare on ------------------------------------------------------------------------

#: The sample, caseloads with ordinary pain, and caseloads with every oddity that files allow.
COMPARED = ("sample", "simulated 1", "odd 2", "odd 3")


@cache
def compared(name: str) -> tuple[Caseload, date]:
    """One of the caseloads, and the day on which it is seen."""
    if name == "sample":
        caseload = rs.load_caseload("data/sample")
        return caseload, caseload.last_entry.date()
    kind, seed = name.split()
    with TemporaryDirectory() as folder:
        if kind == "odd":
            case = random_caseload(int(seed), n_patients=5, n_weeks=10)
            return rs.load_caseload(write_files(case.files, Path(folder))), case.as_of
        truths = random_truths(5, seed=int(seed))
        write_caseload(simulate_caseload(truths, seed=int(seed)), folder)
        # In the middle of things: later entries must not count.
        return rs.load_caseload(folder), date(2026, 3, 20)


# Flares -----------------------------------------------------------------------------------------


def slow_open_flares(caseload: Caseload, as_of: date) -> set[Line]:
    """The exercises and sides whose last rated days are a pain-defined flare."""
    return {line for line, series in slow_series(caseload, as_of).items() if _is_flared(series)}


def _is_flared(series: Series) -> bool:
    by_day: dict[date, list[Point]] = defaultdict(list)
    for point in series.rated:
        by_day[point.day].append(point)
    mean = {day: fmean(point.mean for point in own) for day, own in sorted(by_day.items())}
    early = [day for day in mean if 0 <= (day - series.anchor).days < 14]
    n = max(4, sum((day - series.anchor).days < 7 for day in early))
    if len(early) < 4:
        return False
    threshold = median(mean[day] for day in early[:n]) + 2
    if threshold > 10:
        return False
    run: list[date] = []
    n_unrated = 0
    for day in mean:
        gap = (day - run[-1]).days - 1 if run else 0
        n_unrated += gap
        if max(point.highest for point in by_day[day]) < threshold - NEAR:
            run = []
        elif not run or n_unrated > 1:
            run, n_unrated = [day], 0
        else:
            run.append(day)
    return len(run) > 1


# The trend --------------------------------------------------------------------------------------


def slow_trend(caseload: Caseload, as_of: date, unit: str = "exercise") -> dict[Line, Row]:
    """Slope, interval and direction of each line."""
    return {line: _trend_of(series) for line, series in slow_series(caseload, as_of, unit).items()}


def _trend_of(series: Series) -> Row:
    rated, n = series.rated, len(series.rated)
    y = [point.mean for point in rated]
    x = [(point.day - series.start).days / 7 for point in rated]
    still = len(set(x)) <= 1
    found: Row = {
        "n": n,
        "n_missing": len(series.points) - n,
        "first_on": _iso(rated[0].day) if rated else None,
        "last_on": _iso(rated[-1].day) if rated else None,
        "slope_per_week": None,
        "intercept_nrs": None,
        "middle_weeks": median(x) if x else None,
        "direction": None,
        "kendall_s": None,
        "tau_a": None,
        "lag1_correlation": _lag1(y) if n >= 8 else None,
        "reason": "too_few" if n < 6 else "one_point_in_time" if still else None,
    }
    if n >= 6 and not still:
        slopes = theilslopes([round(value, 12) for value in y], x, 0.95)
        found |= {"slope_per_week": slopes.slope, "intercept_nrs": slopes.intercept}
        if not isnan(slopes.low_slope):
            found |= {"slope_low": slopes.low_slope, "slope_high": slopes.high_slope}
        if n < 8:
            found["reason"] = "too_few_for_direction"
    if n >= 8 and not still:
        del found["direction"]  # unless it is known, it is left open
        found |= _direction(y, x)
    return found


def _direction(y: list[float], x: list[float]) -> Row:
    n, pairs = len(y), list(combinations(zip(x, y, strict=True), 2))
    s = sum(_sign(later[1] - sooner[1]) for sooner, later in pairs if later[0] > sooner[0])
    values = [round(value, 9) for value in y]
    ties, apart = Counter(values), len(set(x)) == n
    z = (s - _sign(s)) / sqrt(_variance(n, ties, Counter(x))) if s else 0.0
    p = erfc(abs(z) / sqrt(2))
    if apart:
        other = pymannkendall.original_test(values)
        assert (other.s, round(other.z, 9), round(other.p, 9)) == (s, round(z, 9), round(p, 9))
    found: Row = {"kendall_s": s, "kendall_z": z, "tau_a": s / (n * (n - 1) / 2)}
    found["p_is_exact"] = apart and n <= 100 and (n <= 10 or max(ties.values()) > 1)
    is_open = False
    if found["p_is_exact"] and n <= COUNTED:
        p = counted_p(list(ties.values()), s)
    elif found["p_is_exact"]:
        # Too long to count out: the direction is left open where the normal p is near 0.05.
        is_open = abs(p - 0.05) < 0.01
    if not is_open:
        found["direction"] = "none" if p >= 0.05 else "falling" if s < 0 else "rising"
    if not found["p_is_exact"] or n <= COUNTED:
        found["p"] = p
    return found


def _variance(n: int, *ties: Counter[float]) -> float:
    """The variance of S with ties in values and in times (Kendall 1976, ex. 4.3)."""
    t, u = ([size for size in found.values() if size > 1] for found in ties)
    variance = n * (n - 1) * (2 * n + 5) / 18
    variance -= sum(k * (k - 1) * (2 * k + 5) for k in (*t, *u)) / 18
    threes = [sum(k * (k - 1) * (k - 2) for k in sizes) for sizes in (t, u)]
    twos = [sum(k * (k - 1) for k in sizes) for sizes in (t, u)]
    variance += threes[0] * threes[1] / (9 * n * (n - 1) * (n - 2))
    return variance + twos[0] * twos[1] / (2 * n * (n - 1))


def counted_p(ties: list[int], s: int) -> float:
    """The share of all orders with an S as large: inversions counted value by value."""
    orders, placed = [1], 0
    for size in ties:
        placed += size
        orders = _times(orders, _placings(placed, size))
    untied = len(orders) - 1
    extreme = sum(n for inverted, n in enumerate(orders) if abs(untied - 2 * inverted) >= abs(s))
    return extreme / sum(orders)


def _placings(n: int, k: int) -> list[int]:
    """How many ways to put k equal values among n make 0, 1, 2, ... inversions."""
    ways: list[Counter[int]] = [Counter({0: 1})] + [Counter() for _ in range(k)]
    for place in range(n):
        for used in range(min(k, place + 1), 0, -1):
            for inverted, count in ways[used - 1].items():
                ways[used][inverted + place - (used - 1)] += count
    assert sum(ways[k].values()) == comb(n, k)
    return [ways[k][inverted] for inverted in range(k * (n - k) + 1)]


def _times(a: list[int], b: list[int]) -> list[int]:
    product = [0] * (len(a) + len(b) - 1)
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            product[i + j] += left * right
    return product


def _lag1(y: list[float]) -> float | None:
    if max(y) - min(y) < NEAR:
        return None
    away = np.array(y) - fmean(y)
    return float((away[1:] * away[:-1]).sum() / (away**2).sum())


# Small things -----------------------------------------------------------------------------------


def dated(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its dates as text, as they stand here."""
    days = [name for name in table if pd.api.types.is_datetime64_any_dtype(table[name])]
    return table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in days})


def _iso(day: date) -> str:
    return day.isoformat()


def _sign(difference: float) -> int:
    return 0 if abs(difference) < NEAR else 1 if difference > 0 else -1
