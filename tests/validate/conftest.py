"""Small caseloads: each row is a valid one with some of its cells changed."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import rehabstats as rs

VALID = {
    "patients": {
        "patient_id": "P1", "program": "hip-restoration", "start_date": "2026-01-05",
        "clearance": "yes",
    },
    "sessions": {
        "patient_id": "P1", "started_at": "2026-01-05T08:00", "exercise": "hip_pushdown",
        "side": "left", "reps": "10",
    },
    "prescriptions": {
        "patient_id": "P1", "exercise": "hip_pushdown", "side": "left", "valid_from": "2026-01-12",
    },
    "pauses": {"patient_id": "P1", "start_date": "2026-01-10", "end_date": "2026-01-12"},
    "checkins": {
        "patient_id": "P1", "date": "2026-01-06", "activity": "stairs", "score_psfs": "4",
    },
}  # fmt: skip

Rows = list[dict[str, str]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as the files of a folder; one patient and one set unless stated."""

    def write(**files: Rows) -> Path:
        for stem, rows in ({"patients": [{}], "sessions": [{}]} | files).items():
            filled = [VALID[stem] | row for row in rows]
            columns = list(dict.fromkeys(name for row in (VALID[stem], *filled) for name in row))
            with (tmp_path / f"{stem}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, columns, restval="")
                writer.writeheader()
                writer.writerows(filled)
        return tmp_path

    return write


@pytest.fixture
def errors(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """The errors of a folder of such rows, as a person reads them."""
    return lambda **files: rs.check(write(**files)).errors.lines(None)


@pytest.fixture
def notes(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """The notes of a folder of such rows."""
    return lambda **files: rs.check(write(**files)).notes.lines(None)
