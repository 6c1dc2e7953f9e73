"""Tables of a report: words in cells, and in each heading the way to its definition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """
    What stands in one place of a table.

    Parameters
    ----------
    text : str
        The value, or in words why there is none.
    quiet : str, optional
        What it rests on, in a second line.
    link : str, optional
        Where in the page it comes from, such as ``log-w3``.
    term : str, optional
        The term that defines it, instead.
    is_own_words : bool, default False
        Whether the text comes from the file: it is kept apart from the text around it.
    """

    text: str
    quiet: str = ""
    link: str = ""
    term: str = ""
    is_own_words: bool = False


@dataclass(frozen=True)
class Column:
    """A heading, and the term that defines what stands below it."""

    name: str
    term: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells under headings; the first cell of a row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    look: str = ""
