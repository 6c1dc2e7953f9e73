"""Rules about stopping: nothing recorded, sessions missed in a row, less kept than before."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import dates_of, days_of
from rehabstats.metrics.adherence import session_adherence
from rehabstats.metrics.gaps import gaps_between, paused_days
from rehabstats.metrics.groups import ratio
from rehabstats.metrics.runs import missed_runs
from rehabstats.series.positions import rank_in_run
from rehabstats.signals.evidence import Evidence
from rehabstats.signals.found import found
from rehabstats.signals.rule import Rule
from rehabstats.signals.words import day, days, percent
from rehabstats.vocabulary import DAYS_PER_WEEK


def _silence(evidence: Evidence, active: tuple[np.ndarray, np.ndarray]) -> pd.DataFrame:
    """Per patient the days since the last active one, pauses left out, while the program runs."""
    episodes = evidence.episodes
    until = np.maximum(np.minimum(episodes.end, episodes.as_of), episodes.start)
    patient, active_day = active
    kept = (active_day >= episodes.start[patient]) & (active_day < until[patient])
    today = np.zeros(len(until), bool)
    today[patient[active_day == episodes.as_of]] = True
    owner, start, end, resumes = gaps_between(
        patient[kept], active_day[kept], episodes.start, until
    )
    n_days = end - start - paused_days(evidence.caseload, owner, start, end)
    running = (episodes.end[owner] > episodes.as_of) & ~resumes & ~today[owner]
    began = start > episodes.start[owner]
    gaps = pd.DataFrame({"patient": owner, "start": start, "value": n_days, "began": began})
    return gaps[pd.Series(running)]


def _entries(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """The patients and days of everything that was entered, check-ins and skips included."""
    parts = [
        (frame["patient_id"].cat.codes.to_numpy("int64"), days_of(frame[column]))
        for frame, column in (
            (evidence.caseload.sessions, "day"), (evidence.caseload.checkins, "date"),
        )
    ]  # fmt: skip
    patient, day_ = (np.concatenate(column) for column in zip(*parts, strict=True))
    return patient, day_


def _performed(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    sessions = evidence.caseload.sessions
    sessions = sessions[sessions["performed"]]
    return sessions["patient_id"].cat.codes.to_numpy("int64"), days_of(sessions["day"])


def _with_misses(evidence: Evidence, gaps: pd.DataFrame) -> pd.DataFrame:
    """How many sessions came due in each gap and were missed."""
    slots = evidence.by_session.slots
    missed = slots[slots["state"].isin(("skipped", "omitted", "unrecorded"))]
    width = 1 << 24
    due = missed["patient_id"].cat.codes.to_numpy("int64") * width + days_of(missed["due_on"])
    due.sort()
    owner = gaps["patient"].to_numpy() * width
    n_missed = np.searchsorted(due, owner + evidence.episodes.as_of) - np.searchsorted(
        due, owner + gaps["start"].to_numpy()
    )
    return gaps.assign(n_missed=n_missed)


def _dated(evidence: Evidence, gaps: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Gaps as found rows; the lines behind them are those of the last session before."""
    patient = gaps["patient"].to_numpy()
    sessions = evidence.caseload.sessions
    sessions = sessions[sessions["day"] <= evidence.as_of]
    last = np.zeros(evidence.n_patients, "int64")
    last[sessions["patient_id"].cat.codes] = days_of(sessions["day"])
    return found(
        gaps, patient_id=evidence.caseload.patients["patient_id"].array.take(patient),
        since=dates_of(gaps["start"].to_numpy()), until=evidence.as_of, threshold=threshold,
        last_on=dates_of(gaps["start"].to_numpy() - 1),
        evidence_from=dates_of(last[patient]), evidence_to=dates_of(last[patient]),
    )  # fmt: skip


def _no_record(evidence: Evidence) -> pd.DataFrame:
    least = evidence.settings.no_record_days
    gaps = _with_misses(evidence, _silence(evidence, _entries(evidence)))
    return _dated(evidence, gaps[(gaps["value"] >= least) & (gaps["n_missed"] > 0)], least)


def _interruption(evidence: Evidence) -> pd.DataFrame:
    settings = evidence.settings
    gaps = _silence(evidence, _performed(evidence))
    runs = missed_runs(evidence.by_session, interruption_slots=settings.interruption_slots)
    current = np.zeros(evidence.n_patients, "int64")
    current[runs["patient_id"].cat.codes] = runs["current_missed_run"]
    gaps = gaps.assign(n_missed=current[gaps["patient"].to_numpy()])
    gaps = gaps[
        (gaps["n_missed"] >= settings.interruption_slots)
        & (gaps["value"] >= settings.interruption_days)
    ]
    return _dated(evidence, gaps, settings.interruption_slots)


def _adherence_drop(evidence: Evidence) -> pd.DataFrame:
    settings = evidence.settings
    weekly = session_adherence(evidence.by_session)
    over = weekly["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK) <= evidence.as_of
    weekly = weekly[over & (weekly["n_due"] > 0)]
    patient = weekly["patient_id"].cat.codes.to_numpy("int64")
    back = rank_in_run(patient[::-1])[::-1]
    filled = (weekly["n_done"] + weekly["n_partial"]).to_numpy()
    due, n = weekly["n_due"].to_numpy(), evidence.n_patients
    late = back < settings.adherence_weeks
    now, before = (
        ratio(np.bincount(patient[part], filled[part], n), np.bincount(patient[part], due[part], n))
        for part in (late, ~late)
    )
    n_weeks_before = np.bincount(patient[~late], minlength=n)
    since = np.zeros(n, "int64")
    since[patient[late][::-1]] = days_of(weekly["week_start"])[late][::-1]
    drop = before - now
    with np.errstate(invalid="ignore"):
        hit = np.flatnonzero(
            (n_weeks_before >= settings.adherence_weeks_before)
            & (drop >= settings.adherence_drop - 1e-12)
            & (evidence.episodes.end > evidence.episodes.as_of)
        )
    table = pd.DataFrame({"value": drop[hit], "now": now[hit], "before": before[hit]})
    return found(
        table, patient_id=evidence.caseload.patients["patient_id"].array.take(hit),
        since=dates_of(since[hit]), until=evidence.as_of, threshold=settings.adherence_drop,
        weeks=settings.adherence_weeks,
    )  # fmt: skip


def _say_no_record(row: Any) -> str:
    if not row.began:
        return f"Nothing recorded since the start on {day(row.since)}: {days(row.value)}."
    missed = f"{row.n_missed} session{'' if row.n_missed == 1 else 's'} came due in that time"
    return f"Nothing recorded since {day(row.last_on)}: {days(row.value)}; {missed}."


def _say_interruption(row: Any) -> str:
    last = f"the last session was on {day(row.last_on)}" if row.began else "none was done yet"
    return f"{row.n_missed} sessions missed in a row; {last}, {days(row.value)} ago."


def _say_adherence_drop(row: Any) -> str:
    return (
        f"Sessions kept in the last {row.weeks} complete weeks: {percent(row.now)}, "
        f"before that {percent(row.before)}."
    )


RULES: Final = (
    Rule(
        "no_record", "concern", "stopping",
        "Was nothing entered for days in which something was due?",
        ("ledger",), ("no_record_days",), _no_record, _say_no_record, is_event=True,
    ),
    Rule(
        "interruption", "concern", "stopping",
        "Were sessions missed in a row, up to now?",
        ("missed_runs",), ("interruption_slots", "interruption_days"),
        _interruption, _say_interruption, is_event=True,
    ),
    Rule(
        "adherence_drop", "concern", "stopping",
        "Are fewer sessions kept than before?",
        ("session_adherence",), ("adherence_drop", "adherence_weeks", "adherence_weeks_before"),
        _adherence_drop, _say_adherence_drop,
    ),
)  # fmt: skip
