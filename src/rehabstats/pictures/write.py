"""Write charts: drawn aside and renamed, the same bytes for the same log and day."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rehabstats.basis.entries import last_entries_of
from rehabstats.days import Day, local_day
from rehabstats.export import write_tables
from rehabstats.pictures.kinds import CASELOAD, KINDS
from rehabstats.pictures.names import safe_names
from rehabstats.pictures.picture import CaseloadPicture, Drawn, Picture
from rehabstats.pictures.save import FORMATS
from rehabstats.room import Room
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.words import iso_day

_Progress = Callable[[Iterable[Any]], Iterable[Any]]


def write_charts(
    caseload: Caseload,
    out: str | os.PathLike[str],
    *,
    as_of: Day,
    kind: str = "trend",
    patients: Iterable[str] | None = None,
    since: Day | None = None,
    file_format: str = "png",
    weekly: bool = False,
    tables: bool = False,
    settings: Settings = DEFAULTS,
    progress: _Progress = iter,
) -> list[Path]:
    """
    Write charts into a folder: one per patient, or one of the whole caseload.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    out : str or path-like
        The folder; it is made if need be.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen.
    kind : str, default "trend"
        What to draw: the weekly ``"trend"``; the ``"page"`` of a patient on A4, or
        ``"page-letter"``; ``"pain"``, ``"volume"`` or ``"progression"`` of each exercise;
        the ``"mirror"`` of left and right; the ``"calendar"`` of slots; the ``"runs"`` chart
        of pain; or the ``"caseload"``, all patients on one picture in order of need.
    patients : iterable of str, optional
        Only these patients.
    since : str, datetime.date or pandas.Timestamp, optional
        Only patients with a session or check-in on this day or later. The caseload is drawn
        if there is one, and then whole.
    file_format : {"png", "svg", "pdf"}, default "png"
        Format of the files.
    weekly : bool, default False
        Whether names carry the program week, or the day for the caseload, so that each
        week's picture is kept; without it a file is replaced by the next one.
    tables : bool, default False
        Whether the frames that a picture is drawn from are written beside it as CSV.
    settings : Settings, optional
        Every threshold.
    progress : callable, optional
        Wraps the iteration, to show how far it is.

    Returns
    -------
    list of pathlib.Path
        The pictures, in the order of the patients: ``P001-trend.png``, or
        ``P001-trend-week-07.png``; tables are called ``P001-trend-session_adherence.csv``. Letters
        of an id that some file systems refuse are replaced, and a mark made of the id
        follows.

    Raises
    ------
    ValueError
        If a kind, format or patient is not known.

    Notes
    -----
    Each picture holds in words what it shows: a PNG as its ``Description``, an SVG as
    ``<desc>``, a PDF as its subject.

    Examples
    --------
    >>> import tempfile
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> files = write_charts(
    ...     caseload, tempfile.mkdtemp(), as_of="2026-03-30", patients=["P001"], weekly=True
    ... )
    >>> [file.name for file in files]
    ['P001-trend-week-13.png']
    """
    return write_pictures(
        Room.of(caseload, as_of, settings), out, kind=kind, patients=patients, since=since,
        file_format=file_format, weekly=weekly, tables=tables, progress=progress,
    )  # fmt: skip


def write_pictures(
    room: Room,
    out: str | os.PathLike[str],
    *,
    kind: str = "trend",
    patients: Iterable[str] | None = None,
    since: Day | None = None,
    file_format: str = "png",
    weekly: bool = False,
    tables: bool = False,
    progress: _Progress = iter,
) -> list[Path]:
    """The same as `write_charts`, of a caseload that is seen from a day already."""
    if kind not in (*KINDS, CASELOAD):
        known = ", ".join((*KINDS, CASELOAD))
        raise ValueError(f"`kind`: got {kind!r}, expected one of {known}")
    if file_format not in FORMATS:
        raise ValueError(
            f"`file_format`: got {file_format!r}, expected one of {', '.join(FORMATS)}"
        )
    chosen = _known(room, patients)
    newer = _newer(room, chosen, since)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    names, files = safe_names(room.patient_ids), []

    def picture_of(patient: str) -> tuple[str, Drawn]:
        own = room[patient]
        week = f"-week-{own.week:02d}" if weekly else ""
        return f"{names[patient]}-{kind}{week}", Picture(own, kind)

    def picture_of_all(patients: tuple[str, ...]) -> tuple[str, Drawn]:
        when = f"-{iso_day(room.as_of)}" if weekly else ""
        return f"{CASELOAD}{when}", CaseloadPicture(room, patients)

    of_all: list[Any] = [tuple(chosen)] if newer else []
    turns, named = (of_all, picture_of_all) if kind == CASELOAD else (newer, picture_of)
    with _old_objects_left_alone():
        for one in progress(turns):
            stem, picture = named(one)
            files.append(picture.save(folder / f"{stem}.{file_format}"))
            if tables:
                behind = picture.tables.items()
                write_tables({f"{stem}-{name}": table for name, table in behind}, folder)
    return files


@contextmanager
def _old_objects_left_alone() -> Iterator[None]:
    """Keep the collector to what drawing makes: a log is large, and so are the libraries."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _known(room: Room, patients: Iterable[str] | None) -> list[str]:
    """The patients that are asked for, in the order of the file."""
    known = room.patient_ids
    wanted = list(known) if patients is None else list(patients)
    if unknown := [name for name in wanted if name not in known]:
        raise ValueError(
            f"`patients`: got {unknown[0]!r}, expected some of {', '.join(known[:12])}"
        )
    return [name for name in known if name in wanted]


def _newer(room: Room, patients: list[str], since: Day | None) -> list[str]:
    """Those with an entry from a day on; all, if there is no such day."""
    if since is None:
        return patients
    first, last = local_day(since, "since"), last_entries_of(room)
    return [name for name in patients if name in last and last[name] >= first]
