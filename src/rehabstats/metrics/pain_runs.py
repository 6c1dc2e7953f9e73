"""Runs: whether the pain of a series shifted, and which sessions were unusual."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.points import PainPoints, Unit, points_of
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of
from rehabstats.schemas.pain import PainRuns
from rehabstats.seen import OF_SESSIONS, PublicFrame, Seen, once
from rehabstats.series import anhoj, xmr
from rehabstats.series.positions import begins_run, spread
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK, REASONS


def pain_runs(
    caseload: Caseload,
    *,
    as_of: Day,
    unit: Unit = "exercise",
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    """
    Whether pain stayed on one side of its median, and which sessions lay beyond the limits.

    Two rules, told apart and never joined: the runs rule for a shift, and rule 1 of an
    XmR chart for single unusual sessions. On a series that drifts the limits mean
    little: read `pain_trend` first. Charts of single patients are under-researched.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.
    unit : {"exercise", "side", "session"}, default "exercise"
        What a series is about: one exercise and side, all exercises of a side, or
        whole sessions.
    settings : Settings, optional
        ``runs_points_min`` (10 points off the median), ``limits_points_min`` (12).

    Returns
    -------
    pandas.DataFrame
        Schema ``PainRuns``: one row per line. Limits may lie outside 0 to 10.

    Notes
    -----
    The points are the rated sessions in order. Neither a moving range nor more than one
    missing week in a run is bridged: a stretch of more than 7 days between two rated
    sessions counts as missing weeks (an assumption; other tools join what is left).

    References
    ----------
    .. [1] J. Anhoj and A. V. Olesen, "Run charts revisited," PLoS ONE, 2014.
       :doi:`10.1371/journal.pone.0113825`

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> runs = pain_runs(caseload, as_of=caseload.last_entry, unit="session")
    >>> bool(runs.set_index("patient_id").loc["P001", "is_shifted"])
    True
    """
    return pain_runs_of(Seen.of(caseload, as_of, settings), unit)


@once
def pain_runs_of(seen: Seen, unit: Unit) -> pd.DataFrame:
    """Runs and limits in a caseload seen from a day."""
    settings, points = seen.settings, points_of(seen, unit)
    values, row, offsets = _with_gaps(points)
    runs = anhoj(values, offsets=offsets, min_n=settings.runs_points_min)
    limits = xmr(values, offsets=offsets, min_n=settings.limits_points_min)
    beyond = row[limits.rule == 1]
    last = np.zeros(points.n_lines, "int64")
    last[points.line[beyond]] = points.day[beyond]
    known = runs.reason == ""
    return pd.DataFrame(
        {
            **points.names(seen.caseload),
            "n": limits.n,
            "n_off_median": runs.n,
            "median_nrs": runs.median,
            "longest_run": runs.longest_run,
            "longest_run_limit": np.where(known, runs.longest_run_limit, np.nan),
            "n_crossings": runs.n_crossings,
            "n_crossings_limit": np.where(known, runs.n_crossings_limit, np.nan),
            "is_shifted": pd.Series(runs.shift, dtype="boolean").mask(~known),
            "mean_nrs": limits.mean,
            "lower_limit_nrs": limits.lower,
            "upper_limit_nrs": limits.upper,
            "n_beyond_limits": np.bincount(points.line[beyond], minlength=points.n_lines),
            "last_beyond_on": dates_of(last, last > 0),
            "reason": first_that_holds({"too_few": ~known}, REASONS),
            "limits_reason": first_that_holds({"too_few": limits.reason != ""}, REASONS),
        }
    )


def _with_gaps(points: PainPoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rated sessions with a missing value per missing week; their points; offsets."""
    rated = np.flatnonzero(~np.isnan(points.mean))
    line, day = points.line[rated], points.day[rated]
    since = np.append(0, np.diff(day))[: len(day)]
    since[begins_run(line)] = 0
    n_missing = np.where(since > DAYS_PER_WEEK, since // DAYS_PER_WEEK, 0)
    owner, nth = spread(n_missing + 1)
    is_point = nth == n_missing[owner]
    values = np.where(is_point, points.mean[rated][owner], np.nan)
    length = np.bincount(line[owner], minlength=points.n_lines)
    return values, np.where(is_point, rated[owner], -1), np.append(0, np.cumsum(length))


FRAMES: Final = (
    PublicFrame(
        "pain_runs", "Did the pain of an exercise and side shift, and which sessions were unusual?",
        PainRuns, lambda seen: pain_runs_of(seen, "exercise"),
    ),
    PublicFrame(
        "session_pain_runs", "Did the pain of whole sessions shift, and which were unusual?",
        PainRuns, lambda seen: pain_runs_of(seen, "session"), left_out=OF_SESSIONS,
    ),
)  # fmt: skip
