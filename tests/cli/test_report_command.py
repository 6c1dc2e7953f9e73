"""The report command says what it wrote, for whom, and what it could not write."""

from __future__ import annotations

import pytest

from cli.conftest import SAMPLE, run
from rehabstats.report import batch


def names_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_caseload_gives_a_list_and_a_page_per_patient(few, tmp_path):
    output = run("report", few, "-o", tmp_path)

    assert names_in(tmp_path) == ["index.html", "patients/P004.html", "patients/P007.html"]
    assert output == f"As of 26 Mar 2026: {tmp_path / 'index.html'}\n"


def test_one_patient_gives_one_page_with_the_last_visit_and_no_way_to_the_others(few, tmp_path):
    output = run("report", few, "-o", tmp_path, "--patient", "P007", "--since", "2026-03-02")

    assert names_in(tmp_path) == ["patients/P007.html"]
    assert "P007.html" in output
    page = (tmp_path / "patients" / "P007.html").read_text()
    assert "index.html" not in page
    assert "P004" not in page
    assert "Since the last visit: 2 Mar 2026</h2>" in page


def test_a_single_file_has_everything(few, tmp_path):
    run("report", few, "-o", tmp_path, "--single-file")

    assert names_in(tmp_path) == ["index.html"]
    page = (tmp_path / "index.html").read_text()
    assert page.count('<section class="patient"') == 2


def test_pages_for_patients_have_no_list_of_all(few, tmp_path):
    output = run("report", few, "-o", tmp_path, "--for", "patient")

    assert names_in(tmp_path) == ["own-pages/P004.html", "own-pages/P007.html"]
    assert output.count("As of 26 Mar 2026") == 2


def test_a_page_that_cannot_be_made_is_told_and_ends_with_1(few, tmp_path, monkeypatch):
    whole = batch.summarize_patient

    def fail(own, **parts):
        if own.patient_id == "P004":
            raise ZeroDivisionError("a week of no days")
        return whole(own, **parts)

    monkeypatch.setattr(batch, "summarize_patient", fail)

    output = run("report", few, "-o", tmp_path, code=1)

    assert names_in(tmp_path) == ["index.html", "patients/P007.html"]
    assert "Pages that could not be made:\n  P004: ZeroDivisionError: a week of no days" in output


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param(("--patient", "P9"), "got 'P9', expected one of P001, P002", id="who?"),
        pytest.param(("--since", "2027-01-01"), "expected a day up to 2026-03-30", id="later"),
        pytest.param(
            ("--for", "patient", "--single-file"), "show each patient the others", id="both"
        ),
        pytest.param(("--jobs", "0"), "0 is not in the range", id="no process"),
    ],
)
def test_what_cannot_be_asked_for_is_a_usage_error_before_anything_is_written(
    given, message, tmp_path
):
    output = run("report", SAMPLE, "-o", tmp_path / "out", *given, code=2)

    assert message in " ".join(output.split())
    assert not (tmp_path / "out").exists()
