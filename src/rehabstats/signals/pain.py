"""Rules about pain: rising, flaring, high, not settled by the next day; falling, and standing."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.metrics.groups import ratio
from rehabstats.metrics.pain.points import Unit
from rehabstats.signals.evidence import Evidence
from rehabstats.signals.flares import FLARE
from rehabstats.signals.found import found, gathered
from rehabstats.signals.plateau import PLATEAU
from rehabstats.signals.rule import Rule
from rehabstats.signals.words import day, nrs, percent, where
from rehabstats.vocabulary import DAYS_PER_WEEK

_WHOLE_THEN_SIDES: Final[tuple[Unit, ...]] = ("session", "side")
_TOLD: Final = ["patient_id", "exercise", "side", "value", "since", "until"]


def _trends(evidence: Evidence, direction: str) -> pd.DataFrame:
    """Directions that moved far enough: of whole sessions, or else of a side."""
    least = evidence.settings.trend_size_nrs
    parts = []
    for unit in _WHOLE_THEN_SIDES:
        trend = evidence.pain(unit).trend
        span = (trend["last_on"] - trend["first_on"]).dt.days / DAYS_PER_WEEK
        size = trend["slope_per_week"] * span
        # Order and size must both speak: neither alone is rare enough on stable patients.
        clear = (trend["slope_low"] > 0) | (trend["slope_high"] < 0)
        hit = (trend["direction"] == direction) & clear & (size.abs() >= least - 1e-9)
        rows = trend.assign(value=size, since=trend["first_on"], until=trend["last_on"])
        parts.append(rows.loc[hit, [*_TOLD, "n", "slope_per_week", "slope_low", "slope_high"]])
    rows = _whole_first(parts, evidence)
    return found(rows, threshold=least, is_current=evidence.is_recent(rows["until"]))


def _changes(evidence: Evidence, reliable: str) -> pd.DataFrame:
    """Changes from the baseline to now beyond measurement error and of a size that matters."""
    parts = []
    for unit in _WHOLE_THEN_SIDES:
        change = evidence.pain(unit).change
        large = change["change_nrs"].abs() >= evidence.settings.important_change_nrs - 1e-9
        hit = (change["reliable"] == reliable) & large
        rows = change.assign(
            value=change["change_nrs"], since=change["current_start"], until=evidence.as_of,
            threshold=change["threshold_nrs"].clip(lower=evidence.settings.important_change_nrs),
            evidence_from=change["baseline_start"],
        )  # fmt: skip
        numbers = [
            "baseline_nrs_mean", "current_nrs_mean", "n_days_baseline", "n_days_current",
            "threshold_nrs",
        ]  # fmt: skip
        parts.append(rows.loc[hit, [*_TOLD, "threshold", "evidence_from", *numbers]])
    return found(_whole_first(parts, evidence))


def _whole_first(parts: list[pd.DataFrame], evidence: Evidence) -> pd.DataFrame:
    """Whole sessions speak for their sides; where only sides moved, they are one fact."""
    whole, sides = parts
    sides = sides[~sides["patient_id"].isin(whole["patient_id"])]
    told = gathered(
        sides.assign(strength=sides["value"].abs()), ["patient_id"], evidence, strongest="strength"
    )
    filled = [part for part in (whole, told) if len(part)] or [whole]
    return pd.concat(filled, ignore_index=True)


def _high_zone(evidence: Evidence) -> pd.DataFrame:
    settings, points = evidence.settings, evidence.pain("exercise").points
    recent = evidence.episodes.as_of - settings.concern_days
    rated = (points.day > recent) & ~np.isnan(points.mean)
    high = rated & (np.nan_to_num(points.mean) > settings.pain_acceptable_max_nrs)
    n, n_high = (np.bincount(points.line[mask], minlength=points.n_lines) for mask in (rated, high))
    share = ratio(n_high, n)
    with np.errstate(invalid="ignore"):
        hit = (n >= settings.recent_sessions_min) & (share >= settings.high_share)
    names = pd.DataFrame(points.names(evidence.caseload))
    rows = names.assign(
        value=share, n=n, n_high=n_high, limit=settings.pain_acceptable_max_nrs,
        since=evidence.as_of - pd.Timedelta(days=settings.concern_days - 1), until=evidence.as_of,
        threshold=settings.high_share,
    )[hit]  # fmt: skip
    return found(gathered(rows, ["patient_id"], evidence, strongest="value"))


def _not_settled(evidence: Evidence) -> pd.DataFrame:
    settings, response = evidence.settings, evidence.response
    recent = evidence.is_recent(response["started_at"].dt.normalize())
    rows = response[recent & response["next_day_not_settled"].notna()]
    patient = rows["patient_id"].cat.codes.to_numpy("int64")
    n = np.bincount(patient, minlength=evidence.n_patients)
    worse = rows["next_day_not_settled"].to_numpy(bool)
    n_worse = np.bincount(patient[worse], minlength=evidence.n_patients)
    rise = ratio(np.bincount(patient, rows["next_change_nrs"], evidence.n_patients), n)
    share = ratio(n_worse, n)
    with np.errstate(invalid="ignore"):
        hit = np.flatnonzero(
            (n >= settings.recent_sessions_min)
            & (share >= settings.not_settled_share)
            & (rise >= settings.not_settled_rise_nrs)
        )
    table = pd.DataFrame(
        {"value": share[hit], "n": n[hit], "n_worse": n_worse[hit], "rise": rise[hit]}
    )
    return found(
        table, patient_id=evidence.caseload.patients["patient_id"].array.take(hit),
        since=evidence.as_of - pd.Timedelta(days=settings.concern_days - 1), until=evidence.as_of,
        threshold=settings.not_settled_share,
    )  # fmt: skip


def _place(row: Any) -> str:
    """Which side; of several, all, and that the numbers are those of the first."""
    return f" ({row.where}; numbers of the first)" if row.n_lines > 1 else where(row)


def _say_trend(row: Any) -> str:
    moved = "rises" if row.value > 0 else "falls"
    return (
        f"Pain during exercise{_place(row)} {moved} by {abs(row.value):.1f} points over {row.n} "
        f"rated sessions since {day(row.since)}: {row.slope_per_week:+.2f} a week (interval "
        f"{row.slope_low:+.2f} to {row.slope_high:+.2f})."
    )


def _say_change(row: Any) -> str:
    return (
        f"Pain during exercise{_place(row)} went from {nrs(row.baseline_nrs_mean)} in the first "
        f"days to {nrs(row.current_nrs_mean)} in the last ones ({row.n_days_baseline} and "
        f"{row.n_days_current} rated days), more than measurement error "
        f"({nrs(row.threshold_nrs)})."
    )


def _say_high(row: Any) -> str:
    above = f"Pain above {nrs(row.limit)} in"
    if row.n_lines == 1:
        return f"{above} {row.n_high} of {row.n} recent sessions of {row.where}."
    return (
        f"{above} {percent(row.threshold)} or more of the recent sessions of {row.n_lines} "
        f"exercises and sides: {row.where}; most often in {row.n_high} of {row.n}."
    )


def _say_not_settled(row: Any) -> str:
    return (
        f"On {row.n_worse} of {row.n} recent days after a session, pain before exercise was higher "
        f"than before that session; the mean change over all {row.n} is {row.rise:+.1f}."
    )


_TREND = ("trend_size_nrs", "direction_alpha", "direction_points_min", "slope_points_min",
          "confidence", "concern_days")  # fmt: skip
_CHANGE = ("important_change_nrs", "reliable_z", "pain_sem_nrs", "baseline_days",
           "baseline_days_max", "baseline_rated_days_min", "current_days",
           "current_rated_days_min")  # fmt: skip

CONCERNS: Final = (
    FLARE,
    Rule(
        "pain_rising", "concern", "rising", "Does pain have a rising direction over all sessions?",
        ("pain_trend",), _TREND, lambda evidence: _trends(evidence, "rising"), _say_trend,
    ),
    Rule(
        "pain_worse", "concern", "rising", "Is pain now reliably above the first days?",
        ("pain_change",), _CHANGE, lambda evidence: _changes(evidence, "worse"), _say_change,
    ),
    Rule(
        "high_zone", "concern", "high", "Were most recent sessions in the high zone?",
        ("exercise_sessions",),
        ("pain_acceptable_max_nrs", "high_share", "recent_sessions_min", "concern_days"),
        _high_zone, _say_high,
    ),
    Rule(
        "next_day_not_settled", "concern", "not_settled",
        "Is pain before the next day's session higher than before this one, again and again?",
        ("pain_response",),
        ("not_settled_share", "not_settled_rise_nrs", "recent_sessions_min", "concern_days",
         "next_day_from_h", "next_day_to_h"),
        _not_settled, _say_not_settled,
    ),
    PLATEAU,
)  # fmt: skip

IMPROVEMENTS: Final = (
    Rule(
        "pain_falling", "improvement", "falling",
        "Does pain have a falling direction over all sessions?",
        ("pain_trend",), _TREND, lambda evidence: _trends(evidence, "falling"), _say_trend,
    ),
    Rule(
        "pain_better", "improvement", "falling", "Is pain now reliably below the first days?",
        ("pain_change",), _CHANGE, lambda evidence: _changes(evidence, "better"), _say_change,
    ),
)  # fmt: skip
