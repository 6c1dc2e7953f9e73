"""Persistence: when somebody began, how long they kept going, and whether they stopped."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.entries import gaps_between, paused_days
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of, days_of, episodes_of
from rehabstats.schemas.metrics import Persistence
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


def persistence(
    caseload: Caseload,
    *,
    as_of: Day,
    permissible_gap_days: int | None = None,
    settings: Settings = DEFAULTS,
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
    permissible_gap_days : int, optional
        The longest gap that is no discontinuation [days], 0 or more; that of `settings`
        where it is left out.
    settings : Settings, optional
        ``permissible_gap_days`` (14 days).

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
    if permissible_gap_days is not None:
        if permissible_gap_days < 0:
            raise ValueError(
                f"`permissible_gap_days`: got {permissible_gap_days!r}, expected 0 or more"
            )
        settings = settings.model_copy(update={"permissible_gap_days": permissible_gap_days})
    return persistence_of(Seen.of(caseload, as_of, settings))


@once
def persistence_of(seen: Seen) -> pd.DataFrame:
    """The persistence in a caseload seen from a day."""
    caseload, episodes = seen.caseload, episodes_of(seen)
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

    owner, gap_start, gap_end, resumes = gaps_between(patient, active, episodes.start, until)
    length = gap_end - gap_start - paused_days(caseload, owner, gap_start, gap_end)
    longest = np.zeros(n, "int64")
    np.maximum.at(longest, owner, length)
    stopped = np.flatnonzero(length > seen.settings.permissible_gap_days)[::-1]
    stop_at, resumed = np.full(n, -1), np.zeros(n, bool)
    stop_at[owner[stopped]] = gap_start[stopped]  # the earliest is written last
    resumed[owner[stopped]] = resumes[stopped]
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


FRAMES: Final = (
    PublicFrame(
        "persistence", "When did somebody begin, and how long did they keep going?", Persistence,
        persistence_of,
    ),
)  # fmt: skip
