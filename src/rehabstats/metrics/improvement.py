"""Improvement: what the log allows to say about each exercise and side, and why."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.points import Unit, points_of
from rehabstats.days import Day
from rehabstats.metrics._improvement_words import improvement_sentences
from rehabstats.metrics.function import function_of
from rehabstats.metrics.pain_change import change_of
from rehabstats.metrics.pain_trend import trend_of
from rehabstats.schemas import decode
from rehabstats.schemas.improvement import Improvement, PatientImprovement
from rehabstats.seen import OF_SESSIONS, PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK, IMPROVEMENTS

_FROM_TREND = ["n", "first_on", "last_on", "slope_per_week", "slope_low", "slope_high", "direction"]
_FROM_CHANGE = [
    "n_days_baseline", "baseline_nrs_mean", "n_days_current", "current_nrs_mean", "change_nrs",
    "threshold_nrs", "reliable",
]  # fmt: skip


def improvement(
    caseload: Caseload,
    *,
    as_of: Day,
    unit: Unit = "exercise",
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    """
    Whether pain is improving, worsening, or neither can be said, with the reason.

    "No clear change" is not "no change": the sentence gives the interval. What made
    the change is not known to a log.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later entries are left out.
    unit : {"exercise", "side", "session"}, default "exercise"
        What a row is about. With ``session``, the patient's rated activities stand
        beside the pain.
    settings : Settings, optional
        Thresholds of `pain_trend`, `pain_change` and `function`, and ``trend_size_nrs``
        (1 NRS over the whole series), below which a direction alone is no change.

    Returns
    -------
    pandas.DataFrame
        Schema ``Improvement``: one row per line, with ``improvement`` (improving, no
        clear change, worsening, too few), the numbers behind it, and ``sentence``.

    Notes
    -----
    Pain is improving if it fell over the sessions (a direction, and at least 1 point
    from first to last) or from the baseline to now by more than measurement error, and
    neither of the two rose; worsening is the mirror image. For a patient, activities
    that got better or worse beyond their threshold count as a third piece of evidence.
    Pieces that contradict each other give no clear change. With fewer rated sessions
    than a direction needs (8), the answer is too few.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = improvement(caseload, as_of="2026-03-29", unit="session")
    >>> table.set_index("patient_id")["improvement"].loc[["P001", "P007"]].tolist()
    ['improving', 'worsening']
    """
    return improvement_of(Seen.of(caseload, as_of, settings), unit)


@once
def improvement_of(seen: Seen, unit: Unit) -> pd.DataFrame:
    """What can be said in a caseload seen from a day."""
    caseload, settings, points = seen.caseload, seen.settings, points_of(seen, unit)
    trend, change = trend_of(seen, unit), change_of(seen, unit)
    table = pd.DataFrame({**points.names(caseload), **trend[_FROM_TREND], **change[_FROM_CHANGE]})
    if unit == "session":
        functions = pd.DataFrame(_functions(seen, points.patient))
        table = pd.concat([table, functions], axis=1)
    return table.pipe(with_conclusion, settings)


def with_conclusion(table: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add ``improvement`` and ``sentence`` to the numbers that they follow from."""
    span = (table["last_on"] - table["first_on"]).dt.days / DAYS_PER_WEEK
    size = (table["slope_per_week"] * span).abs().ge(settings.trend_size_nrs - 1e-9)
    better = [(table["direction"] == "falling") & size, table["reliable"] == "better"]
    worse = [(table["direction"] == "rising") & size, table["reliable"] == "worse"]
    if "function_beyond_threshold" in table:
        better.append(table["function_beyond_threshold"] == "better")
        worse.append(table["function_beyond_threshold"] == "worse")
    is_better, is_worse = np.any(better, axis=0), np.any(worse, axis=0)
    enough = (table["n"] >= settings.direction_points_min).to_numpy()
    code = np.select(
        [~enough, is_better & ~is_worse, is_worse & ~is_better],
        [IMPROVEMENTS.index(word) for word in ("too few", "improving", "worsening")],
        default=IMPROVEMENTS.index("no clear change"),
    )
    table = table.assign(improvement=decode(code, IMPROVEMENTS))
    return table.assign(sentence=improvement_sentences(table, settings))


def _functions(seen: Seen, patient: np.ndarray) -> dict[str, object]:
    """The mean of each patient's activities, where it was rated."""
    rated = function_of(seen)
    n = rated["activity"].notna().groupby(rated["patient_id"], observed=False).sum()
    mean = rated[rated["activity"].isna()].set_index("patient_id")
    ids = seen.caseload.patients["patient_id"].cat.categories[patient]
    mean = mean.reindex(ids)
    return {
        "n_activities": n.reindex(ids, fill_value=0).to_numpy("int64"),
        "function_baseline_psfs": mean["baseline_psfs"].to_numpy("float64"),
        "function_current_psfs": mean["current_psfs"].to_numpy("float64"),
        "function_change_psfs": mean["change_psfs"].to_numpy("float64"),
        "function_beyond_threshold": mean["beyond_threshold"].array,
    }


FRAMES: Final = (
    PublicFrame(
        "improvement", "What can be said of the pain of each exercise and side?", Improvement,
        lambda seen: improvement_of(seen, "exercise"),
    ),
    PublicFrame(
        "patient_improvement", "What can be said of each patient's pain and activities?",
        PatientImprovement, lambda seen: improvement_of(seen, "session"), left_out=OF_SESSIONS,
    ),
)  # fmt: skip
