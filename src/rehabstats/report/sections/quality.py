"""Quality: how far a log can be trusted, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.table import Cell, Column, Table
from rehabstats.report.words import count_words, day_words
from rehabstats.signals.log_lines import in_ranges

#: Rules whose signals say that a log may not be what was done.
_DOUBTS: Final = ("back_filled", "default_accepted")


@dataclass(frozen=True)
class Quality:
    """Facts with their names, which lead to where they are from, and days with data."""

    facts: tuple[tuple[Cell, str], ...]
    periods: Table
    months: Table


def summarize_quality(frames: ReportFrames, patient: str) -> Quality:
    """How far the log of one patient can be trusted."""
    log = frames.of("log", patient)
    sessions = log.drop_duplicates("session_row")
    lag = sessions["lag_days"].dropna()
    limit = frames.settings.backfill_days
    signals = frames.of("signals", patient)
    doubts = signals[signals["rule"].isin(_DOUBTS).to_numpy()]
    is_rated = log["performed"] & log["pain_during_nrs"].notna()
    rated = log.loc[is_rated, "session_row"].nunique()
    n_performed = int(sessions["performed"].sum())
    unknown = n_without_side(frames, patient)
    facts = {
        Cell(
            "Rows of this patient", link="log"
        ): f"{len(log):,} in {count_words(len(sessions), 'session')}",
        Cell("Rows set aside"): _set_aside(frames, patient),
        Cell("Sessions with a pain rating", term="pain"): f"{rated} of {n_performed} performed",
        Cell(f"Entered {count_words(limit, 'day')} or more later", term="entries"): (
            f"{int((lag >= limit).sum())} of {count_words(len(lag), 'session')} that say when"
            if len(lag)
            else "no row yet"
            if log.empty
            else "not known: no row has a time of entry"
        ),
        Cell("Looks back-filled or default-accepted", link="signals"): "; ".join(doubts["sentence"])
        or "no rule fired",
        Cell("Longest gap", link="calendar"): _longest_gap(frames, patient),
        Cell("Rows without a side", link="log"): str(unknown) if unknown else "none",
    }
    return Quality(
        facts=tuple(facts.items()),
        periods=_monitoring(frames.of("periods", patient), "Days with data per 30 days"),
        months=_monitoring(frames.of("months", patient), "Days with data per calendar month"),
    )


def set_aside(frames: ReportFrames, patient: str) -> pd.DataFrame:
    """Rows in quarantine that name this patient."""
    quarantine = frames.caseload.quarantine
    if "patient_id" not in quarantine:
        return quarantine.head(0)
    return quarantine[(quarantine["patient_id"] == patient).to_numpy()]


def n_without_side(frames: ReportFrames, patient: str) -> int:
    """Rows of the log that count on neither side."""
    return int((frames.of("log", patient)["side"] == "unknown").sum())


def _set_aside(frames: ReportFrames, patient: str) -> str:
    """Rows in quarantine that name this patient; rows that name nobody are told on the index."""
    quarantine = frames.caseload.quarantine
    if quarantine.empty:
        return "none in the whole export"
    own = set_aside(frames, patient)
    whole = f"{len(quarantine):,} in the whole export"
    if own.empty:
        return f"none that names this patient; {whole}"
    lines = "; ".join(
        f"{file} {in_ranges(np.sort(rows['line'].to_numpy()))}"
        for file, rows in own.groupby("file", sort=False)
    )
    return f"{len(own)} that name this patient ({lines}); {whole}"


def _longest_gap(frames: ReportFrames, patient: str) -> str:
    row = next(each(frames.of("persistence", patient)), None)
    if row is None or pd.isna(row.first_session_on):
        return "no session yet"
    return f"{count_words(int(row.longest_gap_days), 'day')} without a session, pauses left out"


def _monitoring(periods: pd.DataFrame, caption: str) -> Table:
    rows = [
        (
            Cell(f"{day_words(row.first_on)} to {day_words(row.last_on)}"),
            Cell("not known" if pd.isna(row.days_entered) else f"{row.days_entered:.0f}"),
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
