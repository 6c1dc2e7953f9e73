"""Last stage: pages are made, put in order of need, and take their places."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from rehabstats.days import Day, local_day
from rehabstats.pictures.names import safe_names
from rehabstats.report.about import about_caseload
from rehabstats.report.batch import ORDERING, Made
from rehabstats.report.index import CaseloadIndex
from rehabstats.report.pages import (
    INDEX,
    OWN_PAGES,
    PAGES,
    Job,
    put_in_place,
    require_free,
    written_aside,
)
from rehabstats.report.parallel import make_all
from rehabstats.report.pdf import require_weasyprint, write_pdf
from rehabstats.report.render import render_index
from rehabstats.room import Room
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.signals import RULES, merge_signals, patients_by_need
from rehabstats.validate import Caseload
from rehabstats.vocabulary import NEED_GROUPS, SIGNAL_DIRECTIONS
from rehabstats.words import iso_day

AUDIENCES: Final = ("clinician", "patient")

Progress = Callable[[Iterable[int]], Iterable[int]]


@dataclass(frozen=True)
class WrittenReport:
    """
    What was written, and what could not be.

    Parameters
    ----------
    index : pathlib.Path or None
        The list of all patients, if there is one.
    pages : tuple of pathlib.Path
        The pages of patients, and their PDFs.
    failures : dict of str to str
        Patients whose page could not be made, and why.
    """

    index: Path | None
    pages: tuple[Path, ...]
    failures: dict[str, str]


def write_report(
    caseload: Caseload,
    out: str | os.PathLike[str],
    *,
    as_of: Day,
    since: Day | None = None,
    patients: Iterable[str] | None = None,
    audience: str = "clinician",
    single_file: bool = False,
    pdf: bool = False,
    jobs: int = 1,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> WrittenReport:
    """
    Write the report of a caseload: pages that open anywhere, without a network.

    Parameters
    ----------
    caseload : Caseload
        A validated caseload.
    out : str or path-like
        The folder to write to; made if it is not there. Pages take their places when all
        of them are made; pages of an earlier report that are not in the new one go, unless
        `patients` are given: then they and the list of all stay as they were.
    as_of : str or datetime.date
        The day the report is about. Nothing is missed before its last day is over,
        and later entries are left out and counted.
    since : str or datetime.date, optional
        The last visit: what is new is told from this day on. Without it the last
        days, ``visit_days`` of the settings, are compared with those before, and the
        pages say so.
    patients : iterable of str, optional
        Only their pages, without the list of all.
    audience : {"clinician", "patient"}, default "clinician"
        For whom the pages are. A page for the patient is in plain words, and there is no
        list of others.
    single_file : bool, default False
        Everything in one file ``index.html`` instead of a page per patient.
    pdf : bool, default False
        Each page as a PDF too; this needs ``pip install "rehabstats[pdf]"``.
    jobs : int, default 1
        How many processes draw at a time. With more than one, a script needs
        ``if __name__ == "__main__":`` around the call.
    settings : Settings, optional
        Every threshold; what differs from the defaults is on the pages.
    progress : callable, optional
        Wraps the count of patients while their pages are made, such as ``tqdm``.

    Returns
    -------
    WrittenReport
        The files, and the patients whose page could not be made: one that fails loses no
        other. The same arguments give the same bytes.

    Raises
    ------
    ValueError
        If a day is no date, `since` is after `as_of`, or a patient or audience is not known.
    WriteError
        If PDFs are asked for and their library is not there, or a name in `out` is taken by
        something that no report wrote.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from rehabstats import load_caseload
    >>> caseload = load_caseload("data/sample")
    >>> with TemporaryDirectory() as folder:
    ...     report = write_report(caseload, folder, as_of="2026-03-30", patients=["P004"])
    ...     [page.name for page in report.pages]
    ['P004.html']
    """
    out = Path(out)
    last = local_day(as_of, "as_of")
    visit = _visit(since, last)
    some = _known(caseload, patients)
    if audience not in AUDIENCES:
        raise ValueError(f"`audience`: got {audience!r}, expected one of {', '.join(AUDIENCES)}")
    if audience == "patient" and single_file:
        raise ValueError(
            "`single_file`: got True with audience 'patient', expected one of the two: such a "
            "file would show each patient the others; leave it out"
        )
    if jobs < 1:
        raise ValueError(f"`jobs`: got {jobs!r}, expected 1 or more processes")
    if pdf:
        require_weasyprint()
    has_index = (patients is None and audience == "clinician") or single_file
    pages_in = OWN_PAGES if audience == "patient" else PAGES
    names = safe_names(caseload.patients["patient_id"].astype("str"))
    own = [] if single_file else [names[one] for one in some.patients["patient_id"].astype("str")]
    index = [out / INDEX] if has_index else []
    require_free([*index, *(out / pages_in / f"{name}.html" for name in own)])
    with written_aside(out) as aside:
        (aside / pages_in).mkdir()
        job = Job(
            as_of=last, since=visit, settings=settings,
            about=about_caseload(Room(caseload, last, settings, visit)),
            names=names,
            aside=aside / pages_in, single_file=single_file, pdf=pdf,
            for_patient=audience == "patient",
            index_link=f"../{INDEX}" if has_index else "",
        )  # fmt: skip
        ticks = iter(progress(range(len(some.patients))) if progress else ())
        made = []
        for one in make_all(some, job, jobs=jobs):
            made.append(one)
            next(ticks, None)
        # A bar ends when it is asked for more than there is.
        next(ticks, None)
        return _place(some, job, made, out, is_whole=patients is None, has_index=has_index)


def _place(
    caseload: Caseload,
    job: Job,
    made: list[Made],
    out: Path,
    *,
    is_whole: bool,
    has_index: bool,
) -> WrittenReport:
    """Move everything to where it belongs, the list of all patients last."""
    ordered = _by_need(caseload, made)
    folder = job.aside.parent
    if has_index:
        rows = tuple(one.row for one in ordered)
        sections = [one.section for one in ordered if one.section is not None]
        text = render_index(CaseloadIndex(job.about, rows), sections)
        (folder / INDEX).write_text(text, encoding="utf-8", newline="\n")
        if job.pdf:
            write_pdf(folder / INDEX, (folder / INDEX).with_suffix(".pdf"))
    pages = put_in_place(
        job.aside, out / job.aside.name, is_whole=is_whole,
        failed={job.names[one.row.patient_id] for one in ordered if one.row.failure},
    )  # fmt: skip
    job.aside.rmdir()
    placed = put_in_place(folder, out, is_whole=False)
    index = out / INDEX if has_index else None
    pages = [*pages, *(page for page in placed if page != index)]
    failures = {one.row.patient_id: one.row.failure for one in ordered if one.row.failure}
    return WrittenReport(index, tuple(pages), failures)


def _by_need(caseload: Caseload, made: list[Made]) -> list[Made]:
    """In order of need; in their group, those without a page come first."""
    told = pd.DataFrame([row for one in made for row in one.signals], columns=ORDERING)
    ids = caseload.patients["patient_id"].astype("str")
    place = {patient: n for n, patient in enumerate(ids)}
    if len(told):
        kinds = {"direction": list(SIGNAL_DIRECTIONS), "rule": [rule.id for rule in RULES]}
        told = told.astype({name: pd.CategoricalDtype(of) for name, of in kinds.items()})
        need = patients_by_need(merge_signals([told], caseload.patients), caseload.patients)
        place = dict(zip(need["patient_id"], need["need"], strict=True))
    groups = list(NEED_GROUPS)
    return sorted(
        made,
        key=lambda one: (
            groups.index(one.row.group), not one.row.failure, place[one.row.patient_id]
        ),
    )  # fmt: skip


def _visit(since: Day | None, last: pd.Timestamp) -> pd.Timestamp | None:
    visit = None if since is None else local_day(since, "since")
    if visit is not None and visit > last:
        raise ValueError(f"`since`: got {since!r}, expected a day up to as_of, {iso_day(last)}")
    return visit


def _known(caseload: Caseload, patients: Iterable[str] | None) -> Caseload:
    if patients is None:
        return caseload
    wanted = list(patients)
    known = caseload.patients["patient_id"].astype("str").tolist()
    unknown = [one for one in wanted if one not in set(known)]
    if unknown or not wanted:
        few = ", ".join(known[:10]) + (" ..." if len(known) > 10 else "")
        raise ValueError(f"`patients`: got {unknown!r}, expected ids of this caseload: {few}")
    return caseload.only(wanted)
