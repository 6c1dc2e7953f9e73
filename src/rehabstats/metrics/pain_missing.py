"""Missing: which weeks have no pain, and what they could hide."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import combine, first_that_holds, ratio, run_lengths
from rehabstats.basis.points import points_of
from rehabstats.basis.rated_days import RatedDays, rated_days_of
from rehabstats.days import Day
from rehabstats.ledger import ledger_of
from rehabstats.ledger.layout import days_of
from rehabstats.schemas.pain_context import PainMissing
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series import theil_sen
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK, REASONS

_LINE = ("patient_id", "exercise", "side")


def pain_missing(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """
    How many weeks have no pain rating, and how far they could change the slope.

    Nothing is filled in. The slope with every missing week at the worst pain seen is
    no estimate: it shows how much the slope depends on the gaps.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Only weeks that are over on this day count.
    settings : Settings, optional
        A week has a value with ``week_rated_days_min`` (2) rated days (an
        assumption); a slope needs ``slope_points_min`` (6) weeks.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainMissing``: one row per line of the plan of every patient who has
        begun. Weeks in which nothing was due are not counted.

    Notes
    -----
    Pain is rated by those who exercise, so missing ratings are not random (it follows
    from how they come about). In diaries, pain was not related to completion; whether
    it is here, the weeks before a gap can only hint at.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> missing = pain_missing(caseload, as_of=caseload.last_entry)
    >>> by_patient = missing.groupby("patient_id", observed=True)["missing_share"].mean()
    >>> by_patient.nlargest(2).index.tolist()
    ['P008', 'P004']
    """
    return pain_missing_of(Seen.of(caseload, as_of, settings))


@once
def pain_missing_of(seen: Seen) -> pd.DataFrame:
    """What is missing in a caseload seen from a day."""
    caseload, settings = seen.caseload, seen.settings
    ledger, points = ledger_of(seen, "exercise"), points_of(seen, "exercise")
    over = ledger.weeks["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK) <= ledger.as_of
    weeks = ledger.weeks[over & (ledger.weeks["quota"] > 0)]
    names = pd.DataFrame(points.names(caseload))
    lines, (_, line, asked) = combine(_LINE, [names, weeks, ledger.weeks])
    mean = _weekly_means(rated_days_of(seen, "exercise"), weeks, line, settings)
    prescribed = np.zeros(len(lines), bool)
    prescribed[asked] = True
    frame = pd.DataFrame(points.names(caseload) | _report(mean, line, weeks, len(lines), settings))
    return frame[prescribed].reset_index(drop=True)


def _weekly_means(
    days: RatedDays, weeks: pd.DataFrame, line: np.ndarray, settings: Settings
) -> np.ndarray:
    """The mean of the daily means of each week, NaN with too few rated days."""
    if weeks.empty:
        return np.empty(0)
    start = days_of(weeks["week_start"])
    width = 1 << 24
    begins = line * width + start
    at = np.searchsorted(begins, days.line * width + days.day, side="right") - 1
    inside = (at >= 0) & (line[at] == days.line) & (days.day < start[at] + DAYS_PER_WEEK)
    n_days = np.bincount(at[inside], minlength=len(weeks))
    mean = ratio(np.bincount(at[inside], days.mean[inside], len(weeks)), n_days)
    return np.where(n_days >= settings.week_rated_days_min, mean, np.nan)


def _report(
    mean: np.ndarray, line: np.ndarray, weeks: pd.DataFrame, n: int, settings: Settings
) -> dict[str, object]:
    missing = np.isnan(mean)
    week = weeks["week"].to_numpy("float64")
    n_weeks, n_missing = np.bincount(line, minlength=n), np.bincount(line[missing], minlength=n)
    longest = np.zeros(n, "int64")
    np.maximum.at(longest, line, run_lengths(line, missing))
    next_missing = np.append(missing[1:] & (line[1:] == line[:-1]), False)[: len(line)]
    worst = np.full(n, -np.inf)
    np.maximum.at(worst, line[~missing], mean[~missing])
    offsets = np.searchsorted(line, np.arange(n + 1))
    how: dict[str, Any] = {
        "offsets": offsets, "confidence": settings.confidence, "min_n": settings.slope_points_min
    }  # fmt: skip
    seen = theil_sen(mean, week, **how)
    with np.errstate(invalid="ignore"):
        filled = np.where(missing & np.isfinite(worst[line]), worst[line], mean)
    bounded = theil_sen(filled, week, **how)
    return {
        "n_weeks": n_weeks,
        "n_weeks_missing": n_missing,
        "missing_share": ratio(n_missing, n_weeks),
        "longest_gap_weeks": longest,
        "before_gap_nrs_mean": _mean_where(mean, line, ~missing & next_missing, n),
        "other_nrs_mean": _mean_where(mean, line, ~missing & ~next_missing, n),
        "slope_per_week": seen.slope,
        "slope_if_worst_per_week": np.where(np.isnan(seen.slope), np.nan, bounded.slope),
        "reason": first_that_holds({"too_few": seen.reason != ""}, REASONS),
    }


def _mean_where(mean: np.ndarray, line: np.ndarray, where: np.ndarray, n: int) -> np.ndarray:
    return ratio(np.bincount(line[where], mean[where], n), np.bincount(line[where], minlength=n))


FRAMES: Final = (
    PublicFrame(
        "pain_missing", "Which weeks have no pain, and what could they hide?", PainMissing,
        pain_missing_of,
    ),
)  # fmt: skip
