"""The plan: what holds for whom, and from when to when."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import Frame, column


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
