"""Tables of a few rows in HTML, for objects that a notebook shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

# In each cell: a notebook has rules of its own for cells, and ignores a style sheet that it does
# not trust.
_LEFT: Final = "text-align: left"
_RIGHT: Final = "text-align: right"
#: Letters up to which a cell is no sentence, and stays in one line.
_SHORT: Final = 30


@dataclass(frozen=True)
class Hinted:
    """What a cell says, with more for those who point at it."""

    text: str
    hint: str

    def __str__(self) -> str:
        return self.text


def html_table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Collection[int] = (),
) -> str:
    """
    A table with its caption; whatever comes from a file is only shown.

    Columns of `numbers`, by position, stand under each other.

    Examples
    --------
    >>> table = html_table("a & b", ["x"], [["<i>"]])
    >>> "a &amp; b</caption>" in table, "&lt;i&gt;</td>" in table
    (True, True)
    """
    aligned = [_RIGHT if n in numbers else _LEFT for n in range(len(columns))]
    head = "".join(
        f'<th scope="col" style="{how}; vertical-align: bottom">{_head(name)}</th>'
        for name, how in zip(columns, aligned, strict=True)
    )
    body = "".join(f"<tr>{''.join(map(_cell, row, aligned))}</tr>" for row in rows)
    return (
        f'<table><caption style="{_LEFT}">{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _head(name: str) -> str:
    """The name of a column; its unit is not broken in two."""
    words, bracket, unit = escape(name).partition(" [")
    return f'{words} <span style="white-space: nowrap">[{unit}</span>' if bracket else words


def _cell(cell: object, how: str) -> str:
    text = str(cell)
    hint = f' title="{escape(cell.hint)}"' if isinstance(cell, Hinted) and cell.hint else ""
    wrap = "; white-space: nowrap" if len(text) <= _SHORT else ""
    return f'<td style="{how}{wrap}"{hint}>{escape(text)}</td>'
