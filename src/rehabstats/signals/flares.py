"""The rule about flares: pain over its threshold, of whole sides first, told once."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from rehabstats.basis.points import Unit
from rehabstats.metrics.pain_flares import flares_of
from rehabstats.seen import Seen
from rehabstats.signals.found import events, found, gathered, is_recent
from rehabstats.signals.rule import Rule
from rehabstats.words import during_words, rating, side_words


def _sparse(seen: Seen, unit: Unit) -> pd.DataFrame:
    """Flares of those who exercise every other day: more unrated days between are allowed."""
    return flares_of(seen, unit, seen.settings.flare_step_days)


def _flares(seen: Seen) -> pd.DataFrame:
    """Flares of sides, and longer ones of single exercises; those close in time are one fact."""
    least = seen.settings.flare_line_days_min
    single = _sparse(seen, "exercise")
    single = single[single["n_rated_days"] >= least]
    rows = pd.concat([_sparse(seen, "side"), single], ignore_index=True)
    rows = rows.sort_values(["patient_id", "start_on"], ignore_index=True)
    event = events(rows, "start_on", "end_on", ["patient_id"], seen.settings.flare_merge_days)
    side, exercise = rows["side"].cat.codes, rows["exercise"].cat.codes
    # Where a side flared, its exercises are told by it; their days count.
    of_side = rows["exercise"].isna()
    has_side = of_side.groupby([event, side]).transform("any")
    rows = rows.assign(
        event=event, value=rows["peak_nrs"] - rows["baseline_nrs_median"],
        since=rows["start_on"].groupby(event).transform("min"),
        until=rows["end_on"].groupby(event).transform("max"),
        is_open=rows["is_open"].groupby(event).transform("any"),
        threshold=seen.settings.flare_rise_nrs,
    )  # fmt: skip
    rows["n_flares"] = rows.groupby([event, side, exercise])["value"].transform("size")
    rows = rows[of_side | ~has_side.astype("bool")]
    rows["n_flares"] = rows.groupby("event")["n_flares"].transform("max")
    told = gathered(rows, ["patient_id", "event"], seen, strongest="value")
    return found(told, is_current=is_recent(seen, told["until"]))


def _say(row: Any) -> str:
    place = side_words(row.side)
    if row.n_lines > 1 and (pd.isna(row.side) or pd.isna(row.exercise)):
        place = f" ({row.where})"
    elif not pd.isna(row.exercise):
        place = f" during {row.where}"
    what = "Pain-defined flare" if row.n_flares == 1 else "Pain-defined flares"
    state = ""
    if row.is_open:
        state = ", still open" if row.is_current else ", not over at the last rating"
    of_which = "the first named " if row.n_lines > 1 else ""
    return (
        f"{what}{place} {during_words(row.since, row.until)}{state}: {of_which}"
        f"up to {rating(row.peak_nrs)} against a baseline of {rating(row.baseline_nrs_median)}."
    )


FLARE: Final = Rule(
    "flare", "concern", "flare",
    "Was pain over the baseline by a named amount on several rated days?",
    ("pain_flares",),
    ("flare_rise_nrs", "flare_rated_days_min", "flare_step_days", "flare_line_days_min",
     "flare_merge_days", "concern_days", "baseline_days", "baseline_days_max",
     "baseline_rated_days_min"),
    _flares, _say, is_event=True,
)  # fmt: skip
