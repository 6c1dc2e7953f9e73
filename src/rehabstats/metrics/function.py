"""Function: what a person is able to do, at first and now, in the person's own activities."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds, ratio
from rehabstats.basis.ratings import Ratings, ratings_of
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of, episodes_of
from rehabstats.schemas import decode
from rehabstats.schemas.progress import BEYOND, Function
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series import mann_kendall, theil_sen
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK, DIRECTIONS, REASONS


def function(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """
    Change and trend of what a person is able to do, by the person's own ratings.

    The ratings are those of the Patient-Specific Functional Scale: 0 is unable, 10 is
    able as before. Activities are a person's own, so numbers of two persons are not
    comparable. A change since the first days is no effect of the program.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The last day of the current window; later check-ins are left out.
    settings : Settings, optional
        ``function_days`` (14 days, both windows), ``function_change_psfs`` (2),
        ``activity_change_psfs`` (3), ``slope_points_min`` (6),
        ``direction_points_min`` (8), ``direction_alpha`` (0.05), ``confidence`` (0.95).

    Returns
    -------
    pandas.DataFrame
        Schema ``Function``: per patient first one row with ``activity`` missing, the
        mean of all activities, then one row per activity. A positive change or slope
        is better. ``reason`` says why there is no change (``not_rated``,
        ``no_baseline``, ``no_current``), ``trend_reason`` why there is no slope
        (``too_few``) or no direction (``too_few_for_direction``).

    Notes
    -----
    The baseline is the mean of the ratings in the first 14 days from the patient's
    first check-in of any activity, the current value that of the last 14 days up to
    `as_of`; where they would overlap the baseline keeps the days. The mean of all
    activities uses only days on which every activity of the patient was rated, since
    another mix of activities would look like a change; the other days are counted in
    ``n_partial_dates``. A change is better or worse from the threshold on: 2 points for
    the mean of several activities, 3 for one activity and for the mean of only one.
    **Both are quoted from memory and have not been verified**; the windows are
    assumptions. Slope and direction are those of Theil and Sen and of Mann and Kendall,
    on real dates, as for pain.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = function(caseload, as_of=caseload.last_entry)
    >>> table.loc[table["activity"].isna(), "patient_id"].is_unique
    True
    """
    return function_of(Seen.of(caseload, as_of, settings))


@once
def function_of(seen: Seen) -> pd.DataFrame:
    """Function in a caseload seen from a day."""
    caseload, settings, as_of = seen.caseload, seen.settings, episodes_of(seen).as_of
    ratings = ratings_of(seen)
    row, day, n = ratings.row, ratings.day, ratings.n_rows

    until = ratings.first_day + settings.function_days
    now = np.maximum(as_of + 1 - settings.function_days, until)
    baseline, n_baseline = _mean(ratings, day < until[row])
    current, n_current = _mean(ratings, day >= now[row])
    change = current - baseline
    # The mean of one activity is no steadier than that activity.
    is_of_many = (ratings.activity < 0) & (ratings.n_activities > 1)
    threshold = np.where(is_of_many, settings.function_change_psfs, settings.activity_change_psfs)
    n_rated = np.bincount(row, minlength=n)
    first, last = ratings.first_and_last
    return pd.DataFrame(
        {
            "patient_id": decode(ratings.patient, caseload.patients["patient_id"].cat.categories),
            "activity": ratings.names(),
            "n": n_rated,
            "n_partial_dates": ratings.n_partial_dates,
            "first_on": dates_of(first, n_rated > 0),
            "last_on": dates_of(last, n_rated > 0),
            "baseline_psfs": baseline,
            "n_baseline": n_baseline,
            "current_psfs": current,
            "n_current": n_current,
            "change_psfs": change,
            "threshold_psfs": threshold,
            "beyond_threshold": _beyond(change, threshold),
            "reason": first_that_holds(
                {
                    "not_rated": (n_rated == 0) & (ratings.n_partial_dates == 0),
                    "no_baseline": n_baseline == 0,
                    "no_current": n_current == 0,
                },
                REASONS,
            ),
            **_trend(ratings, settings),
        }
    )


def _mean(ratings: Ratings, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of some ratings of each row, NaN where there are none; how many there are."""
    count = np.bincount(ratings.row[where], minlength=ratings.n_rows)
    return ratio(
        np.bincount(ratings.row[where], ratings.score[where], ratings.n_rows), count
    ), count


def _beyond(change: np.ndarray, threshold: np.ndarray) -> pd.Categorical:
    # A change of exactly the threshold must not fail in the last bit.
    with np.errstate(invalid="ignore"):
        size = np.round(change, 9)
        return first_that_holds(
            {
                "better": size >= threshold,
                "worse": size <= -threshold,
                "within": ~np.isnan(size),
            },
            BEYOND,
        )


def _trend(ratings: Ratings, settings: Settings) -> dict[str, object]:
    """Slope and direction of each row, and why there is none."""
    offsets = np.searchsorted(ratings.row, np.arange(ratings.n_rows + 1))
    weeks = (ratings.day - ratings.first_day[ratings.row]) / DAYS_PER_WEEK
    sen = theil_sen(
        ratings.score, weeks, offsets=offsets,
        confidence=settings.confidence, min_n=settings.slope_points_min,
    )  # fmt: skip
    kendall = mann_kendall(
        ratings.score, weeks, offsets=offsets, min_n=settings.direction_points_min
    )
    with np.errstate(invalid="ignore"):
        clear = kendall.p < settings.direction_alpha
        direction = {
            "falling": clear & (kendall.s < 0),
            "rising": clear & (kendall.s > 0),
            "none": ~np.isnan(kendall.p),
        }
    why = {"too_few": np.isnan(sen.slope), "too_few_for_direction": np.isnan(kendall.p)}
    return {
        "slope_per_week": sen.slope,
        "slope_low": sen.low,
        "slope_high": sen.high,
        "direction": first_that_holds(direction, DIRECTIONS),
        "p": kendall.p,
        "trend_reason": first_that_holds(why, REASONS),
    }


FRAMES: Final = (
    PublicFrame(
        "function", "What is a person able to do, at first and now?", Function, function_of
    ),
)  # fmt: skip
