"""Raw frames to frames that keep their promises; problems in plain words."""

from rehabstats.validate.caseload import Caseload
from rehabstats.validate.load import check, load_caseload

__all__ = ["Caseload", "check", "load_caseload"]
