"""A choice cuts chart, words and tables to the same rows, and computes nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from rehabstats.explorer.choice import (
    Choice,
    exercises_of,
    patients_of,
    require_known,
    sides_of,
    weeks_of,
)
from rehabstats.explorer.cut import CutFrames
from rehabstats.explorer.shown import Shown
from rehabstats.explorer.views import VIEWS
from rehabstats.pictures import KINDS
from rehabstats.pictures.frames import Frames

DAY = "2026-03-30"


@st.composite
def choices(draw, frames: Frames) -> Choice:
    """Anything that the controls can say."""
    patient = draw(st.sampled_from(patients_of(frames)))
    exercise = draw(st.sampled_from([None, *exercises_of(frames, patient)]))
    side = draw(st.sampled_from([None, *sides_of(frames, patient, exercise)]))
    first, last = weeks_of(frames, patient)
    pair = st.lists(st.integers(first, last), min_size=2, max_size=2).map(sorted).map(tuple)
    metric = draw(st.sampled_from(list(VIEWS)))
    return Choice(patient, metric, exercise, side, draw(st.none() | pair))


@given(st.data())
def test_whatever_controls_say_is_known_and_tables_hold_exactly_its_rows(frames, data):
    choice = data.draw(choices(frames))
    require_known(frames, choice)
    tables = Shown(frames, choice).tables

    for name, table in tables.items():
        rows = frames.of(name, choice.patient_id)
        for column in ("exercise", "side"):
            wanted = choice.heeded(column)
            if wanted is not None and column in rows:
                rows = rows[[value == wanted for value in rows[column]]]
        weeks = choice.heeded("weeks")
        if weeks is not None and "week" in rows:
            rows = rows[[weeks[0] <= week <= weeks[1] for week in rows["week"]]]
        if weeks is None or "week" in rows:
            expected = rows[list(VIEWS[choice.metric].tables[name])].reset_index(drop=True)
            pd.testing.assert_frame_equal(table, expected)


@given(st.data())
def test_weeks_one_by_one_are_all_weeks(frames, data):
    patient = data.draw(st.sampled_from(patients_of(frames)))
    name = data.draw(st.sampled_from(["adherence", "volume", "slots", "sessions", "checkins"]))
    metric = "trend"
    first, last = weeks_of(frames, patient)

    cut = [
        CutFrames(frames, Choice(patient, metric, weeks=(week, week))).of(name, patient)
        for week in range(first, last + 1)
    ]

    whole = frames.of(name, patient)
    assert sorted(pd.concat(cut).index) == sorted(whole.index)


def test_every_view_is_a_picture_and_its_tables_are_what_that_is_drawn_from():
    assert set(VIEWS) <= set(KINDS)
    for name, view in VIEWS.items():
        assert set(view.tables) <= set(KINDS[name].frames)


def test_the_line_of_the_chart_is_the_column_of_the_table(frames):
    shown = Shown(frames, Choice("P003", "pain", "hip_pushdown", "left", (3, 9)))

    (line,) = (line for line in shown.figure.axes[0].get_lines() if line.get_label() == "left")
    values = np.asarray(line.get_ydata())
    table = shown.tables["sessions"].sort_values("session_day")
    assert values[~np.isnan(values)].tolist() == table["pain_during_nrs_mean"].dropna().tolist()
    assert table["week"].min() == 3
    assert table["week"].max() == 9


def test_bars_of_the_trend_are_the_chosen_weeks(frames):
    shown = Shown(frames, Choice("P003", "trend", weeks=(6, 8)))

    adherence = shown.figure.axes[1]
    heights = [bar.get_height() for bar in adherence.containers[0]]
    assert shown.tables["adherence"]["week"].tolist() == [6, 7, 8]
    expected = 100 * shown.tables["adherence"]["session_adherence"]
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
def test_the_title_names_what_cuts_and_nothing_else(frames, choice, title):
    assert Shown(frames, choice).title == title


def test_words_are_about_the_chosen_weeks_only(frames):
    words = Shown(frames, Choice("P003", "trend", weeks=(6, 7))).words

    assert "Session adherence in 2 weeks" in words
    assert "Weekly median of pain during exercise (0-10) in 2 rated weeks" in words


@pytest.mark.parametrize(("metric", "frame"), [("trend", "session_trend"), ("pain", "trend")])
def test_a_slope_rests_on_all_weeks_and_is_not_shown_over_some(frames, metric, frame):
    assert len(Shown(frames, Choice("P003", metric)).tables[frame]) > 0

    some = Shown(frames, Choice("P003", metric, weeks=(1, 6)))

    assert some.tables[frame].empty
    assert "slope" not in some.words


def test_a_flare_belongs_to_each_week_that_it_touches(frames):
    flares = frames.of("flares", "P003")
    start = pd.Timestamp("2026-01-07")
    (row,) = flares[flares["start_on"] == "2026-02-22"].itertuples()
    touched = {(day - start).days // 7 + 1 for day in pd.date_range(row.start_on, row.end_on)}

    found = {
        week
        for week in range(1, 13)
        if row.start_on in set(Shown(frames, Choice("P003", "trend", weeks=(week, week)))
                               .tables["flares"]["start_on"])
    }  # fmt: skip

    assert found == touched


def test_a_pause_is_cut_to_the_weeks_so_that_its_name_stands_in_the_picture(frames):
    (whole,) = frames.of("pauses", "P005").itertuples()
    start = pd.Timestamp("2026-01-02")
    week = (whole.start_date - start).days // 7 + 1

    def pauses(first: int, last: int) -> pd.DataFrame:
        cut = CutFrames(frames, Choice("P005", "trend", weeks=(first, last)))
        return cut.of("pauses", "P005")

    assert pauses(week, 12).iloc[0]["start_date"] == whole.start_date
    before = start + pd.Timedelta(days=7 * week)
    assert pauses(week, week).iloc[0]["end_date"] == min(before, whole.end_date)
    assert pauses(1, week - 1).empty


@pytest.mark.parametrize("metric", ["runs", "progression"])
def test_what_is_of_a_whole_series_is_not_cut_by_weeks(frames, metric):
    some = Shown(frames, Choice("P003", metric, weeks=(2, 3)))

    whole = Shown(frames, Choice("P003", metric))
    for name in whole.tables:
        pd.testing.assert_frame_equal(some.tables[name], whole.tables[name])
    assert some.title == whole.title


def test_frames_are_computed_once_for_all_choices(sample):
    whole = Frames(sample, pd.Timestamp(DAY), rs.Settings())

    CutFrames(whole, Choice("P001", "trend")).of("pain", "P001")

    assert "pain" in vars(whole)
    assert CutFrames(whole, Choice("P002", "trend")).pain is whole.pain


def test_the_frames_themselves_stay_whole(frames):
    before = frames.of("sessions", "P001").copy()

    _ = Shown(frames, Choice("P001", "pain", "hip_pushdown", "left", (2, 3))).figure

    pd.testing.assert_frame_equal(frames.of("sessions", "P001"), before)
