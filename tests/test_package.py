"""The package as a whole: what importing does, and what the documents say about it."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import rehabstats as rs
from rehabstats import schemas
from rehabstats.room.dictionary import as_markdown, frame_names
from scripts import script

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
UNITS = ("_nrs", "_s", "_kg", "_deg", "_cr10", "_psfs", "_days")


def test_importing_loads_nothing_heavy():
    heavy = ("pandas", "numpy", "matplotlib", "pandera", "pyarrow")
    code = f"import sys, rehabstats.cli; print([m for m in {heavy!r} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_every_public_name_exists_and_is_listed():
    for name in rs.__all__:
        assert getattr(rs, name) is not None
    assert set(rs.__all__) <= set(dir(rs))


def test_no_public_name_is_hidden_by_a_module_of_the_same_name():
    modules = {path.stem for path in (ROOT / "src" / "rehabstats").iterdir()}

    assert modules & set(rs.__all__) == set()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'adherance'"):
        _ = rs.adherance


def test_the_names_for_the_type_checker_are_the_public_ones():
    written = (ROOT / "src" / "rehabstats" / "__init__.pyi").read_text()
    declared = set(re.findall(r"import (\w+) as \1", written))

    assert declared == set(rs.__all__) - {"__version__"}
    assert written == script(ROOT / "docs" / "list_names.py").stub()


def test_nothing_asks_what_day_it_is():
    sources = (ROOT / "src").rglob("*.py")

    found = [p.name for p in sources if re.search(r"\b(today|now|utcnow)\(", p.read_text())]

    assert found == []


@pytest.mark.parametrize(
    "schema", sorted(set(frame_names().values()), key=str), ids=lambda schema: schema.__name__
)
def test_every_column_says_what_it_is_and_its_name_ends_in_its_unit(schema):
    for name, column in schema.to_schema().columns.items():
        assert column.description, name
        unit = (column.metadata or {}).get("unit")
        if unit in {"s", "kg", "deg", "CR10", "NRS 0-10", "PSFS 0-10"}:
            bare = re.sub(r"_(mean|median|max)$", "", name)
            assert bare.endswith(UNITS), f"{name} is in {unit}"
    assert schemas.key(schema)
    assert (schema.__doc__ or "").strip()


def test_the_data_dictionary_equals_the_schemas():
    assert (ROOT / "docs" / "data-dictionary.md").read_text() == as_markdown()


def test_every_frame_is_explained_in_the_metrics_page_or_is_an_input():
    page = (ROOT / "docs" / "metrics.md").read_text()
    inputs = {"patients", "prescriptions", "pauses", "sets", "sessions", "checkins", "plan"}

    missing = [name for name in frame_names() if name not in inputs and name not in page]

    assert missing in ([], ["ledger_weeks"])


def test_the_examples_of_the_metrics_page_are_true():
    result = doctest.testfile(str(ROOT / "docs" / "metrics.md"), module_relative=False)

    assert result.attempted > 30
    assert result.failed == 0


def test_the_readme_names_every_command_and_every_make_target_it_uses():
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()

    for command in (
        "check",
        "metrics",
        "signals",
        "explain",
        "report",
        "programs",
        "schema",
        "settings",
        "demo",
        "chart",
        "diff",
        "lab",
    ):
        assert f"rehabstats {command}" in readme
    for target in set(re.findall(r"`make (\w+)`", readme)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_committed_as_one_clean_run(path):
    cells = [
        cell
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and cell.source.strip()
    ]

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(cell.source.rstrip().endswith(";") for cell in cells), "nbval ignores it"


def test_no_requirement_names_an_index_and_every_one_has_hashes():
    text = (ROOT / "requirements" / "dev.txt").read_text()
    pinned = re.findall(r"^\S+==", text, re.MULTILINE)

    assert "://" not in text
    assert "--index-url" not in text
    assert len(pinned) == len(re.findall(r"^\S+==[^\n]*\\\n    --hash=", text, re.MULTILINE))
