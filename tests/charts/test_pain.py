"""The pain chart keeps its scale, its gaps and its zones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from rehabstats.charts.weekly_pain import plot_weekly_pain
from rehabstats.settings import DEFAULTS, Settings

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
    safe, acceptable = DEFAULTS.pain_safe_max_nrs, DEFAULTS.pain_acceptable_max_nrs
    assert edges == [(0, safe), (safe, acceptable), (acceptable, 10)]
    names = ["up to 2", "up to 5", "above 5"]
    assert [text.get_text() for text in ax.texts] == names


def limits(safe: float, acceptable: float) -> Settings:
    return Settings(pain_safe_max_nrs=safe, pain_acceptable_max_nrs=acceptable)


@pytest.mark.parametrize(
    ("settings", "edges", "names"),
    [
        (limits(3, 6), [0, 3, 6, 10], ["up to 3", "up to 6", "above 6"]),
        (limits(2.5, 4.5), [0, 2.5, 4.5, 10], ["up to 2.5", "up to 4.5", "above 4.5"]),
        # A zone between two equal limits, or beyond the scale, does not exist.
        (limits(4, 4), [0, 4, 10], ["up to 4", "above 4"]),
        (limits(0, 5), [0, 5, 10], ["up to 5", "above 5"]),
        (limits(2, 10), [0, 2, 10], ["up to 2", "up to 10"]),
    ],
    ids=repr,
)
def test_zones_follow_the_settings_in_their_limits_and_names(hurt, settings, edges, names):
    ax = plot_weekly_pain(hurt([(1, 2)]), settings=settings)

    assert [(zone.get_y(), zone.get_y() + zone.get_height()) for zone in ax.patches] == list(
        pairwise(edges)
    )
    assert [text.get_text() for text in ax.texts] == names


def test_names_of_low_zones_do_not_stand_on_each_other(hurt):
    ax = plot_weekly_pain(hurt([(1, 2)]), settings=limits(5, 5.1))

    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(other) for one, other in pairwise(boxes))


@pytest.mark.parametrize("weeks", [[], [(None, None)]], ids=["no row", "no rating"])
def test_without_a_rating_the_axes_say_so(hurt, weeks):
    ax = plot_weekly_pain(hurt(weeks))

    assert "no pain rated yet" in [text.get_text() for text in ax.texts]
    assert ax.get_ylim() == (0, 10)


def around(hurt, **columns) -> pd.DataFrame:
    """Two weeks as `weekly_session_pain` gives them: a row for each of three moments."""
    moments = {"before": [(1, 1), (2, 2)], "during": [(4, 6), (3, 5)], "after": [(9, 9), (8, 8)]}
    rows = [hurt(weeks, moment=moment, **columns) for moment, weeks in moments.items()]
    return pd.concat(rows, ignore_index=True)


@pytest.mark.parametrize("kind", ["object", "category"])
def test_of_rows_of_several_moments_those_during_are_drawn(hurt, kind):
    ax = plot_weekly_pain(around(hurt).astype({"moment": kind}))

    assert line(ax, "median").get_ydata().tolist() == [4, 3]
    assert line(ax, "highest").get_ydata().tolist() == [6, 5]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_rows_of_other_moments_alone_are_refused(hurt, moment):
    weekly = around(hurt).query("moment == @moment")

    with pytest.raises(
        ValueError, match=f"`weekly` has rows of the moment '{moment}' only; expected 'during'"
    ):
        plot_weekly_pain(weekly)


def test_rows_of_several_moments_and_two_patients_are_refused(hurt):
    both = pd.concat([around(hurt), around(hurt, patient_id="P002")], ignore_index=True)

    with pytest.raises(ValueError, match="`weekly` has rows of 2 patients, 'P001' and 'P002'"):
        plot_weekly_pain(both)
