"""Thresholds of trends: how many points, and how sure."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from rehabstats.settings.threshold import ASSUMPTION, CONVENTION, threshold


class TrendThresholds(BaseModel):
    """How many points, and how sure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slope_points_min: int = threshold(
        6, "points from which a slope is given", ASSUMPTION, unit="points", ge=3, le=1000
    )
    direction_points_min: int = threshold(
        8, "points from which a direction is given", ASSUMPTION, unit="points", ge=4, le=1000
    )
    runs_points_min: int = threshold(
        10, "points off the median from which the runs rule speaks",
        "Anhoj and Olesen 2014, doi:10.1371/journal.pone.0113825", unit="points", ge=10, le=1000,
    )  # fmt: skip
    limits_points_min: int = threshold(
        12, "points from which limits of an XmR chart are given", ASSUMPTION,
        unit="points", ge=5, le=1000,
    )  # fmt: skip
    direction_alpha: float = threshold(
        0.05, "probability under no trend below which a direction is named", CONVENTION,
        ge=0.0001, le=0.5,
    )  # fmt: skip
    confidence: float = threshold(0.95, "confidence of intervals", CONVENTION, ge=0.5, le=0.9999)
    trend_size_nrs: float = threshold(
        1.0, "change over the whole series below which a direction is not called a change of pain",
        ASSUMPTION, unit="NRS", ge=0, le=10,
    )  # fmt: skip
    week_rated_days_min: int = threshold(
        2, "rated days that make a week a point of a weekly series", ASSUMPTION,
        unit="days", ge=1, le=7,
    )  # fmt: skip
