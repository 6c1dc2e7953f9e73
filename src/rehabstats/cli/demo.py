"""``rehabstats demo``: the sample caseload, its metrics and its report."""

from __future__ import annotations

from pathlib import Path

import click

from rehabstats.cli import metrics, report


@click.command()
@click.option(
    "-o", "--out", default=Path("rehabstats-demo"), show_default=True,
    type=click.Path(file_okay=False, path_type=Path), help="Folder for everything.",
)  # fmt: skip
@click.pass_context
def command(ctx: click.Context, out: Path) -> None:
    """
    Make the sample caseload and show what becomes of it.

    Nobody in the sample is real: it is simulated.

    \b
    rehabstats demo -o build/demo
    """
    from rehabstats.simulate import write_sample

    caseload = out / "caseload"
    write_sample(caseload)
    click.echo(f"Caseload: {caseload}")
    ctx.invoke(metrics.command, caseload=caseload, out=out / "metrics")
    ctx.invoke(report.command, caseload=caseload, out=out / "report")
