"""The pain chart keeps its scale, its gaps and its zones."""

from __future__ import annotations

import numpy as np
import pytest

from rehabstats.charts import plot_weekly_pain
from rehabstats.vocabulary import PAIN_ACCEPTABLE_MAX_NRS, PAIN_SAFE_MAX_NRS

NAN = float("nan")


def line(ax, label):
    return next(found for found in ax.lines if found.get_label() == label)


def test_the_lines_are_the_frame(hurt):
    ax = plot_weekly_pain(hurt([(4.5, 6), (4, 4), (3, 5)]))

    assert line(ax, "median").get_xdata().tolist() == [1, 2, 3]
    assert line(ax, "median").get_ydata().tolist() == [4.5, 4, 3]
    assert line(ax, "highest").get_ydata().tolist() == [6, 4, 5]


def test_a_week_without_a_rating_breaks_the_line(hurt):
    ax = plot_weekly_pain(hurt([(4, 6), (None, None), (3, 5)]))

    np.testing.assert_array_equal(line(ax, "median").get_ydata(), [4, NAN, 3])


def test_a_week_without_a_row_breaks_the_line_too(hurt):
    weekly = hurt([(4, 6), (4, 4), (3, 5)])

    ax = plot_weekly_pain(weekly[weekly["week"] != 2])

    np.testing.assert_array_equal(line(ax, "median").get_ydata(), [4, NAN, 3])
    assert line(ax, "median").get_xdata().tolist() == [1, 2, 3]


@pytest.mark.parametrize(("n_missing", "word"), [(2, "not rated"), (0, "no entry")])
def test_a_gap_says_why_it_is_one(hurt, n_missing, word):
    ax = plot_weekly_pain(hurt([(4, 6), (None, None)], n_missing=[0, n_missing]))

    assert word in [text.get_text() for text in ax.texts]


def test_every_rated_week_has_a_marker_even_alone(hurt):
    ax = plot_weekly_pain(hurt([(4, 6)]))

    assert line(ax, "median").get_marker() == "o"


def test_no_pain_is_a_point_at_zero(hurt):
    ax = plot_weekly_pain(hurt([(0, 0), (1, 2)]))

    assert line(ax, "median").get_ydata().tolist() == [0, 1]


def test_the_axis_is_always_zero_to_ten_with_its_unit(hurt):
    ax = plot_weekly_pain(hurt([(1, 2)]))

    assert ax.get_ylim() == (0, 10)
    assert ax.get_ylabel().replace("\n", " ") == "Pain during exercise [NRS 0-10]"


def test_zones_have_their_limits_and_names(hurt):
    ax = plot_weekly_pain(hurt([(1, 2)]))

    edges = [(zone.get_y(), zone.get_y() + zone.get_height()) for zone in ax.patches]
    safe, acceptable = PAIN_SAFE_MAX_NRS, PAIN_ACCEPTABLE_MAX_NRS
    assert edges == [(0, safe), (safe, acceptable), (acceptable, 10)]
    names = ["up to 2", "up to 5", "above 5"]
    assert [text.get_text() for text in ax.texts] == names


@pytest.mark.parametrize("weeks", [[], [(None, None)]], ids=["no row", "no rating"])
def test_without_a_rating_the_axes_say_so(hurt, weeks):
    ax = plot_weekly_pain(hurt(weeks))

    assert "no pain rated yet" in [text.get_text() for text in ax.texts]
    assert ax.get_ylim() == (0, 10)


def test_another_moment_is_refused(hurt):
    weekly = hurt([(4, 6), (4, 4)], moment=["during", "after"])

    with pytest.raises(ValueError, match="`weekly` has rows of the moment 'after'; expected"):
        plot_weekly_pain(weekly)
