"""Weekly repetitions of each exercise against what was asked for, side beside side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from rehabstats.charts._asked import Band, draw_asked
from rehabstats.charts._panels import by_side, finish_panels, new_panels, panels_of
from rehabstats.charts._style import INK, SIDE_LOOKS, dress_axes, say_empty
from rehabstats.charts._weeks import every_week, label_runs, set_weeks
from rehabstats.vocabulary import WEEKLY_KEY

_ASKED: Final = ("asked_reps_min", "asked_reps_max")
_VOLUME: Final = ("n_reps", *_ASKED, "is_complete")
#: Marks of more weeks than this are smaller.
_CROWDED: Final = 30


def plot_exercise_volume(
    volume_change: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    figure: Figure | SubFigure | None = None,
) -> tuple[Axes, ...]:
    """
    Draw the weekly repetitions of each exercise against what was asked for.

    Parameters
    ----------
    volume_change : pandas.DataFrame
        Rows of one patient from `rehabstats.volume_change`.
    names : mapping of str to str, optional
        What exercises are called, by id; without it, the id with spaces.
    figure : matplotlib.figure.Figure or SubFigure, optional
        Where to draw; without it, on a new one that pyplot does not know.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        One panel per exercise in the order of the frame, from 0, over the same weeks; of
        more than 24 those done most often, and the figure says how many are left out.

    Raises
    ------
    ValueError
        As for `plot_exercise_pain`.

    Notes
    -----
    A line joins complete weeks; a hollow mark is a week that is open or was prescribed in
    part. A week in which nothing was asked for or done is a gap and no 0, and so is one whose
    repetitions nobody knows.

    Examples
    --------
    >>> import rehabstats as rs
    >>> volume_change = rs.volume_change(rs.load_caseload("data/sample"), as_of="2026-03-30")
    >>> axes = plot_exercise_volume(volume_change[volume_change["patient_id"] == "P002"])
    >>> len(axes)
    4
    """
    panels, left_out = panels_of(volume_change, WEEKLY_KEY[1:], _VOLUME, name="volume_change")
    axes = new_panels(panels, names=names, figure=figure)
    keys: list[Artist] = []
    for ax, rows in zip(axes, panels.values(), strict=True):
        dress_axes(ax, "Repetitions\n[reps/week]")
        set_weeks(ax, volume_change["week"].tolist())
        ax.set_ylim(0, 1.08 * max(1, *rows[["n_reps", *_ASKED]].max().fillna(0)))
        ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        if rows.empty:
            say_empty(ax, "no program week yet")
        keys += [*draw_asked(ax, _asked(rows)), *_draw_reps(ax, rows)]
    finish_panels(axes, keys, left_out=left_out)
    return axes


def _asked(rows: pd.DataFrame) -> dict[str, Band]:
    """What was asked for of each side, each week as wide as a week."""
    bands = {}
    for side, mine in by_side(rows):
        weeks = every_week(mine[["week", *_ASKED]])
        edges = np.repeat(weeks.index.to_numpy("float64"), 2) + np.tile([-0.5, 0.5], len(weeks))
        low, high = (np.repeat(weeks[column].to_numpy("float64"), 2) for column in _ASKED)
        bands[side] = Band(edges, low, high)
    return bands


def _draw_reps(ax: Axes, rows: pd.DataFrame) -> Iterator[Artist]:
    """A line through the complete weeks, a hollow mark for any other."""
    idle = rows["asked_reps_max"].isna() & ~(rows["n_reps"] > 0)
    for side, mine in by_side(rows[~idle]):
        weeks = every_week(mine[["week", "n_reps", "is_complete"]])
        reps, is_complete = weeks["n_reps"].to_numpy("float64"), weeks["is_complete"].eq(True)
        look = {**SIDE_LOOKS[side], "markersize": 4 - (len(weeks) > _CROWDED), "clip_on": False}
        yield from ax.plot(weeks.index, np.where(is_complete, reps, np.nan), label=side, **look)
        look |= {"linestyle": "none", "fillstyle": "none"}
        hollow = np.where(is_complete, np.nan, reps)
        ax.plot(weeks.index, hollow, **look)
        if not np.isnan(hollow).all():
            yield Line2D([], [], label="incomplete week", **(look | {"color": INK, "marker": "o"}))
    resting = sorted(set(rows.loc[idle, "week"]) - set(rows.loc[~idle, "week"]))
    label_runs(ax, resting, ["nothing due"] * len(resting), height=0.04)
