"""A caseload: validated frames, and an account of everything that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from rehabstats.problems import Problems
from rehabstats.programs import Catalogue


@dataclass(frozen=True)
class Caseload:
    """
    What `load_caseload` returns: frames that keep the promises of their schemas.

    Parameters
    ----------
    name : str
        The folder's or the file's name.
    catalogue : Catalogue
        The programs known here.
    patients, changes, pauses, sets, sessions, checkins : pandas.DataFrame
        See the schemas ``Patients``, ``PrescriptionChanges``, ``Pauses``, ``Sets``,
        ``Sessions`` and ``Checkins``. Ids are categories with the same numbering in
        every frame; the index of each frame but `sessions` is the line in its file.
    problems : Problems
        Everything that was found.
    quarantine : pandas.DataFrame
        Every row kept out: ``file``, ``line``, ``problem``, then its cells as text.
    account : pandas.DataFrame
        Per file ``rows_read`` = ``rows_kept`` + ``rows_quarantined``.
    files : mapping of str to str
        The file behind each table that was read, such as ``sessions``: ``march.csv``.
    assumptions : tuple of str
        What had to be assumed, in sentences that every output repeats.
    remarks : tuple of str
        What changes how the numbers must be read, such as columns left out, sets of
        unknown side, or an entry far from all others. Every output repeats these too.
    """

    name: str
    catalogue: Catalogue
    patients: pd.DataFrame
    changes: pd.DataFrame
    pauses: pd.DataFrame
    sets: pd.DataFrame
    sessions: pd.DataFrame
    checkins: pd.DataFrame
    problems: Problems
    quarantine: pd.DataFrame
    account: pd.DataFrame
    files: Mapping[str, str] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def last_entry(self) -> pd.Timestamp:
        """The day of the latest session or check-in: what the command line takes as as_of."""
        days = (self.sessions["day"].max(), self.checkins["date"].max())
        return pd.Timestamp(max(day for day in days if not pd.isna(day)))

    def __repr__(self) -> str:
        return (
            f"Caseload {self.name!r}: {len(self.patients)} patients, "
            f"{len(self.sessions)} sessions, {len(self.sets)} sets, "
            f"last entry {self.last_entry:%Y-%m-%d}, {len(self.quarantine)} rows quarantined"
        )
