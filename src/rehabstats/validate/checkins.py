"""checkins.csv: activities rated on the Patient-Specific Functional Scale."""

from __future__ import annotations

import pandas as pd

from rehabstats.problems import Findings
from rehabstats.read import RawTable
from rehabstats.schemas import Checkins
from rehabstats.validate.coding import Coding
from rehabstats.validate.dates import date
from rehabstats.validate.parse import identifier, number
from rehabstats.validate.table import Field, Table


def read_checkins(
    raw: RawTable, coding: Coding, findings: Findings, dayfirst: bool | None
) -> pd.DataFrame | None:
    """The check-ins that keep the schema's promises; None if the file cannot be used."""
    fields = {
        "patient_id": Field(identifier, required=True),
        "date": Field(date(dayfirst), required=True),
        "activity": Field(identifier, required=True),
        "score_psfs": Field(number(Checkins, "score_psfs"), required=True),
    }
    table = Table(raw, "checkins", fields, findings)
    if not table.usable:
        return None
    patient = coding.require_known_patients(table)
    table.reject_repeats(["patient_id", "date", "activity"], "activity")
    checkins = table.good(list(fields))
    checkins["patient_id"] = coding.patient_categories(patient[~table.bad])
    return Checkins.validate(checkins, lazy=True)
