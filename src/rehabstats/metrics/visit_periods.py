"""Visit periods: what a log says since a visit, beside as many days before it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.entries import entry_lag_days_of
from rehabstats.basis.groups import ratio
from rehabstats.basis.ratings import ratings_of
from rehabstats.basis.slots import counted_on, slot_ratios
from rehabstats.days import Day, local_day
from rehabstats.ledger import ledger_of
from rehabstats.ledger.layout import dates_of, days_of
from rehabstats.metrics._visit import PERIODS_EACH, Periods, compare_sides, periods_around
from rehabstats.metrics.pain_response import pain_response_of
from rehabstats.schemas.visit import VisitPeriods
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import VISIT_PERIODS
from rehabstats.words import iso_day

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
        raise ValueError(f"`since`: got {since!r}, expected a day up to as_of, {iso_day(last)}")
    return visit_periods_of(Seen.of(caseload, last, settings), visit)


@once
def visit_periods_of(seen: Seen, visit: pd.Timestamp) -> pd.DataFrame:
    """The periods around a visit in a caseload seen from a day."""
    caseload, periods = seen.caseload, periods_around(seen, visit)
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
            **_adherence(seen, periods),
            **_pain(seen, periods),
            **_function(seen, periods),
            **compare_sides(seen, periods),
            **_entries(seen, periods),
        }
    )


def _codes(frame: pd.DataFrame) -> np.ndarray:
    return frame["patient_id"].cat.codes.to_numpy("int64")


def _adherence(seen: Seen, periods: Periods) -> dict[str, object]:
    slots = ledger_of(seen, "session").slots
    day = counted_on(slots)
    # What may still be done is of today.
    dated = day.mask(day > seen.as_of, seen.as_of).fillna(slots["week_start"])
    rows, at = periods.find(_codes(slots), days_of(dated))
    ratios = slot_ratios(slots.iloc[rows], at, periods.n)
    return {name: ratios[name].to_numpy() for name in _SLOTS}


def _pain(seen: Seen, periods: Periods) -> dict[str, object]:
    caseload, response = seen.caseload, pain_response_of(seen)
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


def _function(seen: Seen, periods: Periods) -> dict[str, object]:
    ratings = ratings_of(seen)
    is_mean = ratings.activity[ratings.row] < 0
    patient, day = ratings.patient[ratings.row][is_mean], ratings.day[is_mean]
    rows, at = periods.find(patient, day)
    n_dates = np.bincount(at, minlength=periods.n)
    total = np.bincount(at, ratings.score[is_mean][rows], periods.n)
    return {"n_dates_rated": n_dates, "function_psfs_mean": ratio(total, n_dates)}


def _entries(seen: Seen, periods: Periods) -> dict[str, object]:
    sessions, lag = seen.caseload.sessions, entry_lag_days_of(seen)
    rows, at = periods.find(_codes(sessions), days_of(sessions["day"]))
    late = lag[rows] >= seen.settings.backfill_days
    return {
        "n_entered": np.bincount(at[~np.isnan(lag[rows])], minlength=periods.n),
        "n_late": np.bincount(at[late], minlength=periods.n),
    }


FRAMES: Final = (
    PublicFrame(
        "visit_periods", "What does the log say since the last visit, and before it?",
        VisitPeriods, lambda seen: visit_periods_of(seen, seen.visit), is_file=False,
    ),
)  # fmt: skip
