"""Runs of missed slots: whether what is missing is missing in a row."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import combine, run_lengths
from rehabstats.ledger import Ledger, ledger_of
from rehabstats.schemas.metrics import MissedRuns
from rehabstats.seen import PublicFrame
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.vocabulary import DUE, LINE, MISSED


def missed_runs(
    ledger: Ledger, *, interruption_slots: int | None = None, settings: Settings = DEFAULTS
) -> pd.DataFrame:
    """
    Longest and current run of missed slots, and the number of interruptions.

    Slots are taken in order of their deadlines; open, excused and extra ones neither
    lengthen nor end a run.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger`, of either unit.
    interruption_slots : int, optional
        Missed slots in a row that make an interruption; that of `settings` where it is
        left out.
    settings : Settings, optional
        ``interruption_slots`` (3 slots; no standard).

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
    least = settings.interruption_slots if interruption_slots is None else interruption_slots
    if least < 1:
        raise ValueError(f"`interruption_slots`: got {least!r}, expected 1 or more")
    due = ledger.slots.loc[ledger.slots["state"].isin(DUE), [*LINE, "state"]]
    groups, (_, line) = combine(LINE, [ledger.weeks, due])
    run = run_lengths(line, due["state"].isin(MISSED).to_numpy())
    longest = np.zeros(len(groups), "int64")
    np.maximum.at(longest, line, run)
    current = np.zeros(len(groups), "int64")
    current[line] = run  # the last slot of each line is written last
    reached = np.bincount(line[run == least], minlength=len(groups))
    return groups.assign(
        n_due=np.bincount(line, minlength=len(groups)),
        longest_missed_run=longest,
        current_missed_run=current,
        n_interruptions=reached,
    )


FRAMES: Final = (
    PublicFrame(
        "missed_runs", "Were slots missed in a row?", MissedRuns,
        lambda seen: missed_runs(ledger_of(seen, "exercise"), settings=seen.settings),
    ),
)  # fmt: skip
