"""Explorer: one patient at a time, as a chart with the numbers below it, to be asked further."""

from rehabstats.explorer.explore import Explorer, explore

__all__ = ["Explorer", "explore"]
