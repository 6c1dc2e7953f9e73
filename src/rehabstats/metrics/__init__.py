"""Metrics: validated frames and the ledger to metric frames; pure functions."""

from rehabstats.metrics.adherence import adherence, session_adherence, weekly_adherence
from rehabstats.metrics.definitions import definitions
from rehabstats.metrics.pain import weekly_pain, weekly_session_pain
from rehabstats.metrics.persistence import persistence
from rehabstats.metrics.runs import missed_runs
from rehabstats.metrics.streak import weekly_streak
from rehabstats.metrics.volume import weekly_volume
from rehabstats.metrics.windows import adherence_windows

__all__ = [
    "adherence",
    "adherence_windows",
    "definitions",
    "missed_runs",
    "persistence",
    "session_adherence",
    "weekly_adherence",
    "weekly_pain",
    "weekly_session_pain",
    "weekly_streak",
    "weekly_volume",
]
