"""Text from files is shown and does nothing, whatever it says and wherever it stands."""

from __future__ import annotations

import json
from collections import Counter

import pytest

import rehabstats as rs
from report.reading import Page
from report.small import START, as_csv, done

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("\"><img src=x onerror='alert(1)'>", id="attribute"),
    pytest.param("{{ 7*7 }}{% raw %}{# x #}", id="template"),
    pytest.param("a $x$ and $y_1$", id="mathematics"),
    pytest.param("b $\\frac{$", id="mathematics that cannot be read"),
    pytest.param("c]]></style></svg></title></script><!--", id="ends of elements"),
    pytest.param("\u202egnihton\u202c \u05e9\u05dc\u05d5\u05dd x", id="right to left"),
    pytest.param("knee \U0001f9b5", id="emoji"),
    pytest.param("=HYPERLINK(1)", id="formula"),
    pytest.param("_ $ & &lt;b&gt; 100 % a\\b", id="signs"),
    pytest.param("javascript:alert(1)#p", id="address"),
]
#: For the name of a folder.
SLASH = "\u2215"
FIELDS = ("id", "activity", "reason", "program", "folder")
PLAIN = dict.fromkeys(FIELDS, "x")
PROGRAM = """
id = "own"
source = "made for the tests"
name = {text}
[[phases]]
name = {text}
sessions_per_week = 3
[[exercises]]
id = "hug"
name = {text}
sides = "both"
reps_min = 5
reps_max = 5
cautions = [{text}]
"""


def in_toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture
def written(tmp_path_factory):
    """Write a report of a caseload that says this text wherever text may be; list and page."""

    def write(text: str, **instead: str) -> tuple[Page, Page]:
        says = {name: instead.get(name, text) for name in FIELDS}
        folder = tmp_path_factory.mktemp("in") / says["folder"].replace("/", SLASH)
        folder.mkdir()
        (folder / "own.toml").write_text(
            PROGRAM.format(text=in_toml(says["program"])), encoding="utf-8"
        )
        who = {"patient_id": says["id"]}
        more = {"session_id": says["id"], "note": text, "modification": text, "Column?": "x"}
        day = "2026-01-06"
        files = {
            "patients": [who | {"program": "own", "start_date": START}],
            "sessions": [done(5) | who | more, done(7, pain_during_nrs=8) | who],
            "checkins": [who | {"date": day, "activity": says["activity"], "score_psfs": 4}],
            "pauses": [who | {"start_date": "2026-01-13", "end_date": "2026-01-15",
                              "reason": says["reason"]}],
        }  # fmt: skip
        for name, rows in files.items():
            (folder / f"{name}.csv").write_text(as_csv(rows), encoding="utf-8")
        caseload = rs.load_caseload(folder, programs=[rs.load_program(folder / "own.toml")])
        report = rs.write_report(caseload, tmp_path_factory.mktemp("out"), as_of="2026-01-18")
        assert report.failures == {}
        return tuple(Page(file.read_text("utf-8")) for file in (report.index, *report.pages))

    return write


@pytest.fixture(scope="module")
def harmless():
    """What the pages of a harmless text looked like, once they are written."""
    return {}


def same_elements(found: Page, plain: Page) -> bool:
    """Whether a text made no element and no attribute, in charts or around them."""
    charts = {tag for tag, _ in found.tags} <= {tag for tag, _ in plain.tags}
    return charts and Counter(found.outside_charts) == Counter(plain.outside_charts)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_files_makes_no_element_and_is_shown_as_it_is(written, harmless, text):
    plain = harmless.get("pages") or harmless.setdefault("pages", written("word"))

    found = written(text)

    for one, other in zip(found, plain, strict=True):
        assert same_elements(one, other)
        assert one.ids_outside_charts == other.ids_outside_charts
        assert one.dead_links == other.dead_links
    shown, expected = (
        sum(node in {said, said.replace("/", SLASH)} for node, way in page.nodes if "bdi" in way)
        for page, said in ((found[1], text), (plain[1], "word"))
    )
    assert shown == expected >= 4
    assert text in [node for node, way in found[1].nodes if way[-1] == "text"]


def test_signs_that_turn_the_direction_of_text_stay_inside_their_place(written):
    text = "\u202egnihton"

    _, page = written("word", activity=text, id=text)

    assert {way[-1] for node, way in page.nodes if text in node} <= {"bdi", "title", "desc", "text"}


def test_a_text_of_ten_thousand_characters_is_shown_whole(written):
    _, page = written("long" * 2500, **PLAIN)

    assert [node for node, way in page.nodes if "bdi" in way].count("long" * 2500) == 2


def test_lines_and_tabs_in_a_note_are_no_markup(written):
    _, page = written("a\n<b>\tc", **PLAIN)

    assert "b" not in {tag for tag, _ in page.tags}
    assert "a\n<b>\tc" in [node for node, _ in page.nodes]


def test_a_zero_byte_that_a_format_lets_through_hides_nothing(tmp_path):
    row = done(5, "butterfly_stretch", note="a\x00<b>c") | {"patient_id": "P1"}
    (tmp_path / "log.jsonl").write_text(json.dumps(row) + "\n")
    caseload = rs.load_caseload(tmp_path / "log.jsonl", program="hip-restoration", start_date=START)

    report = rs.write_report(caseload, tmp_path / "out", as_of="2026-01-11")

    page = Page(report.pages[0].read_text("utf-8"))
    assert "b" not in {tag for tag, _ in page.tags}
    assert "<b>c" in page.text


@pytest.mark.parametrize("name", ["<b>&'\"$x$ {{ 7*7 }}", "\u202egol"])
def test_the_name_of_a_file_is_only_shown(tmp_path, name):
    row = done(5, "butterfly_stretch")
    log = tmp_path / f"{name}.csv"
    log.write_text(as_csv([row]), encoding="utf-8")
    caseload = rs.load_caseload(log, program="hip-restoration", start_date=START)

    report = rs.write_report(caseload, tmp_path / "out", as_of="2026-02-11")

    page = Page(report.pages[0].read_text("utf-8"))
    assert "b" not in {tag for tag, _ in page.tags}
    assert {way[-1] for node, way in page.nodes if node == f"{name}.csv"} == {"bdi"}
