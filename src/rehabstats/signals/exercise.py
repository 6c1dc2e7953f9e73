"""Rules about what is done: one side left out, a jump in volume, readiness for more, function."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.ledger.layout import dates_of
from rehabstats.metrics.groups import ratio
from rehabstats.metrics.runs import run_lengths
from rehabstats.series.positions import rank_in_run
from rehabstats.signals.evidence import Evidence
from rehabstats.signals.found import events, found, gathered
from rehabstats.signals.rule import Rule
from rehabstats.signals.words import day, nrs, percent, span
from rehabstats.vocabulary import DAYS_PER_WEEK


def _one_side(evidence: Evidence) -> pd.DataFrame:
    """Complete weeks in a row in which one prescribed side was done and the other was not."""
    settings = evidence.settings
    weekly = evidence.symmetry
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
    told = gathered(runs, [*by, "event"], evidence, strongest="value")
    return found(
        told, threshold=settings.symmetry_weeks, other_side_too=True,
        is_current=evidence.is_recent(told["until"]),
    )  # fmt: skip


def _volume_jump(evidence: Evidence) -> pd.DataFrame:
    """Weeks of clearly more repetitions than before, and more than were asked for at most."""
    weekly = evidence.volume_change
    weekly = weekly[weekly["change"].notna()]
    total = weekly.groupby(["patient_id", "week", "week_start"], observed=True, as_index=False)[
        ["n_reps", "reference_reps", "asked_reps_max"]
    ].sum()
    rise = ratio(
        (total["n_reps"] - total["reference_reps"]).to_numpy(), total["reference_reps"].to_numpy()
    )
    hit = (rise >= evidence.settings.volume_rise_share) & (
        total["n_reps"] > total["asked_reps_max"]
    )
    rows = total.assign(value=rise, since=total["week_start"])[hit]
    until = rows["week_start"] + pd.Timedelta(days=DAYS_PER_WEEK - 1)
    return found(
        rows, until=until, threshold=evidence.settings.volume_rise_share,
        is_current=evidence.is_recent(until),
    )  # fmt: skip


def _progression(evidence: Evidence) -> pd.DataFrame:
    """Exercises whose last sessions meet the criterion; these sessions are behind it."""
    settings, points = evidence.settings, evidence.pain("exercise").points
    left = np.bincount(points.line, minlength=points.n_lines)[points.line] - rank_in_run(
        points.line
    )
    judged = np.flatnonzero(left <= settings.progression_sessions)
    names = {name: some.take(points.line[judged]) for name, some in points.names(
        evidence.caseload).items()}  # fmt: skip
    sessions = pd.DataFrame(names | {"day": dates_of(points.day[judged])})
    days = sessions.groupby(list(names), observed=True)["day"].agg(since="min", until="max")
    table = evidence.progression
    rows = table[table["meets_criterion"] == "yes"].merge(days.reset_index(), on=list(names))
    rows = rows.assign(
        value=np.nan, threshold=np.nan, above=settings.progression_reps_above,
        sessions=settings.progression_sessions,
    )  # fmt: skip
    return found(gathered(rows, ["patient_id"], evidence, strongest="reps_current"))


def _function(evidence: Evidence, which: str) -> pd.DataFrame:
    table = evidence.function
    n_activities = table["activity"].notna().groupby(table["patient_id"], observed=False).sum()
    rows = table[table["activity"].isna() & (table["beyond_threshold"] == which)]
    n = n_activities.reindex(rows["patient_id"]).to_numpy("int64")
    return found(
        rows, value=rows["change_psfs"].to_numpy(), threshold=rows["threshold_psfs"].to_numpy(),
        since=rows["first_on"].to_numpy(), until=rows["last_on"].to_numpy(), n_activities=n,
        is_current=evidence.is_recent(rows["last_on"]),
    )  # fmt: skip


def _say_one_side(row: Any) -> str:
    up_to = "up to " if row.n_lines > 1 else ""
    return (
        f"No repetitions in {up_to}{row.value:.0f} complete weeks in a row, "
        f"{span(row.since, row.until)}, while the {row.other} side was done: {row.where}."
    )


def _say_jump(row: Any) -> str:
    return (
        f"Volume rose in week {row.week:.0f} (from {day(row.since)}): {row.n_reps:.0f} repetitions "
        f"against {row.reference_reps:.0f}, the usual ones of each exercise before added up "
        f"({percent(row.value)} more), "
        f"more than the {row.asked_reps_max:.0f} asked for at most."
    )


def _say_progression(row: Any) -> str:
    sessions = "session" if row.sessions == 1 else f"{row.sessions} sessions"
    return (
        f"Progression criterion met: {row.where}. The last set of the last {sessions} was "
        f"{row.above} or more repetitions above the range, with pain within the limit. "
        "A clinician decides."
    )


def _say_function(row: Any) -> str:
    what = "1 activity" if row.n_activities == 1 else f"the mean of {row.n_activities} activities"
    return (
        f"Function ({what}, 0-10, 10 = able as before) went from {nrs(row.baseline_psfs)} in the "
        f"first check-ins to {nrs(row.current_psfs)} in the last ones."
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
        lambda evidence: _function(evidence, "worse"), _say_function, source="checkins",
    ),
    Rule(
        "volume_jump", "concern", "volume",
        "Were there clearly more repetitions than before, and more than prescribed?",
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
        lambda evidence: _function(evidence, "better"), _say_function, source="checkins",
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
