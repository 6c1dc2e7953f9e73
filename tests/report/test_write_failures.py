"""What fails or stops half-way: others have their pages, and an old report stays whole."""

from __future__ import annotations

import re

import pytest

import rehabstats as rs
from rehabstats.errors import WriteError
from rehabstats.report import batch, pages, write_report
from rehabstats.report import write as stage
from rehabstats.room import Room
from report.reading import Page
from report.small import as_csv, done, person
from report.test_write import files

AS_OF = "2026-01-18"
IDS = ("P1", "P2", "P3")
#: Pages and PDFs of an earlier report are known by this.
OLD = '<meta name="generator" content="rehabstats report">old'


pytestmark = pytest.mark.usefixtures("no_charts")


def fail_for(monkeypatch, where, name: str, patient: str, error: BaseException) -> None:
    """Let a function fail for one patient."""
    whole = getattr(where, name)

    def fail(own, *rest, **more):
        if own.patient_id == patient:
            raise error
        return whole(own, *rest, **more)

    monkeypatch.setattr(where, name, fail)


def test_a_page_that_fails_loses_no_other_and_is_listed(three, tmp_path, monkeypatch):
    fail_for(monkeypatch, batch, "summarize_patient", "P2", KeyError("week"))

    report = write_report(three, tmp_path, as_of=AS_OF)

    assert report.failures == {"P2": "KeyError: 'week'"}
    assert [page.name for page in report.pages] == ["P1.html", "P3.html"]
    index = Page(report.index.read_text())
    assert "No page for P2 : KeyError: 'week'" in index.text
    assert "patients/P2.html" not in index.values("href")
    assert sorted(files(tmp_path)) == ["index.html", "patients/P1.html", "patients/P3.html"]


def test_who_has_no_page_stands_first_among_those_of_whom_too_little_is_known(
    three, tmp_path, monkeypatch
):
    fail_for(monkeypatch, batch, "summarize_patient", "P3", KeyError("week"))

    report = write_report(three, tmp_path, as_of="2026-01-07")

    page = Page(report.index.read_text())
    assert re.findall(r'id="group-1">(.*?)</th>', page.html) == ["Not enough data (3)"]
    assert re.findall(r'scope="row" data-value="(.*?)"', page.html) == ["P3", "P1", "P2"]


def test_a_single_file_tells_a_failure_and_holds_the_others(three, tmp_path, monkeypatch):
    fail_for(monkeypatch, batch, "summarize_patient", "P2", KeyError("week"))

    report = write_report(three, tmp_path, as_of=AS_OF, single_file=True)

    page = Page(report.index.read_text())
    names = [name for name in page.headings(2) if name.startswith("Patient")]
    assert sorted(names) == ["Patient P1", "Patient P3"]
    assert not [link for link in page.dead_links if "def-" not in link]


def test_frames_that_fail_because_of_one_patient_cost_only_that_page(three, tmp_path, monkeypatch):
    write_report(three.only(["P1"]), tmp_path / "alone", as_of=AS_OF)
    whole = Room.frame

    def fail(room, name):
        if name == "side_pain_flares" and "P2" in room.patient_ids:
            raise ZeroDivisionError("no week")
        return whole(room, name)

    monkeypatch.setattr(Room, "frame", fail)
    report = write_report(three, tmp_path / "part", as_of=AS_OF)

    assert report.failures == {"P2": "ZeroDivisionError: no week"}
    assert [page.name for page in report.pages] == ["P1.html", "P3.html"]
    page = "patients/P1.html"
    assert files(tmp_path / "part")[page] == files(tmp_path / "alone")[page]


def test_if_every_page_fails_the_list_says_so(three, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise KeyError("week")

    monkeypatch.setattr(batch, "index_row", fail)
    report = write_report(three, tmp_path, as_of=AS_OF)

    assert list(report.failures) == ["P1", "P2", "P3"]
    assert report.pages == ()
    assert "3 patients: not enough data 3" in Page(report.index.read_text()).text


def test_words_of_an_error_are_only_shown(three, tmp_path, monkeypatch):
    fail_for(monkeypatch, batch, "summarize_patient", "P2", ValueError("<b>'\"{{ 7*7 }}"))

    report = write_report(three, tmp_path, as_of=AS_OF)

    page = Page(report.index.read_text())
    assert "b" not in {tag for tag, _ in page.tags}
    assert "ValueError: <b>'\"{{ 7*7 }}" in page.text


@pytest.mark.parametrize("has_old", [True, False], ids=["an old report", "no report yet"])
def test_an_interruption_while_drawing_leaves_the_old_report_and_nothing_aside(
    three, tmp_path, monkeypatch, has_old
):
    old = ("index.html", "patients/P1.html", "patients/P9.html") if has_old else ()
    for name in old:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(OLD)

    fail_for(monkeypatch, batch, "summarize_patient", "P3", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_report(three, tmp_path, as_of=AS_OF)

    assert files(tmp_path) == dict.fromkeys(old, OLD.encode())
    assert {path.name for path in tmp_path.iterdir()} <= {"index.html", "patients"}


def test_a_list_that_cannot_be_made_leaves_the_old_report(three, tmp_path, monkeypatch):
    (tmp_path / "patients").mkdir()
    (tmp_path / "patients" / "P1.html").write_text(OLD)

    def fail(*_):
        raise RuntimeError("no template")

    monkeypatch.setattr(stage, "render_index", fail)
    with pytest.raises(RuntimeError, match="no template"):
        write_report(three, tmp_path, as_of=AS_OF)

    assert files(tmp_path) == {"patients/P1.html": OLD.encode()}
    assert [path.name for path in tmp_path.iterdir()] == ["patients"]


def test_the_old_page_of_a_patient_whose_new_one_failed_goes(three, tmp_path, monkeypatch):
    write_report(three, tmp_path, as_of="2026-01-10")

    fail_for(monkeypatch, batch, "summarize_patient", "P2", KeyError("week"))
    write_report(three, tmp_path, as_of=AS_OF)

    assert "patients/P2.html" not in files(tmp_path)


def test_a_page_whose_pdf_fails_is_not_there_either(three, tmp_path, monkeypatch):
    def fail(page, out):
        if page.stem == "P2":
            raise WriteError("PDF: got a picture, expected one that can be drawn")
        out.write_bytes(b"%PDF")

    monkeypatch.setattr(pages, "write_pdf", fail)
    monkeypatch.setattr(stage, "write_pdf", fail)

    report = write_report(three, tmp_path, as_of=AS_OF, pdf=True)

    assert report.failures == {"P2": "PDF: got a picture, expected one that can be drawn"}
    assert sorted(path.name for path in (tmp_path / "patients").iterdir()) == [
        "P1.html", "P1.pdf", "P3.html", "P3.pdf",
    ]  # fmt: skip


def test_the_earlier_page_of_one_that_fails_goes_and_those_of_others_stay(
    three, tmp_path, monkeypatch
):
    write_report(three, tmp_path, as_of=AS_OF)
    fail_for(monkeypatch, batch, "summarize_patient", "P2", KeyError("week"))

    report = write_report(three, tmp_path, as_of=AS_OF, patients=["P2"])

    assert list(report.failures) == ["P2"]
    assert sorted(path.name for path in (tmp_path / "patients").iterdir()) == ["P1.html", "P3.html"]


def test_an_error_of_the_file_system_names_no_place(three, tmp_path, monkeypatch):
    error = OSError(28, "No space left on device", str(tmp_path / "secret"))
    fail_for(monkeypatch, batch, "summarize_patient", "P2", error)

    report = write_report(three, tmp_path, as_of=AS_OF)

    assert report.failures == {"P2": "OSError: No space left on device"}


def test_the_order_does_not_depend_on_which_page_is_made_first(three, tmp_path, monkeypatch):
    whole = stage.make_all
    write_report(three, tmp_path / "a", as_of=AS_OF)
    monkeypatch.setattr(stage, "make_all", lambda *a, **b: reversed([*whole(*a, **b)]))

    write_report(three, tmp_path / "b", as_of=AS_OF)

    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_page_names_nobody_else_whose_rows_were_set_aside(tmp_path):
    (tmp_path / "in").mkdir()
    people = [person(name, program="hip-restoration") for name in ("P1", "P2")]
    log = [
        done(6, "butterfly_stretch"),
        done(6, "butterfly_stretch", patient_id="P2", pain_during_nrs=14),
    ]
    (tmp_path / "in" / "patients.csv").write_text(as_csv(people))
    (tmp_path / "in" / "sessions.csv").write_text(as_csv(log))
    with pytest.warns(rs.DroppedRowsWarning):
        two = rs.load_caseload(tmp_path / "in")

    report = write_report(two, tmp_path / "out", as_of=AS_OF)

    assert "Every row of P2 was set aside" in report.index.read_text()
    assert "P2" not in report.pages[0].read_text()


def test_rows_of_another_without_a_side_are_no_remark_on_a_page(tmp_path):
    (tmp_path / "in").mkdir()
    people = [person(name, program="hip-restoration") for name in ("P1", "P2")]
    log = [done(6, "hip_pushdown", "left"), done(6, "hip_pushdown", "", patient_id="P2")]
    (tmp_path / "in" / "patients.csv").write_text(as_csv(people))
    (tmp_path / "in" / "sessions.csv").write_text(as_csv(log))

    report = write_report(rs.load_caseload(tmp_path / "in"), tmp_path / "out", as_of=AS_OF)

    first, second = (page.read_text() for page in report.pages)
    assert "it fills no slot" in report.index.read_text()
    assert "it fills no slot" not in first
    assert "1 row without a side" in second
