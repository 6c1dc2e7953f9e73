"""Rules about stopping: nothing recorded, sessions missed in a row, less kept than before."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.basis.entries import gaps_between, paused_days
from rehabstats.basis.groups import ratio
from rehabstats.ledger import ledger_of
from rehabstats.ledger.layout import dates_of, days_of, episodes_of
from rehabstats.metrics.session_adherence import session_adherence_of
from rehabstats.seen import Seen
from rehabstats.series.positions import rank_in_run
from rehabstats.signals.found import found, is_recent
from rehabstats.signals.rule import Rule
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import count_words, day_words, percent


def _silence(seen: Seen, active: tuple[np.ndarray, np.ndarray]) -> pd.DataFrame:
    """Per patient the days since the last active one, pauses left out, while the program runs."""
    episodes = episodes_of(seen)
    until = np.maximum(np.minimum(episodes.end, episodes.as_of), episodes.start)
    patient, active_day = active
    kept = (active_day >= episodes.start[patient]) & (active_day < until[patient])
    today = np.zeros(len(until), bool)
    today[patient[active_day == episodes.as_of]] = True
    owner, start, end, resumes = gaps_between(
        patient[kept], active_day[kept], episodes.start, until
    )
    n_days = end - start - paused_days(seen.caseload, owner, start, end)
    running = (episodes.end[owner] > episodes.as_of) & ~resumes & ~today[owner]
    began = start > episodes.start[owner]
    gaps = pd.DataFrame(
        {
            "patient": owner, "start": start, "n_days": n_days, "began": began,
            "n_paused": end - start - n_days,
        }
    )  # fmt: skip
    return _with_misses(seen, gaps[pd.Series(running)])


def _entries(seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    """The patients and days of everything that was entered, check-ins and skips included."""
    parts = [
        (frame["patient_id"].cat.codes.to_numpy("int64"), days_of(frame[column]))
        for frame, column in (
            (seen.caseload.sessions, "day"), (seen.caseload.checkins, "date"),
        )
    ]  # fmt: skip
    patient, day_ = (np.concatenate(column) for column in zip(*parts, strict=True))
    return patient, day_


def _performed(seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    sessions = seen.caseload.sessions
    sessions = sessions[sessions["performed"]]
    return sessions["patient_id"].cat.codes.to_numpy("int64"), days_of(sessions["day"])


def _with_misses(seen: Seen, gaps: pd.DataFrame) -> pd.DataFrame:
    """How many sessions came due in each gap and were missed."""
    slots = ledger_of(seen, "session").slots
    missed = slots[slots["state"].isin(("skipped", "omitted", "unrecorded"))]
    width = 1 << 24
    due = missed["patient_id"].cat.codes.to_numpy("int64") * width + days_of(missed["due_on"])
    due.sort()
    owner = gaps["patient"].to_numpy() * width
    n_missed = np.searchsorted(due, owner + episodes_of(seen).as_of) - np.searchsorted(
        due, owner + gaps["start"].to_numpy()
    )
    return gaps.assign(n_missed=n_missed)


def _dated(seen: Seen, gaps: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Gaps as found rows; behind them is the last day before, and what was skipped since."""
    patient, start = gaps["patient"].to_numpy(), gaps["start"].to_numpy()
    return found(
        gaps, patient_id=seen.caseload.patients["patient_id"].array.take(patient),
        since=dates_of(start), until=seen.as_of, last_on=dates_of(start - 1),
        n_ago=episodes_of(seen).as_of - start + 1, evidence_from=dates_of(start - 1), **columns,
    )  # fmt: skip


def _no_record(seen: Seen) -> pd.DataFrame:
    least = seen.settings.no_record_days
    gaps = _silence(seen, _entries(seen))
    gaps = gaps[(gaps["n_days"] >= least) & (gaps["n_missed"] > 0)]
    sessions = seen.caseload.sessions
    sessions = sessions[sessions["day"] <= seen.as_of]
    last = np.zeros(len(seen.caseload.patients), "int64")
    np.maximum.at(last, sessions["patient_id"].cat.codes, days_of(sessions["day"]))
    rated_only = last[gaps["patient"].to_numpy()] < gaps["start"].to_numpy() - 1
    return _dated(
        seen, gaps, value=gaps["n_days"], threshold=least,
        source=np.where(gaps["began"] & rated_only, "checkins", "sessions"),
    )  # fmt: skip


def _interruption(seen: Seen) -> pd.DataFrame:
    settings = seen.settings
    gaps = _silence(seen, _performed(seen))
    gaps = gaps[
        (gaps["n_missed"] >= settings.interruption_slots)
        & (gaps["n_days"] >= settings.interruption_days)
    ]
    return _dated(seen, gaps, value=gaps["n_missed"], threshold=settings.interruption_slots)


def _adherence_drop(seen: Seen) -> pd.DataFrame:
    settings = seen.settings
    weekly = session_adherence_of(seen)
    over = weekly["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK) <= seen.as_of
    weekly = weekly[over & (weekly["n_due"] > 0)]
    patient = weekly["patient_id"].cat.codes.to_numpy("int64")
    back = rank_in_run(patient[::-1])[::-1]
    filled = (weekly["n_done"] + weekly["n_partial"]).to_numpy()
    late, n = back < settings.adherence_weeks, len(seen.caseload.patients)
    counts = {
        f"{name}_{when}": np.bincount(patient[part], values[part], n).astype("int64")
        for when, part in (("now", late), ("before", ~late))
        for name, values in (("kept", filled), ("due", weekly["n_due"].to_numpy()))
    }
    n_weeks_before = np.bincount(patient[~late], minlength=n)
    week_start = days_of(weekly["week_start"])
    since, last = np.zeros(n, "int64"), np.zeros(n, "int64")
    since[patient[late][::-1]] = week_start[late][::-1]  # the first of each is written last
    last[patient] = week_start + DAYS_PER_WEEK - 1
    before, now = (
        ratio(counts[f"kept_{when}"], counts[f"due_{when}"]) for when in ("before", "now")
    )
    drop = before - now
    with np.errstate(invalid="ignore"):
        hit = np.flatnonzero(
            (n_weeks_before >= settings.adherence_weeks_before)
            & (drop >= settings.adherence_drop - 1e-12)
            & (episodes_of(seen).end > episodes_of(seen).as_of)
        )
    until = dates_of(last[hit])
    return found(
        pd.DataFrame({"value": drop[hit]} | {name: some[hit] for name, some in counts.items()}),
        patient_id=seen.caseload.patients["patient_id"].array.take(hit),
        since=dates_of(since[hit]), until=until, is_current=is_recent(seen, until),
        threshold=settings.adherence_drop, weeks=settings.adherence_weeks,
    )  # fmt: skip


def _say_no_record(row: Any) -> str:
    since = day_words(row.last_on) if row.began else f"the start on {day_words(row.since)}"
    paused = f" ({count_words(row.n_paused, 'paused day')} left out)" if row.n_paused else ""
    missed = f"{count_words(row.n_missed, 'session')} came due in that time"
    days = count_words(row.n_days, "day")
    return f"Nothing recorded about the {days} since {since}{paused}; {missed}."


def _say_interruption(row: Any) -> str:
    missed = f"{count_words(row.n_missed, 'session')} missed in a row"
    if not row.began:
        return f"{missed} since the start on {day_words(row.since)}; none is recorded yet."
    paused = f", {row.n_paused} of them paused" if row.n_paused else ""
    last = f"the last session was on {day_words(row.last_on)}, {count_words(row.n_ago, 'day')} ago"
    return f"{missed}; {last}{paused}."


def _say_adherence_drop(row: Any) -> str:
    now, before = (
        f"{kept} of {due} ({percent(kept / due)})"
        for kept, due in ((row.kept_now, row.due_now), (row.kept_before, row.due_before))
    )
    weeks = f"{row.weeks} complete weeks" if row.weeks > 1 else "complete week"
    return f"Sessions kept in the last {weeks}: {now}, before that {before}."


RULES: Final = (
    Rule(
        "no_record", "concern", "stopping",
        "Was nothing entered for days in which something was due?",
        ("ledger",), ("no_record_days",), _no_record, _say_no_record, is_event=True,
    ),
    Rule(
        "interruption", "concern", "stopping",
        "Were sessions missed in a row, up to now?",
        ("ledger",), ("interruption_slots", "interruption_days"),
        _interruption, _say_interruption, is_event=True,
    ),
    Rule(
        "adherence_drop", "concern", "stopping",
        "Are fewer sessions kept than before?",
        ("session_adherence",),
        ("adherence_drop", "adherence_weeks", "adherence_weeks_before", "concern_days"),
        _adherence_drop, _say_adherence_drop,
    ),
)  # fmt: skip
