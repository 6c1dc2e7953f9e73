"""A caseload: validated frames, and an account of everything that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
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
    digests : mapping of str to str
        The SHA-256 of each file, by its name: ``sha256sum march.csv`` prints the same.
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
    digests: Mapping[str, str] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def last_entry(self) -> pd.Timestamp:
        """
        The day of the latest session or check-in: what the command line takes as as_of.

        NaT if there is none, as in the caseload of nobody.
        """
        found = (self.sessions["day"].max(), self.checkins["date"].max())
        last: Any = max((day for day in found if not pd.isna(day)), default=pd.NaT)
        return pd.Timestamp(last)

    def only(self, patients: Iterable[str]) -> Caseload:
        """
        The caseload of some patients, in its own order.

        Parameters
        ----------
        patients : iterable of str
            Ids of patients; those of nobody are ignored.

        Returns
        -------
        Caseload
            Frames with the rows of these patients; index and lines stay those of the files.
            Problems, quarantine, account, assumptions and remarks are about the files, and
            stay whole.

        Examples
        --------
        >>> import rehabstats as rs
        >>> rs.load_caseload("data/sample").only(["P004"]).last_entry
        Timestamp('2026-02-07 00:00:00')
        """
        if isinstance(patients, str):
            raise TypeError(f"`patients`: got {patients!r}, expected a list of ids")
        is_kept = self.patients["patient_id"].isin(set(patients)).to_numpy()
        ids = self.patients.loc[is_kept, "patient_id"].astype("str")
        # Wherever ids are integers, they count the rows of `patients`.
        known = pd.CategoricalDtype(
            pd.Index(ids, dtype=self.patients["patient_id"].cat.categories.dtype)
        )
        frames: dict[str, Any] = {
            name: self._rows(name, is_kept, known)
            for name in ("patients", "changes", "pauses", "sets", "sessions", "checkins")
        }
        kept = is_kept[self.sessions["patient_id"].cat.codes.to_numpy()]
        row_now = np.cumsum(kept) - 1
        frames["sets"]["session_row"] = row_now[frames["sets"]["session_row"].to_numpy()]
        frames["sessions"] = frames["sessions"].reset_index(drop=True)
        return replace(self, **frames)

    def _rows(self, name: str, is_kept: np.ndarray, known: pd.CategoricalDtype) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(self, name)
        rows = frame[is_kept[frame["patient_id"].cat.codes.to_numpy()]]
        return rows.assign(patient_id=rows["patient_id"].cat.set_categories(known.categories))

    def __repr__(self) -> str:
        return (
            f"Caseload {self.name!r}: {len(self.patients)} patients, "
            f"{len(self.sessions)} sessions, {len(self.sets)} sets, "
            f"last entry {self.last_entry.date()}, {len(self.quarantine)} rows quarantined"
        )
