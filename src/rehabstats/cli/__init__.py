"""The command line: a thin layer over the functions of the same names."""

from __future__ import annotations

import importlib
from typing import Any

import click

import rehabstats as rs
from rehabstats.errors import RehabstatsError

_COMMANDS = (
    "chart", "check", "demo", "diff", "explain", "lab", "metrics", "programs", "report", "schema",
    "settings", "signals",
)  # fmt: skip


class _Failure(click.ClickException):
    """Data that cannot be used: a message, no traceback, exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True)


class _LazyGroup(click.Group):
    """Loads a command when it is asked for, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"rehabstats.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RehabstatsError as error:
            raise _Failure(str(error)) from error
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise _Failure(f"{where}{error.strerror or error}") from error


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(rs.__version__, prog_name="rehabstats")
def main() -> None:
    """
    Progress in home-exercise programs: prescribed against done.

    A CASELOAD is a folder with sessions.csv (and, if there are any, patients.csv,
    prescriptions.csv, pauses.csv, checkins.csv), or one log file.

    \b
    rehabstats check data/sample
    rehabstats report data/sample -o build/report
    """
