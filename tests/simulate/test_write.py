"""Promises of the writer and of ``python -m rehabstats.simulate``."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pandas as pd

from rehabstats.simulate import random_truths, sample_truths, simulate_caseload, write_caseload
from rehabstats.simulate.__main__ import main

FILES = ["checkins.csv", "patients.csv", "pauses.csv", "prescriptions.csv", "sessions.csv"]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "again"):
        truths = random_truths(5, seed=3)
        write_caseload(simulate_caseload(truths, seed=3), tmp_path / name)

    assert list(digests(tmp_path / "first")) == FILES
    assert digests(tmp_path / "first") == digests(tmp_path / "again")


def test_cells_are_iso_dates_whole_numbers_without_a_point_and_lines_end_with_lf(
    tmp_path: Path,
) -> None:
    write_caseload(simulate_caseload(sample_truths(), seed=1), tmp_path)

    text = (tmp_path / "sessions.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    assert not re.search(r"\d\.0\b", text)
    assert "nan" not in text.lower()
    sets = pd.read_csv(tmp_path / "sessions.csv", dtype="str")
    assert sets["started_at"].str.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d").all()
    patients = pd.read_csv(tmp_path / "patients.csv", dtype="str")
    assert patients["start_date"].str.fullmatch(r"2026-01-\d\d").all()


def test_what_was_written_is_what_was_simulated(tmp_path: Path) -> None:
    simulated = simulate_caseload(sample_truths(), seed=1)

    write_caseload(simulated, tmp_path)

    for name in ("sessions", "patients", "prescriptions", "pauses", "checkins"):
        wanted = getattr(simulated, name)
        found = pd.read_csv(tmp_path / f"{name}.csv")
        assert list(found) == list(wanted)
        assert found.notna().sum().to_dict() == wanted.notna().sum().to_dict()
    found = pd.read_csv(tmp_path / "sessions.csv")
    for column in ("reps", "hold_s", "pain_during_nrs", "rom_deg", "load_kg"):
        assert found[column].sum() == simulated.sessions[column].sum()


def test_a_file_without_rows_replaces_an_older_one_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "pauses.csv").write_text("older")

    write_caseload(simulate_caseload(sample_truths()[:1], seed=1), tmp_path)

    assert (tmp_path / "pauses.csv").read_text() == "patient_id,start_date,end_date,reason\n"


def test_the_module_writes_random_patients_on_request(tmp_path: Path) -> None:
    main([str(tmp_path), "--patients", "3", "--seed", "2"])

    patients = pd.read_csv(tmp_path / "patients.csv")
    assert patients["patient_id"].tolist() == ["S00001", "S00002", "S00003"]


def test_the_module_writes_the_sample_otherwise(tmp_path: Path) -> None:
    main([str(tmp_path)])

    assert list(digests(tmp_path)) == ["README.md", *FILES]
