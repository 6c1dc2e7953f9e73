"""Slots: the day on which each counts, how many there are in each state, and their ratios."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.vocabulary import DUE, FILLED, STATES

_CODE = {state: code for code, state in enumerate(STATES)}
_IS_DUE = np.isin(STATES, DUE)


def slot_ratios(slots: pd.DataFrame, at: np.ndarray, n_groups: int) -> pd.DataFrame:
    """Counts of states and ratios of the groups `at` that slots belong to."""
    state = slots["state"].cat.codes.to_numpy()
    counts = np.bincount(at * len(STATES) + state, minlength=n_groups * len(STATES))
    n = dict(zip(STATES, counts.reshape(n_groups, len(STATES)).T, strict=True))
    n_due = np.sum([n[name] for name in DUE], axis=0)
    filled = np.sum([n[name] for name in FILLED], axis=0)

    due = np.flatnonzero(_IS_DUE[state])
    asked = slots["reps_asked"].to_numpy()[due]
    done = np.nan_to_num(slots["reps_done"].to_numpy()[due])
    unknown = np.where(state[due] == _CODE["unrecorded"], asked, 0.0)
    total, credited, uncapped, unseen = (
        np.bincount(at[due], values, n_groups)
        for values in (asked, np.minimum(done, asked), done, unknown)
    )
    session = ratio(filled, n_due)
    return pd.DataFrame(
        {
            "n_due": n_due,
            **{f"n_{name}": n[name] for name in STATES},
            "session_adherence": session,
            "session_adherence_low": session,
            "session_adherence_high": ratio(filled, n_due - n["unrecorded"]),
            "dose_adherence": ratio(credited, total),
            "dose_adherence_high": ratio(credited + unseen, total),
            "dose_ratio": ratio(uncapped, total),
        }
    )


def counted_on(slots: pd.DataFrame) -> pd.Series:
    """
    The day on which each slot counts before or since some day.

    By deadlines alone, a visit in mid-week would be followed by what was done before it.

    Parameters
    ----------
    slots : pandas.DataFrame
        Rows of a ledger.

    Returns
    -------
    pandas.Series
        A filled slot and an extra session: the day of the session, which may be earlier or
        later than the deadline. Any other slot: its deadline; missing for an excused one.

    Examples
    --------
    >>> import rehabstats as rs
    >>> ledger = rs.build_ledger(rs.load_caseload("data/sample"), as_of="2026-03-30")
    >>> set(ledger.slots.loc[counted_on(ledger.slots).isna(), "state"])
    {'excused'}
    """
    is_done = slots["state"].isin((*FILLED, "extra"))
    day: pd.Series = slots["session_day"].where(is_done).fillna(slots["due_on"])
    return day
