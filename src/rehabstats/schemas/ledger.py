"""The plan, and the ledger: prescribed and done, joined slot by slot."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.vocabulary import STATES


class LedgerSlots(Frame):
    """
    One slot: one prescribed occasion of one exercise and side, or one extra session.

    For ``unit="session"`` exercise and side are missing: the slot is a whole session.
    """

    _key = ("patient_id", "exercise", "side", "week", "slot")

    patient_id: pd.CategoricalDtype = column("whose slot it is")
    exercise: pd.CategoricalDtype = column("id of the exercise", missing="a whole session")
    side: pd.CategoricalDtype = column("side", missing="a whole session")
    week: int = column("program week; 0 or less is before the start")
    week_start: pd.Timestamp = column("first day of the program week")
    slot: int = column(
        "number in the week: due slots by deadline, then excused ones, then extras", ge=1
    )
    due_on: pd.Timestamp = column(
        "last day on which it can be met", missing="not due: excused or extra"
    )
    state: pd.CategoricalDtype = column("what became of it", isin=STATES)
    session_id: str = column(
        "the session that filled it, or whose skip row explains it", missing="none"
    )
    session_day: pd.Timestamp = column("local day of that session", missing="none")
    reps_done: float = column(
        "repetitions in that session, 0 if skipped or omitted",
        unit="count", ge=0, missing="unrecorded, not due yet, or not counted",
    )  # fmt: skip
    reps_asked: float = column(
        "sets x reps_min", unit="count", ge=1, missing="nothing asked: excused, extra or session"
    )


class LedgerWeeks(Frame):
    """One program week of one exercise and side (or of whole sessions), due or not."""

    _key = ("patient_id", "exercise", "side", "week")

    patient_id: pd.CategoricalDtype = column("whose week it is")
    exercise: pd.CategoricalDtype = column("id of the exercise", missing="whole sessions")
    side: pd.CategoricalDtype = column("side", missing="whole sessions")
    week: int = column("program week", ge=1)
    week_start: pd.Timestamp = column("first day of the program week")
    n_eligible_days: int = column(
        "days on which it was prescribed and not paused", unit="days", ge=0, le=7
    )
    quota: int = column("slots asked for", unit="count", ge=0)
    quota_unpaused: int = column("slots had there been no pause", unit="count", ge=0)


class Prescriptions(Frame):
    """One prescription: an exercise and side of one patient over [valid_from, valid_to)."""

    _key = ("patient_id", "exercise", "side", "valid_from")

    patient_id: pd.CategoricalDtype = column("whose prescription it is")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side prescribed", isin=("left", "right", "both"))
    valid_from: pd.Timestamp = column("first day on which it holds")
    valid_to: pd.Timestamp = column("first day on which it no longer holds", missing="open-ended")
    sessions_per_week: int = column("frequency asked for", unit="sessions/week", ge=0, le=28)
    sets: int = column("sets per session", unit="count", ge=1)
    reps_min: int = column("least repetitions per set", unit="count", ge=1)
    reps_max: int = column("most repetitions per set", unit="count", ge=1)
    hold_min_s: float = column("shortest hold", unit="s", ge=0, missing="no hold prescribed")
    hold_max_s: float = column("longest hold", unit="s", ge=0, missing="no hold prescribed")
    source: pd.CategoricalDtype = column(
        "where it comes from", isin=("program", "patients", "prescriptions")
    )
