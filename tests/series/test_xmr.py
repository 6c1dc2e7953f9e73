"""XmR: published limits, the vectors of the NHS package, and gaps that are not bridged."""

from __future__ import annotations

import numpy as np
import pytest

from rehabstats.series.shifts import centred_runs, monotone_runs, two_in_three
from series.at_settings import xmr

NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
NHS = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
PAIN_STABLE = [6, 5, 6, 7, 6, 5, 6, 6, 5, 6, 9, 6, 5, 6]
PAIN_SHIFTED = [6, 6.5, 6, 5.5, 6, 6.5, 6, 4, 3.5, 4, 3.5, 4, 3, 3.5]


def marks(found: np.ndarray) -> list[int]:
    return found.astype("int64").tolist()


def alone(n: int) -> np.ndarray:
    return np.zeros(n, "int64")


@pytest.mark.parametrize(
    ("per_mr", "lower", "upper"),
    [pytest.param(3 / 1.128, 45.8159, 55.8041, id="NIST"), (2.66, 45.8151, 55.8049)],
)
def test_the_flow_rates_of_nist_have_its_limits(per_mr, lower, upper):
    found = xmr(NIST, min_n=10, per_mr=per_mr)

    assert abs(float(found.mean) - 50.81) < 1e-12
    # Printed with four decimals.
    assert abs(float(found.mr_mean) - 1.8778) < 5e-5
    assert abs(float(found.lower) - lower) < 5e-5
    assert abs(float(found.upper) - upper) < 5e-5


@pytest.mark.parametrize(
    ("screened", "lower", "upper"), [(True, -0.715556, 4.604444), (False, -3.062614, 6.951503)]
)
def test_screening_touches_the_moving_range_and_not_the_mean(screened, lower, upper):
    found = xmr(NHS, screened=screened)

    assert float(found.mean) == pytest.approx(35 / 18)
    assert abs(float(found.lower) - lower) < 5e-7  # printed with six decimals
    assert abs(float(found.upper) - upper) < 5e-7


def test_a_stable_series_of_pain_has_the_published_limits_and_no_signal():
    found = xmr(PAIN_STABLE)

    assert float(found.mean) == 6
    assert abs(float(found.mr_mean) - 1.230769) < 5e-7
    assert abs(float(found.lower) - 2.726154) < 5e-7
    assert abs(float(found.upper) - 9.273846) < 5e-7
    assert float(found.mr_upper) == pytest.approx(3.267 * 16 / 13)
    assert not found.rule.any()


def test_the_thirteenth_week_of_a_shifted_series_lies_below_the_limit():
    found = xmr(PAIN_SHIFTED)

    assert abs(float(found.mean) - 4.857143) < 5e-7
    assert abs(float(found.mr_mean) - 0.653846) < 5e-7
    assert abs(float(found.lower) - 3.117912) < 5e-7
    assert abs(float(found.upper) - 6.596374) < 5e-7
    assert np.flatnonzero(found.rule == 1).tolist() == [12]


def test_a_shifted_series_has_its_shifts_on_points_7_and_14():
    away = np.array(PAIN_SHIFTED) - np.mean(PAIN_SHIFTED)

    assert np.flatnonzero(centred_runs(away, alone(14), 7)).tolist() == [6, 13]


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ([1] * 8 + [-1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([-1] * 7, [0, 0, 0, 0, 0, 0, 1]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),
        ([1, 1, 1, np.nan, 1, 1, 1, 1], [0] * 8),
        ([1] * 6, [0] * 6),
    ],
    ids=["NHS vector", "below", "a point on the mean", "a gap", "six"],
)
def test_seven_points_on_one_side_are_a_shift_and_a_point_on_the_mean_ends_it(side, expected):
    assert marks(centred_runs(np.array(side, "float64"), alone(len(side)), 7)) == expected


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([7, 6, 5, 4, 3, 2, 1], [0, 0, 0, 0, 0, 0, 1]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 0, 0, 1, 1]),
        ([1, 2, 3, np.nan, 4, 5, 6, 7], [0] * 8),
        ([1, 2, 3, 4, 5, 6], [0] * 6),
    ],
    ids=["NHS: a tie ends it", "NHS: falling", "rising", "a gap", "six"],
)
def test_seven_points_that_rise_or_fall_are_a_trend_and_a_tie_ends_it(y, expected):
    assert marks(monotone_runs(np.array(y, "float64"), alone(len(y)), 7)) == expected


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([1, 1, 3, 1, 3, 1, 1], [0, 0, 1, 1, 1, 0, 0]),
        ([-1, -1, -3, -1, -3, -1, -1], [0, 0, 1, 1, 1, 0, 0]),
        ([3, -1, 3], [0, 0, 0]),
        ([3, -3, 1], [0, 0, 0]),
        ([3, np.nan, 3], [0, 0, 0]),
        ([3, 3], [0, 0]),
        ([3, 1, 1, 3], [0, 0, 0, 0]),
    ],
    ids=["NHS vector", "below", "not all on one side", "opposite sides", "gap", "two", "too far"],
)
def test_two_of_three_count_if_all_three_are_on_one_side(away, expected):
    distance = np.full(len(away), 2.0)

    assert marks(two_in_three(np.array(away, "float64"), distance, alone(len(away)))) == expected


@pytest.mark.parametrize("rule", [centred_runs, monotone_runs])
def test_no_rule_reaches_into_the_next_series(rule):
    owner = np.repeat([0, 1], [2, 6])

    assert not rule(np.arange(1.0, 9), owner, 7).any()
    assert not two_in_three(np.full(4, 3.0), np.full(4, 2.0), np.array([0, 0, 1, 1])).any()


def test_a_label_is_that_of_rule_1_before_3_before_4_before_2():
    # Limits frozen on the first twelve points: mean 0, limits at 5.32, two thirds at 3.55.
    stable = [1, -1] * 6
    y = [*stable, 1, 1, 1, 1, 1, 1, 1, 0, 4, 4, 4, 0, -3, -2, -1, 0.5, 1, 2, 3, 9]

    found = xmr(y, preset="nhs", n_baseline=12)

    assert float(found.mean) == 0
    assert found.rule[12:].tolist() == [
        0, 0, 0, 0, 0, 0, 2, 0, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 3, 1,
    ]  # fmt: skip


def test_shift_and_two_of_three_on_one_point_are_called_two_of_three():
    found = xmr([1, -1] * 6 + [4] * 8, preset="nhs", n_baseline=12)

    assert found.rule[12:].tolist() == [4] * 8


def test_the_default_names_only_points_beyond_the_limits():
    y = [1, -1] * 6 + [4] * 8 + [9]

    found = xmr(y, n_baseline=12)

    assert np.flatnonzero(found.rule).tolist() == [20]


def test_lengths_of_shift_and_trend_can_be_chosen():
    found = xmr([1, -1] * 6 + [1] * 6, preset="nhs", n_baseline=12, shift_n=6)
    rising = xmr([1, -1] * 6 + [-2, -1, 0, 1, 2], preset="nhs", n_baseline=12, trend_n=5)

    assert found.rule[-1] == 2
    assert rising.rule[-1] == 3


def test_a_baseline_freezes_the_limits_and_the_rest_is_held_against_them():
    first = xmr(PAIN_SHIFTED[:12])
    found = xmr(PAIN_SHIFTED, n_baseline=12)

    assert float(found.upper) == float(first.upper)
    assert int(found.n) == 14


def test_limits_do_not_rest_on_fewer_points_than_asked_for():
    found = xmr(PAIN_SHIFTED, n_baseline=5)

    assert str(found.reason) == "too_few"
    assert np.isnan(found.upper)
    assert str(xmr(PAIN_SHIFTED, n_baseline=5, min_n=5).reason) == ""


def test_direction_tells_below_on_and_above_the_mean():
    found = xmr([1, 2, 3, np.nan], min_n=3)

    assert found.direction.tolist() == [-1, 0, 1, 0]


def test_a_moving_range_does_not_bridge_a_missing_point():
    found = xmr([1, 2, np.nan, 9, 9], min_n=2)

    assert float(found.mr_mean) == 0.5
    assert float(found.mean) == 5.25


def test_without_two_points_next_to_each_other_there_are_no_limits():
    found = xmr([1, np.nan] * 14)

    assert str(found.reason) == "too_few"
    assert np.isnan(found.mean)


@pytest.mark.parametrize("value", [5.0, 0.1, -2 / 3, 0])
@pytest.mark.parametrize("screened", [True, False])
def test_a_constant_series_has_its_limits_on_its_mean_and_no_signal(value, screened):
    found = xmr([value] * 12, preset="nhs", screened=screened)

    np.testing.assert_allclose([found.lower, found.mean, found.upper], value, rtol=1e-15)
    assert not found.rule.any()
    assert not found.direction.any()


def test_a_point_on_the_mean_is_on_it_whatever_rounding_does():
    # The mean of 1.1, 1.2 and 1.3 is not 1.2 to the last bit.
    found = xmr([1.1, 1.2, 1.3] * 7, preset="nhs")

    assert found.direction.tolist() == [-1, 0, 1] * 7


def test_a_short_series_has_no_limits_and_no_signal():
    found = xmr([0] * 10 + [100])

    assert str(found.reason) == "too_few"
    assert not found.rule.any()


def test_another_preset_is_refused():
    with pytest.raises(ValueError, match="`preset`: got 'all', expected 'rule1' or 'nhs'"):
        xmr([1, 2], preset="all")


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"per_mr": 0}, "`per_mr`: got 0, expected a number above 0"),
        ({"per_mr": np.nan}, "`per_mr`: got nan, expected a number above 0"),
        ({"n_baseline": 0}, "`n_baseline`: got 0, expected 2 or more"),
        ({"shift_n": 1}, "`shift_n`: got 1, expected 2 or more"),
        ({"trend_n": -7}, "`trend_n`: got -7, expected 2 or more"),
    ],
)
def test_lengths_and_distances_that_mean_nothing_are_refused(how, message):
    with pytest.raises(ValueError, match=message):
        xmr([1, 2], **how)


def test_the_shift_on_point_7_keeps_its_name_and_that_on_14_is_called_two_of_three():
    found = xmr(PAIN_SHIFTED, preset="nhs")

    # Two thirds of the way is 1.16 from the mean of 4.86: 3.5 and 3 lie beyond, 4 does not.
    assert found.rule.tolist() == [0] * 6 + [2, 0, 4, 4, 4, 4, 1, 4]
    assert found.direction.tolist() == [1] * 7 + [-1] * 7
