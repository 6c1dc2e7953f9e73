"""Exercise sessions: each exercise and side in each session, done and asked."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.points import mean_and_highest, tied
from rehabstats.days import Day
from rehabstats.ledger.due import terms_of
from rehabstats.ledger.layout import days_of, split_keys
from rehabstats.ledger.occasions import SetEvents, by_occasion, performed_of, session_weeks_of
from rehabstats.plan import plan_of
from rehabstats.schemas import decode
from rehabstats.schemas.exercise_sessions import ExerciseSessions
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES

_ASKED = ("sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s")


def exercise_sessions(caseload: Caseload, *, as_of: Day) -> pd.DataFrame:
    """
    What each performed session holds of each exercise and side, beside its prescription.

    It is the series behind trends, runs and progression: one point per session, whatever
    the number of its sets.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.

    Returns
    -------
    pandas.DataFrame
        Schema ``ExerciseSessions``: one row per exercise, side and performed session that
        contains it, in order of time. What was not recorded is NaN, and so is what was
        asked on a day without a prescription.

    Notes
    -----
    Repetitions are those of a set, averaged over the sets that counted them; holds are
    weighted by repetitions (a timed hold counts as one); only loads above 0 count. A
    `both` row of an exercise prescribed per side stands on each side.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> sessions = exercise_sessions(caseload, as_of=caseload.last_entry)
    >>> shown = ["exercise", "side", "reps_per_set", "asked_reps_max", "pain_during_nrs_mean"]
    >>> [str(value) for value in sessions[shown].iloc[0]]
    ['hip_pushdown', 'left', '10.0', '12.0', '4.0']
    """
    return exercise_sessions_of(Seen.of(caseload, as_of))


@once
def exercise_sessions_of(seen: Seen) -> pd.DataFrame:
    """The exercise sessions of a caseload seen from a day."""
    caseload, plan, terms, events = (
        seen.caseload, plan_of(seen), terms_of(seen), performed_of(seen)
    )  # fmt: skip
    at, first = by_occasion(events, terms.n_keys, len(caseload.sessions))
    patient, key, session = (part[first] for part in (events.patient, events.key, events.session))
    day = days_of(caseload.sessions["day"])[session]
    prescribed = terms.on_day(patient, key, day)
    # A frequency of 0 takes an exercise out: nothing is asked then.
    prescribed[np.append(terms.frequency, 0)[prescribed] == 0] = -1
    exercise, side = split_keys(key, len(caseload.catalogue.exercises))
    return pd.DataFrame(
        {
            "patient_id": decode(patient, caseload.patients["patient_id"].cat.categories),
            "exercise": decode(exercise, caseload.catalogue.exercises),
            "side": decode(side, SIDES),
            "session_id": caseload.sessions["session_id"].array.take(session),
            "session_day": caseload.sessions["day"].array.take(session),
            "week": session_weeks_of(seen).week[session],
            **_done(caseload, events, at, len(first)),
            **{f"asked_{name}": np.append(plan[name], np.nan)[prescribed] for name in _ASKED},
        }
    )


def _done(caseload: Caseload, events: SetEvents, at: np.ndarray, n: int) -> dict[str, np.ndarray]:
    """Counts and means over the sets of each session; `at` says which one a set belongs to."""
    sets = caseload.sets.iloc[events.row]
    reps = np.nan_to_num(events.reps)
    load = sets["load_kg"].to_numpy()
    with np.errstate(invalid="ignore"):
        load = np.where(load > 0, load, np.nan)
    pain, highest = mean_and_highest(at, sets["pain_during_nrs"].to_numpy(), n)
    return {
        "n_sets": np.bincount(at, minlength=n),
        "n_reps": np.bincount(at, reps, n).astype("int64"),
        "reps_per_set": mean_and_highest(at, events.reps, n)[0],
        "hold_s": _weighted(at, events.hold_s, np.maximum(reps, 1), n),
        "load_kg": mean_and_highest(at, load, n)[0],
        "rom_deg": mean_and_highest(at, sets["rom_deg"].to_numpy(), n)[0],
        "pain_during_nrs_mean": tied(pain),
        "pain_during_nrs_max": highest,
    }


def _weighted(at: np.ndarray, values: np.ndarray, weight: np.ndarray, n: int) -> np.ndarray:
    there = ~np.isnan(values)
    total = np.bincount(at[there], weight[there] * values[there], n)
    return ratio(total, np.bincount(at[there], weight[there], n))


FRAMES: Final = (
    PublicFrame(
        "exercise_sessions", "What does each session hold of each exercise and side?",
        ExerciseSessions, exercise_sessions_of,
    ),
)  # fmt: skip
