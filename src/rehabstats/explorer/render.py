"""Picture and tables as HTML and text: nothing is loaded, and what is missing is no zero."""

from __future__ import annotations

import base64
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from rehabstats.explorer.shown import Shown
from rehabstats.html_tables import html_table
from rehabstats.words import NONE, count_words, day_words, number

_NO_ROW: Final = "no row"
_SCROLL: Final = "max-height: 24em; overflow: auto; margin-bottom: 1em"
#: Rows of a table as text; the rest is counted, and `Explorer.tables` has them all.
_MOST: Final = 30


def render_picture(shown: Shown) -> Markup:
    """What is shown of whom, and the chart as an image that says in words what it shows."""
    picture = shown.picture
    return Markup(
        "<p><b>{title}</b><br>{about}</p>"
        '<img alt="{words}" style="max-width: 100%; width: {width}px" '
        'src="data:image/png;base64,{data}">'
    ).format(
        title=shown.title, about=shown.about, words=picture.words, width=picture.width_px,
        data=base64.b64encode(picture.png).decode("ascii"),
    )  # fmt: skip


def render_tables(shown: Shown) -> Markup:
    """The rows behind the chart, one table per frame, each in a box that keys can scroll."""
    return Markup("").join(_table(name, rows) for name, rows in shown.tables.items())


def render_text(shown: Shown) -> str:
    """The first rows behind the chart as text, and how many more there are."""
    return "\n\n".join(_text(name, rows) for name, rows in shown.tables.items())


def _table(name: str, rows: pd.DataFrame) -> Markup:
    caption = _caption(name, rows)
    if rows.empty:
        return Markup("<p>{}</p>").format(caption)
    # It escapes what it is given.
    table = Markup(html_table(caption, rows.columns.tolist(), _cells(rows)))  # noqa: S704
    return Markup('<div role="region" tabindex="0" aria-label="{}" style="{}">{}</div>').format(
        caption, _SCROLL, table
    )


def _text(name: str, rows: pd.DataFrame) -> str:
    if rows.empty:
        return _caption(name, rows)
    cells = pd.DataFrame(_cells(rows.head(_MOST)), columns=rows.columns)
    more = f"\n... and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
    return f"{_caption(name, rows)}\n{cells.to_string(index=False)}{more}"


def _caption(name: str, rows: pd.DataFrame) -> str:
    return f"{name}: {_NO_ROW if rows.empty else count_words(len(rows), 'row')}"


def _cells(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Every value as people read it."""
    values = rows.astype("object").itertuples(index=False, name=None)
    return [tuple(_cell(value) for value in row) for row in values]


def _cell(value: Any) -> str:
    """A day without its clock, two digits of a fraction, and a mark where nothing is known."""
    if pd.isna(value):
        return NONE
    if isinstance(value, pd.Timestamp):
        return day_words(value)
    return number(value, 2) if isinstance(value, float) else str(value)
