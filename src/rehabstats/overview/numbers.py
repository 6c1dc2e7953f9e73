"""Five numbers of one patient, each with what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rehabstats.room import PatientRoom, each, weekly_during
from rehabstats.room.adherence import Adherence, adherence_words, states_words
from rehabstats.vocabulary import REASONS
from rehabstats.words import count_words, day_words, is_missing, rating


@dataclass(frozen=True)
class Number:
    """A number as people read it: what it is, how much, and what it rests on."""

    what: str
    value: str
    rests_on: str


def numbers_of(own: PatientRoom) -> tuple[Number, ...]:
    """How much was done, in all and since the visit; how much it hurt; what one is able to do."""
    return (_done(own), _done_since(own), _pain(own), _latest_pain(own), _function(own))


def _done(own: PatientRoom) -> Number:
    row: Any = next(each(own.frame("patient_adherence")), None)
    done = Adherence.of_nothing() if row is None else Adherence.of(row)
    return Number("Sessions done, in all", adherence_words(done), states_words(done, "session"))


def _done_since(own: PatientRoom) -> Number:
    _, since = each(own.frame("visit_periods"))
    done = Adherence.of(since)
    what = f"Sessions done since {day_words(own.visit)}"
    return Number(what, adherence_words(done), states_words(done, "session"))


def _pain(own: PatientRoom) -> Number:
    what = "Pain while exercising, first days to now [0-10]"
    row: Any = next(each(own.frame("patient_improvement")), None)
    if row is None or is_missing(row.change_nrs):
        change: Any = next(each(own.frame("session_pain_change")), None)
        reason = "no_baseline" if change is None else str(change.reason)
        return Number(what, "not known", REASONS[reason])
    days = f"{row.n_days_baseline} and {count_words(row.n_days_current, 'rated day')}"
    return Number(what, f"{rating(row.baseline_nrs_mean)} to {rating(row.current_nrs_mean)}", days)


def _latest_pain(own: PatientRoom) -> Number:
    what = "Pain while exercising, latest rated week [0-10]"
    weeks = weekly_during(own.frame("weekly_session_pain"))
    row: Any = next(each(weeks[weeks["n_rated"] > 0].sort_values("week").tail(1)), None)
    if row is None:
        return Number(what, "not rated", "no session with a rating")
    sessions = count_words(row.n_rated + row.n_missing, "session")
    return Number(
        what, rating(row.pain_nrs_median), f"week {row.week}, {row.n_rated} of {sessions}"
    )


def _function(own: PatientRoom) -> Number:
    what = "What one can do, first to last check-ins [0-10]"
    table = own.frame("function")
    row: Any = next(each(table[table["activity"].isna()]), None)
    if row is None or is_missing(row.change_psfs):
        reason = "not_rated" if row is None or is_missing(row.reason) else str(row.reason)
        return Number(what, "not known", REASONS[reason])
    n = f"{row.n_baseline} and {count_words(row.n_current, 'day')} with every activity rated"
    return Number(what, f"{rating(row.baseline_psfs)} to {rating(row.current_psfs)}", n)
