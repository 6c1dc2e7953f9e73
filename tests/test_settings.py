"""Settings: one value per threshold, its source beside it, and nothing changed in silence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError as PydanticError

import rehabstats as rs
from rehabstats.settings import DEFAULTS, Settings

PACKAGE = Path(rs.__file__).parent
#: Source of everything but the settings themselves.
SOURCES = {
    str(file.relative_to(PACKAGE)): file.read_text("utf-8")
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.parent.name != "settings"
}
#: What `rehabstats.series` and some metrics call a threshold.
ALIASES = {
    "min_n", "sem", "z", "alpha", "safe_max_nrs", "acceptable_max_nrs",
}  # fmt: skip


def literal_defaults(source: str) -> Iterator[tuple[str, str]]:
    """Parameters with a number as default, and constants that are a number: scope and name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            spec = node.args
            placed = [*spec.posonlyargs, *spec.args]
            pairs = [
                *zip(placed[len(placed) - len(spec.defaults) :], spec.defaults, strict=True),
                *zip(spec.kwonlyargs, spec.kw_defaults, strict=True),
            ]
            yield from ((node.name, arg.arg) for arg, value in pairs if is_number(value))
        elif isinstance(node, ast.AnnAssign) and is_number(node.value):
            yield "", ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and is_number(node.value):
            yield from (("", ast.unparse(target)) for target in node.targets)


def is_number(value: ast.expr | None) -> bool:
    return (
        isinstance(value, ast.Constant)
        and isinstance(value.value, int | float)
        and not isinstance(value.value, bool)
    )


def settings_of(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    return rs.load_settings(file)


def test_every_threshold_has_a_meaning_and_a_source():
    assert all(item.meaning and item.source for item in DEFAULTS.thresholds)


def test_each_name_ends_in_its_unit_where_there_is_one():
    endings = {"NRS": "_nrs", "h": "_h", "PSFS": "_psfs"}

    wrong = [t.name for t in DEFAULTS.thresholds if not t.name.endswith(endings.get(t.unit, ""))]

    assert wrong == []


def test_the_printed_file_loads_as_the_defaults(tmp_path):
    loaded = settings_of(tmp_path, DEFAULTS.as_toml())

    assert loaded == DEFAULTS
    assert loaded.changed == ()


def test_what_is_overridden_is_said_with_its_default(tmp_path):
    loaded = settings_of(tmp_path, "flare_rise_nrs = 3\n")

    assert loaded.changed == (
        "flare_rise_nrs is 3 NRS instead of 2: rise above the baseline median that makes a flare.",
    )
    assert "changed from 2" in str(loaded.threshold("flare_rise_nrs"))


def test_all_faults_of_a_file_are_named_at_once(tmp_path):
    with pytest.raises(rs.ValidationError) as caught:
        settings_of(tmp_path, 'flare_rise_nrs = "much"\nflare_size = 3\nbaseline_days = 0\n')

    assert str(caught.value).splitlines() == [
        "3 problems",
        "  mine.toml: baseline_days: got 0, expected at least 1",
        "  mine.toml: flare_rise_nrs: got 'much', expected a number",
        "  mine.toml: flare_size: got 3, expected no key of this name",
    ]


def test_thresholds_that_contradict_each_other_are_refused(tmp_path):
    with pytest.raises(rs.ValidationError, match="baseline_days 30 above baseline_days_max 14"):
        settings_of(tmp_path, "baseline_days = 30\n")


def test_a_missing_file_is_a_read_error(tmp_path):
    with pytest.raises(rs.ReadError, match="expected settings in TOML"):
        rs.load_settings(tmp_path / "none.toml")


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(PydanticError):
        DEFAULTS.flare_rise_nrs = 5.0


def test_no_threshold_has_a_default_outside_of_the_settings():
    names = {item.name for item in DEFAULTS.thresholds} | ALIASES

    second = [
        f"{file}: {scope} {name}"
        for file, source in SOURCES.items()
        for scope, name in literal_defaults(source)
        if name.lower() in names
    ]

    assert second == []


def test_a_second_default_would_be_found():
    source = "CONFIDENCE: Final = 0.95\ndef nap(a, n=2, *, confidence=0.9, min_n, few=None): ...\n"

    assert [*literal_defaults(source)] == [("", "CONFIDENCE"), ("nap", "n"), ("nap", "confidence")]


def test_every_setting_is_read_by_something():
    everything = "\n".join(SOURCES.values())

    unread = [
        item.name
        for item in DEFAULTS.thresholds
        if not re.search(rf"settings\.{item.name}\b", everything)
    ]

    assert unread == []
