"""Other words for columns and values, as hand-kept sheets and app exports use them."""

from __future__ import annotations

from typing import Final

#: Words for columns, by file; compared without case, accents and punctuation.
COLUMN_SYNONYMS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "sessions": {
        "patient_id": ("patient", "pid", "patientid"),
        "started_at": ("date", "datetime", "date_time", "start", "start_time", "started"),
        "exercise": ("exercise_name", "exercise_id", "movement"),
        "side": ("l_r", "left_right", "lr", "laterality"),
        "session_id": ("session",),
        "set_no": ("set", "set_number", "set_order", "set_index"),
        "reps": ("rep", "repetitions", "repetition", "rep_s", "reps_n", "n_reps"),
        "hold_s": ("hold", "hold_seconds", "hold_sec", "seconds"),
        "load_kg": ("weight_kg", "kg"),
        "rom_deg": ("rom", "range_of_motion", "degrees"),
        "pain_before_nrs": ("pain_before", "pre_pain"),
        "pain_during_nrs": (
            "pain",
            "pain_during",
            "pain_level",
            "nrs",
            "pain_nrs",
            "pain_score",
            "pain_0_10",
        ),
        "pain_after_nrs": ("pain_after", "post_pain"),
        "effort_cr10": ("effort", "rpe", "cr10", "borg"),
        "status": ("state", "completed"),
        "skip_reason": ("reason", "skipped_because"),
        "modification": ("modified", "modifications"),
        "note": ("notes", "comment", "comments", "remarks"),
        "recorded_at": ("recorded", "entered_at", "logged_at", "submitted_at"),
    },
    "patients": {
        "patient_id": ("patient", "pid", "patientid"),
        "program": ("programme", "program_id"),
        "start_date": ("start", "started", "started_on", "from"),
        "end_date": ("end", "ended", "ended_on", "to"),
        "sessions_per_week": ("frequency", "per_week", "times_per_week"),
        "involved_side": ("affected_side", "involved"),
        "clearance": ("cleared",),
    },
    "prescriptions": {
        "patient_id": ("patient", "pid", "patientid"),
        "exercise": ("exercise_name", "exercise_id"),
        "side": ("l_r", "left_right", "lr", "laterality"),
        "valid_from": ("from", "start_date", "start"),
        "valid_to": ("to", "until", "end_date", "end"),
        "sessions_per_week": ("frequency", "per_week", "times_per_week"),
        "sets": ("n_sets",),
        "reps_min": ("min_reps",),
        "reps_max": ("max_reps",),
        "hold_min_s": ("min_hold_s",),
        "hold_max_s": ("max_hold_s",),
    },
    "pauses": {
        "patient_id": ("patient", "pid", "patientid"),
        "start_date": ("start", "from"),
        "end_date": ("end", "to", "until"),
        "reason": ("why", "note"),
    },
    "checkins": {
        "patient_id": ("patient", "pid", "patientid"),
        "date": ("day", "rated_on"),
        "activity": ("task",),
        "score_psfs": ("score", "psfs", "rating"),
    },
}

SIDE_WORDS: Final = {
    "l": "left", "lt": "left", "left_side": "left",
    "r": "right", "rt": "right", "right_side": "right",
    "b": "both", "bilateral": "both", "left_and_right": "both", "l_r": "both",
    "both_sides": "both", "each_side": "both",
    "u": "unknown",
}  # fmt: skip
STATUS_WORDS: Final = {
    "completed": "done", "complete": "done", "yes": "done", "true": "done",
    "skip": "skipped", "not_done": "skipped", "no": "skipped", "false": "skipped",
}  # fmt: skip
SKIP_REASON_WORDS: Final = {
    "tired": "fatigue", "no_time": "time", "forgotten": "forgot", "ill": "unwell", "sick": "unwell",
}  # fmt: skip
CLEARANCE_WORDS: Final = {"not_required": "not_needed", "not_necessary": "not_needed", "y": "yes"}

#: Words that say a cell is empty, as R and pandas write them, beside an empty cell itself.
#: "none" is not among them: written beside pain it may well mean zero.
MISSING_WORDS: Final = ("", "na", "n/a", "nan", "null")
