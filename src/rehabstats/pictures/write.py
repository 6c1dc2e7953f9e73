"""Write charts: drawn aside and renamed, the same bytes for the same log and day."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import matplotlib
import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure

from rehabstats.days import Day, local_day
from rehabstats.pictures.frames import Frames
from rehabstats.pictures.kinds import KINDS
from rehabstats.pictures.names import safe_names
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK

FORMATS: Final = ("png", "svg", "pdf")
_DPI: Final = 150
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
    settings: Settings = DEFAULTS,
    progress: _Progress = iter,
) -> list[Path]:
    """
    Write one chart per patient into a folder.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    out : str or path-like
        The folder; it is made if need be.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen.
    kind : {"trend", "pain", "volume", "mirror"}
        What to draw: the weekly trend; pain, or repetitions, of each exercise; or left
        against right.
    patients : iterable of str, optional
        Only these patients.
    since : str, datetime.date or pandas.Timestamp, optional
        Only patients with a session or check-in on this day or later.
    file_format : {"png", "svg", "pdf"}, default "png"
        Format of the files.
    weekly : bool, default False
        Whether names carry the program week, so that each week's picture is kept;
        without it a file is replaced by the next one.
    settings : Settings, optional
        Every threshold.
    progress : callable, optional
        Wraps the iteration, to show how far it is.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of the patients: ``P001-trend.png``, or
        ``P001-trend-week-07.png``. Letters of an id that some file systems refuse are
        replaced, and a mark made of the id follows.

    Raises
    ------
    ValueError
        If a kind, format or patient is not known.

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
    if kind not in KINDS:
        raise ValueError(f"`kind`: got {kind!r}, expected one of {', '.join(KINDS)}")
    if file_format not in FORMATS:
        raise ValueError(
            f"`file_format`: got {file_format!r}, expected one of {', '.join(FORMATS)}"
        )
    day = local_day(as_of, "as_of")
    frames = Frames(caseload, day, settings)
    names = safe_names(caseload.patients["patient_id"].astype("str"))
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    # The pictures look the same whatever style the caller has set.
    with matplotlib.style.context("default"):
        for patient in progress(_chosen(caseload, patients, since, day)):
            week = f"-week-{_week(caseload, patient, day):02d}" if weekly else ""
            file = folder / f"{names[patient]}-{kind}{week}.{file_format}"
            files.append(_save(KINDS[kind](frames, patient), file))
    return files


def _chosen(
    caseload: Caseload, patients: Iterable[str] | None, since: Day | None, day: pd.Timestamp
) -> list[str]:
    """The patients to draw, in the order of the file."""
    known = caseload.patients["patient_id"].astype("str").tolist()
    wanted = known if patients is None else list(patients)
    if unknown := [name for name in wanted if name not in known]:
        raise ValueError(
            f"`patients`: got {unknown[0]!r}, expected some of {', '.join(known[:12])}"
        )
    if since is not None:
        first = local_day(since, "since")
        sessions, checkins = caseload.sessions, caseload.checkins
        newer = set(sessions.loc[sessions["day"].between(first, day), "patient_id"])
        newer |= set(checkins.loc[checkins["date"].between(first, day), "patient_id"])
        wanted = [name for name in wanted if name in newer]
    return [name for name in known if name in wanted]


def _week(caseload: Caseload, patient: str, day: pd.Timestamp) -> int:
    own = (caseload.patients["patient_id"] == patient).to_numpy()
    start = caseload.patients["start_date"].to_numpy()[own][0]
    return int((day - pd.Timestamp(start)).days // DAYS_PER_WEEK + 1)


def _save(figure: Figure, file: Path) -> Path:
    """Draw aside first: nobody finds half a picture."""
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    stamp = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    file_format = file.suffix.removeprefix(".")
    look: Any = {"svg.hashsalt": file.stem, "svg.fonttype": "none"}
    try:
        with matplotlib.rc_context(look):
            figure.savefig(
                aside, format=file_format, dpi=_DPI, metadata=stamp[file_format], facecolor="white"
            )
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return file
