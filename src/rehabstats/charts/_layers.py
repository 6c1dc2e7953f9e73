"""Layers of the weekly trend: sessions, slope, flares, pauses and changes of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rehabstats.charts._plan_changes import changes_of
from rehabstats.charts._style import EDGE, INK, PAIN, QUIET, ZONES, height_in, write_text
from rehabstats.charts._weeks import weeks_needed
from rehabstats.vocabulary import DAYS_PER_WEEK, PAIN_MAX_NRS, PAIN_MIN_NRS
from rehabstats.words import signed

#: Where the bars of flares lie: just under the top of the scale.
_FLARE_NRS: Final = 9.6
#: A letter of upright words [inches], and the fewest that are written.
_LETTER_IN: Final = 0.066
_LEAST_LETTERS: Final = 14
_SIDES: Final = {"left": " left", "right": " right"}


def week_of_day(days: Any, start: pd.Timestamp) -> np.ndarray:
    """Where days lie on an axis of program weeks, a bar of a week reaching half a week each way."""
    since = (pd.DatetimeIndex(days) - start).total_seconds() / 86_400
    return np.asarray(since) / DAYS_PER_WEEK + 0.5


def first_day(*frames: pd.DataFrame) -> pd.Timestamp | None:
    """The first day of program week 1, as weekly frames state it; None if they are empty."""
    for frame in frames:
        if len(frame) and "week_start" in frame:
            row = frame.iloc[0]
            return pd.Timestamp(row["week_start"]) - pd.Timedelta(weeks=int(row["week"]) - 1)
    return None


def _each(frame: pd.DataFrame) -> Iterator[Any]:
    return iter(frame.itertuples(index=False))


def draw_sessions(ax: Axes, sessions: pd.DataFrame, start: pd.Timestamp) -> None:
    """Small marks, one per rated session, behind the weekly medians."""
    rated = sessions[sessions["pain_during_nrs_mean"].notna()]
    at = week_of_day(rated["started_at"].dt.normalize(), start)
    ax.plot(
        at, rated["pain_during_nrs_mean"].to_numpy("float64"), linestyle="none", marker=".",
        markersize=4, color=QUIET, alpha=0.7, label="session", clip_on=False, zorder=1.5,
    )  # fmt: skip


def draw_slope(ax: Axes, trend: pd.DataFrame, start: pd.Timestamp) -> None:
    """The Theil-Sen line with its interval, over the days that it rests on."""
    row = next((row for row in _each(trend) if not pd.isna(row.slope_per_week)), None)
    if row is None:
        return
    ends = week_of_day([row.first_on, row.last_on], start)
    weeks = np.linspace(ends[0] - 0.5, ends[1] - 0.5, 30)
    middle = row.intercept_nrs + row.slope_per_week * row.middle_weeks
    line, low, high = (
        np.clip(middle + slope * (weeks - row.middle_weeks), PAIN_MIN_NRS, PAIN_MAX_NRS)
        for slope in (row.slope_per_week, row.slope_low, row.slope_high)
    )
    ax.fill_between(
        weeks + 0.5, np.minimum(low, high), np.maximum(low, high), color=PAIN, alpha=0.15,
        linewidth=0, zorder=1.2,
    )  # fmt: skip
    ax.plot(
        weeks + 0.5, line, color=INK, linestyle="--", linewidth=1,
        label=f"slope {signed(row.slope_per_week, 2)} a week",
    )  # fmt: skip


def draw_flares(ax: Axes, flares: pd.DataFrame, start: pd.Timestamp) -> None:
    """A bar under the top of the scale over each pain-defined flare; names share their room."""
    named: list[tuple[float, float, str]] = []
    for row in _each(flares.sort_values("start_on")):
        first, last = week_of_day([row.start_on, row.end_on], start)
        ends = (first, max(last, first + 1 / DAYS_PER_WEEK))
        ax.plot(ends, [_FLARE_NRS] * 2, color=INK, linewidth=3, solid_capstyle="butt")
        side = "" if pd.isna(row.side) else _SIDES.get(str(row.side), "")
        named.append((*ends, f"flare{side}"))
    for first, last, words in _told_apart(ax, named):
        write_text(ax, (first + last) / 2, _FLARE_NRS - 0.3, words, ha="center", va="top")


def _told_apart(
    ax: Axes, named: list[tuple[float, float, str]]
) -> Iterator[tuple[float, float, str]]:
    """Names with their stretch; those that would run into each other are counted instead."""
    groups: list[list[tuple[float, float, str]]] = []
    for one in named:
        before = groups[-1] if groups else []
        room = weeks_needed(ax, one[2])
        if before and sum(one[:2]) / 2 - (before[0][0] + before[-1][1]) / 2 < room:
            before.append(one)
        else:
            groups.append([one])
    for some in groups:
        words = some[0][2] if len(some) == 1 else f"{len(some)} flares"
        yield some[0][0], max(last for _, last, _ in some), words


def draw_pauses(
    ax: Axes, pauses: pd.DataFrame, start: pd.Timestamp, weeks: tuple[int, int]
) -> None:
    """Each pause as a hatched stretch with its reason, as far as it lies in the weeks shown."""
    edges = (weeks[0] - 0.5, weeks[1] + 0.5)
    for row in _each(pauses):
        first, end = week_of_day([row.start_date, row.end_date], start)
        # One without an end is still open.
        first, end = max(first, edges[0]), np.fmin(end, edges[1])
        if first >= end:
            continue
        ax.axvspan(
            first, end, facecolor=ZONES[2], edgecolor=EDGE, hatch="..", alpha=0.6, zorder=0.5
        )
        if not pd.isna(row.reason):
            _write_upright(ax, (first + end) / 2, 0.55, str(row.reason), ha="center", va="center")


def draw_changes(
    ax: Axes,
    plan: pd.DataFrame,
    start: pd.Timestamp,
    names: Mapping[str, str],
    weeks: tuple[int, int],
) -> None:
    """A dotted line on each day in the weeks shown on which the plan changed, with what changed."""
    for day, words in changes_of(plan, start, names, letters=_letters(ax)):
        (at,) = week_of_day([day], start)
        if weeks[0] - 0.5 <= at < weeks[1] + 0.5:
            ax.axvline(at, color=INK, linestyle=":", linewidth=1, zorder=1.1)
            _write_upright(ax, at, 0.97, words, ha="right", va="top")


def _letters(ax: Axes) -> int:
    """Letters of an upright word that fit the height of `ax`."""
    return max(_LEAST_LETTERS, int(height_in(ax) / _LETTER_IN))


def _write_upright(ax: Axes, x: float, height: float, words: str, **place: Any) -> None:
    """Words from the foot up, on a ground of their own, cut to what the height holds."""
    most = _letters(ax)
    cut = "\n".join(
        line if len(line) <= most else line[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
        for line in words.split("\n")
    )
    ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
    write_text(
        ax, x, height, cut, rotation=90, color=INK, bbox=ground,
        transform=ax.get_xaxis_transform(), **place,
    )  # fmt: skip


def draw_function(ax: Axes, checkins: pd.DataFrame, start: pd.Timestamp) -> None:
    """The rated activities, each with a line and its name at the end."""
    for number, (activity, rows) in enumerate(checkins.groupby("activity", sort=True)):
        ordered = rows.sort_values("date")
        at = week_of_day(ordered["date"], start)
        ax.plot(
            at, ordered["score_psfs"].to_numpy("float64"), color=INK, linewidth=1,
            linestyle=("-", "--", ":", "-.")[number % 4], marker="os^D"[number % 4], markersize=3.5,
            clip_on=False, label=str(activity),
        )  # fmt: skip
