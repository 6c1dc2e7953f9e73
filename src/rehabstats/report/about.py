"""About: what is the same on every page of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehabstats import __version__
from rehabstats.room import Room, each
from rehabstats.settings import Threshold
from rehabstats.validate.remarks import is_about_some


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
    thresholds: tuple[Threshold, ...]


def about_caseload(room: Room) -> About:
    """Name, day, what was assumed, which files were read, and every threshold."""
    caseload, as_of = room.caseload, room.as_of
    return About(
        name=str(caseload.name),
        as_of=as_of.date(),
        version=__version__,
        assumptions=room.assumptions,
        remarks=tuple(caseload.remarks),
        page_remarks=tuple(one for one in caseload.remarks if not is_about_some(one)),
        files=tuple(
            FileCount(
                str(row.file), int(row.rows_read), int(row.rows_quarantined),
                caseload.digests.get(str(row.file), ""),
            )
            for row in each(caseload.account)
        ),
        n_later_sessions=int((caseload.sessions["day"] > as_of).sum()),
        thresholds=room.settings.thresholds,
    )  # fmt: skip
