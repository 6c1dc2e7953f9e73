"""Evidence: the signals of a patient, each with the log rows behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.report.sections.log import check_in_rows, set_rows
from rehabstats.report.table import Table
from rehabstats.room import PatientRoom, each
from rehabstats.room.questions import about_words
from rehabstats.words import text_or_nothing

#: Rows that are shown below a signal before the rest is only counted.
_SHOWN: Final = 40


@dataclass(frozen=True)
class Signal:
    """
    One rule that fired: the fact in words, since when, and the rows behind it.

    Parameters
    ----------
    about : str
        Concern, improvement or not enough data, or an earlier concern.
    rows : Table, optional
        The rows, as far as there is room for them; ``n_more`` are left out.
    """

    about: str
    is_current: bool
    sentence: str
    rule: str
    since: pd.Timestamp
    thresholds: str
    also: str
    log_file: str
    log_lines: str
    rows: Table | None
    n_more: int


def summarize_signals(own: PatientRoom) -> tuple[Signal, ...]:
    """Every signal of one patient, concerns of now first."""
    table = own.frame("signals")
    return tuple(_signal(own, row, n) for n, row in enumerate(each(table), start=1))


def _signal(own: PatientRoom, row: Any, number: int) -> Signal:
    lines = lines_of(text_or_nothing(row.log_lines))
    rows = _rows(own, text_or_nothing(row.log_file), lines[:_SHOWN])
    if rows is not None:
        # Each table has a name of its own, for those who go from one to the next.
        rows = replace(rows, caption=f"{rows.caption} behind signal {number}")
    return Signal(
        about=about_words(row),
        is_current=bool(row.is_current),
        sentence=str(row.sentence),
        rule=str(row.rule),
        since=row.since,
        thresholds=text_or_nothing(row.thresholds),
        also=text_or_nothing(row.also),
        log_file=text_or_nothing(row.log_file),
        log_lines=text_or_nothing(row.log_lines),
        rows=rows,
        n_more=max(0, len(lines) - _SHOWN) if rows else 0,
    )


def _rows(own: PatientRoom, file: str, lines: np.ndarray) -> Table | None:
    """The rows of these lines, if the file is one that has rows of this patient."""
    files = own.caseload.files
    kind = {files.get("sessions"): "log", files.get("checkins"): "checkins"}.get(file or None)
    if kind is None:
        return None
    rows = own.frame(kind)
    found = rows[np.isin(rows["line"] if kind == "log" else rows.index, lines)]
    if found.empty:
        return None
    return set_rows(own, found) if kind == "log" else check_in_rows(own, found)


def lines_of(text: str) -> np.ndarray:
    """
    Numbers of lines from their ranges.

    Examples
    --------
    >>> lines_of("3-5, 9").tolist()
    [3, 4, 5, 9]
    """
    ends = [part.split("-") for part in text.split(", ") if part]
    ranges = [np.arange(int(part[0]), int(part[-1]) + 1) for part in ends]
    return np.concatenate(ranges) if ranges else np.empty(0, "int64")
