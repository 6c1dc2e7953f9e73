"""Entry lag: how long after a session it was written down."""

from __future__ import annotations

import numpy as np

from rehabstats.validate import Caseload


def entry_lag_days(caseload: Caseload) -> np.ndarray:
    """Days from each session to its first entry, NaN where the log does not say when."""
    sets, sessions = caseload.sets, caseload.sessions
    entered = sets["recorded_at"].groupby(sets["session_row"]).min().reindex(sessions.index)
    lag: np.ndarray = (entered.dt.normalize() - sessions["day"]).dt.days.to_numpy("float64")
    return lag
