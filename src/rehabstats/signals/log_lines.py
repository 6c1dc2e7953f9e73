"""Log lines: where in the files the rows behind each signal stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import days_of, split_keys
from rehabstats.ledger.occasions import events_of
from rehabstats.seen import Seen
from rehabstats.series.positions import distinct
from rehabstats.validate import Caseload

_WIDTH = 1 << 24


@dataclass(frozen=True)
class _Rows:
    """The rows of one file by patient and day, with the line of each."""

    at: np.ndarray
    line: np.ndarray
    exercise: np.ndarray
    side: np.ndarray

    def lines(self, patient: int, first: int, last: int, exercise: int, side: int) -> np.ndarray:
        """The lines of a patient over [first, last]; -1 is any exercise or side."""
        low, high = np.searchsorted(
            self.at, [patient * _WIDTH + first, patient * _WIDTH + last + 1]
        )
        kept = np.ones(high - low, bool)
        if exercise >= 0:
            kept &= self.exercise[low:high] == exercise
        if side >= 0:
            kept &= self.side[low:high] == side
        return distinct(self.line[low:high][kept])


def log_lines(table: pd.DataFrame, seen: Seen) -> dict[str, pd.Series]:
    """File and lines behind each signal, lines as in ``12-15, 20``."""
    caseload = seen.caseload
    rows = {"sessions": _of_sets(seen), "checkins": _of_checkins(caseload)}
    patients = caseload.patients.index.to_numpy()
    first, last = (days_of(table[name], missing=0) for name in ("evidence_from", "evidence_to"))
    exercise, side = (table[name].cat.codes.to_numpy() for name in ("exercise", "side"))
    side = np.where(table["other_side_too"].to_numpy(bool), -1, side)
    patient, source = table["patient"].to_numpy(), table["source"].tolist()
    named, text = table["lines"].tolist(), []
    # One turn per signal: what fired, not what was logged.
    for n, name in enumerate(source):
        if name == "patients":
            text.append(str(patients[patient[n]]) if "patients" in caseload.files else "")
        elif named[n] is not None:
            text.append(in_ranges(distinct(named[n])))
        else:
            found = rows[name].lines(patient[n], first[n], last[n], exercise[n], side[n])
            text.append(in_ranges(found))
    return {
        "log_file": pd.Series([caseload.files.get(name, "") for name in source], dtype="str"),
        "log_lines": pd.Series(text, dtype="str"),
    }


def in_ranges(lines: np.ndarray) -> str:
    """
    Numbers as ranges.

    Examples
    --------
    >>> in_ranges(np.array([3, 4, 5, 9]))
    '3-5, 9'
    """
    if not len(lines):
        return ""
    breaks = np.flatnonzero(np.diff(lines) > 1)
    starts, ends = lines[np.append(0, breaks + 1)], lines[np.append(breaks, len(lines) - 1)]
    return ", ".join(
        str(start) if start == end else f"{start}-{end}"
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )


def _of_sets(seen: Seen) -> _Rows:
    """Sets on the sides that they count for: a set of both sides may stand there twice."""
    caseload, events = seen.caseload, events_of(seen)
    exercise, side = split_keys(events.key, len(caseload.catalogue.exercises))
    return _ordered(
        events.patient * _WIDTH + days_of(caseload.sessions["day"])[events.session],
        caseload.sets.index.to_numpy()[events.row], exercise, side,
    )  # fmt: skip


def _of_checkins(caseload: Caseload) -> _Rows:
    checkins = caseload.checkins
    patient, n = checkins["patient_id"].cat.codes.to_numpy("int64"), len(checkins)
    return _ordered(
        patient * _WIDTH + days_of(checkins["date"]), checkins.index.to_numpy(),
        np.full(n, -1), np.full(n, -1),
    )  # fmt: skip


def _ordered(at: np.ndarray, *columns: np.ndarray) -> _Rows:
    order = np.argsort(at, kind="stable")
    return _Rows(at[order], *(column[order] for column in columns))
