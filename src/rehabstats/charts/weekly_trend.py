"""The weekly trend: how much was done, and how much it hurt, on the same weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from rehabstats.charts._layers import (
    draw_changes,
    draw_flares,
    draw_function,
    draw_pauses,
    draw_sessions,
    draw_slope,
    first_day,
)
from rehabstats.charts._style import add_legend, dress_axes, new_axes, say_empty, set_ten
from rehabstats.charts._weeks import set_weeks
from rehabstats.charts.weekly_adherence import adherence_rows, draw_adherence
from rehabstats.charts.weekly_pain import draw_pain, pain_rows
from rehabstats.settings import DEFAULTS, Settings

_ORDER: Final = {
    2: "two: adherence and pain",
    3: "three: function, adherence and pain",
}


def plot_weekly_trend(
    adherence: pd.DataFrame,
    pain: pd.DataFrame,
    axes: Sequence[Axes] | None = None,
    *,
    sessions: pd.DataFrame | None = None,
    trend: pd.DataFrame | None = None,
    flares: pd.DataFrame | None = None,
    pauses: pd.DataFrame | None = None,
    plan: pd.DataFrame | None = None,
    checkins: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
    zones: bool = True,
    settings: Settings = DEFAULTS,
) -> tuple[Axes, ...]:
    """
    Draw session adherence above pain during exercise, week under week, function on top.

    Parameters
    ----------
    adherence : pandas.DataFrame of shape (n_weeks, n_columns)
        Rows of one patient, as for `plot_weekly_adherence`.
    pain : pandas.DataFrame of shape (n_weeks, n_columns)
        Rows of the same patient, as for `plot_weekly_pain`.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw: function (only if `checkins` are given), adherence and pain, in
        this order; without it, on a new figure that pyplot does not know
        (``axes[0].figure`` is the figure).
    sessions : pandas.DataFrame, optional
        Rows of `rehabstats.pain_response`: a small mark per session.
    trend : pandas.DataFrame, optional
        The row of `rehabstats.pain_trend` with ``unit="session"``: its line and
        interval, if there are enough points for one.
    flares : pandas.DataFrame, optional
        Rows of `rehabstats.pain_flares` of sessions or sides.
    pauses, plan, checkins : pandas.DataFrame, optional
        Rows of ``caseload.pauses``, of `rehabstats.build_plan` and of
        ``caseload.checkins``: pauses and changes of the plan inside the weeks shown are
        drawn and named, rated activities come on top.
    names : mapping of str to str, optional
        What exercises are called, by id.
    zones : bool, default True
        Whether the limits of pain monitoring are shaded; somebody who reads about their
        own pain may take them for a verdict.
    settings : Settings, optional
        The limits: ``pain_safe_max_nrs``, ``pain_acceptable_max_nrs``.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        The axes of function (if any), adherence and pain, over the same program weeks.

    Raises
    ------
    ValueError
        If frames are of different patients, `axes` are not as many as there is to draw,
        or one of the frames cannot be drawn.

    See Also
    --------
    plot_weekly_adherence : The upper half.
    plot_weekly_pain : The lower half.

    Examples
    --------
    >>> adherence = pd.DataFrame(
    ...     {
    ...         "patient_id": "P001",
    ...         "week": [1],
    ...         "n_due": [5],
    ...         "n_open": 0,
    ...         "n_excused": 0,
    ...         "n_extra": 0,
    ...         "session_adherence": [0.6],
    ...         "session_adherence_low": [0.6],
    ...         "session_adherence_high": [0.75],
    ...     }
    ... )
    >>> pain = pd.DataFrame(
    ...     {
    ...         "patient_id": "P001",
    ...         "moment": "during",
    ...         "week": [1],
    ...         "n_rated": [3],
    ...         "n_missing": [0],
    ...         "pain_nrs_median": [4.0],
    ...         "pain_nrs_max": [6.0],
    ...     }
    ... )
    >>> above, below = plot_weekly_trend(adherence, pain)
    >>> above.get_xlim() == below.get_xlim()
    True
    """
    done, hurt = adherence_rows(adherence, name="adherence"), pain_rows(pain, name="pain")
    layers = {
        "adherence": adherence, "pain": pain, "sessions": sessions, "trend": trend,
        "flares": flares, "pauses": pauses, "plan": plan, "checkins": checkins,
    }  # fmt: skip
    _require_same_patient(layers)
    n_axes = 2 if checkins is None else 3
    axes = new_axes(n_axes) if axes is None else axes
    if len(axes) != n_axes:
        raise ValueError(f"`axes` has {len(axes)} Axes; expected {_ORDER[n_axes]}, in this order.")
    above, below = axes[-2:]
    weeks = [*done["week"], *hurt["week"]]
    draw_adherence(above, done, weeks)
    draw_pain(below, hurt, weeks, zones=zones, settings=settings)
    start = first_day(adherence, pain)
    if start is not None:
        _add_layers(above, below, layers, start, names or {}, (min(weeks), max(weeks)))
    if checkins is not None:
        _draw_top(axes[0], checkins, weeks, start)
    for ax in axes[:-1]:
        ax.set_xlabel("")
    return tuple(axes)


def _add_layers(
    above: Axes,
    below: Axes,
    layers: Mapping[str, pd.DataFrame | None],
    start: pd.Timestamp,
    names: Mapping[str, str],
    weeks: tuple[int, int],
) -> None:
    """Draw what else is known, on the weeks that are shown already."""
    span = above.get_xlim()
    if (pauses := layers["pauses"]) is not None:
        draw_pauses(above, pauses, start, weeks)
    if (plan := layers["plan"]) is not None:
        draw_changes(above, plan, start, names, weeks)
    if (sessions := layers["sessions"]) is not None:
        draw_sessions(below, sessions, start)
    if (trend := layers["trend"]) is not None:
        draw_slope(below, trend, start)
    if (flares := layers["flares"]) is not None:
        draw_flares(below, flares, start)
    above.set_xlim(span)
    below.set_xlim(span)
    named = [line for line in below.get_lines() if not str(line.get_label()).startswith("_")]
    if named:
        add_legend(below, named, above=1.02)


def _draw_top(
    ax: Axes, checkins: pd.DataFrame, weeks: Sequence[int], start: pd.Timestamp | None
) -> None:
    dress_axes(ax, "Function\n[PSFS 0-10]")
    set_ten(ax)
    set_weeks(ax, weeks)
    if checkins.empty or start is None:
        say_empty(ax, "no activity rated yet")
        return
    span = ax.get_xlim()
    draw_function(ax, checkins, start)
    ax.set_xlim(span)
    add_legend(ax, ax.get_lines(), above=1.02)


def _require_same_patient(frames: Mapping[str, pd.DataFrame | None]) -> None:
    """Refuse rows of somebody else: a chart of two patients would look like one."""
    owner: dict[str, str] = {}
    for name, frame in frames.items():
        for patient in () if frame is None else frame["patient_id"].unique():
            owner.setdefault(str(patient), name)
    if len(owner) > 1:
        (first, one), (second, other) = list(owner.items())[:2]
        raise ValueError(
            f"`{one}` is of patient {first!r} and `{other}` of patient {second!r}; expected the "
            "rows of one patient in all of them."
        )
