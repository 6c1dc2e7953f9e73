"""Runs of missed slots: whether what is missing is missing in a row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.ledger import Ledger
from rehabstats.metrics.groups import combine
from rehabstats.vocabulary import DUE, INTERRUPTION_SLOTS, MISSED

_LINE = ("patient_id", "exercise", "side")


def missed_runs(ledger: Ledger, *, interruption_slots: int = INTERRUPTION_SLOTS) -> pd.DataFrame:
    """
    Longest and current run of missed slots, and the number of interruptions.

    Slots are taken in order of their deadlines; open, excused and extra ones neither
    lengthen nor end a run.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger`, of either unit.
    interruption_slots : int, default 3
        Missed slots in a row that make an interruption (an assumption, no standard).

    Returns
    -------
    pandas.DataFrame
        Schema ``MissedRuns``: one row per patient, exercise and side (or patient).

    Raises
    ------
    ValueError
        If `interruption_slots` is below 1.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> ledger = rs.build_ledger(caseload, as_of="2026-03-01", unit="session")
    >>> runs = missed_runs(ledger)
    >>> bool((runs["longest_missed_run"] >= runs["current_missed_run"]).all())
    True
    """
    if interruption_slots < 1:
        raise ValueError(f"`interruption_slots`: got {interruption_slots!r}, expected 1 or more")
    due = ledger.slots.loc[ledger.slots["state"].isin(DUE), [*_LINE, "state"]]
    groups, (_, line) = combine(_LINE, [ledger.weeks, due])
    run = run_lengths(line, due["state"].isin(MISSED).to_numpy())
    longest = np.zeros(len(groups), "int64")
    np.maximum.at(longest, line, run)
    current = np.zeros(len(groups), "int64")
    current[line] = run  # the last slot of each line is written last
    reached = np.bincount(line[run == interruption_slots], minlength=len(groups))
    return groups.assign(
        n_due=np.bincount(line, minlength=len(groups)),
        longest_missed_run=longest,
        current_missed_run=current,
        n_interruptions=reached,
    )


def run_lengths(line: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Length up to each row of the run of members that it belongs to, 0 outside of runs."""
    at = np.arange(len(line))
    begins = np.append(True, line[1:] != line[:-1])[: len(line)]
    before = np.where(begins, at - 1, -1)
    ended = np.maximum.accumulate(np.where(~member, at, before)) if len(line) else at
    length: np.ndarray = np.where(member, at - ended, 0)
    return length
