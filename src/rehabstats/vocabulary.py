"""Words: one per idea, and every named constant with its source."""

from __future__ import annotations

from typing import Final

SIDES: Final = ("left", "right", "both", "unknown")
STATUSES: Final = ("done", "skipped")
SKIP_REASONS: Final = ("pain", "fatigue", "time", "forgot", "equipment", "unwell", "other")
CLEARANCES: Final = ("yes", "no", "not_needed")
INVOLVED_SIDES: Final = ("left", "right", "both")

#: The states of a ledger row, in the order in which people read them.
STATES: Final = (
    "done", "partial", "skipped", "omitted", "unrecorded", "open", "excused", "extra",
)  # fmt: skip
FILLED: Final = ("done", "partial")
MISSED: Final = ("skipped", "omitted", "unrecorded")
#: Filled or past due: the slots that count. Open, excused and extra do not.
DUE: Final = (*FILLED, *MISSED)

#: Where a series is going. "none" is no clear direction, not proof of a standstill.
DIRECTIONS: Final = ("falling", "rising", "none")

#: What can be said of a series of pain; "no clear change" is not "no change".
IMPROVEMENTS: Final = ("improving", "no clear change", "worsening", "too few")

#: What a signal is about, in the order in which they are read. The last is never "fine".
SIGNAL_DIRECTIONS: Final = ("concern", "improvement", "not enough data")
#: What a patient is looked at for first, in order of need, each with its heading.
NEED_GROUPS: Final = {
    "concern": "Concern",
    "not enough data": "Not enough data",
    "earlier concern": "Earlier concern",
    "improvement": "Improvement",
    "no rule fired": "No rule fired, which is no finding either",
}

#: What lies on either side of a visit, in order of time.
VISIT_PERIODS: Final = ("before", "since")

#: Length of a monitoring period [days], and the ranges of days with data that secondary sources
#: on a rule in the United States (from 2026) name. The rule itself was not seen.
MONITORING_PERIOD_DAYS: Final = 30
MONITORING_RANGES: Final = ((0, 1), (2, 15), (16, 30))

#: Why a number is missing, and what that means.
REASONS: Final = {
    "too_few": "too few points",
    "too_few_for_direction": "enough points for a slope, too few for a direction",
    "one_point_in_time": "every point is of one day",
    "constant": "all values are equal",
    "no_baseline": "too few ratings in the first days",
    "no_current": "too few ratings in the last days",
    "baseline_zero": "no share of a baseline of 0",
    "ceiling": "the baseline is so high that the threshold is off the scale",
    "not_rated": "nothing was rated",
    "not_prescribed": "nothing was prescribed",
    "prescriptions_differ": "left and right have different prescriptions",
    "both_zero": "nothing was logged on either side",
    "open_week": "the week is not over, or the program ended in it",
    "partial_week": "only a part of the week was prescribed",
    "too_few_weeks": "too few complete weeks just before",
    "restart": "no repetitions were logged in the weeks before",
    "not_counted": "a set without a count of repetitions (a timed hold)",
    "nothing_recorded": "nothing was recorded in the week",
    "never_within": "no week stayed within the limit",
    "no_missed": "no rated session has a missed one after it",
    "no_kept": "no rated session has a kept one after it",
    "no_next_rating": "no rating on the next day",
}

#: What identifies an exercise and side of a patient, and a weekly row of it.
LINE: Final = ("patient_id", "exercise", "side")
WEEKLY_KEY: Final = (*LINE, "week")

DAYS_PER_WEEK: Final = 7

#: The numeric rating scale has 11 points, 0 = no pain to 10 = worst possible
#: [Farrar et al. 2001, doi:10.1016/S0304-3959(01)00349-9].
PAIN_MIN_NRS: Final = 0
PAIN_MAX_NRS: Final = 10

#: A session that ends more than this after it began is two sessions under one id.
#: [assumption]
SESSION_MAX_HOURS: Final = 24

#: Dates outside this range are typing errors, not history. [assumption]
EARLIEST_DATE: Final = "2000-01-01"
LATEST_DATE: Final = "2099-12-31"

#: Longest text kept as an identifier. [assumption]
IDENTIFIER_MAX_CHARACTERS: Final = 200

#: An entry this far from every other one of its patient is worth a look. [assumption]
LONELY_ENTRY_DAYS: Final = 180
