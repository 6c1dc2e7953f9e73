"""Charts: a metric frame drawn on matplotlib Axes; nothing is computed here."""

from rehabstats.charts.adherence import plot_weekly_adherence
from rehabstats.charts.calendar import plot_calendar
from rehabstats.charts.caseload import plot_caseload
from rehabstats.charts.exercise_volume import plot_exercise_volume
from rehabstats.charts.exercises import plot_exercise_pain
from rehabstats.charts.mirror import plot_side_mirror
from rehabstats.charts.page import plot_patient_page
from rehabstats.charts.pain import plot_weekly_pain
from rehabstats.charts.progression import plot_progression
from rehabstats.charts.run_chart import plot_run_chart
from rehabstats.charts.trend import plot_weekly_trend

__all__ = [
    "plot_calendar",
    "plot_caseload",
    "plot_exercise_pain",
    "plot_exercise_volume",
    "plot_patient_page",
    "plot_progression",
    "plot_run_chart",
    "plot_side_mirror",
    "plot_weekly_adherence",
    "plot_weekly_pain",
    "plot_weekly_trend",
]
