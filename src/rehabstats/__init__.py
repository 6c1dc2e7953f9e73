"""
Progress in home-exercise programs: prescribed against done, per exercise and side.

Importing does no work: each public name is loaded when it is first used.
"""

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any

__version__ = "0.1.0"

#: What is public, by the package that it is in. A metric is in the module of its name in
#: `rehabstats.metrics`, and ``plot_x`` in ``rehabstats.charts.x``: no list names them.
_HOME = {
    "audit": ("ExportDiff", "compare_exports"),
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
    "overview": ("PatientProgress", "Progress", "progress"),
    "pictures": ("write_charts",),
    "plan": ("build_plan",),
    "problems": ("Problem", "Problems"),
    "programs": ("Program", "builtin_programs", "load_program"),
    "report": ("WrittenReport", "write_report"),
    "settings": ("Settings", "load_settings"),
    "signals": ("find_signals", "patients_by_need"),
    "validate": ("Caseload", "check", "load_caseload"),
}


@cache
def _module_of() -> dict[str, str]:
    """Every public name with its module."""
    found = {name: package for package, names in _HOME.items() for name in names}
    for package, begins in (("metrics", ""), ("charts", "plot_")):
        folder = str(Path(__file__).parent / package)
        public = [one.name for one in pkgutil.iter_modules([folder]) if one.name[0] != "_"]
        found |= {f"{begins}{name}": f"{package}.{name}" for name in public}
    return dict(sorted(found.items()))


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return ["__version__", *_module_of()]
    if name not in _module_of():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_module_of()[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return ["__version__", *_module_of()]
