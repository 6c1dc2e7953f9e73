"""Questions: what to ask a patient about, each a fact with the place of its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.room.patient import PatientRoom, each
from rehabstats.vocabulary import NEED_GROUPS
from rehabstats.words import count_words, number

#: Said where there is no signal, in each place alike.
NO_RULE_FIRED: Final = f"{NEED_GROUPS['no rule fired']}."


@dataclass(frozen=True)
class Question:
    """Something to ask about: the fact, and where on a page its evidence is."""

    about: str
    fact: str
    link: str


def questions_of(own: PatientRoom) -> list[Question]:
    """
    What to ask one patient about, the most pressing first.

    What was set aside, concerns of now, what is missing, then the rest; praise last.
    """
    before, since = each(own.frame("visit_periods"))
    numbered = [*enumerate(each(own.frame("signals")), start=1)]
    latest_first = sorted(numbered, key=lambda one: one[1].since, reverse=True)

    def told(where: Any, order: Any = numbered) -> list[Question]:
        return [
            Question(about_words(one), str(one.sentence), f"signal-{n}-from")
            for n, one in order
            if where(one)
        ]

    asked = _unread(own)
    asked += told(lambda one: one.direction == "concern" and one.is_current)
    asked += told(lambda one: one.direction == "not enough data")
    asked += _skipped(since)
    asked += _sides(before, since, own.settings.symmetry_share)
    asked += told(lambda one: one.direction == "concern" and not one.is_current, latest_first)
    asked += _extra(since)
    n_notes = _n_notes(own)
    if n_notes:
        fact = f"{count_words(n_notes, 'row')} with a note or a modification since then."
        asked.append(Question("Own words", fact, "own-words"))
    return asked + told(lambda one: one.direction == "improvement")


def _unread(own: PatientRoom) -> list[Question]:
    """Rows that say something, and are in no number: whoever looks silent may not have been."""
    n_aside = len(set_aside(own))
    n_sideless = n_without_side(own)
    found = []
    if n_aside:
        fact = f"{count_words(n_aside, 'row')} of this patient set aside: in no number here."
        found.append(Question("Set aside", fact, "quality"))
    if n_sideless:
        fact = f"{count_words(n_sideless, 'row')} without a side: counted on neither side."
        found.append(Question("No side", fact, "quality"))
    return found


def _skipped(since: Any) -> Iterator[Question]:
    if since.n_skipped_for_pain:
        days = count_words(int(since.n_skipped_for_pain), "day")
        yield Question("Skipped", f"Exercises were skipped because of pain on {days}.", "log")


def _extra(since: Any) -> Iterator[Question]:
    if (n_more := n_more_than_planned(since)) > 0:
        more = count_words(n_more, "session")
        yield Question("More than planned", f"{more} more than planned, in all.", "compare")


def n_more_than_planned(row: Any) -> int:
    """How many more sessions were done than were due, over all weeks: below 0, if fewer."""
    return int(row.n_done + row.n_partial + row.n_extra - row.n_due)


def _sides(before: Any, since: Any, worth_a_line: float) -> Iterator[Question]:
    """A difference of sides that is as large in both periods, to the same side."""
    both = (before.symmetry, since.symmetry)
    # Missing compares as neither.
    if all(one >= worth_a_line for one in both) or all(one <= -worth_a_line for one in both):
        more, less = ("left", "right") if since.symmetry > 0 else ("right", "left")
        reps = {"left": number(since.n_reps_left), "right": number(since.n_reps_right)}
        fact = f"More repetitions were logged on the {more} ({reps[more]} against {reps[less]})"
        yield Question("Sides", f"{fact}, and so it was before.", "compare")


def _n_notes(own: PatientRoom) -> int:
    log = own.frame("log")
    new = log[log["day"] >= own.visit]
    return int((new["note"].notna() | new["modification"].notna()).sum())


def facts_of(own: PatientRoom) -> list[str]:
    """The sentences of a patient's signals, earlier ones last; or that there are none."""
    signals = own.frame("signals")
    is_current = signals["is_current"].to_numpy(bool)
    earlier = [f"Earlier: {sentence}" for sentence in signals.loc[~is_current, "sentence"]]
    return [*signals.loc[is_current, "sentence"], *earlier] or [NO_RULE_FIRED]


def about_words(signal: Any) -> str:
    """What a signal is about: a concern, an earlier one, an improvement, or too little data."""
    is_earlier = signal.direction == "concern" and not signal.is_current
    return NEED_GROUPS["earlier concern" if is_earlier else str(signal.direction)]


def set_aside(own: PatientRoom) -> pd.DataFrame:
    """Rows in quarantine that name this patient."""
    quarantine = own.caseload.quarantine
    if "patient_id" not in quarantine:
        return quarantine.head(0)
    return quarantine[(quarantine["patient_id"] == own.patient_id).to_numpy()]


def n_without_side(own: PatientRoom) -> int:
    """Rows of the log that count on neither side."""
    return int((own.frame("log")["side"] == "unknown").sum())
