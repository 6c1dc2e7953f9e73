"""A page as a PDF: the same text and charts on paper, tagged for screen readers."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import os
import re
import sys
from collections.abc import Iterator
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any, Final

from rehabstats.errors import WriteError

_WEASYPRINT: Final = 'WeasyPrint: pip install "rehabstats[pdf]"'
_PANGO: Final = "Pango of the system (Debian: libpangoft2-1.0-0; Homebrew: pango)"


def write_pdf(page: str | os.PathLike[str], out: str | os.PathLike[str]) -> Path:
    """
    Write a page of the report as a PDF.

    What a browser would print is drawn: the rules for paper apply, folded parts are open,
    text stays text. A link to a page beside it leads to the PDF beside it.

    Parameters
    ----------
    page : str or path-like
        A page that needs nothing else, such as the report's. It reaches no network
        and no file: whatever it asks for, unless it is inside the page, is refused.
    out : str or path-like
        The PDF to write; its folder is made if it is not there. A file of this name is
        replaced when the new one is complete.

    Returns
    -------
    pathlib.Path
        The PDF, with the title and language of the page and an outline of its headings,
        tagged as PDF/UA-1. The same page gives the same bytes where fonts and
        libraries are the same.

    Raises
    ------
    WriteError
        If WeasyPrint or Pango is not installed, or if a part of the page cannot be
        drawn: a report that silently lacks a chart is worse than none.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     page = Path(folder) / "index.html"
    ...     _ = page.write_text("<html lang='en'><title>Week 1</title><p>5 of 5 sessions")
    ...     pdf = write_pdf(page, page.with_suffix(".pdf"))
    ...     pdf.name, pdf.read_bytes()[:5]
    ('index.pdf', b'%PDF-')
    """
    weasyprint = require_weasyprint()
    page, out = Path(page), Path(out)
    drawn = _draw(weasyprint, page)
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(drawn)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
    return out


def require_weasyprint() -> Any:
    """Import WeasyPrint, or raise a `WriteError` that says what to install."""
    try:
        # Without Pango it prints advice of its own, which knows nothing of our extra.
        with contextlib.redirect_stdout(io.StringIO()):
            return importlib.import_module("weasyprint")
    except ImportError as error:
        raise WriteError(f"PDF: got {str(error)!r}, expected {_WEASYPRINT}") from error
    except OSError as error:
        # The first clause names the library; the others list where it was looked for.
        got = str(error).split(":", maxsplit=1)[0]
        raise WriteError(f"PDF: got {got!r}, expected {_PANGO}") from error


def _draw(weasyprint: Any, page: Path) -> bytes:
    inside = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    with _complaints() as complaints:
        # As text, not as a file: relative links stay relative, and no path gets into the PDF.
        html = weasyprint.HTML(string=page.read_text(encoding="utf-8"), url_fetcher=inside)
        _drop_rows(html.etree_element)
        for link in html.etree_element.iterfind(".//a[@href]"):
            link.set("href", re.sub(r"^([^:?#]+)\.html(?=#|$)", r"\1.pdf", link.get("href")))
        drawn: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    # A dead link (the module `anchors`) is no loss on paper.
    lost = [record.getMessage() for record in complaints if record.module != "anchors"]
    if lost:
        raise WriteError(
            f"{page.name}: got {lost[0]!r} (1 of {len(lost)} such), expected a page that can be "
            "drawn whole from what is in it; no PDF was written: print the page from a browser"
        )
    return drawn


def _drop_rows(root: Any) -> None:
    """Take out the rows of the log: paper does not show them, and they take a third of the time."""
    for parent in list(root.iter()):
        for section in parent.findall("section[@class='rows']"):
            parent.remove(section)


@contextlib.contextmanager
def _complaints() -> Iterator[list[logging.LogRecord]]:
    """Collect WeasyPrint's errors: it logs them, and goes on without the part concerned."""
    log, heard = logging.getLogger("weasyprint"), BufferingHandler(sys.maxsize)
    level, propagate = log.level, log.propagate
    # Below errors it warns of each attribute of our SVG that is not CSS: thousands of lines.
    log.setLevel(logging.ERROR)
    log.propagate = False
    log.addHandler(heard)
    try:
        yield heard.buffer
    finally:
        log.removeHandler(heard)
        log.propagate = propagate
        log.setLevel(level)
