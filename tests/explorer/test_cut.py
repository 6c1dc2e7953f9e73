"""A choice cuts chart, words and tables to the same rows, and computes nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabstats.explorer.choice import (
    VIEWS,
    Choice,
    exercises_of,
    require_known,
    sides_of,
    weeks_of,
)
from rehabstats.explorer.shown import Shown
from rehabstats.pictures.about import drawn
from rehabstats.room import Room


@st.composite
def choices(draw, room: Room) -> Choice:
    """Anything that the controls can say."""
    patient = draw(st.sampled_from(room.patient_ids))
    own = room[patient]
    exercise = draw(st.sampled_from([None, *exercises_of(own)]))
    side = draw(st.sampled_from([None, *sides_of(own, exercise)]))
    first, last = weeks_of(own)
    pair = st.lists(st.integers(first, last), min_size=2, max_size=2).map(sorted).map(tuple)
    metric = draw(st.sampled_from(list(VIEWS)))
    return Choice(patient, metric, exercise, side, draw(st.none() | pair))


@given(st.data())
def test_whatever_controls_say_is_known_and_tables_hold_exactly_its_rows(room, data):
    choice = data.draw(choices(room))
    require_known(room, choice)
    tables = Shown(room, choice).tables

    for name, table in tables.items():
        rows = drawn(room[choice.patient_id], name)
        for column in ("exercise", "side"):
            wanted = choice.heeded(column)
            if wanted is not None and column in rows:
                rows = rows[[value == wanted for value in rows[column]]]
        weeks = choice.heeded("weeks")
        if weeks is not None and "week" in rows:
            rows = rows[[weeks[0] <= week <= weeks[1] for week in rows["week"]]]
        if weeks is None or "week" in rows:
            expected = rows[list(VIEWS[choice.metric].frames[name])].reset_index(drop=True)
            pd.testing.assert_frame_equal(table, expected)


@given(st.data())
def test_weeks_one_by_one_are_all_weeks(room, data):
    patient = data.draw(st.sampled_from(room.patient_ids))
    names = ["session_adherence", "volume_change", "ledger", "exercise_sessions", "checkins"]
    name = data.draw(st.sampled_from(names))
    first, last = weeks_of(room[patient])

    cut = [
        Choice(patient, "trend", weeks=(week, week)).seen_in(room).frame(name)
        for week in range(first, last + 1)
    ]

    whole = room[patient].frame(name)
    assert sorted(pd.concat(cut).index) == sorted(whole.index)


def test_the_line_of_the_chart_is_the_column_of_the_table(room):
    shown = Shown(room, Choice("P003", "pain", "hip_pushdown", "left", (3, 9)))

    (line,) = (
        line for line in shown.picture.figure.axes[0].get_lines() if line.get_label() == "left"
    )
    values = np.asarray(line.get_ydata())
    table = shown.tables["exercise_sessions"].sort_values("session_day")
    assert values[~np.isnan(values)].tolist() == table["pain_during_nrs_mean"].dropna().tolist()
    assert table["week"].min() == 3
    assert table["week"].max() == 9


def test_bars_of_the_trend_are_the_chosen_weeks(room):
    shown = Shown(room, Choice("P003", "trend", weeks=(6, 8)))

    adherence = shown.picture.figure.axes[1]
    heights = [bar.get_height() for bar in adherence.containers[0]]
    assert shown.tables["session_adherence"]["week"].tolist() == [6, 7, 8]
    expected = 100 * shown.tables["session_adherence"]["session_adherence"]
    assert heights == pytest.approx(expected.tolist())


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        (Choice("P003", "pain", "hip_pushdown", "left", (3, 9)),
         "P003: Pain of each exercise, Hip pushdown, left, weeks 3 to 9"),
        (Choice("P003", "mirror", None, "left", (3, 3)), "P003: Left against right, week 3"),
        (Choice("P003", "runs", "hip_pushdown", "left", (3, 9)), "P003: Run chart of pain"),
    ],
)  # fmt: skip
def test_the_title_names_what_cuts_and_nothing_else(room, choice, title):
    assert Shown(room, choice).title == title


def test_words_are_about_the_chosen_weeks_only(room):
    words = Shown(room, Choice("P003", "trend", weeks=(6, 7))).picture.words

    assert "Session adherence in 2 weeks" in words
    assert "Weekly median of pain during exercise (0-10) in 2 rated weeks" in words


@pytest.mark.parametrize(
    ("metric", "frame"), [("trend", "session_pain_trend"), ("pain", "pain_trend")]
)
def test_a_slope_rests_on_all_weeks_and_is_not_shown_over_some(room, metric, frame):
    assert len(Shown(room, Choice("P003", metric)).tables[frame]) > 0

    some = Shown(room, Choice("P003", metric, weeks=(1, 6)))

    assert some.tables[frame].empty
    assert "slope" not in some.picture.words


def test_a_flare_belongs_to_each_week_that_it_touches(room):
    flares = room["P003"].frame("side_pain_flares")
    start = pd.Timestamp("2026-01-07")
    (row,) = flares[flares["start_on"] == "2026-02-22"].itertuples()
    touched = {(day - start).days // 7 + 1 for day in pd.date_range(row.start_on, row.end_on)}

    found = {
        week
        for week in range(1, 13)
        if row.start_on in set(Shown(room, Choice("P003", "trend", weeks=(week, week)))
                               .tables["side_pain_flares"]["start_on"])
    }  # fmt: skip

    assert found == touched


def test_a_pause_is_cut_to_the_weeks_so_that_its_name_stands_in_the_picture(room):
    (whole,) = room["P005"].frame("pauses").itertuples()
    start = pd.Timestamp("2026-01-02")
    week = (whole.start_date - start).days // 7 + 1

    def pauses(first: int, last: int) -> pd.DataFrame:
        return Choice("P005", "trend", weeks=(first, last)).seen_in(room).frame("pauses")

    assert pauses(week, 12).iloc[0]["start_date"] == whole.start_date
    before = start + pd.Timedelta(days=7 * week)
    assert pauses(week, week).iloc[0]["end_date"] == min(before, whole.end_date)
    assert pauses(1, week - 1).empty


@pytest.mark.parametrize("metric", ["runs", "progression"])
def test_what_is_of_a_whole_series_is_not_cut_by_weeks(room, metric):
    some = Shown(room, Choice("P003", metric, weeks=(2, 3)))

    whole = Shown(room, Choice("P003", metric))
    for name in whole.tables:
        pd.testing.assert_frame_equal(some.tables[name], whole.tables[name])
    assert some.title == whole.title


def test_frames_are_computed_once_for_all_choices(room):
    whole = Room.of(room.caseload, room.as_of)

    _ = Shown(whole, Choice("P001", "trend")).tables
    made = whole.frame("weekly_session_pain")
    _ = Shown(whole, Choice("P002", "trend", weeks=(1, 2))).tables

    assert whole.frame("weekly_session_pain") is made


def test_the_frames_themselves_stay_whole(room):
    before = room["P001"].frame("exercise_sessions").copy()

    _ = Shown(room, Choice("P001", "pain", "hip_pushdown", "left", (2, 3))).picture.figure

    pd.testing.assert_frame_equal(room["P001"].frame("exercise_sessions"), before)


def test_a_change_inside_the_chosen_weeks_still_says_what_held_before(room):
    choice = Choice("P003", "trend", None, None, (8, 10))

    above = Shown(room, choice).picture.figure.axes[1]

    assert "5 to 3 a week" in [text.get_text() for text in above.texts]


def test_a_change_outside_the_chosen_weeks_is_not_drawn(room):
    for weeks in ((1, 8), (10, 12)):
        above = Shown(room, Choice("P003", "trend", None, None, weeks)).picture.figure.axes[1]

        assert "5 to 3 a week" not in [text.get_text() for text in above.texts]
