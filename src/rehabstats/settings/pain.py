"""Thresholds of pain: zones, windows, change, flares and responses."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from rehabstats.settings.threshold import ASSUMPTION, threshold

_MONITORING: Final = (
    "pain-monitoring model of tendon and kneecap rehabilitation, borrowed for hips and backs; "
    "published cut-offs differ; from memory, not verified"
)
_JENSEN: Final = "Jensen and McFarland 1993, doi:10.1016/0304-3959(93)90148-I"
_FARRAR: Final = "Farrar et al. 2001, doi:10.1016/S0304-3959(01)00349-9"
_CHILDS: Final = "Childs et al. 2005, low back pain, doi:10.1097/01.brs.0000164099.92112.29"
_BANDS: Final = (
    "IMMPACT bands of individual improvement; 20-30 % is unnamed there, closed downwards"
)
_JACOBSON: Final = "Jacobson and Truax 1991, J Consult Clin Psychol 59:12-19"


class PainThresholds(BaseModel):
    """Zones, windows, change, flares and responses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pain_safe_max_nrs: float = threshold(
        2.0, "upper end of the safe zone", _MONITORING, unit="NRS", ge=0, le=10
    )
    pain_acceptable_max_nrs: float = threshold(
        5.0, "upper end of the acceptable zone; above it pain is high",
        _MONITORING, unit="NRS", ge=0, le=10,
    )  # fmt: skip
    baseline_days: int = threshold(
        7,
        "length of the baseline, from the first prescribed day",
        ASSUMPTION,
        unit="days",
        ge=1,
        le=90,
    )
    baseline_days_max: int = threshold(
        14, "how far the baseline may be extended to have enough rated days",
        ASSUMPTION, unit="days", ge=1, le=90,
    )  # fmt: skip
    baseline_rated_days_min: int = threshold(
        4, "rated days that a baseline needs", _JENSEN, unit="days", ge=1, le=90
    )
    current_days: int = threshold(
        7, "length of the current window, which ends on as_of", ASSUMPTION,
        unit="days", ge=1, le=90,
    )  # fmt: skip
    current_rated_days_min: int = threshold(
        3, "rated days that the current window needs", ASSUMPTION, unit="days", ge=1, le=90
    )
    pain_sem_nrs: float = threshold(
        1.02, "standard error of measurement of one rating", _CHILDS, unit="NRS", ge=0.05, le=5
    )
    reliable_z: float = threshold(
        1.96, "standard errors beyond which a change is called reliable", _JACOBSON, ge=0.5, le=5
    )
    important_change_nrs: float = threshold(
        2.0, "points that patients call much improved", _FARRAR, unit="NRS", ge=0, le=10
    )
    important_change_share: float = threshold(
        0.30, "share of the baseline that patients call much improved", _FARRAR, ge=0, le=1
    )
    band_minimal_share: float = threshold(
        0.10, "share from which a change is minimal", _BANDS, ge=0, le=1
    )
    band_moderate_share: float = threshold(
        0.30, "share from which a change is moderate", _BANDS, ge=0, le=1
    )
    band_substantial_share: float = threshold(
        0.50, "share from which a change is substantial", _BANDS, ge=0, le=1
    )
    share_baseline_min_nrs: float = threshold(
        2.0, "baseline below which a change is given in points only", ASSUMPTION,
        unit="NRS", ge=0, le=10,
    )  # fmt: skip

    flare_rise_nrs: float = threshold(
        2.0, "rise above the baseline median that makes a flare", f"{ASSUMPTION}: no consensus",
        unit="NRS", ge=0.5, le=10,
    )  # fmt: skip
    flare_rated_days_min: int = threshold(
        2, "rated days in a row that a flare needs", ASSUMPTION, unit="days", ge=1, le=30
    )
    flare_unrated_days_max: int = threshold(
        1, "unrated days inside a flare that do not end it", ASSUMPTION, unit="days", ge=0, le=1
    )
    next_day_from_h: float = threshold(
        12.0, "hours after which the next rating tells about the next day", ASSUMPTION,
        unit="h", ge=0, le=72,
    )  # fmt: skip
    next_day_to_h: float = threshold(
        36.0, "hours up to which it does", ASSUMPTION, unit="h", ge=1, le=96
    )
    within_session_rise_nrs: float = threshold(
        2.0, "rise from before to after a session that is counted", ASSUMPTION,
        unit="NRS", ge=0.5, le=10,
    )  # fmt: skip
