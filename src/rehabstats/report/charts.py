"""Charts of a page as inline SVG; two of three on axes of fixed places, which need no measuring."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import matplotlib.style
from markupsafe import Markup
from matplotlib.figure import Figure

from rehabstats.charts import plot_calendar, plot_exercise_volume, plot_weekly_trend
from rehabstats.pictures.about import in_words
from rehabstats.pictures.frames import Frames
from rehabstats.pictures.kinds import KINDS, trend_frames
from rehabstats.report.svg import figure_to_svg

_WIDTH_IN: Final = 6.4
_MARGINS: Final = {"left": 0.12, "right": 0.865, "hspace": 0.52}
_AXES_IN: Final = 1.7
_ABOVE_AND_BELOW_IN: Final = (0.6, 0.47)
#: What a patient reads instead of a term.
_PLAIN: Final = {
    "Function [PSFS 0-10]": "What you can do\n[0-10]",
    "Session adherence [%]": "Planned sessions\nthat you did [%]",
    "Pain during exercise [NRS 0-10]": "Pain while exercising\n[0-10]",
    "done / due": "done",
    "unrecorded left out": "of those written about",
    "median": "a typical session",
    "highest": "highest rating",
    "session": "each session",
}
_OWN: Final = "Your weeks: sessions and pain"
#: A row of panels of one exercise each, with its name and weeks.
_PANELS_IN: Final = 1.75
_KEYS_IN: Final = 0.4
#: Below the panels, for what hangs over their edge.
_FOOT_IN: Final = 0.08


def draw_charts(frames: Frames, patient: str, *, section: str) -> dict[str, Markup]:
    """
    The charts of one patient, by the name of their kind.

    Parameters
    ----------
    frames : Frames
        Metric frames of a caseload with this patient.
    patient : str
        The patient's id.
    section : str
        Begins every id inside.

    Returns
    -------
    dict of str to markupsafe.Markup
        ``trend``, ``calendar`` and ``volume``, each with a title and a description made of
        the frames that it shows.
    """
    charts = {}
    # The report looks the same whatever style its reader's notebook has set.
    with matplotlib.style.context("default"), _collected_later():
        for name, draw in _DRAWN.items():
            kind = KINDS[name]
            charts[name] = figure_to_svg(
                draw(frames, patient),
                prefix=f"{section}{name}",
                title=kind.shows,
                description=in_words(kind.shows, kind.frames, frames, patient),
            )
    return charts


@contextmanager
def _collected_later() -> Iterator[None]:
    """A figure is thousands of new objects that all live: looking among them costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def draw_own_trend(frames: Frames, patient: str, *, description: str) -> Markup:
    """The weekly trend for the patient: plain words, without limits, slope and flares."""
    with matplotlib.style.context("default"), _collected_later():
        figure = _trend(frames, patient, left_out=("trend", "flares", "plan"), zones=False)
        for ax in figure.axes:
            # It is wrapped to the height of its axes.
            label = " ".join(ax.get_ylabel().split())
            ax.set_ylabel(_PLAIN.get(label, label))
            legend = ax.get_legend()
            for text in legend.get_texts() if legend else ():
                text.set_text(_PLAIN.get(text.get_text(), text.get_text()))
        return figure_to_svg(figure, prefix="own", title=_OWN, description=description)


def _trend(
    frames: Frames, patient: str, *, left_out: Iterable[str] = (), zones: bool = True
) -> Figure:
    """Session adherence above pain, with function on top if any activity was rated."""
    found = trend_frames(frames, patient)
    own: dict[str, Any] = {name: rows for name, rows in found.items() if name not in left_out}
    n_axes = 3 if "checkins" in own else 2
    figure = Figure(figsize=(_WIDTH_IN, sum(_ABOVE_AND_BELOW_IN) + n_axes * _AXES_IN))
    above, below = (room / figure.get_figheight() for room in _ABOVE_AND_BELOW_IN)
    figure.subplots_adjust(top=1 - above, bottom=below, **_MARGINS)
    plot_weekly_trend(
        **own, names=frames.names_of(patient), zones=zones, axes=figure.subplots(n_axes, 1)
    )
    return figure


def _calendar(frames: Frames, patient: str) -> Figure:
    figure: Any = plot_calendar(
        frames.of("slots", patient), names=frames.names_of(patient)
    ).get_figure()
    found: Figure = figure
    return found


def _volume(frames: Frames, patient: str) -> Figure:
    rows = frames.of("volume", patient)
    n_rows = max(1, -(-rows["exercise"].nunique() // 2))
    heights = [n_rows * _PANELS_IN + _KEYS_IN, _FOOT_IN]
    figure = Figure(figsize=(_WIDTH_IN, sum(heights)))
    parts: Any = figure.subfigures(2, 1, height_ratios=heights)
    plot_exercise_volume(rows, names=frames.names_of(patient), figure=parts[0])
    return figure


_DRAWN: Final[dict[str, Callable[[Frames, str], Figure]]] = {
    "trend": _trend,
    "calendar": _calendar,
    "volume": _volume,
}
