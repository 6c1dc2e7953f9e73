"""``rehabstats explain``: one number, taken apart."""

from __future__ import annotations

from typing import Any

import click

from rehabstats.cli.options import AS_OF, SETTINGS, caseload_arguments, load, require_known


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
    patient: str,
    metric: str,
    exercise: str | None,
    side: str | None,
    week: int | None,
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
    seen = load(**how)
    try:
        require_known(seen, [patient])
        found = seen[patient].explain(metric, exercise=exercise, side=side, week=week)
    except ValueError as error:
        # The arguments have the names of the options, but for one.
        raise click.UsageError(str(error).replace("`patient_id`", "`patient`")) from error
    click.echo(str(found))
