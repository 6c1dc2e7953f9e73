"""Theil-Sen: published examples, scipy, and what is said without an answer."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.stats import theilslopes

from series.at_settings import theil_sen
from series.drawn import end_to_end, random_series

SEN_Y = [9, 15, 19, 20, 45, 55, 78]
SEN_X = [1, 2, 3, 4, 10, 12, 18]
EPA_X = [
    89.6, 89.8, 90.1, 90.3, 90.6, 90.8, 91.1, 91.3, 91.6, 91.8, 92.1, 92.6,
    93.1, 93.6, 94.1, 94.6, 95.1, 95.6, 95.8, 96.1, 96.3, 96.6, 96.8,
]  # fmt: skip
EPA_Y = [
    480, 450, 490, 520, 485, 510, 510, 530, 510, 560, 560, 540,
    590, 550, 600, 700, 570, 610, 650, 620, 830, 720, 590,
]  # fmt: skip


@pytest.mark.parametrize(("intercept", "expected"), [("separate", 4), ("joint", 6)])
def test_the_example_of_sen_1968_has_its_slope_and_interval(intercept, expected):
    found = theil_sen(SEN_Y, SEN_X, confidence=0.93, intercept=intercept)

    assert float(found.slope) == 4
    assert float(found.intercept) == expected
    assert float(found.low) == 26 / 7
    assert float(found.high) == 35 / 8


@pytest.mark.parametrize(("intercept", "expected"), [("separate", 0.5), ("joint", 0)])
def test_three_points_have_the_two_intercepts_of_the_scipy_tests(intercept, expected):
    found = theil_sen([0, 1, 1], intercept=intercept, min_n=2)

    assert (float(found.slope), float(found.intercept)) == (0.5, expected)


def test_the_sulfate_example_of_the_epa_has_its_slope_over_real_times():
    found = theil_sen(EPA_Y, EPA_X)

    # Printed with seven decimals; the upper limit without interpolation is scipy's.
    assert abs(float(found.slope) - 26.6666667) < 5e-8
    assert abs(float(found.intercept) + 1909.3333333) < 5e-8
    assert abs(float(found.low) - 20) < 5e-8
    assert abs(float(found.high) - 35.8490566) < 5e-8


@pytest.mark.parametrize(
    ("y", "x", "slope", "low", "high"),
    [
        pytest.param([6, 5, 6, 5, 4, 4, 3, 3], None, -0.5, -0.75, -0.25, id="falling"),
        pytest.param([7, 6, 6, 5, 5, 4, 4, 3, 3, 2], None, -0.5, -0.6, -0.5, id="steadily"),
        pytest.param(
            [3, 4, 3, 5, 4, 3, 4, 4, 3, 5, 4, 3], None, 0, -0.142857, 0.166667, id="level"
        ),
        pytest.param([5] * 6, None, 0, 0, 0, id="constant"),
        pytest.param(
            [7, 6, 6, 5, 5, 3, 3], [0, 1, 2, 4, 5, 8, 9], -0.4285714, -0.5, -0.25, id="gaps"
        ),
    ],
)
def test_weekly_pain_has_the_published_slope_and_interval(y, x, slope, low, high):
    found = theil_sen(y, x)

    assert abs(float(found.slope) - slope) < 5e-7  # printed with six or seven decimals
    assert abs(float(found.low) - low) < 5e-7
    assert abs(float(found.high) - high) < 5e-7


def test_leaving_the_real_times_out_would_give_another_slope():
    found = theil_sen([7, 6, 6, 5, 5, 3, 3])

    assert abs(float(found.slope) + 0.6666667) < 5e-8  # printed with seven decimals


@pytest.mark.parametrize("confidence", [0.95, 0.8])
@pytest.mark.parametrize("intercept", ["separate", "joint"])
def test_a_thousand_series_have_the_very_slope_and_interval_of_scipy(intercept, confidence):
    drawn = list(random_series(1200, seed=3))
    y, offsets = end_to_end([one for one, _ in drawn])
    x, _ = end_to_end([one for _, one in drawn])

    found = theil_sen(y, x, offsets=offsets, confidence=confidence, intercept=intercept, min_n=2)

    n_compared, n_without_interval = 0, 0
    for i, (values, times) in enumerate(drawn):
        there = ~np.isnan(values)
        if there.sum() < 2 or np.ptp(times[there]) == 0:
            assert str(found.reason[i]) in {"too_few", "one_point_in_time"}
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the root of Sen's negative variance
            expected = theilslopes(values[there], times[there], confidence, method=intercept)
        n_compared += 1
        n_without_interval += bool(np.isnan(expected.low_slope))
        # Equal to the last bit: the same order statistics of the same quotients.
        np.testing.assert_array_equal(
            [found.slope[i], found.intercept[i], found.low[i], found.high[i]], [*expected]
        )
    assert n_compared > 1000
    assert n_without_interval > 0


def test_a_single_wild_rating_does_not_move_the_slope():
    y = 7 - 0.5 * np.arange(12)
    wild = np.where(np.arange(12) == 6, 10, y)

    assert float(theil_sen(wild).slope) == -0.5


def test_points_that_are_all_of_one_time_have_no_slope():
    found = theil_sen(np.arange(7), np.full(7, 2.5))

    assert str(found.reason) == "one_point_in_time"
    assert np.isnan(found.slope)
    assert np.isnan(found.intercept)


def test_below_six_points_there_is_no_slope_unless_raw_numbers_are_asked_for():
    y = [5, 4, 3, 2, 1]

    assert str(theil_sen(y).reason) == "too_few"
    assert np.isnan(theil_sen(y).slope)
    assert float(theil_sen(y, min_n=2).slope) == -1


def test_a_missing_value_takes_its_time_with_it():
    found = theil_sen([0, 1, np.nan, 3, 4, 5, 6], [0, 1, np.nan, 3, 4, 5, 6])

    assert int(found.n) == 6
    assert float(found.slope) == 1


def test_a_series_may_have_a_slope_and_no_interval():
    found = theil_sen([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1])

    assert str(found.reason) == ""
    assert float(found.slope) == 0
    assert np.isnan([found.low, found.high]).all()


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"confidence": 95}, "`confidence`: got 95, expected more than 0 and less than 1"),
        ({"intercept": "mean"}, "`intercept`: got 'mean', expected 'separate' or 'joint'"),
    ],
)
def test_arguments_out_of_range_are_refused(how, message):
    with pytest.raises(ValueError, match=message):
        theil_sen([1, 2], **how)


def test_unequal_spacing_has_the_published_intercept():
    found = theil_sen([7, 6, 6, 5, 5, 3, 3], [0, 1, 2, 4, 5, 8, 9])

    assert abs(float(found.intercept) - 6.7142857) < 5e-8  # printed with seven decimals


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.99, 1 - 1e-16])
def test_the_interval_is_that_of_scipy_at_any_confidence(confidence):
    for values, times in random_series(200, seed=6):
        order = np.argsort(times, kind="stable")
        y, x = values[order], times[order] + np.arange(len(times))  # no ties in time
        there = ~np.isnan(y)
        if there.sum() < 2:
            continue
        found = theil_sen(y, x, confidence=confidence, min_n=2)
        expected = theilslopes(y[there], x[there], confidence)
        assert (float(found.low), float(found.high)) == (expected.low_slope, expected.high_slope)


def test_a_constant_series_has_slope_0_and_an_interval_without_width():
    found = theil_sen([5] * 6)

    assert (float(found.slope), float(found.intercept)) == (0, 5)
    assert (float(found.low), float(found.high)) == (0, 0)
    assert str(found.reason) == ""


@pytest.mark.parametrize(("n", "reason"), [(0, "too_few"), (1, "too_few"), (2, "")])
def test_two_points_are_the_least_that_have_a_slope_whatever_is_asked_for(n, reason):
    found = theil_sen([4.0, 6.0][:n], min_n=0)

    assert str(found.reason) == reason
    assert np.isnan(found.slope) if reason else float(found.slope) == 2


def test_a_slope_too_steep_to_be_a_number_raises_no_warning():
    found = theil_sen(np.arange(1.0, 9), 1e-320 * np.arange(8))

    assert np.isinf(found.slope)
