"""An explanation: one number, what it is, and everything that it rests on."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rehabstats.settings import Threshold

_WIDTH = 100
_PLURAL = re.compile(r"\b(row|slot|session|rating)s\b")


@dataclass(frozen=True)
class Rows:
    """Some rows of a file: what they are, how many, and their lines."""

    what: str
    n: int
    lines: str = ""

    def __str__(self) -> str:
        where = f" (lines {self.lines})" if self.lines else ""
        what = _PLURAL.sub(r"\1", self.what, count=1) if self.n == 1 else self.what
        return f"{self.n} {what}{where}"


@dataclass(frozen=True)
class Explanation:
    """
    One number with its definition, its formula with the numbers put in, and its rows.

    Parameters
    ----------
    metric : str
        The name by which it was asked for.
    about : str
        Whose number it is, of which exercise, side and week.
    value : str
        The number with its unit, or why there is none.
    definition : str
        What it is, in one sentence.
    formula, with_numbers : str
        The formula, and the same with the numbers put in.
    window : str
        The days that it looks at.
    counted, left_out : tuple of Rows
        The rows behind it, and those that are not, by reason.
    thresholds : tuple of Threshold
        The settings that it used, with their sources.
    caveat : str
        What it does not say.
    """

    metric: str
    about: str
    value: str
    definition: str
    formula: str
    with_numbers: str
    window: str
    counted: tuple[Rows, ...]
    left_out: tuple[Rows, ...]
    thresholds: tuple[Threshold, ...]
    caveat: str

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        return str(self)

    def _lines(self) -> Iterator[str]:
        yield f"{self.metric}: {self.about}"
        parts: tuple[tuple[str, tuple[object, ...]], ...] = (
            ("value", (self.value,)),
            ("definition", (self.definition,)),
            ("formula", (self.formula,)),
            ("with numbers", (self.with_numbers,)),
            ("window", (self.window,)),
            ("rows counted", self.counted or ("none",)),
            ("left out", tuple(rows for rows in self.left_out if rows.n) or ("none",)),
            ("thresholds", self.thresholds or ("none",)),
            ("does not say", (self.caveat,)),
        )
        for name, contents in parts:
            for n, content in enumerate(contents):
                label = name if n == 0 else ""
                yield from textwrap.wrap(
                    str(content), _WIDTH, initial_indent=f"  {label:<14}",
                    subsequent_indent=" " * 16, break_on_hyphens=False,
                )  # fmt: skip
