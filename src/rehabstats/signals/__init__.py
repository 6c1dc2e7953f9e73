"""Signals: named rules over the metrics, each with its seen."""

from rehabstats.signals.find import RULES, find_signals, patients_of, signals_of
from rehabstats.signals.need import merge_signals, patients_by_need
from rehabstats.signals.rule import Rule

__all__ = [
    "RULES",
    "Rule",
    "find_signals",
    "merge_signals",
    "patients_by_need",
    "patients_of",
    "signals_of",
]
