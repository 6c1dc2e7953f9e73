"""On paper nothing is cut: what is folded is open, and what only a screen can do is left out."""

from __future__ import annotations

import re
from functools import cache

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

pytest_plugins = ["report.with_browser"]

PX_PER_MM, PT_PER_MM = 96 / 25.4, 72 / 25.4
MARGIN_MM = 14
PAPERS_MM = {"A4": (210, 297), "Letter": (216, 279)}
PATIENTS = ["P003", "P007"]


def content_px(paper: str) -> list[int]:
    """Width and height of what is between the margins."""
    return [int((side - 2 * MARGIN_MM) * PX_PER_MM) for side in PAPERS_MM[paper]]


def printed(page, paper: str = "A4") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(page.pdf(format=paper, print_background=True))


def squeezed(text: str) -> str:
    """Text without spaces: where lines break depends on fonts."""
    return re.sub(r"\s", "", text)


def texts(pdf) -> list[str]:
    """The text of each sheet of paper, squeezed."""
    return [squeezed(sheet.get_textpage().get_text_range()) for sheet in pdf]


@pytest.fixture(scope="module")
def sheets(chromium, pages):
    """What a page is on paper; each is printed once for all tests."""

    @cache
    def print_page(name: str, paper: str = "A4") -> pypdfium2.PdfDocument:
        with chromium.new_context(offline=True) as context:
            page = context.new_page()
            page.goto(pages[name].as_uri())
            return printed(page, paper)

    return print_page


@pytest.mark.parametrize("paper", PAPERS_MM)
@pytest.mark.parametrize("kind", ["index", *PATIENTS])
def test_nothing_is_wider_than_the_sheet(look, pages, sheets, kind, paper):
    width, height = content_px(paper)
    page = look(pages[kind], width=width, height=height)
    page.emulate_media(media="print")

    widest = page.evaluate(
        """Math.max(...[...document.querySelectorAll("body *")]
            .filter(one => one.checkVisibility() && !one.closest("svg g"))
            .map(one => one.getBoundingClientRect().right))"""
    )

    assert widest <= width
    size = sheets(kind, paper)[0].get_size()
    assert tuple(round(side / PT_PER_MM) for side in size) == PAPERS_MM[paper]


@pytest.mark.parametrize("patient", PATIENTS)
def test_a_chart_is_lower_than_a_sheet_and_does_not_break(look, pages, patient):
    page = look(pages[patient])
    page.emulate_media(media="print")

    for width, height in map(content_px, PAPERS_MM):
        page.set_viewport_size({"width": width, "height": height})
        charts = page.locator("figure").evaluate_all(
            """all => all.map(one => [one.getBoundingClientRect().height,
                getComputedStyle(one).breakInside,
                getComputedStyle(one.querySelector("svg")).breakInside])"""
        )

        assert len(charts) == 3
        assert [one for one in charts if one[0] > height or one[1:] != ["avoid", "avoid"]] == []


@pytest.mark.parametrize("patient", PATIENTS)
def test_all_words_of_a_chart_are_on_one_sheet(look, pages, sheets, patient):
    page = look(pages[patient])
    charts = page.locator("svg").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('text')].map(text => text.textContent))"
    )

    assert len(charts) == 3
    for paper in PAPERS_MM:
        shown = texts(sheets(patient, paper))
        for chart in charts:
            words = [squeezed(text) for text in chart]
            assert [one for one in shown if all(word in one for word in words)], (paper, words)


@pytest.mark.parametrize("patient", PATIENTS)
def test_the_first_sheet_has_the_questions_the_numbers_and_the_trend(sheets, patient):
    first = texts(sheets(patient))[0]

    for words in ("Toaskabout", "sessionsrated", "Programweek"):
        assert words in first
    # A number and its count do not run into each other.
    assert re.search(r"\d: ?\d+ ?of ?\d+", first)


def test_folded_numbers_are_printed_and_rows_of_the_log_are_not(look, pages, sheets):
    page = look(pages["P003"])
    weeks, logs = (page.locator(one).all_text_contents() for one in ("#p-weekly tr", ".log tr"))
    assert len(weeks) == 1 + 12
    assert len(logs) > 495

    everything = "".join(texts(sheets("P003")))

    assert all(squeezed(row) in everything for row in weeks[1:])
    assert not any(squeezed(row) in everything for row in logs)


@pytest.mark.parametrize(
    ("kind", "title", "screen_only"),
    [
        pytest.param("index", "Homeexercise", ("Search", "Tothepatients"), id="index"),
        pytest.param(
            "P003", "PatientP003", ("Wherefrom?", "Allpatientsof", "Tothepage"), id="patient"
        ),
    ],
)
def test_what_only_a_screen_can_do_is_not_printed(sheets, kind, title, screen_only):
    everything = "".join(texts(sheets(kind)))

    assert title in everything
    assert [words for words in screen_only if words in everything] == []


def test_a_list_that_was_searched_and_sorted_is_printed_as_it_is_seen(look, pages):
    page = look(pages["index"])
    page.get_by_label("Search").fill("hip")
    page.locator("thead").get_by_role("button").first.click()

    first = texts(printed(page))[0]

    assert re.findall(r"P00\d", first) == ["P001", "P003", "P005", "P007"]


def test_each_patient_of_a_single_file_begins_on_a_new_sheet(sheets):
    shown = texts(sheets("single file"))

    for patient in "P003", "P004":
        assert [text for text in shown if text.startswith(f"Patient{patient}")], patient


@pytest.mark.parametrize("paper", PAPERS_MM)
@pytest.mark.parametrize("patient", PATIENTS)
def test_there_is_an_empty_box_to_write_in_below_its_heading(sheets, patient, paper):
    pdf = sheets(patient, paper)
    (number,) = [k for k, text in enumerate(texts(pdf)) if "Assessmentandplan" in text]

    boxes = [one.get_bounds() for one in pdf[number].get_objects(filter=[FPDF_PAGEOBJ_PATH])]

    tall = [box for box in boxes if 50 <= (box[3] - box[1]) / PT_PER_MM <= 60]
    wide = [box for box in tall if (box[2] - box[0]) / PT_PER_MM >= 150]
    assert wide
    words = pdf[number].get_textpage()
    assert [words.get_text_bounded(*box).strip() for box in wide] == [""] * len(wide)
