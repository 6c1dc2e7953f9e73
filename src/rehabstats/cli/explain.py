"""``rehabstats explain``: one number, taken apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, SETTINGS, caseload_arguments, load


@click.command()
@caseload_arguments
@click.option("--patient", required=True, metavar="ID", help="Whose number.")
@click.option("--metric", required=True, metavar="NAME", help="A metric, or the id of a rule.")
@click.option("--exercise", metavar="ID", help="Of which exercise.")
@click.option("--side", metavar="SIDE", help="Of which side: left, right or both.")
@click.option("--week", type=int, metavar="N", help="Of which program week.")
@AS_OF
@SETTINGS
def command(
    caseload: Path,
    patient: str,
    metric: str,
    exercise: str | None,
    side: str | None,
    week: int | None,
    as_of: dt.datetime | None,
    settings_file: Path | None,
    **how: Any,
) -> None:
    """
    Take one number of CASELOAD apart: definition, formula, rows counted and left out.

    NAME is session_adherence, dose_adherence, weekly_volume, volume_change, symmetry,
    progression, weekly_pain, pain_trend, pain_change, pain_flares or function; or the
    rule of a signal, as `rehabstats signals` shows it in brackets.

    \b
    rehabstats explain data/sample --patient P003 --metric session_adherence --week 6
    rehabstats explain data/sample --patient P003 --metric flare
    """
    loaded, day, settings = load(caseload, as_of, None, False, settings_file, **how)
    try:
        found = rs.explain(
            loaded, metric, patient_id=patient, exercise=exercise, side=side, week=week,
            as_of=day, settings=settings,
        )  # fmt: skip
    except ValueError as error:
        # The arguments have the names of the options, but for one.
        raise click.UsageError(str(error).replace("`patient_id`", "`patient`")) from error
    click.echo(str(found))
