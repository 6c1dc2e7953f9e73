"""What is written: which files, the same bytes every time, and nothing changed around them."""

from __future__ import annotations

from collections import Counter

import matplotlib
import pytest

import rehabstats as rs
from rehabstats.errors import WriteError
from rehabstats.report import parallel, write_report
from rehabstats.report import write as stage
from report.small import as_csv, done, person

AS_OF = "2026-01-18"


@pytest.fixture(scope="module")
def caseload(tmp_path_factory):
    """Three patients: one with a flare of pain, one with a session, one with none."""
    folder = tmp_path_factory.mktemp("three")
    people = [person(name, program="hip-restoration") for name in ("P1", "P2", "P3")]
    log = [done(day, "butterfly_stretch", pain_during_nrs=day // 2) for day in range(5, 18)]
    log.append(done(6, "butterfly_stretch", patient_id="P2", note="stiff"))
    (folder / "patients.csv").write_text(as_csv(people))
    (folder / "sessions.csv").write_text(as_csv(log))
    return rs.load_caseload(folder)


def files(folder) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def whole(caseload, tmp_path_factory) -> dict[str, bytes]:
    """The files of a report of all three."""
    out = tmp_path_factory.mktemp("whole")
    write_report(caseload, out, as_of=AS_OF)
    return files(out)


@pytest.mark.usefixtures("no_charts")
def test_there_is_a_list_and_a_page_per_patient_and_nothing_else(caseload, tmp_path):
    out = tmp_path / "new" / "out"

    report = write_report(caseload, out, as_of=AS_OF)

    assert report.index == out / "index.html"
    assert report.pages == tuple(out / "patients" / f"P{n}.html" for n in (1, 2, 3))
    assert report.failures == {}
    assert sorted(files(tmp_path)) == [
        "new/out/index.html", "new/out/patients/P1.html", "new/out/patients/P2.html",
        "new/out/patients/P3.html",
    ]  # fmt: skip


def test_neither_a_style_nor_the_size_of_batches_changes_a_byte_or_is_changed(
    caseload, whole, tmp_path, monkeypatch
):
    monkeypatch.setattr(parallel, "BATCH_PATIENTS", 2)
    look = {"axes.facecolor": "black", "font.size": 30, "svg.fonttype": "path", "lines.marker": "x"}

    with matplotlib.rc_context(look):
        before, frame = dict(matplotlib.rcParams), caseload.sets.copy()
        write_report(caseload, tmp_path, as_of=AS_OF)
        assert dict(matplotlib.rcParams) == before

    assert caseload.sets.equals(frame)
    assert files(tmp_path) == whole


def test_two_processes_give_the_same_bytes(caseload, whole, tmp_path):
    report = write_report(caseload, tmp_path, as_of=AS_OF, jobs=2)

    assert [page.name for page in report.pages] == ["P1.html", "P2.html", "P3.html"]
    assert files(tmp_path) == whole


@pytest.mark.usefixtures("no_charts")
def test_some_patients_have_their_pages_and_no_list_of_others(caseload, tmp_path):
    report = write_report(caseload, tmp_path, as_of=AS_OF, patients=["P2"])

    assert report.index is None
    assert [page.name for page in report.pages] == ["P2.html"]
    [(name, page)] = files(tmp_path).items()
    assert name == "patients/P2.html"
    assert b"P1" not in page
    assert b"index.html" not in page


def test_a_page_of_some_is_the_page_of_all_but_for_the_way_to_the_list(caseload, whole, tmp_path):
    write_report(caseload, tmp_path, as_of=AS_OF, patients=["P2"])

    alone, among = (
        found["patients/P2.html"].decode().split('<main id="main">')[1]
        for found in (files(tmp_path), whole)
    )
    assert alone == among


@pytest.mark.usefixtures("no_charts")
def test_a_report_of_some_leaves_the_list_and_the_pages_of_others(caseload, tmp_path):
    write_report(caseload, tmp_path, as_of=AS_OF)
    before = files(tmp_path)

    write_report(caseload, tmp_path, as_of="2026-01-10", patients=["P2"])

    found = files(tmp_path)
    assert {name for name in before if found[name] != before[name]} == {"patients/P2.html"}


@pytest.mark.usefixtures("no_charts")
def test_a_single_file_is_the_only_file(caseload, tmp_path):
    report = write_report(caseload, tmp_path, as_of=AS_OF, single_file=True)

    assert (report.index, report.pages) == (tmp_path / "index.html", ())
    assert list(files(tmp_path)) == ["index.html"]


@pytest.mark.usefixtures("no_charts")
def test_a_single_file_of_some_lists_only_them(caseload, tmp_path):
    write_report(caseload, tmp_path, as_of=AS_OF, single_file=True, patients=["P2"])

    page = files(tmp_path)["index.html"].decode()
    assert page.count('class="patient-row"') == page.count('class="patient"') == 1
    assert "P1" not in page


def test_the_list_is_in_order_of_need_whatever_the_size_of_batches(caseload, whole):
    page = whole["index.html"].decode()
    need = rs.find_signals(caseload, as_of=AS_OF)["patient_id"].astype("str").drop_duplicates()

    found = [part.split(".html")[0] for part in page.split('href="patients/')[1:]]

    assert found[: len(need)] == need.tolist()
    assert sorted(found) == ["P1", "P2", "P3"]


@pytest.mark.usefixtures("no_charts")
def test_progress_is_told_once_per_patient_and_that_it_is_over(caseload, tmp_path):
    told = []

    def progress(them):
        for one in them:
            yield one
            told.append(one)
        told.append("over")

    write_report(caseload, tmp_path, as_of=AS_OF, progress=progress)

    assert Counter(told) == {0: 1, 1: 1, 2: 1, "over": 1}
    assert told[-1] == "over"


@pytest.mark.usefixtures("no_charts")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            {"as_of": "today"},
            r"^`as_of`: got 'today', expected a date from \S+ to \S+, as 2026-03-31$", id="day",
        ),
        pytest.param({"since": 7}, "^`since`: got 7, expected a date from", id="visit"),
        pytest.param(
            {"since": "2026-01-19"},
            "^`since`: got '2026-01-19', expected a day up to as_of, 2026-01-18$",
            id="visit after the day",
        ),
        pytest.param(
            {"patients": ["P2", "P9"]},
            r"^`patients`: got \['P9'\], expected ids of this caseload: P1, P2, P3$", id="stranger",
        ),
        pytest.param(
            {"patients": []}, r"^`patients`: got \[\], expected ids of this caseload", id="nobody"
        ),
        pytest.param(
            {"audience": "all"}, "^`audience`: got 'all', expected one of clinician, patient$",
            id="audience",
        ),
        pytest.param({"jobs": 0}, "^`jobs`: got 0, expected", id="no process"),
        pytest.param({"jobs": -1}, "^`jobs`: got -1, expected", id="fewer than none"),
    ],
)  # fmt: skip
def test_an_argument_that_makes_no_sense_says_what_would_and_writes_nothing(
    caseload, tmp_path, arguments, message
):
    with pytest.raises(ValueError, match=message):
        write_report(caseload, tmp_path / "out", **({"as_of": AS_OF} | arguments))

    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_charts")
def test_without_a_library_for_pdfs_nothing_is_written(caseload, tmp_path, monkeypatch):
    def refuse():
        raise WriteError("PDF: got nothing, expected WeasyPrint")

    monkeypatch.setattr(stage, "require_weasyprint", refuse)
    with pytest.raises(WriteError, match="WeasyPrint"):
        write_report(caseload, tmp_path / "out", as_of=AS_OF, pdf=True)

    assert not (tmp_path / "out").exists()
