"""Numbers, shares, days and counts are written in one way, and never so that they lie."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabstats.words import (
    MONTHS,
    count_words,
    day_words,
    days_words,
    during_words,
    exact,
    half_up,
    iso_day,
    limit_percent,
    line_words,
    number,
    percent,
    percent_range,
    range_words,
    rating,
    side_words,
    signed,
    signed_percent,
    span_words,
    text_or_nothing,
    time_words,
)

SOURCES = Path(__file__).parents[1] / "src" / "rehabstats"
NAN = float("nan")
MISSING = (None, NAN, np.float64("nan"), pd.NA, pd.NaT)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
#: Some of at least one.
parts = st.integers(1, 100_000).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m)))


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (2.25, 1, "2.3"), (2.35, 1, "2.4"),
        (1.005, 2, "1.01"), (0.285, 2, "0.29"), (2.675, 2, "2.68"), (-0.5, 0, "-1"),
        (-2.25, 1, "-2.3"), (-2.24, 1, "-2.2"), (-0.04, 1, "0.0"), (0.1 + 0.2 - 0.05, 1, "0.3"),
        (1 - 0.1 - 0.85, 1, "0.1"),
    ],
)  # fmt: skip
def test_half_goes_away_from_zero_by_the_number_as_it_is_written(value, digits, rounded):
    assert str(half_up(value, digits)) == rounded


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"), (1e-12, "<1 %"), (0.004, "<1 %"), (0.005, "1 %"), (1 / 8, "13 %"),
        (0.285, "29 %"), (0.625, "63 %"), (0.994, "99 %"), (0.995, ">99 %"), (0.999, ">99 %"),
        (1, "100 %"), (0.1 + 0.2 + 0.7, "100 %"), (1 - 1e-16, "100 %"), (1.2, "120 %"),
    ],
)  # fmt: skip
def test_nearly_all_is_not_all_and_nearly_nothing_not_nothing(share, words):
    assert percent(share) == words


@given(parts)
def test_a_share_agrees_with_the_decimal_that_is_rounded_half_up(part):
    n, m = part
    whole = int(Fraction(100 * n, m) + Fraction(1, 2))

    told = percent(n / m)

    if told not in {"<1 %", ">99 %"}:
        assert told == f"{whole} %"
    assert (told == "0 %") == (n == 0)
    assert (told == "100 %") == (n == m)
    assert (told == "<1 %") == (n > 0 and whole == 0)
    assert (told == ">99 %") == (n < m and whole == 100)


@given(parts, parts)
def test_a_larger_share_is_never_written_as_less(one, other):
    def place(share):
        told = percent(share)
        return {"<1 %": 0.5, ">99 %": 99.5}.get(told) or int(told.removesuffix(" %"))

    low, high = sorted(n / m for n, m in (one, other))

    assert place(low) <= place(high)


@given(st.decimals(-1000, 1000, places=4), st.integers(0, 3))
def test_a_number_agrees_with_the_decimal_that_is_rounded_half_up(value, digits):
    expected = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)

    assert Decimal(number(float(value), digits).replace(",", "")) == expected
    assert Decimal(signed(float(value), digits).replace(",", "")) == expected


def test_bounds_say_their_unit_once():
    assert percent_range(0.6, 0.75) == "60 to 75 %"
    assert percent_range(0.001, 0.999) == "<1 to >99 %"
    assert percent_range(0.601, 0.602) == "60 %"


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(0, 1, "0"), (3.04, 1, "3"), (3.46, 1, "3.5"), (10, 0, "10"), (100.0, 2, "100"),
     (1234567.5, 1, "1,234,567.5"), (np.int64(2500), 1, "2,500"), (-0.0, 1, "0")],
)  # fmt: skip
def test_a_number_has_the_decimals_that_it_needs(value, digits, words):
    assert number(value, digits) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.5, "+1.5"), (-1.5, "-1.5"), (0, "0"), (0.04, "0"), (-0.04, "0"), (10, "+10")],
)
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value, words):
    assert signed(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.256, "+26 %"), (-0.125, "-13 %"), (0, "0 %"), (0.001, "+<1 %"), (-0.999, "->99 %"),
     (-1, "-100 %"), (2.5, "+250 %")],
)  # fmt: skip
def test_a_relative_change_is_in_per_cent_and_only_no_change_is_none(value, words):
    assert signed_percent(value) == words


@pytest.mark.parametrize("write", [number, rating, signed, percent, signed_percent, day_words])
@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_what_is_missing_is_never_a_number_or_a_day(write, missing):
    assert write(missing) == "-"
    assert write(missing, none="not known") == "not known"


def test_a_number_to_be_computed_again_has_four_digits_and_a_large_one_two_decimals():
    told = [exact(one) for one in (2 / 3, 0.00012345, 123456.0, 1234.567, 0.1 + 0.2, -0.25, 0.0)]

    assert told == ["0.6667", "0.0001235", "123456", "1234.57", "0.3", "-0.25", "0"]
    assert [exact(one, plus="+") for one in (0.25, -0.25, 0.0)] == ["+0.25", "-0.25", "0"]
    assert exact(NAN) == "-"


def test_a_limit_is_not_rounded_to_another_one():
    assert [limit_percent(one) for one in (0.8, 0.505, 0.285, 1)] == [
        "80 %", "50.5 %", "28.5 %", "100 %",
    ]  # fmt: skip


def test_what_is_asked_for_is_one_number_or_a_range():
    assert [range_words(*one) for one in ((8, 12), (5.0, 5.0), (7.5, NAN), (10, 10))] == [
        "8-12", "5", "7.5", "10",
    ]  # fmt: skip
    assert range_words(8, 12, " to ", "second") == "8 to 12 seconds"
    assert range_words(1, 1, noun="rep") == "1 rep"


def test_counts_agree_with_their_nouns():
    assert [count_words(n, "row") for n in (0, 1, 1.0, 2500)] == [
        "0 rows", "1 row", "1 row", "2,500 rows",
    ]  # fmt: skip
    assert count_words(2, "activity", "activities") == "2 activities"
    assert [count_words(n, "point", digits=1) for n in (0.96, 1.0, 1.04, 1.06)] == [
        "1 point", "1 point", "1 point", "1.1 points",
    ]  # fmt: skip


def test_a_day_is_written_in_one_form_whatever_holds_it():
    for day in (date(2026, 2, 9), datetime(2026, 2, 9, 18, 30), pd.Timestamp("2026-02-09 18:30")):
        assert day_words(day) == "9 Feb 2026"
        assert iso_day(day) == "2026-02-09"
    assert time_words(pd.Timestamp("2026-02-09 08:05")) == "9 Feb 2026 08:05"


@given(days)
def test_a_written_day_read_again_is_the_same_day(day):
    n, month, year = day_words(day).split()

    assert date(int(year), MONTHS.index(month) + 1, int(n)) == day
    assert pd.Timestamp(day_words(day)).date() == day


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-02-09", "2026-02-09", "9 Feb 2026"),
        ("2026-02-09", "2026-02-12", "9 to 12 Feb 2026"),
        ("2026-02-28", "2026-03-03", "28 Feb to 3 Mar 2026"),
        ("2025-12-30", "2026-01-02", "30 Dec 2025 to 2 Jan 2026"),
        ("2025-02-09", "2026-02-09", "9 Feb 2025 to 9 Feb 2026"),
    ],
)
def test_a_span_says_month_and_year_once(first, last, words):
    assert span_words(pd.Timestamp(first), pd.Timestamp(last)) == words


def test_a_span_in_a_sentence_is_on_a_day_or_from_one_to_another():
    first, last = pd.Timestamp("2026-02-09"), pd.Timestamp("2026-02-12")

    assert during_words(first, first) == "on 9 Feb 2026"
    assert during_words(first, last) == "from 9 to 12 Feb 2026"
    assert span_words(first, pd.NaT) == "-"


def test_days_without_an_entry_leave_out_both_ends():
    assert [days_words(n) for n in (0, 1, 2, 11)] == [
        "same day", "day before", "1 day without an entry", "10 days without an entry",
    ]  # fmt: skip


def test_an_exercise_has_its_side_in_brackets_unless_both_are_done_at_once():
    assert [line_words("Raise", side) for side in ("left", "right", "both", "unknown", NAN)] == [
        "Raise (left)", "Raise (right)", "Raise", "Raise (side unknown)", "Raise",
    ]  # fmt: skip
    assert [side_words(side) for side in ("left", "both", "unknown", None)] == [
        " on the left", " with both sides at once", "", "",
    ]  # fmt: skip


def test_no_text_is_no_word():
    assert [text_or_nothing(one) for one in ("slow", "", None, NAN, pd.NA)] == [
        "slow", "", "", "", "",
    ]  # fmt: skip


#: Formats by hand of a share, a rounded number, or a day, in Python and in a template.
BY_HAND = re.compile(
    r"""
    :[+,]*\.\d[f%]            # {share:.0%}, {nrs:.1f}, {change:+.2f}
    | :[+,]*\.\d+g            # {slope:.4g}
    | :,[.\d}]                # {n:,}
    | ["']%\.?\d*[fg%]        # "%.1f" % nrs
    | %[aAbBdmyY]             # strftime and its like
    | (?<!f)"\s?%"            # f"{100 * share} " + "%"
    | \}\s%                   # f"{shown} %"
    | month_name|day_name|isoformat|strftime
    | 's'\}                   # a noun made plural
    """,
    re.VERBOSE,
)
#: Where text is read or written for machines.
FOR_MACHINES = {
    "audit/rows.py": "cells as an export has them",
    "cli/chart.py": "the form of an option",
    "cli/lab.py": "the form of an option",
    "cli/options.py": "the form of an option",
    "cli/report.py": "the form of an option",
    "read/lines.py": "a size in megabytes",
    "pictures/svg.py": "coordinates",
    "read/raw.py": "cells of a spreadsheet as text",
    "signals/find.py": "ids of signals",
    "simulate/write.py": "cells of a simulated log",
    "validate/sessions.py": "made ids of sessions",
}


def code_of(file):
    """The lines of a file without examples and comments."""
    for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.lstrip().startswith((">>>", "...", "#")):
            yield n, line


def test_nothing_but_words_writes_a_share_a_number_or_a_day_for_people():
    offenders = [
        f"{name}:{n}: {line.strip()}"
        for file in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.j2")])
        if not (name := file.relative_to(SOURCES).as_posix()).startswith(("words/", *FOR_MACHINES))
        for n, line in code_of(file)
        if BY_HAND.search(line)
    ]

    assert not offenders, "\n".join(offenders)


def test_every_exception_is_one():
    silent = [
        name
        for name in FOR_MACHINES
        if not any(
            BY_HAND.search(line)
            for file in [SOURCES / name, *(SOURCES / name).rglob("*.py")]
            if file.is_file()
            for _, line in code_of(file)
        )
    ]

    assert not silent
