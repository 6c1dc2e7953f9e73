"""Patient page: the sections of one patient, gathered."""

from __future__ import annotations

from dataclasses import dataclass

from rehabstats.report.frames import ReportFrames
from rehabstats.report.sections.done import Done, summarize_done
from rehabstats.report.sections.evidence import Signal, summarize_signals
from rehabstats.report.sections.head import Head, summarize_head
from rehabstats.report.sections.log import Log, summarize_log
from rehabstats.report.sections.quality import Quality, summarize_quality
from rehabstats.report.sections.reported import Reported, summarize_reported
from rehabstats.report.sections.visit import Visit, summarize_visit


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


def summarize_patient(frames: ReportFrames, patient: str, *, section: str) -> PatientPage:
    """
    Gather what a page says of one patient.

    Parameters
    ----------
    frames : ReportFrames
        Metric frames of a caseload with this patient.
    patient : str
        The patient's id.
    section : str
        Begins every id on the page.

    Returns
    -------
    PatientPage
        The sections.
    """
    signals = summarize_signals(frames, patient)
    return PatientPage(
        section=section,
        head=summarize_head(frames, patient),
        visit=summarize_visit(frames, patient, signals),
        reported=summarize_reported(frames, patient),
        done=summarize_done(frames, patient),
        signals=signals,
        quality=summarize_quality(frames, patient),
        log=summarize_log(frames, patient),
    )
