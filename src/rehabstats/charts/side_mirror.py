"""Left against right: the repetitions of each exercise, week under week."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from rehabstats.charts._panels import finish_panels, new_panels, panels_of
from rehabstats.charts._style import (
    INK,
    LABEL_PT,
    LEFT,
    RIGHT,
    ZONES,
    dress_axes,
    height_in,
    say_empty,
    write_text,
)
from rehabstats.charts._weeks import LEAST_WEEKS, WEEK_MARGIN
from rehabstats.words import signed_percent

_COLUMNS: Final = (
    "left_reps", "right_reps", "unknown_reps", "symmetry", "one_side_not_done", "is_complete",
    "reason",
)  # fmt: skip
#: What stands where there is no difference to write.
_WORDS: Final = {
    "not_prescribed": "not prescribed",
    "prescriptions_differ": "asked differ",
    "not_counted": "not counted",
    "both_zero": "none done",
}
_HATCH: Final = "/////"
_PLUS_MINUS: Final[Mapping[str, Any]] = {
    "color": INK, "linestyle": "none", "marker": "$\N{PLUS-MINUS SIGN}$", "markersize": 7,
    "markeredgewidth": 0, "label": "difference: + more left, - more right",
}  # fmt: skip
#: Words stand in the half that has no bar.
_ALIGN: Final = {(False, False): "center", (False, True): "right", (True, False): "left"}
#: Behind words that stand on the line between the halves.
_GROUND: Final = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
#: Least height of a line of words, height of a week, and least and most of a panel [inches].
_LINE_IN: Final = 0.115
_WEEK_IN: Final = 0.15
_LEAST_IN: Final = 1.8
_MOST_IN: Final = 4.5


def plot_side_mirror(
    symmetry: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    figure: Figure | SubFigure | None = None,
) -> tuple[Axes, ...]:
    """
    Draw the weekly repetitions of the left against those of the right, per exercise.

    It compares what was logged, not what a side is able to do.

    Parameters
    ----------
    symmetry : pandas.DataFrame
        Rows of one patient from `rehabstats.symmetry`.
    names : mapping of str to str, optional
        What exercises are called, by id; without it, the id with spaces.
    figure : matplotlib.figure.Figure or SubFigure, optional
        Where to draw; without it, on a new one that pyplot does not know.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        One panel per exercise in the order of the frame, weeks downwards, the same
        number of repetitions to the left as to the right of 0; of
        more than 24 those done most often, and the figure says how many are left out.

    Raises
    ------
    ValueError
        If a column is missing, an exercise has a week twice, or there are rows of more
        than one patient.

    Notes
    -----
    Beside each week stands ``symmetry`` in per cent, above 0 where more was done on the
    left. A hatched week is open or was prescribed in part. A ``?`` means that repetitions of
    unknown side are on neither. Of many weeks, every second (third, ...) is written out.

    Examples
    --------
    >>> import rehabstats as rs
    >>> symmetry = rs.symmetry(rs.load_caseload("data/sample"), as_of="2026-03-30")
    >>> axes = plot_side_mirror(symmetry[symmetry["patient_id"] == "P002"])
    >>> [ax.get_title(loc="left") for ax in axes]
    ['lateral trunk rotation', 'single knee hug']
    """
    panels, left_out = panels_of(symmetry, ("exercise", "week"), _COLUMNS, name="symmetry")
    weeks = range(symmetry["week"].min(), symmetry["week"].max() + 1) if len(symmetry) else range(1)
    height = float(np.clip(len(weeks) * _WEEK_IN + 0.8, _LEAST_IN, _MOST_IN))
    axes = new_panels(panels, names=names, figure=figure, height_in=height)
    keys: list[Artist] = []
    for ax, rows in zip(axes, panels.values(), strict=True):
        if rows.empty:
            dress_axes(ax, "")
            ax.set(xticks=[], yticks=[])
            say_empty(ax, "no exercise with a left and a right yet")
            continue
        dress_axes(ax, "Program week")
        ax.set_xlabel("Repetitions [reps/week]", fontsize=LABEL_PT)
        written = _set_scales(ax, rows, weeks)
        keys += [*_draw_bars(ax, rows), *_write_words(ax, rows, written)]
    finish_panels(axes, keys, left_out=left_out)
    return axes


def _set_scales(ax: Axes, rows: pd.DataFrame, weeks: range) -> range:
    """Weeks downwards under the heads of both halves; those that there is room to write at."""
    written = weeks[:: math.ceil((len(weeks) + 1) * _LINE_IN / height_in(ax))]
    top = weeks[0] - WEEK_MARGIN
    last = max(weeks[-1], weeks[0] + LEAST_WEEKS - 1)
    ax.set_ylim(last + WEEK_MARGIN, top - written.step)
    ax.set_yticks(written)
    ax.grid(visible=False)
    most = 1.05 * max(1, rows["left_reps"].max(), rows["right_reps"].max())
    ax.set_xlim(-most, most)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda reps, _: f"{abs(reps):g}"))
    for words, align in (("left ", "right"), (" right", "left")):
        write_text(ax, 0, top - written.step / 2, words, ha=align, va="center", color=INK)
    return written


def _draw_bars(ax: Axes, rows: pd.DataFrame) -> list[Artist]:
    keys: list[Artist] = []
    for week in rows.loc[rows["reason"] == "not_prescribed", "week"]:
        ax.axhspan(week - 0.5, week + 0.5, color=ZONES[2], linewidth=0, zorder=0)
    for column, sign, look in (("left_reps", -1, LEFT), ("right_reps", 1, RIGHT)):
        done = rows[rows[column] > 0]
        bars = ax.barh(done["week"], sign * done[column], color=look["color"], linewidth=0)
        for place in np.flatnonzero(~done["is_complete"]):
            bars[place].set(facecolor="white", edgecolor=look["color"], linewidth=1, hatch=_HATCH)
            keys.append(Patch(fill=False, ec=INK, hatch=_HATCH, label="incomplete week"))
    ax.axvline(0, color=INK, linewidth=0.8)
    return keys


def _write_words(ax: Axes, rows: pd.DataFrame, written: range) -> Iterator[Artist]:
    """The difference at the right edge; why bars are missing in their place, once for a run."""
    at_edge: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "color": INK}
    for words, run in _runs(rows):
        has_room = len(run) >= written.step
        if words and has_room:
            align = _ALIGN[bool(run[0].left_reps), bool(run[0].right_reps)]
            middle = (run[0].week + run[-1].week) / 2
            write_text(ax, 0, middle, f" {words} ", ha=align, va="center", bbox=_GROUND)
        for row in run:
            beside = _difference(row) or ("" if has_room else words)
            if beside and row.week in written:
                write_text(ax, 1.02, row.week, beside, **at_edge)
    if rows["symmetry"].notna().any():
        yield Line2D([], [], **_PLUS_MINUS)


def _runs(rows: pd.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """Weeks in a row whose bars are missing for the same reason, on the same side."""
    ordered = enumerate(cast("Iterator[Any]", rows.sort_values("week").itertuples()))
    for (words, _), run in groupby(ordered, lambda one: (_reason(one[1]), one[1].week - one[0])):
        yield words, [row for _, row in run]


def _difference(row: Any) -> str:
    percent = signed_percent(row.symmetry, "")
    in_words = _WORDS.get(row.reason, "") if row.left_reps and row.right_reps else ""
    return " ".join(filter(None, (percent, in_words, "?" if row.unknown_reps else "")))


def _reason(row: Any) -> str:
    """Why a bar is missing, if one is."""
    if row.left_reps and row.right_reps:
        return ""
    if row.one_side_not_done:
        return "right not done" if row.left_reps else "left not done"
    if row.reason == "both_zero" and row.unknown_reps:
        return "side unknown"
    open_end = ", incomplete week" if row.reason == "both_zero" and not row.is_complete else ""
    return _WORDS.get(row.reason, "") + open_end
