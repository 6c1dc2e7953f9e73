"""The explorer where people use it: a real JupyterLab in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from rehabstats.explorer.choice import VIEWS

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
CELL = f"""\
import rehabstats as rs

rs.explore(rs.load_caseload({str(SAMPLE)!r}), as_of="2026-03-30")"""

_TABLES = ".jp-OutputArea table"
_ROWS_ARE_NEW = """([tables, before]) => {
    const rows = [...document.querySelectorAll(tables)].map(table => table.innerText);
    return rows.length > 0 && rows.join("\\n") !== before;
}"""


@pytest.fixture
def seen(jupyterlab, visit) -> Any:
    """A page on which the explorer of the sample has just been run."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=[new_code_cell(CELL)], metadata={"kernelspec": kernel})
    nbformat.write(notebook, jupyterlab.folder / "explore.ipynb")
    page = visit.page
    page.goto(jupyterlab.address("explore.ipynb"))
    page.locator(".jp-CodeCell").wait_for()
    # What is to be run before there is a kernel is held up by a question for one.
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator("li[data-command='runmenu:run-all']").click()
    page.locator("img[alt*='patient']").wait_for()
    page.locator(_TABLES).first.wait_for(state="attached")
    return page


def picture_and_rows(page: Any) -> tuple[str, str]:
    """The bytes of the picture, as text, and the words of the tables."""
    (source,) = page.locator("img[alt*='patient']").evaluate_all("all => all.map(one => one.src)")
    return source, "\n".join(page.locator(_TABLES).all_inner_texts())


def choose(page: Any, label: str, option: str, *, shows: str) -> tuple[str, str]:
    """Change a control, wait for the picture of which the alt text says this, and look."""
    picture, rows = picture_and_rows(page)
    page.get_by_label(label, exact=True).select_option(label=option)
    page.locator(f"img[alt*='{shows}']:not([src='{picture}'])").wait_for()
    # The tables are a message of their own, which may come after the picture's.
    page.wait_for_function(_ROWS_ARE_NEW, arg=[_TABLES, rows])
    return picture_and_rows(page)


def reading(page: Any, label: str) -> list[str]:
    """What a control reads, and then all that it offers; ipywidgets makes spaces hard."""
    found = page.get_by_label(label, exact=True).evaluate(
        "one => [one.selectedOptions[0], ...one.options].map(option => option?.text ?? '')"
    )
    return [text.replace("\xa0", " ") for text in found]


def test_a_control_changes_picture_and_tables_and_nothing_leaves_the_machine(
    seen, visit, jupyterlab
):
    looks = [picture_and_rows(seen)]
    assert looks[0][0].startswith("data:image/png;base64,")
    assert reading(seen, "Patient")[0] == "P001"
    assert reading(seen, "Exercise")[0] == "all"

    looks += [choose(seen, "Patient", "P002", shows="patient P002")]
    looks += [choose(seen, "Metric", VIEWS["volume"].label, shows="Weekly repetitions")]
    offered = ["all", "Lateral trunk rotation", "Stiff leg bend", "Double knee hug"]
    assert reading(seen, "Exercise")[1:5] == offered
    looks += [choose(seen, "Exercise", "Stiff leg bend", shows="Weekly repetitions of")]
    assert reading(seen, "Side")[1:] == ["all", "both"]

    pictures, rows = (set(part) for part in zip(*looks, strict=True))
    assert (len(pictures), len(rows)) == (4, 4)
    own = (jupyterlab.origin, "data:", "blob:")
    assert [one for one in visit.requests if not one.startswith(own)] == []
    assert visit.complaints == []
