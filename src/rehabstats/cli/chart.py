"""``rehabstats chart``: one picture per patient, or one of all, as files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

import rehabstats as rs
from rehabstats.cli.options import require_known, sees_caseload
from rehabstats.cli.output import progress
from rehabstats.words import count_words, day_words


class _Kind(click.ParamType):  # type: ignore[type-arg] # it is generic in newer releases only
    """A kind of picture; what there is, is looked up when somebody asks, as it takes a second."""

    name = "kind"

    @property
    def _choice(self) -> click.Choice[str]:
        from rehabstats.pictures import CASELOAD, KINDS

        return click.Choice([*KINDS, CASELOAD])

    def get_metavar(self, *_: Any, **__: Any) -> str:
        return f"[{'|'.join(self._choice.choices)}]"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return self._choice.convert(value, param, ctx)


@click.command()
@click.option(
    "-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the pictures; it is made if need be.",
)  # fmt: skip
@click.option("--kind", type=_Kind(), default="trend", help="What to draw.")
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
@sees_caseload
def command(
    seen: rs.Progress,
    out: Path,
    kind: str,
    patients: tuple[str, ...],
    since: dt.datetime | None,
    file_format: str,
    weekly: bool,
    tables: bool,
) -> None:
    """
    Draw one picture per patient of CASELOAD, or with --kind caseload one of them all.

    Names are made of the patients' ids and stay the same, so that a weekly job can run
    it again.

    \b
    rehabstats chart data/sample -o build/charts
    rehabstats chart data/sample -o build/charts --kind page --format pdf --patient P003
    """
    from rehabstats.pictures import write_pictures

    require_known(seen, patients)
    files = write_pictures(
        seen, out, kind=kind, patients=patients or None, since=since,
        file_format=file_format, weekly=weekly, tables=tables,
        progress=progress("Drawing"),
    )  # fmt: skip
    click.echo(f"As of {day_words(seen.as_of)}: {count_words(len(files), 'picture')} in {out}")
