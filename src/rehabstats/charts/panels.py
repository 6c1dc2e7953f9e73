"""Panels: one per exercise, and whose rows may be drawn in them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase

from rehabstats.charts.style import (
    INK,
    LABEL_PT,
    SIDE_LOOKS,
    SMALL_PT,
    WIDTH_IN,
    width_in,
)
from rehabstats.charts.weeks import rows_of_one_patient

#: Small multiples: how many stand beside each other, and how much room each has.
PANEL_COLUMNS: Final = 2
PANEL_IN: Final = 1.75
_LEGEND_IN: Final = 0.6
_LETTER_IN: Final = 0.07
_NAME_LINES: Final = 3
_KEY_IN: Final = 1.05


def new_panels(
    exercises: Iterable[str],
    *,
    names: Mapping[str, str] | None,
    figure: FigureBase | None,
    height_in: float = PANEL_IN,
) -> tuple[Axes, ...]:
    """A panel with its name per exercise; without a figure, on one that pyplot does not know."""
    titles = [(names or {}).get(one, one.replace("_", " ")) for one in exercises]
    n_columns = min(len(titles), PANEL_COLUMNS)
    n_rows = -(-len(titles) // n_columns)
    if figure is None:
        figure = Figure(figsize=(WIDTH_IN, height_in * n_rows + _LEGEND_IN))
    if isinstance(figure, Figure) and figure.get_layout_engine() is None:
        figure.set_layout_engine("constrained")
    grid = figure.subplots(n_rows, n_columns, squeeze=False).ravel()
    for ax, title in zip(grid, titles, strict=False):
        wrapped = textwrap.fill(
            title, max(10, int(width_in(ax) / _LETTER_IN)), max_lines=_NAME_LINES,
            placeholder="\N{HORIZONTAL ELLIPSIS}",
        )  # fmt: skip
        ax.set_title(wrapped, loc="left", fontsize=LABEL_PT, color=INK, parse_math=False)
    for ax in grid[len(titles) :]:
        ax.remove()
    return tuple(grid[: len(titles)])


def finish_panels(axes: Sequence[Axes], keys: Iterable[Artist]) -> None:
    """Label the outer axes only, and name each of `keys` once above all panels."""
    n_columns = min(len(axes), PANEL_COLUMNS)
    for number, ax in enumerate(axes):
        if number % n_columns:
            ax.set_ylabel("")
        if number + n_columns < len(axes):
            ax.set_xlabel("")
    found = {str(key.get_label()): key for key in keys}
    # Sides first, in their order; the rest as it came.
    by_name = {name: found[name] for name in [*SIDE_LOOKS, *found] if name in found}
    figure = axes[0].get_figure()
    if by_name and figure is not None:
        n_beside = max(1, int(figure.bbox.width / figure.dpi / _KEY_IN))
        figure.legend(
            handles=list(by_name.values()), loc="outside upper left", fontsize=SMALL_PT,
            ncols=min(len(by_name), n_beside), frameon=False, columnspacing=1.2, handletextpad=0.5,
        )  # fmt: skip


def rows_by_exercise(
    frame: pd.DataFrame, key: Sequence[str], columns: Sequence[str], *, name: str
) -> dict[str, pd.DataFrame]:
    """The rows of each exercise, if they are one patient's and each key occurs once."""
    one_each = frame.drop_duplicates("patient_id") if "patient_id" in frame else frame
    rows_of_one_patient(one_each, [one for one in (*key, *columns) if one != "week"], name=name)
    if (repeated := frame.duplicated(list(key))).any():
        words = ", ".join(f"{column} {frame.loc[repeated, column].iloc[0]}" for column in key)
        raise ValueError(
            f"`{name}` has {words} more than once; expected one row for each. "
            "Pass the metric frame as it was returned."
        )
    exercises = frame["exercise"].unique()
    # A chart of nothing has one panel, to say so.
    return {str(one): frame[frame["exercise"] == one] for one in exercises} or {"": frame}


def by_side(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each side that has any, in the order in which sides are drawn."""
    for side in SIDE_LOOKS:
        if len(mine := rows[rows["side"] == side]):
            yield side, mine
