"""Remarks: what was found in a caseload that changes how its numbers must be read."""

from __future__ import annotations

from typing import Final

import numpy as np

from rehabstats.problems import Problems
from rehabstats.validate.coding import Coding
from rehabstats.validate.table import Table
from rehabstats.vocabulary import LONELY_ENTRY_DAYS

#: Notes that nobody should have to ask for.
_SAID_EVERYWHERE: Final = ("unknown_column", "unknown_side", "lonely_entry")
_SHOWN: Final = 5
_NAMING: Final = "Every row of "
SIDELESS: Final = "it fills no slot"


def note_lonely_entries(table: Table, patient: np.ndarray) -> None:
    """Note days far from every other day of their patient: a typing error in a year, mostly."""
    kept = np.flatnonzero(~table.bad)
    day = table.days("started_at")[kept]
    width = 1 << 24
    key = patient[kept] * width + day
    days, first = np.unique(key, return_index=True)
    if len(days) < 2:
        return
    # Days of two patients are farther apart than any two days of one.
    gap = np.diff(days)
    same = np.diff(days // width) == 0
    near = same & (gap <= LONELY_ENTRY_DAYS)
    has_other = np.append(False, same) | np.append(same, False)
    lonely = has_other & ~(np.append(False, near) | np.append(near, False))
    where = np.zeros(len(table), bool)
    where[kept[first[lonely]]] = True
    expected = (
        f"a day within {LONELY_ENTRY_DAYS} days of the patient's other entries: check the year, "
        "since the first day may set week 1 and the last one as_of"
    )
    table.note(where, "started_at", expected, rule="lonely_entry")


def remarks_on(problems: Problems, table: Table, patient: np.ndarray, coding: Coding) -> list[str]:
    """Sentences that every output repeats."""
    notes = problems.notes.frame
    said = Problems(notes[notes["rule"].isin(_SAID_EVERYWHERE)])
    remarks = said.lines(_SHOWN)
    known = patient >= 0
    n_patients = len(coding.patients)
    n_rows = np.bincount(patient[known], minlength=n_patients)
    n_kept = np.bincount(patient[known & ~table.bad], minlength=n_patients)
    silent = coding.patients[(n_rows > 0) & (n_kept == 0)]
    if len(silent):
        names = ", ".join(silent[:_SHOWN]) + (", ..." if len(silent) > _SHOWN else "")
        remarks.append(f"{_NAMING}{names} was set aside: a 0 there says nothing about them.")
    return remarks


def is_about_some(remark: str) -> bool:
    """Whether a remark is about some patients: it has no place on a page about another."""
    return remark.startswith(_NAMING) or remark.endswith(SIDELESS)
