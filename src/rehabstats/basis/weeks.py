"""Weeks: those of the program, and calendar weeks (ISO 8601) on request."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from rehabstats.ledger import Ledger
from rehabstats.ledger.layout import Episodes, dates_of, days_of
from rehabstats.vocabulary import DAYS_PER_WEEK

Weeks = Literal["program", "iso"]

_A_MONDAY = -3  # 29 December 1969, in days since 1970


def monday_of(day: np.ndarray) -> np.ndarray:
    """The Monday on or before each day, in days since 1970."""
    monday: np.ndarray = day - (day - _A_MONDAY) % DAYS_PER_WEEK
    return monday


def require_weeks(weeks: str) -> None:
    """Refuse a kind of week that there is not."""
    if weeks not in ("program", "iso"):
        raise ValueError(f"`weeks`: got {weeks!r}, expected 'program' or 'iso'")


def count_in(weeks: Weeks, episodes: Episodes) -> Episodes:
    """The same episodes, their weeks counted from the Monday before the start if ISO."""
    require_weeks(weeks)
    if weeks == "program":
        return episodes
    start = monday_of(episodes.start)
    last_day = np.minimum(episodes.end - 1, episodes.as_of)
    n_weeks = np.where(episodes.n_weeks > 0, (last_day - start) // DAYS_PER_WEEK + 1, 0)
    return replace(episodes, start=start, n_weeks=n_weeks)


def week_numbers(weeks: Weeks, week: np.ndarray, week_start: pd.Series) -> np.ndarray:
    """Program weeks as they are; ISO weeks as year x 100 + week, which survives New Year."""
    if weeks == "program":
        return week
    return _year_and_week(pd.DatetimeIndex(week_start))


def iso_numbers(week: np.ndarray) -> np.ndarray:
    """Calendar weeks counted from 1969 on, as year x 100 + week."""
    return _year_and_week(pd.DatetimeIndex(dates_of(week * DAYS_PER_WEEK + _A_MONDAY)))


def _year_and_week(monday: pd.DatetimeIndex) -> np.ndarray:
    # A week belongs to the year of its Thursday.
    thursday = monday + pd.Timedelta(days=3)
    number: np.ndarray = np.asarray(thursday.year * 100 + (thursday.day_of_year - 1) // 7 + 1)
    return number.astype("int64")


def by_iso_week(ledger: Ledger) -> Ledger:
    """
    The same ledger with calendar weeks in place of program weeks.

    A due slot belongs to the week of its deadline, an extra session to that of its
    day, an excused slot to that of the first day of its program week. States stay as
    they are: quotas and filling are matters of the program week.
    """
    slots, weeks = ledger.slots, ledger.weeks
    dated = slots["due_on"].fillna(slots["session_day"]).fillna(slots["week_start"])
    first = days_of(weeks["week_start"])
    patient = weeks["patient_id"].cat.codes.to_numpy("int64")
    until = days_of(ledger.episodes["observed_until"]) - ledger.episodes["ended"].to_numpy()
    last = np.minimum(first + DAYS_PER_WEEK - 1, until[patient])
    # A program week lies in two calendar weeks, unless it starts on a Monday.
    twice = pd.concat([weeks, weeks], ignore_index=True)
    return replace(
        ledger,
        slots=_numbered(slots, monday_of(days_of(dated))),
        weeks=_numbered(twice, monday_of(np.concatenate([first, last]))),
    )


def _numbered(frame: pd.DataFrame, monday: np.ndarray) -> pd.DataFrame:
    return frame.assign(
        week=(monday - _A_MONDAY) // DAYS_PER_WEEK,
        week_start=dates_of(monday).set_axis(frame.index),
    )
