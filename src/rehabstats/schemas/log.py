"""The log and what belongs to it, after validation: patients, sets, sessions, pauses, check-ins."""

from __future__ import annotations

from typing import Any, ClassVar

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.vocabulary import (
    CLEARANCES,
    INVOLVED_SIDES,
    PAIN_MAX_NRS,
    PAIN_MIN_NRS,
    SIDES,
    SKIP_REASONS,
    STATUSES,
)

PAIN: dict[str, Any] = {"unit": "NRS 0-10", "ge": PAIN_MIN_NRS, "le": PAIN_MAX_NRS}
COUNT: dict[str, Any] = {"unit": "count", "ge": 0}


class Patients(Frame):
    """One patient of the caseload, in the order of the file."""

    _key = ("patient_id",)

    patient_id: pd.CategoricalDtype = column("pseudonymous id of the person exercising")
    program: pd.CategoricalDtype = column("id of the program that was prescribed")
    start_date: pd.Timestamp = column("first day of program week 1")
    end_date: pd.Timestamp = column("first day after the program", missing="open-ended")
    sessions_per_week: pd.Int64Dtype = column(
        "frequency asked for, for the whole program",
        unit="sessions/week", ge=0, le=28, missing="as the program's phases say",
    )  # fmt: skip
    involved_side: pd.CategoricalDtype = column(
        "side under treatment", isin=INVOLVED_SIDES, missing="not known"
    )
    clearance: pd.CategoricalDtype = column(
        "a physician's word on exercising after surgery", isin=CLEARANCES, missing="not known"
    )


class PrescriptionChanges(Frame):
    """One change of one exercise and side over [valid_from, valid_to), as the file states it."""

    _key = ("patient_id", "exercise", "side", "valid_from")

    patient_id: pd.CategoricalDtype = column("whose prescription it is")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side prescribed", isin=("left", "right", "both"))
    valid_from: pd.Timestamp = column("first day on which it holds")
    valid_to: pd.Timestamp = column(
        "first day on which it no longer holds", missing="until the next change, or the end"
    )
    sessions_per_week: pd.Int64Dtype = column(
        "frequency asked for; 0 takes the exercise out",
        unit="sessions/week", ge=0, le=28, missing="as before",
    )  # fmt: skip
    sets: pd.Int64Dtype = column("sets per session", unit="count", ge=1, le=50, missing="as before")
    reps_min: pd.Int64Dtype = column(
        "least repetitions per set", unit="count", ge=1, le=1000, missing="as before"
    )
    reps_max: pd.Int64Dtype = column(
        "most repetitions per set", unit="count", ge=1, le=1000, missing="as before"
    )
    hold_min_s: float = column(
        "shortest hold per repetition", unit="s", ge=0, le=3600, missing="as before"
    )
    hold_max_s: float = column(
        "longest hold per repetition", unit="s", ge=0, le=3600, missing="as before"
    )


class Pauses(Frame):
    """One excused interval [start_date, end_date) of one patient."""

    _key = ("patient_id", "start_date")

    patient_id: pd.CategoricalDtype = column("who pauses")
    start_date: pd.Timestamp = column("first day of the pause")
    end_date: pd.Timestamp = column("first day after the pause")
    reason: str = column("in the words of the file", missing="not stated")


class Sets(Frame):
    """One set of one exercise on one side; the index is the line in the file."""

    _key: ClassVar[tuple[str, ...]] = ("session_row", "exercise", "side", "set_no")

    patient_id: pd.CategoricalDtype = column("who exercised")
    session_row: int = column("row of `sessions` that this set belongs to", ge=0)
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("laterality of the exercise", isin=SIDES)
    set_no: int = column(
        "number of the set in its session, exercise and side", unit="count", ge=0, le=10_000
    )
    reps: pd.Int64Dtype = column(
        "repetitions done", unit="count", ge=0, le=1000, missing="not counted (a timed hold)"
    )
    hold_s: float = column("hold per repetition", unit="s", ge=0, le=3600, missing="not recorded")
    load_kg: float = column(
        "load; negative is assistance", unit="kg", ge=-500, le=500,
        missing="not recorded, or body weight",
    )  # fmt: skip
    rom_deg: float = column("range of motion", unit="deg", ge=-180, le=360, missing="not recorded")
    pain_during_nrs: float = column("pain during the set", missing="not rated", **PAIN)
    effort_cr10: float = column("effort, Borg CR10", unit="CR10", ge=0, le=10, missing="not rated")
    status: pd.CategoricalDtype = column("done, or skipped on purpose", isin=STATUSES)
    skip_reason: pd.CategoricalDtype = column(
        "why it was skipped", isin=SKIP_REASONS, missing="done, or not stated"
    )
    modification: str = column("what was changed, in free text", missing="nothing stated")
    note: str = column("free text of the person exercising", missing="none")
    recorded_at: pd.Timestamp = column("when the entry was made, local time", missing="not known")


class Sessions(Frame):
    """One session: one sitting of one patient, in order of patient and time."""

    _key = ("patient_id", "session_id")

    patient_id: pd.CategoricalDtype = column("who exercised")
    session_id: str = column("the file's id, or else its start")
    started_at: pd.Timestamp = column("start, local wall-clock time")
    day: pd.Timestamp = column("local calendar day of the start")
    pain_before_nrs: float = column("pain before the session", missing="not rated", **PAIN)
    pain_after_nrs: float = column("pain after the session", missing="not rated", **PAIN)
    performed: bool = column("whether some repetition or timed hold was done")


class LogRows(Sets):
    """One set with its session, in order of time, up to the day from which it is seen."""

    _key: ClassVar[tuple[str, ...]] = ("line",)

    line: int = column("line in the file")
    started_at: pd.Timestamp = column("start of the session, local wall-clock time")
    day: pd.Timestamp = column("local calendar day of the start")
    pain_before_nrs: float = column("pain before the session", missing="not rated", **PAIN)
    pain_after_nrs: float = column("pain after the session", missing="not rated", **PAIN)
    performed: bool = column("whether some repetition or timed hold was done in the session")
    lag_days: float = column(
        "days from the session to its first entry", unit="days", missing="not known"
    )
    week: int = column("program week; 0 or less is before the start")


class Checkins(Frame):
    """One activity rated on one date (Patient-Specific Functional Scale)."""

    _key = ("patient_id", "date", "activity")

    patient_id: pd.CategoricalDtype = column("who rated")
    date: pd.Timestamp = column("day of the rating")
    activity: str = column("the activity, in the person's words")
    score_psfs: float = column("ability; 10 = able as before", unit="PSFS 0-10", ge=0, le=10)
