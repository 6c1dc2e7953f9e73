"""The calendar: what became of each slot, day by day."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rehabstats.charts import _style as style
from rehabstats.charts._panels import require_one_row_each
from rehabstats.charts._state_glyphs import draw_state, key_of
from rehabstats.charts._weeks import LEAST_WEEKS
from rehabstats.vocabulary import DAYS_PER_WEEK, STATES
from rehabstats.words import MONTHS

_KEY: Final = ("exercise", "side", "week", "slot")
_COLUMNS: Final = ("week_start", "due_on", "state", "session_day")
#: A day of this width shows its shape well; in a given `ax` it may be as narrow as the other.
_DAY_PT: Final = 2.4
_LEAST_DAY_PT: Final = 1.8
#: Height of a row [inches]: on a figure of its own; at least, if each has its label; at most.
_ROW_IN: Final = 0.16
_LEAST_ROW_IN: Final = 0.09
_MOST_ROW_IN: Final = 0.25
#: Of a band, beside its rows [inches]: a line of weeks, one of months, and a gap.
_LINE_IN: Final = 0.15
_GAP_IN: Final = 0.1
#: On a figure of its own [inches]: room beside the names, and for the keys.
_MARGIN_IN: Final = 0.2
_KEYS_IN: Final = 0.5
#: From the days to the keys [inches].
_ABOVE_IN: Final = 0.03
_NAME_LETTERS: Final = 26
_LETTER_IN: Final = 0.062
_LETTER_EM: Final = 0.62

_Rows = Sequence[tuple[str, str]]


class _Layout(NamedTuple):
    """Bands of weeks, one under the other as lines of a text; each has every row."""

    rows: _Rows
    first_day: pd.Timestamp
    first_week: int
    n_weeks: int
    weeks: int
    n_bands: int
    row_in: float
    day_pt: float

    @property
    def line(self) -> float:
        """Height of a line of weeks or months [rows]."""
        return _LINE_IN / self.row_in

    @property
    def tops(self) -> list[float]:
        """Where the rows of each band begin."""
        height = len(self.rows) + 2 * self.line + _GAP_IN / self.row_in
        return [-height * band for band in range(self.n_bands)]


def plot_calendar(
    slots: pd.DataFrame, *, names: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw what became of each slot, day by day, one row per exercise and side.

    Parameters
    ----------
    slots : pandas.DataFrame
        Rows of one patient from ``rehabstats.build_ledger(...).slots``.
    names : mapping of str to str, optional
        What exercises are called, by id; without it, the id with spaces.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it, on a new figure that pyplot does not know, as high as
        its rows need.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on: the days of whole program weeks.

    Raises
    ------
    ValueError
        If a column is missing, a slot occurs twice, or there are rows of two patients.

    Notes
    -----
    A slot stands on the day of its session; without one, on the last day on which it could
    be met. An excused slot has no day and stands among the first ones of its week. Slots of
    one day share its cell. Weeks that find no room go on underneath. Where a given `ax` has
    no room for that either, the last weeks are drawn and the others are said to be left out.

    Examples
    --------
    >>> import rehabstats as rs
    >>> slots = rs.build_ledger(rs.load_caseload("data/sample"), as_of="2026-03-30").slots
    >>> ax = plot_calendar(slots[slots["patient_id"] == "P002"])
    >>> [label.get_text() for label in ax.get_yticklabels()][:3]
    ['Program week', 'lateral trunk rotation left', 'right']
    """
    require_one_row_each(slots, _KEY, _COLUMNS, name="slots")
    is_own = ax is None
    ax = style.new_axes()[0] if ax is None else ax
    style.dress_axes(ax, "")
    ax.set(xticks=[], yticks=[])
    if slots.empty:
        ax.spines[:].set_visible(False)
        style.say_empty(ax, "nothing prescribed or done yet")
        return ax
    slots = slots.sort_values(list(_KEY), ignore_index=True)
    line, rows = _lines(slots)
    layout = _layout(slots, rows, ax, is_own=is_own)
    _name_rows(ax, layout, names or {})
    _rule(ax, layout)
    cells = _cells(slots, line, layout)
    found = {state: mine for state in STATES if len(mine := cells[cells["state"] == state])}
    for state, mine in found.items():
        draw_state(ax, state, mine, cell_pt=layout.day_pt)
    height = 1 + _ABOVE_IN / style.height_in(ax)
    style.add_legend(ax, [key_of(state) for state in found], above=height)
    if layout.first_week > (first := int(slots["week"].min())):
        words = f"no room for weeks {first} to {layout.first_week - 1} "
        look = {"ha": "right", "va": "bottom", "transform": ax.transAxes}
        style.write_text(ax, 0, height, words, **look)
    return ax


def _lines(slots: pd.DataFrame) -> tuple[Any, _Rows]:
    """The row of each slot, and the exercise and side of each row."""
    words = (slots[column].astype("object").fillna("") for column in ("exercise", "side"))
    pairs = list(zip(*words, strict=True))
    rows = {pair: row for row, pair in enumerate(dict.fromkeys(pairs))}
    return np.array([rows[pair] for pair in pairs]), list(rows)


def _layout(slots: pd.DataFrame, rows: _Rows, ax: Axes, *, is_own: bool) -> _Layout:
    """How many bands the width asks for and, unless the figure can grow, the height allows."""
    first_day, first = slots["week_start"].min(), int(slots["week"].min())
    n_rows, n_weeks = len(rows), int(slots["week"].max()) - first + 1
    names_in = _LETTER_IN * _NAME_LETTERS
    width = style.WIDTH_IN - _MARGIN_IN - names_in if is_own else style.width_in(ax)
    week_pt, around, row_in = 72 * width / DAYS_PER_WEEK, 2 * _LINE_IN + _GAP_IN, _ROW_IN
    # None is left empty, however narrow they are.
    n_bands = math.ceil(n_weeks / math.ceil(n_weeks / math.ceil(n_weeks * _DAY_PT / week_pt)))
    figure = ax.get_figure(root=True)
    if is_own and figure:
        figure.set_figheight((around + row_in * n_rows) * n_bands + _KEYS_IN)
    else:
        # The last band has no gap below.
        height = style.height_in(ax) + _GAP_IN
        n_bands = max(1, min(n_bands, int(height / (around + _LEAST_ROW_IN * n_rows))))
        row_in = min(_MOST_ROW_IN, max(height / n_bands - around, _LEAST_ROW_IN) / n_rows)
        n_left_out = max(0, n_weeks - n_bands * max(1, int(week_pt / _LEAST_DAY_PT)))
        first, n_weeks = first + n_left_out, n_weeks - n_left_out
        first_day += pd.Timedelta(weeks=n_left_out)
    weeks = math.ceil(n_weeks / n_bands)
    n_bands = math.ceil(n_weeks / weeks)
    day_pt = week_pt / max(weeks, LEAST_WEEKS)
    return _Layout(rows, first_day, first, n_weeks, weeks, n_bands, row_in, day_pt)


def _name_rows(ax: Axes, layout: _Layout, names: Mapping[str, str]) -> None:
    """Set the scale of rows, and name each exercise once and each side, in every band."""
    labels: dict[float, str] = {}
    for exercise, group in groupby(enumerate(layout.rows), key=lambda one: one[1][0]):
        at, sides = zip(*((row + 0.5, side) for row, (_, side) in group), strict=True)
        name = names.get(exercise, exercise.replace("_", " ")) if exercise else "whole sessions"
        if len(name) > _NAME_LETTERS:
            # Long names tend to begin alike: both ends keep them apart.
            half = _NAME_LETTERS // 2
            name = name[:half] + "\N{HORIZONTAL ELLIPSIS}" + name[1 - half :]
        if layout.row_in < _LEAST_ROW_IN:
            labels[sum(at) / len(at)] = f"{name} {', '.join(sides)}".strip()
        else:
            labels |= zip(at, (f"{name} {sides[0]}".strip(), *sides[1:]), strict=True)
    bottom = layout.tops[-1] - len(layout.rows) - layout.line
    if layout.row_in == _MOST_ROW_IN:
        bottom = min(bottom, layout.line - style.height_in(ax) / _MOST_ROW_IN)
    ax.set_ylim(bottom, layout.line)
    words = ["Program week", *labels.values()] * layout.n_bands
    ax.set_yticks([top - at for top in layout.tops for at in (-layout.line / 2, *labels)])
    apart = np.diff([*labels, len(layout.rows) + 0.5]).min() * layout.row_in
    size = min(style.SMALL_PT, 0.8 * 72 * apart)
    ax.set_yticklabels(words, parse_math=False, fontsize=size)
    ax.tick_params(axis="y", length=0)


def _rule(ax: Axes, layout: _Layout) -> None:
    """Draw and name the weeks above the rows and the months below them, band by band."""
    n, line = len(layout.rows), layout.line
    ax.set_xlim(0, DAYS_PER_WEEK * max(layout.weeks, LEAST_WEEKS))
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    begun = [row for row in range(n) if not row or layout.rows[row][0] != layout.rows[row - 1][0]]
    look: dict[str, Any] = {"va": "center", "color": style.INK}
    thin: dict[str, Any] = {"color": style.GUIDE, "linewidth": 0.6, "zorder": 0.5}
    step = math.ceil(2.2 * style.SMALL_PT / (DAYS_PER_WEEK * layout.day_pt))
    for band, top in enumerate(layout.tops):
        weeks = range(layout.n_weeks)[band * layout.weeks :][: layout.weeks]
        edges = [DAYS_PER_WEEK * week for week in range(len(weeks) + 1)]
        ax.vlines(edges, top - n, top, **thin)
        ax.hlines([top - row for row in (*begun, n)], 0, edges[-1], **thin)
        for place, week in list(zip(edges, weeks, strict=False))[::step]:
            middle, number = place + DAYS_PER_WEEK / 2, str(layout.first_week + week)
            style.write_text(ax, middle, top + line / 2, number, ha="center", **look)
        start = layout.first_day + pd.Timedelta(weeks=band * layout.weeks)
        days = pd.date_range(start, periods=edges[-1])
        begins = [day for day in range(edges[-1]) if not day or days[day].day == 1]
        ax.vlines(begins, top - n - 0.9 * line, top - n, color=style.EDGE, linewidth=0.6)
        for place, name in _months(days, begins, layout.day_pt / style.SMALL_PT):
            style.write_text(ax, place, top - n - line / 2, f" {name}", **look)


def _months(
    days: pd.DatetimeIndex, begins: Sequence[int], day_em: float
) -> Iterator[tuple[int, str]]:
    """Each month that has room for its name, with its year where that is new."""
    for place, end in zip(begins, [*begins[1:], len(days)], strict=True):
        month = MONTHS[days[place].month - 1]
        with_year = [f"{month} {days[place].year}"] * (place == 0 or days[place].month == 1)
        room = (end - place) * day_em / _LETTER_EM
        fitting = (name for name in (*with_year, month) if len(name) < room)
        yield from ((place, name) for name in islice(fitting, 1))


def _cells(slots: pd.DataFrame, line: Any, layout: _Layout) -> pd.DataFrame:
    """Where the glyph of each slot stands: left edge, foot and height."""
    day = slots["session_day"].fillna(slots["due_on"])
    dayless = slots[day.isna()]
    nth = dayless.groupby([line[day.isna()], "week"]).cumcount() % DAYS_PER_WEEK
    day = day.fillna(dayless["week_start"] + pd.to_timedelta(nth, "D"))
    place = (day - layout.first_day).dt.days
    together = place.groupby([line, place])
    height = 1 / together.transform("size")
    band, left = divmod(place, DAYS_PER_WEEK * layout.weeks)
    # A day before or after those of the bands has no place.
    top = np.append(layout.tops, np.nan)[np.clip(band, -1, layout.n_bands)]
    foot = top - line - height * (together.cumcount() + 1)
    cells = pd.DataFrame({"state": slots["state"], "x": left, "y": foot, "height": height})
    return cells[cells["y"].notna()]
