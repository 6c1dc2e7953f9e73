"""Adherence: how much of what was due was done, always with what the number rests on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rehabstats.basis.groups import combine
from rehabstats.basis.slots import slot_ratios
from rehabstats.basis.weeks import Weeks, by_iso_week, iso_numbers, require_weeks
from rehabstats.ledger import Ledger
from rehabstats.vocabulary import WEEKLY_KEY


def adherence(
    ledger: Ledger, *, by: Sequence[str] = WEEKLY_KEY, weeks: Weeks = "program"
) -> pd.DataFrame:
    r"""
    Share of the due slots that were filled, and of the dose that was done.

    It says how often and how much, not how well: nothing here judges a movement.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger`.
    by : sequence of {"patient_id", "exercise", "side", "week"}
        The columns to group by. With ``unit="session"`` only ``patient_id`` and
        ``week``.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week: a due slot
        belongs to the week of its deadline. Quotas stay those of the program week.

    Returns
    -------
    pandas.DataFrame of shape (n_groups, len(by) + 15)
        One row per group, sorted; a program week in which nothing was logged or due
        has its row. The columns of `by` (and ``week_start`` with ``patient_id`` and
        ``week``), then ``n_due``, ``n_done``, ``n_partial``, ``n_skipped``,
        ``n_omitted``, ``n_unrecorded``, ``n_open``, ``n_excused``, ``n_extra``
        [slots], then ``session_adherence``, ``session_adherence_low``,
        ``session_adherence_high``, ``dose_adherence``, ``dose_adherence_high`` [0-1]
        and ``dose_ratio`` [0 or above]. Every ratio is NaN where nothing was due.

    Raises
    ------
    ValueError
        If `by` is empty or names another column, or `weeks` is no kind of week.

    See Also
    --------
    adherence_windows : The same over sliding windows.
    definitions : The same window under the definitions that others use.

    Notes
    -----
    Over the due slots :math:`i` of a group, with :math:`d_i` repetitions done and
    :math:`a_i` asked,

    .. math:: \text{session} = \frac{filled}{filled + skipped + omitted + unrecorded},
       \qquad \text{dose} = \frac{\sum \min(d_i, a_i)}{\sum a_i}.

    The cap is per slot: Monday's extra repetitions do not adhere for Tuesday.
    ``dose_ratio`` is the same without the cap. ``session_adherence_low`` counts
    unrecorded slots as not done (as ``session_adherence`` does),
    ``session_adherence_high`` leaves them out; it is NaN if nothing else was due.
    ``dose_adherence_high`` credits them in full. Grouped without the exercise, the
    dose sums repetitions of all of them: those with many repetitions weigh most.
    Open, excused and extra slots are counted beside the ratios and are in none of
    them. No threshold for "adherent" is applied: published ones are conventions, most
    often 80 % to 99 % [1]_.

    References
    ----------
    .. [1] D. L. Bailey et al., "Defining adherence to therapeutic exercise for
       musculoskeletal pain: a systematic review," Br. J. Sports Med., vol. 54,
       no. 6, pp. 326-331, 2020. :doi:`10.1136/bjsports-2017-098742`

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> ledger = rs.build_ledger(caseload, as_of=caseload.last_entry)
    >>> by_patient = adherence(ledger, by=["patient_id"])
    >>> by_patient["session_adherence"].between(0, 1).all()
    np.True_
    """
    by = _checked(ledger, by)
    require_weeks(weeks)
    ledger = by_iso_week(ledger) if weeks == "iso" else ledger
    frames = [ledger.weeks, ledger.slots]
    if by == ["patient_id"]:
        frames.append(ledger.episodes)  # who has nothing due yet has a row too
    table, (at_week, at, *_) = combine(by, frames)
    if "week" in by and "patient_id" in by:
        start = np.empty(len(table), "datetime64[us]")
        start[at_week] = ledger.weeks["week_start"].to_numpy("datetime64[us]")
        start[at] = ledger.slots["week_start"].to_numpy("datetime64[us]")
        table["week_start"] = start
    if "week" in by and weeks == "iso":
        table["week"] = iso_numbers(table["week"].to_numpy())
    return pd.concat([table, slot_ratios(ledger.slots, at, len(table))], axis=1)


def _checked(ledger: Ledger, by: Sequence[str]) -> list[str]:
    allowed = WEEKLY_KEY if ledger.unit == "exercise" else ("patient_id", "week")
    unknown = [name for name in by if name not in allowed]
    if unknown or not by or isinstance(by, str):
        raise ValueError(
            f"`by`: got {by!r}, expected a list of some of {', '.join(allowed)} "
            f"for a ledger of unit {ledger.unit!r}"
        )
    return [name for name in WEEKLY_KEY if name in by]
