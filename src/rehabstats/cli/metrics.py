"""``rehabstats metrics``: the ledger and every weekly frame, as files."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, QUARANTINE, STRICT, caseload_arguments, load
from rehabstats.cli.output import MAX_ROWS, print_table, progress

Weeks = Literal["program", "iso"]


@click.command()
@caseload_arguments
@click.option(
    "-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; it is made if need be.",
)  # fmt: skip
@AS_OF
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
@QUARANTINE
@STRICT
def command(
    caseload: Path,
    out: Path,
    as_of: dt.datetime | None,
    file_format: str,
    weeks: Weeks,
    quarantine: Path | None,
    strict: bool,
    **how: Any,
) -> None:
    """
    Write the ledger, adherence, volume and pain of CASELOAD to files.

    `rehabstats schema` says what is in each of them.

    \b
    rehabstats metrics data/sample -o build/metrics --as-of 2026-03-30
    """
    from rehabstats.export import write_tables

    loaded, day = load(caseload, as_of, quarantine, strict, **how)
    frames, by_session = _frames(loaded, day, weeks)
    write_tables(frames, out, file_format=file_format, progress=progress("Writing"))
    _write_about(out, loaded, weeks, by_session)
    click.echo(f"As of {day:%Y-%m-%d}: {len(frames)} tables and about.json in {out}")
    _print_summary(by_session)


def _frames(loaded: rs.Caseload, day: dt.date, weeks: Weeks) -> tuple[dict[str, Any], rs.Ledger]:
    by_exercise = rs.build_ledger(loaded, as_of=day)
    by_session = rs.build_ledger(loaded, as_of=day, unit="session")
    steps: dict[str, Callable[[], Any]] = {
        "plan": lambda: rs.build_plan(loaded),
        "ledger": lambda: by_exercise.slots,
        "session_ledger": lambda: by_session.slots.drop(columns=["exercise", "side"]),
        "weekly_adherence": lambda: rs.weekly_adherence(by_exercise, weeks=weeks),
        "session_adherence": lambda: rs.session_adherence(by_session, weeks=weeks),
        "adherence_windows": lambda: rs.adherence_windows(by_session),
        "missed_runs": lambda: rs.missed_runs(by_exercise),
        "persistence": lambda: rs.persistence(loaded, as_of=day),
        "weekly_streak": lambda: rs.weekly_streak(by_session),
        "definitions": lambda: rs.definitions(loaded, as_of=day),
        "weekly_volume": lambda: rs.weekly_volume(loaded, as_of=day, weeks=weeks),
        "weekly_pain": lambda: rs.weekly_pain(loaded, as_of=day, weeks=weeks),
        "weekly_session_pain": lambda: rs.weekly_session_pain(loaded, as_of=day, weeks=weeks),
    }
    return {name: steps[name]() for name in progress("Computing")(list(steps))}, by_session


def _write_about(out: Path, loaded: rs.Caseload, weeks: Weeks, ledger: rs.Ledger) -> None:
    """What the numbers rest on, beside them."""
    about = {
        "rehabstats": rs.__version__,
        "caseload": loaded.name,
        "as_of": f"{ledger.as_of:%Y-%m-%d}",
        "weeks": weeks,
        "assumptions": list(loaded.assumptions),
        "remarks": list(loaded.remarks),
        "rows": loaded.account.to_dict("records"),
        "n_sets_after_as_of": ledger.n_sets_after_as_of,
        "n_sets_unknown_side": ledger.n_sets_unknown_side,
    }
    part = out / ".about.json.part"
    part.write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    part.replace(out / "about.json")


def _print_summary(ledger: rs.Ledger) -> None:
    table = rs.adherence(ledger, by=["patient_id"])
    shown = table.head(MAX_ROWS)
    header = ("patient", "sessions done", "adherence", "unrecorded left out", "open", "extra")
    rows = [
        (
            str(row["patient_id"]),
            f"{row['n_done'] + row['n_partial']} of {row['n_due']}",
            _percent(row["session_adherence"]),
            _percent(row["session_adherence_high"]),
            str(row["n_open"]),
            str(row["n_extra"]),
        )
        for row in shown.to_dict("records")
    ]
    print_table(header, rows, n_more=len(table) - len(shown))


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.0%}"
