"""Panels: one per exercise, and whose rows may be drawn in them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import NullLocator

from rehabstats.charts._style import (
    INK,
    LABEL_PT,
    QUIET,
    SIDE_LOOKS,
    SMALL_PT,
    WIDTH_IN,
    width_in,
)
from rehabstats.charts._weeks import rows_of_one_patient

#: Small multiples: how many stand beside each other, and how much room each has.
PANEL_COLUMNS: Final = 2
PANEL_IN: Final = 1.75
_LEGEND_IN: Final = 0.6
#: On a given figure there are more columns, as long as panels keep this size [inches].
_LEAST_HEIGHT_IN: Final = 1.1
_LEAST_WIDTH_IN: Final = 1.05
#: Room on a page beside the panels [inches]: left, below, right, above; and between them.
_MARGINS_IN: Final = (0.8, 0.38, 0.55, 0.6)
_GAP_IN: Final = 0.25
_NAMES_IN: Final = 0.55
_LETTER_IN: Final = 0.07
_NAME_LINES: Final = 3
_KEY_IN: Final = 1.05
#: What tells that a row holds something done; a frame without any of them holds nothing else.
_DONE: Final = ("n_reps", "left_reps", "right_reps", "unknown_reps")


class MostPanels(NamedTuple):
    """How many exercises have panels, and what is said of the others."""

    n: int
    words: str

    def say(self, n_more: int) -> str:
        """What is said where `n_more` exercises have no panel."""
        return self.words.format(
            more=f"{n_more} more {'exercise is' if n_more == 1 else 'exercises are'}"
        )


#: More panels would be neither read nor drawn in reasonable time.
FIGURE_PANELS: Final = MostPanels(
    24, "and {more} not drawn: rehabstats chart --tables writes all rows"
)
#: As many as stand beside each other on a page: in two rows they would be too low to read.
PAGE_PANELS: Final = MostPanels(6, "{more} in the calendar only")


def drawn_exercises(
    *frames: pd.DataFrame, most: MostPanels = FIGURE_PANELS
) -> tuple[list[str], str]:
    """
    The exercises that have panels, in the order of `frames`, and what is said of the others.

    Where there are too many, those are drawn that have most rows with something done, and of
    as many rows those that were done last.
    """
    told = []
    for frame in frames:
        done = [column for column in _DONE if column in frame]
        is_done = frame[done].gt(0).any(axis=1) if done else pd.Series(data=True, index=frame.index)
        rows = frame[["exercise", "week"]].astype({"exercise": "object"})
        told.append(rows.assign(n=is_done, last=rows["week"].where(is_done)))
    exercises = [
        str(one) for one in dict.fromkeys(one for rows in told for one in rows["exercise"])
    ]
    if (n_more := len(exercises) - most.n) <= 0:
        return exercises, ""
    by_exercise = pd.concat(told).groupby("exercise", sort=False).agg({"n": "sum", "last": "max"})
    chosen = set(by_exercise.sort_values(["n", "last"], ascending=False).index[: most.n])
    return [one for one in exercises if one in chosen], most.say(n_more)


def new_panels(
    exercises: Iterable[str],
    *,
    names: Mapping[str, str] | None,
    figure: Figure | SubFigure | None,
    height_in: float = PANEL_IN,
) -> tuple[Axes, ...]:
    """A panel with its name per exercise; without a figure, on one that pyplot does not know."""
    titles = [(names or {}).get(one, one.replace("_", " ")) for one in exercises]
    n_columns = PANEL_COLUMNS if figure is None else _columns_that_fit(figure, len(titles))
    n_columns = min(len(titles), n_columns)
    n_rows = -(-len(titles) // n_columns)
    if figure is None:
        figure = Figure(figsize=(WIDTH_IN, height_in * n_rows + _LEGEND_IN))
    if isinstance(figure, Figure) and figure.get_layout_engine() is None:
        figure.set_layout_engine("constrained")
    fixed = {} if figure.get_layout_engine() else _fixed_margins(figure, n_rows, n_columns)
    grid = figure.subplots(n_rows, n_columns, squeeze=False, gridspec_kw=fixed).ravel()
    for ax, title in zip(grid, titles, strict=False):
        wrapped = textwrap.fill(
            title, max(10, int(width_in(ax) / _LETTER_IN)), max_lines=_NAME_LINES,
            placeholder="\N{HORIZONTAL ELLIPSIS}",
        )  # fmt: skip
        size = SMALL_PT if fixed else LABEL_PT
        # Without a height, each would be placed anew by the labels beside it.
        ax.set_title(wrapped, loc="left", y=1, fontsize=size, color=INK, parse_math=False)
    for ax in grid[len(titles) :]:
        ax.remove()
    return tuple(grid[: len(titles)])


def _fixed_margins(figure: Figure | SubFigure, n_rows: int, n_columns: int) -> dict[str, float]:
    """Margins of panels in a part of a page, which has no layout engine to find them."""
    width, height = (side / figure.dpi for side in figure.bbox.size)
    left, bottom, right, top = _MARGINS_IN
    panel_width = (width - left - right - _GAP_IN * (n_columns - 1)) / n_columns
    panel_height = (height - bottom - top - _NAMES_IN * (n_rows - 1)) / n_rows
    return {
        "left": left / width, "right": 1 - right / width,
        "bottom": bottom / height, "top": 1 - top / height,
        "wspace": _GAP_IN / panel_width, "hspace": _NAMES_IN / panel_height,
    }  # fmt: skip


def _columns_that_fit(figure: Figure | SubFigure, n_panels: int) -> int:
    """As few panels beside each other as leave each its height, if its width allows."""
    width, height = (side / figure.dpi for side in figure.bbox.size)
    most = max(PANEL_COLUMNS, int(width / _LEAST_WIDTH_IN))
    for n_columns in range(PANEL_COLUMNS, most):
        if height / -(-n_panels // n_columns) >= _LEAST_HEIGHT_IN:
            return n_columns
    return most


def ends_row(axes: Sequence[Axes], number: int) -> bool:
    """Whether no panel stands to the right of one."""
    return (number + 1) % _n_columns(axes) == 0 or number == len(axes) - 1


def _n_columns(axes: Sequence[Axes]) -> int:
    place = axes[0].get_subplotspec()
    return place.get_gridspec().ncols if place else 1


def finish_panels(
    axes: Sequence[Axes], keys: Iterable[Artist], *, same_scale: bool = False, left_out: str = ""
) -> None:
    """Label the outer axes only, name each of `keys` once above all, and say what is left out."""
    n_columns = _n_columns(axes)
    for number, ax in enumerate(axes):
        if number % n_columns:
            _drop_label(ax.yaxis)
            if same_scale:
                ax.yaxis.set_major_locator(NullLocator())
        if number + n_columns < len(axes):
            _drop_label(ax.xaxis)
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
    if left_out and figure is not None:
        # Without a layout engine, in the room that the caller has below.
        below = {} if figure.get_layout_engine() else {"y": 0, "va": "top"}
        figure.supxlabel(left_out, fontsize=SMALL_PT, color=QUIET, **below)


def _drop_label(axis: Axis) -> None:
    axis.set_label_text("")
    # An empty label is measured like any other, unless it has a place.
    axis.set_label_coords(0, 0)


def require_one_row_each(
    frame: pd.DataFrame, key: Sequence[str], columns: Sequence[str], *, name: str
) -> None:
    """Refuse rows of more than one patient, and a key that occurs twice."""
    one_each = frame.drop_duplicates("patient_id") if "patient_id" in frame else frame
    rows_of_one_patient(one_each, [one for one in (*key, *columns) if one != "week"], name=name)
    if (repeated := frame.duplicated(list(key))).any():
        words = ", ".join(f"{column} {frame.loc[repeated, column].iloc[0]}" for column in key)
        raise ValueError(
            f"`{name}` has {words} more than once; expected one row for each. "
            "Pass the metric frame as it was returned."
        )


def panels_of(
    frame: pd.DataFrame, key: Sequence[str], columns: Sequence[str], *, name: str
) -> tuple[dict[str, pd.DataFrame], str]:
    """The rows of each exercise that has a panel, checked, and what is said of the others."""
    require_one_row_each(frame, key, columns, name=name)
    exercises, left_out = drawn_exercises(frame)
    narrow = frame[list(dict.fromkeys(["week", *key, *columns]))]
    owners = frame["exercise"].to_numpy("object")
    # A chart of nothing has one panel, to say so.
    return {one: narrow[owners == one] for one in exercises} or {"": narrow}, left_out


def by_side(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each side that has any, in the order in which sides are drawn."""
    sides = rows["side"].to_numpy("object")
    for side in SIDE_LOOKS:
        if (mine := sides == side).any():
            yield side, rows[mine]
