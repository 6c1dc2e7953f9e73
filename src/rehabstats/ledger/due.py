"""What was due: quotas per program week, and the last day of each slot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import N_SIDES, Episodes, Lines, days_of
from rehabstats.plan import plan_of
from rehabstats.seen import Seen, once
from rehabstats.series.positions import distinct, spread
from rehabstats.vocabulary import DAYS_PER_WEEK, SIDES

#: More days than any date has since 1970: a line and a day as one number.
_WIDTH = 1 << 24

# A week is seven bits. Bits set, and the day of the i-th set bit, for every week.
_WEEKS = np.arange(1 << DAYS_PER_WEEK)
_IS_SET = (_WEEKS[:, None] >> np.arange(DAYS_PER_WEEK)) & 1
_N_SET = _IS_SET.sum(axis=1)
_DAY_OF_NTH = np.argsort(1 - _IS_SET, axis=1, kind="stable")


@dataclass(frozen=True)
class Terms:
    """Prescribed intervals [start, end) as integers, sorted by line and time."""

    patient: np.ndarray
    key: np.ndarray
    start: np.ndarray
    end: np.ndarray
    frequency: np.ndarray
    reps_asked: np.ndarray
    hold_min_s: np.ndarray
    n_keys: int

    def on_day(self, patient: np.ndarray, key: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Which interval holds for each patient and key on a day, -1 where none does."""
        if not len(self.patient):
            return np.full(len(day), -1)
        line = self.patient * self.n_keys + self.key
        own = patient * self.n_keys + key
        at = np.searchsorted(line * _WIDTH + self.start, own * _WIDTH + day, side="right") - 1
        holds = (at >= 0) & (line[at] == own) & (day < self.end[at])
        return np.where(holds, at, -1)


@dataclass(frozen=True)
class Due:
    """Per group the quota, and per slot (sorted by group and deadline) its terms."""

    lines: Lines
    n_eligible_days: np.ndarray
    quota: np.ndarray
    quota_unpaused: np.ndarray
    slot_group: np.ndarray
    slot_rank: np.ndarray
    due_on: np.ndarray
    reps_asked: np.ndarray
    hold_min_s: np.ndarray


@once
def terms_of(seen: Seen) -> Terms:
    """One interval per prescription, in the order of the plan."""
    plan = plan_of(seen)
    side_code = plan["side"].cat.rename_categories(
        {side: code for code, side in enumerate(SIDES) if side in plan["side"].cat.categories}
    )
    exercise = plan["exercise"].cat.codes.to_numpy("int64")
    return Terms(
        patient=plan["patient_id"].cat.codes.to_numpy("int64"),
        key=exercise * N_SIDES + side_code.to_numpy("int64"),
        start=days_of(plan["valid_from"]),
        end=days_of(plan["valid_to"]),
        frequency=plan["sessions_per_week"].to_numpy(),
        reps_asked=(plan["sets"] * plan["reps_min"]).to_numpy("float64"),
        hold_min_s=plan["hold_min_s"].to_numpy(),
        n_keys=len(plan["exercise"].cat.categories) * N_SIDES,
    )


def terms_by_session(terms: Terms) -> Terms:
    """One interval per run of days with the same highest frequency, for whole sessions."""
    marks = np.concatenate([terms.start, terms.end])
    owner = np.concatenate([terms.patient, terms.patient])
    # Every stretch between two marks of a patient has one highest frequency.
    width = marks.max(initial=0) + 1
    stretches = distinct(owner * width + marks)
    first = np.searchsorted(stretches, terms.patient * width + terms.start)
    last = np.searchsorted(stretches, terms.patient * width + terms.end)
    term, step = spread(last - first)
    highest = np.zeros(len(stretches), "int64")
    np.maximum.at(highest, first[term] + step, terms.frequency[term])
    patient, start = np.divmod(stretches, width)
    follows = np.append(False, (patient[1:] == patient[:-1]) & (highest[1:] == highest[:-1]))
    run = np.cumsum(~follows) - 1
    end = np.zeros(run[-1] + 1 if len(run) else 0, "int64")
    end[run[:-1]] = np.where(patient[1:] == patient[:-1], start[1:], 0)
    kept = (~follows) & (highest > 0)
    nothing = np.full(int(kept.sum()), np.nan)
    return Terms(
        patient=patient[kept],
        key=np.zeros(int(kept.sum()), "int64"),
        start=start[kept],
        end=end[run[kept]],
        frequency=highest[kept],
        reps_asked=nothing,
        hold_min_s=nothing,
        n_keys=1,
    )


def what_was_due(terms: Terms, pauses: pd.DataFrame, episodes: Episodes) -> Due:
    """
    Cut the terms into program weeks, and the weeks into slots.

    With k sessions a week over e eligible days the quota is round-half-up(k e / 7).
    Slot j of a quota q <= e is due on the (e - q + j)-th eligible day, so that it can
    wait as long as the later ones still fit; of a quota q > e on the ceil(j e / q)-th.
    """
    lines = Lines.of(terms.patient, terms.key, terms.n_keys, episodes)
    horizon = episodes.week_start(terms.patient, episodes.n_weeks[terms.patient] + 1)
    end = np.minimum(terms.end, horizon)
    first_week = episodes.week_of(terms.patient, terms.start)
    last_week = episodes.week_of(terms.patient, end - 1)
    term, step = spread(np.where(end > terms.start, last_week - first_week + 1, 0))
    patient, week = terms.patient[term], first_week[term] + step
    week_start = episodes.week_start(patient, week)
    days = _bits(terms.start[term] - week_start, end[term] - week_start)
    open_days = days & ~_paused_days(pauses, episodes, patient, week)

    frequency = terms.frequency[term]
    n_open = _N_SET[open_days]
    quota = _quota(frequency, n_open)
    group = lines.group(patient, terms.key[term], week, episodes)
    part, j = spread(quota)
    nth = (n_open - quota)[part] + j
    crowded = np.flatnonzero(nth < j)
    q, e = quota[part[crowded]], n_open[part[crowded]]
    nth[crowded] = -(-(j[crowded] + 1) * e // q) - 1
    slot_group = group[part]
    totals = np.bincount(group, quota, lines.n_groups).astype("int64")
    first_slot = np.cumsum(totals) - totals
    return Due(
        lines=lines,
        n_eligible_days=np.bincount(group, n_open, lines.n_groups).astype("int64"),
        quota=totals,
        quota_unpaused=np.bincount(group, _quota(frequency, _N_SET[days]), lines.n_groups).astype(
            "int64"
        ),
        slot_group=slot_group,
        slot_rank=np.arange(len(slot_group)) - first_slot[slot_group],
        due_on=week_start[part] + _DAY_OF_NTH[open_days[part], nth],
        reps_asked=terms.reps_asked[term[part]],
        hold_min_s=terms.hold_min_s[term[part]],
    )


def _quota(frequency: np.ndarray, n_days: np.ndarray) -> np.ndarray:
    """Round-half-up of frequency x days / 7, in whole numbers."""
    quota: np.ndarray = (2 * frequency * n_days + DAYS_PER_WEEK) // (2 * DAYS_PER_WEEK)
    return quota


def _bits(first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """The days [first, stop) of a week, cut to the week, as bits."""
    low = np.clip(first, 0, DAYS_PER_WEEK)
    high = np.clip(stop, 0, DAYS_PER_WEEK)
    bits: np.ndarray = ((1 << high) - 1) & ~((1 << low) - 1)
    return bits


def _paused_days(
    pauses: pd.DataFrame, episodes: Episodes, patient: np.ndarray, week: np.ndarray
) -> np.ndarray:
    """The paused days of each patient's week, as bits."""
    first_of = np.cumsum(episodes.n_weeks) - episodes.n_weeks
    bits = np.zeros(int(episodes.n_weeks.sum()), "int64")
    owner = pauses["patient_id"].cat.codes.to_numpy("int64")
    start, end = days_of(pauses["start_date"]), days_of(pauses["end_date"])
    first = np.maximum(episodes.week_of(owner, start), 1)
    last = np.minimum(episodes.week_of(owner, end - 1), episodes.n_weeks[owner])
    pause, step = spread(np.maximum(last - first + 1, 0))
    paused_week = first[pause] + step
    week_start = episodes.week_start(owner[pause], paused_week)
    days = _bits(start[pause] - week_start, end[pause] - week_start)
    np.bitwise_or.at(bits, first_of[owner[pause]] + paused_week - 1, days)
    paused: np.ndarray = bits[first_of[patient] + week - 1]
    return paused
