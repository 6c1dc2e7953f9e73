"""The adherence chart shows what is done, what is not known, and what was not due."""

from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rehabstats.charts.weekly_adherence import plot_weekly_adherence


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def keys(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def test_there_is_one_bar_per_week_as_high_as_its_adherence(done):
    weekly = done([(5, 5, 0), (5, 3, 1), (4, 1, 0)])

    ax = plot_weekly_adherence(weekly)

    assert [bar.get_height() for bar in ax.patches] == [100, 60, 25]
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == pytest.approx([1, 2, 3])


def test_the_order_of_the_rows_does_not_matter(done):
    weekly = done([(5, 5, 0), (5, 3, 1), (4, 1, 0)])

    ax = plot_weekly_adherence(weekly.iloc[::-1])

    assert [bar.get_height() for bar in ax.patches] == [100, 60, 25]


def test_the_interval_reaches_from_the_lower_to_the_upper_bound(done):
    ax = plot_weekly_adherence(done([(5, 3, 1), (5, 5, 0)]))

    lines = [found for found in ax.collections if isinstance(found, LineCollection)]
    [segment] = lines[0].get_segments()
    assert segment.tolist() == [[1, 60], [1, 75]]
    assert "unrecorded left out" in keys(ax)


def test_a_week_of_which_nothing_is_known_has_a_question_mark(done):
    ax = plot_weekly_adherence(done([(5, 5, 0), (5, 0, 5)]))

    [unknown] = [line for line in ax.lines if line.get_label() == "nothing recorded"]
    assert unknown.get_xdata().tolist() == [2]
    assert "0" not in texts(ax)


def test_a_known_zero_is_written_down(done):
    ax = plot_weekly_adherence(done([(5, 0, 2)]))

    assert "0" in texts(ax)


def test_an_open_week_is_hatched_and_no_other(done):
    ax = plot_weekly_adherence(done([(5, 5, 0), (2, 2, 0)], n_open=[0, 3]))

    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True]
    assert keys(ax) == ["done / due", "open week"]


@pytest.mark.parametrize(
    ("n_excused", "n_open", "word"),
    [
        pytest.param(0, 0, "nothing due", id="nothing was asked"),
        pytest.param(5, 0, "pause", id="excused"),
        pytest.param(0, 5, "open", id="nothing done yet in the open week"),
    ],
)
def test_a_week_with_nothing_due_is_a_gap_with_a_word_and_no_zero(done, n_excused, n_open, word):
    weekly = done([(5, 5, 0), (0, 0, 0)], n_excused=[0, n_excused], n_open=[0, n_open])

    ax = plot_weekly_adherence(weekly)

    assert math.isnan(ax.patches[1].get_height())
    assert texts(ax) == [word]


def test_a_word_stands_once_over_weeks_in_a_row(done):
    weekly = done([(0, 0, 0), (0, 0, 0), (5, 5, 0), (0, 0, 0)], n_excused=[5, 5, 0, 5])

    ax = plot_weekly_adherence(weekly)

    assert [(text.get_text(), text.get_position()[0]) for text in ax.texts] == [
        ("pause", 1.5),
        ("pause", 4.0),
    ]


def test_extra_sessions_are_written_above_the_bars(done):
    ax = plot_weekly_adherence(done([(5, 5, 0), (5, 5, 0)], n_extra=[0, 2]))

    [text] = ax.texts
    assert (text.get_text(), text.get_position()[0]) == ("+2", 2)
    assert text.get_position()[1] > 100
    assert "extra" in keys(ax)


def test_the_axis_is_zero_to_hundred_per_cent_with_its_unit(done):
    ax = plot_weekly_adherence(done([(5, 1, 0)]))

    assert ax.get_ylim() == (0, 100)
    assert ax.get_ylabel() == "Session adherence [%]"
    assert ax.get_xlabel() == "Program week"


@pytest.mark.parametrize("n_weeks", [1, 2, 12, 16, 17, 60, 400])
def test_weeks_are_whole_numbers_and_few_enough_to_read(done, n_weeks):
    ax = plot_weekly_adherence(done([(5, 3, 0)] * n_weeks))

    ticks = np.array(ax.get_xticks())
    assert (ticks == ticks.astype("int64")).all()
    assert ticks[0] == 1
    assert ticks[-1] <= n_weeks
    assert len(ticks) <= 17


def test_one_week_does_not_fill_the_chart(done):
    ax = plot_weekly_adherence(done([(5, 3, 0)]))

    low, high = ax.get_xlim()
    assert ax.patches[0].get_width() < 0.2 * (high - low)


def test_without_a_week_the_axes_say_so(done):
    ax = plot_weekly_adherence(done([]))

    assert texts(ax) == ["no program week yet"]
    assert len(ax.patches) == 0


def test_weeks_before_the_start_keep_their_numbers(done):
    ax = plot_weekly_adherence(done([(0, 0, 0), (5, 5, 0)], first=0, n_extra=[1, 0]))

    assert ax.get_xticks().tolist() == [0, 1]


def test_a_week_with_one_session_due_is_no_gap(done):
    ax = plot_weekly_adherence(done([(1, 1, 0)]))

    assert ax.patches[0].get_height() == 100
    assert texts(ax) == []
