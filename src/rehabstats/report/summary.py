"""What a report says, as numbers: the one thing that passes from summarize to render."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby


@dataclass(frozen=True)
class Adherence:
    """
    Session adherence over some weeks, with its bounds and what it counts.

    ``share``, ``low`` and ``high`` are fractions [0-1]. ``share`` is None when
    nothing was due; ``high`` is None when nothing is known either.
    """

    share: float | None
    low: float | None
    high: float | None
    n_filled: int
    n_due: int
    n_skipped: int
    n_unrecorded: int
    n_open: int
    n_excused: int
    n_extra: int

    @property
    def nothing_recorded(self) -> bool:
        """Whether sessions were due and the log says nothing about any of them."""
        return self.n_due > 0 and self.high is None


@dataclass(frozen=True)
class Pain:
    """Pain during exercise in one week [NRS 0-10]; None where no session was rated."""

    median: float | None
    highest: float | None
    n_rated: int
    n_sessions: int


@dataclass(frozen=True)
class WeekSummary:
    """One program week: a row of a patient's table."""

    week: int
    week_start: date
    adherence: Adherence
    pain: Pain


@dataclass(frozen=True)
class Signal:
    """One rule that fired: the fact in words, since when, and the lines of the log behind it."""

    direction: str
    is_current: bool
    sentence: str
    rule: str
    since: date
    thresholds: str
    log_file: str
    log_lines: str


@dataclass(frozen=True)
class PatientSummary:
    """One patient: a row of the caseload table, and a section of the report."""

    section: str
    patient_id: str
    group: str
    first: str | None
    signals: tuple[Signal, ...]
    program: str
    start_date: date
    end_date: date | None
    week: int
    adherence: Adherence
    last_entry: date | None
    days_since_entry: int | None
    weeks: tuple[WeekSummary, ...]

    @property
    def latest_rated(self) -> WeekSummary | None:
        """The latest week with a pain rating."""
        rated = [week for week in self.weeks if week.pain.median is not None]
        return rated[-1] if rated else None


@dataclass(frozen=True)
class FileCount:
    """How many rows of one file were read, and how many of them are in no number."""

    file: str
    n_read: int
    n_quarantined: int


@dataclass(frozen=True)
class ReportSummary:
    """One caseload on one day."""

    name: str
    as_of: date
    version: str
    assumptions: tuple[str, ...]
    remarks: tuple[str, ...]
    files: tuple[FileCount, ...]
    n_later_sessions: int
    patients: tuple[PatientSummary, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[PatientSummary, ...]], ...]:
        """Patients by what they are looked at for first, in order of need."""
        runs = groupby(self.patients, key=lambda patient: patient.group)
        return tuple((group, tuple(patients)) for group, patients in runs)
