"""A frame as people read it: units, per cent, gaps with their reasons, and no lost column."""

from __future__ import annotations

import pytest

import rehabstats as rs
from overview.conftest import HOSTILE, Html
from rehabstats.overview.tables import ReadableTable
from rehabstats.room import public_frames


def table(sample: rs.Progress, name: str, **columns: list) -> ReadableTable:
    """The first rows of a frame with other values."""
    n = len(next(iter(columns.values())))
    rows = sample.frame(name).head(n).reset_index(drop=True).assign(**columns)[[*columns]]
    return ReadableTable(name, rows, {})


def test_the_caption_is_the_question_of_the_frame(p3):
    html = p3.show("pain_trend")._repr_html_()

    question = "pain_trend: Where is the pain of each exercise and side going, and how fast?"
    assert question in Html(html).text
    assert repr(p3.show("pain_trend")).startswith(question)


def test_chosen_columns_and_rows_are_shown_with_units_and_names_of_exercises(p3):
    shown = p3.show(
        "pain_trend", ["exercise", "side", "n", "slope_per_week"], where="side == 'left'"
    )
    head, *rows = Html(shown._repr_html_()).rows

    assert head == ["exercise", "side", "n", "slope [NRS per week]"]
    assert rows[0][:3] == ["Hip pushdown", "left", "40"]
    assert {row[1] for row in rows} == {"left"}
    assert len(rows) == p3.pain_trend["side"].eq("left").sum()


def test_without_a_choice_empty_columns_are_left_out(p3):
    assert "reason" not in Html(p3.show("pain_trend")._repr_html_()).rows[0]
    assert p3.pain_trend["reason"].isna().all()


def test_shares_are_per_cent_and_numbers_stand_on_the_right(sample):
    page = Html(sample.show("patient_adherence", ["patient_id", "session_adherence"])._repr_html_())

    assert page.rows[1] == ["P001", "92 %"]
    left, right = (one["style"] for one in page.all("td")[:2])
    assert "text-align: left" in left
    assert "text-align: right" in right


def test_a_gap_is_a_dash_that_says_why(sample):
    page = Html(
        sample.show(
            "session_pain_change", ["patient_id", "change_nrs", "reason"],
            where="patient_id == 'P008'",
        )._repr_html_()
    )  # fmt: skip

    assert page.rows[1] == ["P008", "-", "too few ratings in the first days"]
    assert page.all("td")[1]["title"] == "too few ratings in the first days"


def test_a_gap_without_a_reason_says_what_its_column_says_of_gaps(sample):
    open_week = sample["P001"].show("session_adherence", ["session_adherence"], where="week == 13")

    assert Html(open_week._repr_html_()).all("td")[0]["title"] == "nothing was due"


def test_what_is_little_is_not_written_as_nothing(sample):
    rows = Html(table(sample, "pain_trend", p=[0.0003, 0.25, 0.0, -0.0001])._repr_html_()).rows

    assert [row[0] for row in rows[1:]] == ["<0.01", "0.25", "0.00", ">-0.01"]


def test_no_two_columns_of_any_frame_have_one_name(sample):
    for name in public_frames():
        head = Html(sample.show(name, list(sample.frame(name)))._repr_html_()).rows[0]
        assert len(set(head)) == len(head) == sample.frame(name).shape[1], name


def test_of_many_rows_sixty_are_shown_and_the_caption_counts_them(sample):
    page = Html(sample.show("ledger")._repr_html_())

    assert len(page.rows) == 61
    assert "(the first 60 of 4,092 rows)" in page.text


def test_a_table_without_a_row_says_so(p3):
    nothing = p3.show("pain_trend", ["exercise"], where="n > 1000")

    assert repr(nothing).endswith("\nno row")
    assert "No row." in Html(nothing._repr_html_()).text


def test_what_is_not_there_is_named(p3):
    with pytest.raises(KeyError):
        p3.show("pain_trands")
    with pytest.raises(ValueError, match="`columns`: got 'slope', expected some of exercise, side"):
        p3.show("pain_trend", ["slope"])


def test_showing_changes_no_frame(p3):
    before = p3.pain_trend
    _ = p3.show("pain_trend")._repr_html_()

    assert p3.pain_trend.equals(before)


def test_texts_of_a_file_are_only_shown(hostile):
    page = Html(hostile.show("checkins")._repr_html_())

    assert page.all("img") == []
    assert page.rows[1][0] == page.rows[1][2] == HOSTILE
