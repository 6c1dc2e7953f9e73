"""A caseload seen from one day: each public frame under its name, whole or one patient's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rehabstats.room.catalogue import public_frames
from rehabstats.room.patient import PatientRoom
from rehabstats.seen import Seen
from rehabstats.words import day_words

#: Patients that are named where one is not known.
_NAMED = 12


class Room(Seen):
    """
    A caseload seen from one day, with every public frame as an attribute of its name.

    A frame is made when it is first asked for, and once. What an attribute hands out is the
    receiver's own; `frame` gives the shared one to those who only read.
    """

    if TYPE_CHECKING:
        # Attributes are made of the catalogue, below.
        def __getattr__(self, name: str) -> pd.DataFrame: ...

    def frame(self, name: str) -> pd.DataFrame:
        """The shared frame of a name, for reading."""
        key = ("frame", name)
        if key not in self.made:
            self.made[key] = public_frames()[name].of(self)
        made: pd.DataFrame = self.made[key]
        return made

    @property
    def patients(self) -> pd.DataFrame:
        """Every patient once, by need: `patients_by_need`."""
        return self.patients_by_need

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What had to be assumed, and thresholds that were changed: every output repeats it."""
        changed = [f"Threshold changed: {sentence}" for sentence in self.settings.changed]
        return tuple(dict.fromkeys([*self.caseload.assumptions, *changed]))

    @property
    def seen_from(self) -> str:
        """The day from which it is seen, in words; and that it is a default, if it is."""
        default = ", the last entry of the caseload" if self.is_last_entry else ""
        return f"as of {day_words(self.as_of)}{default}"

    @property
    def patient_ids(self) -> tuple[str, ...]:
        """Every patient, in the order of the file."""
        return tuple(self.caseload.patients["patient_id"].astype("str"))

    def rows_of(self, name: str, patient: int) -> pd.DataFrame:
        """The shared rows of one patient, by number, of a frame."""
        whole, key = self.frame(name), ("rows", name)
        if key not in self.made:
            ids = self.caseload.patients["patient_id"].cat.categories
            owner = ids.get_indexer(pd.Index(whole["patient_id"]))
            order = np.argsort(owner, kind="stable")
            self.made[key] = order, np.searchsorted(owner[order], np.arange(len(ids) + 1))
        order, first = self.made[key]
        rows: pd.DataFrame = whole.iloc[order[first[patient] : first[patient + 1]]]
        return rows

    def __getitem__(self, patient_id: str) -> PatientRoom:
        return PatientRoom(self, self.number_of(patient_id))

    def number_of(self, patient_id: str) -> int:
        """The number of a patient; a KeyError names what there is."""
        ids = self.caseload.patients["patient_id"].cat.categories
        number = int(ids.get_indexer(pd.Index([patient_id], dtype="object"))[0])
        if number < 0:
            known = self.patient_ids
            more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
            named = ", ".join(known[:_NAMED]) + more
            raise KeyError(f"got patient {patient_id!r}, expected one of {named}")
        return number

    def __iter__(self) -> Iterator[Any]:
        return (self[one] for one in self.patient_ids)

    def __len__(self) -> int:
        return len(self.caseload.patients)


def _handed_out(room: Any, *, name: str) -> pd.DataFrame:
    """
    A frame that is the receiver's own: what is done to it leaves the shared one as it is.

    It is a real copy under every pandas: copy-on-write of pandas 3 does not see what is
    written into the array of a column.
    """
    own: pd.DataFrame = room.frame(name).copy()
    return own


for _frame in public_frames().values():
    for _of in (Room, PatientRoom):
        _attribute = property(partial(_handed_out, name=_frame.name), doc=_frame.question)
        setattr(_of, _frame.name, _attribute)
