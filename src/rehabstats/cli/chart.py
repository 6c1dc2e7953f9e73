"""``rehabstats chart``: one picture per patient, or one of all, as files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import (
    AS_OF,
    QUARANTINE,
    SETTINGS,
    STRICT,
    caseload_arguments,
    load,
    require_known,
)
from rehabstats.cli.output import progress

#: As in `rehabstats.pictures.KINDS`, which would take a second to import; a test compares them.
_KINDS = (
    "trend", "page", "page-letter", "pain", "volume", "progression", "mirror", "calendar", "runs",
    "caseload",
)  # fmt: skip


@click.command()
@caseload_arguments
@click.option(
    "-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the pictures; it is made if need be.",
)  # fmt: skip
@click.option("--kind", type=click.Choice(_KINDS), default="trend", help="What to draw.")
@click.option("--patient", "patients", multiple=True, metavar="ID", help="Only this patient.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="Only patients with an entry on this day or later.",
)  # fmt: skip
@click.option(
    "--format", "file_format", type=click.Choice(["png", "svg", "pdf"]), default="png",
    help="Format of the files. Default: png.",
)  # fmt: skip
@click.option("--weekly", is_flag=True, help="Name files by week, so that all are kept.")
@click.option("--tables", is_flag=True, help="Write the numbers behind each picture beside it.")
@AS_OF
@QUARANTINE
@STRICT
@SETTINGS
def command(
    caseload: Path,
    out: Path,
    kind: str,
    patients: tuple[str, ...],
    since: dt.datetime | None,
    file_format: str,
    weekly: bool,
    tables: bool,
    as_of: dt.datetime | None,
    quarantine: Path | None,
    strict: bool,
    settings_file: Path | None,
    **how: Any,
) -> None:
    """
    Draw one picture per patient of CASELOAD, or with --kind caseload one of them all.

    Names are made of the patients' ids and stay the same, so that a weekly job can run
    it again.

    \b
    rehabstats chart data/sample -o build/charts
    rehabstats chart data/sample -o build/charts --kind page --format pdf --patient P003
    """
    loaded, day, settings = load(caseload, as_of, quarantine, strict, settings_file, **how)
    require_known(loaded, patients)
    files = rs.write_charts(
        loaded, out, as_of=day, kind=kind, patients=patients or None, since=since,
        file_format=file_format, weekly=weekly, tables=tables, settings=settings,
        progress=progress("Drawing"),
    )  # fmt: skip
    pictures = "picture" if len(files) == 1 else "pictures"
    click.echo(f"As of {day:%Y-%m-%d}: {len(files)} {pictures} in {out}")
