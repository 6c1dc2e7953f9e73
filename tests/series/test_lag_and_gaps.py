"""Lag and gaps: how far points go together, and how far apart they are."""

from __future__ import annotations

import numpy as np
import pytest

from rehabstats.series import lag1_correlation, longest_gap


def test_the_lag_1_correlation_is_the_sum_of_products_over_the_sum_of_squares():
    # Deviations -2, -1, 0, 0, 1, 2: products 2, 0, 0, 0, 2 over squares 10.
    found = lag1_correlation([1, 2, 3, 3, 4, 5])

    assert float(found.r) == pytest.approx(0.4)


def test_a_missing_value_is_left_out_of_the_correlation():
    with_gap = lag1_correlation([1, 2, np.nan, 3, 3, 4, 5])

    assert float(with_gap.r) == pytest.approx(0.4)
    assert int(with_gap.n) == 6


@pytest.mark.parametrize("value", [5.0, 0.1])
def test_a_constant_series_has_no_correlation(value):
    found = lag1_correlation([value] * 7)

    assert str(found.reason) == "constant"
    assert np.isnan(found.r)


def test_below_six_points_there_is_no_correlation():
    assert str(lag1_correlation([1, 2, 3, 4, 5]).reason) == "too_few"


@pytest.mark.parametrize(
    ("x", "bounds", "expected"),
    [
        pytest.param([0, 1, 5, 6], {}, 4, id="between points"),
        pytest.param([6, 0, 5, 1], {}, 4, id="in any order"),
        pytest.param([2, 3], {"start": 0}, 2, id="before the first"),
        pytest.param([2, 3], {"end": 10}, 7, id="after the last"),
        pytest.param([2], {"start": 0, "end": 10}, 8, id="a single point between bounds"),
        pytest.param([], {"start": 0, "end": 10}, 10, id="nothing between bounds"),
        pytest.param([1, np.nan, 4], {}, 3, id="NaN is no point"),
        pytest.param([3, 3], {}, 0, id="one time"),
    ],
)
def test_the_longest_gap_is_the_longest_distance_of_successive_points(x, bounds, expected):
    assert float(longest_gap(x, **bounds)) == expected


@pytest.mark.parametrize("x", [[], [3], [np.nan, 3]])
def test_without_two_points_there_is_no_gap(x):
    assert np.isnan(longest_gap(x))


def test_each_series_has_its_own_gap_and_bounds():
    found = longest_gap([0, 5, 1, 2], offsets=[0, 2, 2, 4], start=0, end=[6, 7, 8])

    assert found.tolist() == [5, 7, 6]


def test_an_infinite_time_is_refused():
    with pytest.raises(ValueError, match="`x`: got an infinite value"):
        longest_gap([0, np.inf])


@pytest.mark.parametrize("bound", ["start", "end"])
@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_bound_is_refused(bound, value):
    with pytest.raises(ValueError, match=f"`{bound}`: got an infinite value"):
        longest_gap([0, 1], **{bound: value})


@pytest.mark.parametrize("bound", ["start", "end"])
def test_bounds_are_one_for_all_or_one_for_each(bound):
    times = [[1, 2], [3, 9]]

    assert (
        longest_gap(times, **{bound: 2}).tolist() == longest_gap(times, **{bound: [2, 2]}).tolist()
    )
    with pytest.raises(ValueError, match=rf"`{bound}`: got shape \(3,\), expected a single number"):
        longest_gap(times, **{bound: [1, 2, 3]})


def test_a_missing_bound_is_no_bound():
    assert longest_gap([[1, 2], [1, 2]], start=[np.nan, -4]).tolist() == [1, 5]


def test_rows_of_times_are_answered_as_times_end_to_end():
    times = np.arange(12.0).reshape(2, 2, 3) ** 2

    ends = longest_gap(times.ravel(), offsets=[0, 3, 6, 9, 12])

    np.testing.assert_array_equal(longest_gap(times), ends.reshape(2, 2))


def test_two_equal_halves_have_the_correlation_of_a_step():
    # Deviations -1, -1, -1, 1, 1, 1: four products of 1 and one of -1, over six squares.
    assert float(lag1_correlation([0, 0, 0, 2, 2, 2]).r) == 0.5
