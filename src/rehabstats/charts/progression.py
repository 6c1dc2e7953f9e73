"""Progression: what each set of an exercise holds, against its baseline and what was asked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from rehabstats.charts._asked import Band, draw_asked
from rehabstats.charts._panels import (
    by_side,
    finish_panels,
    new_panels,
    panels_of,
    require_one_row_each,
)
from rehabstats.charts._session_marks import joined, mark_unrated, start_of
from rehabstats.charts._style import (
    INK,
    SIDE_LOOKS,
    SMALL_PT,
    dress_axes,
    height_in,
    say_empty,
    width_in,
    write_text,
)
from rehabstats.charts._weeks import set_weeks
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import number


class _Quantity(NamedTuple):
    """What can progress: its columns in `sessions` and `progression`, and its scale."""

    label: str
    done: str
    baseline: str
    asked: tuple[str, ...] = ()


_QUANTITIES: Final = (
    _Quantity(
        "Repetitions [reps/set]", "reps_per_set", "reps_baseline",
        ("asked_reps_min", "asked_reps_max"),
    ),
    _Quantity("Hold [s]", "hold_s", "hold_baseline_s", ("asked_hold_min_s", "asked_hold_max_s")),
    _Quantity("Load [kg]", "load_kg", "load_baseline_kg"),
    _Quantity("Range of motion [deg]", "rom_deg", "rom_baseline_deg"),
)  # fmt: skip
_SESSION_KEY: Final = ("exercise", "side", "session_id")
_SESSION: Final = (
    "session_day", *(name for one in _QUANTITIES for name in (one.done, *one.asked)),
)  # fmt: skip
_BASELINES: Final = tuple(one.baseline for one in _QUANTITIES)
_LINE: Final = ("exercise", "side")
#: Marks of more weeks than this are smaller.
_CROWDED: Final = 30
#: Room for the words inside a panel, above what is drawn [inches].
_WORDS_IN: Final = 0.2
_LETTER_IN: Final = 0.065

_Baselines = Mapping[tuple[str, str], Any]


def plot_progression(
    sessions: pd.DataFrame,
    progression: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    figure: Figure | SubFigure | None = None,
) -> tuple[Axes, ...]:
    """
    Draw repetitions, hold, load and range of motion against baseline and prescription.

    Parameters
    ----------
    sessions : pandas.DataFrame
        Rows of one patient from `rehabstats.exercise_sessions`.
    progression : pandas.DataFrame
        Rows of the same patient from `rehabstats.progression`.
    names : mapping of str to str, optional
        What exercises are called, by id; without it, the id with spaces.
    figure : matplotlib.figure.Figure or SubFigure, optional
        Where to draw; without it, on a new one that pyplot does not know.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        A panel per exercise and quantity that the log has of it, exercises in the order
        of `sessions`, all from 0 over the same weeks; of
        more than 24 those done most often, and the figure says how many are left out.

    Raises
    ------
    ValueError
        If a column is missing, a row occurs twice, or there are rows of two patients.

    Notes
    -----
    A thin line joins sessions up to 7 days apart and never crosses one in which the quantity
    was not recorded. Where a dose is prescribed, that session has a tick at the foot. A load
    is one above 0: a session without a load is a gap.

    The band is what was asked for on the days of sessions, up to the next session; it steps
    where the prescription changed. Load and range of motion have none. A level line with its
    mark at the right is the baseline of a side, with its number at the foot of the panel.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> own = "patient_id == 'P002'"
    >>> sessions = rs.exercise_sessions(caseload, as_of="2026-03-30").query(own)
    >>> progression = rs.progression(caseload, as_of="2026-03-30").query(own)
    >>> axes = plot_progression(sessions, progression)
    >>> [ax.get_ylabel() for ax in axes[-2:]]
    ['Repetitions [reps/set]', 'Hold [s]']
    """
    rows_of, left_out = panels_of(sessions, _SESSION_KEY, _SESSION, name="sessions")
    baselines = _baselines(progression, sessions)
    panels = [
        (exercise, quantity, rows)
        for exercise, rows in rows_of.items()
        for quantity in _recorded(rows)
    ]
    axes = new_panels([exercise for exercise, *_ in panels], names=names, figure=figure)
    start = start_of(sessions)
    keys: list[Artist] = []
    for ax, (exercise, quantity, rows) in zip(axes, panels, strict=True):
        dress_axes(ax, "")
        set_weeks(ax, sessions["week"].tolist())
        own = {
            side: float(getattr(baselines.get((exercise, side)), quantity.baseline, np.nan))
            for side, _ in by_side(rows)
        }
        _set_scale(ax, quantity, rows, own)
        keys += _draw_sessions(ax, quantity, rows, start)
        keys += draw_asked(ax, _asked(quantity, rows, start))
        keys += _draw_baseline(ax, own)
    finish_panels(axes, keys, left_out=left_out)
    for ax, (_, quantity, _) in zip(axes, panels, strict=True):
        _label_inside(ax, quantity.label)
    return axes


def _baselines(progression: pd.DataFrame, sessions: pd.DataFrame) -> _Baselines:
    """The rows of `progression` by exercise and side, if they are the same patient's."""
    require_one_row_each(progression.assign(week=0), _LINE, _BASELINES, name="progression")
    owners = [*sessions["patient_id"].unique(), *progression["patient_id"].unique()]
    if len(set(owners)) > 1:
        raise ValueError(
            f"`sessions` is of patient {owners[0]!r} and `progression` of {owners[1]!r}; "
            "expected one."
        )
    return {(str(row.exercise), str(row.side)): row for row in progression.itertuples()}


def _recorded(rows: pd.DataFrame) -> list[_Quantity]:
    """What the log has of an exercise; if it has nothing, the first, to say so."""
    found = [one for one in _QUANTITIES if rows[one.done].notna().any()]
    return found or [_QUANTITIES[0]]


def _set_scale(
    ax: Axes, quantity: _Quantity, rows: pd.DataFrame, baselines: Mapping[str, float]
) -> None:
    """From 0 to what is drawn, with room for words above it; below 0 only for a joint."""
    values = rows[[quantity.done, *quantity.asked]].to_numpy("float64").ravel()
    drawn = np.array([0.0, *values, *baselines.values()])
    low, high = np.nanmin(drawn), np.nanmax(drawn) or 1.0
    ax.set_ylim(low, low + (high - low) / (1 - min(0.5, _WORDS_IN / height_in(ax))))
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))


def _draw_sessions(
    ax: Axes, quantity: _Quantity, rows: pd.DataFrame, start: pd.Timestamp
) -> Iterator[Artist]:
    """Small marks, joined where no more than a week lies between."""
    if rows[quantity.done].isna().all():
        say_empty(ax, "nothing recorded yet" if len(rows) else "no session yet")
    for side, mine in by_side(rows):
        at, values = joined(mine, quantity.done, start)
        if np.isnan(values).all():
            continue
        yield from ax.plot(
            at, values, linewidth=0.5, markersize=3 - (np.ptp(mine["week"]) > _CROWDED),
            fillstyle="none", markeredgewidth=0.8, clip_on=False, label=side, **SIDE_LOOKS[side],
        )  # fmt: skip
    asked = rows[rows[list(quantity.asked)].notna().all(axis=1)] if quantity.asked else rows.head(0)
    yield from mark_unrated(ax, asked, start, column=quantity.done, name="not recorded")


def _asked(quantity: _Quantity, rows: pd.DataFrame, start: pd.Timestamp) -> dict[str, Band]:
    """What was asked for on the days of sessions: one range where the sides agree."""
    if not quantity.asked or rows.empty:
        return {}
    by_day = rows[["session_day", *quantity.asked]].drop_duplicates()
    are_same = not by_day["session_day"].duplicated().any()
    sides = [("both", by_day)] if are_same else by_side(rows)
    return {side: _steps(mine, quantity, start) for side, mine in sides}


def _steps(rows: pd.DataFrame, quantity: _Quantity, start: pd.Timestamp) -> Band:
    """A dose holds until the next session; the last one before a gap, for its day."""
    (at, low), (_, high) = (joined(rows, column, start) for column in quantity.asked)
    ends = np.append(at[1:], np.nan)
    ends = np.where(np.isnan(ends), at + 1 / DAYS_PER_WEEK, ends)
    return Band(np.column_stack([at, ends]).ravel(), np.repeat(low, 2), np.repeat(high, 2))


def _draw_baseline(ax: Axes, baselines: Mapping[str, float]) -> Iterator[Artist]:
    """A level line per side, told apart by the mark at its end, and the numbers in words."""
    known = {side: value for side, value in baselines.items() if not np.isnan(value)}
    look: dict[str, Any] = {"linewidth": 1.2, "linestyle": (0, (1, 1.5)), "markersize": 5}
    for side, value in known.items():
        ends = {"transform": ax.get_yaxis_transform(), "markevery": [1], "clip_on": False}
        ax.plot([0, 1], [value] * 2, zorder=1.5, **{**SIDE_LOOKS[side], **look, **ends})
    told = [
        f"{side} {number(value)}" if len(baselines) > 1 else number(value)
        for side, value in known.items()
    ]
    if baselines:
        words = f"baseline {', '.join(told)}" if told else "no baseline"
        wrapped = textwrap.fill(words, max(10, int(width_in(ax) / _LETTER_IN)))
        # Above the ticks of what was not recorded.
        write_text(
            ax, 0.97, 0.1, wrapped, zorder=1, ha="right", va="bottom", transform=ax.transAxes
        )
    if known:
        yield Line2D([], [], color=INK, label="baseline", **(look | {"marker": ""}))


def _label_inside(ax: Axes, label: str) -> None:
    """Write what the scale is of into the panel: beside it, there is no room for each."""
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    ax.set_ylabel(label, rotation=0, ha="left", va="top", fontsize=SMALL_PT, bbox=ground)
    ax.yaxis.set_label_coords(0.02, 0.98)
