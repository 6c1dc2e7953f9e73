"""Every page opens from disk in a real browser, for every reader, at every width."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from report.browsing import is_in_sight, rows, unfold_all

pytest_plugins = ["report.with_browser"]

IN_NEED = ["P004", "P008", "P007", "P002", "P006", "P005", "P003", "P001"]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
#: Of keys of a legend: outlines of markers, dashes of lines, and what is filled; no colour.
SHAPES = """all => {
    const paint = one => {
        const {fill, fillOpacity} = getComputedStyle(one);
        if (fill === "none" || fillOpacity === "0") return "open";
        return fill === "rgb(255, 255, 255)" ? "white" : "ink";
    };
    const outline = use => document.querySelector(use.getAttribute("href")).getAttribute("d");
    return all.map(key => [key.nextElementSibling.textContent.trim(), [
        [...key.querySelectorAll("use")].map(one => [outline(one), paint(one)]),
        [...key.querySelectorAll(":scope > path")].map(
            one => [getComputedStyle(one).strokeDasharray, paint(one)]),
    ]]);
}"""
KINDS = ["index", "P003", "single file"]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_asks_for_nothing_but_itself_and_nothing_goes_wrong(look, pages, name):
    page = look(pages[name])
    unfold_all(page)
    page.mouse.wheel(0, 100_000)
    page.wait_for_load_state("networkidle")

    assert [url for url in page.seen.requests if not url.startswith("data:")] == [page.url]
    assert page.seen.said == []


@pytest.mark.parametrize("name", ["index", "P003", "P004", "single file"])
def test_axe_finds_no_serious_barrier_with_everything_unfolded(look, pages, name):
    page = look(pages[name], bypass_csp=True)
    unfold_all(page)
    # Further rows are like the first three, and the colours in charts have tests of their own.
    page.evaluate("document.querySelectorAll('tr:nth-child(n+4)').forEach(one => one.remove())")

    page.evaluate(AXE)
    found = page.evaluate(
        """async () => await axe.run({exclude: ["svg > *"]}, {
            resultTypes: ["violations"],
            runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
        })"""
    )

    assert len(found["passes"]) > 20
    grave = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in grave] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_page_never_scrolls_sideways(look, pages, name):
    page = look(pages[name])
    unfold_all(page)

    for width in (320, 768, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("name", KINDS)
def test_whatever_scrolls_sideways_is_reached_by_keyboard_and_has_a_name(look, pages, name):
    page = look(pages[name], width=320)
    unfold_all(page)

    wide = page.evaluate(
        """[...document.querySelectorAll("body *")]
            .filter(one => one.scrollWidth > one.clientWidth && one.clientWidth > 0
                && getComputedStyle(one).overflowX === "auto")
            .map(one => [one.tabIndex, one.ariaLabel
                || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent])"""
    )

    assert wide
    assert [one for one in wide if one[0] != 0 or not one[1]] == []


def test_on_a_telephone_the_list_shows_who_why_and_how_much_at_once(look, pages):
    page = look(pages["index"], width=320)

    for column in range(3):
        cells = page.locator(f".patient-row > :nth-child({column + 1})")
        edges = cells.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")

        assert len(edges) == 8
        assert max(edges) <= 320, column


def test_the_first_key_offers_a_way_past_the_head(look, pages):
    page = look(pages["P003"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the page")
    assert is_in_sight(skip)

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        pytest.param("index", {"A", "BUTTON", "INPUT", "DIV", "SUMMARY"}, id="index"),
        pytest.param("P003", {"A", "DIV", "FIGURE", "SUMMARY"}, id="patient"),
    ],
)
def test_the_focus_is_always_seen(look, pages, name, kinds):
    page = look(pages[name])
    focused = []
    for _ in range(500):
        page.keyboard.press("Tab")
        one = page.evaluate(
            """() => {
                const one = document.activeElement, style = getComputedStyle(one);
                return [one.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        if one[0] == "BODY":
            break
        focused.append(one)

    assert one[0] == "BODY"
    assert {tag for tag, _, _ in focused} == kinds
    assert [one for one in focused if one[1] == "none" or one[2] < 2] == []


def test_without_scripts_the_list_is_whole_and_nothing_is_offered_that_needs_them(look, pages):
    page = look(pages["index"], java_script_enabled=False)

    assert rows(page) == IN_NEED
    assert page.get_by_role("searchbox").count() == 0
    assert page.locator("thead").get_by_role("button").count() == 0

    page.get_by_role("link", name="P007").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Patient P007"

    page.get_by_role("link", name="All patients").click()
    assert rows(page) == IN_NEED


def test_without_scripts_where_from_unfolds_by_keyboard(look, pages):
    page = look(pages["P004"], java_script_enabled=False)
    source = page.get_by_text("Rule no_record")
    assert not source.is_visible()

    page.locator("summary", has_text="Where from?").first.focus()
    page.keyboard.press("Enter")

    assert source.is_visible()


def test_without_scripts_an_address_inside_a_folded_part_unfolds_it(look, pages):
    page = look(pages["P003"], java_script_enabled=False)
    assert not page.locator("#p-log-w3 tbody tr").first.is_visible()

    page = look(pages["P003"], at="#p-log-w3", java_script_enabled=False)

    assert is_in_sight(page.locator("#p-log-w3 tbody tr").first)


def test_without_scripts_a_number_leads_to_the_rows_it_was_made_of(look, pages):
    page = look(pages["P003"], java_script_enabled=False)
    pain = page.get_by_role("table", name="Pain around sessions in week 12")

    pain.get_by_role("link", name="during sessions").click()

    assert page.url.endswith("#p-log-w12")
    assert is_in_sight(page.locator("#p-log-w12 tbody tr").first)


#: Keys of the charts: of states, sides, and pain.
KEYS = {
    "calendar": {"done", "partial", "skipped", "unrecorded"},
    "volume": {"left", "right", "both", "asked for"},
    "trend": {"median", "highest", "session"},
}


def test_the_keys_of_a_chart_differ_without_their_colours(look, pages):
    page = look(pages["P003"])

    for chart, keys in KEYS.items():
        shapes = page.locator(f"[id*='{chart}-legend_'] > g:has(+ g text)").evaluate_all(SHAPES)

        told = {key: str(shape) for key, shape in shapes if key in keys}
        assert told.keys() == keys
        assert len(set(told.values())) == len(keys)


def test_the_list_is_in_the_order_in_which_one_would_call(look, pages):
    page = look(pages["index"])

    assert rows(page) == ["P004", "P008", "P007", "P002", "P006", "P005", "P003", "P001"]
    assert page.locator(".group").all_inner_texts() == [
        "Concern (5)", "Not enough data (1)", "Earlier concern (1)", "Improvement (1)",
    ]  # fmt: skip


#: What one would tell of each patient, and the words on the page that tell it.
STORIES = {
    "P001": {
        "less pain": "Pain during exercise falls by 3.3 points",
        "keeps the plan": "19 of 20; 1 unrecorded",
    },
    "P002": {
        "plateau": "Pain fell by 1.9 points at first and has no clear",
        "the plan ends": "week 12 of 12",
    },
    "P003": {
        "flare": "Pain-defined flare on the left",
        "fewer on the right": "More repetitions were logged on the left",
        "skips for pain": "Exercises were skipped because of pain",
    },
    "P004": {
        "stopped": "Nothing recorded about the 50 days since 7 Feb 2026",
        "nothing since the visit": "0 of 19; 19 unrecorded",
    },
    "P005": {
        "pause": "Pause, 11 to 20 Feb 2026",
        "clearance": "clearance after surgery; whether it was given",
        "final exercise": "belongs at the end was not the last",
    },
    "P006": {
        "more than asked": "Volume rose in week 12 (from 21 Mar 2026)",
        "another prescription": "hold 5 s to hold 8-10 s",
    },
    "P007": {
        "extra sessions": "11 of 11; 3 open, 6 extra",
        "pain rises": "Pain during exercise rises by 2.2 points",
        "flares": "still open: the first named up to 6",
    },
    "P008": {
        "unrecorded": "Nothing is recorded about 8 of 11 sessions",
        "late entries": "5 of 14",
        "silent": "Nothing recorded about the 10 days since 19 Mar 2026",
    },
}


@pytest.mark.parametrize("patient", STORIES)
def test_the_story_of_a_patient_is_told_without_scrolling(look, pages, patient):
    page = look(pages[patient])

    for told, words in STORIES[patient].items():
        assert is_in_sight(page.get_by_text(words).first), told
