"""Change: the pain of the first days against the pain of the last ones."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.points import PainPoints, Unit, points_of
from rehabstats.basis.rated_days import (
    Window,
    baseline_of,
    current_window,
    rated_days_of,
    within,
)
from rehabstats.days import Day
from rehabstats.ledger.layout import dates_of
from rehabstats.schemas import decode
from rehabstats.schemas.pain import BANDS, RELIABLE, PainChange
from rehabstats.seen import OF_SESSIONS, PublicFrame, Seen, once
from rehabstats.series import Nap, nap, reliable_change
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import REASONS


def pain_change(
    caseload: Caseload,
    *,
    as_of: Day,
    unit: Unit = "exercise",
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    r"""
    Change of pain from the first days of each series to the last ones.

    It compares two windows, not two ratings, and says whether the difference exceeds
    what measurement alone makes. It says nothing about the cause: a change after the
    start of a program is not an effect of the program.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The last day of the current window.
    unit : {"exercise", "side", "session"}, default "exercise"
        What a series is about: one exercise and side, all exercises of a side, or
        whole sessions.
    settings : Settings, optional
        Windows, bands, standard error of measurement.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainChange``: one row per line. Below 0 is less pain. With too few
        rated days in a window there is no number, and ``reason`` says which.

    See Also
    --------
    pain_trend : What all the sessions between the two windows say.

    Notes
    -----
    The baseline is the mean of the daily means over the first 7 days from the first
    prescribed day (of a side or of sessions, that of any of their exercises), extended up
    to day 14 until 4 days are rated: 12 ratings over 4 days measure average pain
    adequately, a single one does not [1]_. Where the fourth never comes, the 14 days
    stand and what was rated in them is counted. The current window is the last 7 days
    after the baseline, with 3 rated ones. With :math:`k` rated days in each,

    .. math:: z = \frac{\bar{x}_c - \bar{x}_b}{\mathrm{SEM}\sqrt{1/k_b + 1/k_c}},

    and a change is reliable from :math:`|z| = 1.96` on. SEM is 1.02, from low back pain
    in physical therapy [2]_; errors are taken as independent, which flatters. Bands by
    share of the baseline: 10 % minimal, 30 % moderate, 50 % substantial; for worsening
    there is no agreed threshold, and ``worse_*`` only mirrors them. ``is_important``
    asks for 30 % and 2 points less [3]_. A baseline of 0 has no share; below 2 only
    points are given.

    References
    ----------
    .. [1] M. P. Jensen and C. A. McFarland, Pain, 1993.
       :doi:`10.1016/0304-3959(93)90148-I`
    .. [2] J. D. Childs et al., Spine, vol. 30, pp. 1331-1334, 2005.
       :doi:`10.1097/01.brs.0000164099.92112.29`
    .. [3] J. T. Farrar et al., Pain, vol. 94, pp. 149-158, 2001.
       :doi:`10.1016/S0304-3959(01)00349-9`

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> change = pain_change(caseload, as_of="2026-03-29", unit="session")
    >>> change.set_index("patient_id").loc["P001", "reliable"]
    'better'
    """
    return change_of(Seen.of(caseload, as_of, settings), unit)


@once
def change_of(seen: Seen, unit: Unit) -> pd.DataFrame:
    """The changes in a caseload seen from a day."""
    settings, points = seen.settings, points_of(seen, unit)
    days, baseline = rated_days_of(seen, unit), baseline_of(seen, unit)
    current = current_window(days, baseline, points.episodes.as_of, settings)
    change = current.mean - baseline.mean
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(baseline.mean > 0, change / baseline.mean, np.nan)
    tested = reliable_change(
        change, baseline.n_days, current.n_days, sem=settings.pain_sem_nrs, z=settings.reliable_z
    )
    overlap = _early_against_late(points, baseline, current, settings)
    known = ~np.isnan(change)
    return pd.DataFrame(
        {
            **points.names(seen.caseload),
            "baseline_start": dates_of(baseline.start),
            "baseline_end": dates_of(baseline.end),
            "n_days_baseline": baseline.n_days,
            "baseline_nrs_mean": baseline.mean,
            "baseline_nrs_median": baseline.median,
            "current_start": dates_of(current.start),
            "n_days_current": current.n_days,
            "current_nrs_mean": current.mean,
            "current_nrs_median": current.median,
            "change_nrs": change,
            "change_share": share,
            "band": _bands(share, baseline.mean, settings),
            "is_important": _important(change, share, settings),
            "z": tested.z,
            "threshold_nrs": np.where(known, tested.threshold, np.nan),
            "reliable": _reliable(change, tested.reliable),
            "early_late_nap": np.where(known, overlap.nap, np.nan),
            "nap_low": np.where(known, overlap.low, np.nan),
            "nap_high": np.where(known, overlap.high, np.nan),
            "reason": first_that_holds(
                {"no_baseline": ~baseline.enough, "no_current": ~current.enough}, REASONS
            ),
        }
    )


def _bands(share: np.ndarray, baseline: np.ndarray, settings: Settings) -> pd.Categorical:
    steps = [
        settings.band_minimal_share, settings.band_moderate_share, settings.band_substantial_share,
    ]  # fmt: skip
    none = BANDS.index("none")
    with np.errstate(invalid="ignore"):
        size = np.digitize(np.round(np.abs(share), 12), steps)
        code = np.where(share <= 0, none - size, none + size)
        known = ~np.isnan(share) & (baseline >= settings.share_baseline_min_nrs)
    return decode(np.where(known, code, -1), BANDS)


def _important(change: np.ndarray, share: np.ndarray, settings: Settings) -> pd.Series:
    least = settings.important_change_share, settings.important_change_nrs
    # Thirds and tenths must not fail in the last bit.
    with np.errstate(invalid="ignore"):
        reached = (np.round(share, 12) <= -least[0]) & (np.round(change, 12) <= -least[1])
    return pd.Series(reached, dtype="boolean").mask(np.isnan(share))


def _reliable(change: np.ndarray, reliable: np.ndarray) -> pd.Categorical:
    with np.errstate(invalid="ignore"):
        code = np.where(reliable, 1 + np.sign(change), 1)
    return decode(np.where(np.isnan(change), -1, code).astype("int64"), RELIABLE)


def _early_against_late(
    points: PainPoints, baseline: Window, current: Window, settings: Settings
) -> Nap:
    """The sessions of both windows, pair by pair."""
    rated = ~np.isnan(points.mean)
    values, offsets = [], []
    for window in (baseline, current):
        inside = rated & within(points, window.start, window.end)
        count = np.bincount(points.line[inside], minlength=points.n_lines)
        values.append(points.mean[inside])
        offsets.append(np.append(0, np.cumsum(count)))
    return nap(
        *values, offsets_a=offsets[0], offsets_b=offsets[1],
        improvement="decrease", confidence=settings.confidence,
    )  # fmt: skip


FRAMES: Final = (
    PublicFrame(
        "pain_change", "How did the pain of each exercise and side change since the first days?",
        PainChange, lambda seen: change_of(seen, "exercise"),
    ),
    PublicFrame(
        "session_pain_change", "How did the pain of whole sessions change since the first days?",
        PainChange, lambda seen: change_of(seen, "session"), left_out=OF_SESSIONS,
    ),
)  # fmt: skip
