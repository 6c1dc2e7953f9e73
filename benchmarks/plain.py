"""The peer: the same work in plain pandas and pandera, as an analyst writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pymannkendall
from scipy.stats import theilslopes

from rehabstats.settings import DEFAULTS
from rehabstats.vocabulary import SIDES, SKIP_REASONS, STATUSES

LINE = ["patient_id", "exercise", "side"]
WEEKLY = [*LINE, "week"]
_PAIN = [pa.Check.in_range(0, 10)]


def _amount(low: float, high: float) -> pa.Column:
    return pa.Column(float, pa.Check.in_range(low, high), nullable=True, coerce=True)


#: What our own validation promises too, as far as one schema can say it.
SCHEMA = pa.DataFrameSchema(
    {
        "patient_id": pa.Column(str, pa.Check.str_length(1, 200)),
        "started_at": pa.Column("datetime64[us]", coerce=True),
        "exercise": pa.Column(str),
        "side": pa.Column(str, pa.Check.isin(SIDES)),
        "session_id": pa.Column(str, pa.Check.str_length(1, 200)),
        "set_no": pa.Column(int, pa.Check.in_range(0, 10_000)),
        "reps": pa.Column(int, pa.Check.in_range(0, 1000)),
        "hold_s": _amount(0, 3600),
        "load_kg": _amount(-500, 500),
        "rom_deg": _amount(-180, 360),
        **{
            name: pa.Column(float, _PAIN, nullable=True, coerce=True)
            for name in ("pain_before_nrs", "pain_during_nrs", "pain_after_nrs", "effort_cr10")
        },
        "status": pa.Column(str, pa.Check.isin(STATUSES)),
        "skip_reason": pa.Column(str, pa.Check.isin(SKIP_REASONS), nullable=True, coerce=True),
    },
    unique=["patient_id", "session_id", "exercise", "side", "set_no"],
)


def read(folder: Path) -> pd.DataFrame:
    """The log with its dates."""
    return pd.read_csv(folder / "sessions.csv", parse_dates=["started_at", "recorded_at"])


def validate(log: pd.DataFrame, exercises: tuple[str, ...]) -> pd.DataFrame:
    """The log, checked lazily; a session's ratings must agree on all of its rows."""
    checked: pd.DataFrame = SCHEMA.validate(log, lazy=True)
    if not checked["exercise"].isin(exercises).all():
        raise ValueError("unknown exercises")
    ratings = checked.groupby("session_id")[["pain_before_nrs", "pain_after_nrs"]].nunique()
    if (ratings > 1).any(axis=None):
        raise ValueError("ratings that differ inside a session")
    return checked


def weekly(
    log: pd.DataFrame,
    plan: pd.DataFrame,
    start: pd.Series,
    as_of: pd.Timestamp,
    summarize: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Volume, pain and adherence of every planned exercise and side in every program week."""
    done = _done(log)
    day = done["started_at"].dt.normalize()
    done["week"] = (day - done["patient_id"].map(start)).dt.days // 7 + 1
    counted = summarize(done)
    grid = _every_week(plan, start, as_of)
    table = grid.merge(counted, on=WEEKLY, how="outer")
    counts = ["n_sessions", "n_sets", "n_reps"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["n_filled"] = np.minimum(table["n_sessions"], table["n_asked"])
    return table.sort_values(WEEKLY, ignore_index=True)


def trend(log: pd.DataFrame) -> pd.DataFrame:
    """Slope and direction of pain of each line with at least six rated sessions."""
    sessions = _done(log).groupby([*LINE, "session_id"])
    points = sessions.agg(day=("started_at", "min"), pain=("pain_during_nrs", "mean"))
    points = points.dropna().sort_values("day")
    rows = []
    for line, own in points.groupby(LINE):
        if len(own) >= DEFAULTS.slope_points_min:
            weeks = own["day"].dt.normalize().to_numpy("datetime64[D]").astype("int64") / 7
            slope = theilslopes(own["pain"], weeks).slope
            rows.append((*line, slope, pymannkendall.original_test(own["pain"]).s))
    return pd.DataFrame(rows, columns=[*LINE, "slope", "s"])


def _done(log: pd.DataFrame) -> pd.DataFrame:
    return log[(log["status"] == "done") & ((log["reps"] > 0) | (log["hold_s"] > 0))].copy()


def _every_week(plan: pd.DataFrame, start: pd.Series, as_of: pd.Timestamp) -> pd.DataFrame:
    lines = plan[[*LINE, "valid_from", "valid_to", "sessions_per_week"]].copy()
    lines["start"] = lines["patient_id"].map(start)
    last = (as_of - lines["start"]).dt.days // 7 + 1
    table = lines.merge(pd.DataFrame({"week": np.arange(1, last.max() + 1)}), how="cross")
    week_start = table["start"] + pd.to_timedelta(7 * (table["week"] - 1), unit="D")
    holds = (week_start >= table["valid_from"]) & ~(week_start >= table["valid_to"])
    table = table[holds & (week_start <= as_of)].rename(columns={"sessions_per_week": "n_asked"})
    table["is_over"] = week_start + pd.Timedelta(days=7) <= as_of
    return table[[*WEEKLY, "n_asked", "is_over"]]


def by_apply(done: pd.DataFrame) -> pd.DataFrame:
    """One function for each patient, exercise, side and week: how it is first written."""

    def one_week(rows: pd.DataFrame) -> pd.Series:
        pain = rows.groupby("session_id")["pain_during_nrs"].mean().dropna()
        return pd.Series(
            {
                "n_sessions": rows["session_id"].nunique(),
                "n_sets": len(rows),
                "n_reps": rows["reps"].sum(),
                "hold_total_s": (rows["reps"].clip(lower=1) * rows["hold_s"]).sum(min_count=1),
                "pain_median": pain.median(),
                "pain_mean": pain.mean(),
                "pain_max": rows["pain_during_nrs"].max(),
            }
        )

    return done.groupby(WEEKLY)[list(done.columns)].apply(one_week).reset_index()


def by_agg(done: pd.DataFrame) -> pd.DataFrame:
    """Named aggregations: how it is written once the first way has become too slow."""
    done = done.assign(held_s=done["reps"].clip(lower=1) * done["hold_s"])
    sets = done.groupby(WEEKLY).agg(
        n_sessions=("session_id", "nunique"),
        n_sets=("session_id", "size"),
        n_reps=("reps", "sum"),
        pain_max=("pain_during_nrs", "max"),
    )
    sets["hold_total_s"] = done.groupby(WEEKLY)["held_s"].sum(min_count=1)
    sessions = done.groupby([*WEEKLY, "session_id"])["pain_during_nrs"].mean()
    by_week = sessions.groupby(WEEKLY)
    sets["pain_median"], sets["pain_mean"] = by_week.median(), by_week.mean()
    return sets.reset_index()
