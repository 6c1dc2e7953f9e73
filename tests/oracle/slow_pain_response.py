"""The response to each session once more, session by session: slow, without the fast one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from statistics import fmean

import pandas as pd

from oracle.comparing import Row, average
from oracle.slow_progress import slow_sets
from rehabstats import Caseload
from rehabstats.settings import Settings


def slow_pain_response(caseload: Caseload, as_of: date, settings: Settings) -> list[Row]:
    """One row per performed session, patient after patient, in order of time."""
    rated: dict[int, dict[tuple[str, str], list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in slow_sets(caseload, as_of):
        if row["performed"]:
            ratings = rated[row["session_row"]][row["exercise"], row["side"]]
            if not pd.isna(row["pain_during_nrs"]):
                ratings.append(row["pain_during_nrs"])
    found = []
    for patient in caseload.patients.to_dict("records"):
        own = [
            row | {"row": n}
            for n, row in enumerate(caseload.sessions.to_dict("records"))
            if row["patient_id"] == patient["patient_id"] and row["day"].date() <= as_of
        ]
        own.sort(key=lambda session: session["started_at"])
        for session in own:
            if session["row"] in rated:
                week = (session["day"] - patient["start_date"]).days // 7 + 1
                during = [ratings for ratings in rated[session["row"]].values() if ratings]
                found.append(_response(session, own, week, during, settings))
    return found


def _response(
    session: Row, own: list[Row], week: int, during: list[list[float]], settings: Settings
) -> Row:
    before, after = _rating(session["pain_before_nrs"]), _rating(session["pain_after_nrs"])
    following, hours = _next_day(session, own, settings)
    within = None if before is None or after is None else after - before
    later = None if before is None or following is None else following - before
    return {
        "patient_id": session["patient_id"],
        "session_id": session["session_id"],
        "started_at": session["started_at"],
        "week": week,
        "pain_before_nrs": before,
        "pain_during_nrs_mean": average(fmean, [fmean(ratings) for ratings in during]),
        "pain_during_nrs_max": average(max, [max(ratings) for ratings in during]),
        "pain_after_nrs": after,
        "pain_next_nrs": following,
        "hours_to_next": hours,
        "after_change_nrs": within,
        "next_change_nrs": later,
        "rose_within": None if within is None else within >= settings.within_session_rise_nrs,
        "next_day_not_settled": None if later is None else later > 0,
    }


def _next_day(
    session: Row, own: list[Row], settings: Settings
) -> tuple[float, float] | tuple[None, None]:
    """The first rating before a later session inside the hours, and how far off it is."""
    for later in own:
        hours = (later["started_at"] - session["started_at"]).total_seconds() / 3600
        inside = settings.next_day_from_h <= hours <= settings.next_day_to_h
        rating = _rating(later["pain_before_nrs"])
        if hours > 0 and inside and rating is not None:
            return rating, hours
    return None, None


def _rating(value: float) -> float | None:
    return None if pd.isna(value) else value
