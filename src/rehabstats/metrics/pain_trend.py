"""Trend: where the pain of a series is going, how fast, and whether that can be said."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.points import PainPoints, Unit, points_of
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of
from rehabstats.schemas import decode
from rehabstats.schemas.pain import PainTrend
from rehabstats.seen import OF_SESSIONS, PublicFrame, Seen, once
from rehabstats.series import lag1_correlation, mann_kendall, theil_sen
from rehabstats.series.positions import grouped_median
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DIRECTIONS, REASONS


def pain_trend(
    caseload: Caseload,
    *,
    as_of: Day,
    unit: Unit = "exercise",
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    r"""
    Slope and direction of pain during exercise, over the sessions of each series.

    The slope says how much, the direction whether order alone could explain it; they
    answer different questions and may disagree. Neither says why. Below about 12
    weeks, no clear direction is uninformative: read the interval of the slope.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.
    unit : {"exercise", "side", "session"}, default "exercise"
        What a series is about: one exercise and side, all exercises of a side, or
        whole sessions (exercises of a session are averaged first).
    settings : Settings, optional
        ``slope_points_min`` (6), ``direction_points_min`` (8), ``direction_alpha``
        (0.05), ``confidence`` (0.95).

    Returns
    -------
    pandas.DataFrame
        Schema ``PainTrend``: one row per line of the plan and any other line with a
        session. Negative slopes are falling pain [NRS per week]. Below 6 rated
        sessions there is no number, below 8 no direction; ``reason`` says so.

    See Also
    --------
    pain_change : Baseline against now, in points and bands.

    Notes
    -----
    A point is the mean of a session's rated sets; its x is the real day in weeks,
    never its number. The slope is that of Theil and Sen with Sen's interval [1]_; the
    direction is that of Mann and Kendall with tie-corrected variance, with the exact
    permutation probability where ratings are tied or few, up to 100 of them and without
    two sessions on one day; otherwise the normal one. Successive sessions are taken as
    independent; ``lag1_correlation`` tells how far from that they are, though a trend
    alone makes it large too. Dependence makes false directions more frequent.

    References
    ----------
    .. [1] P. K. Sen, "Estimates of the regression coefficient based on Kendall's
       tau," J. Am. Stat. Assoc., vol. 63, pp. 1379-1389, 1968.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> trend = pain_trend(caseload, as_of=caseload.last_entry, unit="session")
    >>> trend.set_index("patient_id").loc["P001", "direction"]
    'falling'
    """
    return trend_of(Seen.of(caseload, as_of, settings), unit)


@once
def trend_of(seen: Seen, unit: Unit) -> pd.DataFrame:
    """The trends in a caseload seen from a day."""
    settings, points = seen.settings, points_of(seen, unit)
    least = settings.direction_points_min
    offsets, rated = points.offsets, ~np.isnan(points.mean)
    sen = theil_sen(
        points.mean, points.weeks, offsets=offsets,
        confidence=settings.confidence, min_n=settings.slope_points_min,
    )  # fmt: skip
    kendall = mann_kendall(points.mean, points.weeks, offsets=offsets, min_n=least)
    first, last = _first_and_last(points, rated)
    return pd.DataFrame(
        {
            **points.names(seen.caseload),
            "n": np.bincount(points.line[rated], minlength=points.n_lines),
            "n_missing": np.bincount(points.line[~rated], minlength=points.n_lines),
            "first_on": dates_of(first, last > 0),
            "last_on": dates_of(last, last > 0),
            "slope_per_week": sen.slope,
            "slope_low": sen.low,
            "slope_high": sen.high,
            "intercept_nrs": sen.intercept,
            "middle_weeks": grouped_median(points.line[rated], points.weeks[rated], points.n_lines),
            "direction": direction_of(kendall.s, kendall.p, settings),
            "p": kendall.p,
            "p_is_exact": kendall.exact,
            "kendall_s": kendall.s,
            "kendall_z": kendall.z,
            "tau_a": kendall.tau_a,
            "lag1_correlation": lag1_correlation(points.mean, offsets=offsets, min_n=least).r,
            "reason": first_that_holds(
                {
                    "too_few": sen.reason == "too_few",
                    "one_point_in_time": sen.reason == "one_point_in_time",
                    "too_few_for_direction": np.isnan(kendall.p),
                },
                REASONS,
            ),
        }
    )


def direction_of(s: np.ndarray, p: np.ndarray, settings: Settings) -> pd.Categorical:
    """The direction that order alone does not explain; missing where there is no p."""
    with np.errstate(invalid="ignore"):
        clear = p < settings.direction_alpha
        code = np.where(clear & (s < 0), 0, np.where(clear & (s > 0), 1, 2))
    return decode(np.where(np.isnan(p), -1, code), DIRECTIONS)


def _first_and_last(points: PainPoints, rated: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    line, day = points.line[rated], points.day[rated]
    first, last = np.zeros(points.n_lines, "int64"), np.zeros(points.n_lines, "int64")
    last[line] = day  # the last write of each line is its latest day
    first[line[::-1]] = day[::-1]
    return first, last


FRAMES: Final = (
    PublicFrame(
        "pain_trend", "Where is the pain of each exercise and side going, and how fast?",
        PainTrend, lambda seen: trend_of(seen, "exercise"),
    ),
    PublicFrame(
        "session_pain_trend", "Where is the pain of whole sessions going, and how fast?",
        PainTrend, lambda seen: trend_of(seen, "session"), left_out=OF_SESSIONS,
    ),
)  # fmt: skip
