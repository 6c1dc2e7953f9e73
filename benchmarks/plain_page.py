"""The page of one patient as one would write it at first: pyplot, a mosaic, a layout engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

STATES = ["done", "partial", "skipped", "omitted", "unrecorded", "open", "excused", "extra"]
A4 = (8.27, 11.69)


def save_page(
    file: Path, frames: dict[str, pd.DataFrame], *, title: str, facts: list[str], dpi: int
) -> None:
    """Weekly adherence and pain, the calendar, and pain and repetitions of each exercise."""
    exercises = frames["volume_change"]["exercise"].unique().tolist()
    layout = [["adherence"] * len(exercises), ["pain"] * len(exercises)]
    layout += [["calendar"] * len(exercises)]
    layout += [[f"{kind} {one}" for one in exercises] for kind in ("pain", "reps")]
    figure, axes = plt.subplot_mosaic(
        layout, figsize=A4, layout="constrained", height_ratios=[1, 1, 1.1, 1, 1]
    )
    figure.suptitle("\n".join([title, *facts]), fontsize=8, ha="left", x=0.02)
    draw_weeks(axes, frames)
    draw_calendar(axes["calendar"], frames["ledger"])
    for exercise in exercises:
        for kind, frame, y in (
            ("pain", frames["exercise_sessions"], "pain_during_nrs_mean"),
            ("reps", frames["volume_change"], "n_reps"),
        ):
            ax = axes[f"{kind} {exercise}"]
            mine = frame[frame["exercise"] == exercise]
            for side, rows in mine.groupby("side", observed=True):
                x = "session_day" if kind == "pain" else "week"
                ax.plot(rows[x], rows[y].astype("float64"), marker=".", lw=0.7, label=side)
            if kind == "reps":
                asked = mine.drop_duplicates("week")
                low, high = (asked[f"asked_reps_{end}"].astype("float64") for end in ("min", "max"))
                ax.fill_between(asked["week"], low, high, alpha=0.2)
            else:
                ax.set_ylim(0, 10)
                ax.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%d %b"))
            ax.tick_params(labelsize=6)
            ax.set_title(exercise.replace("_", "\n"), fontsize=7)
    figure.legend(*ax.get_legend_handles_labels(), loc="outside lower left", ncols=4, fontsize=7)
    figure.savefig(file, dpi=dpi)
    plt.close(figure)


def draw_weeks(axes: dict[str, Any], frames: dict[str, pd.DataFrame]) -> None:
    """Bars of adherence with their bounds, and below them the weekly median of pain."""
    weekly = frames["session_adherence"]
    share, low, high = (
        100 * weekly[f"session_adherence{end}"].astype("float64") for end in ("", "_low", "_high")
    )
    axes["adherence"].bar(weekly["week"], share, label="adherence")
    axes["adherence"].errorbar(weekly["week"], share, [share - low, high - share], fmt="none")
    axes["adherence"].set(ylim=(0, 100), ylabel="Session adherence [%]")
    pain, ax = frames["weekly_session_pain"], axes["pain"]
    ax.axhspan(0, 2, alpha=0.05)
    ax.axhspan(2, 5, alpha=0.1)
    ax.axhspan(5, 10, alpha=0.15)
    ax.plot(pain["week"], pain["pain_nrs_median"].astype("float64"), marker="o", label="median")
    rated = frames["pain_response"]
    start = weekly["week_start"].iloc[0] - pd.Timedelta(weeks=int(weekly["week"].iloc[0]) - 1)
    at = (rated["started_at"] - start).dt.total_seconds() / (7 * 86400) + 0.5
    ax.scatter(at, rated["pain_during_nrs_mean"].astype("float64"), s=6, label="session")
    ax.set(ylim=(0, 10), ylabel="Pain [NRS 0-10]", xlabel="Program week")
    for one in ("adherence", "pain"):
        axes[one].legend(fontsize=7)


def draw_calendar(ax: Any, slots: pd.DataFrame) -> None:
    """One picture element per exercise, side and day, coloured by state."""
    day = slots["session_day"].fillna(slots["due_on"]).fillna(slots["week_start"])
    place = (day - day.min()).dt.days.to_numpy()
    rows = slots.groupby(["exercise", "side"], observed=True, sort=False).ngroup().to_numpy()
    names = slots[["exercise", "side"]].astype("str").agg(" ".join, axis=1).drop_duplicates()
    picture = np.full((rows.max() + 1, place.max() + 1), np.nan)
    picture[rows, place] = slots["state"].astype("str").map(STATES.index)
    image = ax.imshow(picture, aspect="auto", cmap="tab10", vmin=0, vmax=9, interpolation="none")
    ax.set_yticks(range(len(names)), names, fontsize=6)
    keys = [plt.Rectangle((0, 0), 1, 1, fc=image.cmap(image.norm(n))) for n in range(len(STATES))]
    ax.legend(keys, STATES, fontsize=6, ncols=8, loc="lower left", bbox_to_anchor=(0, 1))
