"""A caseload knows the digest of each file behind it, so that a number can be traced to bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import rehabstats as rs

CELLS = {
    "patient_id": ["P1"], "started_at": ["2026-01-05T08:00"], "exercise": ["hip_pushdown"],
    "side": ["left"], "reps": [10],
}  # fmt: skip
PATIENTS = {
    "patient_id": ["P1"], "program": ["hip-restoration"], "start_date": ["2026-01-05"],
    "clearance": ["yes"],
}  # fmt: skip
WRITE: dict[str, Callable[[pd.DataFrame, Path], object]] = {
    "csv": lambda table, path: table.to_csv(path, index=False),
    "tsv": lambda table, path: table.to_csv(path, index=False, sep="\t"),
    "xlsx": lambda table, path: table.to_excel(path, index=False),
    "parquet": lambda table, path: table.to_parquet(path),
    "jsonl": lambda table, path: table.to_json(path, orient="records", lines=True),
}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("suffix", WRITE)
def test_the_digest_of_each_file_is_that_of_its_bytes(tmp_path, suffix):
    files = {"patients": PATIENTS, "sessions": CELLS}
    for stem, cells in files.items():
        WRITE[suffix](pd.DataFrame(cells), tmp_path / f"{stem}.{suffix}")

    found = rs.load_caseload(tmp_path).digests

    names = [f"{stem}.{suffix}" for stem in files]
    assert found == {name: digest(tmp_path / name) for name in names}
    assert digest(tmp_path / names[0]) != digest(tmp_path / names[1])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfHEADER\r\nROW\r\n", id="a mark of byte order, and CRLF"),
        pytest.param(b"HEADER\nROW\n\n\n", id="blank lines"),
        pytest.param(b"HEADER\nROW", id="no last line break"),
    ],
)
def test_bytes_that_reading_passes_over_belong_to_the_digest(tmp_path, content):
    header, row = ",".join(CELLS).encode(), ",".join(str(c[0]) for c in CELLS.values()).encode()
    log = tmp_path / "March log.csv"
    log.write_bytes(content.replace(b"HEADER", header).replace(b"ROW", row))

    caseload = rs.load_caseload(log, program="hip-restoration")

    assert caseload.digests == {"March log.csv": digest(log)}


def test_another_byte_is_another_digest_although_the_rows_are_the_same(tmp_path):
    plain, quoted = tmp_path / "plain.csv", tmp_path / "quoted.csv"
    pd.DataFrame(CELLS).to_csv(plain, index=False)
    quoted.write_text(plain.read_text().replace("P1", '"P1"'))

    one, other = (rs.load_caseload(path, program="hip-restoration") for path in (plain, quoted))

    assert one.sets.equals(other.sets)
    assert one.digests["plain.csv"] != other.digests["quoted.csv"]


def test_every_file_of_the_sample_has_its_digest_and_no_other_file(tmp_path):
    caseload = rs.load_caseload("data/sample")

    assert set(caseload.digests) == set(caseload.files.values())
    assert caseload.digests == {
        name: digest(Path("data/sample", name)) for name in caseload.digests
    }
