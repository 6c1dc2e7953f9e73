"""Streaks: whole weeks in a row without a missed session."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.ledger import Ledger, ledger_of
from rehabstats.metrics.session_adherence import session_adherence
from rehabstats.schemas.metrics import WeeklyStreak
from rehabstats.seen import PublicFrame
from rehabstats.vocabulary import DAYS_PER_WEEK


def weekly_streak(ledger: Ledger) -> pd.DataFrame:
    """
    Weeks in a row in which every session that was due was done.

    A week in which nothing was due (a pause) neither lengthens nor ends a streak.
    The week that is not over yet can lengthen it, once nothing in it is open or
    missed, and never ends it.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger` with ``unit="session"``.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklyStreak``: one row per patient, 0 for none.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> ledger = rs.build_ledger(caseload, as_of="2026-03-01", unit="session")
    >>> streak = weekly_streak(ledger)
    >>> bool((streak["longest_streak_weeks"] >= streak["streak_weeks"]).all())
    True
    """
    weekly = session_adherence(ledger)
    weekly = weekly[weekly["week"] >= 1]
    patient = weekly["patient_id"].cat.codes.to_numpy("int64")
    missed = (weekly["n_due"] > weekly["n_done"] + weekly["n_partial"]).to_numpy()
    kept = ((weekly["n_due"] > 0) & (weekly["n_open"] == 0)).to_numpy() & ~missed
    week_end = weekly["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK)
    over = (week_end <= ledger.as_of).to_numpy() | ledger.episodes["ended"].to_numpy()[patient]
    broken = missed & over
    streak = _since_last(patient, broken, kept)
    now = np.zeros(len(ledger.episodes), "int64")
    longest = np.zeros(len(ledger.episodes), "int64")
    now[patient] = streak  # the last week of each patient is written last
    np.maximum.at(longest, patient, streak)
    return pd.DataFrame(
        {
            "patient_id": ledger.episodes["patient_id"],
            "streak_weeks": now,
            "longest_streak_weeks": longest,
        }
    )


def _since_last(owner: np.ndarray, broken: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """How many were kept since the last break, or since the owner's first week."""
    total = np.cumsum(kept)
    first = np.append(True, owner[1:] != owner[:-1])[: len(owner)]
    at_reset = np.where(broken, total, np.where(first, total - kept, 0))
    since: np.ndarray = total - np.maximum.accumulate(at_reset) if len(owner) else total
    return since


FRAMES: Final = (
    PublicFrame(
        "weekly_streak", "How many weeks in a row were kept whole?", WeeklyStreak,
        lambda seen: weekly_streak(ledger_of(seen, "session")),
    ),
)  # fmt: skip
