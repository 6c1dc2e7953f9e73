"""Monitoring periods: on how many days a log has data, and nothing beyond the count."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.days import Day, local_day
from rehabstats.ledger.layout import dates_of, days_of, episodes_of
from rehabstats.schemas.metrics import MonitoringPeriods
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.validate import Caseload
from rehabstats.vocabulary import MONITORING_PERIOD_DAYS, MONITORING_RANGES

_UNITS = ("days", "month")
_NO_DAY = -(1 << 30)


def monitoring_periods(
    caseload: Caseload,
    *,
    as_of: Day,
    start: Day | None = None,
    unit: str = "days",
) -> pd.DataFrame:
    """
    Count the days with data in each 30-day period, or in each calendar month.

    **These are counts, no decision about billing.** Some payers ask on how many days of 30 a
    device delivered data. Whether a log is such a device, when a period begins, and whether an
    entry made later counts are questions of law that a log cannot answer.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The last day that is counted; it is not over yet.
    start : str, datetime.date or pandas.Timestamp, optional
        First day of the first period of everybody; without it, each patient's first day in
        the program. For months, the month of that day is the first.
    unit : {"days", "month"}, default "days"
        Consecutive periods of 30 days, or calendar months.

    Returns
    -------
    pandas.DataFrame
        Schema ``MonitoringPeriods``: one row per patient and period up to `as_of` or to the end
        of the program, none for who has not begun. ``days_entered`` counts days **on which**
        an entry was made, ``days_about`` days **about which** there is one.

    Raises
    ------
    ValueError
        If a day is no date or `unit` is not known.

    Notes
    -----
    A day is a day of the patient's own clock. However many entries it has, it counts once, and
    a session that was skipped on purpose is an entry. Check-ins have no time of entry: they
    count in ``days_about`` only.

    ``days_entered`` counts what has a time of entry; with entries that have none
    (``n_entries_undated``) it is a number of days at least. At least 0 says nothing: it is NaN
    where no day is counted and the patient has an undated entry about a day of the period or
    before it, which may have been made in it. It is 0 only where every entry that could have
    been made by the end of the period is dated. No entry is taken to be made before the day
    that it is about.

    The words of ``days_range`` (0-1, 2-15, 16-30) are those of secondary sources on a rule in
    the United States from 2026; the rule itself was not seen. Months have none.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = monitoring_periods(caseload, as_of="2026-03-30")
    >>> table.loc[table["patient_id"] == "P004", "days_about"].tolist()
    [18, 1, 0]
    """
    if unit not in _UNITS:
        raise ValueError(f"`unit`: got {unit!r}, expected one of {', '.join(_UNITS)}")
    return monitoring_periods_of(Seen.of(caseload, as_of), unit, start)


@once
def monitoring_periods_of(seen: Seen, unit: str = "days", start: Day | None = None) -> pd.DataFrame:
    """The periods of a caseload seen from a day."""
    caseload, episodes = seen.caseload, episodes_of(seen)
    begin = episodes.start
    if start is not None:
        begin = np.full_like(begin, days_of(pd.Series([local_day(start, "start")]))[0])
    last_day = np.minimum(episodes.as_of, episodes.end - 1)
    place = _months if unit == "month" else _periods
    n_periods = np.where(last_day < begin, 0, place(last_day, begin) + 1)
    offset = np.append(0, np.cumsum(n_periods))
    patient = np.repeat(np.arange(len(begin)), n_periods)
    number = np.arange(offset[-1]) - offset[patient]

    def count(owner: np.ndarray, day: np.ndarray) -> np.ndarray:
        at = place(day, begin[owner])
        kept = (day <= episodes.as_of) & (at >= 0) & (at < n_periods[owner])
        counts: np.ndarray = np.bincount(offset[owner[kept]] + at[kept], minlength=offset[-1])
        return counts

    owner, about, entered = _entries(caseload)
    is_dated = entered != _NO_DAY
    undated = owner[~is_dated], about[~is_dated]
    first, last = _bounds(unit, begin[patient], number)
    days_entered = count(*_once(owner[is_dated], entered[is_dated])).astype("float64")
    is_unknown = _first_days(*undated, len(begin))[patient] <= np.minimum(last, episodes.as_of)
    days_entered[(days_entered == 0) & is_unknown] = np.nan
    return pd.DataFrame(
        {
            "patient_id": caseload.patients["patient_id"].take(patient).reset_index(drop=True),
            "number": number + 1,
            "first_on": dates_of(first),
            "last_on": dates_of(last),
            "days_entered": days_entered,
            "days_about": count(*_once(owner, about)),
            "n_entries": count(owner, about),
            "n_entries_undated": count(*undated),
            "days_range": _ranges(days_entered, is_told=unit == "days"),
            "is_open": last >= episodes.as_of,
        }
    )


def _entries(caseload: Caseload) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Patient, day that it is about, and day on which it was made, of sets and check-ins."""
    sets, checkins = caseload.sets, caseload.checkins
    about = caseload.sessions["day"].take(sets["session_row"].to_numpy())
    return (
        np.concatenate([_codes(sets), _codes(checkins)]),
        np.concatenate([days_of(about), days_of(checkins["date"])]),
        np.concatenate(
            [days_of(sets["recorded_at"], missing=_NO_DAY), np.full(len(checkins), _NO_DAY)]
        ),
    )


def _codes(frame: pd.DataFrame) -> np.ndarray:
    """Position of the patient of each row."""
    return frame["patient_id"].cat.codes.to_numpy("int64")


def _first_days(owner: np.ndarray, day: np.ndarray, n: int) -> np.ndarray:
    """The first of the days of each patient, one that never comes without any."""
    first = np.full(n, np.iinfo("int64").max)
    np.minimum.at(first, owner, day)
    return first


def _once(owner: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each patient and day once, however many entries there are."""
    pairs = pd.DataFrame({"owner": owner, "day": day}).drop_duplicates()
    return pairs["owner"].to_numpy(), pairs["day"].to_numpy()


def _periods(day: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Which period of 30 days a day lies in, counted from 0."""
    period: np.ndarray = (day - begin) // MONITORING_PERIOD_DAYS
    return period


def _months(day: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Which calendar month a day lies in, counted from that of the first day."""
    month: np.ndarray = _month_of(day) - _month_of(begin)
    return month


def _month_of(day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[D]").astype("datetime64[M]").astype("int64")


def _bounds(unit: str, begin: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each period."""
    if unit == "days":
        first = begin + MONITORING_PERIOD_DAYS * number
        return first, first + MONITORING_PERIOD_DAYS - 1
    months = _month_of(begin) + number
    first, after = (
        one.astype("datetime64[M]").astype("datetime64[D]").astype("int64")
        for one in (months, months + 1)
    )
    return first, after - 1


def _ranges(days: np.ndarray, *, is_told: bool) -> pd.Series:
    """The range that a number of days lies in, none where it is not known."""
    place = np.searchsorted([low for low, _ in MONITORING_RANGES], days, side="right") - 1
    names = np.array([f"{low}-{high}" for low, high in MONITORING_RANGES], dtype="object")[place]
    names[np.isnan(days) | (not is_told)] = None
    return pd.Series(names, dtype="str")


FRAMES: Final = (
    PublicFrame(
        "monitoring_periods", "On how many of 30 days does the log have data?", MonitoringPeriods,
        monitoring_periods_of,
    ),
    PublicFrame(
        "monitoring_months", "On how many days of each month does the log have data?",
        MonitoringPeriods, lambda seen: monitoring_periods_of(seen, "month"),
    ),
)  # fmt: skip
