"""``rehabstats metrics``: the ledger and every metric frame, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import click

import rehabstats as rs
from rehabstats.cli.options import sees_caseload
from rehabstats.cli.output import MAX_ROWS, print_table, progress
from rehabstats.words import day_words, iso_day, percent

Weeks = Literal["program", "iso"]


@click.command()
@click.option(
    "-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; it is made if need be.",
)  # fmt: skip
@click.option(
    "--format", "file_format", type=click.Choice(["csv", "parquet"]), default="csv",
    help="Format of the files. Default: csv.",
)  # fmt: skip
@click.option(
    "--weeks",
    type=click.Choice(["program", "iso"]),
    default="program",
    help="Weeks of the weekly files: of the program (default), or of the calendar.",
)
@sees_caseload
def command(
    seen: rs.Progress,
    out: Path,
    file_format: str,
    weeks: Weeks,
) -> None:
    """
    Write the ledger and every metric of CASELOAD to files: adherence, volume, pain, signals.

    `rehabstats schema` says what is in each of them.

    \b
    rehabstats metrics data/sample -o build/metrics --as-of 2026-03-30
    """
    from rehabstats.export import write_tables
    from rehabstats.room import public_frames

    files = [frame for frame in public_frames().values() if frame.is_file]
    frames = {one.name: one.in_file(seen, weeks) for one in progress("Computing")(files)}
    write_tables(frames, out, file_format=file_format, progress=progress("Writing"))
    _write_about(out, seen, weeks)
    click.echo(f"As of {day_words(seen.as_of)}: {len(frames)} tables and about.json in {out}")
    _print_summary(seen.frame("patient_adherence"))


def _write_about(out: Path, seen: rs.Progress, weeks: Weeks) -> None:
    """What the numbers rest on, beside them."""
    from rehabstats.ledger import ledger_of

    loaded, ledger = seen.caseload, ledger_of(seen, "exercise")
    about = {
        "rehabstats": rs.__version__,
        "caseload": loaded.name,
        "as_of": iso_day(seen.as_of),
        "weeks": weeks,
        "assumptions": list(seen.assumptions),
        "remarks": list(loaded.remarks),
        "rows": loaded.account.to_dict("records"),
        "n_sets_after_as_of": ledger.n_sets_after_as_of,
        "n_sets_unknown_side": ledger.n_sets_unknown_side,
    }
    part = out / ".about.json.part"
    part.write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    part.replace(out / "about.json")


def _print_summary(table: Any) -> None:
    shown = table.head(MAX_ROWS)
    header = ("patient", "sessions done", "adherence", "unrecorded left out", "open", "extra")
    rows = [
        (
            str(row["patient_id"]),
            f"{row['n_done'] + row['n_partial']} of {row['n_due']}",
            percent(row["session_adherence"]),
            percent(row["session_adherence_high"]),
            str(row["n_open"]),
            str(row["n_extra"]),
        )
        for row in shown.to_dict("records")
    ]
    print_table(header, rows, n_more=len(table) - len(shown))
