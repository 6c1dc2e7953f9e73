"""Lag: how far successive points go together."""

from __future__ import annotations

import numpy as np
import pytest

from series.at_settings import lag1_correlation


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


def test_two_equal_halves_have_the_correlation_of_a_step():
    # Deviations -1, -1, -1, 1, 1, 1: four products of 1 and one of -1, over six squares.
    assert float(lag1_correlation([0, 0, 0, 2, 2, 2]).r) == 0.5
