"""Thresholds of adherence and persistence, and the days that a visit looks back on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from rehabstats.settings.threshold import ASSUMPTION, threshold


class AdherenceThresholds(BaseModel):
    """What a full session, a discontinuation and the days since a visit are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    full_session_share: float = threshold(
        0.80, "share of the repetitions asked for that makes an exercise session a full one",
        "commonest lower cut-off in the literature, a convention without a dose-response behind "
        "it: Bailey et al. 2020, doi:10.1136/bjsports-2017-098742", ge=0.01, le=1,
    )  # fmt: skip
    permissible_gap_days: int = threshold(
        14, "longest stretch without a performed session, pauses left out, that is no "
        "discontinuation", ASSUMPTION, unit="days", ge=0, le=365,
    )  # fmt: skip
    visit_days: int = threshold(
        28, "last days that are compared with as many before, where no visit is stated",
        ASSUMPTION, unit="days", ge=1, le=365,
    )  # fmt: skip
