"""Session adherence: the whole sessions that were asked for, per program week."""

from __future__ import annotations

from typing import Final

import pandas as pd

from rehabstats.basis.weeks import Weeks
from rehabstats.ledger import Ledger, ledger_of
from rehabstats.metrics.adherence import adherence
from rehabstats.schemas.metrics import PatientAdherence, SessionAdherence
from rehabstats.seen import PublicFrame, Seen, once


def session_adherence(ledger: Ledger, *, weeks: Weeks = "program") -> pd.DataFrame:
    """
    Share of the whole sessions asked for that were performed, per program week.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger` with ``unit="session"``.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.

    Returns
    -------
    pandas.DataFrame
        Schema ``SessionAdherence``. The dose columns are NaN: a whole session has no
        number of repetitions asked for.

    Raises
    ------
    ValueError
        If the ledger is one of exercises.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> ledger = rs.build_ledger(caseload, as_of="2026-02-01", unit="session")
    >>> session_adherence(ledger)["dose_adherence"].isna().all()
    np.True_
    """
    if ledger.unit != "session":
        raise ValueError("`ledger`: got unit 'exercise', expected one built with unit='session'")
    return adherence(ledger, by=("patient_id", "week"), weeks=weeks)


@once
def session_adherence_of(seen: Seen, weeks: Weeks = "program") -> pd.DataFrame:
    """The frame of a caseload seen from a day."""
    return session_adherence(ledger_of(seen, "session"), weeks=weeks)


FRAMES: Final = (
    PublicFrame(
        "session_adherence", "How many of the sessions asked for were done, week by week?",
        SessionAdherence, session_adherence_of, by_week=True,
    ),
    PublicFrame(
        "patient_adherence", "How many of the sessions asked for were done, in all?",
        PatientAdherence, lambda seen: adherence(ledger_of(seen, "session"), by=["patient_id"]),
    ),
)  # fmt: skip
