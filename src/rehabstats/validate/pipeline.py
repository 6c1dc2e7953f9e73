"""The order in which the files of a caseload are read and checked against each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rehabstats.errors import ReadError
from rehabstats.problems import Findings, Problems
from rehabstats.programs import Catalogue, Program, builtin_programs, normalize_name
from rehabstats.read import RawTable, find_table, read_table
from rehabstats.schemas import Checkins, Frame, Pauses, PrescriptionChanges
from rehabstats.validate.account import account_for, quarantine_of
from rehabstats.validate.caseload import Caseload
from rehabstats.validate.checkins import read_checkins
from rehabstats.validate.coding import Coding
from rehabstats.validate.patients import assumed_patients, read_patients
from rehabstats.validate.pauses import read_pauses
from rehabstats.validate.prescriptions import read_prescriptions
from rehabstats.validate.sessions import build_sets_and_sessions
from rehabstats.validate.sets import check_rows, read_set_table
from rehabstats.validate.table import Table

_STEMS = ("patients", "prescriptions", "pauses", "sessions", "checkins")


@dataclass(frozen=True)
class Options:
    """What the caller says about the files."""

    program: str | None
    patient_id: str | None
    start_date: str | dt.date | None
    programs: tuple[Program, ...]
    dayfirst: bool | None
    as_of: str | dt.date | None


@dataclass(frozen=True)
class Result:
    """All problems, and the caseload if there is one."""

    problems: Problems
    caseload: Caseload | None


def run(path: Path, options: Options) -> Result:
    """Read and check everything; a file that cannot be used costs the caseload, not the list."""
    findings = Findings()
    raw = _read_all(path, findings)
    catalogue = Catalogue((*builtin_programs(), *options.programs))
    caseload = _build(raw, catalogue, options, findings) if "sessions" in raw else None
    problems = findings.problems()
    if caseload is None or problems.fatal or caseload["sessions"].empty:
        if not problems.fatal:
            name = raw["sessions"].file
            findings.add(name, "", "at least one set without problems", rule="no_rows", got="none")
        return Result(findings.problems(), None)
    return Result(
        problems,
        Caseload(
            name=path.resolve().name,
            catalogue=catalogue,
            problems=problems,
            quarantine=quarantine_of(raw, problems),
            account=account_for(raw, problems),
            **caseload,
        ),
    )


def _read_all(path: Path, findings: Findings) -> dict[str, RawTable]:
    raw: dict[str, RawTable] = {}
    if not path.is_dir():
        return _read_into(raw, "sessions", path, findings)
    for stem in _STEMS:
        try:
            file = find_table(path, stem)
        except ReadError as error:
            findings.add(error.file, "", error.expected, rule="unreadable", got=error.got)
            continue
        if file:
            _read_into(raw, stem, file, findings)
        elif stem == "sessions":
            expected = "sessions.csv (or .tsv, .xlsx, .parquet, .jsonl)"
            findings.add(path.name, "", expected, rule="missing_file", got="no log")
    return raw


def _read_into(
    raw: dict[str, RawTable], stem: str, file: Path, findings: Findings
) -> dict[str, RawTable]:
    try:
        raw[stem] = read_table(file)
    except ReadError as error:
        findings.add(error.file, "", error.expected, rule="unreadable", got=error.got)
    return raw


def _build(
    raw: dict[str, RawTable],
    catalogue: Catalogue,
    options: Options,
    findings: Findings,
) -> dict[str, Any] | None:
    dayfirst = options.dayfirst
    assumptions: list[str] = []
    bare = "patients" not in raw
    patients = None
    if not bare:
        patients = read_patients(raw["patients"], catalogue, findings, dayfirst)
    one_patient = options.patient_id is not None
    table = read_set_table(raw["sessions"], catalogue, findings, dayfirst, one_patient=one_patient)
    if table is not None and one_patient and not table.has("patient_id"):
        table.fill_identifier("patient_id", options.patient_id or "")
    if bare and table is not None:
        patients = _assume_patients(table, catalogue, options, findings, assumptions)
    if patients is None or table is None:
        return None
    coding = Coding(
        catalogue,
        patients["patient_id"].cat.categories,
        patients["program"].cat.codes.to_numpy("int64"),
        raw["patients"].file if not bare else raw["sessions"].file,
    )
    changes = pauses = checkins = None
    if "prescriptions" in raw:
        changes = read_prescriptions(raw["prescriptions"], coding, findings, dayfirst)
    if "pauses" in raw:
        pauses = read_pauses(raw["pauses"], coding, findings, dayfirst)
    if "checkins" in raw:
        checkins = read_checkins(raw["checkins"], coding, findings, dayfirst)
    rows = check_rows(table, coding, coding.require_known_patients(table), changes)
    sets, sessions = build_sets_and_sessions(rows, coding)
    frames: dict[str, pd.DataFrame] = {
        "patients": patients,
        "changes": _or_empty(changes, PrescriptionChanges, coding),
        "pauses": _or_empty(pauses, Pauses, coding),
        "sets": sets,
        "sessions": sessions,
        "checkins": _or_empty(checkins, Checkins, coding),
    }
    _note_after(table, options.as_of)
    return {**frames, "assumptions": tuple(assumptions)}


def _assume_patients(
    table: Table,
    catalogue: Catalogue,
    options: Options,
    findings: Findings,
    assumptions: list[str],
) -> pd.DataFrame | None:
    known = ", ".join(catalogue.program_ids)
    program = catalogue.program_by_name.get(normalize_name(options.program or ""))
    if program is None:
        got = repr(options.program) if options.program else "no patients.csv and no program"
        expected = f"the program of this log: say program= or --program, one of {known}"
        findings.add(table.file, "", expected, rule="no_program", got=got)
        return None
    kept = ~table.bad
    day = pd.Series(table.values["started_at"])[kept].dt.normalize()
    owner = pd.Series(table.values["patient_id"])[kept]
    first_day = day.groupby(owner, sort=False).min()
    start = None if options.start_date is None else pd.Timestamp(options.start_date)
    assumptions.append(f"There is no patients.csv: everyone is taken to follow {program}.")
    if start is None:
        assumptions.append("Program week 1 is taken to start on each patient's first logged day.")
    return assumed_patients(first_day, program, catalogue, start)


def _or_empty(frame: pd.DataFrame | None, schema: type[Frame], coding: Coding) -> pd.DataFrame:
    if frame is None:
        frame = schema.empty()
        frame["patient_id"] = coding.patient_categories(np.empty(0, "int64"))
    return frame


def _note_after(table: Table, as_of: str | dt.date | None) -> None:
    """Note the sets after as_of; without one, nothing is later than the latest entry."""
    if as_of is None:
        return
    after = pd.Series(table.values["started_at"]).dt.normalize() > pd.Timestamp(as_of)
    expected = f"a day up to as_of {pd.Timestamp(as_of):%Y-%m-%d}; it is ignored and counted"
    table.note_once(after.to_numpy(bool), "started_at", expected, rule="after_as_of")
