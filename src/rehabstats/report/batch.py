"""A batch: some patients' frames, pages and rows of the index, made by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from rehabstats.report.charts import draw_charts, draw_own_trend
from rehabstats.report.index import IndexRow, failed_row, index_row
from rehabstats.report.own_page import summarize_own_page
from rehabstats.report.pages import Job, drop_page, write_page
from rehabstats.report.patient_page import summarize_patient
from rehabstats.report.render import render_own_page, render_patient, render_section
from rehabstats.room import PatientRoom, Room
from rehabstats.validate import Caseload

#: What the order of the index is made of.
ORDERING: Final = ["patient_id", "direction", "rule", "is_current", "since", "sentence"]


@dataclass(frozen=True)
class Batch:
    """Some patients of a caseload, each with the number of its section."""

    caseload: Caseload
    numbers: dict[str, int]


@dataclass(frozen=True)
class Made:
    """
    What became of one patient: it is kept of everybody, and so it is small.

    Parameters
    ----------
    row : IndexRow
        The patient in the index.
    signals : tuple of tuple
        The columns `ORDERING` of the patient's signals.
    section : markupsafe.Markup, optional
        The patient's part of a single file.
    """

    row: IndexRow
    signals: tuple[tuple[Any, ...], ...] = ()
    section: Markup | None = None


def make_batch(batch: Batch, job: Job) -> list[Made]:
    """Every page of a batch."""
    return list(make_pages(batch, job))


def make_pages(batch: Batch, job: Job) -> Iterator[Made]:
    """The pages of a batch, one after the other; one that fails loses no other."""
    room = _room(batch, job)
    for patient, number in batch.numbers.items():
        try:
            yield _make(room[patient], job, number)
        except Exception:  # noqa: BLE001 - tried again alone, and told in the report
            yield _make_alone(batch, patient, job, number)


def _room(batch: Batch, job: Job) -> Room:
    return Room(batch.caseload, job.as_of, job.settings, job.since)


def _make_alone(batch: Batch, patient: str, job: Job, number: int) -> Made:
    """One patient without the others, whose rows may be what frames cannot be made of."""
    alone = Batch(batch.caseload.only([patient]), {patient: number})
    try:
        return _make(_room(alone, job)[patient], job, number)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other pages are wanted
        drop_page(job, patient)
        return Made(failed_row(alone.caseload, patient, error))


def _make(own: PatientRoom, job: Job, number: int) -> Made:
    patient = own.patient_id
    section = f"p{number}" if job.single_file else "p"
    link = f"#{section}" if job.single_file else f"{job.aside.name}/{job.names[patient]}.html"
    row = index_row(own, link)
    told = own.frame("signals")[ORDERING].astype({"patient_id": "str"})
    signals = tuple(told.itertuples(index=False, name=None))
    if job.for_patient:
        said = summarize_own_page(own)
        in_words = " ".join([*said.sessions, *said.pain])
        chart = draw_own_trend(own, description=in_words)
        text = render_own_page(said, chart, job.about)
        write_page(job, patient, text)
        return Made(row, signals)
    page = summarize_patient(own, section=section)
    charts = draw_charts(own, section=section)
    if job.single_file:
        return Made(row, signals, render_section(page, charts, job.about))
    text = render_patient(page, charts, job.about, index_link=job.index_link)
    write_page(job, patient, text)
    return Made(row, signals)
