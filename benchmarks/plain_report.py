"""The three charts of a report page as one would write them at first: pyplot, a layout engine."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
from plain_page import draw_calendar, draw_weeks

NEEDED = (
    "session_adherence", "weekly_session_pain", "pain_response", "ledger", "volume_change",
)  # fmt: skip
WIDTH_IN = 6.4
PANEL_IN = 1.75
PANEL_COLUMNS = 2


def save_charts(folder: Path, name: str, frames: dict[str, pd.DataFrame]) -> int:
    """Trend, calendar and repetitions of one patient as SVG files; return their bytes."""
    written = 0
    # Text stays text here too, or the bytes would not compare.
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        for chart, draw in DRAWN.items():
            figure = draw(frames)
            file = folder / f"{name}-{chart}.svg"
            figure.savefig(file)
            plt.close(figure)
            written += file.stat().st_size
    return written


def trend(frames: dict[str, pd.DataFrame]) -> plt.Figure:
    """Weekly adherence with its bounds above pain: no slope, flares, pauses or function."""
    figure, axes = plt.subplot_mosaic(
        [["adherence"], ["pain"]], figsize=(WIDTH_IN, 5.2), layout="constrained"
    )
    draw_weeks(axes, frames)
    return figure


def calendar(frames: dict[str, pd.DataFrame]) -> plt.Figure:
    """One picture element per exercise, side and day."""
    figure, ax = plt.subplots(figsize=(WIDTH_IN, 3), layout="constrained")
    draw_calendar(ax, frames["ledger"])
    return figure


def repetitions(frames: dict[str, pd.DataFrame]) -> plt.Figure:
    """A panel per exercise: repetitions of each side on the band of what was asked."""
    rows = frames["volume_change"]
    exercises = rows["exercise"].unique().tolist()
    n_rows = max(1, -(-len(exercises) // PANEL_COLUMNS))
    figure, axes = plt.subplots(
        n_rows, PANEL_COLUMNS, figsize=(WIDTH_IN, PANEL_IN * n_rows + 0.4), layout="constrained",
        squeeze=False,
    )  # fmt: skip
    for ax, exercise in zip(axes.flat, exercises, strict=False):
        mine = rows[rows["exercise"] == exercise]
        for side, part in mine.groupby("side", observed=True):
            ax.plot(part["week"], part["n_reps"].astype("float64"), marker=".", label=side)
        asked = mine.drop_duplicates("week")
        low, high = (asked[f"asked_reps_{end}"].astype("float64") for end in ("min", "max"))
        ax.fill_between(asked["week"], low, high, alpha=0.2)
        ax.set_title(exercise.replace("_", " "), fontsize=8)
        ax.set(xlabel="Program week", ylabel="Repetitions")
        ax.tick_params(labelsize=7)
    for ax in axes.flat[len(exercises) :]:
        ax.remove()
    if exercises:
        keys = axes.flat[0].get_legend_handles_labels()
        figure.legend(*keys, loc="outside upper left", ncols=4, fontsize=7)
    return figure


DRAWN = {"trend": trend, "calendar": calendar, "repetitions": repetitions}
