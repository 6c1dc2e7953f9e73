"""Adherence, pain and a place in a program are written so that missing is never 0."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from rehabstats.programs import Phase, builtin_programs
from rehabstats.report.sections.done import pain_words
from rehabstats.room.adherence import Adherence, adherence_words, states_words
from rehabstats.room.place import place_words
from rehabstats.signals import RULES

NOTHING = Adherence.of_nothing()
NAN = float("nan")
START = pd.Timestamp("2026-01-05")


@pytest.mark.parametrize(
    ("adherence", "words"),
    [
        pytest.param(
            replace(NOTHING, share=0.6, low=0.6, high=0.75, n_due=5, n_unrecorded=1),
            "60 % (60 to 75 %)", id="unrecorded",
        ),
        pytest.param(
            replace(NOTHING, share=0.6, low=0.6, high=0.6, n_due=5), "60 %", id="all is known"
        ),
        pytest.param(
            replace(NOTHING, share=0.0, low=0.0, high=0.0, n_due=3, n_unrecorded=2),
            "0 % (0 %)", id="skipped and unrecorded",
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


def test_one_of_eight_is_one_share_in_a_sentence_and_in_a_table():
    drop = next(rule for rule in RULES if rule.id == "adherence_drop")
    row = SimpleNamespace(kept_now=1, due_now=8, kept_before=7, due_before=8, weeks=2)
    cell = replace(NOTHING, share=1 / 8, low=1 / 8, high=1 / 8, n_filled=1, n_due=8)

    assert "1 of 8 (13 %), before that 7 of 8 (88 %)" in drop.sentence(row)
    assert adherence_words(cell) == "13 %"


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
    ("pain", "rated_and_missing", "words"),
    [
        ((0.0, 0.0), (1, 0), ("0", "0", "1 of 1")),
        ((3.5, 4.0), (2, 0), ("3.5", "4", "2 of 2")),
        ((NAN, NAN), (0, 3), ("not rated", "not rated", "0 of 3")),
        ((NAN, NAN), (0, 0), ("no entry", "no entry", "0 of 0")),
    ],
)
def test_unrated_pain_is_a_word_and_no_pain_a_zero(pain, rated_and_missing, words):
    names = ("pain_nrs_median", "pain_nrs_max", "n_rated", "n_missing")
    week = SimpleNamespace(**dict(zip(names, (*pain, *rated_and_missing), strict=True)))

    assert pain_words(week) == words


def test_a_week_without_a_row_has_no_entry():
    assert pain_words(None) == ("no entry", "no entry", "0 of 0")


@pytest.mark.parametrize(
    ("after", "end", "words"),
    [
        pytest.param(-1, None, "starts 5 Jan 2026", id="before the start"),
        pytest.param(0, None, "week 1 (restoration, to week 8)", id="the first day"),
        pytest.param(6, None, "week 1 (restoration, to week 8)", id="its last day"),
        pytest.param(7, None, "week 2 (restoration, to week 8)", id="the second week"),
        pytest.param(56, None, "week 9 (maintenance)", id="in a phase without an end"),
        pytest.param(14, 28, "week 3 of 4 (restoration)", id="a stated end"),
        pytest.param(27, 25, "ended 30 Jan 2026, after 4 weeks", id="over, in the fourth week"),
        pytest.param(7, 7, "ended 12 Jan 2026, after 1 week", id="on the first day after it"),
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
