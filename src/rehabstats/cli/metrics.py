"""``rehabstats metrics``: the ledger and every metric frame, as files."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

import rehabstats as rs
from rehabstats.cli.options import AS_OF, QUARANTINE, SETTINGS, STRICT, caseload_arguments, load
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
@SETTINGS
def command(
    caseload: Path,
    out: Path,
    as_of: dt.datetime | None,
    file_format: str,
    weeks: Weeks,
    quarantine: Path | None,
    strict: bool,
    settings_file: Path | None,
    **how: Any,
) -> None:
    """
    Write the ledger and every metric of CASELOAD to files: adherence, volume, pain, signals.

    `rehabstats schema` says what is in each of them.

    \b
    rehabstats metrics data/sample -o build/metrics --as-of 2026-03-30
    """
    from rehabstats.export import write_tables

    loaded, day, settings = load(caseload, as_of, quarantine, strict, settings_file, **how)
    frames, by_session = _frames(loaded, day, weeks, settings)
    write_tables(frames, out, file_format=file_format, progress=progress("Writing"))
    _write_about(out, loaded, weeks, by_session)
    click.echo(f"As of {day:%Y-%m-%d}: {len(frames)} tables and about.json in {out}")
    _print_summary(by_session)


def _frames(
    loaded: rs.Caseload, day: dt.date, weeks: Weeks, settings: rs.Settings
) -> tuple[dict[str, Any], rs.Ledger]:
    by_exercise = rs.build_ledger(loaded, as_of=day)
    by_session = rs.build_ledger(loaded, as_of=day, unit="session")
    zones = {
        "safe_max_nrs": settings.pain_safe_max_nrs,
        "acceptable_max_nrs": settings.pain_acceptable_max_nrs,
    }
    steps: dict[str, Callable[[], Any]] = {
        "plan": lambda: rs.build_plan(loaded),
        "ledger": lambda: by_exercise.slots,
        "session_ledger": lambda: by_session.slots.drop(columns=["exercise", "side"]),
        "weekly_adherence": lambda: rs.weekly_adherence(by_exercise, weeks=weeks),
        "session_adherence": lambda: rs.session_adherence(by_session, weeks=weeks),
        "adherence_windows": lambda: rs.adherence_windows(by_session),
        "missed_runs": lambda: rs.missed_runs(
            by_exercise, interruption_slots=settings.interruption_slots
        ),
        "persistence": lambda: rs.persistence(loaded, as_of=day),
        "monitoring_periods": lambda: rs.monitoring_periods(loaded, as_of=day),
        "monitoring_months": lambda: rs.monitoring_periods(loaded, as_of=day, unit="month"),
        "weekly_streak": lambda: rs.weekly_streak(by_session),
        "definitions": lambda: rs.definitions(loaded, as_of=day),
        "weekly_volume": lambda: rs.weekly_volume(loaded, as_of=day, weeks=weeks),
        "weekly_pain": lambda: rs.weekly_pain(loaded, as_of=day, weeks=weeks, **zones),
        "weekly_session_pain": lambda: rs.weekly_session_pain(loaded, as_of=day, weeks=weeks),
        **_over_time(loaded, day, settings),
    }
    return {name: steps[name]() for name in progress("Computing")(list(steps))}, by_session


def _over_time(
    loaded: rs.Caseload, day: dt.date, settings: rs.Settings
) -> dict[str, Callable[[], Any]]:
    """What is seen over the whole program, by exercise and side and by whole sessions."""
    how: dict[str, Any] = {"as_of": day, "settings": settings}

    def of_sessions(metric: Callable[..., Any]) -> Any:
        return metric(loaded, unit="session", **how).drop(columns=["exercise", "side"])

    return {
        "exercise_sessions": lambda: rs.exercise_sessions(loaded, as_of=day),
        "pain_trend": lambda: rs.pain_trend(loaded, **how),
        "session_pain_trend": lambda: of_sessions(rs.pain_trend),
        "pain_runs": lambda: rs.pain_runs(loaded, **how),
        "session_pain_runs": lambda: of_sessions(rs.pain_runs),
        "pain_change": lambda: rs.pain_change(loaded, **how),
        "session_pain_change": lambda: of_sessions(rs.pain_change),
        "pain_flares": lambda: rs.pain_flares(loaded, **how),
        "pain_limits": lambda: rs.pain_limits(loaded, **how),
        "pain_response": lambda: rs.pain_response(loaded, **how),
        "pain_missing": lambda: rs.pain_missing(loaded, **how),
        "pain_before_missed": lambda: rs.pain_before_missed(loaded, **how),
        "pain_phases": lambda: rs.pain_phases(loaded, **how),
        "function": lambda: rs.function(loaded, **how),
        "volume_change": lambda: rs.volume_change(loaded, **how),
        "progression": lambda: rs.progression(loaded, flares=rs.pain_flares(loaded, **how), **how),
        "symmetry": lambda: rs.symmetry(loaded, **how),
        "improvement": lambda: rs.improvement(loaded, **how),
        "patient_improvement": lambda: of_sessions(rs.improvement),
        "signals": lambda: rs.find_signals(loaded, **how),
    }


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
