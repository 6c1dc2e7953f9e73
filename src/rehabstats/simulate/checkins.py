"""Check-ins: what one patient says, once a week, about the activities that matter."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from rehabstats.simulate.asked import Asked
from rehabstats.simulate.draws import normal, round_to
from rehabstats.simulate.truth import Activity, PatientTruth
from rehabstats.vocabulary import DAYS_PER_WEEK

#: One check-in: day, activity, score [PSFS 0-10].
Checkin = tuple[date, str, float]


def weekly_checkins(
    truth: PatientTruth, asked: Asked, generator: np.random.Generator
) -> list[Checkin]:
    """
    Rate every activity on the first day of each week.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed; a day on which nothing can be due has no check-in.
    generator : numpy.random.Generator
        Chance.

    Returns
    -------
    list of (date, str, float)
        Day, activity and score in whole numbers [PSFS 0-10].
    """
    n_weeks = truth.weeks if truth.dropout_week is None else truth.dropout_week - 1
    answers = generator.random(truth.weeks) < truth.logging.checkin_probability
    noise = normal(generator, truth.weeks, len(truth.activities))
    checkins = []
    for week in range(min(n_weeks, truth.weeks)):
        if answers[week] and asked.eligible[week * DAYS_PER_WEEK]:
            day = truth.start_date + timedelta(weeks=week)
            checkins += [
                (day, activity.activity, _score(activity, week, noise[week, number]))
                for number, activity in enumerate(truth.activities)
            ]
    return checkins


def _score(activity: Activity, week: int, noise: float) -> float:
    if activity.plateau_week is not None:
        week = min(week, activity.plateau_week - 1)
    ability = activity.baseline_psfs + activity.slope_psfs_per_week * week
    rated = round_to(np.array(ability + activity.noise_sd_psfs * noise), 1.0)
    return float(np.clip(rated, 0, 10))
