"""The data dictionary in words, made of the catalogue and its schemas and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rehabstats.room.catalogue import public_frames
from rehabstats.schemas import Frame, LedgerWeeks, bounds, choices, columns, key
from rehabstats.schemas.log import Checkins, Patients, Pauses, PrescriptionChanges, Sessions, Sets

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

    question: str
    row: str
    key: tuple[str, ...]
    columns: tuple[ColumnEntry, ...]


#: The tables of a log, and what else a ledger has beside its slots.
_TABLES: Mapping[str, tuple[type[Frame], str]] = {
    "patients": (Patients, "Who exercises, and in which program?"),
    "prescriptions": (PrescriptionChanges, "What was changed for whom?"),
    "pauses": (Pauses, "When was nothing asked for?"),
    "sets": (Sets, "What was done?"),
    "sessions": (Sessions, "When was it done, and how was it before and after?"),
    "checkins": (Checkins, "Which activities were rated, and when?"),
    "ledger_weeks": (LedgerWeeks, "What was asked for in each week, done or not?"),
}


@cache
def frame_names() -> Mapping[str, type[Frame]]:
    """Every frame under the name that it has in files, functions and attributes."""
    tables = {name: schema for name, (schema, _) in _TABLES.items()}
    return tables | {name: frame.schema for name, frame in public_frames().items()}


def describe(name: str) -> FrameEntry:
    """What a frame holds, column by column."""
    schema, public = frame_names()[name], public_frames().get(name)
    rows = tuple(_entry(schema, column) for column in columns(schema))
    text = " ".join((schema.__doc__ or "").split())
    question = public.question if public else _TABLES[name][1]
    return FrameEntry(question, text, key(schema), rows)


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
        "Generated from the catalogue and its schemas by `make dictionary`; do not edit.",
        "A column without an entry under *missing means* has no missing values.",
    ]
    described: dict[type[Frame], str] = {}
    for name, schema in frame_names().items():
        frame = describe(name)
        parts += ["", f"## {name}", "", f"{frame.question} {frame.row}"]
        if schema in described:
            parts[-1] += f" Columns as in `{described[schema]}`."
            continue
        described[schema] = name
        parts += ["", f"Key: {', '.join(frame.key)}.", ""]
        parts += ["| column | type | unit | allowed | meaning | missing means |", "|" + "---|" * 6]
        for column in frame.columns:
            cells = (
                f"`{column.name}`", column.kind, column.unit, column.allowed,
                column.meaning, column.missing,
            )  # fmt: skip
            parts.append("| " + " | ".join(cells) + " |")
    return "\n".join(parts) + "\n"


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
