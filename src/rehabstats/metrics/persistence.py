"""Persistence: when somebody began, how long they kept going, and whether they stopped."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.days import Day
from rehabstats.ledger.layout import Episodes, dates_of, days_of
from rehabstats.validate import Caseload
from rehabstats.vocabulary import PERMISSIBLE_GAP_DAYS


def persistence(
    caseload: Caseload,
    *,
    as_of: Day,
    permissible_gap_days: int = PERMISSIBLE_GAP_DAYS,
) -> pd.DataFrame:
    """
    Days to the first session, longest gap, and discontinuation of each patient.

    A gap is a stretch of days without a performed session between the start and the
    end of the program; days of a pause are left out of it, and the day `as_of` is not
    over yet. Skip rows are no sessions. Discontinuation is the first gap
    longer than permissible; without one the patient is censored at `as_of`, which is
    not the same as having finished.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen.
    permissible_gap_days : int, default 14
        The longest gap that is no discontinuation [days], 0 or more (an assumption).

    Returns
    -------
    pandas.DataFrame
        Schema ``Persistence``: one row per patient.

    Raises
    ------
    ValueError
        If `permissible_gap_days` is below 0, or `as_of` is no date.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = persistence(caseload, as_of=caseload.last_entry)
    >>> bool((table["days_persisted"] <= table["days_observed"]).all())
    True
    """
    if permissible_gap_days < 0:
        raise ValueError(
            f"`permissible_gap_days`: got {permissible_gap_days!r}, expected 0 or more"
        )
    episodes = Episodes.of(caseload, as_of)
    until = np.maximum(np.minimum(episodes.end, episodes.as_of), episodes.start)
    sessions = caseload.sessions[caseload.sessions["performed"]]
    patient = sessions["patient_id"].cat.codes.to_numpy("int64")
    active = days_of(sessions["day"])
    kept = (active >= episodes.start[patient]) & (active <= episodes.as_of)
    kept &= active < episodes.end[patient]
    patient, active = patient[kept], active[kept]
    n = len(until)
    first, last = np.full(n, np.iinfo("int64").max), np.full(n, -1)
    np.minimum.at(first, patient, active)
    np.maximum.at(last, patient, active)
    began = last >= 0

    owner, gap_start, gap_end, ends_in_session = _gaps(patient, active, episodes.start, until)
    length = gap_end - gap_start - _paused_days(caseload, owner, gap_start, gap_end)
    longest = np.zeros(n, "int64")
    np.maximum.at(longest, owner, length)
    stopped = np.flatnonzero(length > permissible_gap_days)[::-1]
    stop_at, resumed = np.full(n, -1), np.zeros(n, bool)
    stop_at[owner[stopped]] = gap_start[stopped]  # the earliest is written last
    resumed[owner[stopped]] = ends_in_session[stopped]
    observed = until - episodes.start
    return pd.DataFrame(
        {
            "patient_id": caseload.patients["patient_id"].reset_index(drop=True),
            "first_session_on": dates_of(np.where(began, first, 0), began),
            "days_to_first_session": np.where(began, first - episodes.start, np.nan),
            "last_session_on": dates_of(last, began),
            "longest_gap_days": longest,
            "discontinued_on": dates_of(stop_at, stop_at >= 0),
            "days_observed": observed,
            "days_persisted": np.where(stop_at >= 0, stop_at - episodes.start, observed),
            "resumed": resumed,
        }
    )


def _gaps(
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


def _paused_days(
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
