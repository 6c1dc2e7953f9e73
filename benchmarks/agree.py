"""A comparison of speed is worth nothing unless both sides give the same numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plain

_SAME = ("n_sessions", "n_sets", "n_reps", "hold_total_s", "pain_median", "pain_mean", "pain_max")


def require_equal(ours: dict[str, pd.DataFrame], theirs: pd.DataFrame) -> None:
    """Raise unless the weekly frames hold the same numbers in the same weeks."""
    pain = ours["pain"].rename(columns=lambda name: name.replace("pain_during_nrs", "pain"))
    both = _by_week(ours["volume"]).join(_by_week(pain)[["pain_median", "pain_mean", "pain_max"]])
    other = _by_week(theirs)
    pd.testing.assert_index_equal(both.index, other.index)
    for name in _SAME:
        np.testing.assert_allclose(
            both[name].to_numpy("float64"), other[name].to_numpy("float64"), rtol=1e-12
        )
    # Weeks that are over: how much of the open one is due depends on its deadlines.
    over = other[other["is_over"].eq(True)]
    due = _by_week(ours["adherence"]).loc[over.index]
    np.testing.assert_array_equal(due["n_due"], over["n_asked"])
    np.testing.assert_array_equal(due["n_done"] + due["n_partial"], over["n_filled"])


def require_equal_slopes(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """
    Raise unless the same lines have a slope, and the same one.

    S is not compared: the peer takes the order of two sessions on one day for time.
    """
    both = ours.dropna(subset="slope_per_week").astype(dict.fromkeys(plain.LINE, "str"))
    both = both.set_index(plain.LINE).sort_index()
    other = theirs.set_index(plain.LINE).sort_index()
    pd.testing.assert_index_equal(both.index, other.index)
    np.testing.assert_allclose(both["slope_per_week"], other["slope"], atol=1e-9)


def _by_week(frame: pd.DataFrame) -> pd.DataFrame:
    words = {name: frame[name].astype("str") for name in plain.LINE}
    return frame.assign(**words).set_index(plain.WEEKLY).sort_index()
