"""The page stands alone, escapes what came from files, and is the same every time."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from rehabstats import __version__
from rehabstats.report.render import render_report
from rehabstats.report.summarize import summarize_caseload
from rehabstats.report.write import draw_charts

AS_OF = date(2025, 3, 20)
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "a/b\\c & 'd' {{ 7*7 }} $x$",
    "\u202egnihton\u202c \u05e9\u05dc\u05d5\u05dd \U0001f9b5",
    "javascript:alert(1)#</title></style></svg>",
)


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.text.append(data.strip())

    def count(self, tag):
        return Counter(name for name, _ in self.tags)[tag]

    def values(self, attribute):
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


@pytest.fixture
def page(make_caseload, make_metrics):
    """Render a caseload of these patients."""

    def render(*patient_ids, metrics=None, **parts):
        metrics = make_metrics(*patient_ids) if metrics is None else metrics
        summary = summarize_caseload(make_caseload(*patient_ids, **parts), metrics, as_of=AS_OF)
        return render_report(summary, draw_charts(summary, metrics))

    return render


def test_the_head_says_what_when_and_with_what(page):
    text = " ".join(Page(page("P1", "P2")).text)

    assert "Home exercise: clinic" in text
    assert f"As of 2025-03-20 . 2 patients. Made by rehabstats {__version__}." in text


def test_every_table_has_a_caption_and_its_headers_a_scope(page):
    found = Page(page("P1", "P2"))

    assert found.count("table") == found.count("caption") == 3
    assert all("scope" in attrs for tag, attrs in found.tags if tag == "th")


def test_every_patient_has_a_row_a_section_and_a_chart(page):
    found = Page(page("P1", "P2"))

    assert {"#p1", "#p2"} <= set(found.values("href"))
    assert {"p1", "p2"} <= set(found.values("id"))
    assert found.count("svg") == 2
    assert found.count("details") == 2


def test_ids_occur_once_and_labels_lead_to_them(page):
    found = Page(page("P1", "P2"))

    ids = found.values("id")
    assert len(set(ids)) == len(ids)
    assert set(found.values("aria-labelledby")) <= set(ids)


def test_the_caseload_row_has_bounds_counts_pain_and_last_entry(page):
    text = " ".join(Page(page("P1")).text)

    row = (
        "P1 Spinal stenosis, week 3 - 86 % (86-100 %) 6 of 7 sessions 3.5 week 3 2025-03-18 2 days"
    )
    assert row in text


def test_patients_stand_under_what_they_are_looked_at_for_first(page, make_metrics, signal):
    fired = [signal("P2", "concern"), signal("P1", "improvement", need=2)]
    found = Page(page("P1", "P2", "P3", metrics=make_metrics("P1", "P2", "P3", fired=fired)))

    headings = [text for text in found.text if re.fullmatch(r".* \(\d\)", text)]
    assert headings == [
        "Concern (1)", "Improvement (1)", "No rule fired, which is no finding either (1)",
    ]  # fmt: skip
    assert [link for link in found.text if link in {"P1", "P2", "P3"}][:3] == ["P2", "P1", "P3"]


def test_a_row_has_its_first_signal_and_the_number_of_others(page, make_metrics, signal):
    fired = [signal("P1", "concern"), signal("P1", "improvement"), signal("P1", "not enough data")]
    text = " ".join(Page(page("P1", metrics=make_metrics("P1", fired=fired))).text)

    assert "week 3 concern of P1 (+2 more) 86 %" in text


def test_every_signal_says_by_which_rule_and_from_which_lines(page, make_metrics, signal):
    fired = [signal("P1", "concern"), signal("P1", "improvement", log_file=None, log_lines=None)]
    text = " ".join(Page(page("P1", metrics=make_metrics("P1", fired=fired))).text)

    assert "Concern: concern of P1 Where from? Rule flare , since 2025-03-03. Lines 2-9 of " in text
    assert "No line: nothing was logged. Thresholds: flare_rise_nrs = 2." in text


def test_hostile_words_in_a_signal_are_only_shown(page, make_metrics, signal):
    fired = [signal("P1", "concern", sentence=HOSTILE[0], log_file=HOSTILE[1])]
    found = Page(page("P1", metrics=make_metrics("P1", fired=fired)))

    assert found.count("script") == found.count("img") == 0
    assert HOSTILE[0] in found.text


def test_the_weekly_table_has_the_numbers_of_the_frames(page):
    text = " ".join(Page(page("P1")).text)

    assert "1 2025-03-03 80 % (80-100 %) 4 of 5 0 1 0 0 0 3.5 6 2 of 3" in text
    assert "2 2025-03-10 pause 0 of 0 0 0 0 5 0 no entry no entry 0 of 0" in text


def test_a_patient_without_entries_is_in_words_and_not_zero(page, make_metrics):
    text = " ".join(Page(page("P1", metrics=make_metrics(), day=None)).text)

    row = "P1 Spinal stenosis, week 3 - nothing due nothing recorded yet nothing recorded yet"
    assert row in text
    assert "0 %" not in text


def test_sessions_due_without_a_record_are_not_zero_per_cent(page, make_metrics):
    metrics = make_metrics("P1", n_done=0, n_unrecorded=5)

    text = " ".join(Page(page("P1", metrics=metrics)).text)

    assert "1 2025-03-03 nothing recorded 0 of 5" in text


def test_assumptions_and_rows_set_aside_come_first(page):
    account = pd.DataFrame({"file": ["log.csv"], "rows_read": [40], "rows_quarantined": [1]})

    found = page(
        "P1",
        account=account,
        assumptions=("start is the first logged day",),
        remarks=("the column 'Mood' is left out",),
    )

    text = " ".join(Page(found).text)
    assert "Assumed: start is the first logged day" in text
    assert "the column 'Mood' is left out" in text
    assert "log.csv : 1 row of 40 set aside and in no number here" in text
    assert found.index("Assumed:") < found.index("<table")


def test_nothing_to_know_first_leaves_no_empty_heading(page):
    assert "Before you read the numbers" not in page("P1")


def test_it_says_what_the_words_mean_and_what_it_is_not(page):
    text = " ".join(Page(page("P1")).text)

    for word in ("Session adherence", "Bounds", "Open week", "Excused", "Extra", "Pain, median"):
        assert word in text
    assert "It is no diagnosis, and rehabstats is no medical device." in text


def test_it_has_no_script_no_address_and_a_strict_policy(page):
    html = page("P1")
    found = Page(html)

    assert found.count("script") == 0
    assert "http:" not in html
    assert "https:" not in html
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert policy in found.values("content")
    assert all(link.startswith(("#", "data:,")) for link in found.values("href"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_shown(page, text):
    plain, found = Page(page("P1", name="P1")), Page(page(text, name=text))

    assert Counter(tag for tag, _ in found.tags) == Counter(tag for tag, _ in plain.tags)
    assert found.values("id") == plain.values("id")
    assert [attrs.keys() for _, attrs in found.tags] == [attrs.keys() for _, attrs in plain.tags]
    assert found.text.count(text) == plain.text.count("P1")


def test_hostile_assumptions_and_files_are_escaped(page):
    account = pd.DataFrame({"file": ["<b>.csv"], "rows_read": [2], "rows_quarantined": [1]})

    html = page("P1", account=account, assumptions=("<i>assumed",))

    assert "&lt;b&gt;.csv" in html
    assert "&lt;i&gt;assumed" in html


def test_rendering_twice_gives_the_same_bytes(page):
    assert page(*HOSTILE) == page(*HOSTILE)


def test_a_patient_is_the_same_in_any_company(page):
    alone, together = page("P1"), page("P1", "P2")

    section = alone[alone.index('<section class="patient"') : alone.index('aria-labelledby="defin')]
    assert section.rsplit("<section", 1)[0] in together


def test_an_empty_caseload_has_a_page(page):
    text = " ".join(Page(page()).text)

    assert "0 patients" in text
    assert "No patients." in text
