"""Signals: each rule that fired, with its thresholds and the rows behind it."""

from __future__ import annotations

import pandas as pd
import pytest

import rehabstats as rs
from rehabstats.report.sections.evidence import lines_of, summarize_signals
from report.small import column, done, left, person, rated

#: A quiet week, and a flare on the left that lasts.
FLARE = [left(day, pain_during_nrs=2) for day in range(5, 12)]
FLARE += [left(day, pain_during_nrs=7) for day in range(20, 26)]


def only(signals, rule: str):
    """The one signal of a rule."""
    [found] = [one for one in signals if one.rule == rule]
    return found


def test_a_signal_says_what_rule_thresholds_and_lines_are_behind_it(room_of):
    flare = only(summarize_signals(room_of(*FLARE)["P1"]), "flare")

    assert (flare.about, flare.since, flare.log_file) == (
        "Concern",
        pd.Timestamp("2026-01-20"),
        "sessions.csv",
    )
    assert "flare_rise_nrs = 2" in flare.thresholds
    assert "from 20 to 25 Jan 2026" in flare.sentence


def test_the_rows_behind_a_signal_are_those_of_its_lines(room_of):
    flare = only(summarize_signals(room_of(*FLARE)["P1"]), "flare")

    assert column(flare.rows, "Line") == [str(n) for n in lines_of(flare.log_lines)]
    assert "20 Jan 2026 18:00" in column(flare.rows, "Date and time")
    assert set(column(flare.rows, "Exercise")) == {"Raise"}


def test_signals_are_those_of_the_function_in_its_order(room_of):
    seen = room_of(*FLARE)

    told = summarize_signals(seen["P1"])

    table = rs.find_signals(seen.caseload, as_of="2026-01-25")
    assert [one.sentence for one in told] == table["sentence"].tolist()
    assert [one.is_current for one in told] == table["is_current"].tolist()


def test_an_earlier_concern_is_called_so(room_of):
    quiet = [left(day, pain_during_nrs=2) for day in range(26, 32)]

    flare = only(summarize_signals(room_of(*FLARE, *quiet, as_of="2026-02-20")["P1"]), "flare")

    assert (flare.about, flare.is_current) == ("Earlier concern", False)


def test_a_signal_about_nothing_has_no_line_and_no_rows(room_of):
    seen = room_of(done(5), patients=[person(), person("P2")], as_of="2026-02-20")

    silent = only(summarize_signals(seen["P2"]), "no_record")

    assert (silent.log_lines, silent.rows, silent.n_more) == ("", None, 0)


def test_forty_rows_are_shown_and_the_others_counted(room_of):
    sets = [
        left(day, pain_during_nrs=7, set_no=number)
        for day in range(20, 26)
        for number in range(1, 9)
    ]

    flare = only(summarize_signals(room_of(*FLARE[:7], *sets)["P1"]), "flare")

    assert len(lines_of(flare.log_lines)) == 48
    assert (len(flare.rows.rows), flare.n_more) == (40, 8)


def test_check_ins_behind_a_signal_are_rows_of_their_own_file(room_of):
    scores = [rated(day, "stairs", 2) for day in range(5, 12)]
    scores += [rated(day, "stairs", 8) for day in range(19, 26)]

    told = summarize_signals(room_of(*FLARE[:7], checkins=scores)["P1"])

    [found] = [one for one in told if one.log_file == "checkins.csv"]
    assert set(column(found.rows, "Activity")) == {"stairs"}


def test_nobody_has_the_signals_of_somebody_else(room_of):
    people = [person(), person("P2")]
    theirs = [left(day, pain_during_nrs=2, patient_id="P2") for day in range(5, 26)]

    told = summarize_signals(room_of(*FLARE, *theirs, patients=people)["P2"])

    assert "flare" not in [one.rule for one in told]


@pytest.mark.parametrize(
    ("text", "lines"), [("", []), ("7", [7]), ("2-4", [2, 3, 4]), ("2, 5-6", [2, 5, 6])]
)
def test_lines_are_read_from_their_ranges(text, lines):
    assert lines_of(text).tolist() == lines
