"""Caseload: many simulated patients as the five frames of a folder, and the truth behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rehabstats.programs import Program, builtin_programs
from rehabstats.simulate.frames import (
    checkins_frame,
    patients_frame,
    pauses_frame,
    prescriptions_frame,
    sessions_frame,
    truth_frame,
)
from rehabstats.simulate.patient import simulate_patient
from rehabstats.simulate.truth import PatientTruth


@dataclass(frozen=True)
class SimulatedCaseload:
    """
    A simulated caseload: frames with the columns of the native files, and the truth.

    Parameters
    ----------
    sessions : pandas.DataFrame of shape (n_rows, 19)
        The log, one row per set or skip, by patient and time.
    patients : pandas.DataFrame of shape (n_patients, 7)
        The patients, in the order given.
    prescriptions : pandas.DataFrame of shape (n_changes, 11)
        Changes of the prescription.
    pauses : pandas.DataFrame of shape (n_pauses, 4)
        Excused intervals.
    checkins : pandas.DataFrame of shape (n_checkins, 4)
        Ratings of activities.
    truth : pandas.DataFrame of shape (n_weeks_of_all, 9)
        One row per patient, exercise, side and week, with
        ``n_sessions_prescribed``, ``n_sessions_done`` and ``n_sessions_logged``
        [sessions] and ``pain_during_nrs_mean`` [NRS 0-10], the mean over the seven
        days of the week of the pain without noise, whether or not it was rated.
    """

    sessions: pd.DataFrame
    patients: pd.DataFrame
    prescriptions: pd.DataFrame
    pauses: pd.DataFrame
    checkins: pd.DataFrame
    truth: pd.DataFrame


def simulate_caseload(
    truths: Sequence[PatientTruth],
    *,
    seed: int,
    programs: Sequence[Program] | None = None,
) -> SimulatedCaseload:
    """
    Let every patient exercise, rate and log.

    Patients do not influence each other: without one of them, the rows of the
    others stay as they are.

    Parameters
    ----------
    truths : sequence of PatientTruth
        What is true of each patient.
    seed : int
        The same seed gives the same rows, on every platform.
    programs : sequence of Program, optional
        Where the patients' programs are found; the built-in ones without it.

    Returns
    -------
    SimulatedCaseload
        What the log says, and what truly happened.

    Raises
    ------
    ValueError
        If two patients share an id, or a program is not known.

    Examples
    --------
    >>> from datetime import date
    >>> stays = PatientTruth("P001", "hip-restoration", date(2026, 1, 5), adherence=1.0)
    >>> leaves = PatientTruth("P002", "hip-restoration", date(2026, 1, 5), dropout_week=2)
    >>> caseload = simulate_caseload([stays, leaves], seed=1)
    >>> left = caseload.truth.query("exercise == 'hip_pushdown' and side == 'left'")
    >>> left.groupby("patient_id", observed=True)["n_sessions_prescribed"].sum().tolist()
    [52, 52]
    >>> int(left.query("patient_id == 'P002' and week > 1")["n_sessions_done"].sum())
    0
    """
    catalogue = tuple(builtin_programs() if programs is None else programs)
    program_by_id = {program.id: program for program in catalogue}
    _require_unique_ids(truths)
    for truth in truths:
        if truth.program not in program_by_id:
            raise ValueError(
                f"`program` of {truth.patient_id} is {truth.program!r}, expected one of "
                f"{', '.join(program_by_id)}: give yours in `programs`"
            )
    simulated = [
        simulate_patient(truth, program_by_id[truth.program], seed=seed) for truth in truths
    ]
    return SimulatedCaseload(
        sessions=sessions_frame(truths, simulated, catalogue),
        patients=patients_frame(truths),
        prescriptions=prescriptions_frame(truths),
        pauses=pauses_frame(truths),
        checkins=checkins_frame(truths, simulated),
        truth=truth_frame(truths, simulated, catalogue),
    )


def _require_unique_ids(truths: Sequence[PatientTruth]) -> None:
    seen: set[str] = set()
    for truth in truths:
        if truth.patient_id in seen:
            raise ValueError(
                f"`truths` has {truth.patient_id!r} twice, expected each `patient_id` once: "
                "rename one of them"
            )
        seen.add(truth.patient_id)
