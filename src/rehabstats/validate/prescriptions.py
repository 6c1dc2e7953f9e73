"""prescriptions.csv: what was changed for whom, and from when to when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.problems import Findings
from rehabstats.read import RawTable
from rehabstats.schemas import PrescriptionChanges, choices, decode
from rehabstats.validate.coding import Coding, exercise_codes
from rehabstats.validate.dates import date
from rehabstats.validate.intervals import overlapping
from rehabstats.validate.parse import identifier, number, word
from rehabstats.validate.synonyms import SIDE_WORDS
from rehabstats.validate.table import Field, Table

_WHOLE = ("sessions_per_week", "sets", "reps_min", "reps_max")
_HOLD = ("hold_min_s", "hold_max_s")


def read_prescriptions(
    raw: RawTable, coding: Coding, findings: Findings, dayfirst: bool | None
) -> pd.DataFrame | None:
    """The changes that keep the schema's promises; None if the file cannot be used."""
    catalogue = coding.catalogue
    names = word(catalogue.exercises, catalogue.exercise_by_name, rule="unknown_exercise")
    sides = choices(PrescriptionChanges, "side")
    fields = {
        "patient_id": Field(identifier, required=True),
        "exercise": Field(names, required=True),
        "side": Field(word(sides, SIDE_WORDS)),
        "valid_from": Field(date(dayfirst), required=True),
        "valid_to": Field(date(dayfirst)),
        **{name: Field(number(PrescriptionChanges, name, whole=True)) for name in _WHOLE},
        **{name: Field(number(PrescriptionChanges, name)) for name in _HOLD},
    }
    table = Table(raw, "prescriptions", fields, findings)
    if not table.usable:
        return None
    patient = coding.require_known_patients(table)
    coding.reject_one_side_of_both(table, patient)
    table.reject_reversed("valid_from", "valid_to")
    table.reject_reversed("reps_min", "reps_max", strictly=False)
    table.reject_reversed("hold_min_s", "hold_max_s", strictly=False)
    silent = pd.isna(table.values["sessions_per_week"])
    expected = (
        "a frequency too: left empty it stays that of the day before, in later phases as well"
    )
    phased = np.append(coding.follows_phases, False)[patient]
    table.note_once(silent & phased, "sessions_per_week", expected, rule="frequency_kept")
    row, side = _each_side(table, coding, patient)
    _reject_overlaps(table, coding, patient, row, side)
    kept = ~table.bad[row]
    changes = table.everything(list(fields)).iloc[row[kept]].copy()
    changes["patient_id"] = coding.patient_categories(patient[row[kept]])
    changes["side"] = decode(side[kept], sides)
    return PrescriptionChanges.validate(changes, lazy=True)


def _each_side(table: Table, coding: Coding, patient: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and sides: a row without a side, or for both, speaks for each prescribed side."""
    left, right, both = 0, 1, 2
    stated = np.asarray(table.values["side"].codes, dtype="int64")
    at_once = coding.done_at_once(patient, exercise_codes(table))
    every = np.isin(stated, (left, right), invert=True)
    once = np.flatnonzero(~table.bad & (~every | at_once))
    twice = np.flatnonzero(~table.bad & every & ~at_once)
    row = np.concatenate([once, twice, twice])
    side = np.concatenate(
        [np.where(at_once[once], both, stated[once]), 0 * twice + left, 0 * twice + right]
    )
    order = np.lexsort((side, row))
    return row[order], side[order]


def _reject_overlaps(
    table: Table, coding: Coding, patient: np.ndarray, row: np.ndarray, side: np.ndarray
) -> None:
    exercise = exercise_codes(table)[row]
    owner = (patient[row] * len(coding.catalogue.exercises) + exercise) * 3 + side
    start, end = table.days("valid_from")[row], table.days("valid_to")[row]
    # An open end closes where the next change of the same exercise and side begins.
    is_open = np.isnat(table.values["valid_to"].to_numpy())[row]
    end = np.where(is_open, start + 1, end)
    late = np.zeros(len(table), bool)
    late[row[overlapping(owner, start, end)]] = True
    expected = "a start on or after the end of the prescription before (same exercise and side)"
    table.reject(late, "valid_from", expected, rule="overlap")
