"""The metric frames: adherence, persistence, volume and pain."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.schemas.log import COUNT, PAIN

SHARE: dict[str, Any] = {"unit": "fraction", "ge": 0, "le": 1}


class SlotCounts(Frame):
    """What became of slots, and the share that was filled; the base of other frames."""

    n_due: int = column("slots filled or past due", **COUNT)
    n_done: int = column("filled, dose reached", **COUNT)
    n_partial: int = column("filled, less than the dose", **COUNT)
    n_skipped: int = column("past due, with a skip row", **COUNT)
    n_omitted: int = column("past due, left out of a session of that week", **COUNT)
    n_unrecorded: int = column("past due, nothing recorded", **COUNT)
    n_open: int = column("not filled, not past due", **COUNT)
    n_excused: int = column("not due because of a pause", **COUNT)
    n_extra: int = column("sessions beyond the quota", **COUNT)
    session_adherence: float = column("filled / due", missing="nothing was due", **SHARE)
    session_adherence_low: float = column(
        "the same, unrecorded as not done", missing="nothing was due", **SHARE
    )
    session_adherence_high: float = column(
        "the same, unrecorded left out", missing="nothing is known", **SHARE
    )


class _Adherence(SlotCounts):
    dose_adherence: float = column(
        "credited repetitions / asked, capped per slot",
        missing="nothing was due, or whole sessions", **SHARE,
    )  # fmt: skip
    dose_adherence_high: float = column(
        "the same, unrecorded credited in full",
        missing="nothing was due, or whole sessions", **SHARE,
    )  # fmt: skip
    dose_ratio: float = column(
        "repetitions in filled slots / asked, uncapped",
        unit="ratio", ge=0, missing="nothing was due, or whole sessions",
    )  # fmt: skip


class WeeklyAdherence(_Adherence):
    """Adherence of one exercise and side in one program week."""

    _key = ("patient_id", "exercise", "side", "week")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    week: int = column("program week; 0 or less is before the start")
    week_start: pd.Timestamp = column("first day of the program week")


class SessionAdherence(_Adherence):
    """Adherence of one patient in one program week, counted in whole sessions."""

    _key = ("patient_id", "week")

    patient_id: pd.CategoricalDtype = column("who")
    week: int = column("program week; 0 or less is before the start")
    week_start: pd.Timestamp = column("first day of the program week")


class ExerciseAdherence(_Adherence):
    """Adherence of one exercise and side over the whole program."""

    _key = ("patient_id", "exercise", "side")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")


class PatientAdherence(_Adherence):
    """Adherence of one patient over the whole program, counted in whole sessions."""

    _key = ("patient_id",)

    patient_id: pd.CategoricalDtype = column("who")


class AdherenceWindows(_Adherence):
    """Adherence of one patient in one window [window_start, window_end), by deadline."""

    _key = ("patient_id", "window_start")

    patient_id: pd.CategoricalDtype = column("who")
    window_start: pd.Timestamp = column("first day of the window")
    window_end: pd.Timestamp = column("first day after the window")


class MissedRuns(Frame):
    """Runs of missed slots of one exercise and side (or of whole sessions)."""

    _key = ("patient_id", "exercise", "side")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise", missing="whole sessions")
    side: pd.CategoricalDtype = column("side", missing="whole sessions")
    n_due: int = column("slots filled or past due", **COUNT)
    longest_missed_run: int = column("most missed slots in a row", unit="slots", ge=0)
    current_missed_run: int = column("missed slots in a row at as_of", unit="slots", ge=0)
    n_interruptions: int = column("runs of at least the interruption length", **COUNT)


class MonitoringPeriods(Frame):
    """On how many days of a period the log of one patient has data: counts, no verdict."""

    _key = ("patient_id", "first_on")

    patient_id: pd.CategoricalDtype = column("who")
    number: int = column("which period, from 1", ge=1)
    first_on: pd.Timestamp = column("first day of the period")
    last_on: pd.Timestamp = column("last day of it")
    days_entered: float = column(
        "days on which an entry was made, as far as entries have a time of entry",
        unit="days", ge=0, missing="none is counted, and an entry without a time may be of them",
    )  # fmt: skip
    days_about: int = column("days about which there is an entry", unit="days", ge=0)
    n_entries: int = column("sets, skip rows and check-ins about the period", **COUNT)
    n_entries_undated: int = column("of these, without a time of entry", **COUNT)
    days_range: str = column(
        "range that days_entered lies in, such as 2-15", missing="a month, or days not known"
    )
    is_open: bool = column("whether the period is not over at as_of")


class Persistence(Frame):
    """How long one patient kept going."""

    _key = ("patient_id",)

    patient_id: pd.CategoricalDtype = column("who")
    first_session_on: pd.Timestamp = column("day of the first session", missing="none yet")
    days_to_first_session: float = column(
        "days from the start to the first session", unit="days", missing="none yet"
    )
    last_session_on: pd.Timestamp = column("day of the latest session", missing="none yet")
    longest_gap_days: int = column(
        "most days in a row without a session, pauses left out", unit="days", ge=0
    )
    discontinued_on: pd.Timestamp = column(
        "first day of the first gap over the permissible length",
        missing="still going at as_of (censored)",
    )
    days_observed: int = column("days from the start to the end or as_of", unit="days", ge=0)
    days_persisted: int = column(
        "days from the start to discontinuation, or days observed", unit="days", ge=0
    )
    resumed: bool = column("whether sessions followed the discontinuation")


class WeeklyStreak(Frame):
    """Whole weeks kept in a row by one patient."""

    _key = ("patient_id",)

    patient_id: pd.CategoricalDtype = column("who")
    streak_weeks: int = column("weeks in a row, up to as_of, without a missed slot", unit="weeks")
    longest_streak_weeks: int = column("longest such row of weeks", unit="weeks", ge=0)


class Definitions(Frame):
    """One patient's adherence under one definition, over the same window."""

    _key = ("patient_id", "definition")

    patient_id: pd.CategoricalDtype = column("who")
    definition: pd.CategoricalDtype = column("name of the definition")
    counted: float = column("numerator", ge=0)
    asked: float = column("denominator", ge=0)
    value: float = column("counted / asked", unit="ratio", ge=0, missing="nothing was asked")
    question: str = column("the question that this definition answers")


class WeeklyVolume(Frame):
    """What was done of one exercise on one side in one program week."""

    _key = ("patient_id", "exercise", "side", "week")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    week: int = column("program week; 0 or less is before the start")
    week_start: pd.Timestamp = column("first day of the program week")
    n_sessions: int = column("sessions that contain it", **COUNT)
    n_sets: int = column("sets performed", **COUNT)
    n_reps: int = column("repetitions", **COUNT)
    hold_total_s: float = column(
        "reps x hold, over the sets whose hold is recorded",
        unit="s", ge=0, missing="no hold recorded",
    )  # fmt: skip
    n_sets_hold_missing: int = column("performed sets without a hold", **COUNT)
    volume_load_kg: float = column(
        "reps x load, over the sets with a load above 0",
        unit="kg", ge=0, missing="no load recorded",
    )  # fmt: skip
    n_sets_load_missing: int = column("performed sets without a load above 0", **COUNT)
    in_dose_range: float = column(
        "share of judged sets inside the prescribed reps (and hold, if recorded)",
        missing="no set could be judged", **SHARE,
    )  # fmt: skip
    n_sets_judged: int = column("sets with reps, on a day with a prescription", **COUNT)


class WeeklyPain(Frame):
    """Pain during one exercise on one side in one program week, over its sessions."""

    _key = ("patient_id", "exercise", "side", "week")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    week: int = column("program week; 0 or less is before the start")
    week_start: pd.Timestamp = column("first day of the program week")
    n_rated: int = column("sessions with a rating", **COUNT)
    n_missing: int = column("sessions that contain it, without a rating", **COUNT)
    pain_during_nrs_median: float = column("median over sessions", missing="none rated", **PAIN)
    pain_during_nrs_mean: float = column("mean over sessions", missing="none rated", **PAIN)
    pain_during_nrs_max: float = column("highest single rating", missing="none rated", **PAIN)
    n_safe: int = column("rated sessions in the safe zone", **COUNT)
    n_acceptable: int = column("rated sessions in the acceptable zone", **COUNT)
    n_high: int = column("rated sessions in the high zone", **COUNT)


class WeeklySessionPain(Frame):
    """Pain before, during and after the sessions of one patient in one program week."""

    _key = ("patient_id", "moment", "week")

    patient_id: pd.CategoricalDtype = column("who")
    moment: pd.CategoricalDtype = column("when it was rated", isin=("before", "during", "after"))
    week: int = column("program week; 0 or less is before the start")
    week_start: pd.Timestamp = column("first day of the program week")
    n_rated: int = column("sessions with a rating", **COUNT)
    n_missing: int = column("sessions without a rating", **COUNT)
    pain_nrs_median: float = column("median over sessions", missing="none rated", **PAIN)
    pain_nrs_mean: float = column("mean over sessions", missing="none rated", **PAIN)
    pain_nrs_max: float = column("highest over sessions", missing="none rated", **PAIN)
