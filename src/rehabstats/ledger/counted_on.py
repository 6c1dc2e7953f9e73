"""Counted on: the day of each slot, where days are told apart in mid-week."""

from __future__ import annotations

import pandas as pd

from rehabstats.vocabulary import FILLED


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
