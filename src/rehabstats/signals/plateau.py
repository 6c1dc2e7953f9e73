"""The rule about plateaus: pain fell first, and then kept another pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.points import points_of
from rehabstats.ledger.layout import dates_of, episodes_of
from rehabstats.metrics.pain_trend import direction_of
from rehabstats.seen import Seen
from rehabstats.series import TheilSen, mann_kendall, theil_sen
from rehabstats.signals.found import found
from rehabstats.signals.rule import Rule
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import count_words, rating


@dataclass(frozen=True)
class _Stretch:
    """Some sessions of every patient: how they moved, and their mean."""

    slope: TheilSen
    direction: pd.Categorical
    mean: np.ndarray
    first_day: np.ndarray
    weeks: np.ndarray


def _plateau(seen: Seen) -> pd.DataFrame:
    """Patients whose pain fell, and whose last weeks have no direction and another slope."""
    settings = seen.settings
    cut = episodes_of(seen).as_of - settings.plateau_weeks * DAYS_PER_WEEK
    day = points_of(seen, "session").day
    early, late = _stretch(seen, day <= cut), _stretch(seen, day > cut)
    fell = -early.slope.slope * early.weeks
    with np.errstate(invalid="ignore"):
        hit = np.flatnonzero(
            (early.direction == "falling")
            & (fell >= settings.trend_size_nrs)
            & (late.direction == "none")
            & (late.slope.low > early.slope.slope)
            & (late.mean > settings.pain_safe_max_nrs)
        )
    table = pd.DataFrame({"value": late.mean[hit], "fell": fell[hit]})
    return found(
        table, patient_id=seen.caseload.patients["patient_id"].array.take(hit),
        since=dates_of(late.first_day[hit]), until=seen.as_of,
        threshold=settings.pain_safe_max_nrs, weeks=settings.plateau_weeks,
        evidence_from=dates_of(early.first_day[hit]),
    )  # fmt: skip


def _stretch(seen: Seen, inside: np.ndarray) -> _Stretch:
    points, settings = points_of(seen, "session"), seen.settings
    values = np.where(inside, points.mean, np.nan)
    how: dict[str, Any] = {"offsets": points.offsets, "min_n": settings.direction_points_min}
    kendall = mann_kendall(values, points.weeks, **how)
    rated = ~np.isnan(values)
    line, day, n = points.line[rated], points.day[rated], points.n_lines
    first, last = np.zeros(n, "int64"), np.zeros(n, "int64")
    last[line] = day
    first[line[::-1]] = day[::-1]  # the first of each line is written last
    return _Stretch(
        slope=theil_sen(values, points.weeks, confidence=settings.confidence, **how),
        direction=direction_of(kendall.s, kendall.p, settings),
        mean=ratio(np.bincount(line, values[rated], n), np.bincount(line, minlength=n)),
        first_day=first,
        weeks=(last - first) / DAYS_PER_WEEK,
    )


def _say(row: Any) -> str:
    fell = count_words(row.fell, "point", digits=1)
    return (
        f"Pain fell by {fell} at first and has no clear direction in the last "
        f"{count_words(row.weeks, 'week')}, at {rating(row.value)} on average."
    )


PLATEAU: Final = Rule(
    "plateau", "concern", "plateau", "Did pain fall first, and then no further?",
    ("pain_trend",),
    ("plateau_weeks", "trend_size_nrs", "pain_safe_max_nrs", "direction_points_min",
     "direction_alpha", "confidence"),
    _plateau, _say, fires="more than",
)  # fmt: skip
