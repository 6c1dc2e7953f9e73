"""The caseload: patients by need, one row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.transforms import blended_transform_factory

from rehabstats.charts import _style as style
from rehabstats.charts._caseload_rows import Row, adherence_of, by_need, pain_of, short_id
from rehabstats.charts._weeks import set_weeks
from rehabstats.vocabulary import NEED_GROUPS, PAIN_MAX_NRS, PAIN_MIN_NRS
from rehabstats.words import day_words, rating

#: Height of a row, of a heading, and of what stands above and below them [inches].
_ROW_IN: Final = 0.36
_HEADING_IN: Final = 0.26
_ABOVE_IN: Final = 0.62
_BELOW_IN: Final = 0.1
#: From the columns to the words above their scales [inches].
_HEAD_IN: Final = 0.2
#: Width of a figure of its own, of the ids, of each column and between columns [inches].
_WIDTH_IN: Final = 11.0
_IDS_IN: Final = 1.05
_COLUMNS_IN: Final = (1.6, 2.3, 0.8, 4.5)
_BETWEEN_IN: Final = 0.2
_HEADS: Final = (
    "Session adherence [%]\nline: unrecorded left out",
    "Pain during exercise [NRS 0-10]\nweekly median by program week",
    "Last entry", "First signal",
)  # fmt: skip
_LETTER_IN: Final = 0.062
#: A row of pain is as high as this share of its room: 0 at its foot, 10 at its top.
_STRIP: Final = 0.76
_STRIP_PT: Final = 6.0
_SCALE_PT: Final = 7.0
#: Room for the number beside a last point.
_NUMBER_IN: Final = 0.19


def plot_caseload(
    patients: Sequence[str],
    *,
    signals: pd.DataFrame,
    adherence: pd.DataFrame,
    pain: pd.DataFrame,
    last_entries: Mapping[str, pd.Timestamp],
    figure: Figure | SubFigure | None = None,
) -> tuple[Axes, Axes, Axes, Axes]:
    """
    Draw patients in order of need, one row each, grouped by what there is to say.

    Parameters
    ----------
    patients : sequence of str
        Whom to draw. A page of A4 on its side holds about 16: of more, pass some at a time.
    signals : pandas.DataFrame
        Rows of `rehabstats.find_signals`.
    adherence : pandas.DataFrame
        Rows of ``rehabstats.adherence(ledger, by=["patient_id"])``, of whole sessions.
    pain : pandas.DataFrame
        Rows of `rehabstats.weekly_session_pain`; of several moments "during" is drawn.
    last_entries : mapping of str to pandas.Timestamp
        The last day with an entry, of those who have any.
    figure : matplotlib.figure.Figure or SubFigure, optional
        Where to draw; without it, on a new one that pyplot does not know, as high as its
        rows need.

    Returns
    -------
    tuple of four matplotlib.axes.Axes
        Adherence (0-100 %), pain by program week (0-10 within each row), last entry and
        signal, over the same rows.

    Raises
    ------
    ValueError
        If a patient is named twice, a column is missing, or a patient has two rows in
        `adherence` or two for a week in `pain`.

    Notes
    -----
    A patient with a current concern stands under it; without one, whoever has too little data
    stands under "Not enough data", whatever else is known. The sentence is the first of that
    group, cut to the room that it has; further signals are counted. Patients without a signal
    come last, in the order of `patients`: that is no finding either.

    A point is ``session_adherence``; its line reaches from the lower bound to the upper one.
    A week without a rating is a gap. Rows of other patients in the frames are left out.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload, day = rs.load_caseload("data/sample"), "2026-03-30"
    >>> by_session = rs.build_ledger(caseload, as_of=day, unit="session")
    >>> axes = plot_caseload(
    ...     caseload.patients["patient_id"].tolist(),
    ...     signals=rs.find_signals(caseload, as_of=day),
    ...     adherence=rs.adherence(by_session, by=["patient_id"]),
    ...     pain=rs.weekly_session_pain(caseload, as_of=day),
    ...     last_entries=caseload.sessions.groupby("patient_id", observed=True)["day"].max(),
    ... )
    >>> [label.get_text() for label in axes[0].get_yticklabels()][:2]
    ['P004', 'P008']
    """
    if len(set(patients)) < len(patients):
        twice = next(one for one in patients if list(patients).count(one) > 1)
        raise ValueError(f"`patients` has {twice!r} more than once; expected each patient once.")
    rows = by_need(patients, signals)
    known, medians = adherence_of(adherence), pain_of(pain)
    places, headings, height = _layout(rows)
    axes = _new_columns(figure, height)
    _dress(axes, {row.patient: y for row, y in zip(rows, places, strict=True)}, medians)
    for heading, y in headings:
        _write_heading(axes[0], heading, y)
    for row, y in zip(rows, places, strict=True):
        _draw_adherence(axes[0], y, known.get(row.patient, ()))
        _draw_pain(axes[1], y, medians.get(row.patient))
        last = last_entries.get(row.patient)
        entry = "no entry yet" if last is None or pd.isna(last) else day_words(last)
        style.write_text(axes[2], 0, y, entry, va="center", color=style.INK)
        _write_sentence(axes[3], y, row)
    if not rows:
        style.say_empty(axes[1], "no patient")
    return axes


def _layout(rows: Sequence[Row]) -> tuple[list[float], list[tuple[str, float]], float]:
    """Where the middles of rows and of headings lie, and the height of all [inches]."""
    places, headings, height = [], [], 0.0
    for number, row in enumerate(rows):
        if not number or rows[number - 1].group != row.group:
            headings.append((NEED_GROUPS[row.group], height + _HEADING_IN / 2))
            height += _HEADING_IN
        places.append(height + _ROW_IN / 2)
        height += _ROW_IN
    return places, headings, max(height, _ROW_IN)


def _new_columns(figure: Figure | SubFigure | None, height: float) -> tuple[Axes, Axes, Axes, Axes]:
    """Four columns over the same rows, the first with room for ids; rows are in inches."""
    if figure is None:
        figure = Figure(figsize=(_WIDTH_IN, _ABOVE_IN + height + _BELOW_IN))
    in_all = figure.bbox.height / figure.dpi
    fixed = {
        "left": _IDS_IN / _WIDTH_IN, "right": 1 - _BELOW_IN / _WIDTH_IN,
        "top": 1 - _ABOVE_IN / in_all, "bottom": _BELOW_IN / in_all,
        "wspace": len(_COLUMNS_IN) * _BETWEEN_IN / sum(_COLUMNS_IN),
    }  # fmt: skip
    grid: Any = figure.subplots(1, len(_COLUMNS_IN), width_ratios=_COLUMNS_IN, gridspec_kw=fixed)
    for ax in grid:
        ax.set_ylim(height, 0)
    shares, pain, entries, said = grid
    return shares, pain, entries, said


def _dress(
    axes: Sequence[Axes], places: Mapping[str, float], medians: Mapping[str, pd.Series]
) -> None:
    """Scales and headings above the columns, ids beside them."""
    shares, pain, entries, said = axes
    for ax in axes:
        style.dress_axes(ax, "")
        ax.grid(visible=False)
        ax.set(yticks=[])
        ax.spines[:].set_visible(False)
        # Headings reach over all columns.
        ax.patch.set_visible(False)
    set_weeks(pain, [week for one in places for week in getattr(medians.get(one), "index", ())])
    pain.set_xlim(right=pain.get_xlim()[1] + _weeks_of(pain, _NUMBER_IN))
    shares.set(xlim=(0, 100), xticks=(0, 50, 100))
    shares.grid(visible=True, axis="x", color=style.GUIDE, linewidth=0.6)
    for ax, head in zip(axes, _HEADS, strict=True):
        height = 1 + _HEAD_IN / style.height_in(ax)
        look: dict[str, Any] = {"ha": "left", "va": "bottom", "fontsize": style.SMALL_PT}
        ax.xaxis.set_label_position("top")
        ax.set_xlabel(head, color=style.INK, **look)
        ax.xaxis.set_label_coords(0, height)
        ax.tick_params(axis="x", top=False, bottom=False, labeltop=True, labelbottom=False)
        ax.tick_params(axis="x", pad=1, labelsize=_SCALE_PT)
    for ax in (entries, said):
        ax.set_xticks([])
    for y in list(places.values())[:1]:
        _name_strip(pain, y)
    shares.set_yticks(list(places.values()))
    shares.set_yticklabels(
        [short_id(one) for one in places], parse_math=False, fontsize=style.SMALL_PT
    )
    shares.tick_params(axis="y", length=0)


def _write_heading(ax: Axes, words: str, y: float) -> None:
    """The heading of a group, over all columns."""
    figure: Any = ax.get_figure(root=False)
    across = blended_transform_factory(figure.transSubfigure, ax.transData)
    look: dict[str, Any] = {"transform": across, "clip_on": False}
    ax.plot([0.01, 0.99], [y + _HEADING_IN / 2] * 2, color=style.EDGE, linewidth=0.6, **look)
    bold = {"va": "center", "weight": "bold", "color": style.INK, "fontsize": style.LABEL_PT}
    style.write_text(ax, 0.01, y, words, **look, **bold)


def _draw_adherence(ax: Axes, y: float, shares: Sequence[float]) -> None:
    """A point with a line from the lower to the upper bound, or why there is none."""
    share, low, high = 100 * np.array(shares or (np.nan,) * 3)
    if np.isnan(share) or np.isnan(high):
        words = "nothing due" if np.isnan(share) else "nothing recorded"
        style.write_text(ax, 2, y, words, va="center")
        return
    look: dict[str, Any] = {"color": style.ADHERENCE, "clip_on": False}
    ax.plot([low, high], [y, y], linewidth=1.5, marker="|", markersize=6, **look)
    ax.plot([share], [y], marker="o", markersize=5, **look)


def _draw_pain(ax: Axes, y: float, medians: pd.Series | None) -> None:
    """The weekly medians on a strip from 0 to 10, the last of them with its number."""
    ax.axhspan(*sorted(_strip(y)), color=style.ZONES[1], linewidth=0, zorder=0.5)
    beside = {"transform": ax.get_yaxis_transform(), "va": "center"}
    if medians is None or medians.isna().all():
        style.write_text(ax, 0.5, y, "no pain rated", ha="center", **beside)
        return
    weeks, nrs = medians.index.to_numpy("float64"), medians.to_numpy("float64")
    at = np.interp(nrs, (PAIN_MIN_NRS, PAIN_MAX_NRS), _strip(y))
    look: dict[str, Any] = {"color": style.PAIN, "linewidth": 1, "marker": "o", "markersize": 2}
    ax.plot(weeks, at, clip_on=False, **look)
    last = np.flatnonzero(~np.isnan(nrs))[-1]
    place = weeks[last] + _weeks_of(ax, _LETTER_IN)
    style.write_text(ax, place, at[last], rating(nrs[last]), va="center", color=style.INK)


def _strip(y: float) -> tuple[float, float]:
    """Where 0 and 10 lie about the middle of a row."""
    return y + _ROW_IN * _STRIP / 2, y - _ROW_IN * _STRIP / 2


def _name_strip(ax: Axes, y: float) -> None:
    """The ends of the scale of pain, once for all rows."""
    beside: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center"}
    for at, nrs in zip(_strip(y), (PAIN_MIN_NRS, PAIN_MAX_NRS), strict=True):
        style.write_text(ax, -0.01, at, f"{nrs:g}", fontsize=_STRIP_PT, **beside)


def _weeks_of(ax: Axes, length_in: float) -> float:
    """How many weeks are as wide as a length."""
    left, right = ax.get_xlim()
    return length_in * (right - left) / style.width_in(ax)


def _write_sentence(ax: Axes, y: float, row: Row) -> None:
    """The sentence, in lines as wide as `ax` by ordinary letters; wide ones end at its edge."""
    if lines := row.lines(int(style.width_in(ax) / _LETTER_IN)):
        words = "\n".join(lines)
        style.write_text(ax, 0, y, words, va="center", color=style.INK, clip_on=True)
