"""Mann-Kendall: published examples, pymannkendall and scipy, and what is said without an answer."""

from __future__ import annotations

import math

import numpy as np
import pymannkendall
import pytest
from scipy.stats import kendalltau

from series.at_settings import mann_kendall
from series.drawn import end_to_end, random_series

EPA_X = [
    89.6, 89.8, 90.1, 90.3, 90.6, 90.8, 91.1, 91.3, 91.6, 91.8, 92.1, 92.6,
    93.1, 93.6, 94.1, 94.6, 95.1, 95.6, 95.8, 96.1, 96.3, 96.6, 96.8,
]  # fmt: skip
EPA_Y = [
    480, 450, 490, 520, 485, 510, 510, 530, 510, 560, 560, 540,
    590, 550, 600, 700, 570, 610, 650, 620, 830, 720, 590,
]  # fmt: skip
KENDALL_X = [1.5, 1.5, 3, 4, 6, 6, 6, 8, 9.5, 9.5, 11, 12]
KENDALL_Y = [2.5, 2.5, 7, 4.5, 1, 4.5, 6, 11.5, 11.5, 8.5, 8.5, 10]
KENDALL_A = [2.5] * 4 + [5, 6.5, 6.5] + [10] * 5 + [14] * 3 + [16, 17]
KENDALL_B = [1, 1, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 2, 2]


def test_eight_weeks_of_pain_have_the_published_numbers():
    found = mann_kendall([6, 5, 6, 5, 4, 4, 3, 3])

    assert float(found.s) == -22
    # Published with six to seven decimals, as are all below.
    assert abs(float(found.variance) - 61.3333) < 5e-5
    assert abs(float(found.z) + 2.681458) < 5e-7
    assert abs(float(found.tau_a) + 0.785714) < 5e-7
    assert abs(float(found.tau_b) + 0.848668) < 5e-7
    assert abs(float(found.p) - 0.0031746) < 5e-8
    assert float(found.p) == 1 / 315  # 8 of the 2,520 orders
    assert bool(found.exact)


@pytest.mark.parametrize(
    ("y", "s", "variance", "z", "p"),
    [
        pytest.param([6, 5, 6, 5, 4, 4, 3, 3], -22, 61.3333, -2.681458, 0.007330, id="falling"),
        pytest.param(
            [7, 6, 6, 5, 5, 4, 4, 3, 3, 2], -41, 121, -3.636364, 0.000277, id="falling steadily"
        ),
        pytest.param(
            [3, 4, 3, 5, 4, 3, 4, 4, 3, 5, 4, 3], 3, 178.3333, 0.149766, 0.880949, id="level"
        ),
        pytest.param(
            [10, 10, 10, 5, 10, 20, 18, 17, 15, 24, 15], 22, 155.333333, 1.684950, 0.091998,
            id="EPA QA/G-9, eleven weeks",
        ),
        pytest.param(EPA_Y, 194, 1428, 5.107322, 3.267574e-07, id="EPA 2009, example 17-6"),
    ],
)  # fmt: skip
def test_the_normal_probability_of_published_series_is_met(y, s, variance, z, p):
    found = mann_kendall(y, p="normal")

    assert float(found.s) == s
    assert abs(float(found.variance) - variance) < 5e-5  # printed with four decimals
    assert abs(float(found.z) - z) < 5e-7  # printed with six
    assert abs(float(found.p) - p) < 5e-7
    assert not found.exact


def test_the_example_of_the_epa_has_its_tau_with_the_real_times():
    found = mann_kendall(EPA_Y, EPA_X)

    assert abs(float(found.tau_a) - 0.7667984) < 5e-8  # printed with seven decimals
    assert abs(float(mann_kendall(EPA_Y, EPA_X, p="normal").p) - 3.267574e-07) < 5e-14


def test_five_points_of_the_epa_have_the_probability_of_its_table():
    found = mann_kendall([5, 6, 11, 8, 10], min_n=2)

    assert float(found.s) == 6
    assert abs(float(found.p) - 0.23333) < 5e-6  # two-sided, printed with five decimals
    assert abs(float(found.p) / 2 - 0.11667) < 5e-6


def test_ties_in_both_have_the_variance_of_kendall_1976_example_4_3():
    found = mann_kendall(KENDALL_Y, KENDALL_X)

    assert float(found.s) == 34
    assert abs(float(found.variance) - 203.303030) < 5e-7  # the book prints 203.30


def test_ties_in_both_have_the_tau_of_kendall_1976_example_3_4():
    found = mann_kendall(KENDALL_B, KENDALL_A)

    assert float(found.s) == 34
    assert abs(float(found.tau_b) - 34 / math.sqrt(116 * 60)) < 1e-15
    assert abs(float(found.tau_b) - 0.407544) < 5e-7  # printed with six decimals


def test_a_thousand_complete_series_are_those_of_pymannkendall():
    drawn = [y[~np.isnan(y)] for y, _ in random_series(1200, seed=1)]
    drawn = [y for y in drawn if len(y) > 2 and np.ptp(y) > 0]
    y, offsets = end_to_end(drawn)

    found = mann_kendall(y, offsets=offsets, p="normal", min_n=2)

    expected = [pymannkendall.original_test(one) for one in drawn]
    assert len(drawn) > 1000
    for name, theirs in (
        ("s", "s"),
        ("variance", "var_s"),
        ("tau_a", "Tau"),
        ("z", "z"),
        ("p", "p"),
    ):
        numbers = [getattr(one, theirs) for one in expected]
        # Its p is 1 minus a probability, and so has an absolute error.
        np.testing.assert_allclose(getattr(found, name), numbers, rtol=1e-12, atol=1e-14)


def test_a_thousand_series_with_gaps_and_tied_times_have_the_tau_b_of_scipy():
    drawn = list(random_series(1500, seed=2))
    y, offsets = end_to_end([one for one, _ in drawn])
    x, _ = end_to_end([one for _, one in drawn])

    found = mann_kendall(y, x, offsets=offsets, min_n=2)

    n_compared = 0
    for i, (values, times) in enumerate(drawn):
        there = ~np.isnan(values)
        if not there.any() or np.ptp(values[there]) == 0 or np.ptp(times[there]) == 0:
            assert np.isnan(found.tau_b[i])
            continue
        if there.sum() == 2:  # scipy divides by zero
            continue
        expected = kendalltau(times[there], values[there], method="asymptotic")
        n_compared += 1
        assert found.tau_b[i] == pytest.approx(expected.statistic, rel=1e-12, abs=1e-15)
        # scipy uses the same two-sided tie variance, without continuity correction.
        plain = math.erfc(abs(found.s[i]) / math.sqrt(2 * found.variance[i]))
        assert plain == pytest.approx(expected.pvalue, rel=1e-9)
    assert n_compared > 1000


def test_a_constant_series_has_no_direction_and_that_is_an_answer():
    found = mann_kendall([5.0] * 9)

    assert (float(found.s), float(found.variance), float(found.z), float(found.p)) == (0, 0, 0, 1)
    assert np.isnan(found.tau_b)
    assert str(found.reason) == ""


def test_points_that_are_all_of_one_time_have_no_answer():
    found = mann_kendall(np.arange(9), np.full(9, 3))

    assert str(found.reason) == "one_point_in_time"
    assert np.isnan(found.p)
    assert np.isnan(found.s)


def test_pairs_of_one_time_do_not_count():
    found = mann_kendall([1, 9, 2, 8], [0, 0, 1, 1], min_n=2)

    assert float(found.s) == 0  # 1 to 2 and 1 to 8 rise, 9 to 2 and 9 to 8 fall


def test_below_eight_points_no_direction_is_named():
    found = mann_kendall([7, 6, 5, 4, 3, 2, 1])

    assert str(found.reason) == "too_few"
    assert int(found.n) == 7
    assert np.isnan(found.p)


@pytest.mark.parametrize(
    ("y", "x", "is_exact"),
    [
        pytest.param(np.arange(10), None, True, id="ten points"),
        pytest.param(np.arange(11), None, False, id="eleven points without ties"),
        pytest.param(np.arange(11) // 2, None, True, id="eleven points with ties"),
        pytest.param(np.arange(9), np.arange(9) // 2, False, id="tied times"),
        pytest.param(np.arange(101) // 2, None, False, id="more than a hundred points"),
    ],
)
def test_the_probability_is_exact_for_few_or_tied_points_and_never_for_tied_times(y, x, is_exact):
    assert bool(mann_kendall(y, x).exact) is is_exact


def test_another_kind_of_probability_is_refused():
    with pytest.raises(ValueError, match=r"`p`: got 'bootstrap', expected 'auto', 'normal' or"):
        mann_kendall([1, 2], p="bootstrap")


@pytest.mark.parametrize("n", [2, 3, 6, 7, 25])
def test_a_constant_series_has_no_variance_whatever_times_are_tied(n):
    for n_first in range(1, n):
        x = np.minimum(np.arange(n), n_first)

        found = mann_kendall([3.0] * n, x, min_n=2)

        # The terms of the tie correction cancel, but not to the last bit.
        assert (float(found.s), float(found.variance), float(found.p)) == (0, 0, 1)


@pytest.mark.parametrize(("n", "reason"), [(0, "too_few"), (1, "too_few"), (2, "")])
def test_two_points_are_the_least_that_have_a_direction_whatever_is_asked_for(n, reason):
    found = mann_kendall([4.0, 6.0][:n], min_n=0)

    assert str(found.reason) == reason
    assert np.isnan(found.p) if reason else float(found.p) == 1


@pytest.mark.parametrize(
    ("y", "s", "n_pairs", "n_untied"),
    [
        # Ties of 2, 2, 2 and 2.
        pytest.param([7, 6, 6, 5, 5, 4, 4, 3, 3, 2], -41, 45, 41, id="falling steadily"),
        # Ties of 5, 5 and 2: 10, 10 and 1 of the pairs.
        pytest.param([3, 4, 3, 5, 4, 3, 4, 4, 3, 5, 4, 3], 3, 66, 45, id="level"),
    ],
)
def test_tau_a_counts_all_pairs_and_tau_b_the_untied_ones(y, s, n_pairs, n_untied):
    found = mann_kendall(y)

    assert float(found.tau_a) == pytest.approx(s / n_pairs, rel=1e-15)
    assert float(found.tau_b) == pytest.approx(s / math.sqrt(n_pairs * n_untied), rel=1e-15)
