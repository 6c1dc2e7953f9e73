"""A request: which number of which patient, and the log rows that it could rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from rehabstats.explanations.explanation import Rows
from rehabstats.ledger.layout import N_SIDES
from rehabstats.ledger.occasions import events_of
from rehabstats.room import PatientRoom, Room
from rehabstats.settings import Settings
from rehabstats.signals.log_lines import in_ranges
from rehabstats.validate import Caseload
from rehabstats.validate.sets import is_performed
from rehabstats.vocabulary import DAYS_PER_WEEK, REASONS, SIDES
from rehabstats.words import day_words


@dataclass(frozen=True)
class Request:
    """One patient of a room, perhaps one exercise, side and week."""

    own: PatientRoom
    exercise: str | None = None
    side: str | None = None
    week: int | None = None

    @property
    def room(self) -> Room:
        """The caseload, seen from a day."""
        return self.own.room

    @property
    def caseload(self) -> Caseload:
        """The caseload itself."""
        return self.own.caseload

    @property
    def as_of(self) -> pd.Timestamp:
        """The day from which it is seen."""
        return self.own.as_of

    @property
    def settings(self) -> Settings:
        """Every threshold."""
        return self.own.settings

    @property
    def patient_id(self) -> str:
        """Whose number it is."""
        return self.own.patient_id

    @property
    def about(self) -> str:
        """Whose number it is, in words."""
        parts = [self.patient_id, self.exercise, self.side]
        week = None if self.week is None else f"week {self.week}"
        words = ", ".join(str(part) for part in (*parts, week) if part is not None)
        return f"{words}, as of {day_words(self.as_of)}"

    @property
    def line(self) -> dict[str, Any]:
        """The key of an exercise and side."""
        return {"patient_id": self.patient_id, "exercise": self.exercise, "side": self.side}

    def row(self, frame: pd.DataFrame, **key: Any) -> Any:
        """The one row of a frame, None if it has none."""
        wanted = np.ones(len(frame), bool)
        for name, value in key.items():
            wanted &= (frame[name].isna() if value is None else frame[name] == value).to_numpy()
        found = frame[wanted]
        return next(found.itertuples(index=False)) if len(found) else None

    def threshold_list(self, *names: str) -> tuple[Any, ...]:
        """Settings by name, with meaning and source."""
        return tuple(self.settings.threshold(name) for name in names)

    @cached_property
    def week_days(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First day of the week, and the first after it; the whole program without a week."""
        if self.week is None:
            return self.own.stated.start_date, self.as_of + pd.Timedelta(days=1)
        first = self.own.first_day_of(self.week)
        return first, first + pd.Timedelta(days=DAYS_PER_WEEK)

    @cached_property
    def sets(self) -> pd.DataFrame:
        """The patient's sets of the exercise and side, and those that could be of that side."""
        sets, sessions = self.caseload.sets, self.caseload.sessions
        sets = sets.assign(counts=self._counts)
        mine = sets[(sets["patient_id"] == self.patient_id).to_numpy()]
        if self.exercise is not None:
            mine = mine[(mine["exercise"] == self.exercise).to_numpy()]
        if self.side is not None:
            mine = mine[mine["side"].isin((self.side, "both", "unknown")).to_numpy()]
        day = sessions["day"].to_numpy()[mine["session_row"].to_numpy()]
        reps = mine["reps"].to_numpy("float64", na_value=np.nan)
        skipped = (mine["status"] == "skipped").to_numpy()
        return mine.assign(
            day=day, performed=is_performed(skipped, reps, mine["hold_s"].to_numpy()),
            skipped=skipped,
        )  # fmt: skip

    @cached_property
    def _counts(self) -> np.ndarray:
        """Whether each set up to as_of counts on the side: one of both sides may on each."""
        if self.side is None:
            return np.ones(len(self.caseload.sets), bool)
        events = events_of(self.room)
        counts = np.zeros(len(self.caseload.sets), bool)
        counts[events.row[events.key % N_SIDES == SIDES.index(self.side)]] = True
        return counts

    def sorted_rows(
        self, *, first: Any = None, end: Any = None, rated: bool
    ) -> tuple[tuple[Rows, ...], tuple[Rows, ...]]:
        """The sets of [first, end) that count, and all others by the first reason against them."""
        kept, left_out = self.sort(first=first, end=end, rated=rated)
        return (rows(f"rows of {self.file}", kept.index),), left_out

    def sort(
        self, *, first: Any = None, end: Any = None, rated: bool
    ) -> tuple[pd.DataFrame, tuple[Rows, ...]]:
        """The same, with the sets that count as a frame."""
        sets = self.sets
        nowhere = pd.Series(data=False, index=sets.index)
        reasons = {
            "rows after as_of": sets["day"] > self.as_of,
            "rows before the window": nowhere if first is None else sets["day"] < first,
            "rows after the window": nowhere if end is None else sets["day"] >= end,
            "skip rows": sets["skipped"],
            "rows without repetitions or hold": ~sets["performed"],
            "rows of unknown side": (sets["side"] == "unknown") & ~sets["counts"],
            "rows of both sides, which count elsewhere": ~sets["counts"],
        }
        if rated:
            reasons["rows without a rating"] = sets["pain_during_nrs"].isna()
        left = np.ones(len(sets), bool)
        out = []
        for what, holds in reasons.items():
            here = left & holds.to_numpy()
            out.append(rows(what, sets.index[here]))
            left &= ~here
        return sets[left], tuple(out)

    @property
    def file(self) -> str:
        """The file of the log."""
        return self.caseload.files.get("sessions", "the log")


def reason_in_words(row: Any, otherwise: str) -> str:
    """Why a row of a frame has no number; `otherwise` if there is no such row."""
    return otherwise if row is None else REASONS.get(str(row.reason), "see the frame")


def rows(what: str, lines: Any) -> Rows:
    """Count some rows and name their lines."""
    lines = np.asarray(lines)
    return Rows(what, len(lines), in_ranges(np.sort(lines)))
