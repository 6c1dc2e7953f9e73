"""``rehabstats report``: one self-contained page for a caseload."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, QUARANTINE, SETTINGS, STRICT, caseload_arguments, load
from rehabstats.cli.output import progress


@click.command()
@caseload_arguments
@click.option(
    "-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the page; it is made if need be.",
)  # fmt: skip
@AS_OF
@QUARANTINE
@STRICT
@SETTINGS
def command(
    caseload: Path,
    out: Path,
    as_of: dt.datetime | None,
    quarantine: Path | None,
    strict: bool,
    settings_file: Path | None,
    **how: Any,
) -> None:
    """
    Write a report on CASELOAD: patients by need, and for each signals and a weekly trend.

    The page is one file that needs no network and no installation.

    \b
    rehabstats report data/sample -o build/report
    """
    loaded, day, settings = load(caseload, as_of, quarantine, strict, settings_file, **how)
    page = rs.write_report(loaded, out, as_of=day, settings=settings, progress=progress("Drawing"))
    click.echo(f"As of {day:%Y-%m-%d}: {page}")
