"""Charts: a metric frame drawn on matplotlib Axes; nothing is computed here."""

from rehabstats.charts.adherence import plot_weekly_adherence
from rehabstats.charts.pain import plot_weekly_pain
from rehabstats.charts.trend import plot_weekly_trend

__all__ = ["plot_weekly_adherence", "plot_weekly_pain", "plot_weekly_trend"]
