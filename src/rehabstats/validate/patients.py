"""patients.csv: who exercises, which program, from when to when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.problems import Findings
from rehabstats.programs import Catalogue
from rehabstats.read import RawTable
from rehabstats.schemas import Patients, choices, decode
from rehabstats.validate.dates import date
from rehabstats.validate.parse import identifier, number, word
from rehabstats.validate.synonyms import CLEARANCE_WORDS, SIDE_WORDS
from rehabstats.validate.table import Field, Table


def read_patients(
    raw: RawTable, catalogue: Catalogue, findings: Findings, dayfirst: bool | None
) -> pd.DataFrame | None:
    """The patients that keep the schema's promises; None if the file cannot be used."""
    programs = word(catalogue.program_ids, catalogue.program_by_name, rule="unknown_program")
    fields = {
        "patient_id": Field(identifier, required=True),
        "program": Field(programs, required=True),
        "start_date": Field(date(dayfirst), required=True),
        "end_date": Field(date(dayfirst)),
        "sessions_per_week": Field(number(Patients, "sessions_per_week", whole=True)),
        "involved_side": Field(word(choices(Patients, "involved_side"), SIDE_WORDS)),
        "clearance": Field(word(choices(Patients, "clearance"), CLEARANCE_WORDS)),
    }
    table = Table(raw, "patients", fields, findings)
    if not raw.rows_read:
        expected = "at least one patient"
        findings.add(raw.file, "", expected, rule="no_rows", got="a header and no rows")
    if not table.usable or not raw.rows_read:
        return None
    table.reject_repeats(["patient_id"], "patient_id")
    table.reject_reversed("start_date", "end_date")
    _note_missing_clearance(table, catalogue)
    patients = table.good(list(fields))
    ids = pd.Index(patients["patient_id"], dtype="str")
    patients["patient_id"] = pd.Categorical(ids, categories=ids)
    return Patients.validate(patients, lazy=True)


def assumed_patients(
    first_day: pd.Series, program: str, catalogue: Catalogue, start_date: pd.Timestamp | None
) -> pd.DataFrame:
    """Patients of a bare log: one program for all, starting on the first logged day."""
    ids = pd.Index(first_day.index, dtype="str")
    missing = pd.Series(pd.NaT, index=range(len(ids)), dtype="datetime64[us]")
    start = first_day.to_numpy("datetime64[us]") if start_date is None else start_date
    frame = pd.DataFrame(
        {
            "patient_id": pd.Categorical(ids, categories=ids),
            "program": pd.Categorical([program] * len(ids), categories=list(catalogue.program_ids)),
            "start_date": start,
            "end_date": missing,
            "sessions_per_week": pd.array([pd.NA] * len(ids), dtype="Int64"),
            "involved_side": _none(len(ids), choices(Patients, "involved_side")),
            "clearance": _none(len(ids), choices(Patients, "clearance")),
        }
    )
    return Patients.validate(frame, lazy=True)


def _none(n: int, categories: tuple[str, ...]) -> pd.Categorical:
    return decode(np.full(n, -1), categories)


def _note_missing_clearance(table: Table, catalogue: Catalogue) -> None:
    asking = [program.id for program in catalogue.programs if program.asks_for_clearance]
    asked = pd.Series(table.values["program"]).isin(asking).to_numpy()
    clearance = pd.Series(table.values["clearance"])
    open_question = asked & (clearance.isna() | (clearance == "no")).to_numpy()
    expected = "yes or not_needed: after hip surgery a physician clears the exercises first"
    table.note(open_question, "clearance", expected, rule="clearance_missing")
