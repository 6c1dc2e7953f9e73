"""Limits: how pain stood to them, and the volume that kept inside."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import combine, first_that_holds, ratio
from rehabstats.basis.points import PainPoints, points_of
from rehabstats.basis.rated_days import baseline_of
from rehabstats.basis.weekly_grid import WeeklySets, weekly_sets_of
from rehabstats.days import Day
from rehabstats.ledger.occasions import SetEvents
from rehabstats.metrics.pain_flares import flare_threshold, flares_of
from rehabstats.metrics.weekly_pain import weekly_pain_of
from rehabstats.schemas.pain import PainLimits
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import REASONS

_LINE = ("patient_id", "exercise", "side")


def pain_limits(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """
    How much was done above the pain limit, and the most that was done below it.

    The tolerated volume is what the log has seen, not what somebody could bear: a week
    with more repetitions may simply never have been tried.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sets are left out.
    settings : Settings, optional
        ``pain_acceptable_max_nrs`` (5 NRS; from memory, not verified) is the limit; a
        week counts with ``week_rated_days_min`` (2) rated sessions.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainLimits``: one row per line of the plan and any other line with a
        session. ``tolerated_reps`` is the highest weekly number of repetitions whose
        highest rating kept the limit, ``exceeded_reps`` the lowest whose did not; a
        week with a timed hold has no number of repetitions and is left out of both.
        ``flare_reason`` says where `pain_flares` cannot speak.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> limits = pain_limits(caseload, as_of=caseload.last_entry)
    >>> bool((limits["n_weeks_within"] <= limits["n_weeks_rated"]).all())
    True
    """
    return pain_limits_of(Seen.of(caseload, as_of, settings))


@once
def pain_limits_of(seen: Seen) -> pd.DataFrame:
    """The limits in a caseload seen from a day."""
    caseload, settings, points = seen.caseload, seen.settings, points_of(seen, "exercise")
    limit, n = settings.pain_acceptable_max_nrs, points.n_lines
    rated = ~np.isnan(points.mean)
    n_rated = np.bincount(points.line[rated], minlength=n)
    with np.errstate(invalid="ignore"):
        n_high = np.bincount(points.line[points.mean > limit], minlength=n)
    baseline, flares = baseline_of(seen, "exercise"), flares_of(seen, "exercise")
    names = pd.DataFrame(points.names(caseload))
    sets = weekly_sets_of(seen, "program")
    reps, high_reps = _reps_rated(caseload, points, sets.events, limit)
    no_flares = np.isnan(flare_threshold(baseline, settings))
    return pd.DataFrame(
        {
            **points.names(caseload),
            "n_rated": n_rated,
            "n_high": n_high,
            "high_share": ratio(n_high, n_rated),
            "n_reps_rated": reps.astype("int64"),
            "high_reps_share": ratio(high_reps, reps),
            **_weekly_limits(weekly_pain_of(seen, "program"), sets, names, settings),
            "n_flares": _counted(flares, names),
            "flare_reason": first_that_holds(
                {"no_baseline": ~baseline.enough, "ceiling": no_flares}, REASONS
            ),
        }
    ).pipe(_with_reason)


def _reps_rated(
    caseload: Caseload, points: PainPoints, events: SetEvents, limit: float
) -> tuple[np.ndarray, np.ndarray]:
    """Repetitions of rated sets per line, and those of sets above the limit."""
    n_keys = max(int(points.key.max(initial=0)), int(events.key.max(initial=0))) + 1
    line = np.searchsorted(
        points.patient * n_keys + points.key, events.patient * n_keys + events.key
    )
    rating = caseload.sets["pain_during_nrs"].to_numpy()[events.row]
    reps = np.where(np.isnan(rating), 0.0, np.nan_to_num(events.reps))
    with np.errstate(invalid="ignore"):
        high = np.where(rating > limit, reps, 0.0)
    return np.bincount(line, reps, points.n_lines), np.bincount(line, high, points.n_lines)


def _weekly_limits(
    pain: pd.DataFrame, sets: WeeklySets, names: pd.DataFrame, settings: Settings
) -> dict[str, np.ndarray]:
    # Pain and sets stand on one grid, row by row.
    kept = np.flatnonzero(pain["n_rated"].to_numpy() >= settings.week_rated_days_min)
    weeks, row, done = pain.iloc[kept], sets.grid.row, np.nan_to_num(sets.events.reps)
    reps = np.bincount(row, done, len(pain))[kept]
    counted = np.bincount(row, done == 0, len(pain))[kept] == 0
    _, (_, line) = combine(_LINE, [names, weeks])
    n = len(names)
    within = weeks["pain_during_nrs_max"].to_numpy() <= settings.pain_acceptable_max_nrs
    most, fewest = np.full(n, -np.inf), np.full(n, np.inf)
    kept_it, broke_it = within & counted, ~within & counted
    np.maximum.at(most, line[kept_it], reps[kept_it])
    np.minimum.at(fewest, line[broke_it], reps[broke_it])
    best = np.flatnonzero(kept_it & (reps == most[line]))[::-1]
    week = np.full(n, np.nan)
    week[line[best]] = weeks["week"].to_numpy()[best]  # the first such week is written last
    return {
        "n_weeks_rated": np.bincount(line, minlength=n),
        "n_weeks_within": np.bincount(line[within], minlength=n),
        "tolerated_reps": np.where(np.isinf(most), np.nan, most),
        "tolerated_week": week,
        "exceeded_reps": np.where(np.isinf(fewest), np.nan, fewest),
    }


def _counted(flares: pd.DataFrame, names: pd.DataFrame) -> np.ndarray:
    _, (_, line) = combine(_LINE, [names, flares])
    return np.bincount(line, minlength=len(names))


def _with_reason(limits: pd.DataFrame) -> pd.DataFrame:
    n_weeks = limits["n_weeks_rated"].to_numpy()
    reasons = {
        "not_rated": limits["n_rated"].to_numpy() == 0,
        "too_few": n_weeks == 0,
        "never_within": limits["n_weeks_within"].to_numpy() == 0,
        "not_counted": limits["tolerated_reps"].isna().to_numpy(),
    }
    return limits.assign(reason=first_that_holds(reasons, REASONS))


FRAMES: Final = (
    PublicFrame(
        "pain_limits", "How much was done above the limit of pain, and how much below it?",
        PainLimits, pain_limits_of,
    ),
)  # fmt: skip
