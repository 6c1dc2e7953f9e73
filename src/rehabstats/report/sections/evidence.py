"""Evidence: the signals of a patient, each with the log rows behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.sections.log import check_in_rows, set_rows
from rehabstats.report.table import Table
from rehabstats.report.words import text_or_nothing
from rehabstats.vocabulary import NEED_GROUPS

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

    direction: str
    about: str
    is_current: bool
    sentence: str
    rule: str
    since: str
    thresholds: str
    also: str
    log_file: str
    log_lines: str
    rows: Table | None
    n_more: int


def summarize_signals(frames: ReportFrames, patient: str) -> tuple[Signal, ...]:
    """Every signal of one patient, concerns of now first."""
    table = frames.of("signals", patient)
    return tuple(_signal(frames, patient, row, n) for n, row in enumerate(each(table), start=1))


def _signal(frames: ReportFrames, patient: str, row: Any, number: int) -> Signal:
    lines = lines_of(text_or_nothing(row.log_lines))
    rows = _rows(frames, patient, text_or_nothing(row.log_file), lines[:_SHOWN])
    if rows is not None:
        # Each table has a name of its own, for those who go from one to the next.
        rows = replace(rows, caption=f"{rows.caption} behind signal {number}")
    is_earlier = row.direction == "concern" and not row.is_current
    return Signal(
        direction=str(row.direction),
        about=NEED_GROUPS["earlier concern" if is_earlier else str(row.direction)],
        is_current=bool(row.is_current),
        sentence=str(row.sentence),
        rule=str(row.rule),
        since=str(row.since.date()),
        thresholds=text_or_nothing(row.thresholds),
        also=text_or_nothing(row.also),
        log_file=text_or_nothing(row.log_file),
        log_lines=text_or_nothing(row.log_lines),
        rows=rows,
        n_more=max(0, len(lines) - _SHOWN) if rows else 0,
    )


def _rows(frames: ReportFrames, patient: str, file: str, lines: np.ndarray) -> Table | None:
    """The rows of these lines, if the file is one that has rows of this patient."""
    files = frames.caseload.files
    kind = {files.get("sessions"): "log", files.get("checkins"): "ratings"}.get(file or None)
    if kind is None:
        return None
    own = frames.of(kind, patient)
    found = own[own["line"].isin(lines).to_numpy()]
    if found.empty:
        return None
    return set_rows(frames, patient, found) if kind == "log" else check_in_rows(frames, found)


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
