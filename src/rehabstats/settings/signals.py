"""Thresholds that only signals use."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from rehabstats.settings.threshold import ASSUMPTION, threshold
from rehabstats.vocabulary import INTERRUPTION_SLOTS


class SignalThresholds(BaseModel):
    """What makes a fact a signal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    interruption_slots: int = threshold(
        INTERRUPTION_SLOTS, "missed slots in a row that are an interruption", ASSUMPTION,
        unit="slots", ge=1, le=100,
    )  # fmt: skip
