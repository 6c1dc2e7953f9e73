"""Sliding windows: adherence over stretches that need not be program weeks."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.slots import slot_ratios
from rehabstats.ledger import Ledger, ledger_of
from rehabstats.ledger.layout import dates_of, days_of
from rehabstats.schemas.metrics import AdherenceWindows
from rehabstats.seen import PublicFrame
from rehabstats.series.positions import spread


def adherence_windows(ledger: Ledger, *, length_days: int = 28, step_days: int = 7) -> pd.DataFrame:
    """
    Adherence of each patient over windows that slide along the program.

    Windows begin on the patient's start date and lie wholly inside the days that are
    over at ``as_of``. A slot belongs to the windows that contain its deadline, an extra
    session to those of its day, an excused slot to those of the first day of its week.

    Parameters
    ----------
    ledger : Ledger
        From `build_ledger`, of either unit.
    length_days, step_days : int, default 28 and 7
        Length of a window and distance between two starts [days], 1 or more.

    Returns
    -------
    pandas.DataFrame
        Schema ``AdherenceWindows``: ``patient_id``, ``window_start``, ``window_end``
        (exclusive), then the columns of `adherence`. A patient observed for fewer
        than `length_days` has no row; one observed for exactly as many has one.

    Raises
    ------
    ValueError
        If a length is below 1.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> ledger = rs.build_ledger(caseload, as_of=caseload.last_entry)
    >>> windows = adherence_windows(ledger, length_days=28)
    >>> (windows["window_end"] - windows["window_start"]).dt.days.unique().tolist()
    [28]
    """
    for name, value in (("length_days", length_days), ("step_days", step_days)):
        if value < 1 or value != int(value):
            raise ValueError(f"`{name}`: got {value!r}, expected a whole number, 1 or more")
    start = days_of(ledger.episodes["start_date"])
    observed = days_of(ledger.episodes["observed_until"]) - start
    n_windows = np.where(observed >= length_days, (observed - length_days) // step_days + 1, 0)
    owner, nth = spread(n_windows)
    first = start[owner] + nth * step_days
    ids = ledger.episodes["patient_id"].array.take(owner)
    table = pd.DataFrame(
        {
            "patient_id": ids,
            "window_start": dates_of(first),
            "window_end": dates_of(first + length_days),
        }
    )
    slots = ledger.slots
    patient = slots["patient_id"].cat.codes.to_numpy("int64")
    dated = slots["due_on"].fillna(slots["session_day"]).fillna(slots["week_start"])
    day = days_of(dated) - start[patient]
    # A day lies in at most ceil(length / step) windows, and in none that begins before the
    # start: try them one by one.
    longest = min(length_days, int(observed[n_windows > 0].max(initial=0)))
    rows, windows = [np.empty(0, "int64")], [np.empty(0, "int64")]
    for back in range(-(-longest // step_days)):
        window = day // step_days - back
        inside = (window >= 0) & (window < n_windows[patient])
        inside &= day < window * step_days + length_days
        rows.append(np.flatnonzero(inside))
        windows.append((np.cumsum(n_windows) - n_windows)[patient[inside]] + window[inside])
    row, at = np.concatenate(rows), np.concatenate(windows)
    return pd.concat([table, slot_ratios(slots.iloc[row], at, len(owner))], axis=1)


FRAMES: Final = (
    PublicFrame(
        "adherence_windows", "How did adherence go over windows of four weeks?", AdherenceWindows,
        lambda seen: adherence_windows(ledger_of(seen, "session")),
    ),
)  # fmt: skip
