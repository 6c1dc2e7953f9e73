"""Which session fills which slot, and what became of the slots that none fills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rehabstats.ledger.due import Due
from rehabstats.ledger.layout import Episodes
from rehabstats.ledger.occasions import Occasions, SessionWeeks
from rehabstats.series.positions import rank_in_run
from rehabstats.vocabulary import STATES

_DONE, _PARTIAL, _SKIPPED, _OMITTED, _UNRECORDED, _OPEN, _EXCUSED, _EXTRA = range(len(STATES))

#: A hold of exactly the prescribed tenths of a second must not fail in the last bit.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Filled:
    """State, session and repetitions of each due slot; the occasions that fill none."""

    state: np.ndarray
    session: np.ndarray
    reps_done: np.ndarray
    extra: np.ndarray


def fill(due: Due, occasions: Occasions, sessions: SessionWeeks, episodes: Episodes) -> Filled:
    """
    Let the sessions of each group fill its slots, both in order of time.

    Unfilled slots that are past due become, in order of their deadlines, `skipped` as
    often as the week has skip rows, `omitted` as often as it has performed sessions
    without this exercise and side, and `unrecorded` from then on.
    """
    group = due.lines.group(occasions.patient, occasions.key, occasions.week, episodes)
    contains = np.flatnonzero(occasions.performed)
    rank = rank_in_run(
        occasions.patient[contains], occasions.key[contains], occasions.week[contains]
    )
    own_group = group[contains]
    quota = np.append(due.quota, 0)  # outside the plan (group -1) nothing was asked for
    fills = rank < quota[own_group]
    first_slot = np.cumsum(due.quota) - due.quota
    slot = first_slot[own_group[fills]] + rank[fills]
    filler = contains[fills]

    n_filled = np.bincount(own_group[fills], minlength=len(due.quota))
    n_skipped = np.bincount(
        group[group >= 0], occasions.n_skip_rows[group >= 0], len(due.quota)
    ).astype("int64")
    n_omitted = _sessions_without(due, occasions, group, sessions, episodes)
    state = np.full(len(due.slot_group), _UNRECORDED, "int8")
    state[due.due_on >= episodes.as_of] = _OPEN
    state[slot] = np.where(_dose_reached(due, slot, occasions, filler), _DONE, _PARTIAL)
    session = np.full(len(state), -1)
    session[slot] = occasions.session[filler]
    reps = np.full(len(state), np.nan)
    reps[slot] = occasions.reps[filler]

    missed = np.flatnonzero(state == _UNRECORDED)
    own_group = due.slot_group[missed]
    nth = due.slot_rank[missed] - n_filled[own_group]
    why = _why_missed(nth, n_skipped[own_group], n_omitted[own_group])
    state[missed] = why
    skipped = why == _SKIPPED
    skip_session, first_skip = _skip_sessions(occasions, group, len(due.quota))
    session[missed[skipped]] = skip_session[first_skip[own_group[skipped]] + nth[skipped]]
    explained = missed[why != _UNRECORDED]
    reps[explained] = np.where(np.isnan(due.reps_asked[explained]), np.nan, 0.0)
    return Filled(state, session, reps, contains[~fills])


def _dose_reached(
    due: Due, slot: np.ndarray, occasions: Occasions, filler: np.ndarray
) -> np.ndarray:
    """Enough repetitions, and holds long enough where they are prescribed and recorded."""
    reps = np.nan_to_num(occasions.reps[filler])
    with np.errstate(invalid="ignore"):
        least_s = due.hold_min_s[slot] * occasions.hold_weight[filler] * (1 - _ROUNDING)
        too_short = occasions.hold_weighted_s[filler] < least_s
        too_few = reps < due.reps_asked[slot]
    reached: np.ndarray = ~too_few & ~too_short
    return reached


def _why_missed(missing: np.ndarray, n_skipped: np.ndarray, n_omitted: np.ndarray) -> np.ndarray:
    later = np.where(missing < n_skipped + n_omitted, _OMITTED, _UNRECORDED)
    why: np.ndarray = np.where(missing < n_skipped, _SKIPPED, later)
    return why


def _sessions_without(
    due: Due, occasions: Occasions, group: np.ndarray, sessions: SessionWeeks, episodes: Episodes
) -> np.ndarray:
    """Performed sessions of the week that neither contain nor skip the line of each group."""
    first_week = np.cumsum(episodes.n_weeks) - episodes.n_weeks
    inside = sessions.performed & (sessions.week >= 1)
    inside &= sessions.week <= episodes.n_weeks[sessions.patient]
    week = first_week[sessions.patient[inside]] + sessions.week[inside] - 1
    n_performed = np.bincount(week, minlength=int(episodes.n_weeks.sum()))
    named = occasions.performed | (occasions.n_skip_rows > 0)
    named &= sessions.performed[occasions.session] & (group >= 0)
    n_named = np.bincount(group[named], minlength=len(due.quota))
    line = due.lines.line_of_group(episodes)
    week_in_line = np.arange(len(line)) - due.lines.first_group[line]
    without: np.ndarray = n_performed[first_week[due.lines.patient[line]] + week_in_line] - n_named
    return without


def _skip_sessions(
    occasions: Occasions, group: np.ndarray, n_groups: int
) -> tuple[np.ndarray, ...]:
    """The sessions of all skip rows by group and time, and where each group begins."""
    inside = np.flatnonzero((occasions.n_skip_rows > 0) & (group >= 0))
    rows = np.repeat(inside, occasions.n_skip_rows[inside])
    per_group = np.bincount(group[rows], minlength=n_groups)
    return occasions.session[rows], np.cumsum(per_group) - per_group
