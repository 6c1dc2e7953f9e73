"""``rehabstats diff``: two exports of one caseload, and what is reported otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, SETTINGS, STRICT, export_arguments, load
from rehabstats.words import NONE, day_words, exact, iso_day

#: Lines of each kind that are shown before the rest is only counted.
_SHOWN = 20


@click.command()
@export_arguments
@AS_OF
@click.option("--all", "show_all", is_flag=True, help="Show every difference.")
@click.option("--format", "file_format", type=click.Choice(["text", "json"]), default="text")
@STRICT
@SETTINGS
def command(
    old: Path,
    new: Path,
    show_all: bool,
    file_format: str,
    **how: Any,
) -> None:
    """
    Say what differs between two exports, OLD and NEW, and which numbers with it.

    Both are seen from the last day of OLD, so that what has merely come since changes
    no number. Rows added about earlier days are back-dated.

    \b
    rehabstats diff export-march export-april
    rehabstats diff export-march export-april --format json
    """
    before, after = (load(export, **how) for export in (old, new))
    day = before.as_of
    found = rs.compare_exports(before.caseload, after.caseload, as_of=day, settings=before.settings)
    diff = _plain(found)
    if file_format == "json":
        click.echo(json.dumps(diff, indent=1))
        return
    told = ", ".join(f"{n} {name}" for name, n in diff["counts"].items())
    click.echo(f"Rows: {told} (edited: by cell). Numbers as of {day_words(day)}.")
    shown = None if show_all else _SHOWN
    _print("rows", [_row(**row) for row in diff["rows"]], shown)
    _print("numbers", [_number(**row) for row in diff["numbers"]], shown)
    _print("signals", [_signal(**row) for row in diff["signals"]], shown)


def _plain(diff: rs.ExportDiff) -> dict[str, Any]:
    """The differences in plain lists, with None for what is missing."""
    frames = {"rows": diff.rows, "numbers": diff.numbers, "signals": diff.signals}
    return {"as_of": iso_day(diff.as_of), "counts": diff.counts} | {
        name: json.loads(frame.to_json(orient="records")) for name, frame in frames.items()
    }


def _print(name: str, lines: list[str], shown: int | None) -> None:
    click.echo(f"\n{name.capitalize()}{'' if lines else ': no difference'}")
    for line in lines[:shown]:
        click.echo(f"  {line}")
    if shown is not None and len(lines) > shown:
        click.echo(f"  ... and {len(lines) - shown} more; --all shows them")


def _row(
    *, patient_id: str, table: str, row: str, change: str, is_back_dated: bool, column: str | None,
    old: str | None, new: str | None, line_old: int | None, line_new: int | None,
) -> str:  # fmt: skip
    what = f"{column} {old or NONE} -> {new or NONE}" if column else change
    late = ", back-dated" if is_back_dated else ""
    lines = {"OLD": line_old, "NEW": line_new}
    where = ", ".join(f"line {line} of {file}" for file, line in lines.items() if line is not None)
    return f"{patient_id} {table} {row}: {what}{late}" + (f" ({where})" if where else "")


def _number(
    *, patient_id: str, number: str, week: int | None, old: float | None, new: float | None
) -> str:
    of_week = "" if week is None else f" of week {week}"
    before, after = (NONE if one is None else exact(one) for one in (old, new))
    return f"{patient_id} {number}{of_week}: {before} -> {after}"


def _signal(*, signal_id: str, patient_id: str, old: str | None, new: str | None) -> str:
    fact = signal_id.removeprefix(f"{patient_id}/")
    return f"{patient_id} {fact}: {old or 'did not fire'} -> {new or 'does not fire'}"
