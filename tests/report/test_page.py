"""A page stands alone, in the order in which a clinician notes, and every link in it leads on."""

from __future__ import annotations

import hashlib
import re

import pytest

import rehabstats as rs
from rehabstats import __version__
from report.reading import Page

PAGES = ("index", "P1", "P2", "single file")


def test_sections_stand_in_the_order_in_which_a_clinician_notes(written):
    page = written["P1"]

    assert page.headings(1) == ["Patient P1"]
    assert page.headings(2) == [
        "Since the last visit: 18 Jan 2026", "What the person reports", "What was done",
        "Signals, with the rows behind them", "Assessment and plan", "Data quality", "The log",
        "What the numbers mean",
    ]  # fmt: skip


def test_a_single_file_has_the_list_then_each_patient_then_the_definitions_once(written):
    page = written["single file"]

    names = [name for name in page.headings(2) if name != "Before you read the numbers"]
    assert names == ["Caseload", "Patient P1", "Patient P2", "What the numbers mean"]
    assert page.headings(3)[:3] == page.headings(3)[7:10] == [
        "Since 29 Dec 2025 (the last 28 days: no visit was stated)",
        "What the person reports", "What was done",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_label_leads_to_an_id(written, name):
    assert written[name].dead_links == set()


@pytest.mark.parametrize("name", PAGES)
def test_ids_occur_once(written, name):
    ids = written[name].values("id")

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_every_table_is_named_and_its_headings_have_a_scope(written, name):
    page = written[name]

    named = page.count("caption") + len(re.findall(r'aria-label="Rows of week \d+"', page.html))
    assert page.count("table") == named
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_has_a_title_and_a_description(written, name):
    page = written[name]

    charts = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(charts) == {"index": 0, "P1": 3, "P2": 3, "single file": 6}[name]
    assert all(one["role"] == "img" and one["aria-describedby"] for one in charts)
    assert page.count("desc") == len(charts)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_an_outside_address(written, name):
    page = written[name]

    assert not re.search(r"https?:|//[a-z]", page.html.replace("</", ""))
    assert not {"img", "iframe", "object", "form", "base"} & {tag for tag, _ in page.tags}
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on")]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_into_the_page_or_to_another_page_of_the_report(written, name):
    links = {link for link in written[name].values("href") if not link.startswith("#")}

    assert links == {
        "index": {"data:,", "patients/P1.html", "patients/P2.html"}, "single file": {"data:,"},
    }.get(name, {"data:,", "../index.html"})  # fmt: skip


STRICT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "


@pytest.mark.parametrize("name", ["P1", "P2"])
def test_pages_of_patients_have_no_script_and_allow_none(written, name):
    assert written[name].count("script") == 0
    assert written[name].policy == f"{STRICT}form-action 'none'"


@pytest.mark.parametrize("name", ["index", "single file"])
def test_the_list_allows_its_one_script_by_the_hash_of_its_text(written, name):
    [digest] = written[name].script_hashes

    assert written[name].count("script") == 1
    assert written[name].policy == f"{STRICT}form-action 'none'; script-src '{digest}'"


def test_the_policy_comes_before_anything_it_could_forbid(written):
    names = [tag for tag, _ in written["index"].tags]

    assert names[:4] == ["html", "head", "meta", "meta"]
    assert "Content-Security-Policy" in written["index"].values("http-equiv")


@pytest.mark.parametrize("name", PAGES)
def test_files_are_named_with_the_digest_that_anybody_can_check(written, story, name):
    digest = hashlib.sha256((story / "sessions.csv").read_bytes()).hexdigest()

    assert f"sessions.csv 41 0 {digest}" in written[name].text
    assert f"by rehabstats {__version__}" in written[name].text


@pytest.mark.parametrize("name", PAGES)
def test_a_threshold_that_was_changed_is_marked_and_told(written, name):
    text = written[name].text

    assert "flare_rise_nrs 3 NRS (default 2)" in text
    assert text.count("(default") == 1 + text.count("flare_rise_nrs = 3 NRS (default 2)")
    assert "Assumed: Threshold changed: flare_rise_nrs is 3 NRS instead of 2" in text


@pytest.mark.parametrize("name", PAGES)
def test_remarks_of_the_caseload_are_repeated(written, story, name):
    [remark] = [text for text in rs.load_caseload(story).remarks if "mood" in text]

    assert remark in written[name].texts


def test_at_most_five_things_are_asked_and_the_others_counted(written):
    asked = written["P1"].part('<ol class="ask"', "</ol>")

    assert asked.count("<li>") == 5
    assert re.search(r"And \d+ more in the sections below", written["P1"].text)


def test_where_from_leads_to_the_rule_and_the_rule_to_rows_of_the_log(written):
    page = written["P1"]
    lines = set(re.findall(r"<tr><td>(\d+)", page.part('id="p-log"', "</section>")))

    link = re.search(r'class="from" href="#(p-signal-\d+-from)"', page.html)[1]

    behind = page.part(f'id="{link}"', "</details>")
    assert "Rule <code>" in behind
    assert re.search(r"Lines [\d, -]+ of <bdi>sessions.csv</bdi>", behind)
    shown = set(re.findall(r'<th scope="row">(\d+)</th>', behind))
    assert shown
    assert shown <= lines


def test_the_assessment_is_left_blank(written):
    part = written["P1"].part('id="p-assessment"', "</section>")

    assert Page(part).texts[-1] == "Left blank for the clinician: rehabstats assesses nothing."
    assert '<div class="blank" aria-hidden="true"></div>' in part


def test_exercises_have_names_and_their_ids_are_nowhere(written):
    exercises = [one for program in rs.builtin_programs() for one in program.exercises]

    for page in written.values():
        assert [one.id for one in exercises if "_" in one.id and one.id in page.html] == []
    assert "Hip pushdown (left)" in written["P1"].texts


def test_exercises_and_cautions_stand_in_program_order(written):
    part = Page(written["P1"].part("<p>Cautions:", "</dl>"))
    hips = next(one for one in rs.builtin_programs() if one.id == "hip-restoration")

    found = [text for text, inside in part.nodes if "dt" in inside]
    assert found == ["All exercises", *(one.name for one in hips.exercises if one.cautions)]
    caution = "; ".join(next(one.cautions for one in hips.exercises if one.cautions))
    assert caution in part.texts


def test_own_words_and_activities_are_kept_apart_from_the_text_around_them(written):
    inside = {text: way[-1] for text, way in written["P1"].nodes if text in {"stiff", "stairs"}}

    assert inside == {"stiff": "bdi", "stairs": "bdi"}


def test_a_patient_of_whom_nothing_is_known_has_a_page_without_a_zero(written):
    text = written["P2"].text

    assert "last entry none yet" in text
    assert "No notes." in text
    assert "No row up to 25 Jan 2026." in text
    assert "Function: no activity was rated." in text
    assert not re.search(
        r"(?<![\d<])0 %", Page(written["P2"].part("<body", 'id="definitions"')).text
    )
