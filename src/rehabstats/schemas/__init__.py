"""
The data dictionary: every frame that crosses a layer. READ THIS FIRST.

Each schema states its row, its key, and for each column the unit, the range and
what a missing value means. The dictionary in docs/ is generated from here.
"""

from rehabstats.schemas.categories import decode
from rehabstats.schemas.exercise_sessions import ExerciseSessions
from rehabstats.schemas.frame import Frame, bounds, choices, columns, key
from rehabstats.schemas.improvement import Improvement, PatientImprovement
from rehabstats.schemas.ledger import LedgerSlots, LedgerWeeks
from rehabstats.schemas.log import Checkins, Patients, Pauses, PrescriptionChanges, Sessions, Sets
from rehabstats.schemas.metrics import (
    AdherenceWindows,
    Definitions,
    MissedRuns,
    MonitoringPeriods,
    Persistence,
    SessionAdherence,
    WeeklyAdherence,
    WeeklyPain,
    WeeklySessionPain,
    WeeklyStreak,
    WeeklyVolume,
)
from rehabstats.schemas.pain import (
    PainChange,
    PainFlares,
    PainLimits,
    PainResponse,
    PainRuns,
    PainTrend,
)
from rehabstats.schemas.pain_context import PainBeforeMissed, PainMissing, PainPhases
from rehabstats.schemas.plan import Prescriptions
from rehabstats.schemas.progress import Function, Progression, Symmetry, VolumeChange
from rehabstats.schemas.signals import PatientsByNeed, Signals
from rehabstats.schemas.visit import VisitPeriods

#: Every schema, in the order in which a log passes through them.
ALL_FRAMES: tuple[type[Frame], ...] = (
    Patients,
    PrescriptionChanges,
    Pauses,
    Sets,
    Sessions,
    Checkins,
    Prescriptions,
    LedgerSlots,
    LedgerWeeks,
    WeeklyAdherence,
    SessionAdherence,
    AdherenceWindows,
    MissedRuns,
    MonitoringPeriods,
    Persistence,
    WeeklyStreak,
    Definitions,
    WeeklyVolume,
    WeeklyPain,
    WeeklySessionPain,
    ExerciseSessions,
    PainTrend,
    PainRuns,
    PainChange,
    PainFlares,
    PainLimits,
    PainResponse,
    PainMissing,
    PainBeforeMissed,
    PainPhases,
    VolumeChange,
    Symmetry,
    Progression,
    Function,
    Improvement,
    PatientImprovement,
    VisitPeriods,
    PatientsByNeed,
    Signals,
)

__all__ = [
    "ALL_FRAMES",
    "AdherenceWindows",
    "Checkins",
    "Definitions",
    "ExerciseSessions",
    "Frame",
    "Function",
    "Improvement",
    "LedgerSlots",
    "LedgerWeeks",
    "MissedRuns",
    "MonitoringPeriods",
    "PainBeforeMissed",
    "PainChange",
    "PainFlares",
    "PainLimits",
    "PainMissing",
    "PainPhases",
    "PainResponse",
    "PainRuns",
    "PainTrend",
    "PatientImprovement",
    "Patients",
    "PatientsByNeed",
    "Pauses",
    "Persistence",
    "PrescriptionChanges",
    "Prescriptions",
    "Progression",
    "SessionAdherence",
    "Sessions",
    "Sets",
    "Signals",
    "Symmetry",
    "VisitPeriods",
    "VolumeChange",
    "WeeklyAdherence",
    "WeeklyPain",
    "WeeklySessionPain",
    "WeeklyStreak",
    "WeeklyVolume",
    "bounds",
    "choices",
    "columns",
    "decode",
    "key",
]
