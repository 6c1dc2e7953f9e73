"""Last stage: the report is drawn, rendered and written; the only stage with files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import matplotlib.style
import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from rehabstats.charts import plot_weekly_trend
from rehabstats.days import Day, local_day
from rehabstats.pictures.frames import Frames
from rehabstats.report.render import render_report
from rehabstats.report.summarize import MetricFrames, summarize_caseload
from rehabstats.report.summary import PatientSummary, ReportSummary
from rehabstats.report.svg import figure_to_svg
from rehabstats.report.words import adherence_words, count_words
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload

PAGE: Final = "index.html"
#: Fixed, not fitted: every patient's axes have the same size, and drawing takes half the time.
_MARGINS: Final = {"left": 0.12, "right": 0.865, "hspace": 0.42}
_WIDTH_IN: Final = 6.4
_AXES_IN: Final = 2.07
_ABOVE_AND_BELOW_IN: Final = (0.6, 0.47)

Progress = Callable[[tuple[PatientSummary, ...]], Iterable[PatientSummary]]


def write_report(
    caseload: Caseload,
    out: str | os.PathLike[str],
    *,
    as_of: Day,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Path:
    """
    Write the report of a caseload: one page that opens anywhere, without a network.

    Parameters
    ----------
    caseload : Caseload
        A validated caseload.
    out : str or path-like
        The folder to write to; made if it is not there. A report in it is
        replaced when the new one is complete.
    as_of : str or datetime.date
        The day the report is about. Nothing is missed before its last day is over,
        and later entries are left out and counted.
    settings : Settings, optional
        Every threshold of the signals; what differs from the defaults is on the page.
    progress : callable, optional
        Wraps the patients while their charts are drawn, such as ``tqdm``.

    Returns
    -------
    pathlib.Path
        The page, ``index.html`` in `out`. The same caseload and `as_of` give the
        same bytes.

    See Also
    --------
    plot_weekly_trend : The chart of each patient.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from rehabstats import load_caseload
    >>> caseload = load_caseload("data/sample")
    >>> with TemporaryDirectory() as folder:
    ...     page = write_report(caseload, folder, as_of=caseload.last_entry)
    ...     page.name
    'index.html'
    """
    day = local_day(as_of, "as_of")
    metrics = _compute(caseload, day, settings)
    changed = [f"Threshold changed: {sentence}" for sentence in settings.changed]
    summary = summarize_caseload(caseload, metrics, as_of=day.date(), assumptions=changed)
    charts = draw_charts(summary, metrics, progress=progress)
    return _replace(Path(out) / PAGE, render_report(summary, charts))


def draw_charts(
    summary: ReportSummary, metrics: MetricFrames, *, progress: Progress | None = None
) -> dict[str, Markup]:
    """The weekly trend of each patient as SVG, by section."""
    frames = {"adherence": metrics.weekly, "pain": metrics.pain, **metrics.layers}
    owned = {
        name: {str(owner): rows for owner, rows in frame.groupby("patient_id", observed=True)}
        for name, frame in frames.items()
    }
    charts: dict[str, Markup] = {}
    # The report looks the same whatever style its reader's notebook has set.
    with matplotlib.style.context("default"):
        for patient in progress(summary.patients) if progress else summary.patients:
            own = {
                name: owned[name].get(patient.patient_id, frame.head(0))
                for name, frame in frames.items()
            }
            charts[patient.section] = figure_to_svg(
                _draw_trend(own),
                prefix=patient.section,
                title=f"Weekly trend of {patient.patient_id}",
                description=_describe(patient),
            )
    return charts


def _draw_trend(own: dict[str, Any]) -> Figure:
    """One patient's trend, with function on top if any activity was rated."""
    if own.get("checkins", pd.DataFrame()).empty:
        own.pop("checkins", None)
    n_axes = 3 if "checkins" in own else 2
    figure = Figure(figsize=(_WIDTH_IN, sum(_ABOVE_AND_BELOW_IN) + n_axes * _AXES_IN))
    above, below = (room / figure.get_figheight() for room in _ABOVE_AND_BELOW_IN)
    figure.subplots_adjust(top=1 - above, bottom=below, **_MARGINS)
    axes = figure.subplots(n_axes, 1)
    plot_weekly_trend(**own, axes=axes)
    return figure


def _compute(caseload: Caseload, day: pd.Timestamp, settings: Settings) -> MetricFrames:
    frames = Frames(caseload, day, settings)
    return MetricFrames(
        overall=frames.overall,
        weekly=frames.adherence,
        pain=frames.pain,
        signals=frames.signals,
        layers={
            "sessions": frames.response, "trend": frames.session_trend, "flares": frames.flares,
            "pauses": frames.pauses, "plan": frames.plan, "checkins": frames.checkins,
        },
    )  # fmt: skip


def _describe(patient: PatientSummary) -> str:
    """What a chart shows, for someone who cannot see it."""
    latest = patient.latest_rated
    hurt = "no pain rated" if latest is None else f"latest median {latest.pain.median:g}"
    return (
        f"{count_words(len(patient.weeks), 'program week')}. Session adherence per week in "
        f"per cent: {adherence_words(patient.adherence)} overall. Below it, pain during exercise "
        f"per week, 0 to 10: {hurt}. The table after the chart has the numbers of each week."
    )


def _replace(page: Path, text: str) -> Path:
    page.parent.mkdir(parents=True, exist_ok=True)
    aside = page.with_name(f".{page.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(page)
    finally:
        aside.unlink(missing_ok=True)
    return page
