"""Pain: by week, its trend, its change, its flares, and what it answers to."""

from rehabstats.metrics.pain.before_missed import pain_before_missed
from rehabstats.metrics.pain.change import pain_change
from rehabstats.metrics.pain.flares import pain_flares
from rehabstats.metrics.pain.limits import pain_limits
from rehabstats.metrics.pain.missing import pain_missing
from rehabstats.metrics.pain.phases import pain_phases
from rehabstats.metrics.pain.response import pain_response
from rehabstats.metrics.pain.runs import pain_runs
from rehabstats.metrics.pain.trend import pain_trend
from rehabstats.metrics.pain.weekly import weekly_pain, weekly_session_pain

__all__ = [
    "pain_before_missed",
    "pain_change",
    "pain_flares",
    "pain_limits",
    "pain_missing",
    "pain_phases",
    "pain_response",
    "pain_runs",
    "pain_trend",
    "weekly_pain",
    "weekly_session_pain",
]
