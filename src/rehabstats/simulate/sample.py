"""Sample: the eight patients of data/sample, none of whom is real, and the folder of them."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from rehabstats.simulate.caseload import simulate_caseload
from rehabstats.simulate.habits import DoingHabits, Load, LoggingHabits, Modification, RangeOfMotion
from rehabstats.simulate.pain import Flare, Pain
from rehabstats.simulate.truth import Activity, PatientTruth, Pause, PrescriptionChange
from rehabstats.simulate.write import write_caseload

SAMPLE_SEED: Final = 2026
HIP: Final = "hip-restoration"
SPINE: Final = "spinal-stenosis"

#: One true sentence per patient, for the README of the sample.
STORIES: Final = {
    "P001": "improves steadily (pain 5.5 falling by 0.3 a week), keeps about 92 % of the sessions; "
    "range of motion of one exercise is measured weekly",
    "P002": "improves for four weeks, then stays on a plateau; exercises around midnight now and "
    "then, and records sessions that were not done as skipped; the plan has an end date",
    "P003": "has a flare of 3 points on the left for two weeks from day 35, skips now and then "
    "because of pain, does fewer repetitions on the right than on the left; starts in mid-week",
    "P004": "keeps less of the plan every week and drops out at the beginning of week 6",
    "P005": "travels for ten days from 11 February (a pause), otherwise keeps about 88 %; "
    "clearance is not filled in; one session begins with the final exercise, with a note",
    "P006": "is stable; the prescription changes in week 5 (a second set of one exercise, a longer "
    "hold in another); does two sessions on one day now and then",
    "P007": "over-does: every session kept, one or two more each week, 30 % more repetitions than "
    "meant, and pain that slowly rises",
    "P008": "does about 75 % but logs fewer than half of it, leaves half of the ratings empty, and "
    "often enters a whole week in one go",
}


def sample_truths() -> tuple[PatientTruth, ...]:
    """
    The eight patients of the sample, over twelve weeks from early January 2026.

    Returns
    -------
    tuple of PatientTruth
        P001 to P008; `STORIES` says what is true of each.

    Examples
    --------
    >>> [truth.patient_id for truth in sample_truths()][::7]
    ['P001', 'P008']
    """
    return (_p001(), _p002(), _p003(), _p004(), _p005(), _p006(), _p007(), _p008())


def _p001() -> PatientTruth:
    return PatientTruth(
        "P001", HIP, date(2026, 1, 5),
        adherence=0.92,
        sessions_per_week=5,
        pain=Pain(baseline_nrs=5.5, slope_nrs_per_week=-0.3, noise_sd_nrs=0.7),
        activities=(
            Activity("climbing stairs", baseline_psfs=4, slope_psfs_per_week=0.35),
            Activity("putting on socks", baseline_psfs=3, slope_psfs_per_week=0.4),
        ),
        doing=DoingHabits(
            reps_growth_per_week=0.05,
            usual_hour=7.5,
            modifications=(Modification("standing_knee_raise", "sturdy chair", probability=0.4),),
        ),
        logging=LoggingHabits(
            missing_rating_probability=0.02,
            note_probability=0.06,
            notes=("felt loose afterwards", "rainy day, done indoors", "easier than last week"),
            range_of_motion=(RangeOfMotion("standing_knee_raise", 82, slope_deg_per_week=1.5),),
        ),
        involved_side="right",
        clearance="yes",
    )  # fmt: skip


def _p002() -> PatientTruth:
    start = date(2026, 1, 6)
    return PatientTruth(
        "P002", SPINE, start,
        adherence=0.8,
        end_date=start + timedelta(weeks=12),
        pain=Pain(baseline_nrs=5.2, slope_nrs_per_week=-0.35, plateau_week=5),
        activities=(
            Activity("walking to the shop", 4, slope_psfs_per_week=0.4, plateau_week=5),
        ),
        doing=DoingHabits(
            usual_hour=20,
            late_probability=0.08,
            skip_probability=0.02,
            skipped_session_probability=0.5,
            skip_reasons=("time", "fatigue", "unwell"),
        ),
        logging=LoggingHabits(missing_rating_probability=0.05, rounding_nrs=0.5),
        involved_side="both",
        clearance="not_needed",
    )  # fmt: skip


def _p003() -> PatientTruth:
    return PatientTruth(
        "P003", HIP, date(2026, 1, 7),
        adherence=0.82,
        pain=Pain(baseline_nrs=2.8, slope_nrs_per_week=-0.03),
        flares=(Flare(start_day=35, length_days=14, size_nrs=3, side="left"),),
        activities=(Activity("getting out of a car", 5, slope_psfs_per_week=0.1),),
        doing=DoingHabits(
            reps_start_share=0.8,
            right_share=0.7,
            usual_hour=17.5,
            skip_probability=0.05,
            skipped_session_probability=0.3,
            skip_reasons=("pain", "pain", "time"),
        ),
        logging=LoggingHabits(missing_rating_probability=0.04),
        involved_side="left",
        clearance="not_needed",
    )  # fmt: skip


def _p004() -> PatientTruth:
    return PatientTruth(
        "P004", SPINE, date(2026, 1, 8),
        adherence=(0.9, 0.8, 0.7, 0.6, 0.55),
        dropout_week=6,
        sessions_per_week=5,
        pain=Pain(baseline_nrs=4.8, slope_nrs_per_week=0.05),
        activities=(Activity("standing in the kitchen", 4),),
        doing=DoingHabits(usual_hour=12, omit_probability=0.06),
        logging=LoggingHabits(missing_rating_probability=0.1, checkin_probability=0.8),
        clearance="not_needed",
    )  # fmt: skip


def _p005() -> PatientTruth:
    return PatientTruth(
        "P005", HIP, date(2026, 1, 2),
        adherence=0.88,
        sessions_per_week=4,
        pauses=(Pause(date(2026, 2, 11), date(2026, 2, 21), "travel"),),
        pain=Pain(baseline_nrs=4.5, slope_nrs_per_week=-0.12),
        activities=(Activity("sitting through a film", 5, slope_psfs_per_week=0.15),),
        doing=DoingHabits(usual_hour=18, final_first_in=(9,)),
        logging=LoggingHabits(missing_rating_probability=0.03, records_time=False),
        involved_side="right",
    )  # fmt: skip


def _p006() -> PatientTruth:
    start = date(2026, 1, 3)
    week_5 = start + timedelta(weeks=4)
    rotation = PrescriptionChange("lateral_trunk_rotation", "left", week_5, sets=2)
    return PatientTruth(
        "P006", SPINE, start,
        adherence=0.85,
        sessions_per_week=5,
        changes=(
            rotation,
            replace(rotation, side="right"),
            PrescriptionChange(
                "double_knee_hug", "both", week_5, hold_min_s=8.0, hold_max_s=10.0
            ),
        ),
        pain=Pain(baseline_nrs=3.4, slope_nrs_per_week=-0.05),
        activities=(Activity("carrying shopping", 6, slope_psfs_per_week=0.15),),
        doing=DoingHabits(usual_hour=10, double_up_probability=0.08, reps_growth_per_week=0.04),
        logging=LoggingHabits(missing_rating_probability=0.03, rounding_nrs=0.5),
        clearance="not_needed",
    )  # fmt: skip


def _p007() -> PatientTruth:
    return PatientTruth(
        "P007", HIP, date(2026, 1, 4),
        adherence=1.0,
        sessions_per_week=3,
        pain=Pain(baseline_nrs=2.8, slope_nrs_per_week=0.15),
        activities=(Activity("gardening", 6, slope_psfs_per_week=-0.05),),
        doing=DoingHabits(
            dose_factor=1.3,
            extra_sessions_per_week=1.5,
            usual_hour=6.5,
            effort_cr10=6.5,
            loads=(Load("standing_knee_raise", load_kg=1.5, from_week=3),),
        ),
        logging=LoggingHabits(note_probability=0.05, notes=("did some more",)),
        involved_side="left",
        clearance="yes",
    )  # fmt: skip


def _p008() -> PatientTruth:
    return PatientTruth(
        "P008", SPINE, date(2026, 1, 1),
        adherence=0.75,
        pain=Pain(baseline_nrs=4.2, slope_nrs_per_week=-0.08),
        activities=(Activity("walking the dog", 5, slope_psfs_per_week=0.1),),
        doing=DoingHabits(usual_hour=15, skip_probability=0.03, skip_reasons=("forgot",)),
        logging=LoggingHabits(
            log_probability=0.45,
            missing_rating_probability=0.5,
            backfill_probability=0.7,
            checkin_probability=0.4,
        ),
        clearance="not_needed",
    )  # fmt: skip


def write_sample(folder: str | os.PathLike[str]) -> None:
    """
    Write the sample caseload and its README.

    Parameters
    ----------
    folder : str or path-like
        The folder; it is made if it is missing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sample(folder)
    ...     "P008" in (Path(folder) / "README.md").read_text("utf-8")
    True
    """
    write_caseload(simulate_caseload(sample_truths(), seed=SAMPLE_SEED), folder)
    readme = Path(folder) / "README.md"
    readme.write_text(_readme(), encoding="utf-8", newline="\n")


def _readme() -> str:
    lines = [
        "# Sample caseload",
        "",
        "**Nobody in it is real.** Eight simulated patients over twelve weeks, made by",
        "`rehabstats.simulate` from a fixed seed. Regenerate it byte for byte with",
        "",
        "```",
        "python -m rehabstats.simulate data/sample",
        "```",
        "",
        "What is true of each patient (the log is a noisy view of it):",
        "",
    ]
    lines += [
        f"- **{truth.patient_id}** ({truth.program}, from {truth.start_date}) "
        f"{STORIES[truth.patient_id]}."
        for truth in sample_truths()
    ]
    return "\n".join(lines) + "\n"
