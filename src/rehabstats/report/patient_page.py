"""Patient page: the sections of one patient, gathered."""

from __future__ import annotations

from dataclasses import dataclass

from rehabstats.report.sections.done import Done, summarize_done
from rehabstats.report.sections.evidence import Signal, summarize_signals
from rehabstats.report.sections.head import Head, summarize_head
from rehabstats.report.sections.log import Log, summarize_log
from rehabstats.report.sections.quality import Quality, summarize_quality
from rehabstats.report.sections.reported import Reported, summarize_reported
from rehabstats.report.sections.visit import Visit, summarize_visit
from rehabstats.room import PatientRoom


@dataclass(frozen=True)
class PatientPage:
    """What a clinician's page says of one patient, in the order in which it says it."""

    section: str
    head: Head
    visit: Visit
    reported: Reported
    done: Done
    signals: tuple[Signal, ...]
    quality: Quality
    log: Log


def summarize_patient(own: PatientRoom, *, section: str) -> PatientPage:
    """
    Gather what a page says of one patient.

    Parameters
    ----------
    own : PatientRoom
        The patient, in a caseload seen from a day.
    section : str
        Begins every id on the page.

    Returns
    -------
    PatientPage
        The sections.
    """
    return PatientPage(
        section=section,
        head=summarize_head(own),
        visit=summarize_visit(own),
        reported=summarize_reported(own),
        done=summarize_done(own),
        signals=summarize_signals(own),
        quality=summarize_quality(own),
        log=summarize_log(own),
    )
