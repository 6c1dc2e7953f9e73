"""The list of all patients: whom to call first, why, and what to know before the numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from rehabstats.report.about import About, FileCount
from rehabstats.report.index import CaseloadIndex, IndexRow
from rehabstats.report.render import render_index
from rehabstats.room.adherence import Adherence
from report.reading import Page

ABOUT = About("clinic", date(2026, 1, 25), "9.9", (), (), (), (), 0, ())
ROW = IndexRow(
    "P1", "patients/P1.html", "Small", "week 3 (only)", "no rule fired", None, 0,
    Adherence(0.8, 0.8, 1.0, 4, 5, 0, 1, 0, 0, 0), "3.5", 2, date(2026, 1, 20), 5,
)  # fmt: skip


def listed(*rows: IndexRow, **about) -> Page:
    """The list of these patients."""
    return Page(render_index(CaseloadIndex(replace(ABOUT, **about), rows)))


def test_the_head_says_what_when_and_how_many_of_each_group():
    page = listed(replace(ROW, group="concern"), replace(ROW, patient_id="P2"))

    assert page.headings(1) == ["Home exercise: clinic"]
    assert "As of 25 Jan 2026 . 2 patients: concern 1 , no rule fired 1 ." in page.text


def test_a_row_has_bounds_counts_pain_and_last_entry():
    text = listed(ROW).text

    assert (
        "P1 Small, week 3 (only) no rule fired 80 % (80 to 100 %) 4 of 5 sessions "
        "3.5 week 2 20 Jan 2026 4 days without one" in text
    )


def test_a_row_has_its_first_signal_and_the_number_of_others():
    row = replace(ROW, group="concern", first="Pain rises.", n_signals=3)

    assert "concern: Pain rises. (+2 more) 80 %" in listed(row).text
    assert "more)" not in listed(replace(row, n_signals=1)).text


def test_patients_stand_under_what_they_are_looked_at_for_first_in_their_order():
    groups = ["concern", "concern", "not enough data", "earlier concern", "improvement"]
    rows = [replace(ROW, patient_id=f"P{n}", group=group) for n, group in enumerate(groups)]

    page = listed(*rows, replace(ROW, patient_id="P9"))

    assert re.findall(r'id="group-\d+">(.*?)</th>', page.html) == [
        "Concern (2)", "Not enough data (1)", "Earlier concern (1)", "Improvement (1)",
        "No rule fired, which is no finding either (1)",
    ]  # fmt: skip
    assert [text for text, way in page.nodes if way[-1] == "bdi"][1:] == [
        "P0", "P1", "P2", "P3", "P4", "P9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("adherence", "words"),
    [
        pytest.param(Adherence.of_nothing(), "nothing due", id="nothing due"),
        pytest.param(Adherence(0, 0, None, 0, 5, 0, 5, 0, 0, 0), "nothing recorded", id="unknown"),
    ],
)
def test_what_is_not_known_is_in_words_and_has_no_value_to_sort_by(adherence, words):
    row = replace(
        ROW, adherence=adherence, pain="not rated", pain_week=None, last_entry=None,
        days_since_entry=None,
    )  # fmt: skip

    page = listed(row)

    assert words in page.text
    assert "not rated nothing recorded yet" in page.text
    assert "0 %" not in Page(page.part('id="patients"', "</table>")).text
    assert page.values("data-value")[2:] == ["", ""]


def test_what_nobody_recorded_is_not_sorted_as_if_nothing_had_been_done():
    unknown = replace(ROW, adherence=Adherence(0, 0, None, 0, 5, 0, 5, 0, 0, 0))

    assert listed(unknown).values("data-value")[1] == ""


def test_values_to_sort_by_are_those_of_the_row():
    assert listed(ROW).values("data-value") == ["P1", "0.8", "3.5", str(ROW.last_entry.toordinal())]


def test_a_page_that_could_not_be_made_is_told_first_and_has_no_link():
    row = replace(ROW, link="", failure="KeyError: 'week'")

    page = listed(row, assumptions=("the start",))

    assert "patients/P1.html" not in page.values("href")
    assert page.text.count("No page for P1 : KeyError: 'week'") == 1
    assert page.text.index("No page for") < page.text.index("Assumed: the start")
    assert "No page: KeyError: 'week'" in page.text
    # Nobody looked: that is neither "nothing due" nor "nothing recorded".
    table = Page(page.part('id="patients"', "</table>")).text
    assert table.count("not known") == 3
    assert "nothing" not in table.lower().replace("nothing else", "")
    assert page.values("data-value")[1:] == ["", "", ""]


def test_assumptions_remarks_and_rows_set_aside_come_before_the_numbers():
    files = (FileCount("log.csv", 1200, 1, "ab12"), FileCount("patients.csv", 3, 0, ""))

    text = listed(ROW, assumptions=("a",), remarks=("r",), files=files, n_later_sessions=2).text

    notes = text[text.index("Before you read the numbers") : text.index("Caseload")]
    assert notes.split("Before you read the numbers ")[1] == (
        "Assumed: a r log.csv : 1 row of 1,200 set aside and in no number here; "
        "rehabstats check lists them. 2 sessions after 25 Jan 2026 left out. "
    )
    assert "log.csv 1,200 1 ab12 patients.csv 3 0 not known" in text


def test_nothing_to_know_first_leaves_no_empty_heading():
    assert "Before you read the numbers" not in listed(ROW).text


def test_it_says_what_it_is_not():
    assert "It is no diagnosis, and rehabstats is no medical device." in listed(ROW).text


def test_an_empty_caseload_has_a_page():
    page = listed()

    assert "0 patients" in page.text
    assert "No patients." in page.text
    assert page.dead_links == set()


def test_without_scripts_search_is_not_shown():
    [tools] = [attrs for _, attrs in listed(ROW).tags if attrs.get("id") == "tools"]

    assert "hidden" in tools
