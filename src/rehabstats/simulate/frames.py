"""Frames: arrays of many patients put together as pandas frames with the native columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rehabstats.programs import Catalogue, Program
from rehabstats.simulate.patient import SimulatedPatient
from rehabstats.simulate.truth import PatientTruth
from rehabstats.vocabulary import DAYS_PER_WEEK, SIDES, STATUSES

Category: TypeAlias = "pd.Categorical[Any]"

#: pandas has no coarser unit than the second.
TIME: Final = "datetime64[s]"

CHANGED: Final = (
    "sessions_per_week", "sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s",
)  # fmt: skip


def sessions_frame(
    truths: Sequence[PatientTruth],
    simulated: Sequence[SimulatedPatient],
    programs: Sequence[Program],
) -> pd.DataFrame:
    """The log of all patients; words are categories, since few of them are different."""
    n_rows = [len(patient.cells.session) for patient in simulated]
    exercise, side = _key_codes(simulated, programs)
    column = _joined([patient.cells.column for patient in simulated], "int64")
    column += np.repeat(_first_key(simulated), n_rows)

    def numbers(name: str, dtype: str = "float64") -> NDArray[Any]:
        return _joined([patient.columns[name] for patient in simulated], dtype)

    skipped = _joined([patient.cells.skipped for patient in simulated], "int8")
    return pd.DataFrame(
        {
            "patient_id": _patient_ids(truths, n_rows),
            "started_at": numbers("started_at", TIME),
            "exercise": _category(exercise[column], _exercises(programs)),
            "side": _category(side[column], SIDES),
            "session_id": pd.Series(_session_ids(truths, simulated), dtype="str"),
            "set_no": numbers("set_no", "int64"),
            "reps": numbers("reps", "int64"),
            "hold_s": numbers("hold_s"),
            "load_kg": numbers("load_kg"),
            "rom_deg": numbers("rom_deg"),
            "pain_before_nrs": numbers("pain_before_nrs"),
            "pain_during_nrs": numbers("pain_during_nrs"),
            "pain_after_nrs": numbers("pain_after_nrs"),
            "effort_cr10": numbers("effort_cr10"),
            "status": _category(skipped, STATUSES),
            "skip_reason": _words(numbers("skip_reason", "object")),
            "modification": _words(numbers("modification", "object")),
            "note": _words(numbers("note", "object")),
            "recorded_at": numbers("recorded_at", TIME),
        }
    )


def patients_frame(truths: Sequence[PatientTruth]) -> pd.DataFrame:
    """One row per patient."""
    return pd.DataFrame(
        {
            "patient_id": _text([truth.patient_id for truth in truths]),
            "program": _text([truth.program for truth in truths]),
            "start_date": _dates([truth.start_date for truth in truths]),
            "end_date": _dates([truth.end_date for truth in truths]),
            "sessions_per_week": pd.array(
                [truth.sessions_per_week for truth in truths], dtype="Int64"
            ),
            "involved_side": _text([truth.involved_side for truth in truths]),
            "clearance": _text([truth.clearance for truth in truths]),
        }
    )


def prescriptions_frame(truths: Sequence[PatientTruth]) -> pd.DataFrame:
    """One row per change of a prescription."""
    rows = [(truth.patient_id, change) for truth in truths for change in truth.changes]
    columns = {
        "patient_id": _text([patient_id for patient_id, _ in rows]),
        "exercise": _text([change.exercise for _, change in rows]),
        "side": _text([change.side for _, change in rows]),
        "valid_from": _dates([change.valid_from for _, change in rows]),
        "valid_to": _dates([change.valid_to for _, change in rows]),
    }
    for name in CHANGED:
        values = [getattr(change, name) for _, change in rows]
        columns[name] = pd.Series(values, dtype="float64" if name.endswith("_s") else "Int64")
    return pd.DataFrame(columns)


def pauses_frame(truths: Sequence[PatientTruth]) -> pd.DataFrame:
    """One row per excused interval."""
    rows = [(truth.patient_id, pause) for truth in truths for pause in truth.pauses]
    return pd.DataFrame(
        {
            "patient_id": _text([patient_id for patient_id, _ in rows]),
            "start_date": _dates([pause.start_date for _, pause in rows]),
            "end_date": _dates([pause.end_date for _, pause in rows]),
            "reason": _text([pause.reason for _, pause in rows]),
        }
    )


def checkins_frame(
    truths: Sequence[PatientTruth], simulated: Sequence[SimulatedPatient]
) -> pd.DataFrame:
    """One row per patient, day and activity."""
    rows = [
        (truth.patient_id, *checkin)
        for truth, patient in zip(truths, simulated, strict=True)
        for checkin in patient.checkins
    ]
    return pd.DataFrame(
        {
            "patient_id": _text([row[0] for row in rows]),
            "date": _dates([row[1] for row in rows]),
            "activity": _text([row[2] for row in rows]),
            "score_psfs": np.array([row[3] for row in rows], dtype="float64"),
        }
    )


def truth_frame(
    truths: Sequence[PatientTruth],
    simulated: Sequence[SimulatedPatient],
    programs: Sequence[Program],
) -> pd.DataFrame:
    """One row per patient, exercise, side and week, with what truly happened."""
    exercise, side = _key_codes(simulated, programs)
    n_keys = [len(patient.keys) for patient in simulated]
    n_weeks = np.repeat([truth.weeks for truth in truths], n_keys).astype("int64")
    week = np.arange(n_weeks.sum()) - np.repeat(np.cumsum(n_weeks) - n_weeks, n_weeks)
    n_rows = [truth.weeks * n for truth, n in zip(truths, n_keys, strict=True)]
    starts = np.repeat(_dates([truth.start_date for truth in truths]).to_numpy(), n_rows)

    def by_key(name: str, dtype: str = "int64") -> NDArray[Any]:
        return _joined([getattr(patient, name).T.ravel() for patient in simulated], dtype)

    return pd.DataFrame(
        {
            "patient_id": _patient_ids(truths, n_rows),
            "exercise": _category(np.repeat(exercise, n_weeks), _exercises(programs)),
            "side": _category(np.repeat(side, n_weeks), SIDES),
            "week": week + 1,
            "week_start": starts + week * np.timedelta64(DAYS_PER_WEEK, "D"),
            "n_sessions_prescribed": by_key("quota"),
            "n_sessions_done": by_key("done"),
            "n_sessions_logged": by_key("logged"),
            "pain_during_nrs_mean": by_key("pain", "float64"),
        }
    )


def _exercises(programs: Sequence[Program]) -> list[str]:
    return list(Catalogue(tuple(programs)).exercises)


def _key_codes(
    simulated: Sequence[SimulatedPatient], programs: Sequence[Program]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Exercise and side code of every patient's keys, one patient after the other."""
    exercise_code = {name: code for code, name in enumerate(_exercises(programs))}
    keys = [key for patient in simulated for key in patient.keys]
    exercise = np.array([exercise_code[name] for name, _ in keys], dtype="int64")
    return exercise, np.array([SIDES.index(side) for _, side in keys], dtype="int64")


def _first_key(simulated: Sequence[SimulatedPatient]) -> NDArray[np.int64]:
    n_keys = np.array([len(patient.keys) for patient in simulated], dtype="int64")
    return np.asarray(np.cumsum(n_keys) - n_keys, dtype="int64")


def _patient_ids(truths: Sequence[PatientTruth], n_rows: list[int]) -> Category:
    codes = np.repeat(np.arange(len(truths)), n_rows)
    return _category(codes, [truth.patient_id for truth in truths])


def _session_ids(
    truths: Sequence[PatientTruth], simulated: Sequence[SimulatedPatient]
) -> NDArray[Any]:
    """Ids of logged sessions, numbered per patient from 1."""
    ids = []
    for truth, patient in zip(truths, simulated, strict=True):
        names = [f"{truth.patient_id}-{number:04d}" for number in patient.cells.number.tolist()]
        ids.append(np.array(names, dtype=object)[patient.cells.session])
    return _joined(ids, "object")


def _joined(parts: list[NDArray[Any]], dtype: str) -> NDArray[Any]:
    return np.concatenate([np.empty(0, dtype), *(part.astype(dtype) for part in parts)])


def _words(values: NDArray[Any]) -> Category:
    """Words as categories, the empty one missing."""
    codes, words = pd.factorize(values, sort=True)
    said = [word for word in words if word]
    return _category(codes - (len(words) - len(said)), said)


def _category(codes: NDArray[Any], words: Sequence[str]) -> Category:
    return pd.Categorical.from_codes(codes, pd.Index(list(words), dtype="str"))


def _text(values: Sequence[str | None]) -> pd.Series[Any]:
    return pd.Series(values, dtype="str")


def _dates(values: Sequence[object]) -> pd.Series[Any]:
    return pd.Series(np.array(values, dtype="datetime64[D]").astype(TIME))
