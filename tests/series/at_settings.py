"""The statistics as metrics call them: with the thresholds of the settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from rehabstats import series
from rehabstats.settings import DEFAULTS


def _with(answer: Callable[..., Any], **thresholds: float) -> Callable[..., Any]:
    return update_wrapper(partial(answer, **thresholds), answer)


theil_sen = _with(series.theil_sen, confidence=DEFAULTS.confidence, min_n=DEFAULTS.slope_points_min)
mann_kendall = _with(series.mann_kendall, min_n=DEFAULTS.direction_points_min)
lag1_correlation = _with(series.lag1_correlation, min_n=DEFAULTS.slope_points_min)
anhoj = _with(series.anhoj, min_n=DEFAULTS.runs_points_min)
xmr = _with(series.xmr, min_n=DEFAULTS.limits_points_min)
nap = _with(series.nap, confidence=DEFAULTS.confidence)
smallest_reliable_change = _with(series.smallest_reliable_change, z=DEFAULTS.reliable_z)
reliable_change = _with(series.reliable_change, z=DEFAULTS.reliable_z)
