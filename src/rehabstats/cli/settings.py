"""``rehabstats settings``: every threshold with its meaning and source, as a file."""

from __future__ import annotations

from pathlib import Path

import click

import rehabstats as rs


@click.command()
@click.argument("toml", required=False, type=click.Path(dir_okay=False, path_type=Path))
def command(toml: Path | None) -> None:
    """
    Print every threshold, with its meaning and source, as a TOML file.

    With TOML, a file of your own, the values are those of that file, and what differs
    from the defaults is said.

    \b
    rehabstats settings > my-settings.toml
    rehabstats settings my-settings.toml
    """
    settings = rs.Settings() if toml is None else rs.load_settings(toml)
    click.echo(settings.as_toml(), nl=False)
    for sentence in settings.changed:
        click.echo(f"Threshold changed: {sentence}", err=True)
