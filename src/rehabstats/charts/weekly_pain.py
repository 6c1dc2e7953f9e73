"""Pain during exercise by program week, on its whole scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rehabstats.charts._style import (
    INK,
    PAIN,
    ZONES,
    add_legend,
    dress_axes,
    height_in,
    new_axes,
    say_empty,
    set_ten,
    write_text,
)
from rehabstats.charts._weeks import (
    every_week,
    label_runs,
    require_one_patient,
    rows_during,
    rows_of_one_patient,
    set_weeks,
)
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.vocabulary import PAIN_MAX_NRS, PAIN_MIN_NRS

_COLUMNS: Final = ("n_rated", "n_missing", "pain_nrs_median", "pain_nrs_max")
#: Height of the name of a zone [inches].
_NAME_IN: Final = 0.12


def plot_weekly_pain(
    weekly: pd.DataFrame, ax: Axes | None = None, *, settings: Settings = DEFAULTS
) -> Axes:
    """
    Draw the weekly median and highest pain during exercise, 0-10.

    A week that nobody rated is a gap: the line does not cross it, and nothing is
    carried forward.

    Parameters
    ----------
    weekly : pandas.DataFrame of shape (n_weeks, n_columns)
        Rows of one patient from `rehabstats.weekly_session_pain`: ``patient_id``,
        ``moment``, ``week``, ``n_rated``, ``n_missing`` [sessions], ``pain_nrs_median`` and
        ``pain_nrs_max`` [NRS 0-10]. Of several moments "during" is drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it, on a new figure that pyplot does not know
        (``ax.figure`` is the figure).
    settings : Settings, optional
        The limits of the zones: ``pain_safe_max_nrs``, ``pain_acceptable_max_nrs``.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on, always 0-10.

    Raises
    ------
    ValueError
        If a column is missing, a week occurs twice, there are rows of more than one
        patient, or only of other moments.

    See Also
    --------
    plot_weekly_trend : The same with adherence on the same weeks.

    Notes
    -----
    The zones are those of the pain-monitoring model (`settings` have the limits and
    their source). Only the limits are written: the model is borrowed, and its words
    would be a verdict.

    Examples
    --------
    >>> weekly = pd.DataFrame(
    ...     {
    ...         "patient_id": "P001",
    ...         "moment": "during",
    ...         "week": [1, 2, 3],
    ...         "n_rated": [2, 0, 3],
    ...         "n_missing": [0, 2, 0],
    ...         "pain_nrs_median": [4.0, None, 3.0],
    ...         "pain_nrs_max": [6.0, None, 3.0],
    ...     }
    ... )
    >>> ax = plot_weekly_pain(weekly)
    >>> ax.get_lines()[0].get_ydata().tolist()
    [4.0, nan, 3.0]
    """
    rows = pain_rows(weekly, name="weekly")
    ax = new_axes()[0] if ax is None else ax
    draw_pain(ax, rows, rows["week"].tolist(), settings=settings)
    return ax


def pain_rows(weekly: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """What the chart needs of `weekly`, one patient's and only pain during, by week."""
    columns = ("moment", *_COLUMNS)
    require_one_patient(weekly, columns, name=name)
    return rows_of_one_patient(rows_during(weekly, name=name), columns, name=name)


def draw_pain(
    ax: Axes, rows: pd.DataFrame, weeks: Sequence[int], *, settings: Settings, zones: bool = True
) -> None:
    """Draw checked rows over a span of weeks that may be wider than theirs."""
    dress_axes(ax, "Pain during exercise\n[NRS 0-10]")
    set_ten(ax)
    set_weeks(ax, weeks)
    if zones:
        shade_zones(ax, settings)
        name_zones(ax, settings)
    if rows["pain_nrs_median"].isna().all():
        say_empty(ax, "no pain rated yet")
        return
    _draw_line(ax, rows)
    _mark_gaps(ax, rows)


def shade_zones(ax: Axes, settings: Settings) -> None:
    """The zones of pain behind the data."""
    ax.grid(visible=False)
    for low, high, tint, _ in _zones(settings):
        ax.axhspan(low, high, color=tint, linewidth=0, zorder=0)


def name_zones(ax: Axes, settings: Settings) -> None:
    """The name of each zone beside it, to the right of `ax`; above the one below, if it is low."""
    free = -np.inf
    for low, high, _, name in _zones(settings):
        at = max((low + high) / 2, free)
        free = at + _NAME_IN * (PAIN_MAX_NRS - PAIN_MIN_NRS) / height_in(ax)
        write_text(ax, 1.01, at, name, transform=ax.get_yaxis_transform(), ha="left", va="center")


def _zones(settings: Settings) -> Iterator[tuple[float, float, str, str]]:
    """Ends, tint and name of each zone; two limits may be one, or an end of the scale."""
    safe, acceptable = settings.pain_safe_max_nrs, settings.pain_acceptable_max_nrs
    edges = (PAIN_MIN_NRS, safe, acceptable, PAIN_MAX_NRS)
    names = (f"up to {safe:g}", f"up to {acceptable:g}", f"above {acceptable:g}")
    for low, high, tint, name in zip(edges, edges[1:], ZONES, names, strict=False):
        if low < high:
            yield low, high, tint, name


def _draw_line(ax: Axes, rows: pd.DataFrame) -> None:
    weeks = every_week(rows)
    median = weeks["pain_nrs_median"].to_numpy("float64")
    ax.plot(
        weeks.index, median, color=PAIN, linewidth=1.5, marker="o", markersize=4,
        clip_on=False, label="median",
    )  # fmt: skip
    ax.plot(
        weeks.index, weeks["pain_nrs_max"].to_numpy("float64"), color=INK, linestyle="none",
        marker="_", markersize=5, clip_on=False, label="highest",
    )  # fmt: skip
    add_legend(ax, ax.get_lines()[-2:], above=1.02)


def _mark_gaps(ax: Axes, rows: pd.DataFrame) -> None:
    gaps = rows[rows["pain_nrs_median"].isna()]
    words = np.where(gaps["n_missing"] > 0, "not rated", "no entry")
    label_runs(ax, gaps["week"].tolist(), words.tolist(), height=0.04)
