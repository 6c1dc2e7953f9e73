"""Weekly adherence: each exercise and side in each program week."""

from __future__ import annotations

from typing import Final

import pandas as pd

from rehabstats.basis.weeks import Weeks
from rehabstats.ledger import Ledger, ledger_of
from rehabstats.metrics.adherence import adherence
from rehabstats.schemas.metrics import ExerciseAdherence, WeeklyAdherence
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.vocabulary import LINE, WEEKLY_KEY


def weekly_adherence(ledger: Ledger, *, weeks: Weeks = "program") -> pd.DataFrame:
    """
    Adherence of each exercise and side in each program week.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger` with ``unit="exercise"``.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklyAdherence``; see `adherence` for the columns.

    Raises
    ------
    ValueError
        If the ledger is one of whole sessions.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> weekly = weekly_adherence(rs.build_ledger(caseload, as_of="2026-02-01"))
    >>> bool(weekly["week"].min() >= 1)
    True
    """
    return adherence(ledger, by=WEEKLY_KEY, weeks=weeks)


@once
def weekly_adherence_of(seen: Seen, weeks: Weeks = "program") -> pd.DataFrame:
    """The frame of a caseload seen from a day."""
    return weekly_adherence(ledger_of(seen, "exercise"), weeks=weeks)


FRAMES: Final = (
    PublicFrame(
        "weekly_adherence", "How much of each exercise and side was done, week by week?",
        WeeklyAdherence, weekly_adherence_of, by_week=True,
    ),
    PublicFrame(
        "exercise_adherence", "How much of each exercise and side was done, in all?",
        ExerciseAdherence, lambda seen: adherence(ledger_of(seen, "exercise"), by=LINE),
    ),
)  # fmt: skip
