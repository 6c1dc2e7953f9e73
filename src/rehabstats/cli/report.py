"""``rehabstats report``: a caseload by need, and a page per patient."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Final

import click

import rehabstats as rs
from rehabstats.cli.ending import ended_from_outside
from rehabstats.cli.options import require_known, sees_caseload
from rehabstats.cli.output import progress
from rehabstats.vocabulary import EARLIEST_DATE
from rehabstats.words import day_words, iso_day

#: From so many patients on, more processes than one are worth their start.
_MANY: Final = 50
_EARLIEST_YEAR: Final = int(EARLIEST_DATE[:4])


@click.command()
@click.option(
    "-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the pages; it is made if need be.",
)  # fmt: skip
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="Day of the last visit: what is new is told from then on. "
    "Default: the last days, as many as visit_days in the settings.",
)  # fmt: skip
@click.option(
    "--patient", "patients", multiple=True, metavar="ID",
    help="Only the page of this patient; may be repeated.",
)  # fmt: skip
@click.option(
    "--for", "audience", type=click.Choice(["clinician", "patient"]), default="clinician",
    show_default=True, help="For whom the pages are; a patient's own is in plain words.",
)  # fmt: skip
@click.option("--single-file", is_flag=True, help="Everything in one file.")
@click.option("--pdf", is_flag=True, help="Each page as a PDF too.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N",
    help="Processes that draw at a time. Default: one per processor from 50 patients on.",
)  # fmt: skip
@sees_caseload
def command(
    seen: rs.Progress,
    out: Path,
    since: dt.datetime | None,
    patients: tuple[str, ...],
    audience: str,
    single_file: bool,
    pdf: bool,
    jobs: int | None,
) -> None:
    """
    Write a report on CASELOAD: patients by need, and a page for each.

    Pages need no network and no installation. Open index.html in OUT; with --patient or
    --for patient there is no list, and the pages are printed.

    \b
    rehabstats report data/sample -o build/report
    rehabstats report data/sample -o build/report --since 2026-03-02
    rehabstats report data/sample -o build/own --for patient --patient P001
    """
    require_known(seen, patients)
    day = seen.as_of
    if since is not None and since.year < _EARLIEST_YEAR:
        raise click.BadParameter(
            f"got {iso_day(since)}, expected a day from {_EARLIEST_YEAR} on", param_hint="--since"
        )
    if since is not None and iso_day(since) > iso_day(day):
        wrong = f"got {iso_day(since)}, expected a day up to {iso_day(day)}, the day of the report"
        raise click.BadParameter(wrong, param_hint="--since")
    if single_file and audience == "patient":
        raise click.UsageError(
            "--single-file: got it with --for patient, expected one of the two: such a file would "
            "show each patient the others; leave it out"
        )
    n_patients = len(patients or seen)
    with ended_from_outside() as watched:
        report = rs.write_report(
            seen.caseload, out, as_of=day, since=since, settings=seen.settings,
            patients=patients or None, audience=audience, single_file=single_file, pdf=pdf,
            jobs=jobs or _jobs(n_patients),
            progress=lambda patients: watched(progress("Drawing")(patients)),
        )  # fmt: skip
    _tell(report, day)


def _jobs(n_patients: int) -> int:
    """Processes that pay: each takes seconds to begin."""
    return (os.cpu_count() or 1) if n_patients >= _MANY else 1


def _tell(report: rs.WrittenReport, day: dt.date) -> None:
    shown = [report.index] if report.index else report.pages
    for page in shown:
        click.echo(f"As of {day_words(day)}: {page}")
    if report.failures:
        click.echo("Pages that could not be made:", err=True)
        for patient, why in report.failures.items():
            click.echo(f"  {patient}: {why}", err=True)
        raise SystemExit(1)
