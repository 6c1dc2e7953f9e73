"""Explore a caseload: choose patient, metric, exercise, side and weeks; see chart and tables."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from rehabstats.days import Day
from rehabstats.explorer.choice import Choice, require_known
from rehabstats.explorer.render import render_text
from rehabstats.explorer.shown import Shown
from rehabstats.overview import Progress, progress
from rehabstats.room import Room
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload

_NO_KERNEL: Final = "A still picture: its controls need a notebook with a running kernel."
_NO_WIDGETS: Final = (
    "A still picture: its controls need ipywidgets, which comes with "
    "`pip install 'rehabstats[lab]'`."
)


class Explorer:
    """
    What `explore` returns: controls in a notebook, chart and tables anywhere.

    Parameters
    ----------
    room : Room
        The caseload, seen from a day.
    choice : Choice
        What is shown first, known to the frames.
    """

    def __init__(self, room: Room, choice: Choice) -> None:
        self._room = room
        self._shown = Shown(room, choice)

    @property
    def figure(self) -> Figure:
        """The chart of what is shown first; pyplot does not know it."""
        return self._shown.picture.figure

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows that this chart is drawn from, by the frame that they are of."""
        return self._shown.tables

    @property
    def words(self) -> str:
        """What this chart shows, for those who do not see it."""
        return self._shown.picture.words

    def __repr__(self) -> str:
        still = _NO_KERNEL if _has_widgets() else _NO_WIDGETS
        return f"{self._shown.title} ({self._shown.about})\n{still}"

    def __str__(self) -> str:
        return f"{self!r}\n\n{self.words}\n\n{render_text(self._shown)}"

    def _ipython_display_(self) -> None:
        """
        Show controls, chart and tables: each as a widget, or as what it is without one.

        Whether anybody can show widgets, a kernel does not know; who cannot, takes the rest.
        """
        stills: list[dict[str, Any]] = [
            {"text/plain": repr(self)},
            {"image/png": self._shown.picture.png, "text/plain": self.words},
            {"text/plain": render_text(self._shown)},
        ]
        look = {"image/png": {"alt": self.words, "width": self._shown.picture.width_px}}
        display = importlib.import_module("IPython.display").display
        for still, live in zip(stills, self._live(), strict=True):
            display(live | still, raw=True, metadata=look if "image/png" in still else {})

    def _live(self) -> list[dict[str, Any]]:
        """How a notebook refers to the widgets; nothing where there are none."""
        if not (_has_widgets() and _has_kernel()):
            return [{}] * 3
        panel = importlib.import_module("rehabstats.explorer.panel")
        own = panel.Panel(self._room, self._shown.choice)
        return [
            dict(widget._repr_mimebundle_()) for widget in (own.controls, own.picture, own.tables)
        ]


def explore(
    caseload: Caseload | Progress,
    *,
    as_of: Day | None = None,
    patient_id: str | None = None,
    metric: str = "trend",
    exercise: str | None = None,
    side: str | None = None,
    weeks: tuple[int, int] | None = None,
    settings: Settings | None = None,
) -> Explorer:
    """
    Look at a caseload with controls: patient, metric, exercise, side and weeks.

    The tables hold the rows that the chart is drawn from, and nothing else.

    Parameters
    ----------
    caseload : Caseload or Progress
        From `progress`, which has its day and thresholds, or from `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp, optional
        The day from which a caseload is seen; without it, the day of the latest entry.
    patient_id : str, optional
        Who is shown first; without it, the first patient of the caseload.
    metric : str, default "trend"
        What is shown first: the weekly ``"trend"``; ``"pain"``, ``"volume"`` or
        ``"progression"`` of each exercise; the ``"mirror"`` of left and right; the
        ``"calendar"`` of slots; or the ``"runs"`` chart of pain.
    exercise, side : str, optional
        The exercise, by id, and the side that are shown first; without them, all.
    weeks : tuple of int, optional
        The first and the last program week that are shown first; without it, all.
    settings : Settings, optional
        Every threshold for a caseload.

    Returns
    -------
    Explorer
        As the last line of a cell it shows its controls, the chart, and the rows of the
        chart below. ``figure``, ``tables`` and ``words`` are those of the arguments.

    Raises
    ------
    ValueError
        If what is chosen is not in the caseload, or there is no patient at all.
    TypeError
        If a day or thresholds are given with a `Progress`.

    Notes
    -----
    A frame is computed once, when a metric is first looked at; a choice selects rows. What
    has nothing to cut is greyed: adherence is of whole sessions, a run chart of a whole
    series. A slope rests on all sessions and is drawn only over all weeks.

    Where widgets cannot run, the result shows chart and tables without controls, and says
    so: outside of a notebook, without ipywidgets, and in a saved notebook without a kernel.

    Examples
    --------
    >>> import rehabstats as rs
    >>> seen = explore(rs.progress("data/sample"), patient_id="P003", weeks=(6, 7))
    >>> seen  # doctest: +ELLIPSIS
    P003: Weekly trend, weeks 6 to 7 (hip-restoration, program week 12, as of 30 Mar 2026; ...)
    A still picture: its controls need a notebook with a running kernel.
    >>> seen.tables["weekly_session_pain"]["pain_nrs_max"].tolist()
    [6.0, 7.0]
    """
    room = _seen(caseload, as_of, settings)
    known = room.patient_ids
    if not known:
        raise ValueError("`caseload` has no patient; expected at least one to look at.")
    choice = Choice(known[0] if patient_id is None else patient_id, metric, exercise, side, weeks)
    require_known(room, choice)
    return Explorer(room, choice)


def _seen(source: Caseload | Progress, as_of: Day | None, settings: Settings | None) -> Progress:
    if not isinstance(source, Progress):
        return progress(source, as_of=as_of, settings=settings or DEFAULTS)
    for name, value in (("as_of", as_of), ("settings", settings)):
        if value is not None:
            raise TypeError(f"`{name}`: got it with a `Progress`, which has its own; leave it out")
    return source


def _has_widgets() -> bool:
    return importlib.util.find_spec("ipywidgets") is not None


def _has_kernel() -> bool:
    """Whether this runs in a Jupyter kernel; without IPython it does not."""
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return get_ipython is not None and hasattr(get_ipython(), "kernel")
