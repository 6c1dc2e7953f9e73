"""Rules about the program's cautions, and about how far the log can be trusted."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.basis.entries import entry_lag_days_of
from rehabstats.basis.groups import ratio
from rehabstats.basis.slots import counted_on
from rehabstats.ledger import ledger_of
from rehabstats.ledger.due import terms_of
from rehabstats.ledger.layout import dates_of, days_of, episodes_of
from rehabstats.ledger.occasions import performed_of
from rehabstats.metrics.pain_change import change_of
from rehabstats.metrics.pain_trend import trend_of
from rehabstats.plan import plan_of
from rehabstats.seen import Seen
from rehabstats.signals.found import found, is_recent
from rehabstats.signals.rule import Rule
from rehabstats.vocabulary import DUE
from rehabstats.words import count_words, day_words, number, percent


def _ids(seen: Seen, patient: np.ndarray) -> pd.Categorical:
    ids: pd.Categorical = seen.caseload.patients["patient_id"].array.take(patient)
    return ids


def _from_start(seen: Seen, patient: np.ndarray, since: pd.Timestamp) -> pd.Series:
    """`since`, or the first day of the program after it."""
    started = seen.caseload.patients["start_date"].take(patient).reset_index(drop=True)
    return started.where(started > since, since)


def _final_not_last(seen: Seen) -> pd.DataFrame:
    """Sessions in which something followed the exercise that belongs at the end."""
    notes = seen.caseload.problems.notes.frame
    lines = notes.loc[notes["rule"] == "final_not_last", "line"].to_numpy("int64")
    sets = seen.caseload.sets
    # A row can have a note and be left out for an error all the same.
    session = np.unique(sets.loc[sets.index.isin(lines), "session_row"])
    rows = seen.caseload.sessions.iloc[session]
    rows = rows[rows["day"] <= seen.as_of]
    told = (
        rows.groupby("patient_id", observed=True)["day"].agg(["size", "min", "max"]).reset_index()
    )
    told = told.rename(columns={"size": "value", "min": "since", "max": "until"})
    sets = sets[sets["session_row"].isin(rows.index)]
    of_patient = sets.index.to_series().groupby(sets["patient_id"], observed=True).agg(np.array)
    return found(
        told, threshold=1, is_current=is_recent(seen, told["until"]),
        lines=of_patient.reindex(told["patient_id"]),
    )  # fmt: skip


def _clearance(seen: Seen, states: tuple[str | None, ...]) -> pd.DataFrame:
    patients = seen.caseload.patients
    asks = [p.id for p in seen.caseload.catalogue.programs if p.asks_for_clearance]
    stated = patients["clearance"]
    wanted = stated.isna() if None in states else stated.isin([word for word in states if word])
    hit = (patients["program"].isin(asks) & wanted).to_numpy()
    rows = patients.loc[hit, ["patient_id", "start_date"]]
    start = rows["start_date"]
    return found(
        rows, value=np.nan, since=start.where(start <= seen.as_of, seen.as_of),
        until=seen.as_of, threshold=np.nan,
        is_current=episodes_of(seen).end[hit] > episodes_of(seen).as_of,
    )  # fmt: skip


def _too_few(seen: Seen) -> pd.DataFrame:
    trend, least = trend_of(seen, "session"), seen.settings.direction_points_min
    start = seen.caseload.patients["start_date"].reset_index(drop=True)
    begun = start <= seen.as_of
    rows = trend.assign(since=trend["first_on"].fillna(start), value=trend["n"])[
        (trend["n"] < least) & begun
    ]
    return found(rows, until=seen.as_of, threshold=least)


def _no_baseline(seen: Seen) -> pd.DataFrame:
    """Patients whose first days have too few ratings, once these days are over."""
    settings, change = seen.settings, change_of(seen, "session")
    over = change["baseline_start"] + pd.Timedelta(days=settings.baseline_days_max)
    hit = (change["reason"] == "no_baseline") & (over <= seen.as_of)
    rows = change.assign(value=change["n_days_baseline"], since=change["baseline_start"])[hit]
    return found(
        rows, until=over[hit] - pd.Timedelta(days=1), threshold=settings.baseline_rated_days_min,
        length=settings.baseline_days_max,
    )  # fmt: skip


def _back_filled(seen: Seen) -> pd.DataFrame:
    """Entries made days after their session, where the log says when they were made."""
    settings, sessions = seen.settings, seen.caseload.sessions
    lag = entry_lag_days_of(seen)
    since = seen.as_of - pd.Timedelta(days=7 * settings.unrecorded_weeks - 1)
    kept = ~np.isnan(lag) & (sessions["day"].between(since, seen.as_of)).to_numpy()
    patient = sessions["patient_id"].cat.codes.to_numpy("int64")[kept]
    late = lag[kept] >= settings.backfill_days
    n = np.bincount(patient, minlength=len(seen.caseload.patients))
    n_late = np.bincount(patient[late], minlength=len(seen.caseload.patients))
    share = ratio(n_late, n)
    with np.errstate(invalid="ignore"):
        hit = np.flatnonzero(
            (n >= settings.recent_sessions_min) & (share >= settings.backfill_share)
        )
    table = pd.DataFrame({"value": share[hit], "n": n[hit], "n_late": n_late[hit]})
    return found(
        table, patient_id=_ids(seen, hit), since=_from_start(seen, hit, since),
        until=seen.as_of, threshold=settings.backfill_share, lag=settings.backfill_days,
    )  # fmt: skip


def _default_accepted(seen: Seen) -> pd.DataFrame:
    """Logs in which every rating is 0 and every number of repetitions the prescribed one."""
    events = performed_of(seen)
    rating = seen.caseload.sets["pain_during_nrs"].to_numpy()[events.row]
    plan = plan_of(seen)
    day = days_of(seen.caseload.sessions["day"])[events.session]
    at = terms_of(seen).on_day(events.patient, events.key, day)
    shown = [np.append(plan[name], -1)[at] for name in ("reps_min", "reps_max")]
    n = len(seen.caseload.patients)
    touched = (rating > 0) | ((events.reps != shown[0]) & (events.reps != shown[1]))
    n_touched = np.bincount(events.patient[touched], minlength=n)
    n_rated = np.bincount(events.patient[~np.isnan(rating)], minlength=n)
    sessions = np.unique(events.session)
    owner = seen.caseload.sessions["patient_id"].cat.codes.to_numpy("int64")[sessions]
    n_sessions = np.bincount(owner, minlength=n)
    least = seen.settings.default_sessions_min
    hit = np.flatnonzero((n_sessions >= least) & (n_touched == 0) & (n_rated > 0))
    first_day = days_of(seen.caseload.sessions["day"])[sessions]
    first = np.full(n, np.iinfo("int64").max)
    np.minimum.at(first, owner, first_day)
    return found(
        pd.DataFrame({"value": n_sessions[hit]}), patient_id=_ids(seen, hit),
        since=dates_of(first[hit]), until=seen.as_of, threshold=least,
    )  # fmt: skip


def _unrecorded(seen: Seen) -> pd.DataFrame:
    settings, slots = seen.settings, ledger_of(seen, "session").slots
    since = seen.as_of - pd.Timedelta(days=7 * settings.unrecorded_weeks - 1)
    due = slots[slots["state"].isin(DUE) & (counted_on(slots) >= since)]
    patient = due["patient_id"].cat.codes.to_numpy("int64")
    unknown = (due["state"] == "unrecorded").to_numpy()
    n = np.bincount(patient, minlength=len(seen.caseload.patients))
    n_unknown = np.bincount(patient[unknown], minlength=len(seen.caseload.patients))
    share = ratio(n_unknown, n)
    with np.errstate(invalid="ignore"):
        hit = np.flatnonzero(
            (n >= settings.recent_sessions_min) & (share >= settings.unrecorded_share)
        )
    table = pd.DataFrame({"value": share[hit], "n": n[hit], "n_unknown": n_unknown[hit]})
    return found(
        table, patient_id=_ids(seen, hit), since=_from_start(seen, hit, since),
        until=seen.as_of, threshold=settings.unrecorded_share, weeks=settings.unrecorded_weeks,
    )  # fmt: skip


def _say_final(row: Any) -> str:
    most = "" if row.value == 1 else "most recently "
    return (
        f"In {count_words(row.value, 'session')} the exercise that belongs at the end was not the "
        f"last, {most}on {day_words(row.until)}."
    )


def _say_too_few(row: Any) -> str:
    rated = count_words(row.value, "rated session")
    needed = number(row.threshold, 0)
    return f"Too few ratings to say where pain is going: {rated}, {needed} needed."


def _say_no_baseline(row: Any) -> str:
    rated = count_words(row.value, "rated day")
    return (
        f"No baseline: {rated} in the first {count_words(row.length, 'day')}, "
        f"{number(row.threshold, 0)} needed; neither change nor flares can be told."
    )


def _say_back_filled(row: Any) -> str:
    return (
        f"{row.n_late} of {row.n} recent sessions were entered {count_words(row.lag, 'day')} or "
        "more later: ratings from memory, and dates that may be guesses."
    )


def _say_default(row: Any) -> str:
    return (
        f"In all {count_words(row.value, 'session')} every pain rating is 0 and the repetitions "
        "are exactly those prescribed, as a form shows them first: measured values, or a form that "
        "was only confirmed."
    )


def _say_unrecorded(row: Any) -> str:
    return (
        f"Nothing is recorded about {row.n_unknown} of {row.n} sessions due in the last "
        f"{count_words(row.weeks, 'week')} ({percent(row.value)}): done or not, nobody knows."
    )


CONCERNS: Final = (
    Rule(
        "clearance_refused", "concern", "clearance",
        "Does the program ask for clearance that was not given?",
        ("patients",), (), lambda seen: _clearance(seen, ("no",)),
        lambda _: "The program asks for a physician's clearance after surgery; "
        "the record says that it was not given.",
        source="patients",
    ),
    Rule(
        "final_not_last", "concern", "final", "Was the final exercise done before others?",
        ("sets",), ("concern_days",), _final_not_last, _say_final,
    ),
)  # fmt: skip

NOT_ENOUGH: Final = (
    Rule(
        "clearance_unknown", "not enough data", "clearance",
        "Does the program ask for clearance that is not recorded?",
        ("patients",), (), lambda seen: _clearance(seen, (None,)),
        lambda _: "The program asks for a physician's clearance after surgery; "
        "whether it was given is not recorded.",
        source="patients",
    ),
    Rule(
        "too_few_ratings", "not enough data", "ratings",
        "Are there too few rated sessions for a direction?",
        ("pain_trend",), ("direction_points_min",), _too_few, _say_too_few,
        fires="less than",
    ),
    Rule(
        "no_baseline", "not enough data", "ratings",
        "Are there too few rated days at the start to compare with?",
        ("pain_change",), ("baseline_days", "baseline_days_max", "baseline_rated_days_min"),
        _no_baseline, _say_no_baseline, fires="less than",
    ),
    Rule(
        "unrecorded", "not enough data", "unrecorded",
        "Is nothing recorded about most sessions that came due?",
        ("ledger",), ("unrecorded_share", "unrecorded_weeks", "recent_sessions_min"),
        _unrecorded, _say_unrecorded,
    ),
    Rule(
        "back_filled", "not enough data", "back_filled", "Were most entries made days later?",
        ("sets",), ("backfill_share", "backfill_days", "unrecorded_weeks", "recent_sessions_min"),
        _back_filled, _say_back_filled,
    ),
    Rule(
        "default_accepted", "not enough data", "defaults",
        "Does every value equal what a form shows first?",
        ("sets", "plan"), ("default_sessions_min",), _default_accepted, _say_default,
    ),
)  # fmt: skip
