"""The data dictionary in words, made from the schemas and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rehabstats.schemas import ALL_FRAMES, Frame, bounds, choices, columns, key

#: Frames whose file or function has another name than the schema.
_NAMES = {
    "Prescriptions": "plan",
    "PrescriptionChanges": "prescriptions",
    "LedgerSlots": "ledger",
}
_KINDS = {"datetime64[ns]": "date", "Int64": "int64", "category": "word", "str": "text"}


@dataclass(frozen=True)
class ColumnEntry:
    """One column in words."""

    name: str
    kind: str
    unit: str
    allowed: str
    meaning: str
    missing: str


@dataclass(frozen=True)
class FrameEntry:
    """One frame in words."""

    row: str
    key: tuple[str, ...]
    columns: tuple[ColumnEntry, ...]


def frame_names() -> dict[str, type[Frame]]:
    """Every frame under the name that it has in files and functions."""
    return {_name(schema): schema for schema in ALL_FRAMES}


def describe(schema: type[Frame]) -> FrameEntry:
    """What a frame holds, column by column."""
    rows = tuple(_entry(schema, name) for name in columns(schema))
    text = " ".join((schema.__doc__ or "").split())
    return FrameEntry(text, key(schema), rows)


def as_markdown() -> str:
    """
    The whole dictionary as a Markdown page.

    Returns
    -------
    str
        What docs/data-dictionary.md must be, to the byte.
    """
    parts = [
        "# Data dictionary",
        "",
        "Generated from `src/rehabstats/schemas/` by `make dictionary`; do not edit.",
        "A column without an entry under *missing means* has no missing values.",
    ]
    for name, schema in frame_names().items():
        frame = describe(schema)
        parts += ["", f"## {name}", "", f"{frame.row} Key: {', '.join(frame.key)}.", ""]
        parts += ["| column | type | unit | allowed | meaning | missing means |", "|" + "---|" * 6]
        for column in frame.columns:
            cells = (
                f"`{column.name}`", column.kind, column.unit, column.allowed,
                column.meaning, column.missing,
            )  # fmt: skip
            parts.append("| " + " | ".join(cells) + " |")
    return "\n".join(parts) + "\n"


def _name(schema: type[Frame]) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", schema.__name__).lower()
    return _NAMES.get(schema.__name__, words)


def _entry(schema: type[Frame], name: str) -> ColumnEntry:
    column = schema.to_schema().columns[name]
    notes = column.metadata or {}
    dtype = str(column.dtype)
    return ColumnEntry(
        name,
        _KINDS.get(dtype, dtype),
        notes.get("unit") or "",
        _allowed(schema, name),
        column.description or "",
        notes.get("missing") or "",
    )


def _allowed(schema: type[Frame], name: str) -> str:
    low, high = bounds(schema, name)
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"{low:g} or more"
    try:
        return ", ".join(choices(schema, name))
    except KeyError:
        return ""
