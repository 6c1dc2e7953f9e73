"""Own page: what a log says, for the person who wrote it, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.frames import ReportFrames, each
from rehabstats.report.own_exercises import OwnExercise, own_exercises
from rehabstats.report.sections.head import patient_row, place_of, program_of
from rehabstats.report.sections.quality import n_without_side, set_aside
from rehabstats.report.sections.reported import last_rated_long_ago
from rehabstats.report.sections.visit import n_more_than_planned
from rehabstats.report.words import count_words, number, plain_day
from rehabstats.vocabulary import DAYS_PER_WEEK

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


def summarize_own_page(frames: ReportFrames, patient: str) -> OwnPage:
    """
    Gather what the page of one patient says to the patient.

    Parameters
    ----------
    frames : ReportFrames
        Metric frames of a caseload with this patient.
    patient : str
        The patient's id.

    Returns
    -------
    OwnPage
        Sentences. They praise nothing that did not happen and judge nothing.
    """
    row = patient_row(frames, patient)
    program = program_of(frames, row)
    name, place = place_of(frames, patient)
    since: Any = [*each(frames.of("visits", patient))][1]
    first_on = plain_day(_told_from(frames, patient))
    return OwnPage(
        patient_id=patient,
        program=name,
        place=place,
        first_on=first_on,
        sessions=tuple(_sessions(frames, patient, since, first_on)),
        pain=tuple(_pain(frames, patient)),
        function=tuple(_function(frames, patient)),
        to_talk_about=tuple(_to_talk_about(frames, patient, since)),
        exercises=tuple(own_exercises(frames, patient)),
        cautions=program.cautions if program else (),
    )


def _told_from(frames: ReportFrames, patient: str) -> pd.Timestamp:
    """The day of the visit, or of the first that there is to tell after it."""
    days = frames.of("log", patient)["day"]
    begun: pd.Timestamp = min([patient_row(frames, patient).start_date, *days.head(1)])
    return max(frames.visit, begun)


def _sessions(frames: ReportFrames, patient: str, since: Any, first_on: str) -> list[str]:
    log = frames.of("log", patient)
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
    streak: Any = next(each(frames.of("streaks", patient)), None)
    if streak is not None and (n_weeks := int(streak.longest_streak_weeks)) > 1:
        told.append(f"At best you did every planned session for {n_weeks} weeks in a row.")
    return told


def _pain(frames: ReportFrames, patient: str) -> list[str]:
    rated = frames.of("response", patient)["pain_during_nrs_mean"].dropna()
    row: Any = next(each(frames.of("overall_improvement", patient)), None)
    if row is None or rated.empty:
        return ["You have not rated your pain yet. A number from 0 to 10 after each session helps."]
    told = []
    if rated.nunique() == 1 and len(rated) > 1:
        told.append(
            f"You rated your pain while exercising {number(rated.iloc[0])} of 10 each time."
        )
    elif not pd.isna(row.change_nrs):
        first, now = number(row.baseline_nrs_mean), number(row.current_nrs_mean)
        told.append(
            f"In your first days you rated your pain while exercising {first} of 10 on average, "
            f"and {now} in the last {count_words(frames.settings.current_days, 'day')}."
        )
    if rated.nunique() > 1 or len(rated) == 1:
        course = _course(row, frames.settings.trend_size_nrs)
        # A flare that was open at the last rating is no standstill.
        is_open = course == _UNCLEAR and frames.of("flares", patient)["is_open"].any()
        told.append(_HIGHER if is_open else course)
    last = None if told == [_TOO_FEW] else last_rated_long_ago(frames, patient)
    return told if last is None else [*told, f"Your last rating is of {plain_day(last)}."]


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


def _function(frames: ReportFrames, patient: str) -> list[str]:
    rows = frames.of("function", patient)
    known = rows[rows["activity"].notna() & rows["change_psfs"].notna()]
    return [
        f"{row.activity}: {number(row.baseline_psfs)} at first, {number(row.current_psfs)} now."
        for row in each(known)
    ]


def _to_talk_about(frames: ReportFrames, patient: str, since: Any) -> list[str]:
    """Facts that a clinician will want to hear from the patient."""
    told = []
    if n_unread := len(set_aside(frames, patient)):
        rows, it = count_words(n_unread, "row"), "it" if n_unread == 1 else "them"
        told.append(
            f"{rows} of your log could not be used, and nothing here counts {it}. What was meant?"
        )
    if n_sideless := n_without_side(frames, patient):
        has = "has" if n_sideless == 1 else "have"
        told.append(f"{count_words(n_sideless, 'row')} of your log {has} no side. Which was it?")
    signals = frames.of("signals", patient)
    now = set(signals.loc[signals["is_current"], "rule"])
    if "high_zone" in now:
        limit = number(frames.settings.pain_acceptable_max_nrs)
        told.append(f"Your pain while exercising was often above {limit} of 10 of late. {_TELL}")
    if since.n_skipped_for_pain:
        days = _days_skipped_for_pain(frames, patient)
        told.append(f"You left out exercises because of pain on {days}. What did you notice?")
    if (n_more := n_more_than_planned(since)) > 0:
        told.append(
            f"You did {count_words(n_more, 'session')} more than planned. More is not always "
            "better: ask whether it suits you."
        )
    if abs(since.symmetry) >= frames.settings.symmetry_share:
        more, less = ("left", "right") if since.symmetry > 0 else ("right", "left")
        told.append(f"You logged more on your {more} side than on your {less}. Is there a reason?")
    last = frames.last_entries.get(patient)
    if last is not None and "no_record" in now:
        told.append(
            f"Your log ends on {plain_day(last)}. What would make exercising, or writing it down, "
            "easier?"
        )
    return [*told, *_clearance(frames, patient)]


def _days_skipped_for_pain(frames: ReportFrames, patient: str) -> str:
    log = frames.of("log", patient)
    skipped = log.loc[log["skip_reason"].eq("pain") & (log["day"] >= frames.visit), "day"].unique()
    shown = [plain_day(day).rpartition(" ")[0] for day in pd.DatetimeIndex(skipped)[-_DAYS:]]
    more = "the last on " if len(skipped) > _DAYS else ""
    return f"{count_words(len(skipped), 'day')} ({more}{', '.join(shown)})"


def _clearance(frames: ReportFrames, patient: str) -> list[str]:
    """Whether a physician's word is needed and not there."""
    row = patient_row(frames, patient)
    program = program_of(frames, row)
    if program is None or not program.asks_for_clearance:
        return []
    said = {"no": "says that none did yet", "nan": "does not say whether one did"}.get(
        str(row.clearance)
    )
    needed = "After an operation a physician must allow these exercises first."
    return [f"{needed} Your file {said}: ask before you go on."] if said else []
