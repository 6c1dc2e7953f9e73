"""Tables of a few rows in HTML, for objects that a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def html_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """
    A table with its caption; whatever comes from a file is only shown.

    Examples
    --------
    >>> table = html_table("a & b", ["x"], [["<i>"]])
    >>> "<caption>a &amp; b</caption>" in table, "<td>&lt;i&gt;</td>" in table
    (True, True)
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
