"""Rated days: each line's pain by day, and the days that make its baseline and its present."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rehabstats.basis.groups import ratio
from rehabstats.basis.points import PainPoints, Unit, mean_and_highest, numbered, points_of
from rehabstats.seen import Seen, once
from rehabstats.series.positions import grouped_median, rank_in_run
from rehabstats.settings import Settings


@dataclass(frozen=True)
class RatedDays:
    """One row per line and rated day, in order: mean and highest of its sessions."""

    line: np.ndarray
    day: np.ndarray
    mean: np.ndarray
    highest: np.ndarray
    n_lines: int


@dataclass(frozen=True)
class Window:
    """Some days of each line: [start, end), and what was rated in it."""

    start: np.ndarray
    end: np.ndarray
    n_days: np.ndarray
    mean: np.ndarray
    median: np.ndarray
    enough: np.ndarray


@once
def rated_days_of(seen: Seen, unit: Unit) -> RatedDays:
    """The rated days of every series of a caseload."""
    return rated_days(points_of(seen, unit))


@once
def baseline_of(seen: Seen, unit: Unit) -> Window:
    """The first days of every series of a caseload."""
    return baseline_window(rated_days_of(seen, unit), points_of(seen, unit).anchor, seen.settings)


def rated_days(points: PainPoints) -> RatedDays:
    """The rated days of every line."""
    rated = ~np.isnan(points.mean)
    line, day = points.line[rated], points.day[rated]
    row, first = numbered(line * (day.max(initial=0) + 1) + day)
    mean, _ = mean_and_highest(row, points.mean[rated], len(first))
    _, highest = mean_and_highest(row, points.highest[rated], len(first))
    return RatedDays(line[first], day[first], mean, highest, points.n_lines)


def baseline_window(days: RatedDays, anchor: np.ndarray, settings: Settings) -> Window:
    """
    The first days of each line, as many as hold enough rated days.

    It begins on the line's first prescribed day and lasts `baseline_days`, or up to
    `baseline_days_max` until the `baseline_rated_days_min`-th rated day; where that never
    comes, it stays that long and is not enough. Never the first rating alone: one day says
    little.
    """
    since = days.day - anchor[days.line]
    inside = (since >= 0) & (since < settings.baseline_days_max)
    length = np.full(days.n_lines, settings.baseline_days_max)
    early = np.flatnonzero(inside)
    nth = rank_in_run(days.line[early])
    deciding = early[nth == settings.baseline_rated_days_min - 1]
    length[days.line[deciding]] = np.maximum(since[deciding] + 1, settings.baseline_days)
    return _window(days, anchor, anchor + length, settings.baseline_rated_days_min)


def current_window(days: RatedDays, baseline: Window, as_of: int, settings: Settings) -> Window:
    """The last days up to as_of, without those that belong to the baseline."""
    end = np.full(days.n_lines, as_of + 1)
    start = np.maximum(end - settings.current_days, baseline.end)
    return _window(days, start, np.maximum(end, start), settings.current_rated_days_min)


def _window(days: RatedDays, start: np.ndarray, end: np.ndarray, least: int) -> Window:
    inside = within(days, start, end)
    line, mean = days.line[inside], days.mean[inside]
    n_days = np.bincount(line, minlength=days.n_lines)
    enough = n_days >= least
    average = ratio(np.bincount(line, mean, days.n_lines), n_days)
    median = grouped_median(line, mean, days.n_lines)
    return Window(
        start, end, n_days, np.where(enough, average, np.nan), np.where(enough, median, np.nan),
        enough,
    )  # fmt: skip


def within(rows: RatedDays | PainPoints, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Whether each row lies in the window of its line."""
    inside: np.ndarray = (rows.day >= start[rows.line]) & (rows.day < end[rows.line])
    return inside
