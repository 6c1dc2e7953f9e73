"""The page: everything about one patient that fits one sheet of paper."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import FixedLocator, NullLocator

from rehabstats.charts._panels import PAGE_PANELS, drawn_exercises
from rehabstats.charts._style import INK, LABEL_PT, QUIET, SMALL_PT, height_in, width_in
from rehabstats.charts.calendar import plot_calendar
from rehabstats.charts.exercise_pain import plot_exercise_pain
from rehabstats.charts.exercise_volume import plot_exercise_volume
from rehabstats.charts.weekly_trend import plot_weekly_trend
from rehabstats.settings import DEFAULTS, Settings

Paper = Literal["A4", "Letter"]

#: Width and height [inches], upright.
PAPERS: Final[Mapping[str, tuple[float, float]]] = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
_MARGIN_IN: Final = 0.45
_HEAD_IN: Final = 0.56
_TITLE_PT: Final = 14.0
_LINE_IN: Final = 0.165
_LETTERS: Final = 124
#: Facts that are told; the rest is counted.
_FACTS: Final = 4
_Around = tuple[float, float, float, float]
#: Room for labels [inches]: left, below, right, above; and between axes.
_AROUND_TREND_IN: Final[_Around] = (0.8, 0.42, 0.55, 0.25)
#: The same where adherence is on top: its keys stand above the row of extra sessions.
_AROUND_TWO_IN: Final[_Around] = (0.8, 0.42, 0.55, 0.5)
_AROUND_CALENDAR_IN: Final[_Around] = (1.85, 0.02, 0.05, 0.3)
_BETWEEN_IN: Final = 0.42
#: Room for the numbers of an axis, left and below.
_NUMBERS_IN: Final = (0.36, 0.24)
#: How the height that words leave is shared out.
_SHARES: Final = {"trend": 4.0, "calendar": 2.1, "pain": 1.75, "volume": 1.75}


def plot_patient_page(
    trend: Mapping[str, Any],
    *,
    slots: pd.DataFrame,
    sessions: pd.DataFrame,
    volume_change: pd.DataFrame,
    pain_trend: pd.DataFrame | None = None,
    title: str = "",
    about: str = "",
    facts: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    paper: Paper = "A4",
    settings: Settings = DEFAULTS,
) -> Figure:
    """
    Compose one upright sheet of paper about one patient.

    From top to bottom: who and when; facts in sentences; the weekly trend; the calendar;
    and for each exercise pain, and below it repetitions against what was asked.

    Parameters
    ----------
    trend : mapping of str to pandas.DataFrame
        The frames of `plot_weekly_trend`, by the names of its parameters.
    slots : pandas.DataFrame
        As for `plot_calendar`.
    sessions : pandas.DataFrame
        As for `plot_exercise_pain`.
    volume_change : pandas.DataFrame
        As for `plot_exercise_volume`.
    pain_trend : pandas.DataFrame, optional
        Rows of `rehabstats.pain_trend`, one per exercise and side.
    title, about : str, optional
        The first line, large, and the second: whose log this is, and what it covers.
    facts : sequence of str, optional
        Sentences, such as those of `rehabstats.find_signals`. The first four are written.
    names : mapping of str to str, optional
        What exercises are called, by id.
    paper : {"A4", "Letter"}, default "A4"
        The sheet.
    settings : Settings, optional
        The limits of pain: ``pain_safe_max_nrs``, ``pain_acceptable_max_nrs``.

    Returns
    -------
    matplotlib.figure.Figure
        The page, which pyplot does not know, in the size of the paper.

    Raises
    ------
    ValueError
        If the paper is not known or a frame cannot be drawn.

    Notes
    -----
    Of more than six exercises those done most often have panels, and the page says how
    many have none: the calendar holds them all, and of long programs the last weeks.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload, day = rs.load_caseload("data/sample"), "2026-03-30"
    >>> adherence = rs.session_adherence(rs.build_ledger(caseload, as_of=day, unit="session"))
    >>> pain = rs.weekly_session_pain(caseload, as_of=day)
    >>> own = "patient_id == 'P002'"
    >>> page = plot_patient_page(
    ...     {"adherence": adherence.query(own), "pain": pain.query(own)},
    ...     slots=rs.build_ledger(caseload, as_of=day).slots.query(own),
    ...     sessions=rs.exercise_sessions(caseload, as_of=day).query(own),
    ...     volume_change=rs.volume_change(caseload, as_of=day).query(own),
    ...     title="P002",
    ... )
    >>> page.get_size_inches().round(2).tolist()
    [8.27, 11.69]
    """
    if paper not in PAPERS:
        raise ValueError(f"`paper`: got {paper!r}, expected one of {', '.join(PAPERS)}")
    lines = _fact_lines(facts)
    # A layout engine would take as long as all the drawing: margins here are fixed.
    figure = Figure(figsize=PAPERS[paper])
    parts = _parts(figure, lines)
    _write_head(parts["head"], title, about, lines)
    if trend.get("checkins") is None:
        axes = _stacked(parts["trend"], (1.0, 1.1), _AROUND_TWO_IN)
    else:
        axes = _stacked(parts["trend"], (0.6, 1.0, 1.1), _AROUND_TREND_IN)
    plot_weekly_trend(**trend, axes=axes, names=names, settings=settings)
    for ax in axes:
        _set_label_aside(ax)
    for ax in axes[:-1]:
        # Weeks are numbered once, below the last; ticks take as long to draw as what they mark.
        ax.xaxis.set_major_locator(NullLocator())
    (days,) = _stacked(parts["calendar"], (1.0,), _AROUND_CALENDAR_IN)
    plot_calendar(slots, names=names, ax=days)
    drawn, left_out = drawn_exercises(volume_change, sessions, most=PAGE_PANELS)
    shown = [_of_exercises(frame, drawn) for frame in (sessions, volume_change)]
    panels = plot_exercise_pain(
        shown[0], pain_trend, names=names, figure=parts["pain"], settings=settings
    )
    below = plot_exercise_volume(shown[1], names=names, figure=parts["volume"])
    are_paired = [_name_of(ax) for ax in panels] == [_name_of(ax) for ax in below]
    for ax in panels:
        ax.set(xlim=below[0].get_xlim(), xlabel="")
        # The panel below has the numbers of the same weeks, if it is of the same exercise.
        ax.xaxis.set_major_locator(
            NullLocator() if are_paired else FixedLocator(list(below[0].get_xticks()))
        )
    _leave_out_minor_ticks(figure)
    if left_out:
        figure.text(0.5, 0.02, left_out, fontsize=SMALL_PT, color=QUIET, ha="center")
    return figure


def _parts(figure: Figure, lines: Sequence[str]) -> dict[str, SubFigure]:
    """The sheet cut into bands inside its margins; the head is as high as its words."""
    width, height = figure.get_size_inches()
    head = _HEAD_IN + _LINE_IN * len(lines)
    left_over = (height - 2 * _MARGIN_IN - head) / sum(_SHARES.values())
    bands = {"head": head} | {name: share * left_over for name, share in _SHARES.items()}
    grid = figure.add_gridspec(
        len(bands) + 2, 3, hspace=0, wspace=0,
        height_ratios=[_MARGIN_IN, *bands.values(), _MARGIN_IN],
        width_ratios=[_MARGIN_IN, width - 2 * _MARGIN_IN, _MARGIN_IN],
    )  # fmt: skip
    return {name: figure.add_subfigure(grid[row, 1]) for row, name in enumerate(bands, start=1)}


def _stacked(part: SubFigure, shares: Sequence[float], around_in: _Around) -> list[Axes]:
    """Axes one above the other, with room around them and between them."""
    width, height = (side / part.dpi for side in part.bbox.size)
    left, bottom, right, top = around_in
    n = len(shares)
    mean = (height - bottom - top - _BETWEEN_IN * (n - 1)) / n
    where = {
        "left": left / width, "right": 1 - right / width, "bottom": bottom / height,
        "top": 1 - top / height, "hspace": _BETWEEN_IN / mean, "height_ratios": shares,
    }  # fmt: skip
    return list(part.subplots(n, 1, squeeze=False, gridspec_kw=where)[:, 0])


def _set_label_aside(ax: Axes) -> None:
    """Put labels beside the numbers, under each other: to seek each a place takes time."""
    ax.yaxis.set_label_coords(-_NUMBERS_IN[0] / width_in(ax), 0.5)
    ax.xaxis.set_label_coords(0.5, -_NUMBERS_IN[1] / height_in(ax))


def _leave_out_minor_ticks(figure: Figure) -> None:
    """No scale here has any, and yet the first of each axis is made when it is drawn."""
    for ax in figure.axes:
        ax.xaxis.minorTicks = []
        ax.yaxis.minorTicks = []


def _of_exercises(frame: pd.DataFrame, exercises: Sequence[str]) -> pd.DataFrame:
    """Rows of these exercises, in their order."""
    place = frame["exercise"].map({one: number for number, one in enumerate(exercises)})
    return frame.loc[place.dropna().sort_values(kind="stable").index]


def _name_of(panel: Axes) -> str:
    return panel.get_title(loc="left")


def _fact_lines(facts: Sequence[str]) -> list[str]:
    """Facts as lines of the width of the page, each begun by a dash; the rest is counted."""
    lines = []
    for fact in facts[:_FACTS]:
        # Two lines of like length: a single word on the second looks lost.
        letters = _LETTERS if len(fact) < _LETTERS else max(len(fact) // 2 + 12, _LETTERS // 2)
        lines += textwrap.wrap(
            fact, min(letters, _LETTERS), initial_indent="\N{EN DASH} ", subsequent_indent="   ",
            max_lines=2, placeholder="\N{HORIZONTAL ELLIPSIS}",
        )  # fmt: skip
    if (n_more := len(facts) - _FACTS) > 0:
        lines.append(f"   and {n_more} more")
    return lines


def _write_head(part: SubFigure, title: str, about: str, lines: Sequence[str]) -> None:
    height = part.bbox.height / part.dpi
    look: dict[str, Any] = {"ha": "left", "va": "top", "parse_math": False}
    part.text(0, 1, title, fontsize=_TITLE_PT, color=INK, **look)
    part.text(0, 1 - 0.26 / height, about, fontsize=LABEL_PT, color=QUIET, **look)
    place = 1 - 0.48 / height
    for number, line in enumerate(lines):
        at = place - number * _LINE_IN / height
        part.text(0, at, line, fontsize=SMALL_PT + 0.5, color=INK, **look)
