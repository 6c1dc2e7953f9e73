"""Own page: what a log says, for the person who wrote it, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.own_exercises import OwnExercise, own_exercises
from rehabstats.report.sections.reported import last_rated_long_ago
from rehabstats.room import PatientRoom, each
from rehabstats.room.place import place_of
from rehabstats.room.questions import n_more_than_planned, n_without_side, set_aside
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import count_words, date_words, day_words, rating

_TELL: Final = "Tell your clinician."
_HIGHER: Final = f"Your last ratings were clearly higher than those of your first days. {_TELL}"
#: Days that are named before a list ends.
_DAYS: Final = 5
_TOO_FEW: Final = "There are too few ratings to see a change. A number after each session helps."
_UNCLEAR: Final = (
    "No clear change can be seen in your ratings. That is common, and does not mean that nothing "
    "changes."
)


@dataclass(frozen=True)
class OwnPage:
    """What a patient's own page says."""

    patient_id: str
    program: str
    place: str
    first_on: str
    sessions: tuple[str, ...]
    pain: tuple[str, ...]
    function: tuple[str, ...]
    to_talk_about: tuple[str, ...]
    exercises: tuple[OwnExercise, ...]
    cautions: tuple[str, ...]


def summarize_own_page(own: PatientRoom) -> OwnPage:
    """
    Gather what the page of one patient says to the patient.

    Parameters
    ----------
    own : PatientRoom
        The patient, in a caseload seen from a day.

    Returns
    -------
    OwnPage
        Sentences. They praise nothing that did not happen and judge nothing.
    """
    program = own.program
    name, place = place_of(own)
    since: Any = [*each(own.frame("visit_periods"))][1]
    first_on = day_words(_told_from(own))
    return OwnPage(
        patient_id=own.patient_id,
        program=name,
        place=place,
        first_on=first_on,
        sessions=tuple(_sessions(own, since, first_on)),
        pain=tuple(_pain(own)),
        function=tuple(_function(own)),
        to_talk_about=tuple(_to_talk_about(own, since)),
        exercises=tuple(own_exercises(own)),
        cautions=program.cautions if program else (),
    )


def _told_from(own: PatientRoom) -> pd.Timestamp:
    """The day of the visit, or of the first that there is to tell after it."""
    days = own.frame("log")["day"]
    begun: pd.Timestamp = min([own.stated.start_date, *days.head(1)])
    return max(own.visit, begun)


def _sessions(own: PatientRoom, since: Any, first_on: str) -> list[str]:
    log = own.frame("log")
    n_ever = log.loc[log["performed"], "session_row"].nunique()
    if not n_ever:
        return ["Your log has no session yet."]
    n_filled, n_due = int(since.n_done + since.n_partial), int(since.n_due)
    told = [f"You have exercised {count_words(n_ever, 'time')} since you began."]
    if n_due:
        asked = f"{n_filled} of {count_words(n_due, 'planned session')}"
        told.append(f"Since {first_on} your log has {asked}.")
    if since.n_unrecorded:
        silent = count_words(int(since.n_unrecorded), "planned session")
        done = "it" if since.n_unrecorded == 1 else "some of them"
        told.append(
            f"It says nothing about {silent}. If you did {done} without writing it down, say so at "
            "your next visit."
        )
    if since.n_excused:
        told.append("Your pause is not counted against you.")
    streak: Any = next(each(own.frame("weekly_streak")), None)
    if streak is not None and (n_weeks := int(streak.longest_streak_weeks)) > 1:
        told.append(f"At best you did every planned session for {n_weeks} weeks in a row.")
    return told


def _pain(own: PatientRoom) -> list[str]:
    rated = own.frame("pain_response")["pain_during_nrs_mean"].dropna()
    row: Any = next(each(own.frame("patient_improvement")), None)
    if row is None or rated.empty:
        return ["You have not rated your pain yet. A number from 0 to 10 after each session helps."]
    told = []
    if rated.nunique() == 1 and len(rated) > 1:
        told.append(
            f"You rated your pain while exercising {rating(rated.iloc[0])} of 10 each time."
        )
    elif not pd.isna(row.change_nrs):
        first, now = rating(row.baseline_nrs_mean), rating(row.current_nrs_mean)
        told.append(
            f"In your first days you rated your pain while exercising {first} of 10 on average, "
            f"and {now} in the last {count_words(own.settings.current_days, 'day')}."
        )
    if rated.nunique() > 1 or len(rated) == 1:
        course = _course(row, own.settings.trend_size_nrs)
        # A flare that was open at the last rating is no standstill.
        is_open = course == _UNCLEAR and own.frame("side_pain_flares")["is_open"].any()
        told.append(_HIGHER if is_open else course)
    last = None if told == [_TOO_FEW] else last_rated_long_ago(own)
    return told if last is None else [*told, f"Your last rating is of {day_words(last)}."]


def _course(row: Any, worth_telling_nrs: float) -> str:
    """Where pain went, by pain alone: what a person can do is told apart."""
    if str(row.improvement) == "too few":
        return _TOO_FEW
    weeks = (row.last_on - row.first_on).days / DAYS_PER_WEEK
    slid = (
        0 if pd.isna(row.direction) or str(row.direction) == "none" else row.slope_per_week * weeks
    )
    jumped = {"better": -1, "worse": 1}.get(str(row.reliable), 0)
    is_slow = abs(slid) >= worth_telling_nrs
    if jumped and not (is_slow and slid * jumped < 0):
        verb, then = ("fell", "") if jumped < 0 else ("rose", f" {_TELL}")
        return f"Your ratings {verb}, by more than ratings go up and down of themselves.{then}"
    if is_slow and not jumped:
        verb, then = ("fell", "") if slid < 0 else ("rose", f" {_TELL}")
        return f"Over all your sessions the ratings {verb} little by little.{then}"
    return _UNCLEAR


def _function(own: PatientRoom) -> list[str]:
    rows = own.frame("function")
    known = rows[rows["activity"].notna() & rows["change_psfs"].notna()]
    return [
        f"{row.activity}: {rating(row.baseline_psfs)} at first, {rating(row.current_psfs)} now."
        for row in each(known)
    ]


def _to_talk_about(own: PatientRoom, since: Any) -> list[str]:
    """Facts that a clinician will want to hear from the patient."""
    told = []
    if n_unread := len(set_aside(own)):
        rows, it = count_words(n_unread, "row"), "it" if n_unread == 1 else "them"
        told.append(
            f"{rows} of your log could not be used, and nothing here counts {it}. What was meant?"
        )
    if n_sideless := n_without_side(own):
        has = "has" if n_sideless == 1 else "have"
        told.append(f"{count_words(n_sideless, 'row')} of your log {has} no side. Which was it?")
    signals = own.frame("signals")
    now = set(signals.loc[signals["is_current"], "rule"])
    if "high_zone" in now:
        limit = rating(own.settings.pain_acceptable_max_nrs)
        told.append(f"Your pain while exercising was often above {limit} of 10 of late. {_TELL}")
    if since.n_skipped_for_pain:
        days = _days_skipped_for_pain(own)
        told.append(f"You left out exercises because of pain on {days}. What did you notice?")
    if (n_more := n_more_than_planned(since)) > 0:
        told.append(
            f"You did {count_words(n_more, 'session')} more than planned. More is not always "
            "better: ask whether it suits you."
        )
    if abs(since.symmetry) >= own.settings.symmetry_share:
        more, less = ("left", "right") if since.symmetry > 0 else ("right", "left")
        told.append(f"You logged more on your {more} side than on your {less}. Is there a reason?")
    last = own.last_entry
    if last is not None and "no_record" in now:
        told.append(
            f"Your log ends on {day_words(last)}. What would make exercising, or writing it down, "
            "easier?"
        )
    return [*told, *_clearance(own)]


def _days_skipped_for_pain(own: PatientRoom) -> str:
    log = own.frame("log")
    skipped = log.loc[log["skip_reason"].eq("pain") & (log["day"] >= own.visit), "day"].unique()
    shown = [date_words(day) for day in pd.DatetimeIndex(skipped)[-_DAYS:]]
    more = "the last on " if len(skipped) > _DAYS else ""
    return f"{count_words(len(skipped), 'day')} ({more}{', '.join(shown)})"


def _clearance(own: PatientRoom) -> list[str]:
    """Whether a physician's word is needed and not there."""
    row = own.stated
    program = own.program
    if program is None or not program.asks_for_clearance:
        return []
    said = {"no": "says that none did yet", "nan": "does not say whether one did"}.get(
        str(row.clearance)
    )
    needed = "After an operation a physician must allow these exercises first."
    return [f"{needed} Your file {said}: ask before you go on."] if said else []
