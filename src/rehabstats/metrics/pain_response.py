"""Response: how each session was answered, from before it to the next day."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.points import pain_during_sessions_of
from rehabstats.days import Day
from rehabstats.ledger.occasions import session_weeks_of
from rehabstats.schemas.pain import PainResponse
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series.positions import begins_run
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload

_US_PER_H = 3600 * 1_000_000


def pain_response(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """
    Pain before, during and after each session, and before the next day's.

    It compares within a session, which averages over sessions cannot do. Pain before
    the next session is taken for the pain of the next day: nobody was asked in between.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out, also as the next rating.
    settings : Settings, optional
        ``next_day_from_h`` (12) and ``next_day_to_h`` (36) after the start, and
        ``within_session_rise_nrs`` (2 NRS): assumptions.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainResponse``: one row per performed session, in order of patient and
        time. A comparison with an unrated end is missing, never "settled".

    Notes
    -----
    ``next_day_not_settled`` is the rule of pain monitoring that pain should have
    subsided by the next morning, which comes from tendon rehabilitation (from memory,
    not verified): the first rating before a session 12 to 36 hours later is above the
    rating before this one. Ratings move by a point of themselves; one such day means
    little.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> response = pain_response(caseload, as_of=caseload.last_entry)
    >>> response[["pain_before_nrs", "pain_after_nrs", "after_change_nrs"]].iloc[0].tolist()
    [5.0, 5.0, 0.0]
    """
    return pain_response_of(Seen.of(caseload, as_of, settings))


@once
def pain_response_of(seen: Seen) -> pd.DataFrame:
    """The responses in a caseload seen from a day."""
    caseload, settings, by_session = seen.caseload, seen.settings, session_weeks_of(seen)
    sessions = caseload.sessions
    mean, highest = pain_during_sessions_of(seen)
    following, hours = _next_day(caseload, by_session.patient, by_session.in_time, settings)
    kept = np.flatnonzero(by_session.performed)
    before = sessions["pain_before_nrs"].to_numpy()[kept]
    after = sessions["pain_after_nrs"].to_numpy()[kept]
    after_change, next_change = after - before, following[kept] - before
    return pd.DataFrame(
        {
            "patient_id": sessions["patient_id"].array.take(kept),
            "session_id": sessions["session_id"].array.take(kept),
            "started_at": sessions["started_at"].array.take(kept),
            "week": by_session.week[kept],
            "pain_before_nrs": before,
            "pain_during_nrs_mean": mean[kept],
            "pain_during_nrs_max": highest[kept],
            "pain_after_nrs": after,
            "pain_next_nrs": following[kept],
            "hours_to_next": hours[kept],
            "after_change_nrs": after_change,
            "next_change_nrs": next_change,
            "rose_within": _at_least(after_change, settings.within_session_rise_nrs),
            "next_day_not_settled": _at_least(next_change, np.nextafter(0, 1)),
        }
    )


def _next_day(
    caseload: Caseload, patient: np.ndarray, in_time: np.ndarray, settings: Settings
) -> tuple[np.ndarray, np.ndarray]:
    """The first rating before a session inside the hours that tell about the next day."""
    rating = caseload.sessions["pain_before_nrs"].to_numpy()
    started = caseload.sessions["started_at"].to_numpy("datetime64[us]").astype("int64")
    # One clock for all: whatever lies further apart than the window, patients too, is cut
    # down to a little more than that.
    far = int((settings.next_day_to_h + 1) * _US_PER_H)
    since = np.minimum(np.diff(started, prepend=0), far)
    since[begins_run(patient)] = far
    clock = np.cumsum(since)
    earliest = clock + max(int(settings.next_day_from_h * _US_PER_H), 1)  # never its own rating
    rated = np.flatnonzero(in_time & ~np.isnan(rating))
    nth = np.searchsorted(clock[rated], earliest)
    candidate = np.append(rated, 0)[nth]
    hours = (clock[candidate] - clock) / _US_PER_H
    found = (nth < len(rated)) & (hours <= settings.next_day_to_h)
    return np.where(found, rating[candidate], np.nan), np.where(found, hours, np.nan)


def _at_least(change: np.ndarray, least: float) -> pd.Series:
    # Ratings with decimals must not fail in the last bit.
    with np.errstate(invalid="ignore"):
        reached = np.round(change, 9) >= least
    return pd.Series(reached, dtype="boolean").mask(np.isnan(change))


FRAMES: Final = (
    PublicFrame(
        "pain_response", "How was each session answered, from before it to the next day?",
        PainResponse, pain_response_of,
    ),
)  # fmt: skip
