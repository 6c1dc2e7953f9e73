"""Progression: repetitions, hold, load and range of motion against their first weeks."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.line_sessions import LineSessions, line_sessions_of
from rehabstats.days import Day
from rehabstats.metrics._criterion import criterion
from rehabstats.metrics.pain_flares import flares_of
from rehabstats.schemas.progress import Progression
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


def progression(
    caseload: Caseload,
    *,
    as_of: Day,
    settings: Settings = DEFAULTS,
) -> pd.DataFrame:
    """
    What each exercise and side began with, what it has come to, and whether a rule is met.

    **A clinician decides.** ``meets_criterion`` is arithmetic on a log and no advice to
    progress: it knows neither the quality of a movement nor the diagnosis. A change
    from the first weeks to now is no effect of the program.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.
    as_of : str, datetime.date or pandas.Timestamp
        The last day of the current window; later sets are left out.
    settings : Settings, optional
        ``baseline_days_max`` (14 days, both windows), ``progression_sessions`` (2),
        ``progression_reps_above`` (2), ``progression_pain_days`` (7 days),
        ``pain_acceptable_max_nrs`` (5 NRS); and those of `pain_flares`.

    Returns
    -------
    pandas.DataFrame
        Schema ``Progression``: one row per patient, exercise and side of the plan. Each
        quantity is NaN where a window has no record of it, and its change where one of
        the two is. ``meets_criterion`` is yes, no or unknown; ``criterion_reason`` says
        why it is not yes.

    See Also
    --------
    volume_change : The amount per week rather than per set.

    Notes
    -----
    The baseline is the first 14 days from the day on which the line was first asked
    for, the current window the last 14 days up to `as_of`; where they would overlap the
    baseline keeps the days. Sets are averaged within a session first (holds weighted by
    repetitions, a timed hold as one), then sessions, so that more sets weigh no more.
    Only repetitions and loads above 0 count: the others are not recorded.

    The criterion is met if in each of the last two sessions with the line at least the
    prescribed sets were done, the last one with two repetitions or more above
    ``reps_max`` of that day (the 2-for-2 rule of strength training, from secondary
    sources) and, where a hold is prescribed and recorded, at least ``hold_min_s``; if no
    rating of the line in the last seven days is above the limit; and if no flare of it
    is open (`pain_flares`). The conditions about pain are assumptions. One condition that
    fails makes it no. Where none fails and one cannot be told, it is unknown: too few
    sessions, no prescription on the day of one of them, repetitions nobody counted, no
    pain rating.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> table = progression(caseload, as_of=caseload.last_entry)
    >>> bool((table["criterion_reason"].isna() == (table["meets_criterion"] == "yes")).all())
    True
    """
    return progression_of(Seen.of(caseload, as_of, settings))


@once
def progression_of(seen: Seen) -> pd.DataFrame:
    """The progression in a caseload seen from a day."""
    caseload, settings, sessions = seen.caseload, seen.settings, line_sessions_of(seen)
    begin = sessions.first_asked
    until = begin + settings.baseline_days_max
    now = np.maximum(sessions.as_of + 1 - settings.baseline_days_max, until)
    baseline = sessions.in_window(begin, until)
    current = sessions.in_window(now, np.maximum(now, sessions.as_of + 1))

    columns: dict[str, object] = {}
    for name, unit, of_session in _quantities(caseload, sessions):
        before, after = (_line_mean(sessions, of_session, where) for where in (baseline, current))
        columns |= {
            f"{name}_baseline{unit}": before,
            f"{name}_current{unit}": after,
            f"{name}_change{unit}": after - before,
        }
    return pd.DataFrame(
        {
            **sessions.names(caseload),
            "n_sessions_baseline": np.bincount(sessions.line[baseline], minlength=sessions.n_lines),
            "n_sessions_current": np.bincount(sessions.line[current], minlength=sessions.n_lines),
            **columns,
            **criterion(caseload, sessions, settings, flares_of(seen, "exercise")),
        }
    )


def _quantities(caseload: Caseload, sessions: LineSessions) -> list[tuple[str, str, np.ndarray]]:
    """Name, unit and mean per session of each quantity that can progress."""
    sets = sessions.sets
    load, rom = (caseload.sets[name].to_numpy()[sets.row] for name in ("load_kg", "rom_deg"))
    reps = np.nan_to_num(sets.reps)
    weight = np.maximum(reps, 1)
    mean = sessions.session_mean
    return [
        ("reps", "", mean(reps, reps > 0)),
        ("hold", "_s", mean(sets.hold_s, ~np.isnan(sets.hold_s), weight)),
        ("load", "_kg", mean(load, np.nan_to_num(load) > 0)),
        ("rom", "_deg", mean(rom, ~np.isnan(rom))),
    ]


def _line_mean(sessions: LineSessions, of_session: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Mean over some sessions of each line, NaN where none of them has the quantity."""
    some = where & ~np.isnan(of_session)
    line, n = sessions.line[some], sessions.n_lines
    return ratio(np.bincount(line, of_session[some], n), np.bincount(line, minlength=n))


FRAMES: Final = (
    PublicFrame(
        "progression", "What did each exercise begin with, and what has it come to?", Progression,
        progression_of,
    ),
)  # fmt: skip
