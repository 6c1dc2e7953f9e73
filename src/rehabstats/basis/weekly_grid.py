"""The weekly grid: every line of the plan in every week, logged or not, and ratings in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.basis.groups import ratio
from rehabstats.basis.weeks import Weeks, count_in, week_numbers
from rehabstats.ledger.due import Terms, terms_of
from rehabstats.ledger.layout import Episodes, Lines, dates_of, episodes_of, split_keys
from rehabstats.ledger.occasions import SetEvents, by_occasion, performed_of, session_weeks
from rehabstats.plan import plan_of
from rehabstats.schemas import decode
from rehabstats.seen import Seen, once
from rehabstats.series.positions import distinct, grouped_median
from rehabstats.vocabulary import SIDES


@dataclass(frozen=True)
class WeeklyGrid:
    """Rows of a weekly frame: the weeks of the plan, and any other week with a record."""

    patient: np.ndarray
    key: np.ndarray
    week: np.ndarray
    #: The row of each record that it was made for.
    row: np.ndarray

    def __len__(self) -> int:
        return len(self.patient)

    def week_columns(self, episodes: Episodes, weeks: Weeks) -> dict[str, object]:
        """Number and first day of the week of each row."""
        start = dates_of(episodes.week_start(self.patient, self.week))
        return {"week": week_numbers(weeks, self.week, start), "week_start": start}


def weekly_grid(
    plan: tuple[np.ndarray, np.ndarray],
    records: tuple[np.ndarray, np.ndarray, np.ndarray],
    n_keys: int,
    episodes: Episodes,
) -> WeeklyGrid:
    """Join the lines (patient, key) of a plan with records (patient, key, week)."""
    lines = Lines.of(*plan, n_keys, episodes)
    planned = lines.groups(episodes)
    group = lines.group(*records, episodes)
    outside = np.flatnonzero(group < 0)
    lowest = int(records[2].min(initial=1))
    n_weeks = max(int(records[2].max(initial=1)), int(episodes.n_weeks.max(initial=1))) - lowest + 1

    def code(patient: np.ndarray, key: np.ndarray, week: np.ndarray) -> np.ndarray:
        joined: np.ndarray = (patient * n_keys + key) * n_weeks + week - lowest
        return joined

    unplanned = code(*(column[outside] for column in records))
    added = distinct(unplanned)
    pair, week = np.divmod(added, n_weeks)
    # The groups of the plan are sorted already: the few weeks beside it are put between them.
    place = np.searchsorted(code(*planned), added)
    owner, own_key, own_week = (
        np.insert(column, place, extra)
        for column, extra in zip(planned, (*np.divmod(pair, n_keys), week + lowest), strict=True)
    )
    shift = np.cumsum(np.bincount(place, minlength=lines.n_groups + 1))
    row = group + shift[group]
    nth = np.searchsorted(added, unplanned)
    row[outside] = place[nth] + nth
    return WeeklyGrid(owner, own_key, own_week, row)


@dataclass(frozen=True)
class WeeklySets:
    """
    The performed sets up to as_of, and the weekly rows that they belong to.

    ``occasion`` numbers the sets of one session, exercise and side; ``first`` is the
    first set of each occasion.
    """

    plan: pd.DataFrame
    terms: Terms
    events: SetEvents
    grid: WeeklyGrid
    occasion: np.ndarray
    first: np.ndarray
    columns: dict[str, object]


@once
def weekly_sets_of(seen: Seen, weeks: Weeks) -> WeeklySets:
    """Put the performed sets of a caseload on the grid of its plan."""
    caseload, terms, events = seen.caseload, terms_of(seen), performed_of(seen)
    episodes = count_in(weeks, episodes_of(seen))
    sessions = session_weeks(caseload, episodes)
    records = (events.patient, events.key, sessions.week[events.session])
    grid = weekly_grid((terms.patient, terms.key), records, terms.n_keys, episodes)
    occasion, first = by_occasion(events, terms.n_keys, len(sessions.patient))
    exercise, side = split_keys(grid.key, len(caseload.catalogue.exercises))
    columns = {
        "patient_id": decode(grid.patient, caseload.patients["patient_id"].cat.categories),
        "exercise": decode(exercise, caseload.catalogue.exercises),
        "side": decode(side, SIDES),
        **grid.week_columns(episodes, weeks),
    }
    return WeeklySets(plan_of(seen), terms, events, grid, occasion, first, columns)


def weekly_ratings(
    row: np.ndarray, mean: np.ndarray, highest: np.ndarray, n: int, name: str
) -> dict[str, np.ndarray]:
    """Counts, median, mean and highest of the ratings `mean` of each `row`."""
    rated = ~np.isnan(mean)
    where, values = row[rated], mean[rated]
    count = np.bincount(where, minlength=n)
    peak = np.full(n, -np.inf)
    np.maximum.at(peak, where, highest[rated])
    return {
        "n_rated": count,
        "n_missing": np.bincount(row[~rated], minlength=n),
        f"{name}_median": grouped_median(where, values, n),
        f"{name}_mean": ratio(np.bincount(where, values, n), count),
        f"{name}_max": np.where(count > 0, peak, np.nan),
    }
