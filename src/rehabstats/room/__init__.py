"""The room: a caseload seen from one day, with every public frame under its name."""

from rehabstats.room.catalogue import public_frames
from rehabstats.room.patient import PatientRoom, each, weekly_during
from rehabstats.room.room import Room

__all__ = ["PatientRoom", "Room", "each", "public_frames", "weekly_during"]
