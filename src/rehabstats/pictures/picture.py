"""A picture of a patient, or of a caseload: the figure, what it shows, and the rows behind it."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure

from rehabstats.pictures.about import drawn
from rehabstats.pictures.kinds import CASELOAD_FRAMES, KINDS, Kind, draw_caseload, rows_of
from rehabstats.pictures.save import FORMATS, save
from rehabstats.room import PatientRoom, Room
from rehabstats.words import count_words, day_words, number

#: Of a screen: a chart is as wide as in a notebook of its own, and drawn finer.
_SHOWN_DPI: Final = 100
_DPI: Final = 144
#: The pictures look the same whatever style the caller has set. Charts colour all that they draw;
#: the first colour of a cycle, which is every artist's until then, takes long to look up.
_STYLE: Final[Any] = ["default", {"lines.color": "black", "patch.facecolor": "black"}]


class Drawn(ABC):
    """Something drawn, with its words; a notebook shows it as the last line of a cell."""

    @abstractmethod
    def _draw(self) -> Figure: ...

    @property
    @abstractmethod
    def title(self) -> str:
        """Whose it is, and what it shows."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What it shows, in sentences."""

    @property
    @abstractmethod
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows that it is drawn from, by the frame that they are of."""

    @cached_property
    def figure(self) -> Figure:
        """The figure; pyplot does not know it, and no style of a notebook changes it."""
        with matplotlib.style.context(_STYLE):
            return self._draw()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """
        Write it to a .png, .svg or .pdf file, whole or not at all.

        Parameters
        ----------
        path : str or path-like
            The file; its ending says the format.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        ValueError
            If the ending is no format of pictures.
        """
        file = Path(path)
        if file.suffix.removeprefix(".") not in FORMATS:
            raise ValueError(
                f"`path`: got {file.name!r}, expected a name in .{', .'.join(FORMATS)}"
            )
        with matplotlib.style.context(_STYLE):
            return save(self.figure, file, title=self.title, words=self.words)

    @cached_property
    def png(self) -> bytes:
        """The picture as a screen shows it, the same bytes each time."""
        with TemporaryDirectory() as folder, matplotlib.style.context(_STYLE):
            file = Path(folder) / "picture.png"
            return save(
                self.figure, file, title=self.title, words=self.words, dpi=_DPI
            ).read_bytes()

    @property
    def width_px(self) -> int:
        """How wide it is shown."""
        return round(self.figure.get_figwidth() * _SHOWN_DPI)

    def __repr__(self) -> str:
        return f"{self.title}\n{self.words}"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The picture, and its words where it cannot be shown."""
        look = {"image/png": {"alt": self.words, "width": self.width_px}}
        return {"image/png": self.png, "text/plain": repr(self)}, look


@dataclass(frozen=True, eq=False, repr=False)
class Picture(Drawn):
    """
    One kind of picture of one patient, drawn when it is first looked at.

    A notebook shows it as the last line of a cell, with its words for those who do not see it.

    Parameters
    ----------
    own : PatientRoom
        The patient, in a caseload seen from a day.
    name : str
        The kind, one of `KINDS`.
    """

    own: PatientRoom
    name: str

    def __post_init__(self) -> None:
        if self.name not in KINDS:
            raise ValueError(f"`kind`: got {self.name!r}, expected one of {', '.join(KINDS)}")

    @property
    def kind(self) -> Kind:
        """How it is drawn, and from what."""
        return KINDS[self.name]

    def _draw(self) -> Figure:
        return self.kind.draw(self.own)

    @cached_property
    def words(self) -> str:
        """What it shows, in sentences."""
        return self.kind.words(self.own)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows that it is drawn from, by the frame that they are of."""
        return {name: drawn(self.own, name).copy() for name in self.kind.frames}

    @property
    def title(self) -> str:
        """Whose it is, and what it shows."""
        return f"{self.own.patient_id}: {self.kind.shows}"


@dataclass(frozen=True, eq=False, repr=False)
class CaseloadPicture(Drawn):
    """
    Patients in order of need, a row each.

    Parameters
    ----------
    room : Room
        The caseload, seen from a day.
    patients : tuple of str
        Whom it shows.
    """

    room: Room
    patients: tuple[str, ...]

    def _draw(self) -> Figure:
        return draw_caseload(self.room, self.patients)

    @property
    def title(self) -> str:
        """Whose it is, and what it shows."""
        return f"Caseload {self.room.caseload.name}: patients by need"

    @cached_property
    def words(self) -> str:
        """What it shows, in sentences."""
        table = self.room.frame("patients_by_need")
        shown = table[table["patient_id"].isin(self.patients)]
        groups = shown.groupby("group", observed=True)["patient_id"]
        told = [f"{group}: {', '.join(ids)}" for group, ids in groups]
        known = count_words(len(self.room), "patient")
        n_shown = known if len(shown) == len(self.room) else f"{number(len(shown))} of {known}"
        head = f"{n_shown} by need, as of {day_words(self.room.as_of)}."
        return f"{head} In the group {'; '.join(told)}."

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows that it is drawn from, by the frame that they are of."""
        return {
            name: rows_of(drawn(self.room, name), self.patients).copy() for name in CASELOAD_FRAMES
        }
