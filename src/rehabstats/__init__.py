"""
Progress in home-exercise programs: prescribed against done, per exercise and side.

Importing does no work: each public name is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from rehabstats.audit import ExportDiff as ExportDiff
    from rehabstats.audit import compare_exports as compare_exports
    from rehabstats.charts import plot_calendar as plot_calendar
    from rehabstats.charts import plot_caseload as plot_caseload
    from rehabstats.charts import plot_exercise_pain as plot_exercise_pain
    from rehabstats.charts import plot_exercise_volume as plot_exercise_volume
    from rehabstats.charts import plot_patient_page as plot_patient_page
    from rehabstats.charts import plot_progression as plot_progression
    from rehabstats.charts import plot_run_chart as plot_run_chart
    from rehabstats.charts import plot_side_mirror as plot_side_mirror
    from rehabstats.charts import plot_weekly_adherence as plot_weekly_adherence
    from rehabstats.charts import plot_weekly_pain as plot_weekly_pain
    from rehabstats.charts import plot_weekly_trend as plot_weekly_trend
    from rehabstats.errors import DroppedRowsWarning as DroppedRowsWarning
    from rehabstats.errors import ReadError as ReadError
    from rehabstats.errors import RehabstatsError as RehabstatsError
    from rehabstats.errors import RehabstatsWarning as RehabstatsWarning
    from rehabstats.errors import ValidationError as ValidationError
    from rehabstats.explanations import Explanation as Explanation
    from rehabstats.explanations import explain as explain
    from rehabstats.explorer import explore as explore
    from rehabstats.ledger import Ledger as Ledger
    from rehabstats.ledger import build_ledger as build_ledger
    from rehabstats.metrics import adherence as adherence
    from rehabstats.metrics import adherence_windows as adherence_windows
    from rehabstats.metrics import definitions as definitions
    from rehabstats.metrics import exercise_sessions as exercise_sessions
    from rehabstats.metrics import function as function
    from rehabstats.metrics import improvement as improvement
    from rehabstats.metrics import missed_runs as missed_runs
    from rehabstats.metrics import monitoring_periods as monitoring_periods
    from rehabstats.metrics import pain_before_missed as pain_before_missed
    from rehabstats.metrics import pain_change as pain_change
    from rehabstats.metrics import pain_flares as pain_flares
    from rehabstats.metrics import pain_limits as pain_limits
    from rehabstats.metrics import pain_missing as pain_missing
    from rehabstats.metrics import pain_phases as pain_phases
    from rehabstats.metrics import pain_response as pain_response
    from rehabstats.metrics import pain_runs as pain_runs
    from rehabstats.metrics import pain_trend as pain_trend
    from rehabstats.metrics import persistence as persistence
    from rehabstats.metrics import progression as progression
    from rehabstats.metrics import session_adherence as session_adherence
    from rehabstats.metrics import symmetry as symmetry
    from rehabstats.metrics import visit_periods as visit_periods
    from rehabstats.metrics import volume_change as volume_change
    from rehabstats.metrics import weekly_adherence as weekly_adherence
    from rehabstats.metrics import weekly_pain as weekly_pain
    from rehabstats.metrics import weekly_session_pain as weekly_session_pain
    from rehabstats.metrics import weekly_streak as weekly_streak
    from rehabstats.metrics import weekly_volume as weekly_volume
    from rehabstats.pictures import write_charts as write_charts
    from rehabstats.plan import build_plan as build_plan
    from rehabstats.problems import Problem as Problem
    from rehabstats.problems import Problems as Problems
    from rehabstats.programs import Program as Program
    from rehabstats.programs import builtin_programs as builtin_programs
    from rehabstats.programs import load_program as load_program
    from rehabstats.report import WrittenReport as WrittenReport
    from rehabstats.report import write_report as write_report
    from rehabstats.settings import Settings as Settings
    from rehabstats.settings import load_settings as load_settings
    from rehabstats.signals import find_signals as find_signals
    from rehabstats.signals import patients_by_need as patients_by_need
    from rehabstats.validate import Caseload as Caseload
    from rehabstats.validate import check as check
    from rehabstats.validate import load_caseload as load_caseload

_HOME = {
    "audit": ("ExportDiff", "compare_exports"),
    "charts": (
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
    ),
    "errors": (
        "DroppedRowsWarning",
        "ReadError",
        "RehabstatsError",
        "RehabstatsWarning",
        "ValidationError",
    ),
    "explanations": ("Explanation", "explain"),
    "explorer": ("explore",),
    "ledger": ("Ledger", "build_ledger"),
    "metrics": (
        "adherence",
        "adherence_windows",
        "definitions",
        "exercise_sessions",
        "function",
        "improvement",
        "missed_runs",
        "monitoring_periods",
        "pain_before_missed",
        "pain_change",
        "pain_flares",
        "pain_limits",
        "pain_missing",
        "pain_phases",
        "pain_response",
        "pain_runs",
        "pain_trend",
        "persistence",
        "progression",
        "session_adherence",
        "symmetry",
        "visit_periods",
        "volume_change",
        "weekly_adherence",
        "weekly_pain",
        "weekly_session_pain",
        "weekly_streak",
        "weekly_volume",
    ),
    "pictures": ("write_charts",),
    "plan": ("build_plan",),
    "problems": ("Problem", "Problems"),
    "programs": ("Program", "builtin_programs", "load_program"),
    "report": ("WrittenReport", "write_report"),
    "settings": ("Settings", "load_settings"),
    "signals": ("find_signals", "patients_by_need"),
    "validate": ("Caseload", "check", "load_caseload"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [  # noqa: PLE0604 - the one list is _HOME
    "__version__",
    *sorted(_MODULE_OF),
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
