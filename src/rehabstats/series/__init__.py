"""
Series: statistics of one series or of many at once; it knows arrays, not patients.

It has no thresholds: how many points, and how sure, are asked for in each call. The
values in use stand in `rehabstats.settings`.
"""

from rehabstats.series.change import ReliableChange, reliable_change, smallest_reliable_change
from rehabstats.series.lag import Lag1, lag1_correlation
from rehabstats.series.mann_kendall import MannKendall, mann_kendall
from rehabstats.series.overlap import Nap, nap
from rehabstats.series.runs_rule import RunsRule, anhoj
from rehabstats.series.theil_sen import TheilSen, theil_sen
from rehabstats.series.xmr import Xmr, xmr

__all__ = [
    "Lag1",
    "MannKendall",
    "Nap",
    "ReliableChange",
    "RunsRule",
    "TheilSen",
    "Xmr",
    "anhoj",
    "lag1_correlation",
    "mann_kendall",
    "nap",
    "reliable_change",
    "smallest_reliable_change",
    "theil_sen",
    "xmr",
]
