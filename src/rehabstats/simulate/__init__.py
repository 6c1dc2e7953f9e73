"""
Synthetic patients with known truth: what happened is decided first, then logged.

A `PatientTruth` says what is true, `simulate_caseload` lets it happen, and
`write_caseload` writes the native files.
"""

from rehabstats.simulate.caseload import SimulatedCaseload, simulate_caseload
from rehabstats.simulate.cohort import random_truths
from rehabstats.simulate.habits import (
    DoingHabits,
    Load,
    LoggingHabits,
    Modification,
    RangeOfMotion,
)
from rehabstats.simulate.pain import Flare, Pain
from rehabstats.simulate.sample import sample_truths, write_sample
from rehabstats.simulate.truth import Activity, PatientTruth, Pause, PrescriptionChange
from rehabstats.simulate.write import write_caseload

__all__ = [
    "Activity",
    "DoingHabits",
    "Flare",
    "Load",
    "LoggingHabits",
    "Modification",
    "Pain",
    "PatientTruth",
    "Pause",
    "PrescriptionChange",
    "RangeOfMotion",
    "SimulatedCaseload",
    "random_truths",
    "sample_truths",
    "simulate_caseload",
    "write_caseload",
    "write_sample",
]
