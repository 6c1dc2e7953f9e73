"""Places: names that any system can hold, and files that no report wrote stay as they are."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import rehabstats as rs
from rehabstats.errors import WriteError
from rehabstats.report import write_report
from report.reading import Page
from report.small import as_csv, done, person
from report.test_write import files

AS_OF = "2026-01-18"
OLD_PDF = "%PDF by WeasyPrint"

pytestmark = pytest.mark.usefixtures("no_charts")


def test_pages_of_an_earlier_report_go_and_other_files_stay(three, tmp_path):
    write_report(three, tmp_path, as_of=AS_OF)
    own = ("mine.html", "notes.txt", "patients/mine.html", "patients/mine.pdf")
    for name in (*own, "patients/P3.pdf"):
        (tmp_path / name).write_text("<html>mine</html>")
    for name in ("P1.pdf", "P2.pdf"):
        (tmp_path / "patients" / name).write_text(OLD_PDF)

    write_report(three.only(["P1", "P3"]), tmp_path, as_of=AS_OF)

    assert sorted(files(tmp_path)) == sorted(
        [*own, "index.html", "patients/P1.html", "patients/P3.html", "patients/P3.pdf"]
    )


def test_pages_of_an_earlier_report_go_when_a_single_file_takes_their_place(three, tmp_path):
    write_report(three, tmp_path, as_of="2026-01-10")

    write_report(three, tmp_path, as_of=AS_OF, single_file=True)

    assert list(files(tmp_path)) == ["index.html"]


@pytest.mark.parametrize("name", ["index.html", "patients/P2.html"])
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_no_report_wrote_is_never_replaced(three, tmp_path, name, is_folder):
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.mkdir() if is_folder else place.write_text("<html>mine</html>")

    with pytest.raises(WriteError, match=r"a file that no report wrote, .* choose another folder"):
        write_report(three, tmp_path, as_of=AS_OF)

    assert place.is_dir() or place.read_text() == "<html>mine</html>"
    assert [path for path in tmp_path.rglob("*.html") if path != place] == []
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_a_killed_run_left_is_taken_away_and_what_a_running_one_has_stays(three, tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / f".rehabstats-{process}" / "patients").mkdir(parents=True)

    write_report(three, tmp_path, as_of=AS_OF)

    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert left == [f".rehabstats-{os.getppid()}"]


def test_a_folder_that_is_a_file_is_refused_and_kept(three, tmp_path):
    (tmp_path / "out").write_text("mine")

    with pytest.raises(OSError, match="out"):
        write_report(three, tmp_path / "out", as_of=AS_OF)

    assert (tmp_path / "out").read_text() == "mine"


NAMES = [
    "P1", "p1", "CON", "nul", "COM1", "a/b", "a\\b", "../x", "..", ".hidden", "P1.", "C:x",
    "\U0001f9b5", "x" * 200, "\u00e9", "e\u0301", "index", "<b>", "a b", "-",
]  # fmt: skip


def test_every_id_has_a_file_of_its_own_that_any_system_can_hold(tmp_path):
    (tmp_path / "in").mkdir()
    people = [person(name, program="hip-restoration") for name in NAMES]
    (tmp_path / "in" / "patients.csv").write_text(as_csv(people), encoding="utf-8")
    log = [done(6, "butterfly_stretch", patient_id="P1")]
    (tmp_path / "in" / "sessions.csv").write_text(as_csv(log))
    caseload = rs.load_caseload(tmp_path / "in")

    report = write_report(caseload, tmp_path / "out" / "deep", as_of=AS_OF)

    stems = [page.stem.lower() for page in report.pages]
    assert len(set(stems)) == len(NAMES)
    assert all(stem.replace("-", "").replace("_", "").isascii() for stem in stems)
    assert not {"con", "nul", "com1"} & set(stems)
    assert max(map(len, stems)) < 80
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"deep"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    links = Page(report.index.read_text("utf-8")).values("href")
    assert {link for link in links if link.endswith(".html")} == {
        f"patients/{page.name}" for page in report.pages
    }
    shown = Page(report.index.read_text("utf-8"))
    assert {text for text, way in shown.nodes if way[-1] == "bdi"} >= {*NAMES}
