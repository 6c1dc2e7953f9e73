"""
The data dictionary: every frame that crosses a layer. READ THIS FIRST.

Each schema states its row, its key, and for each column the unit, the range and
what a missing value means. The dictionary in docs/ is generated from here.
"""

from rehabstats.schemas.categories import decode
from rehabstats.schemas.frame import Frame, bounds, choices, columns, key
from rehabstats.schemas.ledger import LedgerSlots, LedgerWeeks
from rehabstats.schemas.log import Checkins, Patients, Pauses, PrescriptionChanges, Sessions, Sets
from rehabstats.schemas.metrics import (
    AdherenceWindows,
    Definitions,
    MissedRuns,
    Persistence,
    SessionAdherence,
    WeeklyAdherence,
    WeeklyPain,
    WeeklySessionPain,
    WeeklyStreak,
    WeeklyVolume,
)
from rehabstats.schemas.plan import Prescriptions

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
    Persistence,
    WeeklyStreak,
    Definitions,
    WeeklyVolume,
    WeeklyPain,
    WeeklySessionPain,
)

__all__ = [
    "ALL_FRAMES",
    "AdherenceWindows",
    "Checkins",
    "Definitions",
    "Frame",
    "LedgerSlots",
    "LedgerWeeks",
    "MissedRuns",
    "Patients",
    "Pauses",
    "Persistence",
    "PrescriptionChanges",
    "Prescriptions",
    "SessionAdherence",
    "Sessions",
    "Sets",
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
