"""Problems: what is not as it should be in a file, in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.html_tables import html_table
from rehabstats.words import count_words

#: How many problems are shown before the rest is only counted.
SHOWN: Final = 10
#: How many of one kind are shown while others wait.
SHOWN_OF_A_KIND: Final = 3

COLUMNS: Final = ("file", "line", "column", "got", "expected", "severity", "rule")


@dataclass(frozen=True)
class Problem:
    """
    One thing that is not as expected; ``str`` gives the line that a person reads.

    Parameters
    ----------
    file : str
        The file's name, without its folder.
    line : int or None
        Its line [1-based], None for the header or the whole file.
    column : str
        The column, in this project's words; empty for a whole row or file.
    got, expected : str
        What was found, and what was expected or is to be done.
    severity : {"error", "note"}
        Whether it keeps a row or file out.
    rule : str
        A stable id of the rule.
    """

    file: str
    line: int | None
    column: str
    got: str
    expected: str
    severity: str
    rule: str

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}"
        where = ", ".join(part for part in (place, self.column) if part)
        return ": ".join(part for part in (self.file, where, self._found) if part)

    @property
    def _found(self) -> str:
        return f"got {self.got}, expected {self.expected}"


class Problems:
    """
    Everything that was found in a caseload, in the order of its files and lines.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_problems, 7)
        Columns ``file``, ``line`` [1-based; missing for a whole file or its
        header], ``column``, ``got``, ``expected``, ``severity`` (``error`` or
        ``note``) and ``rule`` (a stable id).
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    @property
    def errors(self) -> Problems:
        """The problems that keep a row, or a whole file, out."""
        return Problems(self.frame[self.frame["severity"] == "error"])

    @property
    def notes(self) -> Problems:
        """What is worth knowing and keeps nothing out."""
        return Problems(self.frame[self.frame["severity"] == "note"])

    @property
    def fatal(self) -> bool:
        """Whether a whole file cannot be used, so that nothing can be loaded."""
        return bool(self.errors.frame["line"].isna().any())

    def __len__(self) -> int:
        return len(self.frame)

    def __iter__(self) -> Iterator[Problem]:
        for row in self.frame.to_dict("records"):
            line = None if pd.isna(row["line"]) else int(row["line"])
            file, column, rule = str(row["file"]), str(row["column"]), str(row["rule"])
            got, expected, severity = str(row["got"]), str(row["expected"]), str(row["severity"])
            yield Problem(file, line, column, got, expected, severity, rule)

    def lines(self, shown: int | None = SHOWN) -> list[str]:
        """The problems as text, `shown` of them, with the rest counted."""
        head = self if shown is None else Problems(self._varied(shown))
        text = [str(problem) for problem in head]
        if len(head) < len(self):
            text.append(f"... and {len(self) - len(head)} more")
        return text

    def _varied(self, n: int) -> pd.DataFrame:
        """The first `n`, but of one kind only a few as long as there are others."""
        nth = self.frame.groupby(["file", "column", "expected"]).cumcount()
        first = (nth >= SHOWN_OF_A_KIND).sort_values(kind="stable").index[:n]
        return self.frame.loc[first.sort_values()]

    def summary(self) -> str:
        """The errors as one message: a count, then the first ten."""
        errors = self.errors
        return "\n  ".join([count_words(len(errors), "problem"), *errors.lines()])

    def __repr__(self) -> str:
        return "\n  ".join([self._counts, *self.lines()])

    def _repr_html_(self) -> str:
        """The problems as a notebook shows them: what keeps rows out first."""
        head = [*self.errors, *self.notes][:SHOWN]
        rest = len(self) - len(head)
        more = f"; {rest} more in `frame`" if rest else ""
        return html_table(
            self._counts + more,
            ("file", "line", "column", "got", "expected", "severity"),
            [
                (one.file, one.line or "", one.column, one.got, one.expected, one.severity)
                for one in head
            ],
        )

    @property
    def _counts(self) -> str:
        counts = {"error": len(self.errors), "note": len(self.notes)}
        told = (count_words(n, noun) for noun, n in counts.items())
        return f"Problems: {', '.join(told)}"


@dataclass
class Findings:
    """Problems as they are found, whole columns at a time."""

    parts: list[pd.DataFrame] = field(default_factory=list)

    def add(
        self,
        file: str,
        column: str,
        expected: str,
        *,
        rule: str,
        lines: pd.Index | np.ndarray | None = None,
        got: object = "nothing",
        severity: str = "error",
    ) -> None:
        """Add one problem per line, or one for the whole file without `lines`."""
        if lines is not None and not len(lines):
            return
        n = 1 if lines is None else len(lines)
        part = {
            "file": file,
            "line": pd.Series([pd.NA] if lines is None else np.asarray(lines), dtype="Int64"),
            "column": column,
            "got": pd.Series(got, index=range(n)).astype("str"),
            "expected": expected,
            "severity": severity,
            "rule": rule,
        }
        self.parts.append(pd.DataFrame(part, columns=list(COLUMNS)))

    def problems(self) -> Problems:
        """All of them, by file in the order first met, then by line."""
        if not self.parts:
            empty = pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
            return Problems(empty.astype({"line": "Int64"}))
        frame = pd.concat(self.parts, ignore_index=True)
        order = pd.factorize(frame["file"])[0]
        line = frame["line"].fillna(0).to_numpy("int64")
        return Problems(frame.iloc[np.lexsort((line, order))].reset_index(drop=True))
