"""Sessions on the axis of program weeks: where each lies, and which of them a line joins."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from rehabstats.charts._layers import week_of_day
from rehabstats.charts._style import QUIET
from rehabstats.vocabulary import DAYS_PER_WEEK

#: Sessions further apart than this are not joined.
_JOINED: Final = pd.Timedelta(days=DAYS_PER_WEEK)


def start_of(sessions: pd.DataFrame) -> pd.Timestamp:
    """The latest day that can be the first of week 1, going by every session."""
    first = sessions["session_day"] - pd.to_timedelta(DAYS_PER_WEEK * (sessions["week"] - 1), "D")
    return pd.Timestamp(first.min())


def joined(sessions: pd.DataFrame, column: str, start: pd.Timestamp) -> tuple[Any, Any]:
    """Program weeks and values of sessions by day, with a break where a week is empty."""
    ordered = sessions.sort_values("session_day", kind="stable")
    apart = np.flatnonzero(ordered["session_day"].diff() > _JOINED)
    at = week_of_day(ordered["session_day"], start)
    values = ordered[column].to_numpy("float64")
    return np.insert(at, apart, np.nan), np.insert(values, apart, np.nan)


def mark_unrated(
    ax: Axes,
    sessions: pd.DataFrame,
    start: pd.Timestamp,
    *,
    column: str = "pain_during_nrs_mean",
    name: str = "not rated",
) -> list[Line2D]:
    """A tick at the foot for each day with a session that lacks a value, if there is any."""
    days = sessions.loc[sessions[column].isna(), "session_day"].unique()
    if not len(days):
        return []
    look: dict[str, Any] = {"linestyle": "none", "marker": "|", "markersize": 5, "color": QUIET}
    look |= {"transform": ax.get_xaxis_transform(), "label": name}
    return ax.plot(week_of_day(days, start), np.full(len(days), 0.04), **look)
