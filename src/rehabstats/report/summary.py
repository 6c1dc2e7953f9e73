"""What the index and every page say, as frozen values that pass from summarize to render."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Self

import pandas as pd


@dataclass(frozen=True)
class Adherence:
    """
    Session adherence over some days, with its bounds and what it counts.

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

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of an adherence frame; skipped and omitted are told together."""
        return cls(
            share=known(row.session_adherence),
            low=known(row.session_adherence_low),
            high=known(row.session_adherence_high),
            n_filled=int(row.n_done + row.n_partial),
            n_due=int(row.n_due),
            n_skipped=int(row.n_skipped + row.n_omitted),
            n_unrecorded=int(row.n_unrecorded),
            n_open=int(row.n_open),
            n_excused=int(row.n_excused),
            n_extra=int(row.n_extra),
        )

    @classmethod
    def of_nothing(cls) -> Self:
        """Where no slot was due or excused and none was filled."""
        return cls(None, None, None, 0, 0, 0, 0, 0, 0, 0)

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
class IndexRow:
    """One patient in the index: whom to look at, why, and where."""

    patient_id: str
    link: str
    program: str
    place: str
    group: str
    first: str | None
    n_signals: int
    adherence: Adherence
    pain: str
    pain_week: int | None
    last_entry: date | None
    days_since_entry: int | None
    failure: str | None = None


@dataclass(frozen=True)
class FileCount:
    """How many rows of one file were read, how many are in no number, and its SHA-256."""

    file: str
    n_read: int
    n_quarantined: int
    sha256: str


@dataclass(frozen=True)
class About:
    """
    What is the same on every page of a report.

    ``page_remarks`` are the remarks that may stand on a page about one patient: they name
    no other.
    """

    name: str
    as_of: date
    version: str
    assumptions: tuple[str, ...]
    remarks: tuple[str, ...]
    page_remarks: tuple[str, ...]
    files: tuple[FileCount, ...]
    n_later_sessions: int
    thresholds: tuple[Any, ...]


@dataclass(frozen=True)
class CaseloadIndex:
    """A caseload in order of need."""

    about: About
    rows: tuple[IndexRow, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[IndexRow, ...]], ...]:
        """Patients by what they are looked at for first, in order of need."""
        runs = groupby(self.rows, key=lambda row: row.group)
        return tuple((group, tuple(rows)) for group, rows in runs)

    @property
    def failures(self) -> tuple[IndexRow, ...]:
        """Patients whose page could not be made."""
        return tuple(row for row in self.rows if row.failure)


def known(value: float) -> float | None:
    """A number, or None where it is missing."""
    return None if pd.isna(value) else float(value)
