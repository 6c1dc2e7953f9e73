"""Readable tables: a frame with units in its header, shares in per cent, and gaps explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.html_tables import Hinted, html_table
from rehabstats.room import public_frames
from rehabstats.schemas import Frame
from rehabstats.vocabulary import REASONS
from rehabstats.words import NONE, day_words, half_up, is_missing, number, percent, time_words

#: Rows that are shown before the rest is only counted.
_MOST: Final = 60
#: Units as names of columns have them.
_UNITS: Final = frozenset({"nrs", "psfs", "kg", "deg", "s", "h", "cr10"})
#: Those that need no word: counts, ratios, and shares, which are written in per cent.
_WITHOUT: Final = ("count", "ratio", "fraction")
#: Decimals of a table, the least that they tell, and those that are only traces of arithmetic.
_DIGITS: Final = 2
_LEAST: Final = 0.01
_TRACES: Final = 9


@dataclass(frozen=True, eq=False)
class ReadableTable:
    """
    Rows of a public frame as people read them; the frame itself stays as it is.

    Parameters
    ----------
    name : str
        The name of the frame.
    rows : pandas.DataFrame
        Its rows and columns, all or some.
    names : mapping of str to str
        What exercises are called, by their ids.
    """

    name: str
    rows: pd.DataFrame
    names: Mapping[str, str]

    @classmethod
    def of(
        cls,
        name: str,
        frame: pd.DataFrame,
        names: Mapping[str, str],
        columns: Sequence[str] | None,
        where: str | None,
    ) -> ReadableTable:
        """Some rows and columns of a frame; without a choice, the columns that say anything."""
        rows = frame if where is None else frame.query(where)
        if columns is not None:
            if unknown := [one for one in columns if one not in frame]:
                known = ", ".join(map(str, frame.columns))
                raise ValueError(f"`columns`: got {unknown[0]!r}, expected some of {known}")
            return cls(name, rows[[*columns]], names)
        return cls(name, rows.dropna(axis="columns", how="all"), names)

    @property
    def caption(self) -> str:
        """What the frame answers, and how many rows are not shown."""
        n_more = len(self.rows) - _MOST
        more = f" (the first {_MOST} of {number(len(self.rows))} rows)" if n_more > 0 else ""
        return f"{self.name}: {public_frames()[self.name].question}{more}"

    @property
    def _schema(self) -> type[Frame]:
        return public_frames()[self.name].schema

    def _columns(self) -> Iterator[_Column]:
        shown = self.rows.head(_MOST)
        reasons = shown["reason"].tolist() if "reason" in shown else [None] * len(shown)
        for position, column in enumerate(shown):
            name, values = str(column), shown.iloc[:, position]
            is_numeric = pd.api.types.is_numeric_dtype(values.dtype)
            is_truth = pd.api.types.is_bool_dtype(values.dtype)
            objects = values.astype("object").tolist()
            digits = _digits(objects)
            cells = [
                Hinted(NONE, _meaning(self._schema, name, reason))
                if is_missing(value)
                else Hinted(self._words(name, value, digits), "")
                for value, reason in zip(objects, reasons, strict=True)
            ]
            yield _Column(_header(self._schema, name), is_numeric and not is_truth, cells)

    def _words(self, column: str, value: Any, digits: int) -> str:
        if isinstance(value, pd.Timestamp):
            return time_words(value) if column.endswith("_at") else day_words(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if _notes(self._schema, column).get("unit") == "fraction":
            return percent(value)
        if isinstance(value, int | float):
            return _number(value, digits)
        if column == "exercise":
            return self.names.get(str(value), str(value))
        return REASONS.get(str(value), str(value)) if column.endswith("reason") else str(value)

    def __repr__(self) -> str:
        columns = [*self._columns()]
        cells = pd.DataFrame({n: map(str, one.cells) for n, one in enumerate(columns)})
        text = cells.to_string(index=False, header=[one.header for one in columns])
        return f"{self.caption}\n{text if len(cells) else 'no row'}"

    def _repr_html_(self) -> str:
        columns = [*self._columns()]
        return html_table(
            self.caption if len(self.rows) else f"{self.caption} No row.",
            [one.header for one in columns],
            zip(*(one.cells for one in columns), strict=True),
            numbers={n for n, one in enumerate(columns) if one.is_number},
        )


@dataclass(frozen=True)
class _Column:
    """A column as it is shown; the hint of a gap says what it means."""

    header: str
    is_number: bool
    cells: list[Hinted]


def _notes(schema: type[Frame], column: str) -> Mapping[str, Any]:
    found = schema.to_schema().columns.get(column)
    return (found.metadata or {}) if found else {}


def _header(schema: type[Frame], column: str) -> str:
    """The name in words, with its unit; a share is written in per cent."""
    unit = _notes(schema, column).get("unit")
    parts = column.split("_")
    # A unit that the name says is not said twice.
    if unit is None or unit in (*_WITHOUT, *parts):
        return " ".join(parts)
    words = " ".join(word for word in parts if word not in _UNITS)
    return f"{words.removesuffix(' per week') if unit.endswith('per week') else words} [{unit}]"


def _digits(values: Sequence[Any]) -> int:
    """Decimals that the numbers of a column need, two at most: they stand under each other."""
    numbers = [one for one in values if isinstance(one, float) and not is_missing(one)]
    return next(
        (
            n
            for n in range(_DIGITS)
            if all(half_up(one, n) == half_up(one, _DIGITS) for one in numbers)
        ),
        _DIGITS,
    )


def _number(value: float, digits: int) -> str:
    """A number; what is a little more or less than nothing is not written as nothing."""
    if half_up(value, _DIGITS) == 0 and half_up(value, _TRACES) != 0:
        return f"<{_LEAST}" if value > 0 else f">-{_LEAST}"
    return f"{half_up(value, digits):,f}"


def _meaning(schema: type[Frame], column: str, reason: Any) -> str:
    if not is_missing(reason) and column != "reason":
        return REASONS.get(str(reason), str(reason))
    return str(_notes(schema, column).get("missing") or "")
