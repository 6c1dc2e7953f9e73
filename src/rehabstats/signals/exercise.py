"""Rules about what is done: one side left out, a jump in volume, readiness for more, function."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.metrics.groups import ratio
from rehabstats.metrics.runs import run_lengths
from rehabstats.signals.evidence import Evidence
from rehabstats.signals.found import found, gathered
from rehabstats.signals.rule import Rule
from rehabstats.signals.words import day, nrs, percent
from rehabstats.vocabulary import DAYS_PER_WEEK


def _one_side(evidence: Evidence) -> pd.DataFrame:
    """Complete weeks in a row in which one prescribed side was done and the other was not."""
    weekly = evidence.symmetry
    weekly = weekly[weekly["is_complete"]].reset_index(drop=True)
    line = weekly.groupby(["patient_id", "exercise"], observed=True, sort=False).ngroup().to_numpy()
    rows = []
    for side, other in (("left", "right"), ("right", "left")):
        none, some = weekly[f"{side}_reps"] == 0, weekly[f"{other}_reps"] > 0
        member = (weekly["one_side_not_done"] & none & some).to_numpy()
        length = run_lengths(line, member)
        ends = np.append((line[1:] != line[:-1]) | ~member[1:], True)[: len(line)]
        hit = np.flatnonzero(ends & (length >= evidence.settings.symmetry_weeks))
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
    told = gathered(
        pd.concat(rows, ignore_index=True), ["patient_id", "side"], evidence, strongest="value"
    )
    return found(
        told, threshold=evidence.settings.symmetry_weeks,
        is_current=evidence.is_recent(told["until"]),
    )  # fmt: skip


def _volume_jump(evidence: Evidence) -> pd.DataFrame:
    """Weeks of clearly more repetitions than before, and more than the prescription allows."""
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
    table = evidence.progression
    rows = table[table["meets_criterion"] == "yes"].assign(
        value=lambda ready: ready["reps_current"], since=evidence.as_of, until=evidence.as_of,
        threshold=evidence.settings.progression_reps_above,
        evidence_from=evidence.as_of - pd.Timedelta(days=evidence.settings.concern_days - 1),
        sessions=evidence.settings.progression_sessions,
    )  # fmt: skip
    return found(gathered(rows, ["patient_id"], evidence, strongest="value"))


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
    return (
        f"The {row.side} side has no repetitions in {row.value:.0f} complete weeks in a row while "
        f"the {row.other} side has: {row.where}."
    )


def _say_jump(row: Any) -> str:
    return (
        f"Volume rose in week {row.week:.0f} (from {day(row.since)}): {row.n_reps:.0f} repetitions "
        f"against {row.reference_reps:.0f} in the weeks before ({percent(row.value)} more), above "
        f"the {row.asked_reps_max:.0f} that the prescription allows."
    )


def _say_progression(row: Any) -> str:
    return (
        f"Meets the progression criterion: {row.where}: {row.threshold:.0f} or more repetitions "
        f"above the range in the last set of {row.sessions} sessions, pain within the limit. "
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
        ("symmetry",), ("symmetry_weeks",), _one_side, _say_one_side, is_event=True,
    ),
    Rule(
        "function_down", "concern", "function", "Are rated activities worse than at the start?",
        ("function",), ("function_change_psfs", "activity_change_psfs", "function_days"),
        lambda evidence: _function(evidence, "worse"), _say_function, source="checkins",
    ),
    Rule(
        "volume_jump", "concern", "volume",
        "Were there clearly more repetitions than before, and more than prescribed?",
        ("volume_change",), ("volume_rise_share", "reference_weeks", "reference_weeks_min"),
        _volume_jump, _say_jump, is_event=True,
    ),
)  # fmt: skip

IMPROVEMENTS: Final = (
    Rule(
        "function_up", "improvement", "function", "Are rated activities better than at the start?",
        ("function",), ("function_change_psfs", "activity_change_psfs", "function_days"),
        lambda evidence: _function(evidence, "better"), _say_function, source="checkins",
    ),
    Rule(
        "progression_met", "improvement", "progression",
        "Does an exercise meet the criterion for doing more?",
        ("progression",),
        ("progression_reps_above", "progression_sessions", "progression_pain_days",
         "pain_acceptable_max_nrs"),
        _progression, _say_progression,
    ),
)  # fmt: skip
