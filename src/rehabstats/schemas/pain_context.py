"""What stands around pain: its gaps, what it came before, and its prescriptions."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.schemas.log import COUNT, PAIN
from rehabstats.schemas.pain import LINE, PER_WEEK, SHARE, Series, reason_column


class PainMissing(Series):
    """What is missing of the weekly pain of one exercise and side, and what it could hide."""

    n_weeks: int = column("program weeks that are over and in which something was due", **COUNT)
    n_weeks_missing: int = column("of these, without enough rated days", **COUNT)
    missing_share: float = column("n_weeks_missing / n_weeks", missing="no week", **SHARE)
    longest_gap_weeks: int = column("most missing weeks in a row", unit="weeks", ge=0)
    before_gap_nrs_mean: float = column(
        "mean pain of the weeks just before a missing one", missing="no such week", **PAIN
    )
    other_nrs_mean: float = column("mean pain of the other weeks", missing="no such week", **PAIN)
    slope_per_week: float = column(
        "Theil-Sen slope of the weekly means", missing="see reason", **PER_WEEK
    )
    slope_if_worst_per_week: float = column(
        "the same, had every missing week been the worst one seen", missing="see reason", **PER_WEEK
    )
    reason: pd.CategoricalDtype = reason_column()


class PainBeforeMissed(Frame):
    """Pain during the sessions before a missed session against those before a kept one."""

    _key = ("patient_id",)

    patient_id: pd.CategoricalDtype = column("who")
    n_before_missed: int = column("rated sessions with a missed one after them", **COUNT)
    n_before_kept: int = column("rated sessions with a kept one after them", **COUNT)
    before_missed_nrs_median: float = column("median pain of the former", missing="none", **PAIN)
    before_kept_nrs_median: float = column("median pain of the latter", missing="none", **PAIN)
    higher_before_missed: float = column(
        "chance that a session before a missed one hurt more than one before a kept one",
        missing="see reason", **SHARE,
    )  # fmt: skip
    chance_low: float = column("lower end of its interval", missing="see reason", **SHARE)
    chance_high: float = column("upper end of its interval", missing="see reason", **SHARE)
    reason: pd.CategoricalDtype = reason_column()


class PainPhases(Frame):
    """Pain and repetitions of one exercise and side under one prescription."""

    _key = (*LINE, "phase")

    patient_id: pd.CategoricalDtype = column("who")
    exercise: pd.CategoricalDtype = column("id of the exercise")
    side: pd.CategoricalDtype = column("side")
    phase: int = column("number of the prescription, in order of time", ge=1)
    start_on: pd.Timestamp = column("first day on which it held")
    end_on: pd.Timestamp = column("first day on which it no longer held", missing="still holds")
    sessions_per_week: int = column("frequency asked for", unit="sessions/week", ge=0, le=28)
    sets: int = column("sets asked for", unit="count", ge=1)
    reps_min: int = column("least repetitions asked for", unit="count", ge=1)
    reps_max: int = column("most repetitions asked for", unit="count", ge=1)
    n_sessions: int = column("sessions that contain it", **COUNT)
    n_rated: int = column("of these, rated", **COUNT)
    pain_during_nrs_mean: float = column("mean over sessions", missing="none rated", **PAIN)
    pain_during_nrs_median: float = column("median over sessions", missing="none rated", **PAIN)
    less_than_before: float = column(
        "chance that a session hurts less than one of the phase before",
        missing="no phase before, or none rated", **SHARE,
    )  # fmt: skip
    chance_low: float = column("lower end of its interval", missing="too few", **SHARE)
    chance_high: float = column("upper end of its interval", missing="too few", **SHARE)
