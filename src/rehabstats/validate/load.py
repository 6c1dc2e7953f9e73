"""From a folder or file to a caseload: read every table, check it, and account for each row."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Iterable
from pathlib import Path

from rehabstats.errors import DroppedRowsWarning, ValidationError
from rehabstats.problems import Problems
from rehabstats.programs import Program
from rehabstats.validate.caseload import Caseload
from rehabstats.validate.options import Arguments
from rehabstats.validate.pipeline import run

PathLike = str | os.PathLike[str]


def load_caseload(
    path: PathLike,
    *,
    program: str | None = None,
    patient_id: str | None = None,
    start_date: str | dt.date | None = None,
    programs: Iterable[Program] = (),
    dayfirst: bool | None = None,
    as_of: str | dt.date | None = None,
    strict: bool = False,
) -> Caseload:
    """
    Read a caseload into validated frames; rows with problems are quarantined.

    Parameters
    ----------
    path : str or path-like
        A folder with ``sessions.csv`` and optionally ``patients.csv``,
        ``prescriptions.csv``, ``pauses.csv`` and ``checkins.csv`` (each may also be
        .tsv, .xlsx, .parquet or .jsonl), or one bare log file.
    program : str, optional
        The program of every patient, where there is no ``patients.csv``.
    patient_id : str, optional
        The patient of a log without a patient column.
    start_date : str or datetime.date, optional
        The first day of program week 1, where there is no ``patients.csv``. By
        default the first logged day of each patient, which every output then says.
    programs : iterable of Program
        Programs of your own, from `load_program`, beside the built-in ones.
    dayfirst : bool, optional
        Whether ``03/04/2026`` is 3 April. Needed only where no date in the file
        proves the order; ISO dates never need it.
    as_of : str or datetime.date, optional
        Entries after this day are noted as problems. It changes nothing that is
        loaded: `build_ledger` has its own.
    strict : bool, default False
        Whether any error raises instead of quarantining its rows.

    Returns
    -------
    Caseload
        Frames, problems, the quarantine, and an account in which rows read =
        rows kept + rows quarantined.

    Raises
    ------
    ValidationError
        If a whole file cannot be used, or, when `strict`, if there is any error.
        It carries all problems, not the first.

    Warns
    -----
    DroppedRowsWarning
        If rows were quarantined.

    See Also
    --------
    check : The same problems, without raising.

    Examples
    --------
    >>> caseload = load_caseload("data/sample")
    >>> len(caseload.patients)
    8
    """
    result = run(
        Path(path), Arguments(program, patient_id, start_date, tuple(programs), dayfirst, as_of)
    )
    if result.caseload is None or (strict and len(result.problems.errors)):
        raise ValidationError(result.problems)
    caseload = result.caseload
    if n_out := int(caseload.account["rows_quarantined"].sum()):
        n_read = int(caseload.account["rows_read"].sum())
        text = f"{n_out} of {n_read} rows were quarantined; see `caseload.quarantine`"
        warnings.warn(text, DroppedRowsWarning, stacklevel=2)
    return caseload


def check(
    path: PathLike,
    *,
    program: str | None = None,
    patient_id: str | None = None,
    start_date: str | dt.date | None = None,
    programs: Iterable[Program] = (),
    dayfirst: bool | None = None,
    as_of: str | dt.date | None = None,
) -> Problems:
    """
    List everything in a caseload that is not as expected.

    Parameters
    ----------
    path : str or path-like
        A folder or a log file, as in `load_caseload`.
    program, patient_id : str, optional
        As in `load_caseload`.
    start_date : str or datetime.date, optional
        As in `load_caseload`.
    programs : iterable of Program
        As in `load_caseload`.
    dayfirst : bool, optional
        As in `load_caseload`.
    as_of : str or datetime.date, optional
        Entries after this day are noted; without it, nothing is.

    Returns
    -------
    Problems
        Errors, which keep a row or a file out, and notes, which do not. Nothing
        is raised for a faulty file.

    Examples
    --------
    >>> check("data/sample").errors.lines()
    []
    """
    stated = Arguments(program, patient_id, start_date, tuple(programs), dayfirst, as_of)
    return run(Path(path), stated).problems
