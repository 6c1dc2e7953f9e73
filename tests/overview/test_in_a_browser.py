"""What a notebook shows, in a real browser: for every reader, and nothing leaves the machine."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python

from overview.conftest import HOSTILE

pytest_plugins = ["report.with_browser"]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def test_caseload_patient_and_table_are_clean_for_axe_and_the_trend_is_drawn(
    sample, p3, hostile, look, tmp_path
):
    parts = (
        sample, p3, p3.sentences, p3.show("pain_trend"), hostile, hostile[HOSTILE],
    )  # fmt: skip
    body = "".join(part._repr_html_() for part in parts)
    file = tmp_path / "shown.html"
    file.write_text(
        f'<!doctype html><html lang="en"><title>Shown</title><main><h1>Shown</h1>{body}</main>',
        encoding="utf-8",
    )

    page = look(file, width=1000)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    widths = page.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert len(widths) == 2
    assert all(width > 300 for width in widths)
    assert [url for url in page.seen.requests if not url.startswith(("file:", "data:"))] == []
