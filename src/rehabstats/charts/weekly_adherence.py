"""Session adherence by program week, as bars with their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from rehabstats.charts._style import (
    ADHERENCE,
    INK,
    ZONES,
    add_legend,
    dress_axes,
    height_in,
    new_axes,
    say_empty,
    write_text,
)
from rehabstats.charts._weeks import label_runs, rows_of_one_patient, set_weeks

_COLUMNS: Final = (
    "n_due", "n_open", "n_excused", "n_extra",
    "session_adherence", "session_adherence_low", "session_adherence_high",
)  # fmt: skip
_HATCH: Final = "////"
#: From this many weeks on, numbers above the bars are turned upright.
_CROWDED: Final = 30
#: Height of the row of extra sessions [inches], and where its numbers are upright.
_EXTRA_IN: Final = 0.2
_UPRIGHT_IN: Final = 0.37
#: Where the question mark stands, in per cent: just above the foot of the missing bar.
_UNKNOWN_HEIGHT: Final = 6.0


def plot_weekly_adherence(weekly: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """
    Draw session adherence by program week, with what is not known about it.

    The chart says how many of the due sessions were done. It does not say whether
    the dose inside a session was reached.

    Parameters
    ----------
    weekly : pandas.DataFrame of shape (n_weeks, n_columns)
        Rows of one patient from `rehabstats.session_adherence`: ``patient_id``,
        ``week``, ``n_due``, ``n_open``, ``n_excused``, ``n_extra`` [sessions] and
        ``session_adherence`` with its bounds ``_low`` and ``_high`` [0-1].
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it, on a new figure that pyplot does not know
        (``ax.figure`` is the figure).

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on, 0-100 %.

    Raises
    ------
    ValueError
        If a column is missing, a week occurs twice, or there are rows of more than
        one patient.

    See Also
    --------
    plot_weekly_trend : The same with pain on the same weeks.

    Notes
    -----
    A bar is ``session_adherence``; the thin line on it reaches from the lower bound
    (unrecorded sessions were not done) to the upper one (they are left out). A week
    in which sessions were due and nothing at all is known has a question mark. A
    hatched week is still open. A week with nothing due is a pale gap with a word
    in it, never a bar of 0 %. Extra sessions are written above as ``+k``; they pay for no
    missed session.

    Examples
    --------
    >>> weekly = pd.DataFrame(
    ...     {
    ...         "patient_id": "P001",
    ...         "week": [1, 2],
    ...         "n_due": [5, 5],
    ...         "n_open": 0,
    ...         "n_excused": 0,
    ...         "n_extra": [0, 1],
    ...         "session_adherence": [0.6, 1.0],
    ...         "session_adherence_low": [0.6, 1.0],
    ...         "session_adherence_high": [0.75, 1.0],
    ...     }
    ... )
    >>> ax = plot_weekly_adherence(weekly)
    >>> [round(float(bar.get_height())) for bar in ax.patches]
    [60, 100]
    """
    rows = adherence_rows(weekly, name="weekly")
    ax = new_axes()[0] if ax is None else ax
    draw_adherence(ax, rows, rows["week"].tolist())
    return ax


def adherence_rows(weekly: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """What the chart needs of `weekly`, one patient's, by week."""
    return rows_of_one_patient(weekly, _COLUMNS, name=name)


def draw_adherence(ax: Axes, rows: pd.DataFrame, weeks: Sequence[int]) -> None:
    """Draw checked rows over a span of weeks that may be wider than theirs."""
    dress_axes(ax, "Session adherence [%]")
    ax.set_ylim(0, 100)
    set_weeks(ax, weeks)
    if rows.empty:
        say_empty(ax, "no program week yet")
        return
    keys = [*_draw_bars(ax, rows), *_draw_bounds(ax, rows), *_draw_unknown(ax, rows)]
    keys += _write_extras(ax, rows)
    _mark_gaps(ax, rows)
    # Above the row of extra sessions, which is taller where its numbers stand upright.
    row_in = _EXTRA_IN if rows["n_extra"].max() == 0 or len(rows) <= _CROWDED else _UPRIGHT_IN
    add_legend(ax, keys, above=1 + row_in / height_in(ax))


def _draw_bars(ax: Axes, rows: pd.DataFrame) -> list[Artist]:
    percent = 100 * rows["session_adherence"].to_numpy("float64")
    weeks = rows["week"].to_numpy()
    bars = ax.bar(weeks, percent, width=0.8, color=ADHERENCE, edgecolor=ADHERENCE).patches
    for place in np.flatnonzero(rows["n_open"] > 0):
        bars[place].set(facecolor="white", hatch=_HATCH)
    # A known 0 % has no bar to see, and must not look like a gap.
    for place in np.flatnonzero((percent == 0) & rows["session_adherence_high"].notna()):
        write_text(ax, weeks[place], 1.5, "0", ha="center", va="bottom", color=INK)
    keys: list[Artist] = [Patch(color=ADHERENCE, label="done / due")]
    if ((rows["n_open"] > 0) & (rows["n_due"] > 0)).any():
        keys.append(Patch(facecolor="white", edgecolor=ADHERENCE, hatch=_HATCH, label="open week"))
    return keys


def _draw_bounds(ax: Axes, rows: pd.DataFrame) -> list[Artist]:
    wide = rows[rows["session_adherence_high"] > rows["session_adherence_low"]]
    if wide.empty:
        return []
    low, high = 100 * wide["session_adherence_low"], 100 * wide["session_adherence_high"]
    line = ax.vlines(wide["week"], low, high, color=INK, linewidth=1, label="unrecorded left out")
    ax.plot(
        wide["week"], high, color=INK, linestyle="none", marker="_", markersize=4, clip_on=False
    )
    return [line]


def _draw_unknown(ax: Axes, rows: pd.DataFrame) -> list[Artist]:
    unknown = rows[(rows["n_due"] > 0) & rows["session_adherence_high"].isna()]
    if unknown.empty:
        return []
    height = np.full(len(unknown), _UNKNOWN_HEIGHT)
    look: dict[str, Any] = {"color": INK, "linestyle": "none", "label": "nothing recorded"}
    return [*ax.plot(unknown["week"], height, marker="$?$", markersize=6, **look)]


def _write_extras(ax: Axes, rows: pd.DataFrame) -> list[Artist]:
    extra = rows[rows["n_extra"] > 0]
    upright = 90 if len(rows) > _CROWDED else 0
    for week, n_extra in zip(extra["week"], extra["n_extra"], strict=True):
        words = f"+{n_extra}"
        write_text(ax, week, 102, words, ha="center", va="bottom", color=INK, rotation=upright)
    if extra.empty:
        return []
    look: dict[str, Any] = {"color": INK, "linestyle": "none", "label": "extra"}
    return [Line2D([], [], marker="$+1$", markersize=9, **look)]


def _mark_gaps(ax: Axes, rows: pd.DataFrame) -> None:
    gaps = rows[rows["n_due"] == 0]
    if gaps.empty:
        return
    ax.broken_barh([(week - 0.5, 1) for week in gaps["week"]], (0, 100), color=ZONES[2])
    words = np.select(
        [gaps["n_excused"] > 0, gaps["n_open"] > 0], ["pause", "open"], default="nothing due"
    )
    label_runs(ax, gaps["week"].tolist(), words.tolist(), height=0.04)
