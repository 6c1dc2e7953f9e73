"""
Dialects: raw tables of a file in, raw tables of a caseload out, with what must be said of it.

A shape or another program's export is one file here: a module with a ``DIALECT``. It sees the
tables of one file, the sheets of a workbook among them, before anything is validated.
"""

from rehabstats.dialects.dialect import Dialect, Translated
from rehabstats.dialects.translate import translate

__all__ = ["Dialect", "Translated", "translate"]
