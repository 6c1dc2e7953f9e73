"""The report replaces the old one only when it is complete, and opens in a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import matplotlib
import pytest

from rehabstats.report import write as stage
from rehabstats.report import write_report

AS_OF = "2025-03-20"


@pytest.fixture
def caseload(make_caseload, make_metrics, monkeypatch):
    """Two patients whose metric frames are made by hand."""
    monkeypatch.setattr(stage, "_compute", lambda *_: make_metrics("P1", "<script>2</script>"))
    return make_caseload("P1", "<script>2</script>")


def test_the_page_is_the_only_file(caseload, tmp_path):
    page = write_report(caseload, tmp_path / "new" / "out", as_of=AS_OF)

    assert page == tmp_path / "new" / "out" / "index.html"
    assert [path.name for path in page.parent.iterdir()] == ["index.html"]


def test_the_same_caseload_gives_the_same_bytes_under_any_style(caseload, tmp_path):
    first = write_report(caseload, tmp_path / "a", as_of=AS_OF)
    with matplotlib.rc_context({"axes.facecolor": "black", "font.size": 30}):
        second = write_report(caseload, tmp_path / "b", as_of=AS_OF)

    assert first.read_bytes() == second.read_bytes()


def test_a_report_that_fails_leaves_the_old_one(caseload, tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("old")

    def fail(*_):
        raise RuntimeError("no template")

    monkeypatch.setattr(stage, "render_report", fail)
    with pytest.raises(RuntimeError, match="no template"):
        write_report(caseload, tmp_path, as_of=AS_OF)

    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "old"


def test_a_page_that_cannot_be_put_in_place_leaves_nothing_behind(caseload, tmp_path):
    (tmp_path / "index.html").mkdir()

    with pytest.raises(OSError, match="directory"):
        write_report(caseload, tmp_path, as_of=AS_OF)

    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_progress_goes_over_the_patients(caseload, tmp_path):
    seen = []

    write_report(
        caseload, tmp_path, as_of=AS_OF, progress=lambda them: (seen.append(them), them)[1]
    )

    assert [patient.patient_id for patient in seen[0]] == ["P1", "<script>2</script>"]


def test_settings_are_not_changed(caseload, tmp_path):
    before = dict(matplotlib.rcParams)

    write_report(caseload, tmp_path, as_of=AS_OF)

    assert dict(matplotlib.rcParams) == before


@pytest.fixture
def browser():
    """The path of Chromium; without it the test is skipped, unless a browser is required."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("REHABSTATS_REQUIRE_BROWSER") != "1":
        pytest.skip("no chromium on PATH")
    assert found is not None, "REHABSTATS_REQUIRE_BROWSER=1, and no chromium on PATH"
    return found


def test_a_browser_opens_the_page_from_a_file_without_a_complaint(browser, caseload, tmp_path):
    page = write_report(caseload, tmp_path, as_of=AS_OF)
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
        "--disable-background-networking --disable-component-update --enable-logging=stderr "
        "--virtual-time-budget=2000 --dump-dom"
    )
    profile = f"--user-data-dir={tmp_path / 'profile'}"

    # The browser's own complaints begin with CONSOLE; a page that loads nothing has none.
    run = subprocess.run(
        [browser, *flags.split(), profile, page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip

    assert "CONSOLE" not in run.stderr
    assert len(re.findall(r"<svg\b", run.stdout)) == 2
    assert "<script" not in run.stdout
    assert "Session adherence [%]" in run.stdout
