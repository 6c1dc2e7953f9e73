"""Export: frames to files that other programs read."""

from rehabstats.export.tables import FORMATS, write_table, write_tables

__all__ = ["FORMATS", "write_table", "write_tables"]
