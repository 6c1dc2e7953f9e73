"""What stands at the top of a sheet."""

from __future__ import annotations

from rehabstats.pictures.picture import Picture
from rehabstats.room.questions import facts_of


def test_earlier_signals_come_last_and_are_called_so(room):
    facts = facts_of(room["P007"])

    assert [fact.startswith("Earlier: ") for fact in facts] == [False, False, True, True]


def test_weeks_that_nobody_wrote_about_are_no_weeks_of_0_per_cent(room):
    words = Picture(room["P004"], "trend").words

    assert "Session adherence in 5 weeks: 40 to 100 %, 40 % in week 5." in words
    assert "Nothing recorded in 7 weeks in which sessions were due." in words


def test_the_progression_says_where_the_criterion_is_met_and_where_a_flare_is_open(room):
    own = room["P007"]
    table = own.frame("progression")
    counts = table["meets_criterion"].value_counts()
    n_open = (table["criterion_reason"] == "open_flare").sum()

    words = own.plot("progression").words

    assert n_open
    assert f"not met in {counts['no']}" in words
    assert f"(in {n_open}, a pain-defined flare is open)" in words
