"""Pictures: a caseload's charts as files and on screens, with words and rows beside them."""

from rehabstats.pictures.kinds import CASELOAD, KINDS
from rehabstats.pictures.picture import Picture
from rehabstats.pictures.write import write_charts, write_pictures

__all__ = ["CASELOAD", "KINDS", "Picture", "write_charts", "write_pictures"]
