"""Small multiples: pain and repetitions of each exercise, its sides told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.lines import Line2D

from rehabstats.charts.layers import week_of_day
from rehabstats.charts.pain import shade_zones
from rehabstats.charts.panels import (
    PANEL_COLUMNS,
    by_side,
    finish_panels,
    new_panels,
    rows_by_exercise,
)
from rehabstats.charts.style import (
    INK,
    QUIET,
    SIDE_LOOKS,
    dress_axes,
    say_empty,
)
from rehabstats.charts.weeks import set_weeks
from rehabstats.vocabulary import DAYS_PER_WEEK, PAIN_MAX_NRS, PAIN_MIN_NRS

_SESSION_KEY: Final = ("exercise", "side", "session_id")
_SESSION: Final = ("session_day", "pain_during_nrs_mean")
_TREND: Final = ("first_on", "last_on", "slope_per_week", "intercept_nrs")
_ASKED: Final = ("asked_reps_min", "asked_reps_max")
_VOLUME: Final = ("n_reps", *_ASKED, "is_complete")
#: Sessions further apart than this are not joined.
_JOINED: Final = pd.Timedelta(days=DAYS_PER_WEEK)
#: Marks of more weeks than this are smaller.
_CROWDED: Final = 30


def plot_exercise_pain(
    sessions: pd.DataFrame,
    trend: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] | None = None,
    figure: FigureBase | None = None,
) -> tuple[Axes, ...]:
    """
    Draw pain during each exercise, session by session, with its Theil-Sen line.

    Parameters
    ----------
    sessions : pandas.DataFrame
        Rows of one patient from `rehabstats.exercise_sessions`.
    trend : pandas.DataFrame, optional
        Rows of the same patient from `rehabstats.pain_trend`, one per exercise and side.
    names : mapping of str to str, optional
        What exercises are called, by id; without it, the id with spaces.
    figure : matplotlib.figure.Figure or SubFigure, optional
        Where to draw; without it, on a new one that pyplot does not know.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        One panel per exercise in the order of `sessions`, all 0-10 over the same weeks.

    Raises
    ------
    ValueError
        If a column is missing, a row occurs twice, or there are rows of two patients.

    Notes
    -----
    A thin line joins sessions up to 7 days apart and never crosses an unrated one, which has
    a tick at the foot. A thick line is the Theil-Sen line over the days that it rests on.

    Examples
    --------
    >>> import rehabstats as rs
    >>> sessions = rs.exercise_sessions(rs.load_caseload("data/sample"), as_of="2026-03-30")
    >>> axes = plot_exercise_pain(sessions[sessions["patient_id"] == "P002"])
    >>> [ax.get_title(loc="left") for ax in axes][:2]
    ['lateral trunk rotation', 'stiff leg bend']
    """
    panels = rows_by_exercise(sessions, _SESSION_KEY, _SESSION, name="sessions")
    lines = {} if trend is None else _lines_of(trend, sessions)
    axes = new_panels(panels, names=names, figure=figure)
    weeks = sessions["week"]
    # The latest day that can be the first of week 1, going by every session.
    start = (sessions["session_day"] - pd.to_timedelta(DAYS_PER_WEEK * (weeks - 1), "D")).min()
    keys: list[Artist] = []
    for number, (ax, (exercise, rows)) in enumerate(zip(axes, panels.items(), strict=True)):
        dress_axes(ax, "Pain [NRS 0-10]\nduring exercise")
        ax.set(ylim=(PAIN_MIN_NRS, PAIN_MAX_NRS), yticks=range(PAIN_MIN_NRS, PAIN_MAX_NRS + 1, 2))
        set_weeks(ax, weeks.tolist())
        shade_zones(ax)
        # The last panel of a row names the zones for the others.
        for zone in [*ax.texts] if (number + 1) % PANEL_COLUMNS and ax is not axes[-1] else ():
            zone.remove()
        keys += _draw_sessions(ax, rows, start)
        keys += _draw_slopes(ax, lines.get(exercise, []), start)
    finish_panels(axes, keys)
    return axes


def _lines_of(trend: pd.DataFrame, sessions: pd.DataFrame) -> dict[str, list[Any]]:
    """The rows of `trend` that have a slope, by exercise, if they are the same patient's."""
    lines = rows_by_exercise(trend.assign(week=0), ("exercise", "side"), _TREND, name="trend")
    owners = [*sessions["patient_id"].unique(), *trend["patient_id"].unique()]
    if len(set(owners)) > 1:
        raise ValueError(
            f"`sessions` is of patient {owners[0]!r} and `trend` of {owners[1]!r}; expected one."
        )
    return {
        one: [*rows.dropna(subset="slope_per_week").itertuples()] for one, rows in lines.items()
    }


def _draw_sessions(ax: Axes, rows: pd.DataFrame, start: pd.Timestamp) -> Iterator[Artist]:
    """Small marks, joined where no more than a week lies between."""
    unrated = rows["pain_during_nrs_mean"].isna()
    if unrated.all():
        say_empty(ax, "no pain rated yet" if len(rows) else "no session yet")
    for side, mine in by_side(rows):
        ordered = mine.sort_values("session_day")
        apart = np.flatnonzero(ordered["session_day"].diff() > _JOINED)
        at = np.insert(week_of_day(ordered["session_day"], start), apart, np.nan)
        nrs = np.insert(ordered["pain_during_nrs_mean"].to_numpy("float64"), apart, np.nan)
        yield from ax.plot(
            at, nrs, linewidth=0.5, markersize=3 - (np.ptp(mine["week"]) > _CROWDED),
            fillstyle="none", markeredgewidth=0.8, clip_on=False, label=side, **SIDE_LOOKS[side],
        )  # fmt: skip
    if len(days := rows.loc[unrated, "session_day"].unique()):
        yield from ax.plot(
            week_of_day(days, start), np.full(len(days), 0.04), linestyle="none", marker="|",
            markersize=5, color=QUIET, transform=ax.get_xaxis_transform(), label="not rated",
        )  # fmt: skip


def _draw_slopes(ax: Axes, trend: Sequence[Any], start: pd.Timestamp) -> Iterator[Artist]:
    for row in trend:
        ends = week_of_day([row.first_on, row.last_on], start)
        look = {**SIDE_LOOKS[str(row.side)], "marker": "", "linewidth": 1.8, "zorder": 2.5}
        ax.plot(ends, row.intercept_nrs + row.slope_per_week * (ends - 0.5), **look)
        yield Line2D([], [], color=INK, linewidth=1.8, label="Theil-Sen line")
