"""Asked: what the prescriptions asked for in each week of a grid."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rehabstats.basis.weekly_grid import weekly_sets_of
from rehabstats.ledger.due import Terms, what_was_due
from rehabstats.ledger.layout import episodes_of
from rehabstats.seen import Seen, once
from rehabstats.vocabulary import DAYS_PER_WEEK


@dataclass(frozen=True)
class AskedWeeks:
    """
    What was asked of each row of a weekly grid; 0 outside the plan.

    A day is eligible if the line was prescribed at least once a week on it, and no
    pause covered it. ``reps_least`` and ``reps_most`` are sets x reps_min and
    sets x reps_max, summed over the slots of the whole week.
    """

    n_eligible_days: np.ndarray
    quota: np.ndarray
    reps_least: np.ndarray
    reps_most: np.ndarray
    is_over: np.ndarray

    @property
    def is_complete(self) -> np.ndarray:
        """Whether the week is over, inside the episode, and was asked for on every day."""
        complete: np.ndarray = self.is_over & (self.n_eligible_days == DAYS_PER_WEEK)
        return complete


@once
def asked_weeks_of(seen: Seen) -> AskedWeeks:
    """Look up what was due in each row of the grid of program weeks."""
    sets, episodes = weekly_sets_of(seen, "program"), episodes_of(seen)
    plan = sets.plan[sets.terms.frequency > 0]
    terms = _prescribed(sets.terms)
    # The slots repeat what their term asks for: here its number, to look up the rest.
    numbered = replace(terms, reps_asked=np.arange(len(terms.start)))
    due = what_was_due(numbered, seen.caseload.pauses, episodes)
    grid = sets.grid
    group = due.lines.group(grid.patient, grid.key, grid.week, episodes)

    def of_rows(per_group: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.append(per_group, 0)[group]
        return found

    def summed(per_term: np.ndarray) -> np.ndarray:
        total = np.bincount(due.slot_group, per_term[due.reps_asked], due.lines.n_groups)
        return of_rows(total)

    n_sets = plan["sets"].to_numpy()
    week_end = episodes.week_start(grid.patient, grid.week) + DAYS_PER_WEEK
    return AskedWeeks(
        n_eligible_days=of_rows(due.n_eligible_days),
        quota=of_rows(due.quota),
        reps_least=summed(n_sets * plan["reps_min"].to_numpy()),
        reps_most=summed(n_sets * plan["reps_max"].to_numpy()),
        is_over=week_end <= np.minimum(episodes.end[grid.patient], episodes.as_of),
    )


def _prescribed(terms: Terms) -> Terms:
    """The terms that ask for anything: a frequency of 0 takes an exercise out."""
    asks = terms.frequency > 0
    columns = ("patient", "key", "start", "end", "frequency", "reps_asked", "hold_min_s")
    return replace(terms, **{name: getattr(terms, name)[asks] for name in columns})
