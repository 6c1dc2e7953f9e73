"""Pictures: a caseload's charts as files, one per patient, with names that are safe anywhere."""

from rehabstats.pictures.kinds import KINDS
from rehabstats.pictures.write import write_charts

__all__ = ["KINDS", "write_charts"]
