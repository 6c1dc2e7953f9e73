"""Pain per week: each rating at its own level, so that more sets weigh no more."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.points import mean_and_highest, tied
from rehabstats.basis.weekly_grid import weekly_ratings, weekly_sets_of
from rehabstats.basis.weeks import Weeks
from rehabstats.days import Day
from rehabstats.schemas.metrics import WeeklyPain
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


def weekly_pain(
    caseload: Caseload,
    *,
    as_of: Day,
    weeks: Weeks = "program",
    safe_max_nrs: float | None = None,
    acceptable_max_nrs: float | None = None,
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    """
    Pain during each exercise and side, per program week, over its sessions.

    A week without a rating is missing, not 0, and nothing is carried forward. Pain
    is rated only by those who exercise: missing ratings are not random.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        Later sets are left out.
    weeks : {"program", "iso"}, default "program"
        ``iso`` counts calendar weeks, with ``week`` as year x 100 + week.
    safe_max_nrs, acceptable_max_nrs : float, optional
        Upper ends of the safe and the acceptable zone [NRS]; those of `settings` where
        they are left out.
    settings : Settings, optional
        ``pain_safe_max_nrs`` (2 NRS) and ``pain_acceptable_max_nrs`` (5 NRS). They come
        from pain-monitoring in tendon and kneecap rehabilitation; published cut-offs
        differ, and these values have not been checked against the original.

    Returns
    -------
    pandas.DataFrame
        Schema ``WeeklyPain``: every program week of every prescribed exercise and
        side, and any other week with a set. The unit is the session: its rated sets
        are averaged first, then the week is summarised over its sessions.
        ``pain_during_nrs_max`` is the highest single rating.

    Raises
    ------
    ValueError
        If the zones do not rise, or `as_of` is no date.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> pain = weekly_pain(caseload, as_of=caseload.last_entry)
    >>> bool(pain.loc[pain["n_rated"] == 0, "pain_during_nrs_mean"].isna().all())
    True
    """
    safe = settings.pain_safe_max_nrs if safe_max_nrs is None else safe_max_nrs
    high = settings.pain_acceptable_max_nrs if acceptable_max_nrs is None else acceptable_max_nrs
    if not safe <= high:
        got = f"{safe!r} and {high!r}"
        raise ValueError(f"`safe_max_nrs` and `acceptable_max_nrs`: got {got}, expected a rise")
    zones = {"pain_safe_max_nrs": safe, "pain_acceptable_max_nrs": high}
    seen = Seen.of(caseload, as_of, settings.model_copy(update=zones))
    return weekly_pain_of(seen, weeks)


@once
def weekly_pain_of(seen: Seen, weeks: Weeks = "program") -> pd.DataFrame:
    """The weekly pain in a caseload seen from a day."""
    caseload, sets = seen.caseload, weekly_sets_of(seen, weeks)
    limits = [seen.settings.pain_safe_max_nrs, seen.settings.pain_acceptable_max_nrs]
    n = len(sets.grid)
    rating = caseload.sets["pain_during_nrs"].to_numpy()[sets.events.row]
    row = sets.grid.row[sets.first]
    mean, highest = mean_and_highest(sets.occasion, rating, len(sets.first))
    mean = tied(mean)
    rated = ~np.isnan(mean)
    zone = np.digitize(mean[rated], limits, right=True)
    zones = np.bincount(row[rated] * 3 + zone, minlength=3 * n).reshape(-1, 3)
    return pd.DataFrame(
        {
            **sets.columns,
            **weekly_ratings(row, mean, highest, n, "pain_during_nrs"),
            "n_safe": zones[:, 0],
            "n_acceptable": zones[:, 1],
            "n_high": zones[:, 2],
        }
    )


FRAMES: Final = (
    PublicFrame(
        "weekly_pain", "How much did each exercise and side hurt, week by week?", WeeklyPain,
        weekly_pain_of, by_week=True,
    ),
)  # fmt: skip
