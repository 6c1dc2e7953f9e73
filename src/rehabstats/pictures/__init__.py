"""Pictures: a caseload's charts as files, with names that are safe anywhere."""

from rehabstats.pictures.kinds import CASELOAD, KINDS
from rehabstats.pictures.write import write_charts

__all__ = ["CASELOAD", "KINDS", "write_charts"]
