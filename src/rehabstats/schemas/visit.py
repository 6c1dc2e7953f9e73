"""What the log says of a patient before and since a visit."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import column
from rehabstats.schemas.log import COUNT, PAIN
from rehabstats.schemas.metrics import SlotCounts
from rehabstats.vocabulary import REASONS, VISIT_PERIODS


class VisitPeriods(SlotCounts):
    """One patient over the days since a visit, or over as many days before it."""

    _key = ("patient_id", "period")

    patient_id: pd.CategoricalDtype = column("who")
    period: pd.CategoricalDtype = column("before the visit, or since", isin=VISIT_PERIODS)
    first_on: pd.Timestamp = column("first day")
    last_on: pd.Timestamp = column("last day")
    n_sessions: int = column("sessions performed", **COUNT)
    n_rated: int = column("of these, with a rating of pain during them", **COUNT)
    pain_during_nrs_median: float = column("median over sessions", missing="none rated", **PAIN)
    n_skipped_for_pain: int = column("days with a set skipped because of pain", **COUNT)
    n_dates_rated: int = column("days on which every activity was rated", **COUNT)
    function_psfs_mean: float = column(
        "mean of all activities over these days", unit="PSFS 0-10", ge=0, le=10,
        missing="no such day",
    )  # fmt: skip
    n_reps_left: int = column("repetitions on the left, of exercises done per side", **COUNT)
    n_reps_right: int = column("the same on the right", **COUNT)
    symmetry: float = column(
        "(left - right) / larger; above 0 is more on the left",
        unit="fraction",
        ge=-1,
        le=1,
        missing="see reason",
    )
    symmetry_reason: pd.CategoricalDtype = column(
        "why there is no symmetry", isin=tuple(REASONS), missing="the number stands"
    )
    n_entered: int = column("sessions with a time of entry", **COUNT)
    n_late: int = column("of these, entered backfill_days or more later", **COUNT)
