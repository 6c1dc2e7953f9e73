"""Definitions: what the words of a report mean, by the ids that its headings lead to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from rehabstats.settings import DEFAULTS, Threshold


class Term(NamedTuple):
    """A word of the report and its meaning."""

    name: str
    meaning: str


def terms_of(thresholds: Iterable[Threshold]) -> dict[str, Term]:
    """Every term, under the thresholds that a report was made with."""
    return TERMS | {"zones": _zones((*DEFAULTS.thresholds, *thresholds))}


def _zones(thresholds: Iterable[Threshold]) -> Term:
    found = {one.name: one for one in thresholds}
    low, high = found["pain_safe_max_nrs"], found["pain_acceptable_max_nrs"]
    limits, usual = f"{low.value:g} and {high.value:g}", f"{low.default:g} and {high.default:g}"
    instead = "" if limits == usual else f"as the thresholds below say, instead of {usual}, "
    return Term(
        "Grey bands behind the pain",
        f"They change at {limits}, {instead}the limits of the pain-monitoring model, borrowed "
        "from tendon and kneecap rehabilitation; published ones differ, and these were not "
        "checked against their source. They are no verdict.",
    )


#: Under the default thresholds.
TERMS: Final = {
    "signal": Term(
        "Signal",
        "A named rule that fired: arithmetic on a log, with the lines behind it. It gives no "
        "cause, and a patient without one is not therefore well.",
    ),
    "need": Term(
        "Order of need",
        "Concerns of now, then too little data, then earlier concerns, then improvements. "
        '"Not enough data" never means fine.',
    ),
    "since-visit": Term(
        "Before and since",
        "The days from the last visit (or the last days, visit_days below, if none was stated) up "
        "to the report, beside as many days before it. A session counts on its day, a slot without "
        "one on its deadline, one that a pause excuses on the first day of its week. Two periods "
        "side by side are no test of a change.",
    ),
    "session-adherence": Term(
        "Session adherence",
        "The share of the sessions due so far that were done: filled / (filled + skipped + omitted "
        "+ unrecorded). It does not say whether the dose inside a session was reached, nor how "
        "well anything was done. Bounds: the first counts unrecorded sessions as not done, the "
        "second leaves them out; one figure alone means that nothing was unrecorded.",
    ),
    "dose-adherence": Term(
        "Dose adherence",
        "The share of the repetitions asked for that were done: the sum of min(done, asked) over "
        "the sum of asked, capped slot by slot. Monday's extra repetitions do not count for "
        "Tuesday.",
    ),
    "states": Term(
        "Done, skipped, omitted, unrecorded, open, excused, extra",
        "A slot is one time that an exercise was due. Skipped: the log says so. Omitted: a session "
        "of that week was logged without it. Unrecorded: past due, and the log says nothing; "
        "nobody knows whether it was done. Open: it can still be done, and counts against nobody. "
        "Excused: not due because of a pause. Extra: beyond the plan; it is shown, and pays for "
        "no missed one.",
    ),
    "pain": Term(
        "Pain",
        "0 (none) to 10 (worst possible). Pain during a session is the mean over its exercises "
        "and sides; a week or a period has their median, a week also the highest single rating. "
        "What was not rated stays empty, and is not 0.",
    ),
    "zones": _zones(DEFAULTS.thresholds),
    "pain-change": Term(
        "Pain at first and now",
        "The mean of daily means over the first days with enough ratings, and over the last days "
        "(current_days below). A change is called reliable where it is larger than ratings move "
        "of themselves.",
    ),
    "flare": Term(
        "Pain-defined flare",
        "Rated days in a row with pain above the median of the first days by flare_rise_nrs or "
        "more; few unrated days between do not end it (all below). A signal looks more widely: at "
        "single exercises too, at days up to flare_step_days apart, and it tells flares up to "
        "flare_merge_days apart as one.",
    ),
    "slope": Term(
        "Slope per week",
        "The Theil-Sen slope of pain over the sessions, on real dates, with its interval; below 0 "
        "is falling. A direction is named where the order of the ratings alone would not explain "
        "it (Mann-Kendall). No clear change is not no change.",
    ),
    "function": Term(
        "Function",
        "Activities that the person chose, rated 0 (unable) to 10 (able as before), at first and "
        "in the last days. Activities are a person's own: two persons cannot be compared.",
    ),
    "volume": Term(
        "Repetitions per week",
        "What was logged of an exercise and side in a complete program week, against the median "
        "of the complete weeks just before (reference_weeks below). A week with a paused day is "
        "not complete; one of which nothing was recorded or counted is not known, and is no week "
        "of 0. It says nothing about risk.",
    ),
    "progression": Term(
        "Progression",
        "Repetitions per set, hold, load and range of motion in the last days against the first. "
        "The criterion (goal passed in the last set twice in a row, pain within the limit, no "
        "open flare) is met or not; the clinician decides.",
    ),
    "symmetry": Term(
        "Left against right",
        "(left - right) / the larger one, in logged repetitions of exercises done per side, above "
        "0 where more was done on the left. Behaviour, and not what a side is able to do. None "
        "where different amounts were asked for.",
    ),
    "last-entry": Term(
        "Last entry",
        "The latest day with a session, a skip or a check-in, whenever it was written down. Days "
        "without an entry are those after it.",
    ),
    "entries": Term(
        "Entered late",
        "Sessions written down days after they were done: ratings from memory, and dates that "
        "may be guesses.",
    ),
    "monitoring": Term(
        "Days with data",
        "Days on which an entry was made, and days about which there is one, per 30 days from the "
        "start and per calendar month. Counts, and no decision about billing: whether a log is a "
        "device, when a period begins and whether a later entry counts are questions of law that "
        "a log cannot answer. The ranges are those of secondary sources on a rule in the United "
        "States from 2026; the rule itself was not seen.",
    ),
    "program-week": Term(
        "Program week",
        "Seven days, counted from the day on which the patient's program started.",
    ),
}
