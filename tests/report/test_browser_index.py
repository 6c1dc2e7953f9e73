"""The list of all patients is searched and sorted with a mouse, with keys, and by ear."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest

import rehabstats as rs
from report.browsing import is_in_sight, rows

pytest_plugins = ["report.with_browser"]

IN_NEED = ["P004", "P008", "P007", "P002", "P006", "P005", "P003", "P001"]
PATIENT, NEED, ADHERENCE, PAIN, LAST = range(5)


class Table(HTMLParser):
    """The words in the rows of patients, cell by cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.is_inside = ("class", "patient-row") in attrs
            self.rows += [[]] if self.is_inside else []
        elif self.is_inside and tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.is_inside = self.is_inside and tag != "tr"

    def handle_data(self, data):
        if self.is_inside and self.rows[-1]:
            self.rows[-1][-1] += f" {data.strip()}"


def numbers(html: str, column: int) -> dict[str, float | None]:
    """What each patient is sorted by, from the words that a person reads."""
    found = {}
    for cells in Table(html).rows:
        if column == ADHERENCE:
            counts = re.search(r"([\d,]+) of ([\d,]+) session", cells[column])
            value = int(counts[1]) / int(counts[2]) if counts and int(counts[1]) else None
        elif column == PAIN:
            rating = re.match(r" ([\d.]+)", cells[column])
            value = float(rating[1]) if rating else None
        else:
            day = re.search(r"\d+ \w{3} \d{4}", cells[column])
            value = -day_of(day[0]).toordinal() if day else None
        found[cells[PATIENT].split()[0]] = value
    return found


def day_of(text: str) -> datetime:
    """The day that a person reads."""
    return datetime.strptime(text, "%d %b %Y")  # noqa: DTZ007


def heads(page):
    return page.locator("thead").get_by_role("button")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("P007", ["P007"], id="an id"),
        pytest.param("p007", ["P007"], id="small letters"),
        pytest.param("baseline", ["P007", "P003"], id="a word of a signal"),
        pytest.param("improvement", ["P001"], id="a group"),
        pytest.param("concern", ["P004", "P008", "P007", "P002", "P006", "P003"], id="two groups"),
        pytest.param("spinal week 13", ["P008", "P006"], id="words apart"),
        pytest.param("  ", IN_NEED, id="only spaces"),
        pytest.param("nobody", [], id="nothing"),
        pytest.param("<b>(*", [], id="no pattern, no markup"),
    ],
)
def test_a_search_shows_the_patients_whose_row_has_every_word(look, pages, words, found):
    page = look(pages["index"])

    page.get_by_label("Search").fill(words)

    assert rows(page) == found


def test_a_search_tells_how_many_it_found_to_those_who_cannot_see_it(look, pages):
    page = look(pages["index"])
    status, search = page.get_by_role("status"), page.get_by_label("Search")
    assert status.inner_text() == ""

    search.fill("flare")
    assert status.inner_text() == "2 of 8 patients"

    search.fill("nobody")
    assert status.inner_text() == "0 of 8 patients"

    search.fill("")
    assert status.inner_text() == ""
    assert rows(page) == IN_NEED


def test_a_group_without_a_patient_who_is_found_has_no_heading(look, pages):
    page = look(pages["index"])

    page.get_by_label("Search").fill("P001")

    assert page.locator(".group:visible").all_inner_texts() == ["Improvement (1)"]


@pytest.mark.parametrize(
    "column", [pytest.param(ADHERENCE, id="adherence"), pytest.param(PAIN, id="pain")]
)
def test_numbers_are_sorted_up_and_then_down(look, pages, column):
    value = numbers(pages["index"].read_text(encoding="utf-8"), column)
    page = look(pages["index"])
    head = heads(page).nth(column)

    head.click()
    assert [value[one] for one in rows(page)] == sorted(value.values())
    assert page.get_by_role("columnheader").nth(column).get_attribute("aria-sort") == "ascending"

    head.click()
    assert [value[one] for one in rows(page)] == sorted(value.values(), reverse=True)
    assert page.get_by_role("columnheader").nth(column).get_attribute("aria-sort") == "descending"


def test_last_entries_are_sorted_in_the_order_of_days_that_is_told(look, pages):
    page = look(pages["index"])
    days = page.locator(".patient-row > :nth-child(5) .keep")

    heads(page).nth(LAST).click()

    told = page.get_by_role("columnheader").nth(LAST).get_attribute("aria-sort")
    shown = [day_of(text) for text in days.all_inner_texts()]
    assert shown == sorted(shown, reverse=told == "descending")


@pytest.mark.usefixtures("no_charts")
def test_ids_are_sorted_as_people_count(look, load, tmp_path):
    page = look(_index(load, tmp_path, "P10", "P9", "P1"))

    heads(page).nth(PATIENT).click()
    assert rows(page) == ["P1", "P9", "P10"]

    heads(page).nth(PATIENT).click()
    assert rows(page) == ["P10", "P9", "P1"]


@pytest.mark.usefixtures("no_charts")
def test_what_is_missing_is_last_both_ways(look, load, tmp_path):
    index = _index(load, tmp_path, "P2", "P1", "P3")

    for column in ADHERENCE, PAIN, LAST:
        value = numbers(index.read_text(encoding="utf-8"), column)
        assert [one for one in value if value[one] is not None] == ["P1"]

        page = look(index)
        for _ in "up", "down":
            heads(page).nth(column).click()
            assert rows(page)[0] == "P1"


def _index(load, folder, *patients):
    """The list of patients of whom P1 alone has an entry, a session of two sets on the left."""
    header = "patient_id,program,start_date\n"
    sets = "patient_id,started_at,exercise,side,set_no,reps,pain_during_nrs\n"
    sets += "".join(f"P1,2026-01-05T18:00,raise,left,{k},10,3\n" for k in (1, 2))
    who = header + "".join(f"{one},small,2026-01-05\n" for one in patients)
    caseload = load(patients=who, sessions=sets)
    return rs.write_report(caseload, folder / "out", as_of="2026-01-11").index


def test_groups_come_back_with_the_order_of_need(look, pages):
    page = look(pages["index"])
    headings = page.locator(".group:visible").all_inner_texts()

    heads(page).nth(PAIN).click()
    assert page.locator(".group:visible").count() == 0
    # Each row says its group itself; everybody in the sample has a signal.
    assert page.locator(".group-name:visible").count() == 8

    heads(page).nth(NEED).click()
    assert page.locator(".group:visible").all_inner_texts() == headings
    assert page.locator(".group-name:visible").count() == 0
    assert rows(page) == IN_NEED


def test_one_column_at_a_time_is_told_to_be_sorted(look, pages):
    page = look(pages["index"])
    sorted_ones = page.locator("thead th[aria-sort]")
    assert sorted_ones.all_inner_texts() == ["Why, first"]

    heads(page).nth(PAIN).click()
    heads(page).nth(ADHERENCE).click()

    assert [text.split("\n")[0] for text in sorted_ones.all_inner_texts()] == [
        "Session adherence (bounds)"
    ]


def test_a_search_outlives_sorting_and_the_way_back(look, pages):
    page = look(pages["index"])
    page.get_by_label("Search").fill("spinal")
    assert rows(page) == ["P004", "P008", "P002", "P006"]

    heads(page).nth(PATIENT).click()
    assert rows(page) == ["P002", "P004", "P006", "P008"]

    heads(page).nth(NEED).click()
    assert rows(page) == ["P004", "P008", "P002", "P006"]
    assert page.get_by_role("status").inner_text() == "4 of 8 patients"


def test_a_search_made_while_sorted_holds_when_the_groups_are_back(look, pages):
    page = look(pages["index"])
    heads(page).nth(PAIN).click()
    page.get_by_label("Search").fill("P001")

    heads(page).nth(NEED).click()

    assert rows(page) == ["P001"]
    assert page.locator(".group:visible").all_inner_texts() == ["Improvement (1)"]


def test_searching_sorting_and_opening_need_no_mouse(look, pages):
    page = look(pages["index"])
    _tab_to(page, "INPUT")
    page.keyboard.type("hip")
    assert rows(page) == ["P007", "P005", "P003", "P001"]

    _tab_to(page, "BUTTON")
    page.keyboard.press("Enter")
    assert rows(page) == ["P001", "P003", "P005", "P007"]

    page.keyboard.press("Space")
    assert rows(page) == ["P007", "P005", "P003", "P001"]

    _tab_to(page, "A", within=".patient-row")
    page.keyboard.press("Enter")
    page.wait_for_url("**/P007.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Patient P007"


def _tab_to(page, tag, within="body"):
    """Press Tab until an element of this kind has the focus, and is in sight."""
    for _ in range(30):
        page.keyboard.press("Tab")
        at = page.locator(f"{within} :focus")
        if at.count() and at.evaluate("one => one.tagName") == tag:
            assert is_in_sight(at)
            return
    pytest.fail(f"no {tag} in reach")
