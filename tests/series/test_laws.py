"""Laws that hold for any series: order, shifts, scales, and company change nothing."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from series.at_settings import (
    anhoj,
    lag1_correlation,
    mann_kendall,
    nap,
    theil_sen,
    xmr,
)
from series.drawn import end_to_end

ALL = [theil_sen, mann_kendall, lag1_correlation, anhoj, xmr]
TIMED = [theil_sen, mann_kendall]

every = pytest.mark.parametrize("answer", ALL)
timed = pytest.mark.parametrize("answer", TIMED)

ratings = st.one_of(st.integers(0, 10).map(float), st.just(np.nan))
one_series = st.lists(ratings, min_size=0, max_size=30).map(np.array)
#: Steps in quarters: sums and shifts of them are exact, and 0 makes equal times.
steps = st.sampled_from([0.0, 0.25, 1.0, 1.0, 2.5])


@st.composite
def timed_series(draw) -> tuple[np.ndarray, np.ndarray]:
    y = draw(one_series)
    return y, np.cumsum([draw(steps) for _ in y]) if len(y) else y


def assert_same(found: object, expected: object, *, but: tuple[str, ...] = (), atol: float = 0):
    for one in fields(found):
        if one.name not in but:
            left, right = getattr(found, one.name), getattr(expected, one.name)
            if left.dtype.kind == "f":
                np.testing.assert_allclose(left, right, rtol=0, atol=atol, err_msg=one.name)
            else:
                np.testing.assert_array_equal(left, right, err_msg=one.name)


@every
@given(series=st.lists(one_series, min_size=1, max_size=8))
def test_each_series_of_a_batch_is_answered_as_if_it_were_alone(answer, series):
    y, offsets = end_to_end(series)

    found = answer(y, offsets=offsets)

    for i, values in enumerate(series):
        alone = answer(values)
        for one in fields(alone):
            part = slice(*offsets[i : i + 2]) if one.name in {"rule", "direction"} else i
            left, right = getattr(found, one.name)[part], getattr(alone, one.name)
            if right.dtype.kind == "f":
                # Sums over the angles of the exact p are added up in another order.
                np.testing.assert_allclose(left, right, rtol=0, atol=1e-13, err_msg=one.name)
            else:
                np.testing.assert_array_equal(left, right, err_msg=one.name)


@every
@given(data=st.data(), k=st.integers(1, 5), n=st.integers(0, 20))
def test_rows_of_an_array_are_answered_as_series_end_to_end(answer, data, k, n):
    y = np.array(data.draw(st.lists(ratings, min_size=k * n, max_size=k * n))).reshape(k, n)

    rows, ends = answer(y), answer(y.ravel(), offsets=np.arange(k + 1) * n)

    for one in fields(rows):
        left, right = getattr(rows, one.name), getattr(ends, one.name)
        np.testing.assert_array_equal(left.ravel(), right.ravel(), err_msg=one.name)


@timed
@given(drawn=timed_series(), data=st.data())
def test_the_order_of_points_with_their_times_does_not_matter(answer, drawn, data):
    y, x = drawn
    order = np.array(data.draw(st.permutations(range(len(y)))), "int64")

    assert_same(answer(y[order], x[order]), answer(y, x))


@timed
@given(drawn=timed_series(), by=st.integers(-20, 20))
def test_moving_all_times_changes_no_slope_and_no_direction(answer, drawn, by):
    y, x = drawn

    assert_same(answer(y, x + by), answer(y, x), but=("intercept",))


@timed
@given(drawn=timed_series(), by=st.integers(-20, 20))
def test_moving_all_values_moves_the_intercept_and_nothing_else(answer, drawn, by):
    y, x = drawn
    found, moved = answer(y, x), answer(y + by, x)

    assert_same(moved, found, but=("intercept",))
    if answer is not mann_kendall:
        np.testing.assert_allclose(moved.intercept, found.intercept + by, atol=1e-12)


@timed
@given(drawn=timed_series())
def test_turning_the_values_over_turns_the_direction_over(answer, drawn):
    y, x = drawn
    found, turned = answer(y, x), answer(-y, x)

    if answer is mann_kendall:
        np.testing.assert_array_equal(turned.s, -found.s)
        np.testing.assert_allclose(turned.p, found.p, atol=1e-13)  # as above
    else:
        np.testing.assert_array_equal(turned.slope, -found.slope)


@given(drawn=timed_series(), factor=st.sampled_from([0.5, 2.0, 8.0]))
def test_slopes_and_their_intervals_scale_with_values_and_times(drawn, factor):
    y, x = drawn
    found, taller, longer = theil_sen(y, x), theil_sen(y * factor, x), theil_sen(y, x * factor)

    for name in ("slope", "low", "high"):
        one = getattr(found, name)
        np.testing.assert_array_equal(getattr(taller, name), one * factor)
        np.testing.assert_array_equal(getattr(longer, name), one / factor)


@given(drawn=timed_series())
def test_direction_depends_on_the_order_of_values_only(drawn):
    y, x = drawn

    assert_same(mann_kendall(y**3, 2 * x), mann_kendall(y, x))


@given(drawn=timed_series())
def test_the_slope_lies_in_its_interval_and_a_probability_between_0_and_1(drawn):
    sen, kendall = theil_sen(*drawn, min_n=2), mann_kendall(*drawn, min_n=2)

    assert np.isnan(sen.low) or sen.low <= sen.slope <= sen.high
    assert np.isnan(kendall.p) or 0 < kendall.p <= 1
    assert np.isnan(kendall.tau_b) or abs(kendall.tau_b) <= 1 + 1e-12


@every
@given(y=one_series)
def test_a_number_stands_exactly_where_there_is_no_reason_against_it(answer, y):
    name = {mann_kendall: "p", lag1_correlation: "r", xmr: "upper", anhoj: "median"}
    found = answer(y)
    number = getattr(found, name.get(answer, "slope"))

    if str(found.reason) == "":
        assert np.isfinite(number)
    elif answer is not anhoj:  # its median stands on any point
        assert np.isnan(number)


@given(y=one_series, by=st.integers(-20, 20))
def test_moving_all_values_moves_limits_and_median_and_changes_no_rule(y, by):
    limits, moved = xmr(y, preset="nhs"), xmr(y + by, preset="nhs")

    assert_same(
        moved, limits, but=("mean", "lower", "upper"), atol=1e-12,
    )  # fmt: skip
    np.testing.assert_allclose(moved.upper, limits.upper + by, atol=1e-12)
    assert_same(anhoj(y + by), anhoj(y), but=("median",))


@given(a=one_series, b=one_series)
def test_swapping_phases_turns_the_overlap_over(a, b):
    forth, back = nap(a, b), nap(b, a)

    np.testing.assert_allclose(back.nap, 1 - forth.nap, atol=1e-14)
    if 0 < forth.nap < 1:  # at the ends the error is made up, and differs
        np.testing.assert_allclose(back.se**2, forth.se**2, atol=1e-14)
    np.testing.assert_allclose(back.low, 1 - forth.high, atol=1e-12)


@given(pairs=st.lists(st.tuples(one_series, one_series), min_size=1, max_size=6))
def test_each_pair_of_phases_is_answered_as_if_it_were_alone(pairs):
    (a, offsets_a), (b, offsets_b) = (end_to_end(phase) for phase in zip(*pairs, strict=True))

    found = nap(a, b, offsets_a=offsets_a, offsets_b=offsets_b)

    for i, pair in enumerate(pairs):
        alone = nap(*pair)
        for one in fields(alone):
            np.testing.assert_array_equal(getattr(found, one.name)[i], getattr(alone, one.name))


@timed
@given(drawn=timed_series())
def test_turning_time_around_turns_the_direction_around(answer, drawn):
    y, x = drawn
    found, turned = answer(y, x), answer(y, -x)

    if answer is mann_kendall:
        np.testing.assert_array_equal(turned.s, -found.s)
        np.testing.assert_allclose(turned.p, found.p, atol=1e-13)  # as above
    else:
        np.testing.assert_array_equal(turned.slope, -found.slope)


@given(drawn=timed_series(), by=st.integers(-8, 8))
def test_a_slope_added_is_a_slope_more(drawn, by):
    y, x = drawn
    found, steeper = theil_sen(y, x), theil_sen(y + by * x, x)

    # Slopes are quotients: their last bits differ.
    np.testing.assert_allclose(steeper.slope, found.slope + by, atol=1e-12)


@given(data=st.data(), k=st.integers(1, 4), m=st.integers(0, 6), n=st.integers(0, 6))
def test_rows_of_phases_are_answered_as_phases_end_to_end(data, k, m, n):
    a, b = (
        np.array(data.draw(st.lists(ratings, min_size=k * size, max_size=k * size)))
        for size in (m, n)
    )

    rows = nap(a.reshape(k, m), b.reshape(k, n))
    ends = nap(a, b, offsets_a=np.arange(k + 1) * m, offsets_b=np.arange(k + 1) * n)

    assert_same(rows, ends)
