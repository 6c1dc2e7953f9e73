"""The frames of a caseload, cut to a choice: charts, words and tables see the same rows."""

from __future__ import annotations

from typing import Final

import pandas as pd

from rehabstats.explorer.choice import Choice
from rehabstats.pictures.frames import Frames
from rehabstats.vocabulary import DAYS_PER_WEEK

#: First and last day of the rows of frames without a week.
_DAYS: Final = {
    "flares": ("start_on", "end_on"),
    "checkins": ("date", "date"),
    "plan": ("valid_from", "valid_from"),
    "pauses": ("start_date", "end_date"),
}
#: A slope rests on every session: over some of the weeks it would not be about what is seen.
_OF_ALL_WEEKS: Final = ("trend", "session_trend")


class CutFrames(Frames):
    """
    Frames of which one choice of rows is seen, and nothing is computed again.

    Parameters
    ----------
    whole : Frames
        The frames of the caseload.
    choice : Choice
        What is looked at. What its view does not heed cuts nothing.
    """

    def __init__(self, whole: Frames, choice: Choice) -> None:
        # What has been computed for the whole caseload is not computed again.
        vars(self).update(vars(whole))
        self._whole = whole
        self._choice = choice

    def of(self, name: str, patient_id: str) -> pd.DataFrame:
        """One patient's chosen rows of a frame, none if there are none."""
        rows = self._whole.of(name, patient_id)
        for column in ("exercise", "side"):
            wanted = self._choice.heeded(column)
            if wanted is not None and column in rows:
                rows = rows[rows[column].astype("object").eq(wanted).to_numpy()]
        weeks = self._choice.heeded("weeks")
        return rows if weeks is None else self._within(name, rows, *weeks)

    def _within(self, name: str, rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
        if name in _OF_ALL_WEEKS:
            return rows.head(0)
        if "week" in rows:
            return rows[rows["week"].between(first, last).to_numpy()]
        begin, end = self._day_of_week(first), self._day_of_week(last + 1)
        starts, ends = (rows[column] for column in _DAYS[name])
        touches = (starts < end) & (ends.isna() | (ends >= begin))
        rows = rows[touches.to_numpy()]
        if name != "pauses":
            return rows
        # The reason of a pause stands in its middle, which has to lie in the picture.
        shown = rows[["start_date", "end_date"]]
        return rows.assign(**shown.mask(shown < begin, begin).mask(shown > end, end))

    def _day_of_week(self, week: int) -> pd.Timestamp:
        """The first day of a program week of the chosen patient."""
        patients = self.caseload.patients
        own = (patients["patient_id"] == self._choice.patient_id).to_numpy()
        start = pd.Timestamp(patients["start_date"].to_numpy()[own][0])
        return start + pd.Timedelta(days=DAYS_PER_WEEK * (week - 1))
