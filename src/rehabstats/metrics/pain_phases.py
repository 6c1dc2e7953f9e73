"""Phases: pain and repetitions under each prescription, cut where it changed."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.points import points_of
from rehabstats.days import Day
from rehabstats.ledger.due import terms_of
from rehabstats.plan import plan_of
from rehabstats.schemas.pain_context import PainPhases
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series import nap
from rehabstats.series.positions import begins_run, grouped_median, rank_in_run, spread
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


def pain_phases(caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """
    Pain of each exercise and side under each of its prescriptions.

    A phase begins where the prescription changed. That pain differs between phases
    does not say that the prescription made it: time passes too.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sessions are left out.
    settings : Settings, optional
        ``confidence`` (0.95) of the interval.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainPhases``: one row per prescription of the plan that had begun.
        ``less_than_before`` compares the sessions of a phase with those of the one
        just before it, pair by pair (ties half), with Newcombe's interval (method 5).

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> phases = pain_phases(caseload, as_of=caseload.last_entry)
    >>> changed = phases.query("patient_id == 'P006' and exercise == 'double_knee_hug'")
    >>> changed["start_on"].dt.strftime("%Y-%m-%d").tolist()
    ['2026-01-03', '2026-01-31']
    """
    return pain_phases_of(Seen.of(caseload, as_of, settings))


@once
def pain_phases_of(seen: Seen) -> pd.DataFrame:
    """The phases of a caseload seen from a day."""
    settings, plan, terms = seen.settings, plan_of(seen), terms_of(seen)
    points = points_of(seen, "exercise")
    begun = terms.start <= points.episodes.as_of
    own = terms.patient * terms.n_keys + terms.key
    at = terms.on_day(points.patient[points.line], points.key[points.line], points.day)
    inside = at >= 0
    rated = np.flatnonzero(inside & ~np.isnan(points.mean))
    phase, values, n = at[rated], points.mean[rated], len(plan)
    n_rated = np.bincount(phase, minlength=n)
    compared = _against_the_one_before(values, n_rated, begins_run(own), settings)
    table = plan[["patient_id", "exercise", "side"]].assign(
        phase=rank_in_run(own) + 1,
        start_on=plan["valid_from"],
        end_on=plan["valid_to"],
        **{name: plan[name] for name in ("sessions_per_week", "sets", "reps_min", "reps_max")},
        n_sessions=np.bincount(at[inside], minlength=n),
        n_rated=n_rated,
        pain_during_nrs_mean=ratio(np.bincount(phase, values, n), n_rated),
        pain_during_nrs_median=grouped_median(phase, values, n),
        **compared,
    )
    return table[begun].reset_index(drop=True)


def _against_the_one_before(
    values: np.ndarray, count: np.ndarray, is_first: np.ndarray, settings: Settings
) -> dict[str, np.ndarray]:
    """Values stand phase after phase: each is compared with those just before."""
    ends = np.cumsum(count)
    n_before = np.where(is_first, 0, np.append(0, count[:-1])[: len(count)])
    owner, nth = spread(n_before)
    before = values[(ends - count - n_before)[owner] + nth]
    chance = nap(
        before, values, improvement="decrease", confidence=settings.confidence,
        offsets_a=np.append(0, np.cumsum(n_before)), offsets_b=np.append(0, ends),
    )  # fmt: skip
    return {"less_than_before": chance.nap, "chance_low": chance.low, "chance_high": chance.high}


FRAMES: Final = (
    PublicFrame(
        "pain_phases", "How did pain stand under each prescription?", PainPhases, pain_phases_of
    ),
)  # fmt: skip
