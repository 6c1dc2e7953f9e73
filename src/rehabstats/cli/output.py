"""Tables on standard output, progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

#: Lines of a table that are shown before the rest is only counted.
MAX_ROWS = 20

#: Wide enough for every table here; a pipe has no width of its own.
_PIPE_WIDTH = 120


def print_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, n_more: int = 0, wrap: bool = False
) -> None:
    """Print a table that fits the terminal, and how many rows are not shown."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in header:
        table.add_column(name, no_wrap=not wrap, overflow="fold" if wrap else "ellipsis")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    if n_more:
        console.print(f"... and {n_more} more")


def progress(label: str) -> Callable[[Iterable[Item]], Iterable[Item]]:
    """Wrap an iteration in a progress bar: on a terminal, on stderr, and nowhere else."""

    def wrap(items: Iterable[Item]) -> Iterable[Item]:
        if not sys.stderr.isatty():
            return items
        from rich.console import Console
        from rich.progress import track

        return track(items, description=label, console=Console(stderr=True), transient=True)

    return wrap
