"""Symmetry: left against right, in repetitions and in the share of what was asked."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.asked import asked_weeks_of
from rehabstats.basis.side_pairs import SidePairs, Sides, side_difference
from rehabstats.basis.weekly_grid import weekly_sets_of
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of, episodes_of
from rehabstats.metrics.weekly_adherence import weekly_adherence_of
from rehabstats.schemas import decode
from rehabstats.schemas.progress import Symmetry
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


def symmetry(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    r"""
    How much more was done on one side than on the other, per exercise and week.

    It compares what was logged, and that follows what was asked: it is behaviour, not
    what a side is able to do, and no percentage of a healthy side. Where the
    prescriptions of the sides differ, read ``dose_difference``.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sets are left out. In the week of this day one side may still be to come.
    settings : Settings, optional
        None of them is used here: no threshold is applied.

    Returns
    -------
    pandas.DataFrame
        Schema ``Symmetry``: one row per patient, exercise done per side, and program
        week from 1 on. ``symmetry`` [-1 to 1] is above 0 where more was done on the
        left, and NaN where a side was not prescribed or the patient paused
        (``not_prescribed``), where the sides were asked for different amounts
        (``prescriptions_differ``), where a set has no count of repetitions, a timed
        hold (``not_counted``), and where nothing was done (``both_zero``).
        ``involved_difference`` is the same against the involved side, above 0 where
        less was done on it, and NaN unless the left or the right is. Equal sides give 0.

    See Also
    --------
    weekly_adherence : The dose of each side, with what it rests on.

    Notes
    -----
    With :math:`L` and :math:`R` repetitions,

    .. math:: s = \frac{L - R}{\max(L, R)}.

    Nine formulas are in use, without a rule for the choice [1]_; this one does not
    depend on a reference side. Amounts asked for differ if the slots of the whole week,
    sets x reps_min or sets x reps_max summed over them do; holds are not compared.
    ``dose_difference`` is left less right dose_adherence of that week, which caps each
    slot. A `both` set counts on each side. Sets of unknown side count on neither:
    ``unknown_reps`` says how many repetitions they have, and with such a set nobody is
    said to have left out a side.

    References
    ----------
    .. [1] C. Bishop et al., Strength Cond. J., 2016. :doi:`10.1519/SSC.0000000000000264`

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> weekly = symmetry(caseload, as_of=caseload.last_entry)
    >>> weekly["symmetry"].dropna().between(-1, 1).all()
    np.True_
    """
    return symmetry_of(Seen.of(caseload, as_of, settings))


@once
def symmetry_of(seen: Seen) -> pd.DataFrame:
    """The symmetry in a caseload seen from a day."""
    caseload, episodes = seen.caseload, episodes_of(seen)
    sets = weekly_sets_of(seen, "program")
    pairs = SidePairs.of(sets)
    sides = Sides.of(sets, asked_weeks_of(seen), pairs)
    left_dose, right_dose = _doses(weekly_adherence_of(seen), pairs)
    patient, exercise, week = pairs.columns
    difference = np.where(sides.unclear, np.nan, side_difference(*sides.reps))
    involved = caseload.patients["involved_side"].astype("object").to_numpy()[patient]
    sign = np.select([involved == "right", involved == "left"], [1.0, -1.0], np.nan)
    return pd.DataFrame(
        {
            "patient_id": decode(patient, caseload.patients["patient_id"].cat.categories),
            "exercise": decode(exercise, caseload.catalogue.exercises),
            "week": week,
            "week_start": dates_of(episodes.week_start(patient, week)),
            "left_reps": sides.reps[0],
            "right_reps": sides.reps[1],
            "unknown_reps": sides.unknown_reps,
            "symmetry": difference,
            "left_dose": left_dose,
            "right_dose": right_dose,
            "dose_difference": left_dose - right_dose,
            "involved_difference": difference * sign + 0.0,  # no -0.0
            "one_side_not_done": sides.one_not_done,
            "is_complete": sides.is_complete,
            "reason": sides.reason,
        }
    )


def _doses(weekly: pd.DataFrame, pairs: SidePairs) -> list[np.ndarray]:
    """Left and right dose_adherence of each pair, NaN where nothing was due."""
    patient, exercise = (
        weekly[name].cat.codes.to_numpy("int64") for name in ("patient_id", "exercise")
    )
    side, week = weekly["side"].astype("object").to_numpy(), weekly["week"].to_numpy()
    dose = np.append(weekly["dose_adherence"].to_numpy(), np.nan)
    return [dose[pairs.row_of(patient, exercise, week, side == name)] for name in ("left", "right")]


FRAMES: Final = (
    PublicFrame(
        "symmetry", "How much more was done on one side than on the other?", Symmetry, symmetry_of
    ),
)  # fmt: skip
