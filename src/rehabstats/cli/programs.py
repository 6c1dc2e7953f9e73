"""``rehabstats programs``: the exercise programs, and one of them as a table."""

from __future__ import annotations

from pathlib import Path

import click

import rehabstats as rs
from rehabstats.cli.output import print_table


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """
    List the programs, or show one.

    \b
    rehabstats programs
    rehabstats programs show hip-restoration
    """
    if ctx.invoked_subcommand is None:
        rows = [
            (program.id, program.name, program.purpose or "", str(len(program.exercises)))
            for program in rs.builtin_programs()
        ]
        print_table(("id", "name", "for", "exercises"), rows)


@command.command()
@click.argument("program")
@click.option("--format", "file_format", type=click.Choice(["table", "toml"]), default="table")
def show(program: str, file_format: str) -> None:
    """
    Show PROGRAM: the id of a built-in one, or a TOML file of your own.

    \b
    rehabstats programs show hip-restoration
    rehabstats programs show hip-restoration --format toml > my-program.toml
    """
    if file_format == "toml":
        click.echo(_source(program), nl=False)
        return
    _print_program(_find(program))


def _find(name: str) -> rs.Program:
    for program in rs.builtin_programs():
        if name in (program.id, program.name):
            return program
    if name.endswith(".toml"):
        return rs.load_program(name)
    known = ", ".join(program.id for program in rs.builtin_programs())
    raise click.BadParameter(f"got {name!r}, expected one of {known}, or a .toml file")


def _source(name: str) -> str:
    from importlib.resources import files

    program = _find(name)
    if name.endswith(".toml"):
        return Path(name).read_text("utf-8")
    return (files("rehabstats.programs") / f"{program.id}.toml").read_text("utf-8")


def _print_program(program: rs.Program) -> None:
    click.echo(f"{program.name} ({program.id}): {program.purpose or 'no purpose stated'}")
    phases = [
        f"{phase.name} {phase.sessions_per_week} sessions a week"
        + (f" for {phase.weeks} weeks" if phase.weeks else ", open-ended")
        for phase in program.phases
    ]
    click.echo(f"Phases: {'; '.join(phases)}.")
    if program.asks_for_clearance:
        click.echo("After surgery a physician clears the exercises first.")
    for caution in program.cautions:
        click.echo(caution)
    rows = [
        (
            str(number),
            exercise.name + (" (final)" if exercise.final else ""),
            exercise.position or "",
            "left, right" if exercise.sides == "each" else "both at once",
            exercise.dose,
            "; ".join([*exercise.cautions, *exercise.modifications]),
        )
        for number, exercise in enumerate(program.exercises, start=1)
    ]
    header = ("#", "exercise", "position", "sides", "dose per session", "cautions, modifications")
    print_table(header, rows, wrap=True)
    click.echo(program.source)
