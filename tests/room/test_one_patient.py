"""The law of the room: one patient alone has the same rows as within any caseload."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.caseloads import with_entries
from oracle.compared import DRAWN
from oracle.comparing import larger, loaded
from oracle.thresholds import thresholds
from rehabstats import schemas
from rehabstats.room import Room, public_frames

#: What counts patients or rows of the whole caseload: its number is no fact of one patient.
OF_THE_CASELOAD = {"need": ("signals", "patients_by_need"), "session_row": ("log",)}


def of_one(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The rows in an order and with ids of their own, without places in the whole caseload."""
    key = list(schemas.key(public_frames()[name].schema))
    places = [column for column, frames in OF_THE_CASELOAD.items() if name in frames]
    table = table.astype({"patient_id": "str"})
    # Only signals stand in an order of need; every other frame keeps the one that it has.
    table = table.sort_values(key) if name == "signals" else table
    return table.drop(columns=places).reset_index(drop=True)


def differences(within: Room, as_of: Any, patient: str) -> list[str]:
    """Frames in which a patient alone is not the patient within the caseload."""
    alone = Room.of(within.caseload.only([patient]), as_of, within.settings)
    found = []
    for name in public_frames():
        rows = within.frame(name)
        rows = rows[(rows["patient_id"] == patient).to_numpy()]
        try:
            pd.testing.assert_frame_equal(
                of_one(name, rows), of_one(name, alone.frame(name)), check_exact=True
            )
        except AssertionError as error:
            found.append(f"{patient}, {name}: {' '.join(str(error).split())}")
    return found


@pytest.mark.parametrize("patient", ["P003", "P005", "P007"])
def test_a_patient_of_the_sample_alone_is_the_same(progress, patient):
    assert differences(progress, progress.as_of, patient) == []


@settings(DRAWN, max_examples=2)
@given(seed=st.integers(0, 1 << 16), thresholds=thresholds())
def test_a_patient_alone_is_the_same_as_in_any_caseload(seed, thresholds):
    case = with_entries(larger(seed, n_weeks=6), Random(seed))
    with loaded(case.files) as (_, caseload):
        within = Room.of(caseload, case.as_of, thresholds)
        for patient in within.patient_ids:
            assert differences(within, case.as_of, patient) == []
