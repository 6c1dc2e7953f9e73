"""Bytes to raw frames: text as it stands in the file, indexed by its line."""

from rehabstats.read.raw import MalformedRow, RawTable
from rehabstats.read.tables import SUFFIXES, find_table, read_tables

__all__ = ["SUFFIXES", "MalformedRow", "RawTable", "find_table", "read_tables"]
