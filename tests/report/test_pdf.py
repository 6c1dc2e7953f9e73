"""A PDF holds all of its page, asks for nothing outside, and replaces the old one when complete."""

from __future__ import annotations

import base64
import contextlib
import errno
import importlib
import logging
import os
import re
import subprocess
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdfium2
import pytest

from rehabstats.errors import WriteError
from rehabstats.report.pdf import require_weasyprint, write_pdf

CHART = """<svg viewBox="0 0 100 50" width="200"><title>Trend of P1</title>
<rect width="100" height="50" style="fill: #0072b2"/>
<g transform="translate(10 40)"><text style="font: 10px sans-serif; fill: #fff">Week 12</text></g>
</svg>"""
#: One pixel in vermilion.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGO4GscAAAM/ATSTd+sxAAAAAElFTkSuQmCC"
)
PIXEL = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


def _html(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>P1 \u2264 5</title>'
        f"{head}</head><body>{body}</body></html>"
    )


@pytest.fixture
def page(tmp_path):
    """Write ``index.html`` with this body, and perhaps something in its head."""

    def write(body: str, head: str = ""):
        (tmp_path / "index.html").write_text(_html(body, head), encoding="utf-8")
        return tmp_path / "index.html"

    return write


@pytest.fixture
def pdf_of(page):
    """Make a PDF of a page with this body."""

    def make(body: str, head: str = ""):
        html = page(body, head)
        return pypdfium2.PdfDocument(write_pdf(html, html.with_suffix(".pdf")))

    return make


def _text(pdf: pypdfium2.PdfDocument) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pdf)


def _colours(pdf: pypdfium2.PdfDocument) -> set[tuple[int, ...]]:
    pixels = pdf[0].render(rev_byteorder=True).to_numpy()
    return set(map(tuple, pixels[..., :3].reshape(-1, 3).tolist()))


def _objects(pdf: Path) -> str:
    """The objects that a PDF consists of, unpacked."""
    data = pdf.read_bytes()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            data += zlib.decompress(stream)
    return data.decode("latin-1")


def test_the_text_of_a_page_and_its_charts_stays_text(pdf_of):
    text = _text(pdf_of(f"<p>5 \u2264 7</p>{CHART}"))

    assert "5 \u2264 7" in text
    assert "Week 12" in text


def test_folded_parts_are_printed(pdf_of):
    assert "Lines 2-9" in _text(pdf_of("<details><summary>From?</summary>Lines 2-9</details>"))


def test_the_rules_for_paper_apply(pdf_of):
    style = "<style>@media print { .back { display: none } } @page { size: A5 }</style>"
    pdf = pdf_of("<p class='back'>Back</p><p>Stays</p>", style)

    assert _text(pdf).strip() == "Stays"
    assert [round(side) for side in pdf[0].get_size()] == [420, 595]


def test_charts_and_pictures_inside_the_page_are_drawn(pdf_of):
    colours = _colours(pdf_of(f"{CHART}<img alt='dot' width='50' src='{PIXEL}'>"))

    assert (0, 0x72, 0xB2) in colours
    assert (0xD5, 0x5E, 0) in colours


def test_a_pdf_has_the_title_language_and_outline_of_its_page_and_is_tagged(pdf_of, tmp_path):
    pdf = pdf_of(f"<h1>Patient P1</h1><h2>Pain</h2>{CHART}")
    objects = _objects(tmp_path / "index.pdf")

    assert pdf.get_metadata_dict()["Title"] == "P1 \u2264 5"
    assert [entry.get_title() for entry in pdf.get_toc()] == ["Patient P1", "Pain"]
    assert "/Lang (en-GB)" in objects
    assert 'pdfuaid:part="1"' in objects
    assert "/Alt (Trend of P1)" in objects


def test_the_same_page_gives_the_same_bytes_in_another_process_folder_and_time_zone(page, tmp_path):
    html = page(f"<h1>P1</h1>{CHART}<table><tr><th scope='col'>a<td>b</table>")
    first = write_pdf(html, tmp_path / "first.pdf")
    (tmp_path / "else").mkdir()
    html.rename(tmp_path / "else" / "page.html")

    command = "from rehabstats.report.pdf import write_pdf; write_pdf('page.html', 'second.pdf')"
    subprocess.run(
        [sys.executable, "-c", command], check=True, timeout=120, cwd=tmp_path / "else",
        env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
    )  # fmt: skip

    assert first.read_bytes() == (tmp_path / "else" / "second.pdf").read_bytes()


@pytest.mark.parametrize(
    ("link", "address"),
    [
        pytest.param("p1.html", "p1.pdf", id="beside it"),
        pytest.param("p1.html#pain", "p1.pdf#pain", id="a place in it"),
        pytest.param("https://doi.org/a.html", "https://doi.org/a.html", id="elsewhere"),
        pytest.param("log.csv", "log.csv", id="no page"),
    ],
)
def test_links_to_pages_beside_it_lead_to_their_pdfs(page, link, address):
    html = page(f"<p><a href='{link}'>x</a></p>")

    pdf = write_pdf(html, html.with_suffix(".pdf"))

    assert re.findall(r"/URI \((.*?)\)", _objects(pdf)) == [address]


@pytest.fixture
def server():
    """Count who asks: an address on this machine, and the paths asked for."""
    asked = []

    class Count(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PNG)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Count) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()
        thread.join()


OUTSIDE = [
    pytest.param("<img alt='x' src='{address}/a.png'>", id="picture"),
    pytest.param("<svg width='9'><image width='9' href='{address}/a.png'/></svg>", id="in a chart"),
    pytest.param("<p style='background: url({address}/a.png)'>x</p>", id="style"),
    pytest.param("<link rel='stylesheet' href='{address}/a.css'>", id="style sheet"),
    pytest.param("<object data='{address}/a.png'></object>", id="object"),
]


@pytest.mark.parametrize("body", OUTSIDE)
def test_nothing_is_fetched_from_a_network_and_the_page_is_refused(page, server, body):
    address, asked = server
    html = page(body.format(address=address))

    with pytest.raises(WriteError, match=r"^index.html: got .* \(1 of 1 such\), expected a page"):
        write_pdf(html, html.with_suffix(".pdf"))

    assert asked == []
    assert not html.with_suffix(".pdf").exists()


@pytest.mark.parametrize("body", OUTSIDE)
def test_no_file_is_opened_and_the_page_is_refused(page, tmp_path, body):
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "a.css").write_text("p { color: red }")
    html = page(body.format(address=tmp_path.as_uri()))

    with pytest.raises(WriteError, match="disallowed"):
        write_pdf(html, html.with_suffix(".pdf"))


def test_a_page_whose_chart_cannot_be_drawn_is_refused(page):
    html = page("<svg width='9' height='9'><g transform='rotate(many)'><path d='M1 1'/></g></svg>")

    with pytest.raises(WriteError, match="no PDF was written: print the page from a browser"):
        write_pdf(html, html.with_suffix(".pdf"))


def test_a_dead_link_is_no_loss_on_paper(pdf_of):
    assert "x" in _text(pdf_of("<a href='#gone'>x</a>"))


def test_a_page_that_is_refused_leaves_the_old_pdf(page, tmp_path):
    (tmp_path / "old.pdf").write_text("old")

    with pytest.raises(WriteError):
        write_pdf(page("<img alt='x' src='a.png'>"), tmp_path / "old.pdf")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "old.pdf"]
    assert (tmp_path / "old.pdf").read_text() == "old"


def test_a_disk_that_fills_up_leaves_the_old_pdf(page, tmp_path, monkeypatch):
    html = page("<p>x</p>")
    (tmp_path / "old.pdf").write_text("old")

    def fill(path, data):
        path.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(OSError, match="No space"):
        write_pdf(html, tmp_path / "old.pdf")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "old.pdf"]
    assert (tmp_path / "old.pdf").read_text() == "old"


def test_a_pdf_that_cannot_be_put_in_place_leaves_nothing_behind(page, tmp_path):
    (tmp_path / "old.pdf").mkdir()

    with pytest.raises(OSError, match="directory"):
        write_pdf(page("<p>x</p>"), tmp_path / "old.pdf")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "old.pdf"]


def test_the_folder_is_made_and_the_pdf_is_the_only_file_in_it(page, tmp_path):
    out = write_pdf(page("<p>x</p>"), tmp_path / "new" / "out" / "p1.pdf")

    assert out == tmp_path / "new" / "out" / "p1.pdf"
    assert [path.name for path in out.parent.iterdir()] == ["p1.pdf"]


def test_the_log_of_the_caller_hears_nothing_and_is_as_before(pdf_of, caplog, monkeypatch):
    log = logging.getLogger("weasyprint")
    monkeypatch.setattr(log, "propagate", True)
    before = list(log.handlers)

    with caplog.at_level(logging.INFO, logger="weasyprint"):
        pdf_of(CHART)
        level = log.level

    assert caplog.records == []
    assert (level, log.propagate, log.handlers) == (logging.INFO, True, before)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(
            ModuleNotFoundError("No module named 'weasyprint'"),
            "PDF: got \"No module named 'weasyprint'\", "
            'expected WeasyPrint: pip install "rehabstats[pdf]"',
            id="no WeasyPrint",
        ),
        pytest.param(
            OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open it. More"),
            "PDF: got \"cannot load library 'libpango-1.0-0'\", "
            "expected Pango of the system (Debian: libpangoft2-1.0-0; Homebrew: pango)",
            id="no Pango",
        ),
    ],
)
def test_what_is_not_installed_is_named_with_what_to_do(monkeypatch, capsys, error, message):
    def fail(name):
        sys.stdout.write("WeasyPrint could not import some external libraries.")
        raise error

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(WriteError) as raised:
        require_weasyprint()

    assert str(raised.value) == message
    assert capsys.readouterr().out == ""
