"""What is shown of a choice: the chart, its numbers, and words for those who see neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from rehabstats.explorer.choice import Choice
from rehabstats.pictures.about import about_patient, drawn
from rehabstats.pictures.picture import Picture
from rehabstats.room import PatientRoom, Room


@dataclass
class Shown:
    """
    Chart, tables and words of one choice, each made when first asked for.

    Parameters
    ----------
    room : Room
        The caseload, seen from a day.
    choice : Choice
        What is looked at, known to it.
    """

    room: Room
    choice: Choice

    @cached_property
    def _own(self) -> PatientRoom:
        return self.choice.seen_in(self.room)

    @cached_property
    def picture(self) -> Picture:
        """The chart; pyplot does not know it."""
        return Picture(self._own, self.choice.metric)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows behind the chart by frame, in the columns that it is about."""
        return {
            name: drawn(self._own, name)[list(columns)].reset_index(drop=True)
            for name, columns in self.choice.view.frames.items()
            if columns
        }

    @cached_property
    def title(self) -> str:
        """The patient, the view and what it is cut to, in one line."""
        exercise, side, weeks = (self.choice.heeded(n) for n in ("exercise", "side", "weeks"))
        parts = [self.choice.view.label]
        if exercise is not None:
            parts.append(self._own.exercise_names.get(exercise, exercise))
        if side is not None:
            parts.append(side)
        if weeks is not None:
            first, last = weeks
            parts.append(f"week {first}" if first == last else f"weeks {first} to {last}")
        return f"{self.choice.patient_id}: {', '.join(parts)}"

    @cached_property
    def about(self) -> str:
        """Program, week, day and last entry of the patient."""
        return about_patient(self._own)
