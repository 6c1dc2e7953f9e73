"""Quality: how far a log can be trusted, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.report.table import Cell, Column, Table
from rehabstats.room import PatientRoom, each
from rehabstats.room.questions import n_without_side, set_aside
from rehabstats.signals.log_lines import in_ranges
from rehabstats.words import count_words, number, span_words

#: Rules whose signals say that a log may not be what was done.
_DOUBTS: Final = ("back_filled", "default_accepted")


@dataclass(frozen=True)
class Quality:
    """Facts with their names, which lead to where they are from, and days with data."""

    facts: tuple[tuple[Cell, str], ...]
    periods: Table
    months: Table


def summarize_quality(own: PatientRoom) -> Quality:
    """How far the log of one patient can be trusted."""
    log = own.frame("log")
    sessions = log.drop_duplicates("session_row")
    lag = sessions["lag_days"].dropna()
    limit = own.settings.backfill_days
    signals = own.frame("signals")
    doubts = signals[signals["rule"].isin(_DOUBTS).to_numpy()]
    pain = own.frame("pain_response")["pain_during_nrs_mean"]
    unknown = n_without_side(own)
    facts = {
        Cell(
            "Rows of this patient", link="log"
        ): f"{number(len(log))} in {count_words(len(sessions), 'session')}",
        Cell("Rows set aside"): _set_aside(own),
        Cell(
            "Sessions with a pain rating", term="pain"
        ): f"{pain.count()} of {len(pain)} performed",
        Cell(f"Entered {count_words(limit, 'day')} or more later", term="entries"): (
            f"{int((lag >= limit).sum())} of {count_words(len(lag), 'session')} that say when"
            if len(lag)
            else "no row yet"
            if log.empty
            else "not known: no row has a time of entry"
        ),
        Cell("Looks back-filled or default-accepted", link="signals"): "; ".join(doubts["sentence"])
        or "no rule fired",
        Cell("Longest gap", link="calendar"): _longest_gap(own),
        Cell("Rows without a side", link="log"): str(unknown) if unknown else "none",
    }
    return Quality(
        facts=tuple(facts.items()),
        periods=_monitoring(own.frame("monitoring_periods"), "Days with data per 30 days"),
        months=_monitoring(own.frame("monitoring_months"), "Days with data per calendar month"),
    )


def _set_aside(own: PatientRoom) -> str:
    """Rows in quarantine that name this patient; rows that name nobody are told on the index."""
    quarantine = own.caseload.quarantine
    if quarantine.empty:
        return "none in the whole export"
    mine = set_aside(own)
    whole = f"{number(len(quarantine))} in the whole export"
    if mine.empty:
        return f"none that names this patient; {whole}"
    lines = "; ".join(
        f"{file} {in_ranges(np.sort(rows['line'].to_numpy()))}"
        for file, rows in mine.groupby("file", sort=False)
    )
    return f"{len(mine)} that name this patient ({lines}); {whole}"


def _longest_gap(own: PatientRoom) -> str:
    row = next(each(own.frame("persistence")), None)
    if row is None or pd.isna(row.first_session_on):
        return "no session yet"
    return f"{count_words(int(row.longest_gap_days), 'day')} without a session, pauses left out"


def _monitoring(periods: pd.DataFrame, caption: str) -> Table:
    rows = [
        (
            Cell(span_words(row.first_on, row.last_on)),
            Cell(number(row.days_entered, none="not known")),
            Cell(str(row.days_about)),
            Cell("-" if pd.isna(row.days_range) else str(row.days_range)),
            Cell("open" if row.is_open else "ended"),
        )
        for row in each(periods)
    ]
    columns = (
        Column("Period", "monitoring"),
        Column("Days on which an entry was made", "monitoring"),
        Column("Days about which there is one", "monitoring"),
        Column("Range", "monitoring"),
        Column("Period is"),
    )
    return Table(caption, columns, tuple(rows), look="narrow")
