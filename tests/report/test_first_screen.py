"""Who to call first, and why: what the sample tells is on the first screen of its report."""

from __future__ import annotations

import pytest

from report.browsing import is_in_sight, rows

pytest_plugins = ["report.with_browser"]


def test_the_list_is_in_the_order_in_which_one_would_call(look, pages):
    page = look(pages["index"])

    assert rows(page) == ["P004", "P008", "P007", "P002", "P005", "P003", "P001", "P006"]
    assert page.locator(".group").all_inner_texts() == [
        "Concern (4)", "Not enough data (1)", "Earlier concern (1)", "Improvement (1)",
        "No rule fired, which is no finding either (1)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("patient", "words"),
    [
        pytest.param("P001", "Pain during exercise falls by 3.3 points", id="less pain"),
        pytest.param("P001", "19 of 20; 1 unrecorded", id="keeps the plan"),
        pytest.param("P002", "Pain fell by 1.9 points at first and has no clear", id="plateau"),
        pytest.param("P002", "week 12 of 12", id="the plan ends"),
        pytest.param("P003", "Pain-defined flare on the left", id="flare"),
        pytest.param("P003", "More repetitions were logged on the left", id="fewer on the right"),
        pytest.param("P003", "Exercises were skipped because of pain", id="skips for pain"),
        pytest.param("P004", "Nothing recorded about the 50 days since 7 Feb 2026", id="stopped"),
        pytest.param("P004", "0 of 19; 19 unrecorded", id="nothing since the visit"),
        pytest.param("P005", "Pause, 2026-02-11 to 2026-02-20", id="pause"),
        pytest.param("P005", "clearance after surgery; whether it was given", id="clearance"),
        pytest.param("P005", "belongs at the end was not the last", id="final exercise"),
        pytest.param("P006", "No rule fired, which is no finding either.", id="stable"),
        pytest.param("P006", "hold 5 s to hold 8-10 s", id="another prescription"),
        pytest.param("P007", "11 of 11; 3 open, 6 extra", id="extra sessions"),
        pytest.param("P007", "Pain during exercise rises by 2.2 points", id="pain rises"),
        pytest.param("P007", "still open: the first named up to 6", id="flares"),
        pytest.param("P008", "Nothing is recorded about 8 of 11 sessions", id="unrecorded"),
        pytest.param("P008", "5 of 14", id="late entries"),
        pytest.param("P008", "Nothing recorded about the 10 days since 19 Mar 2026", id="silent"),
    ],
)
def test_the_story_of_a_patient_is_told_without_scrolling(look, pages, patient, words):
    page = look(pages[patient])

    assert is_in_sight(page.get_by_text(words).first)
