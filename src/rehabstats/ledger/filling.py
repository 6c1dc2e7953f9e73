"""Which session fills which slot, and what became of the slots that none fills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rehabstats.ledger.due import Due
from rehabstats.ledger.layout import Episodes, rank_in_run
from rehabstats.ledger.occasions import Occasions, SessionWeeks
from rehabstats.vocabulary import STATES

_DONE, _PARTIAL, _SKIPPED, _OMITTED, _UNRECORDED, _OPEN, _EXCUSED, _EXTRA = range(len(STATES))


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
    filler = np.full(len(due.slot_group), -1)
    filler[slot] = contains[fills]

    n_filled = np.bincount(own_group[fills], minlength=len(due.quota))
    n_skipped = np.bincount(
        group[group >= 0], occasions.n_skip_rows[group >= 0], len(due.quota)
    ).astype("int64")
    n_omitted = _sessions_without(due, occasions, group, sessions, episodes)
    missing = due.slot_rank - n_filled[due.slot_group]
    state = np.where(
        filler >= 0,
        np.where(_dose_reached(due, occasions, filler), _DONE, _PARTIAL),
        np.where(
            due.due_on >= episodes.as_of,
            _OPEN,
            _why_missed(missing, n_skipped[due.slot_group], n_omitted[due.slot_group]),
        ),
    )
    session = np.append(occasions.session, -1)[filler]
    skipped = np.flatnonzero(state == _SKIPPED)
    skip_session, first_skip = _skip_sessions(occasions, group, len(due.quota))
    session[skipped] = skip_session[first_skip[due.slot_group[skipped]] + missing[skipped]]
    reps = np.append(occasions.reps, np.nan)[filler]
    explained = ((state == _SKIPPED) | (state == _OMITTED)) & ~np.isnan(due.reps_asked)
    return Filled(state, session, np.where(explained, 0.0, reps), contains[~fills])


def _dose_reached(due: Due, occasions: Occasions, filler: np.ndarray) -> np.ndarray:
    """Enough repetitions, and holds long enough where they are prescribed and recorded."""
    reps = np.nan_to_num(np.append(occasions.reps, 0.0)[filler])
    weight = np.append(occasions.hold_weight, 0.0)[filler]
    held = np.append(occasions.hold_weighted_s, 0.0)[filler]
    with np.errstate(invalid="ignore"):
        too_short = held < due.hold_min_s * weight
        too_few = reps < due.reps_asked
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
