"""A copy of the review notebook: whose it is, what it holds, and what is never overwritten."""

from __future__ import annotations

import importlib.util
import os
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from cli.conftest import SAMPLE, cut, run
from conftest import PROGRAM
from rehabstats.cli import lab

ROOT = Path(__file__).parents[2]


def parameters(copy: Path) -> dict:
    """What the cells of parameters say, the later one last, as a kernel would see it."""
    said: dict = {}
    for cell in nbformat.read(copy, as_version=4).cells:
        if {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", [])):
            exec(cell.source, said)
    return said


def shown(copy: Path) -> str:
    """All the text that a notebook has printed, and that its results show."""
    cells = nbformat.read(copy, as_version=4).cells
    outputs = [one for cell in cells for one in cell.get("outputs", [])]
    return "".join(
        one.get("text", "") + one.get("data", {}).get("text/plain", "") for one in outputs
    )


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "review.ipynb"


@pytest.fixture
def template(tmp_path, monkeypatch):
    """Put a notebook of these cells in the place of the review."""

    def write(*cells: str) -> None:
        code = [new_code_cell(cell) for cell in cells]
        code[0].metadata["tags"] = ["parameters"]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=code, metadata={"kernelspec": kernel})
        nbformat.write(notebook, tmp_path / lab._NAME)
        monkeypatch.setattr(lab, "_PLACES", (tmp_path,))

    return write


def test_the_copy_says_where_the_log_is_whose_review_it_is_and_from_when_to_when(out):
    days = ("--last-visit", "2026-03-02", "--as-of", "2026-03-16")

    output = run("lab", SAMPLE, "--patient", "P003", *days, "--no-open", "-o", out)

    said = parameters(out)
    assert Path(said["caseload"]) == SAMPLE.resolve()
    assert (said["patient"], said["last_visit"]) == ("P003", "2026-03-02")
    assert (said["as_of"], said["reading"], said["program_files"]) == ("2026-03-16", {}, [])
    assert output == f"Review of P003 as of 16 Mar 2026, since 2 Mar 2026, copied: {out}\n"


def test_nothing_that_the_sample_showed_is_in_the_copy_of_another_patient(out):
    run("lab", SAMPLE, "--patient", "P003", "--no-open", "-o", out)

    cells = nbformat.read(out, as_version=4).cells
    assert all(not cell.outputs for cell in cells if cell.cell_type == "code")
    assert shown(ROOT / "notebooks" / lab._NAME)


def test_what_is_not_stated_is_the_first_patient_the_latest_entry_and_the_first_day(out):
    run("lab", SAMPLE, "--no-open", "-o", out)

    said = parameters(out)
    assert (said["patient"], said["as_of"], said["last_visit"]) == (
        "P001",
        "2026-03-30",
        "2026-01-05",
    )


def test_the_copy_is_named_after_the_patient_unless_it_has_a_name(few, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    run("lab", few, "--patient", "P007", "--no-open")

    assert [path.name for path in tmp_path.iterdir()] == ["review-P007.ipynb"]


def test_a_copy_that_is_there_is_kept_unless_it_is_to_be_replaced(few, out):
    out.write_text("my notes")

    assert "--replace" in run("lab", few, "--no-open", "-o", out, code=2)
    assert out.read_text() == "my notes"

    run("lab", few, "--no-open", "--replace", "-o", out)
    assert parameters(out)["patient"] == "P004"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("nowhere",), 1, "no such file", id="no such caseload"),
        pytest.param((SAMPLE, "--patient", "P9"), 2, "got 'P9', expected one of P001", id="who?"),
        pytest.param((SAMPLE, "-o", "a.txt"), 2, "ends in .ipynb", id="no notebook"),
        pytest.param((SAMPLE, "--last-visit", "2026-04-01"), 2, "up to 2026-03-30", id="later"),
    ],
)
def test_an_argument_that_cannot_be_used_is_said_and_nothing_is_written(
    arguments, code, words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    assert words in run("lab", *arguments, "--no-open", code=code)
    assert list(tmp_path.iterdir()) == []


def test_a_visit_on_the_last_day_is_one(out):
    run("lab", SAMPLE, "--last-visit", "2026-03-30", "--no-open", "-o", out)

    assert parameters(out)["last_visit"] == "2026-03-30"


def test_a_bare_log_is_found_and_read_in_the_notebook_as_it_was_here(out, tmp_path, monkeypatch):
    log = tmp_path / "log.csv"
    monkeypatch.chdir(tmp_path)
    log.write_text("started_at,exercise,side,reps\n02/01/2026,hip_pushdown,left,10\n")
    how = ("--program", "hip-restoration", "--patient-id", "P1", "--start-date", "2026-02-01")

    run("lab", "log.csv", *how, "--day-first", "--no-open", "-o", out)

    said = parameters(out)
    assert Path(said["caseload"]) == log.resolve()
    assert said["reading"] == {
        "program": "hip-restoration",
        "patient_id": "P1",
        "start_date": "2026-02-01",
        "dayfirst": True,
    }


def test_a_program_of_ones_own_is_found_from_wherever_the_copy_lies(out, tmp_path, monkeypatch):
    (tmp_path / "own.toml").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)

    run("lab", SAMPLE, "--program-file", "own.toml", "--no-open", "-o", out)

    assert parameters(out)["program_files"] == [str((tmp_path / "own.toml").resolve())]


def test_thresholds_of_ones_own_count_in_the_notebook_as_they_do_here(out, tmp_path, monkeypatch):
    (tmp_path / "own.toml").write_text("flare_rise_nrs = 9.0\n")
    monkeypatch.chdir(tmp_path)
    one = cut(tmp_path / "one", "P003")

    run("lab", one, "--patient", "P003", "--settings", "own.toml", "--run", "-o", out)

    assert "flare_rise_nrs is 9 NRS instead of 2" in shown(out)
    assert "Pain-defined flare" not in shown(out)
    assert "Pain-defined flare" in run("signals", one, "--patient", "P003")


def test_thresholds_that_nobody_knows_are_said_and_nothing_is_written(out, tmp_path):
    (tmp_path / "own.toml").write_text("flare_ries_nrs = 9.0\n")

    assert "flare_ries_nrs" in run(
        "lab", SAMPLE, "--settings", tmp_path / "own.toml", "--no-open", "-o", out, code=1
    )
    assert not out.exists()


@given(st.text(max_size=30))
def test_any_id_arrives_in_the_notebook_as_it_is(tmp_path_factory, patient):
    copy = tmp_path_factory.mktemp("copy") / "copy.ipynb"

    lab._copy(copy, {"patient": patient}, is_run=False)

    assert parameters(copy)["patient"] == patient


@pytest.fixture
def opened(monkeypatch) -> list:
    """The commands that this process would have become."""
    commands: list = []
    monkeypatch.setattr(os, "execv", lambda program, words: commands.append((program, words)))
    return commands


def test_jupyterlab_opens_the_copy_and_asks_nobody_for_news(opened, few, out):
    run("lab", few, "-o", out)

    ((program, words),) = opened
    assert program == sys.executable
    assert words[1:4] == ["-m", "jupyterlab", str(out)]
    assert words[4:] == [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
    ]


def test_nothing_opens_if_the_copy_is_only_written(opened, few, out):
    run("lab", few, "--no-open", "-o", out)

    assert opened == []


def test_without_papermill_it_says_what_to_install(monkeypatch, out):
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "papermill" else name
    )

    output = run("lab", SAMPLE, "--no-open", "-o", out, code=1)

    assert "papermill is not installed" in output
    assert "pip install 'rehabstats[lab]'" in output
    assert not out.exists()


def test_a_run_stores_what_the_notebook_shows_of_this_patient(opened, few, template, out):
    template("patient = 'nobody'", "print('Review of', patient)")

    output = run("lab", few, "--patient", "P007", "--run", "-o", out)

    assert output.endswith(f"run: {out}\n")
    assert shown(out) == "Review of P007\n"
    assert opened == []


def test_a_cell_that_fails_is_said_without_a_traceback_and_the_copy_stays(few, template, out):
    template("patient = ''", "print('so far')", "{}['weeks']")

    output = run("lab", few, "--run", "-o", out, code=1)

    assert f"{out}: cell 4 ended with KeyError: 'weeks'" in output
    assert "so far" in shown(out)


def test_the_notebook_of_an_installed_package_goes_before_that_of_a_checkout(tmp_path, monkeypatch):
    places = (tmp_path / "package", tmp_path / "checkout")
    monkeypatch.setattr(lab, "_PLACES", places)
    for place in reversed(places):
        place.mkdir()
        (place / lab._NAME).touch()

        assert lab._template() == place / lab._NAME


def test_a_wheel_carries_the_notebook_to_where_it_is_looked_for():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]

    carried = wheel["targets"]["wheel"]["force-include"][f"notebooks/{lab._NAME}"]
    assert carried == f"rehabstats/cli/{lab._NAME}"
