"""What is shown of a choice: the chart, its numbers, and words for those who see neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure

from rehabstats.explorer.choice import Choice
from rehabstats.explorer.cut import CutFrames
from rehabstats.pictures.about import about_patient, in_words
from rehabstats.pictures.frames import Frames
from rehabstats.pictures.kinds import KINDS
from rehabstats.pictures.save import save

#: Of a screen: a chart is as wide as in a notebook of its own, and drawn finer.
_SHOWN_DPI: Final = 100
_DPI: Final = 144


@dataclass
class Shown:
    """
    Chart, tables and words of one choice, each made when first asked for.

    Parameters
    ----------
    frames : Frames
        The frames of the caseload.
    choice : Choice
        What is looked at, known to the frames.
    """

    frames: Frames
    choice: Choice

    @cached_property
    def _cut(self) -> CutFrames:
        return CutFrames(self.frames, self.choice)

    @cached_property
    def figure(self) -> Figure:
        """The chart; pyplot does not know it."""
        # As the pictures in files: whatever style the notebook has set.
        with matplotlib.style.context("default"):
            return KINDS[self.choice.metric].draw(self._cut, self.choice.patient_id)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows behind the chart by frame, in the columns that it is about."""
        return {
            name: self._cut.of(name, self.choice.patient_id)[list(columns)].reset_index(drop=True)
            for name, columns in self.choice.view.tables.items()
        }

    @cached_property
    def title(self) -> str:
        """The patient, the view and what it is cut to, in one line."""
        exercise, side, weeks = (self.choice.heeded(n) for n in ("exercise", "side", "weeks"))
        parts = [self.choice.view.label]
        if exercise is not None:
            parts.append(self.frames.names.get(exercise, exercise))
        if side is not None:
            parts.append(side)
        if weeks is not None:
            first, last = weeks
            parts.append(f"week {first}" if first == last else f"weeks {first} to {last}")
        return f"{self.choice.patient_id}: {', '.join(parts)}"

    @cached_property
    def about(self) -> str:
        """Program, week, day and last entry of the patient."""
        return about_patient(self.frames, self.choice.patient_id)

    @cached_property
    def words(self) -> str:
        """What the chart shows, in sentences."""
        kind = KINDS[self.choice.metric]
        return in_words(kind.shows, kind.frames, self._cut, self.choice.patient_id)

    @cached_property
    def png(self) -> bytes:
        """The chart as a picture, the same bytes each time."""
        with TemporaryDirectory() as folder, matplotlib.style.context("default"):
            file = Path(folder) / "chart.png"
            return save(
                self.figure, file, title=self.title, words=self.words, dpi=_DPI
            ).read_bytes()

    @property
    def width_px(self) -> int:
        """How wide the picture is shown."""
        return round(self.figure.get_figwidth() * _SHOWN_DPI)
