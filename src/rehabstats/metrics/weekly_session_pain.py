"""Weekly session pain: before, during and after the sessions of a week."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.points import pain_during_sessions_of
from rehabstats.basis.weekly_grid import weekly_grid, weekly_ratings
from rehabstats.basis.weeks import Weeks, count_in
from rehabstats.days import Day
from rehabstats.ledger.layout import episodes_of
from rehabstats.ledger.occasions import session_weeks
from rehabstats.schemas import decode
from rehabstats.schemas.metrics import WeeklySessionPain
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.validate import Caseload

_MOMENTS: Final = ("before", "during", "after")


def weekly_session_pain(
    caseload: Caseload, *, as_of: Day, weeks: Weeks = "program"
) -> pd.DataFrame:
    """
    Pain before, during and after the performed sessions of each patient, per week.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklySessionPain``: patients x moments x program weeks, and any
        other week with a session. ``during`` averages the rated sets of each exercise
        and side first, then these, so that more sets weigh no more; its maximum is the
        highest single rating. A week without a rating is missing, not 0.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> weekly_session_pain(caseload, as_of="2026-02-01")["moment"].cat.categories.tolist()
    ['before', 'during', 'after']
    """
    return weekly_session_pain_of(Seen.of(caseload, as_of), weeks)


@once
def weekly_session_pain_of(seen: Seen, weeks: Weeks = "program") -> pd.DataFrame:
    """The weekly pain of whole sessions in a caseload seen from a day."""
    caseload, episodes = seen.caseload, count_in(weeks, episodes_of(seen))
    by_session = session_weeks(caseload, episodes)
    during, highest = pain_during_sessions_of(seen)
    before, after = (
        caseload.sessions[f"pain_{moment}_nrs"].to_numpy() for moment in ("before", "after")
    )
    kept = np.flatnonzero(by_session.performed)
    n = len(kept)
    patient = np.tile(by_session.patient[kept], len(_MOMENTS))
    moment = np.repeat(np.arange(len(_MOMENTS)), n)
    week = np.tile(by_session.week[kept], len(_MOMENTS))
    everyone = np.repeat(np.arange(len(episodes.start)), len(_MOMENTS))
    moments = np.tile(np.arange(len(_MOMENTS)), len(episodes.start))
    grid = weekly_grid((everyone, moments), (patient, moment, week), len(_MOMENTS), episodes)
    row = grid.row
    values = np.concatenate([before[kept], during[kept], after[kept]])
    peaks = np.concatenate([before[kept], highest[kept], after[kept]])
    return pd.DataFrame(
        {
            "patient_id": decode(grid.patient, caseload.patients["patient_id"].cat.categories),
            "moment": decode(grid.key, _MOMENTS),
            **grid.week_columns(episodes, weeks),
            **weekly_ratings(row, values, peaks, len(grid), "pain_nrs"),
        }
    )


FRAMES: Final = (
    PublicFrame(
        "weekly_session_pain", "How much did sessions hurt before, during and after, week by week?",
        WeeklySessionPain, weekly_session_pain_of, by_week=True,
    ),
)  # fmt: skip
