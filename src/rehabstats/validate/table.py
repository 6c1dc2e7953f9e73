"""One file on its way from text to values, with everything that is found on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rehabstats.problems import Findings
from rehabstats.programs import normalize_name
from rehabstats.read import RawTable
from rehabstats.schemas import decode
from rehabstats.validate.parse import Fault, Parsed, Parser
from rehabstats.validate.synonyms import COLUMN_SYNONYMS, MISSING_WORDS

_SHOWN_CHARACTERS = 60
_ONE_PERSON = ("sessions", "patient_id")


@dataclass(frozen=True)
class Field:
    """A column of a native file: how to read it, and whether each row must have it."""

    parse: Parser
    required: bool = False


class Table:
    """
    The values of one file, and which of its rows are out.

    ``values[name]`` holds one value per row, missing where the cell is empty or
    could not be read; ``bad`` marks the rows to quarantine.
    """

    def __init__(
        self, raw: RawTable, stem: str, fields: Mapping[str, Field], findings: Findings
    ) -> None:
        self.file = raw.file
        self.raw = raw
        self.findings = findings
        self.bad = np.zeros(len(raw.frame), bool)
        self._source = _match_columns(raw, stem, fields, findings)
        self.usable = all(name in self._source for name, field in fields.items() if field.required)
        # Arrays of several kinds: categories, dates, Int64, text and floats.
        self.values: dict[str, Any] = {}
        self.extra: dict[tuple[str, str], Any] = {}
        for row in raw.malformed:
            self.findings.add(
                self.file,
                "",
                row.expected,
                rule="malformed",
                lines=np.array([row.line]),
                got=row.got,
            )
        if self.usable:
            for name, field in fields.items():
                self._parse(name, field)

    def __len__(self) -> int:
        return len(self.bad)

    def has(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self._source

    def reject(self, where: np.ndarray, column: str, expected: str, *, rule: str) -> None:
        """Quarantine rows that are still in, with what the cell says as the reason."""
        where = where & ~self.bad
        self._tell(where, column, expected, rule, "error")
        self.bad |= where

    def note(self, where: np.ndarray, column: str, expected: str, *, rule: str) -> None:
        """Tell about rows that stay in."""
        self._tell(where & ~self.bad, column, expected, rule, "note")

    def fill_identifier(self, name: str, text: str) -> None:
        """Give every row of a file without this column the same identifier."""
        cells = decode(np.zeros(len(self), "int64"), [text])
        self.raw.frame[name] = cells
        self._source[name] = name
        self.values[name] = pd.array([text] * len(self), dtype="str")

    def reject_repeats(self, names: list[str], column: str) -> None:
        """Quarantine the rows that repeat the key of an earlier one."""
        rows = np.flatnonzero(~self.bad)
        keys = pd.DataFrame({name: self.values[name][rows] for name in names}, copy=False)
        repeats = np.zeros(len(self), bool)
        repeats[rows] = keys.duplicated().to_numpy()
        key = " x ".join(names)
        self.reject(repeats, column, f"each {key} once", rule="repeated_key")

    def reject_reversed(self, start: str, end: str, *, strictly: bool = True) -> None:
        """Quarantine the rows whose `end` comes before (or, strictly, on) their `start`."""
        low, high = pd.Series(self.values[start]), pd.Series(self.values[end])
        wrong = (high <= low) if strictly else (high < low)
        expected = f"a day after {start}" if strictly else f"no less than {start}"
        self.reject(wrong.fillna(False).to_numpy(bool), end, expected, rule="reversed")

    def days(self, name: str) -> np.ndarray:
        """Days since 1970 of a date column; missing ones are far in the past."""
        days: np.ndarray = np.asarray(self.values[name]).astype("datetime64[D]").astype("int64")
        return days

    def everything(self, names: list[str]) -> pd.DataFrame:
        """The values of all rows, indexed by line."""
        frame = pd.DataFrame({name: self.values[name] for name in names}, copy=False)
        frame.index = self.raw.frame.index
        return frame

    def note_once(self, where: np.ndarray, column: str, expected: str, *, rule: str) -> None:
        """Tell once about many rows: the first, and how many more there are."""
        rows = np.flatnonzero(where & ~self.bad)
        if len(rows):
            more = f" (and {len(rows) - 1} more rows)" if len(rows) > 1 else ""
            self._tell(np.isin(np.arange(len(self)), rows[0]), column, expected, rule, "note", more)

    def good(self, names: list[str]) -> pd.DataFrame:
        """The values of the rows that are in, indexed by line."""
        frame = self.everything(names)
        return frame[~self.bad] if self.bad.any() else frame

    def _parse(self, name: str, field: Field) -> None:
        cells = self.cells(name)
        text = pd.Series(cells.categories, dtype="str").str.strip()
        present = ~text.str.lower().isin(MISSING_WORDS).to_numpy()
        parsed = _spread(field.parse(text[present].reset_index(drop=True)), present)
        codes = cells.codes
        self.values[name] = parsed.values.array.take(codes, allow_fill=True)
        for extra, values in parsed.extra.items():
            self.extra[name, extra] = values.array.take(codes, allow_fill=True)
        faulty = np.zeros(len(self), bool)
        for fault in parsed.faults:
            if fault.where.any():
                where = np.append(fault.where, False)[codes]
                faulty |= where
                # A row may be at fault in several columns: each is told.
                self._tell(where, name, fault.expected, fault.rule, "error")
        if field.required:
            empty = ~np.append(present, False)[codes]
            self._tell(empty, name, "a value", "missing_value", "error")
            faulty |= empty
        self.bad |= faulty

    def cells(self, name: str) -> pd.Categorical:
        """The cells of a column as text, all missing where the file has no such column."""
        if name in self._source:
            return pd.Categorical(self.raw.frame[self._source[name]])
        return decode(np.full(len(self), -1), pd.Index([], dtype="str"))

    def _tell(
        self,
        where: np.ndarray,
        column: str,
        expected: str,
        rule: str,
        severity: str,
        more: str = "",
    ) -> None:
        if not where.any():
            return
        cells = self.cells(column)[where] if column in self._source else None
        self.findings.add(
            self.file,
            column,
            expected,
            rule=rule,
            lines=self.raw.frame.index[where],
            got="nothing" + more if cells is None else _quoted(cells) + more,
            severity=severity,
        )


def _spread(parsed: Parsed, present: np.ndarray) -> Parsed:
    """Put the values of the distinct texts that are present back among all of them."""
    if present.all():
        return parsed
    place = np.where(present, np.cumsum(present) - 1, -1)
    return Parsed(
        pd.Series(parsed.values.array.take(place, allow_fill=True)),
        tuple(
            Fault(np.append(fault.where, False)[place], fault.expected, fault.rule)
            for fault in parsed.faults
        ),
        {
            name: pd.Series(values.array.take(place, allow_fill=True))
            for name, values in parsed.extra.items()
        },
    )


def _quoted(cells: pd.Categorical) -> np.ndarray:
    shown = [
        repr(text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}...")
        for text in cells.categories
    ]
    quoted: np.ndarray = np.array([*shown, "nothing"], dtype=object)[cells.codes]
    return quoted


def _match_columns(
    raw: RawTable, stem: str, fields: Mapping[str, Field], findings: Findings
) -> dict[str, str]:
    """Which column of the file holds each field; what does not fit is told."""
    meaning = {normalize_name(name): name for name in fields}
    for name, synonyms in COLUMN_SYNONYMS[stem].items():
        if name in fields:
            for synonym in synonyms:
                meaning.setdefault(synonym, name)
    source: dict[str, str] = {}
    unknown: list[str] = []
    for column in raw.frame.columns:
        # What stands in brackets may be the unit, or the occasion: "Pain (after)", "Hold (min)".
        known = meaning.get(normalize_name(re.sub(r"[()]", " ", column)))
        if known is None:
            unknown.append(column)
        elif known in source:
            got = f"{source[known]!r} and {column!r}"
            once = f"one column for {known} (date and time go into one cell)"
            once = once if known.endswith("_at") else f"one column for {known}"
            findings.add(raw.file, "header", once, rule="column_twice", got=got)
        else:
            source[known] = column
    _tell_unmatched(raw.file, stem, fields, source, unknown, findings)
    return source


def _tell_unmatched(
    file: str,
    stem: str,
    fields: Mapping[str, Field],
    source: Mapping[str, str],
    unknown: list[str],
    findings: Findings,
) -> None:
    free = [name for name in fields if name not in source]
    left_out = "a column of docs/conventions.md, section 8; it is left out"
    for column in unknown:
        got = repr(column)
        findings.add(file, "header", left_out, rule="unknown_column", got=got, severity="note")
    for name in free:
        if fields[name].required:
            words = ", ".join((name, *COLUMN_SYNONYMS[stem].get(name, ())))
            hint = "; or say patient_id= or --patient-id if it is one person's log"
            expected = f"one of {words}" + (hint if (stem, name) == _ONE_PERSON else "")
            got = "no such column"
            findings.add(file, "header", expected, rule="missing_column", got=got)
