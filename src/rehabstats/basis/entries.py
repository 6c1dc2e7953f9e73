"""Entries: the rows of the log, when somebody was last heard of, and the gaps between."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import days_of
from rehabstats.ledger.occasions import session_weeks_of
from rehabstats.schemas.log import Checkins, LogRows, Pauses
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.validate import Caseload


@once
def entry_lag_days_of(seen: Seen) -> np.ndarray:
    """Days from each session to its first entry, NaN where the log does not say when."""
    sets, sessions = seen.caseload.sets, seen.caseload.sessions
    entered = sets["recorded_at"].groupby(sets["session_row"]).min().reindex(sessions.index)
    lag: np.ndarray = (entered.dt.normalize() - sessions["day"]).dt.days.to_numpy("float64")
    return lag


@once
def last_entries_of(seen: Seen) -> dict[str, pd.Timestamp]:
    """The last day up to as_of with a session, skip or check-in, of those who have one."""
    sessions, checkins = seen.caseload.sessions, seen.caseload.checkins
    days = pd.concat(
        [
            sessions[["patient_id", "day"]],
            checkins[["patient_id", "date"]].rename(columns={"date": "day"}),
        ]
    )
    last = days[days["day"] <= seen.as_of].groupby("patient_id", observed=True)["day"].max()
    return {str(patient): day for patient, day in last.items()}


_OF_SESSION: Final = ["started_at", "day", "pain_before_nrs", "pain_after_nrs", "performed"]


@once
def log_of(seen: Seen) -> pd.DataFrame:
    """Every set with its session and week, in order of time; ``line`` is that in the file."""
    sets, sessions = seen.caseload.sets, seen.caseload.sessions
    told = sessions[_OF_SESSION].assign(
        lag_days=entry_lag_days_of(seen), week=session_weeks_of(seen).week
    )
    rows = sets.rename_axis(index="line").reset_index().join(told, on="session_row")
    rows = rows[rows["day"] <= seen.as_of]
    return rows.sort_values(["started_at", "line"], kind="stable")


@once
def checkins_of(seen: Seen) -> pd.DataFrame:
    """Every check-in up to as_of."""
    checkins = seen.caseload.checkins
    return checkins[checkins["date"] <= seen.as_of]


FRAMES: Final = (
    PublicFrame("log", "What does the log say, row by row?", LogRows, log_of, is_file=False),
    PublicFrame(
        "checkins", "Which activities were rated, and when?", Checkins, checkins_of, is_file=False
    ),
    PublicFrame(
        "pauses", "When was nothing asked for?", Pauses, lambda seen: seen.caseload.pauses,
        is_file=False,
    ),
)  # fmt: skip


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
