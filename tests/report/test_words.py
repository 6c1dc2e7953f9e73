"""Numbers are written so that missing is never 0 and almost is never all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rehabstats.report.summary import Adherence, Pain, PatientSummary, Signal
from rehabstats.report.words import (
    adherence_words,
    count_words,
    days_words,
    pain_words,
    percent,
    signal_words,
    week_words,
)

NOTHING = Adherence(None, None, None, 0, 0, 0, 0, 0, 0, 0)
PATIENT = PatientSummary(
    "p1",
    "P1",
    "no rule fired",
    None,
    (),
    "Back",
    date(2025, 3, 3),
    date(2025, 4, 7),
    3,
    NOTHING,
    None,
    None,
    (),
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0"),
        (0.004, "<1"),
        (0.005, "1"),
        (0.625, "63"),
        (0.994, "99"),
        (0.999, ">99"),
        (1, "100"),
    ],
)
def test_nearly_all_is_not_all_and_nearly_nothing_not_nothing(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("adherence", "words"),
    [
        pytest.param(
            replace(NOTHING, share=0.6, low=0.6, high=0.75, n_unrecorded=1), "60 % (60-75 %)"
        ),
        pytest.param(replace(NOTHING, share=0.6, low=0.6, high=0.6, n_due=5), "60 %"),
        pytest.param(replace(NOTHING, share=0.0, low=0.0, high=0.0, n_unrecorded=2), "0 % (0-0 %)"),
        pytest.param(replace(NOTHING, share=0.0, low=0.0, n_due=5), "nothing recorded"),
        pytest.param(NOTHING, "nothing due"),
        pytest.param(replace(NOTHING, n_open=5), "open"),
        pytest.param(replace(NOTHING, n_excused=5), "pause"),
    ],
)
def test_adherence_has_its_bounds_or_a_reason(adherence, words):
    assert adherence_words(adherence) == words


@pytest.mark.parametrize(
    ("value", "pain", "words"),
    [
        (0.0, Pain(0.0, 0.0, 1, 1), "0"),
        (3.5, Pain(3.5, 4.0, 2, 2), "3.5"),
        (None, Pain(None, None, 0, 3), "not rated"),
        (None, Pain(None, None, 0, 0), "no entry"),
    ],
)
def test_unrated_pain_is_a_word_and_no_pain_a_zero(value, pain, words):
    assert pain_words(value, pain) == words


@pytest.mark.parametrize(
    ("week", "as_of", "words"),
    [
        (0, date(2025, 3, 2), "starts 2025-03-03"),
        (3, date(2025, 3, 20), "week 3"),
        (6, date(2025, 4, 7), "ended 2025-04-07"),
    ],
)
def test_the_place_in_the_program_is_said(week, as_of, words):
    assert week_words(replace(PATIENT, week=week), as_of) == words


def test_counts_and_days_agree_with_their_nouns():
    assert [count_words(n, "row") for n in (0, 1, 2500)] == ["0 rows", "1 row", "2,500 rows"]
    assert [days_words(n) for n in (0, 1, 2)] == ["same day", "1 day before", "2 days before"]


@pytest.mark.parametrize(
    ("direction", "is_current", "words"),
    [
        ("concern", True, "Concern"),
        ("concern", False, "Concern that is over"),
        ("improvement", False, "Improvement"),
        ("not enough data", True, "Not enough data"),
    ],
)
def test_a_concern_that_is_over_is_called_so(direction, is_current, words):
    signal = Signal(direction, is_current, "", "flare", date(2025, 3, 3), "", "", "")

    assert signal_words(signal) == words
