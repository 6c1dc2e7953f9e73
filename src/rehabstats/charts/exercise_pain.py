"""Small multiples: pain and repetitions of each exercise, its sides told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D

from rehabstats.charts._layers import week_of_day
from rehabstats.charts._panels import (
    by_side,
    ends_row,
    finish_panels,
    new_panels,
    panels_of,
    require_one_row_each,
)
from rehabstats.charts._session_marks import joined, mark_unrated, start_of
from rehabstats.charts._style import INK, SIDE_LOOKS, dress_axes, say_empty, set_ten
from rehabstats.charts._weeks import set_weeks
from rehabstats.charts.weekly_pain import name_zones, shade_zones
from rehabstats.settings import DEFAULTS, Settings

_SESSION_KEY: Final = ("exercise", "side", "session_id")
_SESSION: Final = ("session_day", "pain_during_nrs_mean")
_TREND: Final = ("first_on", "last_on", "slope_per_week", "intercept_nrs")
#: Marks of more weeks than this are smaller.
_CROWDED: Final = 30


def plot_exercise_pain(
    sessions: pd.DataFrame,
    trend: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] | None = None,
    figure: Figure | SubFigure | None = None,
    settings: Settings = DEFAULTS,
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
    settings : Settings, optional
        The limits of the zones: ``pain_safe_max_nrs``, ``pain_acceptable_max_nrs``.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        One panel per exercise in the order of `sessions`, all 0-10 over the same weeks; of
        more than 24 those with most sessions, and the figure says how many are left out.

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
    panels, left_out = panels_of(sessions, _SESSION_KEY, _SESSION, name="sessions")
    lines = {} if trend is None else _lines_of(trend, sessions)
    axes = new_panels(panels, names=names, figure=figure)
    start = start_of(sessions)
    keys: list[Artist] = []
    for number, (ax, (exercise, rows)) in enumerate(zip(axes, panels.items(), strict=True)):
        dress_axes(ax, "Pain during exercise\n[NRS 0-10]")
        set_ten(ax)
        set_weeks(ax, sessions["week"].tolist())
        shade_zones(ax, settings)
        # The last panel of a row names the zones for the others.
        if ends_row(axes, number):
            name_zones(ax, settings)
        keys += _draw_sessions(ax, rows, start)
        keys += _draw_slopes(ax, lines.get(exercise, []), start)
    finish_panels(axes, keys, same_scale=True, left_out=left_out)
    return axes


def _lines_of(trend: pd.DataFrame, sessions: pd.DataFrame) -> dict[str, list[Any]]:
    """The rows of `trend` that have a slope, by exercise, if they are the same patient's."""
    require_one_row_each(trend.assign(week=0), ("exercise", "side"), _TREND, name="trend")
    owners = [*sessions["patient_id"].unique(), *trend["patient_id"].unique()]
    if len(set(owners)) > 1:
        raise ValueError(
            f"`sessions` is of patient {owners[0]!r} and `trend` of {owners[1]!r}; expected one."
        )
    lines: dict[str, list[Any]] = {}
    for row in trend.dropna(subset="slope_per_week").itertuples():
        lines.setdefault(str(row.exercise), []).append(row)
    return lines


def _draw_sessions(ax: Axes, rows: pd.DataFrame, start: pd.Timestamp) -> Iterator[Artist]:
    """Small marks, joined where no more than a week lies between."""
    if rows["pain_during_nrs_mean"].isna().all():
        say_empty(ax, "no pain rated yet" if len(rows) else "no session yet")
    for side, mine in by_side(rows):
        at, nrs = joined(mine, "pain_during_nrs_mean", start)
        yield from ax.plot(
            at, nrs, linewidth=0.5, markersize=3 - (np.ptp(mine["week"]) > _CROWDED),
            fillstyle="none", markeredgewidth=0.8, clip_on=False, label=side, **SIDE_LOOKS[side],
        )  # fmt: skip
    yield from mark_unrated(ax, rows, start)


def _draw_slopes(ax: Axes, trend: Sequence[Any], start: pd.Timestamp) -> Iterator[Artist]:
    for row in trend:
        ends = week_of_day([row.first_on, row.last_on], start)
        look = {**SIDE_LOOKS[str(row.side)], "marker": "", "linewidth": 1.8, "zorder": 2.5}
        ax.plot(ends, row.intercept_nrs + row.slope_per_week * (ends - 0.5), **look)
        yield Line2D([], [], color=INK, linewidth=1.8, label="Theil-Sen line")
