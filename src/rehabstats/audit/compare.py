"""Two exports of one caseload: what became of the rows, and of the numbers made of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rehabstats.audit.numbers import changed_numbers, changed_signals
from rehabstats.audit.rows import changed_rows
from rehabstats.days import Day, local_day
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


@dataclass(frozen=True)
class ExportDiff:
    """
    What differs between two exports of one caseload.

    Parameters
    ----------
    as_of : pandas.Timestamp
        The day from which the numbers of both are seen.
    rows : pandas.DataFrame
        ``patient_id``, ``table``, ``row`` (what identifies it), ``change`` (added, removed,
        edited), ``is_back_dated``, and for an edited cell ``column``, ``old`` and ``new``;
        ``line_old`` and ``line_new`` where a row has a line of its own.
    numbers : pandas.DataFrame
        ``patient_id``, ``number``, ``week`` (missing for the whole program), ``old``, ``new``.
    signals : pandas.DataFrame
        ``signal_id``, ``patient_id``, and the sentence ``old`` and ``new``, missing where the
        rule did not fire.
    """

    as_of: pd.Timestamp
    rows: pd.DataFrame
    numbers: pd.DataFrame
    signals: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, back-dated, removed and edited, the last by cell."""
        change = self.rows["change"].value_counts()
        counts = {name: int(change.get(name, 0)) for name in ("added", "removed", "edited")}
        return counts | {"back-dated": int(self.rows["is_back_dated"].sum())}


def compare_exports(
    old: Caseload, new: Caseload, *, as_of: Day | None = None, settings: Settings = DEFAULTS
) -> ExportDiff:
    """
    Say what differs between two exports, and which reported numbers with it.

    Logs change afterwards: entries are made late, put right and deleted. A number that was
    reported last month is then another one, and whoever reported it wants to know why.

    Parameters
    ----------
    old, new : Caseload
        Both from `load_caseload`, the earlier export first. Rows that either of them has in
        quarantine are not compared.
    as_of : str, datetime.date or pandas.Timestamp, optional
        The day from which the numbers of both are seen; without it, the last day with an
        entry in `old`, so that what has merely come since changes nothing.
    settings : Settings, optional
        Every threshold of slopes and signals.

    Returns
    -------
    ExportDiff
        ``rows``, ``numbers`` and ``signals`` that differ, and their ``counts``.

    Raises
    ------
    ValueError
        If `as_of` is no date.

    Notes
    -----
    A session is the same if its id is, or its start where the file has no ids: a start that
    was put right then shows as one row removed and one added. A row is back-dated if it was
    added about a day before the last entry of `old`. Order of rows does not matter.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> compare_exports(caseload, caseload).counts
    {'added': 0, 'removed': 0, 'edited': 0, 'back-dated': 0}
    """
    day = old.last_entry if as_of is None else local_day(as_of, "as_of")
    return ExportDiff(
        as_of=day,
        rows=changed_rows(old, new),
        numbers=changed_numbers(old, new, day, settings),
        signals=changed_signals(old, new, day, settings),
    )
