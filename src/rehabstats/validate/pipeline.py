"""The order in which the files of a caseload are read and checked against each other."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rehabstats.dialects import translate
from rehabstats.errors import ReadError
from rehabstats.problems import Findings, Problems
from rehabstats.programs import Catalogue, normalize_name
from rehabstats.read import RawTable, find_table, read_tables
from rehabstats.schemas import Checkins, Frame, Pauses, PrescriptionChanges
from rehabstats.validate.account import account_for, quarantine_of
from rehabstats.validate.caseload import Caseload
from rehabstats.validate.checkins import read_checkins
from rehabstats.validate.coding import Coding
from rehabstats.validate.options import Arguments, Options, check_arguments
from rehabstats.validate.patients import assumed_patients, read_patients
from rehabstats.validate.pauses import read_pauses
from rehabstats.validate.prescriptions import read_prescriptions
from rehabstats.validate.remarks import note_lonely_entries, remarks_on
from rehabstats.validate.sessions import build_sets_and_sessions
from rehabstats.validate.sets import check_rows, read_set_table
from rehabstats.validate.table import Table
from rehabstats.words import iso_day

_STEMS = ("patients", "prescriptions", "pauses", "sessions", "checkins")


@dataclass(frozen=True)
class Result:
    """All problems, and the caseload if there is one."""

    problems: Problems
    caseload: Caseload | None


def run(path: Path, arguments: Arguments) -> Result:
    """Read and check everything; a file that cannot be used costs the caseload, not the list."""
    findings = Findings()
    # A name that is not UTF-8 shows a replacement character, and is refused.
    name = os.fsencode(path.absolute().name).decode(errors="replace")
    options = check_arguments(arguments, name, findings)
    raw, unread, said = _read_all(path, name, findings)
    bare = "patients" not in raw.keys() | unread
    caseload = _build(raw, options, findings, bare=bare) if "sessions" in raw else None
    if caseload:
        caseload["remarks"] = (*said, *caseload["remarks"])
    problems = findings.problems()
    if caseload is None or problems.fatal:
        if not problems.fatal:
            file, expected = raw["sessions"].file, "at least one set without problems"
            findings.add(file, "", expected, rule="no_rows", got="no row that is left")
        return Result(findings.problems(), None)
    return Result(
        problems,
        Caseload(
            name=name,
            catalogue=options.catalogue,
            problems=problems,
            quarantine=quarantine_of(raw, problems),
            account=account_for(raw, problems),
            files={stem: table.file for stem, table in raw.items()},
            digests={table.file: table.sha256 for table in raw.values()},
            **caseload,
        ),
    )


def _read_all(
    path: Path, name: str, findings: Findings
) -> tuple[dict[str, RawTable], frozenset[str], tuple[str, ...]]:
    """The tables that can be read, the names of those that cannot, and how they were read."""
    if name != path.absolute().name:
        expected = "a name in UTF-8: rename it"
        findings.add(name, "", expected, rule="unreadable", got="a name that is not UTF-8")
        return {}, frozenset(), ()
    is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for names that are too long
    raw: dict[str, RawTable] = {}
    unread: set[str] = set()
    said: list[str] = []
    for stem in _STEMS if is_folder else ("sessions",):
        try:
            file = find_table(path, stem) if is_folder else path
            if file:
                said += _take(raw, file, stem)
            elif stem == "sessions":
                expected = "sessions.csv (or .tsv, .xlsx, .parquet, .jsonl)"
                findings.add(name, "", expected, rule="missing_file", got="no log")
        except ReadError as error:
            unread.add(stem)
            findings.add(error.file, "", error.expected, rule="unreadable", got=error.got)
    return raw, frozenset(unread), tuple(said)


def _take(raw: dict[str, RawTable], file: Path, stem: str) -> tuple[str, ...]:
    """Add the tables of a file to those that there are, and say how it was read."""
    translated = translate(read_tables(file), stem)
    if twice := sorted(raw.keys() & translated.tables.keys()):
        raise ReadError(file.name, f"the table {twice[0]} again", "each table once")
    raw |= translated.tables
    return translated.remarks


def _build(
    raw: dict[str, RawTable],
    options: Options,
    findings: Findings,
    *,
    bare: bool,
) -> dict[str, Any] | None:
    catalogue, dayfirst = options.catalogue, options.dayfirst
    assumptions: list[str] = []
    patients = None
    if "patients" in raw:
        patients = read_patients(raw["patients"], catalogue, findings, dayfirst)
    one_patient = options.patient_id is not None
    table = read_set_table(raw["sessions"], catalogue, findings, dayfirst, one_patient=one_patient)
    if table is not None and one_patient and not table.has("patient_id"):
        table.fill_identifier("patient_id", options.patient_id or "")
    if bare and table is not None:
        patients = _assume_patients(table, options, findings, assumptions)
    if patients is None or table is None:
        return None
    coding = Coding(
        catalogue,
        patients["patient_id"].cat.categories,
        patients["program"].cat.codes.to_numpy("int64"),
        _follow_phases(patients, catalogue),
        raw["patients"].file if not bare else raw["sessions"].file,
    )
    plans = _read_plans(raw, coding, findings, dayfirst)
    patient = coding.require_known_patients(table)
    rows = check_rows(table, coding, patient, plans["changes"])
    if table.bad.all():
        return None
    sets, sessions = build_sets_and_sessions(rows, coding)
    _note_after(table, sets, sessions, options.as_of)
    note_lonely_entries(table, patient)
    own = {"patients": patients, "sets": sets, "sessions": sessions}
    said = {
        "assumptions": tuple(assumptions),
        "remarks": tuple(remarks_on(findings.problems(), table, patient, coding)),
    }
    return {**own, **plans, **said}


def _follow_phases(patients: pd.DataFrame, catalogue: Catalogue) -> np.ndarray:
    """Who has the frequencies of a program that changes them."""
    changing = [program.id for program in catalogue.programs if len(program.phases) > 1]
    stated = patients["sessions_per_week"].notna()
    return (patients["program"].isin(changing) & ~stated).to_numpy()


def _read_plans(
    raw: dict[str, RawTable], coding: Coding, findings: Findings, dayfirst: bool | None
) -> dict[str, pd.DataFrame]:
    """The files that may be left out: changes, pauses and check-ins, empty where there are none."""
    changes = pauses = checkins = None
    if "prescriptions" in raw:
        changes = read_prescriptions(raw["prescriptions"], coding, findings, dayfirst)
    if "pauses" in raw:
        pauses = read_pauses(raw["pauses"], coding, findings, dayfirst)
    if "checkins" in raw:
        checkins = read_checkins(raw["checkins"], coding, findings, dayfirst)
    return {
        "changes": _or_empty(changes, PrescriptionChanges, coding),
        "pauses": _or_empty(pauses, Pauses, coding),
        "checkins": _or_empty(checkins, Checkins, coding),
    }


def _assume_patients(
    table: Table,
    options: Options,
    findings: Findings,
    assumptions: list[str],
) -> pd.DataFrame | None:
    catalogue = options.catalogue
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
    start = options.start_date
    if any(known.id == program and known.asks_for_clearance for known in catalogue.programs):
        expected = "patients.csv with yes or not_needed: after hip surgery a physician clears first"
        findings.add(table.file, "clearance", expected, rule="clearance_missing", severity="note")
    assumptions.append(f"There is no patients.csv: everyone is taken to follow {program}.")
    if start is None:
        assumptions.append("Program week 1 is taken to start on each patient's first logged day.")
    return assumed_patients(first_day, program, catalogue, start)


def _or_empty(frame: pd.DataFrame | None, schema: type[Frame], coding: Coding) -> pd.DataFrame:
    if frame is None:
        frame = schema.empty()
        frame["patient_id"] = coding.patient_categories(np.empty(0, "int64"))
    return frame


def _note_after(
    table: Table, sets: pd.DataFrame, sessions: pd.DataFrame, as_of: pd.Timestamp | None
) -> None:
    """Note the sets of sessions after as_of; without one, nothing is later than the latest."""
    if as_of is None:
        return
    late = (sessions["day"] > as_of).to_numpy()[sets["session_row"].to_numpy()]
    after = np.zeros(len(table), bool)
    after[np.flatnonzero(~table.bad)[late]] = True
    expected = f"a session up to as_of {iso_day(as_of)}; it is ignored and counted"
    table.note_once(after, "started_at", expected, rule="after_as_of")
