"""Signals: named rules over the metrics, each with its evidence."""

from rehabstats.signals.find import find_signals
from rehabstats.signals.need import merge_signals, patients_by_need
from rehabstats.signals.rule import Rule
from rehabstats.signals.rules import RULES

__all__ = ["RULES", "Rule", "find_signals", "merge_signals", "patients_by_need"]
