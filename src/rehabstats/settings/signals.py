"""Thresholds that only signals use."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from rehabstats.settings.threshold import ASSUMPTION, threshold


class SignalThresholds(BaseModel):
    """What makes a fact a signal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    concern_days: int = threshold(
        14, "days up to as_of in which an event counts as current", ASSUMPTION,
        unit="days", ge=1, le=90,
    )  # fmt: skip
    no_record_days: int = threshold(
        8, "days without any entry, pauses left out", ASSUMPTION, unit="days", ge=1, le=90
    )
    interruption_slots: int = threshold(
        3, "missed sessions in a row that are an interruption", ASSUMPTION,
        unit="slots", ge=1, le=100,
    )  # fmt: skip
    interruption_days: int = threshold(
        7, "days without a performed session that an interruption needs", ASSUMPTION,
        unit="days", ge=1, le=90,
    )  # fmt: skip
    adherence_weeks: int = threshold(
        2, "last complete weeks that are compared with those before", ASSUMPTION,
        unit="weeks", ge=1, le=12,
    )  # fmt: skip
    adherence_weeks_before: int = threshold(
        3, "complete weeks before them that are needed", ASSUMPTION, unit="weeks", ge=1, le=52
    )
    adherence_drop: float = threshold(
        0.35, "drop of session adherence that is worth a line", ASSUMPTION, ge=0.05, le=1
    )
    flare_step_days: int = threshold(
        5, "days from one rated day of a flare signal to the next, unrated ones between or not",
        ASSUMPTION, unit="days", ge=1, le=14,
    )  # fmt: skip
    flare_line_days_min: int = threshold(
        3, "rated days that a flare of a single exercise needs to be a signal", ASSUMPTION,
        unit="days", ge=1, le=30,
    )  # fmt: skip
    flare_merge_days: int = threshold(
        14, "days between two flares of a patient up to which they are told as one", ASSUMPTION,
        unit="days", ge=0, le=90,
    )  # fmt: skip
    high_share: float = threshold(
        0.50, "share of sessions in the high zone that is worth a line", ASSUMPTION, ge=0.05, le=1
    )
    recent_sessions_min: int = threshold(
        4, "rated sessions of the last days that a share needs", ASSUMPTION,
        unit="sessions", ge=2, le=50,
    )  # fmt: skip
    not_settled_share: float = threshold(
        0.75, "share of next days that had not settled", ASSUMPTION, ge=0.05, le=1
    )
    not_settled_rise_nrs: float = threshold(
        1.0, "mean rise to the next day that is worth a line", ASSUMPTION, unit="NRS", ge=0, le=10
    )
    plateau_weeks: int = threshold(
        4, "last weeks without further change that make a plateau", ASSUMPTION,
        unit="weeks", ge=2, le=26,
    )  # fmt: skip
    backfill_days: int = threshold(
        2, "days after a session from which its entry is late", ASSUMPTION,
        unit="days", ge=1, le=30,
    )  # fmt: skip
    backfill_share: float = threshold(
        0.50, "share of late entries that is worth a line", ASSUMPTION, ge=0.05, le=1
    )
    default_sessions_min: int = threshold(
        5, "sessions that must all equal what a form shows first", ASSUMPTION,
        unit="sessions", ge=2, le=100,
    )  # fmt: skip
    unrecorded_share: float = threshold(
        0.50, "share of sessions due about which nothing is recorded", ASSUMPTION, ge=0.05, le=1
    )
    unrecorded_weeks: int = threshold(
        4, "last weeks over which that share is taken", ASSUMPTION, unit="weeks", ge=1, le=52
    )
