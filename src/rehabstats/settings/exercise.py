"""Thresholds of volume, progression, symmetry and function."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from rehabstats.settings.threshold import ASSUMPTION, UNVERIFIED, threshold


class ExerciseThresholds(BaseModel):
    """Volume, progression, symmetry and function."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_weeks: int = threshold(
        3, "complete weeks just before a week whose median is its reference",
        "uncoupled reference: Impellizzeri et al. 2021, doi:10.1007/s40279-020-01378-6",
        unit="weeks", ge=1, le=12,
    )  # fmt: skip
    reference_weeks_min: int = threshold(
        2, "complete weeks that the reference needs", ASSUMPTION, unit="weeks", ge=1, le=12
    )
    volume_rise_share: float = threshold(
        0.30, "rise above the reference that is worth a line", ASSUMPTION, ge=0.05, le=10
    )
    progression_reps_above: int = threshold(
        2, "repetitions above the upper end of the range, in the last set",
        "2-for-2 rule (Baechle and Earle), seen in secondary sources", unit="reps", ge=0, le=100,
    )  # fmt: skip
    progression_sessions: int = threshold(
        2, "sessions in a row in which that holds",
        "2-for-2 rule (Baechle and Earle), seen in secondary sources",
        unit="sessions", ge=1, le=20,
    )  # fmt: skip
    progression_pain_days: int = threshold(
        7, "days up to as_of whose pain must stay within the limit", ASSUMPTION,
        unit="days", ge=1, le=90,
    )  # fmt: skip
    symmetry_share: float = threshold(
        0.15, "side difference that is worth a line",
        "most papers with a threshold use 10-15 %, often without evidence: "
        "Parkinson et al. 2021, doi:10.52082/jssm.2021.594", ge=0.01, le=1,
    )  # fmt: skip
    symmetry_weeks: int = threshold(
        2, "complete weeks in a row with that difference", ASSUMPTION, unit="weeks", ge=1, le=12
    )
    function_days: int = threshold(
        14, "length of the first and of the current window of check-ins", ASSUMPTION,
        unit="days", ge=1, le=90,
    )  # fmt: skip
    function_change_psfs: float = threshold(
        2.0, "change of the mean of several activities beyond measurement error", UNVERIFIED,
        unit="PSFS", ge=0.1, le=10,
    )  # fmt: skip
    activity_change_psfs: float = threshold(
        3.0, "change of one activity, or of the mean of only one, beyond measurement error",
        UNVERIFIED, unit="PSFS", ge=0.1, le=10,
    )  # fmt: skip
