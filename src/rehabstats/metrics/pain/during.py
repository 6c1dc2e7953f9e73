"""During: the pain of whole sessions, each exercise and side counting once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import N_SIDES
from rehabstats.metrics.pain.points import mean_and_highest
from rehabstats.validate import Caseload
from rehabstats.validate.sets import is_performed


def pain_during_sessions(caseload: Caseload) -> tuple[np.ndarray, np.ndarray]:
    """Mean and highest pain during each row of ``caseload.sessions``, NaN where unrated."""
    sets = caseload.sets
    reps = sets["reps"].to_numpy("float64", na_value=np.nan)
    skipped = (sets["status"] == "skipped").to_numpy()
    sets = sets[is_performed(skipped, reps, sets["hold_s"].to_numpy())]
    exercise = sets["exercise"].cat.codes.to_numpy("int64")
    line = exercise * N_SIDES + sets["side"].cat.codes.to_numpy("int64")
    n_lines = len(caseload.catalogue.exercises) * N_SIDES
    code, pairs = pd.factorize(sets["session_row"].to_numpy() * n_lines + line)
    mean, highest = mean_and_highest(code, sets["pain_during_nrs"].to_numpy(), len(pairs))
    session = pairs // n_lines
    n = len(caseload.sessions)
    return mean_and_highest(session, mean, n)[0], mean_and_highest(session, highest, n)[1]
