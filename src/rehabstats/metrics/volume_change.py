"""Volume change: the repetitions of a week against the complete weeks just before it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.asked import asked_weeks_of
from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.weekly_grid import weekly_sets_of
from rehabstats.days import Day
from rehabstats.ledger.occasions import session_weeks_of
from rehabstats.schemas.progress import VolumeChange
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import REASONS

#: More than any number of a program week, in either direction.
_WIDTH = 1 << 24


def volume_change(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    r"""
    By how much the repetitions of a week differ from what was usual just before.

    It counts repetitions only: hold time and load can change while they do not. It is
    no ratio of recent to earlier load and says nothing about the risk of an injury:
    with a fixed or random number in place of the earlier load, the odds ratios came
    out similar [1]_. A program that asks for more makes volume rise; compare ``n_reps``
    with ``asked_reps_max``.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sets are left out. The week of this day is open.
    settings : Settings, optional
        ``reference_weeks`` (3 weeks), ``reference_weeks_min`` (2 weeks).

    Returns
    -------
    pandas.DataFrame
        Schema ``VolumeChange``: one row per patient, exercise, side and program week
        from 1 on. ``n_reps`` is 0 in a week in which the patient recorded something else,
        and NaN where nobody knows: in a week without any entry of the patient in the
        log of sessions (``nothing_recorded``), or with sets none of which has a count
        of repetitions, timed holds (``not_counted``). ``change`` is a signed fraction,
        -0.5 for half of the reference. It is NaN with ``n_reps``, and in a week that is
        not over or cut by the end of the episode (``open_week``), paused or prescribed
        on fewer than seven days (``partial_week``), or with any set without a count
        (``not_counted``); and with fewer than two reference weeks (``too_few_weeks``) or
        none of their repetitions (``restart``).

    See Also
    --------
    weekly_volume : The amounts themselves, with hold time and load.

    Notes
    -----
    The reference is the median of ``n_reps`` over those of the three weeks just before
    that are complete, recorded and counted; the week itself is not in it. A week of which
    nothing is known is no week of 0 repetitions: it is left out, and what follows three of
    them has too few, and is no restart. A week is complete if
    it is over, inside the episode, and was prescribed and not paused on all seven days.
    ``reference_reps`` is given for an open week too. ``asked_reps_max`` (and ``_min``) sums
    sets x reps_max over the slots that the whole week asks for, the open one included.
    Three and two weeks are assumptions.

    References
    ----------
    .. [1] F. M. Impellizzeri et al., Sports Med., 2021.
       :doi:`10.1007/s40279-020-01378-6`

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> change = volume_change(caseload, as_of=caseload.last_entry)
    >>> bool(change.loc[change["week"] <= 2, "change"].isna().all())
    True
    """
    return volume_change_of(Seen.of(caseload, as_of, settings))


@once
def volume_change_of(seen: Seen) -> pd.DataFrame:
    """The changes of volume in a caseload seen from a day."""
    settings, sets, asked = seen.settings, weekly_sets_of(seen, "program"), asked_weeks_of(seen)
    grid, row, n = sets.grid, sets.grid.row, len(sets.grid)
    reps = np.nan_to_num(sets.events.reps)
    n_reps = np.bincount(row, reps, n).astype("float64")  # without any set, numpy makes integers
    uncounted = np.bincount(row[reps == 0], minlength=n) > 0
    recorded = _is_recorded(seen)
    n_reps[~recorded | (uncounted & (n_reps == 0))] = np.nan
    usable = asked.is_complete & recorded & ~uncounted
    line = grid.patient * sets.terms.n_keys + grid.key
    reference, n_weeks = _reference(line, grid.week, n_reps, usable, settings)
    with np.errstate(invalid="ignore", divide="ignore"):
        change = (n_reps - reference) / reference
        restart = reference == 0
    table = pd.DataFrame(
        {
            **sets.columns,
            "n_reps": n_reps,
            "reference_reps": reference,
            "n_reference_weeks": n_weeks,
            "change": np.where(usable & ~restart, change, np.nan),
            "asked_reps_min": np.where(asked.n_eligible_days > 0, asked.reps_least, np.nan),
            "asked_reps_max": np.where(asked.n_eligible_days > 0, asked.reps_most, np.nan),
            "is_complete": asked.is_complete,
            "reason": first_that_holds(
                {
                    "nothing_recorded": ~recorded,
                    "not_counted": uncounted & (np.isnan(n_reps) | asked.is_complete),
                    "open_week": ~asked.is_over,
                    "partial_week": ~asked.is_complete,
                    "too_few_weeks": np.isnan(reference),
                    "restart": restart,
                },
                REASONS,
            ),
        }
    )
    return table[grid.week >= 1].reset_index(drop=True)


def _is_recorded(seen: Seen) -> np.ndarray:
    """Whether the patient of each row has a session or a skip in its week, of any exercise."""
    logged, grid = session_weeks_of(seen), weekly_sets_of(seen, "program").grid
    weeks = logged.patient[logged.in_time] * _WIDTH + logged.week[logged.in_time]
    return np.isin(grid.patient * _WIDTH + grid.week, weeks)


def _reference(
    line: np.ndarray, week: np.ndarray, n_reps: np.ndarray, usable: np.ndarray, settings: Settings
) -> tuple[np.ndarray, np.ndarray]:
    """Median over the usable weeks just before each row, NaN for too few; how many there are."""
    width = settings.reference_weeks
    before = np.full((len(line), width), np.nan)
    for back in range(1, width + 1):
        here = np.arange(back, len(line))
        then = here - back
        near = (line[here] == line[then]) & (week[here] - week[then] <= width) & usable[then]
        before[here[near], back - 1] = n_reps[then[near]]
    count = np.sum(~np.isnan(before), axis=1)
    # Sorted, the missing ones come last.
    ordered, each = np.sort(before, axis=1), np.arange(len(line))
    low = ordered[each, np.maximum(count - 1, 0) // 2]
    median = (low + ordered[each, count // 2]) / 2
    return np.where(count >= settings.reference_weeks_min, median, np.nan), count


FRAMES: Final = (
    PublicFrame(
        "volume_change", "How do a week's repetitions differ from the weeks before?", VolumeChange,
        volume_change_of,
    ),
)  # fmt: skip
