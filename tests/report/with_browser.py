"""Fixtures: a report of the sample, and a real browser that opens its pages offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rehabstats as rs
from report.browsing import Pages, Seen

AS_OF = "2026-03-30"
SAMPLE = Path(__file__).parents[2] / "data" / "sample"
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@pytest.fixture(scope="session")
def pages(browser, tmp_path_factory) -> Pages:
    """Write the report once for all tests, if there is something to look at it with."""
    out = tmp_path_factory.mktemp("report")
    sample = rs.load_caseload(SAMPLE)
    rs.write_report(sample, out / "folder", as_of=AS_OF)
    two = sample.only(["P003", "P004"])
    single = rs.write_report(two, out / "single", as_of=AS_OF, single_file=True).index
    return Pages(out / "folder", single)


# Not for the session: other tests in this process have event loops of their own.
@pytest.fixture(scope="module")
def chromium(browser) -> Iterator[Any]:
    """Chromium, running."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture
def look(chromium) -> Iterator[Callable[..., Any]]:
    """Open a file in a browser of its own that is offline; ``page.seen`` is what it saw."""
    contexts = []

    def open_page(file: Path, *, at: str = "", width: int = 1280, height: int = 800, **more) -> Any:
        size = {"width": width, "height": height}
        contexts.append(chromium.new_context(viewport=size, offline=True, **more))
        page = contexts[-1].new_page()
        page.seen = Seen()
        page.on("request", lambda request: page.seen.requests.append(request.url))
        page.on("console", lambda message: page.seen.said.append(message.text))
        page.on("pageerror", lambda error: page.seen.said.append(str(error)))
        page.goto(file.as_uri() + at)
        return page

    yield open_page
    for context in contexts:
        context.close()
