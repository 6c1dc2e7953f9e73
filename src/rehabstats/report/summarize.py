"""First stage: metric frames in, one frozen summary out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pandas as pd

from rehabstats import __version__
from rehabstats.metrics.last_entries import last_entries
from rehabstats.report.summary import (
    Adherence,
    FileCount,
    Pain,
    PatientSummary,
    ReportSummary,
    Signal,
    WeekSummary,
)
from rehabstats.signals import patients_by_need
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK

_NOTHING_DUE: Final = Adherence(None, None, None, 0, 0, 0, 0, 0, 0, 0)
_NOT_RATED: Final = Pain(None, None, 0, 0)
_NO_ROWS: Final[Sequence[Any]] = ()


@dataclass(frozen=True)
class MetricFrames:
    """
    The metric frames behind one report; its charts draw the same rows.

    Parameters
    ----------
    overall : pandas.DataFrame
        Adherence in whole sessions, one row per patient.
    weekly : pandas.DataFrame
        Rows of ``schemas.SessionAdherence``.
    pain : pandas.DataFrame
        Rows of ``schemas.WeeklySessionPain`` with the moment "during".
    signals : pandas.DataFrame
        Rows of ``schemas.Signals``.
    layers : mapping of str to pandas.DataFrame, optional
        What else the weekly trend draws, by the names of its parameters.
    """

    overall: pd.DataFrame
    weekly: pd.DataFrame
    pain: pd.DataFrame
    signals: pd.DataFrame
    layers: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def summarize_caseload(
    caseload: Caseload, metrics: MetricFrames, *, as_of: date, assumptions: Iterable[str] = ()
) -> ReportSummary:
    """
    Gather what a report says about a caseload.

    Parameters
    ----------
    caseload : rehabstats.Caseload
        Read for its ``name``, ``patients``, ``sessions``, ``account``,
        ``assumptions`` and ``catalogue``.
    metrics : MetricFrames
        Metric frames of the same caseload on the same day.
    as_of : datetime.date
        The day the report is about; later sessions are counted and left out.
    assumptions : iterable of str, optional
        What was assumed beyond the caseload's own, such as changed settings.

    Returns
    -------
    ReportSummary
        Patients in order of need, in sections ``p1``, ``p2`` and so on.

    Examples
    --------
    >>> from rehabstats import adherence, build_ledger, load_caseload
    >>> from rehabstats import find_signals, session_adherence, weekly_session_pain
    >>> caseload = load_caseload("data/sample")
    >>> ledger = build_ledger(caseload, as_of=caseload.last_entry, unit="session")
    >>> overall = adherence(ledger, by=["patient_id"])
    >>> pain = weekly_session_pain(caseload, as_of=caseload.last_entry)
    >>> during = pain[pain["moment"] == "during"]
    >>> signals = find_signals(caseload, as_of=caseload.last_entry)
    >>> metrics = MetricFrames(overall, session_adherence(ledger), during, signals)
    >>> summary = summarize_caseload(caseload, metrics, as_of=caseload.last_entry.date())
    >>> [(group, len(patients)) for group, patients in summary.groups][:2]
    [('concern', 4), ('not enough data', 1)]
    """
    day = pd.Timestamp(as_of)
    sessions = caseload.sessions
    known = sessions[sessions["day"] <= day]
    last = last_entries(caseload, day)
    overall = {row.patient_id: _adherence(row) for row in _rows(metrics.overall)}
    weeks = _weeks_by_patient(metrics)
    names = {program.id: program.name for program in caseload.catalogue.programs}
    fired = {
        str(owner): rows for owner, rows in metrics.signals.groupby("patient_id", observed=True)
    }
    row_of = {str(row.patient_id): row for row in _rows(caseload.patients)}
    by_need = patients_by_need(metrics.signals, caseload.patients)
    patients = [
        _patient(
            row_of[need.patient_id],
            section=f"p{number}",
            as_of=day,
            group=str(need.group),
            first=None if pd.isna(need.sentence) else str(need.sentence),
            signals=_signals(fired.get(need.patient_id, metrics.signals.head(0))),
            programs=names,
            adherence=overall.get(need.patient_id, _NOTHING_DUE),
            last_entry=last.get(need.patient_id),
            weeks=tuple(weeks.get(need.patient_id, _NO_ROWS)),
        )
        for number, need in enumerate(_rows(by_need), start=1)
    ]
    return ReportSummary(
        name=str(caseload.name),
        as_of=as_of,
        version=__version__,
        assumptions=tuple(dict.fromkeys([*caseload.assumptions, *assumptions])),
        remarks=tuple(caseload.remarks),
        files=_files(caseload.account),
        n_later_sessions=len(sessions) - len(known),
        patients=tuple(patients),
    )


def _patient(
    row: Any, *, as_of: pd.Timestamp, last_entry: Any, programs: Mapping[str, str], **parts: Any
) -> PatientSummary:
    return PatientSummary(
        patient_id=str(row.patient_id),
        program=programs.get(row.program, str(row.program)),
        start_date=row.start_date.date(),
        end_date=None if pd.isna(row.end_date) else row.end_date.date(),
        week=(as_of - row.start_date).days // DAYS_PER_WEEK + 1,
        last_entry=None if last_entry is None else last_entry.date(),
        days_since_entry=None if last_entry is None else (as_of - last_entry).days,
        **parts,
    )


def _signals(rows: pd.DataFrame) -> tuple[Signal, ...]:
    return tuple(
        Signal(
            direction=str(row.direction),
            is_current=bool(row.is_current),
            sentence=str(row.sentence),
            rule=str(row.rule),
            since=row.since.date(),
            thresholds="" if pd.isna(row.thresholds) else str(row.thresholds),
            log_file="" if pd.isna(row.log_file) else str(row.log_file),
            log_lines="" if pd.isna(row.log_lines) else str(row.log_lines),
        )
        for row in _rows(rows)
    )


def _weeks_by_patient(metrics: MetricFrames) -> dict[Any, list[WeekSummary]]:
    """Every patient's weeks in order; a week may be in one of the two frames only."""
    done = {(row.patient_id, row.week): row for row in _rows(metrics.weekly)}
    hurt = {(row.patient_id, row.week): row for row in _rows(metrics.pain)}
    weeks: dict[Any, list[WeekSummary]] = {}
    for patient_id, week in sorted({**done, **hurt}, key=lambda key: key[1]):
        at = done.get((patient_id, week)), hurt.get((patient_id, week))
        weeks.setdefault(patient_id, []).append(
            WeekSummary(
                week=int(week),
                week_start=next(row.week_start.date() for row in at if row is not None),
                adherence=_NOTHING_DUE if at[0] is None else _adherence(at[0]),
                pain=_NOT_RATED if at[1] is None else _pain(at[1]),
            )
        )
    return weeks


def _adherence(row: Any) -> Adherence:
    return Adherence(
        share=_known(row.session_adherence),
        low=_known(row.session_adherence_low),
        high=_known(row.session_adherence_high),
        n_filled=int(row.n_done + row.n_partial),
        n_due=int(row.n_due),
        n_skipped=int(row.n_skipped + row.n_omitted),
        n_unrecorded=int(row.n_unrecorded),
        n_open=int(row.n_open),
        n_excused=int(row.n_excused),
        n_extra=int(row.n_extra),
    )


def _pain(row: Any) -> Pain:
    return Pain(
        median=_known(row.pain_nrs_median),
        highest=_known(row.pain_nrs_max),
        n_rated=int(row.n_rated),
        n_sessions=int(row.n_rated + row.n_missing),
    )


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame whose columns a schema has already promised."""
    return iter(frame.itertuples(index=False))


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _files(account: pd.DataFrame) -> tuple[FileCount, ...]:
    return tuple(
        FileCount(str(row.file), int(row.rows_read), int(row.rows_quarantined))
        for row in _rows(account)
    )
