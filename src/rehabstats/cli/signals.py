"""``rehabstats signals``: the caseload in order of need, with the sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import require_known, sees_caseload
from rehabstats.vocabulary import NEED_GROUPS
from rehabstats.words import day_words


@click.command()
@click.option("--patient", metavar="ID", help="Only this patient.")
@click.option("--lines", is_flag=True, help="Name the file and lines behind each signal.")
@click.option("--format", "file_format", type=click.Choice(["text", "json"]), default="text")
@sees_caseload
def command(
    seen: rs.Progress,
    patient: str | None,
    lines: bool,
    file_format: str,
) -> None:
    """
    Print what in CASELOAD asks for attention, patients in order of need.

    A signal is a named rule that fired: arithmetic on a log, no diagnosis. "Not
    enough data" is a group of its own and never means fine.

    \b
    rehabstats signals data/sample
    rehabstats signals data/sample --patient P003 --lines
    """
    ids = list(seen.patient_ids)
    if patient is not None:
        require_known(seen, [patient])
        ids = [patient]
    table = seen.frame("signals")
    table = table[table["patient_id"].isin(ids)]
    if file_format == "json":
        click.echo(table.to_json(orient="records", date_format="iso", date_unit="s", indent=1))
        return
    click.echo(
        f"As of {day_words(seen.as_of)}, {seen.caseload.name}. Rules on a log, no diagnosis."
    )
    for line in _told(table, lines):
        click.echo(line)
    silent = [name for name in ids if name not in set(table["patient_id"])]
    if silent:
        click.echo(f"\n{NEED_GROUPS['no rule fired']}: {', '.join(silent)}")


def _told(table: Any, with_lines: bool) -> Iterator[str]:
    """Patients in order of need; under each, its facts by what they are about."""
    for patient, rows in table.groupby("patient_id", sort=False, observed=True):
        yield f"\n{patient}"
        for row in rows.itertuples():
            earlier = "" if row.is_current or row.direction != "concern" else " (earlier)"
            yield f"  {NEED_GROUPS[row.direction]}{earlier}: {row.sentence} [{row.rule}]"
            if with_lines:
                where = f"{row.log_file} {row.log_lines}" if row.log_lines else "no line"
                yield f"      {where}; {row.thresholds or 'no threshold'}"
