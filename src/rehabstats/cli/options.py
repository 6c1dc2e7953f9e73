"""Options that several commands share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import click

import rehabstats as rs

Command = Callable[..., Any]

#: Patients that a message names before it stops.
_NAMED: Final = 12

AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day from which to look, YYYY-MM-DD. Default: the day of the latest entry.",
)
QUARANTINE = click.option(
    "--quarantine",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the rows that were kept out, with their reasons, to this .csv file.",
)
STRICT = click.option(
    "--strict", is_flag=True, help="Stop at any error instead of leaving rows out."
)
SETTINGS = click.option(
    "--settings",
    "settings_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TOML",
    help="Thresholds of your own; `rehabstats settings` prints a file to start from.",
)


_READING = (
    click.option("--program", metavar="ID", help="Program of everyone, without patients.csv."),
    click.option(
        "--program-file", "program_files", multiple=True, type=click.Path(path_type=Path),
        metavar="TOML", help="A program of your own; may be repeated.",
    ),
    click.option("--patient-id", metavar="ID", help="The patient of a log without that column."),
    click.option(
        "--start-date", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
        help="First day of week 1, without patients.csv.",
    ),
    click.option(
        "--day-first/--month-first", "dayfirst", default=None,
        help="Read 03/04/2026 as 3 April, or as March 4. ISO dates need neither.",
    ),
)  # fmt: skip


def caseload_arguments(command: Command) -> Command:
    """Add CASELOAD and the options that say how to read it."""
    return _reading(command, "caseload")


def export_arguments(command: Command) -> Command:
    """Add OLD and NEW, two exports of one caseload, and how to read both."""
    return _reading(command, "old", "new")


def _reading(command: Command, *names: str) -> Command:
    files = [click.argument(name, type=click.Path(path_type=Path)) for name in names]
    for decorate in reversed([*files, *_READING]):
        command = decorate(command)
    return command


def reading_options(
    program: str | None,
    program_files: tuple[Path, ...],
    patient_id: str | None,
    start_date: dt.datetime | None,
    dayfirst: bool | None,
) -> dict[str, Any]:
    """The keyword arguments of `load_caseload` and `check`."""
    return {
        "program": program,
        "programs": [rs.load_program(path) for path in program_files],
        "patient_id": patient_id,
        "start_date": start_date,
        "dayfirst": dayfirst,
    }


def require_known(loaded: rs.Caseload, patients: Iterable[str]) -> None:
    """Refuse ids that are nobody's."""
    known = loaded.patients["patient_id"].astype("str").tolist()
    unknown = sorted(set(patients) - set(known))
    if unknown:
        named = ", ".join(known[:_NAMED]) + (", ..." if len(known) > _NAMED else "")
        wrong = f"got {', '.join(map(repr, unknown))}, expected one of {named}"
        raise click.BadParameter(wrong, param_hint="--patient")


def load(
    caseload: Path,
    as_of: dt.datetime | None,
    quarantine: Path | None,
    strict: bool,
    settings_file: Path | None = None,
    **how: Any,
) -> tuple[rs.Caseload, dt.date, rs.Settings]:
    """
    Load a caseload, say on stderr what was left out or assumed, and settle as_of.

    Changed thresholds become assumptions of the caseload: every output repeats them.
    """
    options = reading_options(**how)
    settings = rs.Settings() if settings_file is None else rs.load_settings(settings_file)
    if quarantine is not None and quarantine.suffix != ".csv":
        raise click.BadParameter(f"got {quarantine.name!r}, expected a name that ends in .csv")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rs.DroppedRowsWarning)
        loaded = rs.load_caseload(caseload, as_of=as_of, strict=strict, **options)
    said = tuple(f"Threshold changed: {sentence}" for sentence in settings.changed)
    loaded = dataclasses.replace(loaded, assumptions=(*loaded.assumptions, *said))
    if quarantine is not None:
        from rehabstats.export import write_table

        write_table(loaded.quarantine, quarantine)
    day = loaded.last_entry if as_of is None else as_of
    _tell(loaded, quarantine, caseload)
    return loaded, day, settings


def _tell(loaded: rs.Caseload, quarantine: Path | None, caseload: Path) -> None:
    if n_out := len(loaded.quarantine):
        n_read = int(loaded.account["rows_read"].sum())
        kept = (
            f"written to {quarantine}"
            if quarantine
            else f"`rehabstats check {caseload}` lists them"
        )
        rows = "row" if n_out == 1 else "rows"
        click.echo(f"Left out {n_out} {rows} of {n_read} with problems; {kept}.", err=True)
    for sentence in (*loaded.assumptions, *loaded.remarks):
        click.echo(sentence, err=True)
