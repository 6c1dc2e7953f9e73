"""Words: numbers, shares, days and counts as people read them, in one way everywhere."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, Final

from rehabstats.words.days import (
    MONTHS,
    NONE,
    date_words,
    day_words,
    during_words,
    is_missing,
    iso_day,
    span_words,
    time_words,
)

__all__ = [
    "MONTHS", "NONE", "count_words", "date_words", "day_words", "days_words", "during_words",
    "exact", "half_up", "is_missing", "iso_day", "joined", "limit_percent", "line_words", "number",
    "percent", "percent_range", "range_words", "rating", "side_words", "signed", "signed_percent",
    "span_words", "text_or_nothing", "time_words",
]  # fmt: skip

#: Decimals that are no more than the traces of binary arithmetic: 0.285 is 0.284999... inside.
_TRACES: Final = 9
#: All digits of a number that somebody wants to compute again, free of such traces.
_CLEAN: Final = Context(prec=12)
#: Numbers of a large table come again and again.
_KEPT: Final = 1 << 14


def half_up(value: float, digits: int = 0) -> Decimal:
    """
    Round as people do: a half goes up, and below 0 down (away from 0).

    The number that is written decides, not the binary one nearest to it.

    Examples
    --------
    >>> [str(half_up(one, 1)) for one in (2.25, -2.25, 0.15, 0.1 + 0.2, -0.04)]
    ['2.3', '-2.3', '0.2', '0.3', '0.0']
    """
    return _half_up(float(value), digits)


@lru_cache(_KEPT)
def _half_up(value: float, digits: int) -> Decimal:
    written = Decimal(repr(round(value, _TRACES)))
    # Nothing has no sign.
    return written.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def number(value: Any, digits: int = 1, none: str = NONE) -> str:
    """
    A number with the decimals that it needs, or words where it is missing.

    Examples
    --------
    >>> number(3.0), number(3.46), number(1234.5, 0), number(float("nan"), none="not rated")
    ('3', '3.5', '1,235', 'not rated')
    """
    if is_missing(value):
        return none
    text = f"{half_up(value, digits):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rating(value: Any, none: str = NONE) -> str:
    """
    A rating from 0 to 10, or a mean of some.

    Examples
    --------
    >>> rating(4.0), rating(4.25), rating(None, "not rated")
    ('4', '4.3', 'not rated')
    """
    return number(value, 1, none)


def signed(value: Any, digits: int = 1, none: str = NONE) -> str:
    """
    A change with its sign; one that rounds to nothing has none.

    Examples
    --------
    >>> signed(1.5), signed(-2.25), signed(-0.04), signed(float("nan"))
    ('+1.5', '-2.3', '0', '-')
    """
    text = number(value, digits, none)
    return f"+{text}" if not is_missing(value) and half_up(value, digits) > 0 else text


def exact(value: float, plus: str = "") -> str:
    """
    A number that is computed again by hand: four digits, and two decimals of a large one.

    Examples
    --------
    >>> exact(0.23456), exact(2 / 3), exact(12345.0), exact(0.1 + 0.2), exact(0.25, plus="+")
    ('0.2346', '0.6667', '12345', '0.3', '+0.25')
    """
    if is_missing(value):
        return NONE
    written = _CLEAN.create_decimal(repr(float(value))) + 0
    digits = max(4, written.adjusted() + 3)
    shown = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(written)
    text = f"{float(shown):.{digits}g}"
    return f"{plus}{text}" if written > 0 else text


def percent(share: Any, none: str = NONE) -> str:
    """
    A share in per cent; only nothing is 0 %, and only the whole is 100 %.

    Examples
    --------
    >>> percent(1 / 8), percent(0.285), percent(0.998), percent(0.002), percent(1.0)
    ('13 %', '29 %', '>99 %', '<1 %', '100 %')
    """
    if is_missing(share):
        return none
    return _percent(float(share))


def limit_percent(share: float) -> str:
    """A share that somebody set, with every decimal that it has, such as 50.5 %."""
    return f"{exact(100 * share)} %"


@lru_cache(_KEPT)
def _percent(share: float) -> str:
    written = Decimal(repr(round(share, _TRACES)))
    shown = (100 * written).quantize(Decimal(1), ROUND_HALF_UP)
    if shown == 0:
        return "<1 %" if share > 0 else "0 %"
    return ">99 %" if shown == 100 and written < 1 else f"{shown:,f} %"


def percent_range(low: Any, high: Any) -> str:
    """
    Two shares that bound a third.

    Examples
    --------
    >>> percent_range(0.78, 0.85), percent_range(0.002, 1), percent_range(0.5, 0.5)
    ('78 to 85 %', '<1 to 100 %', '50 %')
    """
    return joined(percent(low), percent(high), " %")


def signed_percent(change: Any, none: str = NONE) -> str:
    """
    A change in per cent, with its sign; only no change is 0 %.

    Examples
    --------
    >>> signed_percent(0.256), signed_percent(-0.125), signed_percent(0), signed_percent(-0.999)
    ('+26 %', '-13 %', '0 %', '->99 %')
    """
    if is_missing(change) or not change:
        return percent(change, none)
    return f"{'+' if change > 0 else '-'}{percent(abs(change))}"


def joined(low: str, high: str, unit: str = "") -> str:
    """
    From one number to another, with the unit once; one number if they are written alike.

    Examples
    --------
    >>> joined("2", "3.5"), joined("+5 %", "+9 %", " %"), joined("2", "2")
    ('2 to 3.5', '+5 to +9 %', '2')
    """
    return high if low == high else f"{low.removesuffix(unit)} to {high}"


def range_words(low: float, high: float, between: str = "-", noun: str = "") -> str:
    """
    What is asked for, from the least to the most; one number if there is no other.

    Examples
    --------
    >>> range_words(8, 12), range_words(7.5, float("nan")), range_words(1, 1, noun="rep")
    ('8-12', '7.5', '1 rep')
    """
    least, most = number(low, _TRACES), number(high, _TRACES, number(low, _TRACES))
    amount = least if least == most else f"{least}{between}{most}"
    return f"{amount} {noun}{'' if amount == '1' else 's'}" if noun else amount


def count_words(n: float, noun: str, plural: str = "", digits: int = 0) -> str:
    """
    A count, or an amount, with its noun.

    Examples
    --------
    >>> count_words(1, "day"), count_words(2500, "day"), count_words(2, "activity", "activities")
    ('1 day', '2,500 days', '2 activities')
    """
    amount = number(n, digits)
    return f"{amount} {noun if amount == '1' else plural or f'{noun}s'}"


def days_words(n_days: int, what: str = "an entry") -> str:
    """
    How long ago a day was, counted as signals count: whole days without an entry since then.

    Examples
    --------
    >>> days_words(0), days_words(1), days_words(11), days_words(11, "one")
    ('same day', 'day before', '10 days without an entry', '10 days without one')
    """
    if n_days < 2:
        return ("same day", "day before")[n_days]
    return f"{count_words(n_days - 1, 'day')} without {what}"


def line_words(exercise: str, side: Any) -> str:
    """
    An exercise and its side; one that is done with both sides at once needs no more words.

    Examples
    --------
    >>> line_words("Hip pushdown", "left"), line_words("Hug", "both"), line_words("Hug", None)
    ('Hip pushdown (left)', 'Hug', 'Hug')
    """
    if is_missing(side) or side == "both":
        return exercise
    return f"{exercise} ({'side unknown' if side == 'unknown' else side})"


def side_words(side: Any) -> str:
    """
    A side as the end of a phrase; nothing for whole sessions.

    Examples
    --------
    >>> side_words("left"), side_words("both"), side_words(None)
    (' on the left', ' with both sides at once', '')
    """
    if is_missing(side) or side == "unknown":
        return ""
    return " with both sides at once" if side == "both" else f" on the {side}"


def text_or_nothing(value: Any) -> str:
    """
    A text of a file, empty where there is none.

    Examples
    --------
    >>> text_or_nothing("slow"), text_or_nothing(None)
    ('slow', '')
    """
    return "" if is_missing(value) else str(value)
