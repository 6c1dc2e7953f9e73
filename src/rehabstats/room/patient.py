"""One patient of a caseload seen from a day: the same frames, cut to what is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

import pandas as pd

from rehabstats.basis.entries import last_entries_of
from rehabstats.programs import Program
from rehabstats.settings import Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK

if TYPE_CHECKING:
    from rehabstats.room.room import Room

#: First and last day of the rows of frames without a week.
_DAYS: Final = {
    "side_pain_flares": ("start_on", "end_on"),
    "pain_flares": ("start_on", "end_on"),
    "checkins": ("date", "date"),
    "plan": ("valid_from", "valid_to"),
    "pauses": ("start_date", "end_date"),
}


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame whose columns a schema has already promised."""
    return iter(frame.itertuples(index=False))


def weekly_during(weekly_session_pain: pd.DataFrame) -> pd.DataFrame:
    """Of the pain around sessions, week by week, that during them."""
    return weekly_session_pain[weekly_session_pain["moment"] == "during"]


@dataclass(frozen=True, eq=False, repr=False)
class PatientRoom:
    """
    One patient of a `Room`: its frames under the same names, with the rows of this patient.

    `narrowed` to an exercise, a side or some weeks, it has the rows of those only, and
    nothing is computed again.
    """

    room: Room
    number: int
    exercise: str | None = None
    side: str | None = None
    weeks: tuple[int, int] | None = None

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> pd.DataFrame: ...

    def narrowed(
        self,
        *,
        exercise: str | None = None,
        side: str | None = None,
        weeks: tuple[int, int] | None = None,
    ) -> Self:
        """The same patient with the rows of an exercise, a side, or the weeks from one to one."""
        return replace(self, exercise=exercise, side=side, weeks=weeks)

    def frame(self, name: str) -> pd.DataFrame:
        """The shared rows of a frame, for reading; none if there are none."""
        rows = self.room.rows_of(name, self.number)
        for column in ("exercise", "side"):
            wanted = getattr(self, column)
            if wanted is not None and column in rows:
                rows = rows[rows[column].astype("object").eq(wanted).to_numpy()]
        return rows if self.weeks is None else self._within(name, rows, *self.weeks)

    def _within(self, name: str, rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
        if "week" in rows:
            return rows[rows["week"].between(first, last).to_numpy()]
        if name not in _DAYS:
            # It rests on every session: over some of the weeks it would not be what is seen.
            return rows.head(0)
        begin, end = self.first_day_of(first), self.first_day_of(last + 1)
        starts, ends = (rows[column] for column in _DAYS[name])
        touches = (starts < end) & (ends.isna() | (ends >= begin))
        rows = rows[touches.to_numpy()]
        if name != "pauses":
            return rows
        # The reason of a pause stands in its middle, which has to lie in the picture.
        shown = rows[["start_date", "end_date"]]
        return rows.assign(**shown.mask(shown < begin, begin).mask(shown > end, end))

    @property
    def patient_id(self) -> str:
        """Whose log it is."""
        return str(self.caseload.patients["patient_id"].cat.categories[self.number])

    @property
    def caseload(self) -> Caseload:
        """The caseload that the patient is of."""
        return self.room.caseload

    @property
    def as_of(self) -> pd.Timestamp:
        """The day from which it is seen."""
        return self.room.as_of

    @property
    def settings(self) -> Settings:
        """Every threshold."""
        return self.room.settings

    @property
    def visit(self) -> pd.Timestamp:
        """The first day of what is new."""
        return self.room.visit

    @cached_property
    def stated(self) -> Any:
        """The patient's row of the patients' file, or what was assumed instead."""
        rows = self.caseload.patients.iloc[[self.number]]
        return next(rows.itertuples(index=False))

    @property
    def program(self) -> Program | None:
        """The program of the patient."""
        return self.caseload.catalogue.program(str(self.stated.program))

    @cached_property
    def exercise_names(self) -> Mapping[str, str]:
        """What exercises are called, by their ids: the own program decides."""
        return self.caseload.catalogue.names_in(str(self.stated.program))

    @property
    def week(self) -> int:
        """The program week of as_of, 0 or less before the start."""
        return int((self.as_of - self.stated.start_date).days // DAYS_PER_WEEK + 1)

    def first_day_of(self, week: int) -> pd.Timestamp:
        """The first day of a program week."""
        day: pd.Timestamp = self.stated.start_date + pd.Timedelta(days=DAYS_PER_WEEK * (week - 1))
        return day

    @property
    def last_entry(self) -> pd.Timestamp | None:
        """The last day up to as_of with a session, skip or check-in; None without one."""
        return last_entries_of(self.room).get(self.patient_id)
