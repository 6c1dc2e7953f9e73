"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import functools
import warnings
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

import rehabstats as rs
from rehabstats.words import count_words, number

Command = Callable[..., Any]
Decorator = Callable[[Command], Command]

#: Patients that a message names before it stops.
_NAMED: Final = 12
#: What `load` takes of the options of a command.
_LOADING: Final = (
    "caseload", "as_of", "quarantine", "strict", "settings_file",
    "program", "program_files", "patient_id", "start_date", "dayfirst",
)  # fmt: skip

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
    return _with(command, _files("caseload"), _READING)


def export_arguments(command: Command) -> Command:
    """Add OLD and NEW, two exports of one caseload, and how to read both."""
    return _with(command, _files("old", "new"), _READING)


def sees_caseload(command: Command) -> Command:
    """Add CASELOAD, how to read it and from which day; the command gets it as `seen`."""

    @functools.wraps(command)
    def run(**options: Any) -> None:
        how = {name: options.pop(name) for name in list(options) if name in _LOADING}
        command(load(**how), **options)

    return _with(run, _files("caseload"), [AS_OF, QUARANTINE, STRICT, SETTINGS], _READING)


def _files(*names: str) -> list[Decorator]:
    return [click.argument(name, type=click.Path(path_type=Path)) for name in names]


def _with(command: Command, *options: Iterable[Decorator]) -> Command:
    for decorate in reversed(list(chain(*options))):
        command = decorate(command)
    return command


def reading_options(program_files: tuple[Path, ...], **how: Any) -> dict[str, Any]:
    """The keyword arguments of `load_caseload` and `check`."""
    return {**how, "programs": [rs.load_program(path) for path in program_files]}


def require_known(seen: rs.Progress, patients: Iterable[str]) -> None:
    """Refuse ids that are nobody's."""
    known = seen.patient_ids
    unknown = sorted(set(patients) - set(known))
    if unknown:
        named = ", ".join(known[:_NAMED]) + (", ..." if len(known) > _NAMED else "")
        wrong = f"got {', '.join(map(repr, unknown))}, expected one of {named}"
        raise click.BadParameter(wrong, param_hint="--patient")


def load(
    caseload: Path,
    as_of: dt.datetime | None,
    settings_file: Path | None,
    quarantine: Path | None = None,
    strict: bool = False,
    **how: Any,
) -> rs.Progress:
    """Load a caseload, say on stderr what was left out or assumed, and see it from a day."""
    options = reading_options(**how)
    settings = rs.Settings() if settings_file is None else rs.load_settings(settings_file)
    if quarantine is not None and quarantine.suffix != ".csv":
        raise click.BadParameter(f"got {quarantine.name!r}, expected a name that ends in .csv")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rs.DroppedRowsWarning)
        seen = rs.progress(caseload, as_of=as_of, settings=settings, strict=strict, **options)
    if quarantine is not None:
        from rehabstats.export import write_table

        write_table(seen.caseload.quarantine, quarantine)
    _tell(seen, quarantine, caseload)
    return seen


def _tell(seen: rs.Progress, quarantine: Path | None, caseload: Path) -> None:
    loaded = seen.caseload
    if n_out := len(loaded.quarantine):
        n_read = int(loaded.account["rows_read"].sum())
        kept = (
            f"written to {quarantine}"
            if quarantine
            else f"`rehabstats check {caseload}` lists them"
        )
        rows = f"{count_words(n_out, 'row')} of {number(n_read)}"
        click.echo(f"Left out {rows} with problems; {kept}.", err=True)
    for sentence in (*seen.assumptions, *loaded.remarks):
        click.echo(sentence, err=True)
