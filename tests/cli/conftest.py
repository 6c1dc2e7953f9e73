"""What people type, and what the sample gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rehabstats.cli import main

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


def run(*arguments: object, code: int = 0) -> str:
    """The output of a command that ends with this code and without a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.output


def cut(folder: Path, *patients: str) -> Path:
    """The files of the sample with the rows of these patients."""
    folder.mkdir(exist_ok=True)
    starts = tuple(f"{patient}," for patient in patients)
    for file in SAMPLE.glob("*.csv"):
        header, *lines = file.read_text().splitlines()
        kept = [line for line in lines if line.startswith(starts)]
        (folder / file.name).write_text("\n".join([header, *kept]) + "\n")
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory) -> Path:
    """Two patients of the sample: one who stopped, one whose pain rises."""
    return cut(tmp_path_factory.mktemp("few"), "P004", "P007")


@pytest.fixture(scope="session")
def metrics(few, tmp_path_factory) -> tuple[Path, str]:
    """The folder of all metrics of the two, written once, and what was said."""
    out = tmp_path_factory.mktemp("metrics")
    return out, run("metrics", few, "-o", out)
