"""sessions.csv: one row per set; what a single row must keep, before rows are seen together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.problems import Findings
from rehabstats.programs import Catalogue
from rehabstats.read import RawTable
from rehabstats.schemas import Sessions, Sets, choices, decode
from rehabstats.validate.coding import Coding, exercise_codes
from rehabstats.validate.dates import timestamp
from rehabstats.validate.parse import free_text, identifier, number, word
from rehabstats.validate.remarks import SIDELESS
from rehabstats.validate.synonyms import SIDE_WORDS, SKIP_REASON_WORDS, STATUS_WORDS
from rehabstats.validate.table import Field, Table
from rehabstats.vocabulary import SIDES, STATUSES

_MEASURED = ("hold_s", "load_kg", "rom_deg", "pain_during_nrs", "effort_cr10")
_SIDE_CODE = {side: code for code, side in enumerate(SIDES)}
_DONE, _SKIPPED = range(len(STATUSES))


@dataclass(frozen=True)
class SetRows:
    """The table of sets with its codes; rows that are out are marked in the table."""

    table: Table
    patient: np.ndarray
    exercise: np.ndarray
    side: np.ndarray
    skipped: np.ndarray
    performed: np.ndarray


def set_fields(
    catalogue: Catalogue, dayfirst: bool | None, *, one_patient: bool
) -> dict[str, Field]:
    """The columns of sessions.csv and how each is read."""
    names = word(catalogue.exercises, catalogue.exercise_by_name, rule="unknown_exercise")
    rated = {name: Field(number(Sessions, name)) for name in ("pain_before_nrs", "pain_after_nrs")}
    return {
        "patient_id": Field(identifier, required=not one_patient),
        "started_at": Field(timestamp(dayfirst), required=True),
        "exercise": Field(names, required=True),
        "side": Field(word(SIDES, SIDE_WORDS)),
        "session_id": Field(identifier),
        "set_no": Field(number(Sets, "set_no", whole=True)),
        "reps": Field(number(Sets, "reps", whole=True)),
        **{name: Field(number(Sets, name)) for name in _MEASURED},
        **rated,
        "status": Field(word(STATUSES, STATUS_WORDS)),
        "skip_reason": Field(word(choices(Sets, "skip_reason"), SKIP_REASON_WORDS)),
        "modification": Field(free_text),
        "note": Field(free_text),
        "recorded_at": Field(timestamp(dayfirst)),
    }


def read_set_table(
    raw: RawTable,
    catalogue: Catalogue,
    findings: Findings,
    dayfirst: bool | None,
    *,
    one_patient: bool = False,
) -> Table | None:
    """The typed table of sessions.csv; None if the file cannot be used."""
    fields = set_fields(catalogue, dayfirst, one_patient=one_patient)
    table = Table(raw, "sessions", fields, findings)
    if not raw.rows_read:
        findings.add(raw.file, "", "at least one set", rule="no_rows", got="a header and no rows")
    if not table.usable or not raw.rows_read:
        return None
    _note_times(table)
    return table


def check_rows(table: Table, coding: Coding, patient: np.ndarray, changes: pd.DataFrame) -> SetRows:
    """Check what each row says by itself and against the plan; fill in what is certain."""
    exercise = exercise_codes(table)
    _reject_foreign_exercises(table, coding, patient, exercise, changes)
    coding.reject_one_side_of_both(table, patient)
    side = _sides(table, coding, patient, exercise)
    status = np.asarray(table.values["status"].codes)
    skipped = status == _SKIPPED
    reps = pd.Series(table.values["reps"]).to_numpy("float64", na_value=np.nan)
    hold = np.asarray(table.values["hold_s"], dtype="float64")
    _reject_contradictions(table, skipped, reps, hold)
    table.values["reps"] = pd.array(np.where(skipped, 0.0, reps), dtype="Int64")
    table.values["status"] = decode(np.where(skipped, _SKIPPED, _DONE), STATUSES)
    performed = is_performed(skipped, reps, hold)
    expected = "some reps or a hold; a row of 0 fills nothing"
    table.note(~skipped & ~performed, "reps", expected, rule="nothing_done")
    return SetRows(table, patient, exercise, side, skipped, performed)


def is_performed(skipped: np.ndarray, reps: np.ndarray, hold_s: np.ndarray) -> np.ndarray:
    """Whether some repetition or a timed hold was done in each set."""
    with np.errstate(invalid="ignore"):
        performed: np.ndarray = ~skipped & ((reps > 0) | (hold_s > 0))
    return performed


def _note_times(table: Table) -> None:
    offset = pd.Series(table.extra["started_at", "offset"]).fillna("")
    zoned = (offset != "").to_numpy()
    expected = "local time: the clock's time is kept, the offset dropped"
    table.note_once(zoned, "started_at", expected, rule="offset_dropped")
    timed = np.asarray(table.extra["started_at", "has_time"].fillna(False), dtype=bool)
    expected = "a time of day as well: rows of one day count as one session"
    table.note_once(~timed, "started_at", expected, rule="no_time")


def _reject_foreign_exercises(
    table: Table,
    coding: Coding,
    patient: np.ndarray,
    exercise: np.ndarray,
    changes: pd.DataFrame,
) -> None:
    foreign = ~coding.in_program(patient, exercise)
    if foreign.any() and len(changes):
        n = len(coding.catalogue.exercises)
        prescribed = changes["patient_id"].cat.codes.to_numpy("int64") * n
        prescribed += changes["exercise"].cat.codes.to_numpy("int64")
        foreign &= ~np.isin(patient * n + exercise, prescribed)
    expected = "an exercise of the patient's program or prescriptions"
    table.reject(foreign, "exercise", expected, rule="not_in_program")


def _sides(table: Table, coding: Coding, patient: np.ndarray, exercise: np.ndarray) -> np.ndarray:
    stated = np.asarray(table.values["side"].codes, dtype="int64")
    at_once = coding.done_at_once(patient, exercise)
    silent = stated < 0
    side = np.where(silent, np.where(at_once, _SIDE_CODE["both"], _SIDE_CODE["unknown"]), stated)
    unknown = side == _SIDE_CODE["unknown"]
    table.note_once(unknown, "side", f"left, right or both: {SIDELESS}", rule="unknown_side")
    table.values["side"] = decode(side, SIDES)
    return side


def _reject_contradictions(
    table: Table, skipped: np.ndarray, reps: np.ndarray, hold: np.ndarray
) -> None:
    with np.errstate(invalid="ignore"):
        table.reject(skipped & (reps > 0), "reps", "0 for a skipped row", rule="skipped_with_reps")
        table.reject(
            skipped & (hold > 0), "hold_s", "none for a skipped row", rule="skipped_with_hold"
        )
        silent = ~skipped & np.isnan(reps) & ~(hold > 0)
    expected = "a number, or hold_s for a timed hold"
    table.reject(silent, "reps", expected, rule="missing_value")
    reason = ~skipped & pd.Series(table.values["skip_reason"]).notna().to_numpy()
    table.reject(reason, "skip_reason", "none for a row that is done", rule="done_with_reason")
