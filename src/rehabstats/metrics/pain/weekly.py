"""Pain per week: each rating at its own level, so that more sets weigh no more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.days import Day
from rehabstats.ledger.layout import Episodes
from rehabstats.ledger.occasions import session_weeks
from rehabstats.metrics.groups import ratio
from rehabstats.metrics.pain.during import pain_during_sessions
from rehabstats.metrics.pain.points import mean_and_highest
from rehabstats.metrics.weekly_grid import WeeklyGrid, weekly_grid, weekly_sets
from rehabstats.metrics.weeks import Weeks, count_in
from rehabstats.schemas import decode
from rehabstats.series.grouped import grouped_median
from rehabstats.validate import Caseload
from rehabstats.vocabulary import PAIN_ACCEPTABLE_MAX_NRS, PAIN_SAFE_MAX_NRS

_MOMENTS = ("before", "during", "after")


def weekly_pain(
    caseload: Caseload,
    *,
    as_of: Day,
    weeks: Weeks = "program",
    safe_max_nrs: float = PAIN_SAFE_MAX_NRS,
    acceptable_max_nrs: float = PAIN_ACCEPTABLE_MAX_NRS,
) -> pd.DataFrame:
    """
    Pain during each exercise and side, per program week, over its sessions.

    A week without a rating is missing, not 0, and nothing is carried forward. Pain
    is rated only by those who exercise: missing ratings are not random.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sets are left out.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.
    safe_max_nrs, acceptable_max_nrs : float, default 2 and 5
        Upper ends of the safe and the acceptable zone [NRS]. They come from
        pain-monitoring in tendon and kneecap rehabilitation; published cut-offs
        differ, and these values have not been checked against the original.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklyPain``: every program week of every prescribed exercise and
        side, and any other week with a set. The unit is the session: its rated sets
        are averaged first, then the week is summarised over its sessions.
        ``pain_during_nrs_max`` is the highest single rating.

    Raises
    ------
    ValueError
        If the zones do not rise, or `as_of` is no date.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> pain = weekly_pain(caseload, as_of=caseload.last_entry)
    >>> bool(pain.loc[pain["n_rated"] == 0, "pain_during_nrs_mean"].isna().all())
    True
    """
    if not safe_max_nrs <= acceptable_max_nrs:
        got = f"{safe_max_nrs!r} and {acceptable_max_nrs!r}"
        raise ValueError(f"`safe_max_nrs` and `acceptable_max_nrs`: got {got}, expected a rise")
    sets = weekly_sets(caseload, as_of, weeks)
    n = len(sets.grid)
    rating = caseload.sets["pain_during_nrs"].to_numpy()[sets.events.row]
    row = sets.grid.row[sets.first]
    mean, highest = mean_and_highest(sets.occasion, rating, len(sets.first))
    rated = ~np.isnan(mean)
    zone = np.digitize(mean[rated], [safe_max_nrs, acceptable_max_nrs], right=True)
    zones = np.bincount(row[rated] * 3 + zone, minlength=3 * n).reshape(-1, 3)
    return pd.DataFrame(
        {
            **sets.columns,
            **_summary(row, mean, highest, n, "pain_during_nrs"),
            "n_safe": zones[:, 0],
            "n_acceptable": zones[:, 1],
            "n_high": zones[:, 2],
        }
    )


def weekly_session_pain(
    caseload: Caseload, *, as_of: Day, weeks: Weeks = "program"
) -> pd.DataFrame:
    """
    Pain before, during and after the performed sessions of each patient, per week.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklySessionPain``: patients x moments x program weeks, and any
        other week with a session. ``during`` averages the rated sets of each exercise
        and side first, then these, so that more sets weigh no more; its maximum is the
        highest single rating. A week without a rating is missing, not 0.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> weekly_session_pain(caseload, as_of="2026-02-01")["moment"].cat.categories.tolist()
    ['before', 'during', 'after']
    """
    episodes = count_in(weeks, Episodes.of(caseload, as_of))
    by_session = session_weeks(caseload, episodes)
    during, highest = pain_during_sessions(caseload)
    before, after = (
        caseload.sessions[f"pain_{moment}_nrs"].to_numpy() for moment in ("before", "after")
    )
    kept = np.flatnonzero(by_session.performed)
    n = len(kept)
    patient = np.tile(by_session.patient[kept], len(_MOMENTS))
    moment = np.repeat(np.arange(len(_MOMENTS)), n)
    week = np.tile(by_session.week[kept], len(_MOMENTS))
    everyone = np.repeat(np.arange(len(episodes.start)), len(_MOMENTS))
    moments = np.tile(np.arange(len(_MOMENTS)), len(episodes.start))
    grid = weekly_grid((everyone, moments), (patient, moment, week), len(_MOMENTS), episodes)
    row = grid.row
    values = np.concatenate([before[kept], during[kept], after[kept]])
    peaks = np.concatenate([before[kept], highest[kept], after[kept]])
    return pd.DataFrame(
        {
            "patient_id": _ids(caseload, grid),
            "moment": decode(grid.key, _MOMENTS),
            **grid.week_columns(episodes, weeks),
            **_summary(row, values, peaks, len(grid), "pain_nrs"),
        }
    )


def _ids(caseload: Caseload, grid: WeeklyGrid) -> pd.Categorical:
    ids = caseload.patients["patient_id"].cat.categories
    return decode(grid.patient, ids)


def _summary(
    row: np.ndarray, mean: np.ndarray, highest: np.ndarray, n: int, name: str
) -> dict[str, np.ndarray]:
    rated = ~np.isnan(mean)
    where, values = row[rated], mean[rated]
    count = np.bincount(where, minlength=n)
    peak = np.full(n, -np.inf)
    np.maximum.at(peak, where, highest[rated])
    return {
        "n_rated": count,
        "n_missing": np.bincount(row[~rated], minlength=n),
        f"{name}_median": grouped_median(where, values, n),
        f"{name}_mean": ratio(np.bincount(where, values, n), count),
        f"{name}_max": np.where(count > 0, peak, np.nan),
    }
