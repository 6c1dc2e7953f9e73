"""The exact probability of S against counting, enumerating, shuffling, and scipy."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from rehabstats.series.permutation import EXACT_MAX_N, RESOLUTION, exact_probability
from series.at_settings import mann_kendall
from series.drawn import counted_probability


def s_of(orders: np.ndarray) -> np.ndarray:
    first, second = np.triu_indices(orders.shape[1], k=1)
    return np.sign(orders[:, second] - orders[:, first]).sum(axis=1)


@pytest.mark.parametrize(
    "values",
    [
        [1, 2],
        [1, 1, 2],
        [1, 2, 3, 4],
        [1, 1, 2, 2, 2],
        [0, 1, 1, 2, 2, 5],
        [3, 3, 3, 3, 3, 4, 5],
        [3, 3, 4, 4, 5, 5, 6, 6],
        [1, 1, 1, 1, 2, 2, 2, 2],
        [1, 2, 3, 4, 5, 6, 7, 8],
        [1, 1, 1, 1, 1, 1, 1, 2],
    ],
)
def test_every_order_of_up_to_eight_values_gives_the_enumerated_probability(values):
    n_values = len(values)
    orders = np.array(list(permutations(range(n_values))))
    all_s = s_of(np.array(values, "float64")[orders])
    seen = np.unique(all_s)

    p = exact_probability(np.tile(np.sort(np.array(values, "float64")), (len(seen), 1)), seen)

    expected = [(np.abs(all_s) >= abs(s)).mean() for s in seen]
    np.testing.assert_allclose(p, expected, rtol=1e-15)  # a count over a count: the same bits


@pytest.mark.parametrize("n", [9, 12, 20, 33, 50])
def test_without_ties_the_exact_probability_is_that_of_scipy(n):
    rng = np.random.default_rng(n)
    y = np.array([rng.permutation(n) + 0.2 * n * rng.random() * np.arange(n) for _ in range(20)])

    found = mann_kendall(y, p="exact")

    expected = [kendalltau(np.arange(n), row, method="exact").pvalue for row in y]
    assert found.exact.all()
    # The sum over angles has an absolute error, and what is below is cut.
    np.testing.assert_allclose(found.p, np.maximum(expected, RESOLUTION), rtol=0, atol=1e-14)


@pytest.mark.parametrize("n", [11, 30, 60, EXACT_MAX_N])
@pytest.mark.parametrize("n_levels", [2, 4, 11])
def test_with_ties_the_exact_probability_is_that_of_counting_in_whole_numbers(n, n_levels):
    rng = np.random.default_rng(n * n_levels)
    y = rng.integers(0, n_levels, (2, n)) + np.array([[0.0], [1.0]]) * (np.arange(n) // (n // 3))

    found = mann_kendall(y, p="exact")

    expected = [
        counted_probability(row.tolist(), int(s)) for row, s in zip(y, found.s, strict=True)
    ]
    np.testing.assert_allclose(found.p, np.maximum(expected, RESOLUTION), rtol=0, atol=1e-14)


def test_shuffling_comes_to_the_same_probability():
    rng = np.random.default_rng(3)
    y = np.array([4, 4, 5, 3, 4, 3, 3, 3, 4, 2, 3, 2, 3, 3], "float64")
    shuffled = s_of(rng.permuted(np.tile(y, (100_000, 1)), axis=1))

    found = mann_kendall(y)

    share = (np.abs(shuffled) >= abs(found.s)).mean()
    assert abs(float(found.p) - share) < 0.001  # five standard errors of 100,000 shuffles


def test_a_probability_too_small_for_the_sum_is_given_as_the_least_it_can_tell():
    found = mann_kendall(np.arange(60) // 2, p="exact")

    assert float(found.p) == RESOLUTION


@pytest.mark.parametrize(
    ("n", "s", "one_sided"),
    [
        (4, 6, 0.04167), (5, 6, 0.11667), (5, 8, 0.04167), (5, 10, 0.00833), (6, 9, 0.06806),
        (6, 11, 0.02778), (6, 13, 0.00833), (7, 13, 0.03452), (7, 15, 0.01508), (8, 16, 0.03051),
        (8, 18, 0.01558), (10, 21, 0.03628), (10, 23, 0.02331),
    ],
)  # fmt: skip
def test_the_published_table_of_kendall_holds(n, s, one_sided):
    p = exact_probability(np.arange(float(n))[None], np.array([float(s)]))

    assert abs(p[0] / 2 - one_sided) < 5e-6  # printed with five decimals


@pytest.mark.parametrize(("n", "least"), [(3, 0.333), (4, 0.0833), (5, 0.0167), (6, 0.0028)])
def test_a_short_series_cannot_reach_a_small_probability(n, least):
    found = mann_kendall(np.arange(n), min_n=2)

    assert abs(float(found.p) - least) < 5e-4  # printed with three or four decimals


@pytest.mark.parametrize(("n", "most"), [(30, 0.0021), (60, 0.0011), (100, 0.0006)])
def test_with_many_ties_the_normal_probability_is_as_near_as_the_docstring_says(n, most):
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, (2000, n)) + np.floor(np.linspace(0, 1.5, n)) * rng.integers(
        0, 2, (2000, 1)
    )

    exact, normal = mann_kendall(y, p="exact").p, mann_kendall(y, p="normal").p

    near = (exact > 0.01) & (exact < 0.1)
    assert near.sum() > 100
    assert np.abs(exact - normal)[near].max() < most


def test_of_up_to_seven_random_values_every_order_is_counted():
    rng = np.random.default_rng(8)
    for _ in range(60):
        n = int(rng.integers(2, 8))
        y = rng.integers(0, rng.integers(1, 6), n).astype("float64")
        all_s = s_of(y[np.array(list(permutations(range(n))))])

        found = mann_kendall(y, min_n=2)

        assert float(found.p) == (np.abs(all_s) >= abs(found.s)).mean()


def test_of_sixty_untied_values_the_exact_probability_is_that_of_scipy():
    rng = np.random.default_rng(60)
    y = np.array([rng.random(60) + 0.001 * drift * np.arange(60) for drift in range(20)])

    found = mann_kendall(y, p="exact")

    expected = [kendalltau(np.arange(60), row, method="exact").pvalue for row in y]
    assert min(expected) < 1e-6
    # As above: an absolute error of the sum over angles.
    np.testing.assert_allclose(found.p, np.maximum(expected, RESOLUTION), rtol=0, atol=1e-14)


@given(st.lists(st.integers(0, 6), min_size=2, max_size=40))
def test_the_probability_is_1_at_0_and_falls_as_s_grows(values):
    ordered = np.sort(np.array(values, "float64"))
    most = int(s_of(ordered[None])[0])
    s = np.arange(most % 2, most + 1, 2)

    p = exact_probability(np.tile(ordered, (len(s), 1)), s)

    assert p[0] == pytest.approx(1, abs=1e-13)  # |S| of 0, or of 1 where there is no 0
    assert (np.diff(p) <= 1e-13).all()  # the error of the sum
    assert p[-1] < 1 or most < 2
    np.testing.assert_array_equal(
        exact_probability(np.tile(ordered, (len(s), 1)), -s), p, err_msg="both directions"
    )
