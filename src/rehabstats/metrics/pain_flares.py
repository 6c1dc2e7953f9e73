"""Flares: stretches of days on which pain rose over a named threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.points import Unit, points_of
from rehabstats.basis.rated_days import RatedDays, Window, baseline_of, rated_days_of
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of
from rehabstats.schemas.pain import PainFlares
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series.positions import begins_run
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import PAIN_MAX_NRS


@dataclass(frozen=True)
class Runs:
    """Runs of rated days over the threshold: first and last row, and how many rows."""

    first: np.ndarray
    last: np.ndarray
    n_days: np.ndarray


def pain_flares(
    caseload: Caseload,
    *,
    as_of: Day,
    unit: Unit = "exercise",
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    """
    Stretches of days on which pain rose over the baseline by a named amount.

    A *pain-defined* flare is arithmetic on ratings, nothing more: in a diary study of
    low back pain, 68 % of the days that people themselves called a flare did not have
    more pain than their average. What a person calls a flare is not known here.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.
    unit : {"exercise", "side", "session"}, default "exercise"
        What a series is about: one exercise and side, all exercises of a side (the
        mean of each session), or whole sessions.
    settings : Settings, optional
        ``flare_rise_nrs`` (2 NRS), ``flare_rated_days_min`` (2 days),
        ``flare_unrated_days_max`` (1 day): assumptions, no consensus exists. Those of
        the baseline too.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainFlares``: one row per flare, in order of line and time, with its
        first and last day over the threshold. A line without a baseline has none, and
        neither has one whose baseline median lies so high that the threshold is off
        the scale: see `pain_limits` for the reason.

    Notes
    -----
    With :math:`m` the median of the daily means of the baseline, a flare is a maximal
    run of rated days whose highest rating is at least :math:`m + 2`. One unrated day
    inside the run is allowed and does not count; a second one ends it, and so does any
    rated day below. Flares close to each other are not merged.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> flares = pain_flares(caseload, as_of=caseload.last_entry, unit="side")
    >>> flares.loc[flares["patient_id"] == "P003", "side"].unique().tolist()
    ['left']
    """
    return flares_of(Seen.of(caseload, as_of, settings), unit)


@once
def flares_of(seen: Seen, unit: Unit, step_days: int | None = None) -> pd.DataFrame:
    """
    The flares in a caseload seen from a day.

    With `step_days` rated days of a flare may lie so far apart, whatever is unrated
    between them: the form for those who exercise every other day.
    """
    settings, points = seen.settings, points_of(seen, unit)
    days, baseline = rated_days_of(seen, unit), baseline_of(seen, unit)
    threshold = flare_threshold(baseline, settings)
    runs = runs_over(days, threshold, settings, step_days)
    line = days.line[runs.first]
    # reduceat alone would run on to the next flare: each is cut at its own last row.
    bounds = np.column_stack([runs.first, runs.last + 1]).ravel()
    peak = (
        np.maximum.reduceat(np.append(days.highest, np.nan), bounds)[::2]
        if len(line)
        else np.empty(0)
    )
    last_row = np.searchsorted(days.line, line, side="right") - 1
    names = {name: codes.take(line) for name, codes in points.names(seen.caseload).items()}
    return pd.DataFrame(
        {
            **names,
            "start_on": dates_of(days.day[runs.first]),
            "end_on": dates_of(days.day[runs.last]),
            "n_rated_days": runs.n_days,
            "peak_nrs": peak,
            "baseline_nrs_median": baseline.median[line],
            "threshold_nrs": threshold[line],
            "is_open": runs.last == last_row,
        }
    )


def flare_threshold(baseline: Window, settings: Settings) -> np.ndarray:
    """Where a flare begins; NaN without a baseline, and where it would be off the scale."""
    threshold = baseline.median + settings.flare_rise_nrs
    return np.where(threshold <= PAIN_MAX_NRS, threshold, np.nan)


def runs_over(
    days: RatedDays, threshold: np.ndarray, settings: Settings, step_days: int | None
) -> Runs:
    """Maximal runs of rated days at or over the threshold of their line."""
    # A third over a third must not fail in the last bit.
    with np.errstate(invalid="ignore"):
        over = np.flatnonzero(np.round(days.highest - threshold[days.line], 9) >= 0)
    line, day = days.line[over], days.day[over]
    # A rated day below ends a run, and so do more unrated days in a row than allowed.
    unrated = np.append(0, np.diff(day) - 1)
    unrated[begins_run(line)] = 0
    new = begins_run(line, over - np.arange(len(over)))
    if step_days is not None:
        new |= unrated >= step_days
    else:
        new |= unrated > settings.flare_unrated_days_max
        new |= _second_gaps(new, unrated)
    first = np.flatnonzero(new)
    n_days = np.diff(first, append=len(over))
    kept = n_days >= settings.flare_rated_days_min
    first, n_days = first[kept], n_days[kept]
    return Runs(over[first], over[first + n_days - 1], n_days)


def _second_gaps(new: np.ndarray, unrated: np.ndarray) -> np.ndarray:
    """One unrated day is allowed in a run: every second one of a stretch begins a new run."""
    if not len(new):
        return new
    gaps = np.cumsum(np.where(new, 0, unrated))
    in_stretch = gaps - gaps[np.flatnonzero(new)][np.cumsum(new) - 1]
    return np.asarray((unrated > 0) & (in_stretch % 2 == 0))


FRAMES: Final = (
    PublicFrame(
        "pain_flares", "On which days did pain rise over its baseline, in which exercise?",
        PainFlares, lambda seen: flares_of(seen, "exercise"),
    ),
    PublicFrame(
        "side_pain_flares", "On which days did the pain of a whole side rise over its baseline?",
        PainFlares, lambda seen: flares_of(seen, "side"), left_out=("exercise",),
    ),
)  # fmt: skip
