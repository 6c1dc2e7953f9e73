"""Rules about what is done: one side left out, a jump in volume, readiness for more, function."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.basis.groups import run_lengths
from rehabstats.basis.points import points_of
from rehabstats.ledger.layout import dates_of
from rehabstats.metrics.function import function_of
from rehabstats.metrics.progression import progression_of
from rehabstats.metrics.symmetry import symmetry_of
from rehabstats.metrics.volume_change import volume_change_of
from rehabstats.seen import Seen
from rehabstats.series.positions import rank_in_run
from rehabstats.signals.found import events, found, gathered, is_recent
from rehabstats.signals.rule import Rule
from rehabstats.vocabulary import DAYS_PER_WEEK
from rehabstats.words import (
    count_words,
    day_words,
    during_words,
    number,
    rating,
    signed_percent,
)


def _one_side(seen: Seen) -> pd.DataFrame:
    """Complete weeks in a row in which one prescribed side was done and the other was not."""
    settings = seen.settings
    weekly = symmetry_of(seen)
    weekly = weekly[weekly["is_complete"]].reset_index(drop=True)
    line = weekly.groupby(["patient_id", "exercise"], observed=True, sort=False).ngroup().to_numpy()
    rows = []
    for side, other in (("left", "right"), ("right", "left")):
        none, some = weekly[f"{side}_reps"] == 0, weekly[f"{other}_reps"] > 0
        member = (weekly["one_side_not_done"] & none & some).to_numpy()
        length = run_lengths(line, member)
        ends = np.append((line[1:] != line[:-1]) | ~member[1:], True)[: len(line)]
        hit = np.flatnonzero(ends & (length >= settings.symmetry_weeks))
        part = weekly.iloc[hit]
        rows.append(
            part[["patient_id", "exercise"]].assign(
                side=pd.Categorical([side] * len(hit), categories=["left", "right"]),
                value=length[hit],
                since=weekly["week_start"].to_numpy()[hit - length[hit] + 1],
                until=part["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK - 1),
                other=other,
            )
        )
    runs = pd.concat(rows, ignore_index=True)
    runs = runs.sort_values(["patient_id", "side", "since", "exercise"], ignore_index=True)
    by = ["patient_id", "side"]
    runs["event"] = events(runs, "since", "until", by, merge_days=1)
    told = gathered(runs, [*by, "event"], seen, strongest="value")
    return found(
        told, threshold=settings.symmetry_weeks, other_side_too=True,
        is_current=is_recent(seen, told["until"]),
    )  # fmt: skip


def _volume_jump(seen: Seen) -> pd.DataFrame:
    """Weeks in which an exercise and side had clearly more than before, and than was asked for."""
    weekly, least = volume_change_of(seen), seen.settings.volume_rise_share
    hit = (weekly["change"] >= least) & (weekly["n_reps"] > weekly["asked_reps_max"])
    rows = weekly[hit]
    rows = rows.assign(
        value=rows["change"], since=rows["week_start"],
        until=rows["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK - 1),
    )  # fmt: skip
    told = gathered(rows, ["patient_id", "week"], seen, strongest="value")
    return found(told, threshold=least, is_current=is_recent(seen, told["until"]))


def _progression(seen: Seen) -> pd.DataFrame:
    """Exercises whose last sessions meet the criterion; these sessions are behind it."""
    settings, points = seen.settings, points_of(seen, "exercise")
    left = np.bincount(points.line, minlength=points.n_lines)[points.line] - rank_in_run(
        points.line
    )
    judged = np.flatnonzero(left <= settings.progression_sessions)
    names = {name: some.take(points.line[judged]) for name, some in points.names(
        seen.caseload).items()}  # fmt: skip
    sessions = pd.DataFrame(names | {"day": dates_of(points.day[judged])})
    days = sessions.groupby(list(names), observed=True)["day"].agg(since="min", until="max")
    table = progression_of(seen)
    rows = table[table["meets_criterion"] == "yes"].merge(days.reset_index(), on=list(names))
    rows = rows.assign(
        value=np.nan, threshold=np.nan, above=settings.progression_reps_above,
        sessions=settings.progression_sessions,
    )  # fmt: skip
    return found(gathered(rows, ["patient_id"], seen, strongest="reps_current"))


def _function(seen: Seen, which: str) -> pd.DataFrame:
    table = function_of(seen)
    n_activities = table["activity"].notna().groupby(table["patient_id"], observed=False).sum()
    rows = table[table["activity"].isna() & (table["beyond_threshold"] == which)]
    n = n_activities.reindex(rows["patient_id"]).to_numpy("int64")
    return found(
        rows, value=rows["change_psfs"].to_numpy(), threshold=rows["threshold_psfs"].to_numpy(),
        since=rows["first_on"].to_numpy(), until=rows["last_on"].to_numpy(), n_activities=n,
        is_current=is_recent(seen, rows["last_on"]),
    )  # fmt: skip


def _say_one_side(row: Any) -> str:
    up_to = "up to " if row.n_lines > 1 else ""
    return (
        f"No repetitions in {up_to}{count_words(row.value, 'complete week')} in a row, "
        f"{during_words(row.since, row.until)}, while the {row.other} side was done: {row.where}."
    )


def _say_jump(row: Any) -> str:
    first = "the first " if row.n_lines > 1 else ""
    return (
        f"Volume rose in week {number(row.week, 0)} (from {day_words(row.since)}): {row.where}; "
        f"{first}from {number(row.reference_reps)} to {count_words(row.n_reps, 'repetition')} "
        f"({signed_percent(row.value)}), with at most {number(row.asked_reps_max, 0)} asked for."
    )


def _say_progression(row: Any) -> str:
    sessions = "session" if row.sessions == 1 else count_words(row.sessions, "session")
    return (
        f"Progression criterion met: {row.where}. The last set of the last {sessions} was "
        f"{row.above} or more repetitions above the range, with pain within the limit. "
        "A clinician decides."
    )


def _say_function(row: Any) -> str:
    activities = count_words(row.n_activities, "activity", "activities")
    what = f"the mean of {activities}" if row.n_activities > 1 else activities
    return (
        f"Function ({what}, 0-10, 10 = able as before) went from {rating(row.baseline_psfs)} in "
        f"the first check-ins to {rating(row.current_psfs)} in the last ones."
    )


CONCERNS: Final = (
    Rule(
        "one_side_not_done", "concern", "one_side",
        "Was one prescribed side left out for weeks while the other was done?",
        ("symmetry",), ("symmetry_weeks", "concern_days"), _one_side, _say_one_side,
        is_event=True, by_side=True,
    ),
    Rule(
        "function_down", "concern", "function", "Are rated activities worse than at the start?",
        ("function",),
        ("function_change_psfs", "activity_change_psfs", "function_days", "concern_days"),
        lambda seen: _function(seen, "worse"), _say_function, source="checkins",
    ),
    Rule(
        "volume_jump", "concern", "volume",
        "Has an exercise clearly more repetitions than before, and more than prescribed?",
        ("volume_change",),
        ("volume_rise_share", "reference_weeks", "reference_weeks_min", "concern_days"),
        _volume_jump, _say_jump, is_event=True,
    ),
)  # fmt: skip

IMPROVEMENTS: Final = (
    Rule(
        "function_up", "improvement", "function", "Are rated activities better than at the start?",
        ("function",),
        ("function_change_psfs", "activity_change_psfs", "function_days", "concern_days"),
        lambda seen: _function(seen, "better"), _say_function, source="checkins",
    ),
    Rule(
        "progression_met", "improvement", "progression",
        "Does an exercise meet the criterion for doing more?",
        ("progression", "pain_flares"),
        ("progression_reps_above", "progression_sessions", "progression_pain_days",
         "pain_acceptable_max_nrs", "flare_rise_nrs", "flare_rated_days_min",
         "flare_unrated_days_max", "baseline_days", "baseline_days_max",
         "baseline_rated_days_min"),
        _progression, _say_progression,
    ),
)  # fmt: skip
