"""``rehabstats check``: everything in a caseload that is not as expected."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, caseload_arguments, reading_options
from rehabstats.words import count_words


@click.command()
@caseload_arguments
@AS_OF
@click.option("--all", "show_all", is_flag=True, help="Show all problems, not the first ten.")
@click.option("--format", "file_format", type=click.Choice(["text", "json"]), default="text")
def command(
    caseload: Path, as_of: dt.datetime | None, show_all: bool, file_format: str, **how: Any
) -> None:
    """
    List everything in CASELOAD that is not as expected.

    Errors keep a row out and end with status 1; notes keep nothing out.

    \b
    rehabstats check data/sample
    rehabstats check log.csv --program hip-restoration --patient-id P001 --all
    """
    problems = rs.check(caseload, as_of=as_of, **reading_options(**how))
    if file_format == "json":
        _print_json(problems)
    else:
        _print_text(problems, None if show_all else 10)
    if len(problems.errors):
        raise SystemExit(1)


def _print_text(problems: rs.Problems, shown: int | None) -> None:
    for title, some in (("problem", problems.errors), ("note", problems.notes)):
        if len(some):
            click.echo(count_words(len(some), title))
            *lines, last = some.lines(shown)
            last += " (--all shows them)" if last.startswith("... and ") else ""
            click.echo("\n".join(f"  {line}" for line in (*lines, last)))
    if not len(problems.errors):
        click.echo("No errors.")


def _print_json(problems: rs.Problems) -> None:
    frame = problems.frame.astype({"line": "object"})
    records = frame.where(frame.notna(), None).to_dict("records")
    counts = {"n_errors": len(problems.errors), "n_notes": len(problems.notes)}
    click.echo(json.dumps({**counts, "problems": records}, ensure_ascii=False, indent=1))
