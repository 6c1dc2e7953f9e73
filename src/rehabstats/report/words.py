"""Numbers and days as a report writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from rehabstats.programs import Program
from rehabstats.report.summary import Adherence, Pain
from rehabstats.vocabulary import DAYS_PER_WEEK

#: Named here, since the names of `strftime` are those of the machine's language.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


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


def states_words(adherence: Adherence, noun: str = "") -> str:
    """
    How many slots were filled, and what became of the others, if anything.

    Examples
    --------
    >>> states_words(Adherence(0.8, 0.8, 0.9, 18, 23, 3, 2, 1, 0, 4))
    '18 of 23; 3 skipped or omitted, 2 unrecorded, 1 open, 4 extra'
    >>> states_words(Adherence(1.0, 1.0, 1.0, 1, 1, 0, 0, 0, 0, 0), "session")
    '1 of 1 session'
    """
    parts = {
        "skipped or omitted": adherence.n_skipped,
        "unrecorded": adherence.n_unrecorded,
        "open": adherence.n_open,
        "excused": adherence.n_excused,
        "extra": adherence.n_extra,
    }
    told = ", ".join(f"{n} {name}" for name, n in parts.items() if n)
    asked = count_words(adherence.n_due, noun) if noun else str(adherence.n_due)
    return f"{adherence.n_filled} of {asked}" + (f"; {told}" if told else "")


def number(value: Any, digits: int = 1, none: str = "-") -> str:
    """
    A number with the decimals that it needs, or words where it is missing.

    Examples
    --------
    >>> number(3.0), number(3.46), number(float("nan"), none="not rated")
    ('3', '3.5', 'not rated')
    """
    if pd.isna(value):
        return none
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: Any, digits: int = 1, none: str = "-") -> str:
    """
    A change with its sign; one that rounds to nothing has none.

    Examples
    --------
    >>> signed(1.5), signed(-0.04), signed(float("nan"))
    ('+1.5', '0', '-')
    """
    if pd.isna(value):
        return none
    text = number(round(float(value), digits) + 0.0, digits)
    return text if text.startswith("-") or text == "0" else f"+{text}"


def signed_percent(value: Any, none: str) -> str:
    """
    A fraction in per cent, with its sign.

    Examples
    --------
    >>> signed_percent(0.256, "-")
    '+26 %'
    """
    return none if pd.isna(value) else f"{signed(100 * value, 0)} %"


def day_words(day: Any, none: str = "-") -> str:
    """A day as ISO text."""
    return none if pd.isna(day) else str(pd.Timestamp(day).date())


def plain_day(day: Any) -> str:
    """
    A day as people say it.

    Examples
    --------
    >>> from datetime import date
    >>> plain_day(date(2026, 3, 3))
    '3 March 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_words(first: Any, last: Any) -> str:
    """Two days, and those between."""
    return f"{day_words(first)} to {day_words(last)}"


def place_words(
    start: pd.Timestamp, end: pd.Timestamp | None, as_of: pd.Timestamp, program: Program | None
) -> str:
    """
    Where in the program somebody is: which week, of how many if there is an end, and phase.

    Examples
    --------
    >>> from rehabstats import builtin_programs
    >>> days = pd.to_datetime(["2026-01-05", "2026-01-26"])
    >>> place_words(days[0], None, days[1], builtin_programs()[0])
    'week 4 (restoration, to week 8)'
    """
    if start > as_of:
        return f"starts {day_words(start)}"
    week = (as_of - start).days // DAYS_PER_WEEK + 1
    n_weeks = None if end is None else -(-(end - start).days // DAYS_PER_WEEK)
    lengths = [phase.weeks for phase in program.phases] if program else []
    if n_weeks is None and lengths and None not in lengths:
        n_weeks = sum(length or 0 for length in lengths)
    phase, until = _phase(program, week)
    if end is not None and end <= as_of:
        return f"ended {day_words(end)}, after {count_words(n_weeks or 0, 'week')}"
    of = f" of {n_weeks}" if n_weeks and week <= n_weeks else ""
    stage = f"{phase}, to week {until}" if until and not n_weeks else phase
    return f"week {week}{of}" + (f" ({stage})" if phase else "")


def _phase(program: Program | None, week: int) -> tuple[str, int | None]:
    """The phase of a week, and its last week if another comes after it."""
    phases = program.phases if program else ()
    last = 0
    for phase in phases:
        if phase.weeks is None:
            return phase.name, None
        last += phase.weeks
        if week <= last:
            return phase.name, last
    return "", None


def count_words(n: int, noun: str) -> str:
    """
    A count with its noun.

    Examples
    --------
    >>> count_words(1, "day"), count_words(2, "day")
    ('1 day', '2 days')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def days_words(n_days: int, what: str = "an entry") -> str:
    """
    How long ago a day was, counted as signals count: whole days without an entry since then.

    Examples
    --------
    >>> days_words(0), days_words(1), days_words(11)
    ('same day', 'day before', '10 days without an entry')
    >>> days_words(11, "one")
    '10 days without one'
    """
    if n_days < 2:
        return ("same day", "day before")[n_days]
    return f"{count_words(n_days - 1, 'day')} without {what}"


def line_words(names: Mapping[str, str], row: Any) -> str:
    """
    Exercise and side of a row, by the name that people know.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> line_words(
    ...     {"hip_pushdown": "Hip pushdown"}, SimpleNamespace(exercise="hip_pushdown", side="left")
    ... )
    'Hip pushdown, left'
    """
    return f"{names.get(str(row.exercise), str(row.exercise))}, {row.side}"


def pain_words(value: float | None, pain: Pain) -> str:
    """A pain value, or why there is none."""
    if value is not None:
        return number(value)
    return "not rated" if pain.n_sessions else "no entry"


def text_or_nothing(value: Any) -> str:
    """A text of a file, empty where there is none."""
    return "" if pd.isna(value) else str(value)
