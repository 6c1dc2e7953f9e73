"""Kinds of picture: what each shows, how it is drawn, and the frames that it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rehabstats.charts import (
    plot_calendar,
    plot_caseload,
    plot_exercise_pain,
    plot_exercise_volume,
    plot_patient_page,
    plot_progression,
    plot_run_chart,
    plot_side_mirror,
    plot_weekly_trend,
)
from rehabstats.pictures.about import about_patient, facts_of
from rehabstats.pictures.frames import Frames


@dataclass(frozen=True)
class Kind:
    """
    One kind of picture of one patient.

    Parameters
    ----------
    shows : str
        What is to be seen, as the beginning of a sentence.
    frames : tuple of str
        The frames that it is drawn from: words and tables beside it are made of the same.
    draw : callable
        Draws it for one patient.
    """

    shows: str
    frames: tuple[str, ...]
    draw: Callable[[Frames, str], Figure]


def trend_frames(frames: Frames, patient: str) -> dict[str, pd.DataFrame]:
    """The frames of the weekly trend, by the names of its parameters."""
    own = {
        "adherence": "adherence", "pain": "pain", "sessions": "response", "trend": "session_trend",
        "flares": "flares", "pauses": "pauses", "plan": "plan",
    }  # fmt: skip
    found = {name: frames.of(frame, patient) for name, frame in own.items()}
    checkins = frames.of("checkins", patient)
    return found | ({"checkins": checkins} if len(checkins) else {})


def _trend(frames: Frames, patient: str) -> Figure:
    parts = trend_frames(frames, patient)
    axes = plot_weekly_trend(**parts, names=frames.names_of(patient))  # type: ignore[arg-type]
    return _figure(axes[0])


def _pain(frames: Frames, patient: str) -> Figure:
    sessions, trend = frames.of("sessions", patient), frames.of("trend", patient)
    return _figure(plot_exercise_pain(sessions, trend, names=frames.names_of(patient))[0])


def _volume(frames: Frames, patient: str) -> Figure:
    return _figure(
        plot_exercise_volume(frames.of("volume", patient), names=frames.names_of(patient))[0]
    )


def _progression(frames: Frames, patient: str) -> Figure:
    sessions, progression = (frames.of(name, patient) for name in ("sessions", "progression"))
    return _figure(plot_progression(sessions, progression, names=frames.names_of(patient))[0])


def _mirror(frames: Frames, patient: str) -> Figure:
    return _figure(
        plot_side_mirror(frames.of("symmetry", patient), names=frames.names_of(patient))[0]
    )


def _calendar(frames: Frames, patient: str) -> Figure:
    return _figure(plot_calendar(frames.of("slots", patient), names=frames.names_of(patient)))


def _runs(frames: Frames, patient: str) -> Figure:
    series, runs = frames.of("session_series", patient), frames.of("session_runs", patient)
    return _figure(plot_run_chart(series, runs, settings=frames.settings))


def _page(frames: Frames, patient: str, *, paper: Any = "A4") -> Figure:
    return plot_patient_page(
        trend_frames(frames, patient),
        slots=frames.of("slots", patient), sessions=frames.of("sessions", patient),
        volume_change=frames.of("volume", patient), pain_trend=frames.of("trend", patient),
        title=patient, about=about_patient(frames, patient), facts=facts_of(frames, patient),
        names=frames.names_of(patient), paper=paper,
    )  # fmt: skip


def draw_caseload(frames: Frames, patients: Sequence[str]) -> Figure:
    """The one picture that is of many patients."""
    axes = plot_caseload(
        patients, signals=frames.signals, adherence=frames.overall, pain=frames.pain,
        last_entries=frames.last_entries,
    )  # fmt: skip
    return _figure(axes[0])


def rows_of(frame: pd.DataFrame, patients: Sequence[str]) -> pd.DataFrame:
    """The rows of some patients."""
    return frame[frame["patient_id"].isin(patients).to_numpy()]


def _figure(ax: Axes) -> Figure:
    figure: Any = ax.get_figure(root=True)
    found: Figure = figure
    return found


_IN_TREND: Final = ("adherence", "pain", "session_trend", "flares", "checkins")
_ON_PAGE: Final = (*_IN_TREND, "slots", "sessions", "volume")

#: Of all patients in one picture, and what that is drawn from.
CASELOAD: Final = "caseload"
CASELOAD_FRAMES: Final = ("by_need", "overall", "pain")

#: Every kind that is drawn for one patient, by the name that the command line takes.
KINDS: Final = {
    "trend": Kind("Weekly trend of session adherence and pain", _IN_TREND, _trend),
    "page": Kind("One page", _ON_PAGE, _page),
    "page-letter": Kind("One page", _ON_PAGE, partial(_page, paper="Letter")),
    "pain": Kind("Pain during each exercise", ("sessions", "trend"), _pain),
    "volume": Kind("Weekly repetitions of each exercise", ("volume",), _volume),
    "progression": Kind(
        "Progression of each exercise against its first weeks",
        ("sessions", "progression"),
        _progression,
    ),
    "mirror": Kind("Repetitions on the left against the right side", ("symmetry",), _mirror),
    "calendar": Kind("Calendar of what was due and what was done", ("slots",), _calendar),
    "runs": Kind("Run chart of pain during sessions", ("session_series", "session_runs"), _runs),
}
