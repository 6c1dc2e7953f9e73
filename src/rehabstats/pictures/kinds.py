"""Kinds of chart: each drawn for one patient from the frames of a caseload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rehabstats.charts import (
    plot_exercise_pain,
    plot_exercise_volume,
    plot_side_mirror,
    plot_weekly_trend,
)
from rehabstats.pictures.frames import Frames


def _trend_frames(frames: Frames, patient: str) -> dict[str, pd.DataFrame]:
    own = {
        "adherence": "adherence", "pain": "pain", "sessions": "response", "trend": "session_trend",
        "flares": "flares", "pauses": "pauses", "plan": "plan",
    }  # fmt: skip
    found = {name: frames.of(frame, patient) for name, frame in own.items()}
    checkins = frames.of("checkins", patient)
    return found | ({"checkins": checkins} if len(checkins) else {})


def _trend(frames: Frames, patient: str) -> Figure:
    parts = _trend_frames(frames, patient)
    axes = plot_weekly_trend(**parts, names=frames.names)  # type: ignore[arg-type]
    return _figure(axes[0])


def _pain(frames: Frames, patient: str) -> Figure:
    sessions, trend = frames.of("sessions", patient), frames.of("trend", patient)
    return _figure(plot_exercise_pain(sessions, trend, names=frames.names)[0])


def _volume(frames: Frames, patient: str) -> Figure:
    return _figure(plot_exercise_volume(frames.of("volume", patient), names=frames.names)[0])


def _mirror(frames: Frames, patient: str) -> Figure:
    return _figure(plot_side_mirror(frames.of("symmetry", patient), names=frames.names)[0])


def _figure(ax: Axes) -> Figure:
    figure: Any = ax.get_figure(root=True)
    found: Figure = figure
    return found


#: Every kind that is drawn for one patient, by the name that the command line takes.
KINDS: Final[dict[str, Callable[[Frames, str], Figure]]] = {
    "trend": _trend,
    "pain": _pain,
    "volume": _volume,
    "mirror": _mirror,
}
