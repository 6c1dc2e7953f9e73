"""Pain under each prescription once more, one prescription at a time: slow."""

from __future__ import annotations

from datetime import date
from statistics import fmean, median

from oracle.comparing import Row, average
from oracle.slow_overlap import slow_chance_higher, slow_newcombe
from oracle.slow_pain import slow_series
from oracle.slow_progress import slow_plan
from rehabstats import Caseload
from rehabstats.settings import Settings

SHOWN = (
    "patient_id", "exercise", "side", "sessions_per_week", "sets", "reps_min", "reps_max",
)  # fmt: skip


def slow_pain_phases(caseload: Caseload, as_of: date, settings: Settings) -> list[Row]:
    """One row per prescription of the plan that had begun, in the order of the plan."""
    series = slow_series(caseload, as_of)
    found = []
    for line, prescriptions in slow_plan(caseload).items():
        before: list[float] = []
        for n, asked in enumerate(prescriptions):
            if asked["first"] > as_of:
                continue
            sessions = [
                point
                for point in series[line].points
                if asked["first"] <= point.day < asked["stop"]
            ]
            pains = [point.mean for point in sessions if point.mean is not None]
            less = slow_chance_higher(before, pains)
            low, high = slow_newcombe(less, len(before), len(pains), settings.confidence)
            found.append(
                {name: asked[name] for name in SHOWN}
                | {
                    "phase": n + 1,
                    "start_on": asked["first"],
                    "end_on": None if asked["stop"] == date.max else asked["stop"],
                    "n_sessions": len(sessions),
                    "n_rated": len(pains),
                    "pain_during_nrs_mean": average(fmean, pains),
                    "pain_during_nrs_median": average(median, pains),
                    "less_than_before": less,
                    "chance_low": low,
                    "chance_high": high,
                }
            )
            before = pains
    return found
