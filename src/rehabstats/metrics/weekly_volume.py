"""Volume: the amount done, each kind counted by itself and never added to another."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.weekly_grid import WeeklySets, weekly_sets_of
from rehabstats.basis.weeks import Weeks
from rehabstats.days import Day
from rehabstats.ledger.layout import days_of
from rehabstats.schemas.metrics import WeeklyVolume
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.validate import Caseload


def weekly_volume(caseload: Caseload, *, as_of: Day, weeks: Weeks = "program") -> pd.DataFrame:
    r"""
    Sets, repetitions, hold time and volume load of each exercise and side per week.

    It counts what was logged: a week without a row of it has 0 sets, and no hold time
    or load. The three amounts are different quantities; adding them means nothing.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sets are left out.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklyVolume``: every program week of every prescribed exercise and
        side, and any other week with a set. ``hold_total_s`` and ``volume_load_kg``
        are NaN where no hold or load was recorded, and the sets without one are
        counted beside them.

    Notes
    -----
    With repetitions :math:`r`, hold :math:`h` and load :math:`l` per set,
    ``hold_total_s`` is :math:`\sum r h` (a timed hold without repetitions counts
    once) and ``volume_load_kg`` is :math:`\sum r l` over :math:`l > 0`. A set is
    judged against the prescription of its day; a hold only if it is recorded. A
    `both` set of an exercise prescribed per side counts on each side.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> volume = weekly_volume(caseload, as_of=caseload.last_entry)
    >>> bool(volume.loc[volume["n_sets"] == 0, "hold_total_s"].isna().all())
    True
    """
    return weekly_volume_of(Seen.of(caseload, as_of), weeks)


@once
def weekly_volume_of(seen: Seen, weeks: Weeks = "program") -> pd.DataFrame:
    """The weekly volume in a caseload seen from a day."""
    caseload, sets = seen.caseload, weekly_sets_of(seen, weeks)
    events, row, n = sets.events, sets.grid.row, len(sets.grid)
    day = days_of(caseload.sessions["day"])[events.session]
    judged, inside = _against_prescription(sets, day)

    def count(where: np.ndarray) -> np.ndarray:
        return np.bincount(row[where], minlength=n)

    load = caseload.sets["load_kg"].to_numpy()[events.row]
    reps = np.nan_to_num(events.reps)
    held = ~np.isnan(events.hold_s)
    with np.errstate(invalid="ignore"):
        loaded = (load > 0) & (reps > 0)
    n_judged = count(judged)
    return pd.DataFrame(
        {
            **sets.columns,
            "n_sessions": np.bincount(row[sets.first], minlength=n),
            "n_sets": np.bincount(row, minlength=n),
            "n_reps": np.bincount(row, reps, n).astype("int64"),
            "hold_total_s": _total(row, np.maximum(reps, 1) * events.hold_s, held, n),
            "n_sets_hold_missing": count(~held),
            "volume_load_kg": _total(row, reps * load, loaded, n),
            "n_sets_load_missing": count(~loaded),
            "in_dose_range": ratio(count(judged & inside), n_judged),
            "n_sets_judged": n_judged,
        }
    )


def _total(row: np.ndarray, values: np.ndarray, where: np.ndarray, n: int) -> np.ndarray:
    """Sum per row over some sets; NaN where there are none."""
    total = np.bincount(row[where], values[where], n)
    return np.where(np.bincount(row[where], minlength=n) > 0, total, np.nan)


def _against_prescription(sets: WeeklySets, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which sets can be judged, and which of these are inside the prescribed ranges."""
    terms, events = sets.terms, sets.events
    at = terms.on_day(events.patient, events.key, day)
    judged = (at >= 0) & (terms.frequency[at] > 0) & ~np.isnan(events.reps)
    low, high, shortest, longest = (
        sets.plan[name].to_numpy("float64")[at]
        for name in ("reps_min", "reps_max", "hold_min_s", "hold_max_s")
    )
    with np.errstate(invalid="ignore"):
        reps_fit = (events.reps >= low) & (events.reps <= high)
        hold_misses = (events.hold_s < shortest) | (events.hold_s > longest)
    return judged, reps_fit & ~hold_misses


FRAMES: Final = (
    PublicFrame(
        "weekly_volume", "How much was done of each exercise and side, week by week?", WeeklyVolume,
        weekly_volume_of, by_week=True,
    ),
)  # fmt: skip
