"""Symmetry: left against right, in repetitions and in the share of what was asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.days import Day
from rehabstats.ledger import build_ledger
from rehabstats.ledger.layout import Episodes, dates_of
from rehabstats.metrics.adherence import weekly_adherence
from rehabstats.metrics.asked import asked_weeks
from rehabstats.metrics.side_pairs import SidePairs, Sides
from rehabstats.metrics.weekly_grid import weekly_sets
from rehabstats.schemas import decode
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


def side_difference(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """
    Difference between two sides as a share of the larger one.

    Parameters
    ----------
    left, right : numpy.ndarray
        Amounts of 0 or more, of equal shape.

    Returns
    -------
    numpy.ndarray
        ``(left - right) / max(left, right)``, from -1 to 1, above 0 where the left is
        more. Equal sides give 0; NaN where both are 0 or one is missing.

    Notes
    -----
    Exchanging the sides changes the sign and nothing else, which a ratio of one side to
    the other does not have. The symmetry index divides by the mean of both and runs to
    2, and the symmetry angle reaches only half of its scale for counts; neither is
    given.

    Examples
    --------
    >>> side_difference(np.array([90, 100, 30, 0]), np.array([100, 90, 0, 0])).tolist()
    [-0.1, 0.1, 1.0, nan]
    """
    left, right = np.asarray(left, dtype="float64"), np.asarray(right, dtype="float64")
    larger = np.maximum(left, right)
    missing = np.full(larger.shape, np.nan)
    difference: np.ndarray = np.divide(left - right, larger, out=missing, where=larger > 0)
    return difference


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
    del settings  # every metric takes them; this one has no threshold
    episodes = Episodes.of(caseload, as_of)
    sets = weekly_sets(caseload, as_of, "program")
    asked = asked_weeks(caseload, sets, episodes)
    pairs = SidePairs.of(sets)
    sides = Sides.of(sets, asked, pairs)
    left_dose, right_dose = _doses(caseload, as_of, pairs)
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


def _doses(caseload: Caseload, as_of: Day, pairs: SidePairs) -> list[np.ndarray]:
    """Left and right dose_adherence of each pair, NaN where nothing was due."""
    weekly = weekly_adherence(build_ledger(caseload, as_of=as_of))
    patient, exercise = (
        weekly[name].cat.codes.to_numpy("int64") for name in ("patient_id", "exercise")
    )
    side, week = weekly["side"].astype("object").to_numpy(), weekly["week"].to_numpy()
    dose = np.append(weekly["dose_adherence"].to_numpy(), np.nan)
    return [dose[pairs.row_of(patient, exercise, week, side == name)] for name in ("left", "right")]
