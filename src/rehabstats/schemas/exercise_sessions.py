"""What each session holds of each exercise and side: the points of every series."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.schemas.log import COUNT, PAIN


class ExerciseSessions(Frame):
    """What one performed session holds of one exercise on one side, and what was asked."""

    _key = ("patient_id", "exercise", "side", "session_id")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    session_id: str = column("which session")
    session_day: pd.Timestamp = column("its local day")
    week: int = column("program week; 0 or less is before the start")
    n_sets: int = column("sets performed", unit="count", ge=1)
    n_reps: int = column("repetitions of all its sets", **COUNT)
    reps_per_set: float = column("mean repetitions of a set", ge=0, missing="not counted")
    hold_s: float = column("mean hold, weighted by repetitions", unit="s", missing="not recorded")
    load_kg: float = column("mean load above 0", unit="kg", missing="none, or not recorded")
    rom_deg: float = column("mean range of motion", unit="deg", missing="not recorded")
    pain_during_nrs_mean: float = column("mean over its rated sets", missing="not rated", **PAIN)
    pain_during_nrs_max: float = column("highest rating", missing="not rated", **PAIN)
    asked_sets: float = column("sets asked for that day", ge=1, missing="not prescribed")
    asked_reps_min: float = column("least repetitions of a set", ge=1, missing="not prescribed")
    asked_reps_max: float = column("most repetitions of a set", ge=1, missing="not prescribed")
    asked_hold_min_s: float = column("shortest hold", unit="s", missing="no hold prescribed")
    asked_hold_max_s: float = column("longest hold", unit="s", missing="no hold prescribed")
