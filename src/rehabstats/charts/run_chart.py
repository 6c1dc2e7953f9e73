"""The run chart: whether the pain of a series shifted, and which sessions were unusual."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from rehabstats.charts import _style as style
from rehabstats.charts._panels import require_one_row_each
from rehabstats.charts._session_marks import joined, mark_unrated, start_of
from rehabstats.charts._weeks import set_weeks
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.vocabulary import PAIN_MAX_NRS, PAIN_MIN_NRS
from rehabstats.words import number, rating

_SERIES: Final = ("exercise", "side")
_RUNS: Final = (
    "n", "n_off_median", "median_nrs", "longest_run", "longest_run_limit", "n_crossings",
    "n_crossings_limit", "is_shifted", "lower_limit_nrs", "upper_limit_nrs", "n_beyond_limits",
)  # fmt: skip
#: A point this near to a limit lies on it [NRS]: both come from means.
_ROUNDING: Final = 1e-9
#: From one label beside the scale to the next, and from the scale to what stands above it [inches].
_LABEL_IN: Final = 0.17
_ABOVE_IN: Final = 0.03
#: A letter above the scale [inches].
_LETTER_IN: Final = 0.056


def plot_run_chart(
    sessions: pd.DataFrame,
    runs: pd.DataFrame,
    *,
    settings: Settings = DEFAULTS,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw a series of session pain about its median, with limits where there are any.

    Parameters
    ----------
    sessions : pandas.DataFrame
        Rows of one patient, exercise and side from `rehabstats.exercise_sessions`; or, in
        the same columns, of whole sessions, with exercise and side missing.
    runs : pandas.DataFrame
        The row of the same series from `rehabstats.pain_runs`, of the same day.
    settings : Settings, optional
        Those that `runs` was computed with: ``runs_points_min``, ``limits_points_min``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it, on a new figure that pyplot does not know.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on, always 0-10.

    Raises
    ------
    ValueError
        If a column is missing, a session occurs twice, there are rows of two series, or
        `runs` is not about `sessions`.

    Notes
    -----
    Above the scale stand what the runs rule says, and what there is to say about limits.
    Sessions beyond the limits are marked as unusual. Limits below 12 points are trial limits;
    where pain shifted none are drawn: those about the mean of a series that drifts mean
    little. Limits beyond the scale are drawn at its end and said to lie beyond.

    The line joins sessions up to 7 days apart and never crosses an unrated one, which has a
    tick at the foot.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> sessions = rs.exercise_sessions(caseload, as_of="2026-03-30")
    >>> runs = rs.pain_runs(caseload, as_of="2026-03-30")
    >>> of_one = "patient_id == 'P001' and exercise == 'hip_pushdown' and side == 'left'"
    >>> ax = plot_run_chart(sessions.query(of_one), runs.query(of_one))
    >>> print(ax.get_legend().get_title().get_text())
    pain shifted: longest run 21, at most 8 expected; 3 crossings, at least 14 expected
    no limits drawn: they mean little where pain shifted
    """
    row = _row_of(sessions, runs)
    ax = style.new_axes()[0] if ax is None else ax
    style.dress_axes(ax, "Pain during exercise\n[NRS 0-10]")
    style.set_ten(ax)
    set_weeks(ax, sessions["week"].tolist())
    if row is None or sessions["pain_during_nrs_mean"].isna().all():
        style.say_empty(ax, "no pain rated yet" if len(sessions) else "no session yet")
        return ax
    is_stable = not (_is_shifted(row) or pd.isna(row.lower_limit_nrs))
    limits = (row.lower_limit_nrs, row.upper_limit_nrs) if is_stable else ()
    _draw_levels(ax, row.median_nrs, limits)
    keys = list(_draw_sessions(ax, sessions, limits))
    style.add_legend(ax, keys, above=1 + _ABOVE_IN / style.height_in(ax))
    _write_above(ax, (_said_of_shift(row, settings), _said_of_limits(row, settings)))
    return ax


def _row_of(sessions: pd.DataFrame, runs: pd.DataFrame) -> Any:
    """The row of `runs`, if both are about the same series; None if there is none."""
    columns = ("session_day", "pain_during_nrs_mean")
    require_one_row_each(sessions, (*_SERIES, "session_id"), columns, name="sessions")
    require_one_row_each(runs.assign(week=0), _SERIES, _RUNS, name="runs")
    series: dict[Any, str] = {}
    for name, frame in (("sessions", sessions), ("runs", runs)):
        words = frame[["patient_id", *_SERIES]].astype("object").fillna("all")
        for one in words.drop_duplicates().itertuples(index=False, name=None):
            series.setdefault(one, name)
    if len(series) > 1:
        said = " and ".join(f"`{name}` of {', '.join(one)}" for one, name in series.items())
        raise ValueError(
            f"The rows are of {len(series)} series: {said}; expected one patient, exercise and "
            "side in both. Select them first."
        )
    row = next(runs.itertuples(index=False), None)
    n_rated = int(sessions["pain_during_nrs_mean"].notna().sum())
    if (n := int(getattr(row, "n", 0))) != n_rated:
        raise ValueError(
            f"`sessions` has {n_rated} rated sessions and `runs` is about {n}; expected both of "
            "the same day. Compute them with the same `as_of`."
        )
    return row


def _is_shifted(row: Any) -> bool:
    return not pd.isna(row.is_shifted) and bool(row.is_shifted)


def _said_of_shift(row: Any, settings: Settings) -> str:
    """What the runs rule says, with the numbers that it rests on."""
    if pd.isna(row.is_shifted):
        few = f"{row.n_off_median} of {settings.runs_points_min} points off the median"
        return f"too few points to tell a shift: {few}"
    verdict = "pain shifted" if row.is_shifted else "no shift"
    return (
        f"{verdict}: longest run {row.longest_run}, "
        f"at most {number(row.longest_run_limit)} expected; {row.n_crossings} crossings, "
        f"at least {number(row.n_crossings_limit)} expected"
    )


def _said_of_limits(row: Any, settings: Settings) -> str:
    """What limits rest on, or why there are none."""
    if pd.isna(row.lower_limit_nrs):
        least = settings.limits_points_min
        few = f"{row.n} of {least} points" if row.n < least else "no two points within a week"
        return f"no limits: {few}"
    if _is_shifted(row):
        return "no limits drawn: they mean little where pain shifted"
    points = f"{row.n} points, {row.n_beyond_limits} beyond"
    is_trial = row.n < settings.threshold("limits_points_min").default
    return f"{'trial limits,' if is_trial else 'limits'} from {points}"


def _write_above(ax: Axes, said: Sequence[str]) -> None:
    """Write sentences over the keys, which make room for them, in lines as wide as `ax`."""
    letters = max(10, int(style.width_in(ax) / _LETTER_IN))
    lines = [line for words in said for line in textwrap.wrap(words, letters)]
    if legend := ax.get_legend():
        legend.set_title("\n".join(lines))
        legend.set_alignment("left")
        legend.get_title().set(parse_math=False, color=style.INK, fontsize=style.SMALL_PT)


def _draw_levels(ax: Axes, median: float, limits: Sequence[float]) -> None:
    """The median and the limits, each with its name and number at the right."""
    ax.axhline(median, color=style.INK, linewidth=1, label="median")
    labels = [(median, f"median {rating(median)}")]
    for name, raw in zip(("lower limit", "upper limit"), limits, strict=False):
        shown = float(np.clip(raw, PAIN_MIN_NRS, PAIN_MAX_NRS))
        look: dict[str, Any] = {
            "color": style.QUIET,
            "linewidth": 1.2,
            "linestyle": (0, (4, 2)),
            "clip_on": False,
        }
        ax.axhline(shown, label=name, **look)
        beyond = f"below {PAIN_MIN_NRS}" if raw < shown else f"above {PAIN_MAX_NRS}"
        labels.append((shown, f"{name} {rating(raw)}" if raw == shown else f"{name} {beyond}"))
    step = _LABEL_IN * (PAIN_MAX_NRS - PAIN_MIN_NRS) / style.height_in(ax)
    labels.sort(key=lambda label: label[0])
    place = -np.inf
    # From the foot up each stands above the one before, as far as the ones to come have room.
    for left, (height, words) in zip(range(len(labels))[::-1], labels, strict=True):
        place = max(min(height, PAIN_MAX_NRS - step * left), place + step)
        beside = {"transform": ax.get_yaxis_transform(), "va": "center", "color": style.INK}
        style.write_text(ax, 1.01, place, words, **beside)


def _draw_sessions(ax: Axes, sessions: pd.DataFrame, limits: Sequence[float]) -> Iterator[Artist]:
    """The sessions, those beyond the limits in another shape, and a tick for an unrated one."""
    start = start_of(sessions)
    at, nrs = joined(sessions, "pain_during_nrs_mean", start)
    look: dict[str, Any] = {"markersize": 3.5, "linewidth": 0.8, "clip_on": False}
    ax.plot(at, nrs, color=style.PAIN, marker="o", label="session", **look)
    low, high = limits or (-np.inf, np.inf)
    beyond = (nrs < low - _ROUNDING) | (nrs > high + _ROUNDING)
    if beyond.any():
        look |= {"linestyle": "none", "fillstyle": "none", "marker": "D", "markersize": 7}
        name = "unusual session: beyond the limits"
        yield from ax.plot(at[beyond], nrs[beyond], color=style.INK, label=name, **look)
    yield from mark_unrated(ax, sessions, start)
