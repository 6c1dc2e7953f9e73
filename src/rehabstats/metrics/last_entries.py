"""Last entries: when somebody was last heard of."""

from __future__ import annotations

import pandas as pd

from rehabstats.validate import Caseload


def last_entries(caseload: Caseload, as_of: pd.Timestamp) -> dict[str, pd.Timestamp]:
    """The last day up to `as_of` with a session, skip or check-in, of those who have one."""
    sessions, checkins = caseload.sessions, caseload.checkins
    days = pd.concat(
        [
            sessions[["patient_id", "day"]],
            checkins[["patient_id", "date"]].rename(columns={"date": "day"}),
        ]
    )
    last = days[days["day"] <= as_of].groupby("patient_id", observed=True)["day"].max()
    return {str(patient): day for patient, day in last.items()}
