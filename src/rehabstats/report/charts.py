"""Charts of a page as inline SVG; two of three on axes of fixed places, which need no measuring."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import matplotlib.style
from markupsafe import Markup
from matplotlib.figure import Figure

from rehabstats.charts._panels import drawn_exercises
from rehabstats.charts.calendar import plot_calendar
from rehabstats.charts.exercise_volume import plot_exercise_volume
from rehabstats.charts.weekly_trend import plot_weekly_trend
from rehabstats.pictures.kinds import KINDS, trend_layers
from rehabstats.pictures.svg import figure_to_svg
from rehabstats.room import PatientRoom

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
#: What is said below them of exercises without one.
_WORDS_IN: Final = 0.15


def draw_charts(own: PatientRoom, *, section: str) -> dict[str, Markup]:
    """
    The charts of one patient, by the name of their kind.

    Parameters
    ----------
    own : PatientRoom
        The patient, in a caseload seen from a day.
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
                draw(own),
                prefix=f"{section}{name}",
                title=kind.shows,
                description=kind.words(own),
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


def draw_own_trend(own: PatientRoom, *, description: str) -> Markup:
    """The weekly trend for the patient: plain words, without limits, slope and flares."""
    with matplotlib.style.context("default"), _collected_later():
        figure = _trend(own, left_out=("trend", "flares", "plan"), zones=False)
        for ax in figure.axes:
            # It is wrapped to the height of its axes.
            label = " ".join(ax.get_ylabel().split())
            ax.set_ylabel(_PLAIN.get(label, label))
            legend = ax.get_legend()
            for text in legend.get_texts() if legend else ():
                text.set_text(_PLAIN.get(text.get_text(), text.get_text()))
        return figure_to_svg(figure, prefix="own", title=_OWN, description=description)


def _trend(own: PatientRoom, *, left_out: Iterable[str] = (), zones: bool = True) -> Figure:
    """Session adherence above pain, with function on top if any activity was rated."""
    layers: Any = {name: rows for name, rows in trend_layers(own).items() if name not in left_out}
    n_axes = 3 if "checkins" in layers else 2
    figure = Figure(figsize=(_WIDTH_IN, sum(_ABOVE_AND_BELOW_IN) + n_axes * _AXES_IN))
    above, below = (margin / figure.get_figheight() for margin in _ABOVE_AND_BELOW_IN)
    figure.subplots_adjust(top=1 - above, bottom=below, **_MARGINS)
    plot_weekly_trend(
        **layers, names=own.exercise_names, zones=zones, settings=own.settings,
        axes=figure.subplots(n_axes, 1),
    )  # fmt: skip
    return figure


def _calendar(own: PatientRoom) -> Figure:
    figure: Any = plot_calendar(own.frame("ledger"), names=own.exercise_names).get_figure()
    found: Figure = figure
    return found


def _volume(own: PatientRoom) -> Figure:
    rows = own.frame("volume_change")
    drawn, left_out = drawn_exercises(rows)
    n_rows = max(1, -(-len(drawn) // 2))
    heights = [n_rows * _PANELS_IN + _KEYS_IN, _FOOT_IN + bool(left_out) * _WORDS_IN]
    figure = Figure(figsize=(_WIDTH_IN, sum(heights)))
    parts: Any = figure.subfigures(2, 1, height_ratios=heights)
    plot_exercise_volume(rows, names=own.exercise_names, figure=parts[0])
    return figure


_DRAWN: Final[dict[str, Callable[[PatientRoom], Figure]]] = {
    "trend": _trend,
    "calendar": _calendar,
    "volume": _volume,
}
