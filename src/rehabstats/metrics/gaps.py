"""Gaps: stretches of days between active ones, and how much of them was a pause."""

from __future__ import annotations

import numpy as np

from rehabstats.ledger.layout import days_of
from rehabstats.validate import Caseload


def gaps_between(
    patient: np.ndarray, active: np.ndarray, start: np.ndarray, until: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Owner, first day, day after the last, and whether a session ends it, in order."""
    everyone = np.arange(len(until))
    owner = np.concatenate([everyone, patient])
    begins = np.concatenate([start, active + 1])
    order = np.lexsort((begins, owner))
    owner, begins = owner[order], begins[order]
    same = np.append(owner[1:] == owner[:-1], False)
    following = np.append(begins[1:] - 1, 0)
    end = np.minimum(np.where(same, following, until[owner]), until[owner])
    kept = end > begins
    return owner[kept], begins[kept], end[kept], same[kept]


def paused_days(
    caseload: Caseload, owner: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Days of [start, end) on which the owner had a pause."""
    pauses = caseload.pauses
    patient = pauses["patient_id"].cat.codes.to_numpy("int64")
    first, last = days_of(pauses["start_date"]), days_of(pauses["end_date"])
    order = np.lexsort((first, patient))
    patient, first, last = patient[order], first[order], last[order]
    width = 1 << 24
    key, total = patient * width + first, np.append(0, np.cumsum(last - first))
    last, patient = np.append(last, 0), np.append(patient, -1)

    def before(day: np.ndarray) -> np.ndarray:
        # All pauses of earlier patients are counted too: they cancel in the difference.
        n = np.searchsorted(key, owner * width + day, side="left")
        ahead = np.where(patient[n - 1] == owner, np.maximum(last[n - 1] - day, 0), 0)
        return np.asarray(total[n] - np.where(n > 0, ahead, 0))

    paused: np.ndarray = before(end) - before(start)
    return paused
