"""Dates: ISO as it stands, by hand in the order that the column proves."""

import pandas as pd
import pytest

from rehabstats.validate.dates import date, timestamp


def parse(*texts, dayfirst=None, parser=timestamp):
    parsed = parser(dayfirst)(pd.Series(texts, dtype="str"))
    out = [fault.rule for at in range(len(texts)) for fault in parsed.faults if fault.where[at]]
    return parsed.values.astype("str").fillna("none").tolist(), out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05", "2026-01-05"),
        ("2026-01-05T08:30", "2026-01-05 08:30:00"),
        ("2026-01-05 08:30:15,5", "2026-01-05 08:30:15.500"),
        ("2026-01-05T08:30Z", "2026-01-05 08:30:00"),
        ("2026-01-05 08:30:00+01", "2026-01-05 08:30:00"),
        ("2026-01-05T08:30-0930", "2026-01-05 08:30:00"),
        ("25/1/2026", "2026-01-25"),
        ("25.01.2026, 08:30", "2026-01-25 08:30:00"),
        ("1/25/2026 8:30 PM", "2026-01-25 20:30:00"),
        ("1-25-2026 12:05\u202fa.m.", "2026-01-25 00:05:00"),
    ],
)
def test_a_date_keeps_its_clock_time_whatever_its_form(text, expected):
    assert parse(text) == ([expected], [])


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-1-5", "31/02/2026", "25/01/2026 24:00", "13/1/2026 13:00 PM", "45000"],
)
def test_a_text_that_is_no_date_is_a_fault(text):
    assert parse(text)[1] == ["not_a_date"]


def test_one_value_above_12_proves_the_order_of_the_column():
    assert parse("03/04/2026", "13/04/2026")[0] == ["2026-04-03", "2026-04-13"]
    assert parse("03/04/2026", "04/13/2026")[0] == ["2026-03-04", "2026-04-13"]


@pytest.mark.parametrize(
    "texts",
    [
        ("03/04/2026",),
        ("13/04/2026", "04/13/2026"),
        ("12/03/2026", "05/04/2026"),
        ("05/12/2026", "03/04/2026"),
        ("12/03/2026", "05/12/2026"),
        ("12/12/2026",),
    ],
)
def test_an_order_that_is_not_proven_is_refused_and_never_guessed(texts):
    values, rules = parse(*texts)

    assert set(values) == {"none"}
    assert set(rules) == {"date_order"}


@pytest.mark.parametrize(("dayfirst", "expected"), [(True, "2026-04-03"), (False, "2026-03-04")])
def test_the_caller_settles_the_order(dayfirst, expected):
    assert parse("03/04/2026", dayfirst=dayfirst) == ([expected], [])


def test_a_day_may_be_written_with_midnight_but_not_with_another_time():
    assert parse("2026-01-05T00:00", parser=date) == (["2026-01-05"], [])
    assert parse("2026-01-05T08:00", parser=date)[1] == ["not_a_date"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("2000-01-01", []), ("1999-12-31", ["out_of_range"]), ("2099-12-31T23:59", []),
     ("2100-01-01", ["out_of_range"])],
)  # fmt: skip
def test_the_century_is_2000_to_2099(text, fault):
    assert parse(text)[1] == fault


def test_an_offset_is_dropped_and_told(notes):
    found = notes(sessions=[{"started_at": "2026-01-05T23:30+05:30"}])

    assert found == [
        (
            "sessions.csv: line 2, started_at: got '2026-01-05T23:30+05:30', "
            "expected local time: the clock's time is kept, the offset dropped"
        )
    ]
