"""Numbers are written so that missing is never 0 and almost is never all."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from rehabstats.programs import Phase, builtin_programs
from rehabstats.report.sections.done import pain_words
from rehabstats.report.summary import Adherence, Pain
from rehabstats.report.words import (
    adherence_words,
    count_words,
    day_words,
    days_words,
    number,
    percent,
    place_words,
    signed,
    signed_percent,
    span_words,
    states_words,
)

NOTHING = Adherence.of_nothing()
START = pd.Timestamp("2026-01-05")
NAN = float("nan")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0"), (0.004, "<1"), (0.005, "1"), (0.625, "63"), (0.994, "99"), (0.999, ">99"),
        (1, "100"), (1.2, "120"),
    ],
)  # fmt: skip
def test_nearly_all_is_not_all_and_nearly_nothing_not_nothing(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("adherence", "words"),
    [
        pytest.param(
            replace(NOTHING, share=0.6, low=0.6, high=0.75, n_due=5, n_unrecorded=1),
            "60 % (60-75 %)", id="unrecorded",
        ),
        pytest.param(
            replace(NOTHING, share=0.6, low=0.6, high=0.6, n_due=5), "60 %", id="all is known"
        ),
        pytest.param(
            replace(NOTHING, share=0.0, low=0.0, high=0.0, n_due=3, n_unrecorded=2),
            "0 % (0-0 %)", id="skipped and unrecorded",
        ),
        pytest.param(
            replace(NOTHING, share=0.0, low=0.0, n_due=5, n_unrecorded=5), "nothing recorded",
            id="nothing is known",
        ),
        pytest.param(NOTHING, "nothing due", id="nothing was due"),
        pytest.param(replace(NOTHING, n_open=5), "open", id="all open"),
        pytest.param(replace(NOTHING, n_excused=5), "pause", id="all excused"),
    ],
)  # fmt: skip
def test_adherence_has_its_bounds_or_a_reason(adherence, words):
    assert adherence_words(adherence) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        pytest.param({}, "0 of 5", id="none"),
        pytest.param({"n_filled": 5}, "5 of 5", id="all"),
        pytest.param(
            {"n_filled": 2, "n_skipped": 1, "n_unrecorded": 2, "n_excused": 3},
            "2 of 5; 1 skipped or omitted, 2 unrecorded, 3 excused", id="some",
        ),
        pytest.param({"n_open": 1, "n_extra": 4}, "0 of 5; 1 open, 4 extra", id="beyond the plan"),
    ],
)  # fmt: skip
def test_states_are_told_if_there_are_any(counts, words):
    assert states_words(replace(NOTHING, n_due=5, **counts)) == words


@pytest.mark.parametrize(
    ("value", "pain", "words"),
    [
        (0.0, Pain(0.0, 0.0, 1, 1), "0"), (3.5, Pain(3.5, 4.0, 2, 2), "3.5"),
        (None, Pain(None, None, 0, 3), "not rated"), (None, Pain(None, None, 0, 0), "no entry"),
    ],
)  # fmt: skip
def test_unrated_pain_is_a_word_and_no_pain_a_zero(value, pain, words):
    assert pain_words(value, pain) == words


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(0, 1, "0"), (3.04, 1, "3"), (3.46, 1, "3.5"), (10, 0, "10"), (100.0, 2, "100"),
     (NAN, 1, "-"), (None, 1, "-"), (pd.NA, 1, "-")],
)  # fmt: skip
def test_a_number_has_the_decimals_that_it_needs(value, digits, words):
    assert number(value, digits) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.5, "+1.5"), (-1.5, "-1.5"), (0, "0"), (0.04, "0"), (-0.04, "0"), (10, "+10"), (NAN, "-")],
)
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value, words):
    assert signed(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.256, "+26 %"), (-0.5, "-50 %"), (0.001, "0 %"), (NAN, "no week before")]
)
def test_a_relative_change_is_in_per_cent_or_says_why_there_is_none(value, words):
    assert signed_percent(value, "no week before") == words


def test_a_missing_day_is_no_day():
    assert (day_words(START), day_words(pd.NaT), day_words(None, "never")) == (
        "2026-01-05", "-", "never",
    )  # fmt: skip
    assert span_words(START, START) == "2026-01-05 to 2026-01-05"


@pytest.mark.parametrize(
    ("after", "end", "words"),
    [
        pytest.param(-1, None, "starts 2026-01-05", id="before the start"),
        pytest.param(0, None, "week 1 (restoration, to week 8)", id="the first day"),
        pytest.param(6, None, "week 1 (restoration, to week 8)", id="its last day"),
        pytest.param(7, None, "week 2 (restoration, to week 8)", id="the second week"),
        pytest.param(56, None, "week 9 (maintenance)", id="in a phase without an end"),
        pytest.param(14, 28, "week 3 of 4 (restoration)", id="a stated end"),
        pytest.param(27, 25, "ended 2026-01-30, after 4 weeks", id="over, in the fourth week"),
        pytest.param(7, 7, "ended 2026-01-12, after 1 week", id="on the first day after it"),
    ],
)
def test_the_place_in_the_program_is_said(after, end, words):
    day, last = (None if n is None else START + pd.Timedelta(days=n) for n in (after, end))

    assert place_words(START, last, day, builtin_programs()[0]) == words


def test_a_program_that_is_not_known_or_over_has_weeks_and_no_phase():
    day = START + pd.Timedelta(days=70)
    short = builtin_programs()[0].model_copy(
        update={"phases": (Phase(name="only", sessions_per_week=3, weeks=2),)}
    )

    assert place_words(START, None, day, None) == "week 11"
    assert place_words(START, None, day, short) == "week 11"
    assert place_words(START, None, START + pd.Timedelta(days=7), short) == "week 2 of 2 (only)"


def test_counts_agree_with_their_nouns():
    assert [count_words(n, "row") for n in (0, 1, 2500)] == ["0 rows", "1 row", "2,500 rows"]


def test_days_without_an_entry_leave_out_both_ends():
    assert [days_words(n) for n in (0, 1, 2, 11)] == [
        "same day", "day before", "1 day without an entry", "10 days without an entry",
    ]  # fmt: skip
