"""Days as people write them: one form, whatever the language of the machine."""

from __future__ import annotations

from typing import Any, Final

#: Named here, since the names of `strftime` are those of the machine's language.
MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
#: What stands where nothing is known.
NONE: Final = "-"


def is_missing(value: Any) -> bool:
    """
    Whether a value is none, of whatever kind, without the time that pandas takes to say so.

    Examples
    --------
    >>> import pandas as pd
    >>> [is_missing(one) for one in (None, float("nan"), pd.NaT, pd.NA, 0, "")]
    [True, True, True, True, False, False]
    """
    if value is None or type(value).__name__ == "NAType":
        return True
    # What is missing does not equal itself.
    return bool(value != value)  # noqa: PLR0124


def day_words(day: Any, none: str = NONE) -> str:
    """
    A day as people write it.

    Examples
    --------
    >>> from datetime import date
    >>> day_words(date(2026, 2, 9)), day_words(None, "never")
    ('9 Feb 2026', 'never')
    """
    return none if is_missing(day) else f"{date_words(day)} {day.year}"


def date_words(day: Any) -> str:
    """
    A day without its year, where others are named beside it.

    Examples
    --------
    >>> from datetime import date
    >>> date_words(date(2026, 2, 9))
    '9 Feb'
    """
    return f"{day.day} {MONTHS[day.month - 1]}"


def time_words(moment: Any, none: str = NONE) -> str:
    """
    A day with the time on its clock.

    Examples
    --------
    >>> from datetime import datetime
    >>> time_words(datetime(2026, 2, 9, 7, 5))
    '9 Feb 2026 07:05'
    """
    if is_missing(moment):
        return none
    return f"{day_words(moment)} {moment.hour:02}:{moment.minute:02}"


def span_words(first: Any, last: Any, none: str = NONE) -> str:
    """
    Two days and those between, without saying month and year twice.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2026, 2, 9)
    >>> span_words(day, day), span_words(day, date(2026, 2, 12))
    ('9 Feb 2026', '9 to 12 Feb 2026')
    >>> span_words(day, date(2026, 3, 3)), span_words(date(2025, 12, 30), day)
    ('9 Feb to 3 Mar 2026', '30 Dec 2025 to 9 Feb 2026')
    """
    if is_missing(first) or is_missing(last):
        return none
    if first.year != last.year:
        return f"{day_words(first)} to {day_words(last)}"
    if first.month != last.month:
        return f"{date_words(first)} to {day_words(last)}"
    return day_words(last) if first.day == last.day else f"{first.day} to {day_words(last)}"


def during_words(first: Any, last: Any) -> str:
    """
    The same as part of a sentence.

    Examples
    --------
    >>> from datetime import date
    >>> during_words(date(2026, 2, 9), date(2026, 2, 12))
    'from 9 to 12 Feb 2026'
    """
    words = span_words(first, last)
    return f"from {words}" if " to " in words else f"on {words}"


def iso_day(day: Any) -> str:
    """
    A day as files and options have it.

    Examples
    --------
    >>> from datetime import datetime
    >>> iso_day(datetime(2026, 2, 9, 18, 30))
    '2026-02-09'
    """
    return f"{day:%Y-%m-%d}"
