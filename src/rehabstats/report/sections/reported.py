"""Reported: pain, function and own words, as the person exercising wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.table import Cell, Column, Table
from rehabstats.room import PatientRoom, each
from rehabstats.vocabulary import REASONS
from rehabstats.words import (
    day_words,
    line_words,
    rating,
    side_words,
    signed,
    span_words,
    text_or_nothing,
)

#: Flares that are told before they are only counted.
_TOLD: Final = 3


@dataclass(frozen=True)
class Reported:
    """What the person reports, in words and tables."""

    overall: str
    flares: str
    around: Table | None
    pain: Table
    function: Table | None
    own_words: Table | None


def summarize_reported(own: PatientRoom) -> Reported:
    """What one patient reports."""
    said = own.frame("patient_improvement")["sentence"].astype("str").tolist()
    if last := last_rated_long_ago(own):
        said.append(f"The last rated session was on {day_words(last)}.")
    return Reported(
        overall=" ".join(said),
        flares=_flares(own),
        around=_around(own),
        pain=_pain(own),
        function=_function(own),
        own_words=_own_words(own),
    )


def last_rated_long_ago(own: PatientRoom) -> pd.Timestamp | None:
    """The day of the last rating, if what is said of "now" is of before the current days."""
    rated = own.frame("pain_response").dropna(subset="pain_during_nrs_mean")["started_at"]
    if rated.empty:
        return None
    last: pd.Timestamp = rated.max().normalize()
    return last if (own.as_of - last).days >= own.settings.current_days else None


def _flares(own: PatientRoom) -> str:
    """The latest flares of whole sides, which the chart shows; a signal may tell of others."""
    flares = own.frame("side_pain_flares").sort_values("start_on", ascending=False, kind="stable")
    told = [_flare(row) for row in each(flares.head(_TOLD))]
    n_more = len(flares) - len(told)
    told += [f"{n_more} earlier"] if n_more else []
    of_sides = f"{len(flares) or 'none'} of a whole side"
    words = f"{of_sides}{', the latest first' if len(flares) > 1 else ''}"
    words += f": {'; '.join(told)}." if told else "."
    if own.frame("signals")["rule"].eq("flare").any():
        return f"{words} Signals also look at exercises, and join what lies near."
    return words if told else ""


def _flare(row: Any) -> str:
    days = span_words(row.start_on, row.end_on)
    if row.is_open:
        days = f"{day_words(row.start_on)}, still open"
    return (
        f"{days}{side_words(row.side)}, up to {rating(row.peak_nrs)} "
        f"(threshold {rating(row.threshold_nrs)})"
    )


def _around(own: PatientRoom) -> Table | None:
    """Pain before, during and after the sessions of the last rated week."""
    around = own.frame("weekly_session_pain")
    rated = around[around["n_rated"] > 0]
    if rated.empty:
        return None
    week, ever = int(rated["week"].max()), rated["moment"].unique()
    rows = [
        (
            Cell(f"{row.moment} sessions", link=f"log-w{week}"),
            Cell(rating(row.pain_nrs_median)),
            Cell(rating(row.pain_nrs_max)),
            Cell(f"{row.n_rated} of {row.n_rated + row.n_missing}"),
        )
        for row in each(around[(around["week"] == week) & around["moment"].isin(ever)])
    ]
    columns = (
        Column("Pain [NRS 0-10]", "pain"),
        Column("Median"),
        Column("Highest"),
        Column("Rated"),
    )
    return Table(f"Pain around sessions in week {week}", columns, tuple(rows), look="narrow")


def _pain(own: PatientRoom) -> Table:
    """Pain at first and now, and its slope, of each exercise and side in program order."""
    names = own.exercise_names
    rows = own.frame("improvement").sort_values(["exercise", "side"], kind="stable")
    columns = (
        Column("Exercise and side", "pain"),
        Column("Rated sessions"),
        Column("At first"),
        Column("Now"),
        Column("Change (reliable from)", "pain-change"),
        Column("Slope per week (interval)", "slope"),
        Column("What can be said", "slope"),
    )
    told = [
        (
            Cell(line_words(names[row.exercise], row.side)),
            Cell(str(row.n), link="log"),
            Cell(rating(row.baseline_nrs_mean)),
            Cell(rating(row.current_nrs_mean)),
            Cell(_change(row)),
            Cell(_slope(row)),
            Cell(str(row.improvement)),
        )
        for row in each(rows)
    ]
    return Table("Pain during each exercise [NRS 0-10]", columns, tuple(told), look="numbers")


def _change(row: Any) -> str:
    if pd.isna(row.change_nrs):
        return "too few rated days"
    return f"{signed(row.change_nrs)} ({rating(row.threshold_nrs)})"


def _slope(row: Any) -> str:
    if pd.isna(row.slope_per_week):
        return "too few"
    interval = "none"
    if not pd.isna(row.slope_low):
        interval = f"{signed(row.slope_low, 2)} to {signed(row.slope_high, 2)}"
    return f"{signed(row.slope_per_week, 2)} ({interval})"


def _function(own: PatientRoom) -> Table | None:
    rows = own.frame("function")
    rows = rows[rows["n"] > 0]
    if rows.empty:
        return None
    if rows["activity"].nunique() == 1:
        # The mean of one is the same once more.
        rows = rows[rows["activity"].notna()]
    columns = (
        Column("Activity [PSFS 0-10]", "function"),
        Column("Days rated"),
        Column("At first"),
        Column("Now"),
        Column("Change (threshold)"),
        Column("Slope per week (interval)", "slope"),
    )
    told = [
        (
            Cell("all activities, mean")
            if pd.isna(row.activity)
            else Cell(str(row.activity), is_own_words=True),
            Cell(str(row.n), link="log-check-ins"),
            Cell(rating(row.baseline_psfs)),
            Cell(rating(row.current_psfs)),
            Cell(_function_change(row)),
            Cell(_slope(row)),
        )
        for row in each(rows)
    ]
    return Table("Function: what the person is able to do", columns, tuple(told), look="numbers")


def _function_change(row: Any) -> str:
    if pd.isna(row.change_psfs):
        return REASONS[str(row.reason)]
    return f"{signed(row.change_psfs)} ({rating(row.threshold_psfs)})"


def _own_words(own: PatientRoom) -> Table | None:
    """Notes and modifications with their day, the latest first."""
    names, log = own.exercise_names, own.frame("log")
    told = log[log["note"].notna() | log["modification"].notna()].iloc[::-1]
    if told.empty:
        return None
    rows = [
        (
            Cell(day_words(row.day)),
            Cell(line_words(names[row.exercise], row.side)),
            Cell(text_or_nothing(row.note), is_own_words=True),
            Cell(text_or_nothing(row.modification), is_own_words=True),
            Cell(str(row.line)),
        )
        for row in each(told)
    ]
    columns = ("Day", "Exercise and side", "Note", "Modification", "Line")
    return Table("In own words", tuple(map(Column, columns)), tuple(rows), look="words")
