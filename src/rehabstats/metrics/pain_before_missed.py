"""Before missed: whether sessions are missed after those that hurt more."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.points import PainPoints, points_of
from rehabstats.days import Day
from rehabstats.ledger import ledger_of
from rehabstats.ledger.layout import days_of
from rehabstats.schemas.pain_context import PainBeforeMissed
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series import nap
from rehabstats.series.positions import grouped_median
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import MISSED, REASONS

_WIDTH = 1 << 24


def pain_before_missed(
    caseload: Caseload, *, as_of: Day, settings: Settings = DEFAULTS
) -> pd.DataFrame:
    """
    Pain during the sessions before a missed one against those before a kept one.

    It describes an order of events in one log; it does not say that pain was why.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The day from which it is seen.
    settings : Settings, optional
        ``confidence`` (0.95) of the interval.

    Returns
    -------
    pandas.DataFrame
        Schema ``PainBeforeMissed``: one row per patient. ``higher_before_missed`` is
        0.5 where pain makes no difference.

    Notes
    -----
    A performed session counts as before a missed one if the last day of a missed slot
    lies on or after its day and before the next session (or `as_of`); otherwise, if
    another session follows, as before a kept one. Several misses in a row count their
    session once. ``reason`` is the first that holds of ``not_rated`` (no session at all),
    ``no_missed`` and ``no_kept`` (no rated session has one after it), and ``too_few`` (one
    group has a single session). The chance is that of pairs (ties half), with Newcombe's interval
    (method 5); sessions are taken as independent.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = pain_before_missed(caseload, as_of=caseload.last_entry)
    >>> table["higher_before_missed"].dropna().between(0, 1).all()
    np.True_
    """
    return pain_before_missed_of(Seen.of(caseload, as_of, settings))


@once
def pain_before_missed_of(seen: Seen) -> pd.DataFrame:
    """The comparison in a caseload seen from a day."""
    caseload, settings, points = seen.caseload, seen.settings, points_of(seen, "session")
    n, groups = points.n_lines, _before_missed_and_kept(seen, points)
    rated = np.bincount(points.line[~np.isnan(points.mean)], minlength=n)
    counts = [np.bincount(points.line[group], minlength=n) for group in groups]
    medians = [grouped_median(points.line[group], points.mean[group], n) for group in groups]
    # "a" is before kept: an increase from it is more pain before missed.
    chance = nap(
        points.mean[groups[1]], points.mean[groups[0]], improvement="increase",
        offsets_a=np.append(0, np.cumsum(counts[1])), offsets_b=np.append(0, np.cumsum(counts[0])),
        confidence=settings.confidence,
    )  # fmt: skip
    return pd.DataFrame(
        {
            "patient_id": points.names(caseload)["patient_id"],
            "n_before_missed": counts[0],
            "n_before_kept": counts[1],
            "before_missed_nrs_median": medians[0],
            "before_kept_nrs_median": medians[1],
            "higher_before_missed": chance.nap,
            "chance_low": chance.low,
            "chance_high": chance.high,
            "reason": first_that_holds(
                {
                    "not_rated": rated == 0,
                    "no_missed": counts[0] == 0,
                    "no_kept": counts[1] == 0,
                    "too_few": np.isnan(chance.low),
                },
                REASONS,
            ),
        }
    )


def _before_missed_and_kept(seen: Seen, points: PainPoints) -> list[np.ndarray]:
    """Which rated sessions a missed one follows, and which a kept one."""
    slots = ledger_of(seen, "session").slots
    missed = slots[slots["state"].isin(MISSED)]
    due = missed["patient_id"].cat.codes.to_numpy("int64") * _WIDTH + days_of(missed["due_on"])
    due.sort()
    is_last = np.append(points.line[1:] != points.line[:-1], True)[: len(points.line)]
    until = np.where(is_last, points.episodes.as_of, np.append(points.day[1:], 0)[: len(is_last)])
    n_missed = np.searchsorted(due, points.line * _WIDTH + until) - np.searchsorted(
        due, points.line * _WIDTH + points.day
    )
    rated = ~np.isnan(points.mean)
    return [rated & (n_missed > 0), rated & (n_missed == 0) & ~is_last]


FRAMES: Final = (
    PublicFrame(
        "pain_before_missed", "Are sessions missed after those that hurt more?", PainBeforeMissed,
        pain_before_missed_of,
    ),
)  # fmt: skip
