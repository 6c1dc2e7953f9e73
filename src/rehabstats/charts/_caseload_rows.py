"""Rows of a caseload: patients by group and need, and what the frames say of each."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from rehabstats.charts._weeks import (
    every_week,
    require_one_patient,
    rows_during,
    rows_of_one_patient,
)
from rehabstats.signals import patients_by_need

_SIGNAL: Final = ("patient_id", "need", "direction", "is_current", "sentence")
_ADHERENCE: Final = ("session_adherence", "session_adherence_low", "session_adherence_high")
_PAIN: Final = ("pain_nrs_median",)
_ID_LETTERS: Final = 14
_LEAST_LETTERS: Final = 24
#: Lines that a row has room for.
_LINES: Final = 2


class Row(NamedTuple):
    """One patient: in which group, and what is said."""

    patient: str
    group: str
    sentence: str
    n_more: int

    def lines(self, letters: int) -> list[str]:
        """The sentence in as many lines as a row holds, and how many more there are."""
        # In one piece, and kept where the sentence is cut.
        more = f" (+{self.n_more}\N{NO-BREAK SPACE}more)" if self.n_more else ""
        return textwrap.wrap(
            " ".join(self.sentence.split()) + more, max(letters, _LEAST_LETTERS),
            max_lines=_LINES, placeholder="\N{HORIZONTAL ELLIPSIS}" + more,
        )  # fmt: skip


def by_need(patients: Sequence[str], signals: pd.DataFrame) -> list[Row]:
    """A row per patient, by group and need; those without a signal as they came."""
    if lacking := [column for column in _SIGNAL if column not in signals.columns]:
        raise ValueError(
            f"`signals` has no column {', '.join(map(repr, lacking))}; expected the columns "
            f"{', '.join(_SIGNAL)}. Pass the frame of `find_signals` as it was returned."
        )
    table = patients_by_need(
        signals[signals["patient_id"].isin(patients)], pd.DataFrame({"patient_id": list(patients)})
    )
    n_signals = signals["patient_id"].astype("str").value_counts()
    # A row without a signal says nothing more.
    table = table.sort_values(["group", "need"]).fillna({"sentence": ""})
    return [
        Row(str(patient), str(group), str(sentence), max(int(n_signals.get(patient, 0)) - 1, 0))
        for patient, group, sentence in table[["patient_id", "group", "sentence"]].to_numpy()
    ]


def adherence_of(adherence: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Share, lower and upper bound of each patient."""
    one_each = adherence.drop_duplicates("patient_id") if "patient_id" in adherence else adherence
    rows_of_one_patient(one_each.head(0).assign(week=0), _ADHERENCE, name="adherence")
    if len(one_each) < len(adherence):
        twice = adherence.loc[adherence["patient_id"].duplicated(), "patient_id"].iloc[0]
        raise ValueError(
            f"`adherence` has patient {twice!r} more than once; expected one row for each. "
            'Group the ledger by=["patient_id"].'
        )
    shares = adherence[list(_ADHERENCE)].to_numpy("float64")
    owners = adherence["patient_id"].astype("str")
    return {owner: tuple(share) for owner, share in zip(owners, shares.tolist(), strict=True)}


def pain_of(pain: pd.DataFrame) -> dict[str, pd.Series]:
    """The weekly medians of each patient, empty where a week is left out."""
    require_one_patient(pain.head(0), _PAIN, name="pain")
    during = rows_during(pain, name="pain")
    checked = {
        str(owner): rows_of_one_patient(rows, _PAIN, name="pain")
        for owner, rows in during.groupby("patient_id", observed=True)
    }
    return {owner: every_week(rows)[_PAIN[0]] for owner, rows in checked.items()}


def short_id(patient: str) -> str:
    """An id on one line; of a long one both ends, since ids tend to begin alike."""
    words = " ".join(patient.split())
    half = _ID_LETTERS // 2
    is_long = len(words) > _ID_LETTERS
    return words[:half] + "\N{HORIZONTAL ELLIPSIS}" + words[1 - half :] if is_long else words
