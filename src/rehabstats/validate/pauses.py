"""pauses.csv: intervals in which nothing is due."""

from __future__ import annotations

import pandas as pd

from rehabstats.problems import Findings
from rehabstats.read import RawTable
from rehabstats.schemas import Pauses
from rehabstats.validate.coding import Coding
from rehabstats.validate.dates import date
from rehabstats.validate.intervals import overlapping
from rehabstats.validate.parse import free_text, identifier
from rehabstats.validate.table import Field, Table


def read_pauses(
    raw: RawTable, coding: Coding, findings: Findings, dayfirst: bool | None
) -> pd.DataFrame | None:
    """The pauses that keep the schema's promises; None if the file cannot be used."""
    fields = {
        "patient_id": Field(identifier, required=True),
        "start_date": Field(date(dayfirst), required=True),
        "end_date": Field(date(dayfirst), required=True),
        "reason": Field(free_text),
    }
    table = Table(raw, "pauses", fields, findings)
    if not table.usable:
        return None
    patient = coding.require_known_patients(table)
    table.reject_reversed("start_date", "end_date")
    table.reject_repeats(["patient_id", "start_date"], "start_date")
    kept = ~table.bad
    late = kept.copy()
    late[kept] = overlapping(
        patient[kept], table.days("start_date")[kept], table.days("end_date")[kept]
    )
    expected = "a start on or after the end of the pause before"
    table.reject(late, "start_date", expected, rule="overlap")
    pauses = table.good(list(fields))
    pauses["patient_id"] = coding.patient_categories(patient[~table.bad])
    return Pauses.validate(pauses, lazy=True)
