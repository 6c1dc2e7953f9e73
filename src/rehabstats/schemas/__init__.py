"""
The data dictionary: every frame that crosses a layer. READ THIS FIRST.

Each schema states its row, its key, and for each column the unit, the range and
what a missing value means. The schema of a metric is named by its row of the catalogue
(`rehabstats.room.public_frames`), and the dictionary in docs/ is generated from there.
"""

from rehabstats.schemas.frame import Frame, bounds, choices, columns, decode, key
from rehabstats.schemas.ledger import LedgerSlots, LedgerWeeks, Prescriptions
from rehabstats.schemas.log import Checkins, Patients, Pauses, PrescriptionChanges, Sessions, Sets

__all__ = [
    "Checkins",
    "Frame",
    "LedgerSlots",
    "LedgerWeeks",
    "Patients",
    "Pauses",
    "PrescriptionChanges",
    "Prescriptions",
    "Sessions",
    "Sets",
    "bounds",
    "choices",
    "columns",
    "decode",
    "key",
]
