"""Ratings: check-ins as series, one per activity and one for the mean of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.ledger.layout import days_of, episodes_of
from rehabstats.seen import Seen, once
from rehabstats.series.positions import begins_run, distinct


@dataclass(frozen=True)
class Ratings:
    """
    Series of ratings, one row after the other, in order of time.

    A row is a patient and one activity (its code) or the mean of all (-1); ``n_activities``
    are those of its patient.
    """

    patient: np.ndarray
    activity: np.ndarray
    first_day: np.ndarray
    n_activities: np.ndarray
    n_partial_dates: np.ndarray
    activities: pd.Series
    row: np.ndarray
    day: np.ndarray
    score: np.ndarray

    @property
    def n_rows(self) -> int:
        """How many series there are, those without a rating included."""
        return len(self.patient)

    @property
    def first_and_last(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last day of each series, 0 for one without a rating."""
        first, last = np.zeros(self.n_rows, "int64"), np.zeros(self.n_rows, "int64")
        last[self.row] = self.day  # the last write of each series is its latest day
        first[self.row[::-1]] = self.day[::-1]
        return first, last

    def names(self) -> pd.Series:
        """The activity of each row; text, so that no patient's words are in another's frame."""
        return self.activities.reindex(self.activity).reset_index(drop=True)


@once
def ratings_of(seen: Seen) -> Ratings:
    """The check-ins up to as_of as series by activity, and their means on complete days."""
    checkins, episodes = seen.caseload.checkins, episodes_of(seen)
    in_time = days_of(checkins["date"]) <= episodes.as_of
    checkins = checkins[in_time]
    patient = checkins["patient_id"].cat.codes.to_numpy("int64")
    day, score = days_of(checkins["date"]), checkins["score_psfs"].to_numpy()
    activity, names = pd.factorize(checkins["activity"], sort=True)
    n_patients, width = len(episodes.start), len(names) + 1

    # Code 0 of each patient is the mean, activities follow in order of the alphabet.
    everyone = np.arange(n_patients)
    code = patient * width + activity + 1
    rows = distinct(np.concatenate([everyone * width, code]))
    owner, own_activity = np.divmod(rows, width)
    first_day = np.full(n_patients, np.iinfo("int32").max)
    np.minimum.at(first_day, patient, day)
    n_activities = np.bincount(owner, minlength=n_patients) - 1

    by_day = np.lexsort((day, patient))
    head = begins_run(patient[by_day], day[by_day])
    date = np.cumsum(head) - 1
    n_rated = np.bincount(date)
    date_patient, date_day = patient[by_day][head], day[by_day][head]
    complete = n_rated == n_activities[date_patient]
    mean = ratio(np.bincount(date, score[by_day], len(n_rated)), n_rated)
    n_partial = np.bincount(date_patient[~complete], minlength=n_patients)

    point_code = np.concatenate([date_patient[complete] * width, code])
    point_day = np.concatenate([date_day[complete], day])
    order = np.lexsort((point_day, point_code))
    return Ratings(
        patient=owner,
        activity=own_activity - 1,
        first_day=first_day[owner],
        n_activities=n_activities[owner],
        n_partial_dates=np.where(own_activity == 0, n_partial[owner], 0),
        activities=pd.Series(names, dtype=checkins["activity"].dtype),
        row=np.searchsorted(rows, point_code[order]),
        day=point_day[order],
        score=np.concatenate([mean[complete], score])[order],
    )
