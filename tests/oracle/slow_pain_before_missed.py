"""Pain before a missed session once more, session by session: slow, without the fast one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import median

from oracle.comparing import Row, average, first_reason
from oracle.slow_ledger import slow_session_ledger
from oracle.slow_overlap import slow_chance_higher, slow_newcombe
from oracle.slow_pain import slow_series
from rehabstats import Caseload
from rehabstats.settings import Settings

MISSED = ("skipped", "omitted", "unrecorded")


def slow_pain_before_missed(
    folder: Path, caseload: Caseload, as_of: date, settings: Settings
) -> list[Row]:
    """One row per patient; the missed slots are those of the slow ledger of the folder."""
    missed = defaultdict(list)
    for slot in slow_session_ledger(folder, as_of):
        if slot["state"] in MISSED:
            missed[slot["patient_id"]].append(slot["due_on"])
    series = slow_series(caseload, as_of, "session")
    found = []
    for patient in caseload.patients["patient_id"]:
        points = series[patient, None, None].points
        before_missed, before_kept = [], []
        for n, point in enumerate(points):
            later = n + 1 < len(points)
            until = points[n + 1].day if later else as_of
            is_missed = any(point.day <= due_on < until for due_on in missed[patient])
            if point.mean is not None and (is_missed or later):
                (before_missed if is_missed else before_kept).append(point.mean)
        is_rated = any(point.mean is not None for point in points)
        found.append(_compared(patient, before_missed, before_kept, is_rated, settings))
    return found


def _compared(
    patient: str, missed: list[float], kept: list[float], is_rated: bool, settings: Settings
) -> Row:
    chance = slow_chance_higher(missed, kept)
    low, high = slow_newcombe(chance, len(missed), len(kept), settings.confidence)
    return {
        "patient_id": patient,
        "n_before_missed": len(missed),
        "n_before_kept": len(kept),
        "before_missed_nrs_median": average(median, missed),
        "before_kept_nrs_median": average(median, kept),
        "higher_before_missed": chance,
        "chance_low": low,
        "chance_high": high,
        "reason": first_reason(
            ("not_rated", not is_rated),
            ("no_missed", not missed),
            ("no_kept", not kept),
            ("too_few", low is None),
        ),
    }
