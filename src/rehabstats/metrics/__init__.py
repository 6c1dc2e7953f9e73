"""Metrics: validated frames and the ledger to metric frames; pure functions."""

from rehabstats.metrics.adherence import adherence, session_adherence, weekly_adherence
from rehabstats.metrics.definitions import definitions
from rehabstats.metrics.exercise_sessions import exercise_sessions
from rehabstats.metrics.function import function
from rehabstats.metrics.improvement import improvement
from rehabstats.metrics.monitoring import monitoring_periods
from rehabstats.metrics.pain import (
    pain_before_missed,
    pain_change,
    pain_flares,
    pain_limits,
    pain_missing,
    pain_phases,
    pain_response,
    pain_runs,
    pain_trend,
    weekly_pain,
    weekly_session_pain,
)
from rehabstats.metrics.persistence import persistence
from rehabstats.metrics.progression import progression
from rehabstats.metrics.runs import missed_runs
from rehabstats.metrics.streak import weekly_streak
from rehabstats.metrics.symmetry import symmetry
from rehabstats.metrics.visit import visit_periods
from rehabstats.metrics.volume import weekly_volume
from rehabstats.metrics.volume_change import volume_change
from rehabstats.metrics.windows import adherence_windows

__all__ = [
    "adherence",
    "adherence_windows",
    "definitions",
    "exercise_sessions",
    "function",
    "improvement",
    "missed_runs",
    "monitoring_periods",
    "pain_before_missed",
    "pain_change",
    "pain_flares",
    "pain_limits",
    "pain_missing",
    "pain_phases",
    "pain_response",
    "pain_runs",
    "pain_trend",
    "persistence",
    "progression",
    "session_adherence",
    "symmetry",
    "visit_periods",
    "volume_change",
    "weekly_adherence",
    "weekly_pain",
    "weekly_session_pain",
    "weekly_streak",
    "weekly_volume",
]
