"""The rules, in the order in which they are read."""

from __future__ import annotations

from typing import Final

from rehabstats.signals import exercise, log, pain, stopping
from rehabstats.signals.rule import Rule

#: Concern before improvement before "not enough data"; within each, what to read first.
RULES: Final[tuple[Rule, ...]] = (
    *stopping.RULES,
    *pain.CONCERNS,
    *exercise.CONCERNS,
    *log.CONCERNS,
    *pain.IMPROVEMENTS,
    *exercise.IMPROVEMENTS,
    *log.NOT_ENOUGH,
)
