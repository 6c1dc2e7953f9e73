"""Rules about pain: rising, flaring, high, not settled by the next day; falling, and standing."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.points import Unit, points_of
from rehabstats.ledger.layout import episodes_of
from rehabstats.metrics.pain_change import change_of
from rehabstats.metrics.pain_response import pain_response_of
from rehabstats.metrics.pain_trend import trend_of
from rehabstats.seen import Seen
from rehabstats.signals.flares import FLARE
from rehabstats.signals.found import found, gathered, is_recent
from rehabstats.signals.plateau import PLATEAU
from rehabstats.signals.rule import Rule
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import count_words, day_words, limit_percent, rating, side_words, signed

_WHOLE_THEN_SIDES: Final[tuple[Unit, ...]] = ("session", "side")
_TOLD: Final = ["patient_id", "exercise", "side", "value", "since", "until"]


def _trends(seen: Seen, direction: str) -> pd.DataFrame:
    """Directions that moved far enough: of whole sessions, or else of a side."""
    least = seen.settings.trend_size_nrs
    parts = []
    for unit in _WHOLE_THEN_SIDES:
        trend = trend_of(seen, unit)
        span = (trend["last_on"] - trend["first_on"]).dt.days / DAYS_PER_WEEK
        size = trend["slope_per_week"] * span
        # Order and size must both speak: neither alone is rare enough on stable patients.
        clear = (trend["slope_low"] > 0) | (trend["slope_high"] < 0)
        hit = (trend["direction"] == direction) & clear & (size.abs() >= least - 1e-9)
        rows = trend.assign(value=size, since=trend["first_on"], until=trend["last_on"])
        parts.append(rows.loc[hit, [*_TOLD, "n", "slope_per_week", "slope_low", "slope_high"]])
    rows = _whole_first(parts, seen)
    return found(rows, threshold=least, is_current=is_recent(seen, rows["until"]))


def _changes(seen: Seen, reliable: str) -> pd.DataFrame:
    """Changes from the baseline to now beyond measurement error and of a size that matters."""
    parts = []
    for unit in _WHOLE_THEN_SIDES:
        change = change_of(seen, unit)
        large = change["change_nrs"].abs() >= seen.settings.important_change_nrs - 1e-9
        hit = (change["reliable"] == reliable) & large
        rows = change.assign(
            value=change["change_nrs"], since=change["current_start"], until=seen.as_of,
            threshold=change["threshold_nrs"].clip(lower=seen.settings.important_change_nrs),
            evidence_from=change["baseline_start"],
        )  # fmt: skip
        numbers = [
            "baseline_nrs_mean", "current_nrs_mean", "n_days_baseline", "n_days_current",
            "threshold_nrs",
        ]  # fmt: skip
        parts.append(rows.loc[hit, [*_TOLD, "threshold", "evidence_from", *numbers]])
    return found(_whole_first(parts, seen))


def _whole_first(parts: list[pd.DataFrame], seen: Seen) -> pd.DataFrame:
    """Whole sessions speak for their sides; where only sides moved, they are one fact."""
    whole, sides = parts
    sides = sides[~sides["patient_id"].isin(whole["patient_id"])]
    told = gathered(
        sides.assign(strength=sides["value"].abs()), ["patient_id"], seen, strongest="strength"
    )
    filled = [part for part in (whole, told) if len(part)] or [whole]
    return pd.concat(filled, ignore_index=True)


def _high_zone(seen: Seen) -> pd.DataFrame:
    settings, points = seen.settings, points_of(seen, "exercise")
    recent = episodes_of(seen).as_of - settings.concern_days
    rated = (points.day > recent) & ~np.isnan(points.mean)
    high = rated & (np.nan_to_num(points.mean) > settings.pain_acceptable_max_nrs)
    n, n_high = (np.bincount(points.line[mask], minlength=points.n_lines) for mask in (rated, high))
    share = ratio(n_high, n)
    with np.errstate(invalid="ignore"):
        hit = (n >= settings.recent_sessions_min) & (share >= settings.high_share)
    names = pd.DataFrame(points.names(seen.caseload))
    rows = names.assign(
        value=share, n=n, n_high=n_high, limit=settings.pain_acceptable_max_nrs,
        since=seen.as_of - pd.Timedelta(days=settings.concern_days - 1), until=seen.as_of,
        threshold=settings.high_share,
    )[hit]  # fmt: skip
    return found(gathered(rows, ["patient_id"], seen, strongest="value"))


def _not_settled(seen: Seen) -> pd.DataFrame:
    settings, response = seen.settings, pain_response_of(seen)
    recent = is_recent(seen, response["started_at"].dt.normalize())
    rows = response[recent & response["next_day_not_settled"].notna()]
    patient = rows["patient_id"].cat.codes.to_numpy("int64")
    n = np.bincount(patient, minlength=len(seen.caseload.patients))
    worse = rows["next_day_not_settled"].to_numpy(bool)
    n_worse = np.bincount(patient[worse], minlength=len(seen.caseload.patients))
    rise = ratio(np.bincount(patient, rows["next_change_nrs"], len(seen.caseload.patients)), n)
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
        table, patient_id=seen.caseload.patients["patient_id"].array.take(hit),
        since=seen.as_of - pd.Timedelta(days=settings.concern_days - 1), until=seen.as_of,
        threshold=settings.not_settled_share,
    )  # fmt: skip


def _place(row: Any) -> str:
    """Which side; of several, all, and that the numbers are those of the first."""
    return f" ({row.where}; numbers of the first)" if row.n_lines > 1 else side_words(row.side)


def _say_trend(row: Any) -> str:
    moved = "rises" if row.value > 0 else "falls"
    return (
        f"Pain during exercise{_place(row)} {moved} by "
        f"{count_words(abs(row.value), 'point', digits=1)} over "
        f"{count_words(row.n, 'rated session')} since {day_words(row.since)}: "
        f"{signed(row.slope_per_week, 2)} a week (interval "
        f"{signed(row.slope_low, 2)} to {signed(row.slope_high, 2)})."
    )


def _say_change(row: Any) -> str:
    return (
        f"Pain during exercise{_place(row)} went from {rating(row.baseline_nrs_mean)} in the first "
        f"days to {rating(row.current_nrs_mean)} in the last ones ({row.n_days_baseline} and "
        f"{row.n_days_current} rated days), more than measurement error "
        f"({rating(row.threshold_nrs)})."
    )


def _say_high(row: Any) -> str:
    above = f"Pain above {rating(row.limit)} in"
    if row.n_lines == 1:
        return f"{above} {row.n_high} of {row.n} recent sessions of {row.where}."
    return (
        f"{above} {limit_percent(row.threshold)} or more of the recent sessions of {row.n_lines} "
        f"exercises and sides: {row.where}; most often in {row.n_high} of {row.n}."
    )


def _say_not_settled(row: Any) -> str:
    return (
        f"On {row.n_worse} of {row.n} recent days after a session, pain before exercise was higher "
        f"than before that session; the mean change over all {row.n} is {signed(row.rise)}."
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
        ("pain_trend",), _TREND, lambda seen: _trends(seen, "rising"), _say_trend,
    ),
    Rule(
        "pain_worse", "concern", "rising", "Is pain now reliably above the first days?",
        ("pain_change",), _CHANGE, lambda seen: _changes(seen, "worse"), _say_change,
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
        ("pain_trend",), _TREND, lambda seen: _trends(seen, "falling"), _say_trend,
    ),
    Rule(
        "pain_better", "improvement", "falling", "Is pain now reliably below the first days?",
        ("pain_change",), _CHANGE, lambda seen: _changes(seen, "better"), _say_change,
    ),
)  # fmt: skip
