"""Numbers and days as a report writes them."""

from __future__ import annotations

from datetime import date

from rehabstats.report.summary import Adherence, Pain, PatientSummary, Signal
from rehabstats.vocabulary import NEED_GROUPS


def signal_words(signal: Signal) -> str:
    """What a signal is about, and whether it is over."""
    is_over = signal.direction == "concern" and not signal.is_current
    return NEED_GROUPS["concern that is over" if is_over else signal.direction]


def percent(share: float) -> str:
    """
    A fraction as per cent, never rounded to all or nothing.

    Examples
    --------
    >>> percent(0.784), percent(0.998), percent(0.002), percent(1.0)
    ('78', '>99', '<1', '100')
    """
    rounded = int(100 * share + 0.5)
    if rounded == 100 and share < 1:
        return ">99"
    return "<1" if rounded == 0 and share > 0 else str(rounded)


def adherence_words(adherence: Adherence) -> str:
    """
    Session adherence with its bounds, or in words why there is none.

    Examples
    --------
    >>> adherence_words(Adherence(0.78, 0.78, 0.85, 18, 23, 3, 2, 0, 0, 0))
    '78 % (78-85 %)'
    >>> adherence_words(Adherence(0.0, 0.0, None, 0, 5, 0, 5, 0, 0, 0))
    'nothing recorded'
    """
    if adherence.nothing_recorded:
        return "nothing recorded"
    if adherence.share is None or adherence.low is None or adherence.high is None:
        return no_adherence_words(adherence)
    words = f"{percent(adherence.share)} %"
    if adherence.n_unrecorded:
        words += f" ({percent(adherence.low)}-{percent(adherence.high)} %)"
    return words


def no_adherence_words(adherence: Adherence) -> str:
    """Why nothing was due."""
    if adherence.n_excused:
        return "pause"
    return "open" if adherence.n_open else "nothing due"


def pain_words(value: float | None, pain: Pain) -> str:
    """A pain value, or why there is none."""
    if value is not None:
        return f"{value:.1f}".removesuffix(".0")
    return "not rated" if pain.n_sessions else "no entry"


def week_words(patient: PatientSummary, as_of: date) -> str:
    """Where in the program a patient is."""
    if patient.week < 1:
        return f"starts {patient.start_date.isoformat()}"
    if patient.end_date is not None and patient.end_date <= as_of:
        return f"ended {patient.end_date.isoformat()}"
    return f"week {patient.week}"


def count_words(n: int, noun: str) -> str:
    """
    A count with its noun.

    Examples
    --------
    >>> count_words(1, "day"), count_words(2, "day")
    ('1 day', '2 days')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def days_words(n_days: int) -> str:
    """How long ago a day was."""
    return "same day" if n_days == 0 else f"{count_words(n_days, 'day')} before"
