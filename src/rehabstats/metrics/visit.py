"""Visit periods: what a log says since a visit, beside as many days before it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.days import Day, local_day
from rehabstats.ledger import build_ledger, counted_on
from rehabstats.ledger.layout import dates_of, days_of
from rehabstats.metrics.adherence import slot_ratios
from rehabstats.metrics.entry_lag import entry_lag_days
from rehabstats.metrics.groups import ratio
from rehabstats.metrics.pain.response import pain_response
from rehabstats.metrics.ratings import ratings_in_series
from rehabstats.metrics.visit_days import PERIODS_EACH, Periods
from rehabstats.metrics.visit_sides import compare_sides
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import VISIT_PERIODS

_SLOTS: Final = (
    "n_due", "n_done", "n_partial", "n_skipped", "n_omitted", "n_unrecorded", "n_open",
    "n_excused", "n_extra",
    "session_adherence", "session_adherence_low", "session_adherence_high",
)  # fmt: skip


def visit_periods(
    caseload: Caseload, *, since: Day, as_of: Day, settings: Settings = DEFAULTS
) -> pd.DataFrame:
    """
    What each log says since the last visit, and over as many days before it.

    Two periods side by side are no test: ratings move by a point of themselves, and a
    visit is one of many things that happen on a day. What changed beyond that is in
    `find_signals` and `improvement`.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    since : str, datetime.date or pandas.Timestamp
        The day of the visit; it belongs to the days since.
    as_of : str, datetime.date or pandas.Timestamp
        The last day; later entries are left out.
    settings : Settings, optional
        ``backfill_days`` (2 days), from which an entry is late.

    Returns
    -------
    pandas.DataFrame of shape (2 x n_patients, 28)
        Schema ``VisitPeriods``: per patient ``before`` and ``since``. Before the start and after
        the end of a program nothing is due; what was logged there counts, sessions as extra.

    Raises
    ------
    ValueError
        If a day is no date, or `since` is after `as_of`.

    Notes
    -----
    A filled slot and an extra session belong to the period of their session, or else a visit
    in mid-week would be followed by what was done before it; any other slot to that of its
    deadline, an open one to the days since the visit, an excused one to that of the first day
    of its week. Sides are compared in repetitions of exercises that are done per
    side: not where on some day different amounts were asked for (``prescriptions_differ``),
    nor where a set has no count (``not_counted``). Function is the mean of all activities on
    days on which every activity was rated, since another mix of activities would look like
    a change.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = visit_periods(caseload, since="2026-02-09", as_of="2026-03-30")
    >>> own = table[table["patient_id"] == "P004"]
    >>> own[["period", "n_sessions"]].values.tolist()
    [['before', 17], ['since', 0]]
    """
    visit, last = local_day(since, "since"), local_day(as_of, "as_of")
    if visit > last:
        raise ValueError(f"`since`: got {since!r}, expected a day up to as_of, {last:%Y-%m-%d}")
    periods = Periods.of(caseload, visit, last)
    return pd.DataFrame(
        {
            "patient_id": caseload.patients["patient_id"]
            .repeat(PERIODS_EACH)
            .reset_index(drop=True),
            "period": pd.Categorical(
                np.tile(VISIT_PERIODS, periods.n // PERIODS_EACH), categories=VISIT_PERIODS
            ),
            "first_on": dates_of(periods.first),
            "last_on": dates_of(periods.last),
            **_adherence(caseload, last, periods),
            **_pain(caseload, last, settings, periods),
            **_function(caseload, periods),
            **compare_sides(caseload, periods),
            **_entries(caseload, settings, periods),
        }
    )


def _codes(frame: pd.DataFrame) -> np.ndarray:
    return frame["patient_id"].cat.codes.to_numpy("int64")


def _adherence(caseload: Caseload, last: pd.Timestamp, periods: Periods) -> dict[str, object]:
    slots = build_ledger(caseload, as_of=last, unit="session").slots
    day = counted_on(slots)
    # What may still be done is of today.
    dated = day.mask(day > last, last).fillna(slots["week_start"])
    rows, at = periods.find(_codes(slots), days_of(dated))
    ratios = slot_ratios(slots.iloc[rows], at, periods.n)
    return {name: ratios[name].to_numpy() for name in _SLOTS}


def _pain(
    caseload: Caseload, last: pd.Timestamp, settings: Settings, periods: Periods
) -> dict[str, object]:
    response = pain_response(caseload, as_of=last, settings=settings)
    rows, at = periods.find(_codes(response), days_of(response["started_at"].dt.normalize()))
    pain = response["pain_during_nrs_mean"].to_numpy()[rows]
    is_rated = ~np.isnan(pain)
    sets = caseload.sets[caseload.sets["skip_reason"].eq("pain").to_numpy()]
    days = caseload.sessions["day"].take(sets["session_row"].to_numpy())
    skipped = pd.DataFrame({"patient": _codes(sets), "day": days_of(days)}).drop_duplicates()
    return {
        "n_sessions": np.bincount(at, minlength=periods.n),
        "n_rated": np.bincount(at[is_rated], minlength=periods.n),
        "pain_during_nrs_median": periods.median(at[is_rated], pain[is_rated]),
        "n_skipped_for_pain": periods.count(*(skipped[name].to_numpy() for name in skipped)),
    }


def _function(caseload: Caseload, periods: Periods) -> dict[str, object]:
    ratings = ratings_in_series(caseload, periods.episodes)
    is_mean = ratings.activity[ratings.row] < 0
    patient, day = ratings.patient[ratings.row][is_mean], ratings.day[is_mean]
    rows, at = periods.find(patient, day)
    n_dates = np.bincount(at, minlength=periods.n)
    total = np.bincount(at, ratings.score[is_mean][rows], periods.n)
    return {"n_dates_rated": n_dates, "function_psfs_mean": ratio(total, n_dates)}


def _entries(caseload: Caseload, settings: Settings, periods: Periods) -> dict[str, object]:
    sessions, lag = caseload.sessions, entry_lag_days(caseload)
    rows, at = periods.find(_codes(sessions), days_of(sessions["day"]))
    late = lag[rows] >= settings.backfill_days
    return {
        "n_entered": np.bincount(at[~np.isnan(lag[rows])], minlength=periods.n),
        "n_late": np.bincount(at[late], minlength=periods.n),
    }
