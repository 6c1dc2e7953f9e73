"""Criterion: whether the last sessions of an exercise and side meet the rule of progression."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.basis.groups import first_that_holds
from rehabstats.basis.line_sessions import LineSessions
from rehabstats.ledger.layout import N_SIDES, days_of
from rehabstats.schemas import decode
from rehabstats.schemas.progress import CRITERION_REASONS, MEETS
from rehabstats.series.positions import begins_run, rank_in_run
from rehabstats.settings import Settings
from rehabstats.validate import Caseload
from rehabstats.vocabulary import SIDES

#: What rules a progression out. The other reasons only say that nobody knows.
_AGAINST = (
    "open_flare", "pain_above_limit", "too_few_sets", "reps_within_range", "hold_too_short",
)  # fmt: skip

#: A hold of exactly the prescribed tenths of a second must not fail in the last bit.
_ROUNDING = 1e-9


def criterion(
    caseload: Caseload, sessions: LineSessions, settings: Settings, flares: pd.DataFrame
) -> dict[str, pd.Categorical]:
    """
    The columns ``meets_criterion`` and ``criterion_reason``; `flares` by exercise and side.

    One condition that fails makes it no, whatever else is unknown; without one, one
    that is unknown makes it unknown.
    """
    conditions = {
        "open_flare": _open_flares(caseload, sessions, flares),
        **_of_pain(caseload, sessions, settings),
        **_of_sessions(caseload, sessions, settings),
    }
    reason = first_that_holds({word: conditions[word] for word in CRITERION_REASONS})
    is_no = np.isin(np.asarray(reason.codes), np.arange(len(_AGAINST)))
    is_yes = np.asarray(reason.codes) < 0
    answer = np.select([is_yes, is_no], [MEETS.index("yes"), MEETS.index("no")], 2)
    return {"meets_criterion": decode(answer, MEETS), "criterion_reason": reason}


def _of_sessions(
    caseload: Caseload, sessions: LineSessions, settings: Settings
) -> dict[str, np.ndarray]:
    """What the last sessions of each line say, if there are enough of them."""
    count = np.bincount(sessions.line, minlength=sessions.n_lines)
    enough = count >= settings.progression_sessions
    left = count[sessions.line] - rank_in_run(sessions.line)
    judged = np.flatnonzero(enough[sessions.line] & (left <= settings.progression_sessions))
    line = sessions.line[judged]
    terms = sessions.terms
    term = terms.on_day(sessions.patient[line], sessions.key[line], sessions.day[judged])
    # A frequency of 0 takes the exercise out.
    term = np.where(np.append(terms.frequency, 0)[term] > 0, term, -1)
    asked = {
        name: np.append(sessions.plan[name].to_numpy("float64"), np.nan)[term]
        for name in ("sets", "reps_max", "hold_min_s")
    }
    n_sets = np.bincount(sessions.session_of_set, minlength=len(sessions.line))[judged]
    last = _last_sets(caseload, sessions)[judged]
    reps, hold = np.nan_to_num(sessions.sets.reps[last]), sessions.sets.hold_s[last]
    # A comparison with NaN is false: what is not prescribed or not recorded rules nothing out.
    with np.errstate(invalid="ignore"):
        few_sets = n_sets < asked["sets"]
        few_reps = (reps > 0) & (reps < asked["reps_max"] + settings.progression_reps_above)
        short = hold < asked["hold_min_s"] * (1 - _ROUNDING)
    never = sessions.first_asked > sessions.as_of
    return {
        "too_few_sets": sessions.any_of(judged[few_sets]),
        "reps_within_range": sessions.any_of(judged[few_reps]),
        "hold_too_short": sessions.any_of(judged[short]),
        "no_prescription": never | sessions.any_of(judged[term < 0]),
        "too_few_sessions": ~enough,
        "not_counted": sessions.any_of(judged[reps == 0]),
    }


def _last_sets(caseload: Caseload, sessions: LineSessions) -> np.ndarray:
    """The set with the highest number of each session; of two, the one with fewer repetitions."""
    sets, session = sessions.sets, sessions.session_of_set
    number = caseload.sets["set_no"].to_numpy()[sets.row]
    fewest, shortest = -np.nan_to_num(sets.reps), -np.nan_to_num(sets.hold_s, nan=np.inf)
    order = np.lexsort((shortest, fewest, number, session))
    first = np.flatnonzero(begins_run(session[order]))
    last: np.ndarray = order[np.append(first[1:], len(order))[: len(first)] - 1]
    return last


def _of_pain(
    caseload: Caseload, sessions: LineSessions, settings: Settings
) -> dict[str, np.ndarray]:
    """The highest rating of the last days, those of skip rows included."""
    records = sessions.records
    rating = caseload.sets["pain_during_nrs"].to_numpy()[records.row]
    day = days_of(caseload.sessions["day"])[records.session]
    counts = (day > sessions.as_of - settings.progression_pain_days) & ~np.isnan(rating)
    highest = np.full(sessions.n_lines, -np.inf)
    np.maximum.at(highest, sessions.line_of_record[counts], rating[counts])
    return {
        "pain_above_limit": highest > settings.pain_acceptable_max_nrs,
        "pain_not_rated": np.isneginf(highest),
    }


def _open_flares(caseload: Caseload, sessions: LineSessions, flares: pd.DataFrame) -> np.ndarray:
    """Whether a flare of each line is open."""
    opened = flares[flares["is_open"].to_numpy(bool)].astype("object")
    patient, exercise, side = (
        words.get_indexer(pd.Index(opened[name]))
        for name, words in (
            ("patient_id", caseload.patients["patient_id"].cat.categories),
            ("exercise", pd.Index(list(caseload.catalogue.exercises))),
            ("side", pd.Index(SIDES)),
        )
    )
    n_keys = sessions.terms.n_keys
    own = sessions.patient * n_keys + sessions.key
    flared: np.ndarray = np.isin(own, patient * n_keys + exercise * N_SIDES + side)
    return flared
