"""Every heading leads to what it means, and nothing is defined that nobody asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import rehabstats as rs
from rehabstats.report.definitions import TERMS, terms_of
from rehabstats.report.patient_page import summarize_patient
from rehabstats.report.table import Table
from rehabstats.settings import DEFAULTS, Settings
from report.small import done, left, person, rated, right

PAGES = ("index", "P1", "P2", "single file")


def tables(value: Any) -> Iterator[Table]:
    """Every table inside a summary."""
    if isinstance(value, Table):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from tables(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from tables(one)


def test_every_term_has_a_name_and_a_meaning_in_whole_sentences():
    assert all(term.name and term.meaning.endswith(".") for term in TERMS.values())


def test_no_two_terms_have_the_same_name():
    names = [term.name for term in TERMS.values()]

    assert len(set(names)) == len(names)


def test_the_term_of_every_heading_is_defined(room_of):
    log = [left(5, note="stiff"), right(5), done(6)]
    seen = room_of(*log, patients=[person()], checkins=[rated(5, "stairs", 3)])

    found = [*tables(summarize_patient(seen["P1"], section="p"))]

    terms = {column.term for table in found for column in table.columns} - {""}
    assert len(found) > 8
    assert terms <= set(TERMS)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_every_definition_once(written, name):
    ids = [one for one in written[name].values("id") if one.startswith("def-")]

    assert ids == [f"def-{term}" for term in TERMS]


@pytest.mark.parametrize("name", PAGES)
def test_links_to_definitions_lead_somewhere(written, name):
    links = [link for link in written[name].values("href") if "def-" in link]

    assert links
    assert {link.removeprefix("#def-") for link in links} <= set(TERMS)


@pytest.mark.parametrize("term", TERMS)
def test_something_on_the_pages_leads_to_every_term(written, term):
    links = {link for name in PAGES for link in written[name].values("href")}

    # With or without the mark of a section: where they lead is another test.
    assert any(link.endswith(f"def-{term}") for link in links)


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_names_and_meanings_are_on_the_page_as_they_are_written(written, term):
    assert term.name in written["P1"].texts
    assert term.meaning in written["P1"].texts


def test_the_limits_of_pain_are_those_of_the_settings_in_use():
    usual = terms_of(DEFAULTS.thresholds)["zones"].meaning
    own = terms_of(
        Settings(pain_safe_max_nrs=3, pain_acceptable_max_nrs=6).thresholds
    )["zones"].meaning  # fmt: skip

    assert usual.startswith("They change at 2 and 5, the limits of the pain-monitoring model")
    assert own.startswith(
        "They change at 3 and 6, as the thresholds below say, instead of 2 and 5, the limits of"
    )


def test_a_report_under_other_limits_names_and_draws_these(story, tmp_path):
    settings = Settings(pain_safe_max_nrs=3, pain_acceptable_max_nrs=6)
    rs.write_report(
        rs.load_caseload(story), tmp_path / "out", as_of="2026-01-25", patients=["P1"],
        settings=settings,
    )  # fmt: skip

    text = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "out").rglob("*.html"))
    assert "They change at 3 and 6" in text
    assert "They change at 2 and 5" not in text
    assert ">up to 3<" in text
    assert ">above 6<" in text
    assert ">above 5<" not in text
