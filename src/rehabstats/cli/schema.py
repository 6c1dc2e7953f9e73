"""``rehabstats schema``: what is in each file and frame."""

from __future__ import annotations

import click

from rehabstats.cli.output import print_table


@click.command()
@click.argument("name", required=False)
@click.option("--format", "file_format", type=click.Choice(["table", "markdown"]), default="table")
def command(name: str | None, file_format: str) -> None:
    """
    List the frames, or the columns of one; or print the whole data dictionary.

    \b
    rehabstats schema
    rehabstats schema weekly_adherence
    rehabstats schema --format markdown
    """
    from rehabstats.room.dictionary import as_markdown, describe, frame_names

    names = frame_names()
    if file_format == "markdown":
        click.echo(as_markdown(), nl=False)
    elif name is None:
        rows = [(known, describe(known).question, describe(known).row) for known in names]
        print_table(("frame", "what it answers", "one row is"), rows, wrap=True)
    elif name in names:
        frame = describe(name)
        click.echo(f"{name}: {frame.question} {frame.row} Key: {', '.join(frame.key)}.")
        columns = [(c.name, c.kind, c.unit, c.allowed, c.meaning, c.missing) for c in frame.columns]
        header = ("column", "type", "unit", "allowed", "meaning", "missing means")
        print_table(header, columns, wrap=True)
    else:
        known = ", ".join(names)
        raise click.BadParameter(f"got {name!r}, expected one of {known}")
