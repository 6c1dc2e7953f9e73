"""Change: thresholds as published, and what is neither reliable nor unreliable."""

from __future__ import annotations

import numpy as np
import pytest

from series.at_settings import reliable_change, smallest_reliable_change

SEM = 1.02


@pytest.mark.parametrize(
    ("k", "expected"),
    [(1, 2.827), (2, 1.999), (3, 1.632), (4, 1.414), (5, 1.264), (7, 1.069), (10, 0.894)],
)
def test_the_threshold_shrinks_with_the_rated_days_as_published(k, expected):
    threshold = smallest_reliable_change(k, k, sem=SEM)

    assert abs(float(threshold) - expected) < 5e-4  # printed with three decimals


def test_two_points_are_reliable_over_four_days_and_not_over_one():
    found = reliable_change([-2, -2], [4, 1], [4, 1], sem=SEM)

    assert found.reliable.tolist() == [True, False]
    np.testing.assert_allclose(found.z[0], -2.772968, atol=5e-7)  # printed with six decimals
    np.testing.assert_allclose(found.threshold, [1.413648, 2.827296], atol=5e-7)


def test_three_points_between_single_ratings_are_reliable():
    found = reliable_change(-3, 1, 1, sem=SEM)

    assert bool(found.reliable)
    assert abs(float(found.z) + 2.0797) < 5e-5  # printed with four decimals


def test_a_change_exactly_at_the_threshold_counts():
    threshold = smallest_reliable_change(3, 5, sem=SEM)

    assert bool(reliable_change(threshold, 3, 5, sem=SEM).reliable)
    assert not reliable_change(np.nextafter(threshold, 0), 3, 5, sem=SEM).reliable


@pytest.mark.parametrize(("change", "k"), [(np.nan, 4), (-5, 0)])
def test_without_a_change_or_a_rating_nothing_is_reliable(change, k):
    found = reliable_change(change, k, 4, sem=SEM)

    assert np.isnan(found.z)
    assert not found.reliable


@pytest.mark.parametrize("sem", [0, -1, np.nan, np.inf])
def test_an_error_of_measurement_that_is_not_above_0_is_refused(sem):
    with pytest.raises(ValueError, match=r"`sem`: got .*, expected a number above 0"):
        reliable_change(-2, 4, 4, sem=sem)


def test_a_z_that_is_not_above_0_is_refused():
    with pytest.raises(ValueError, match="`z`: got 0, expected a number above 0"):
        smallest_reliable_change(4, 4, sem=SEM, z=0)


@pytest.mark.parametrize("k", range(1, 11))
def test_with_equal_days_the_threshold_falls_with_their_root(k):
    threshold = smallest_reliable_change(k, k, sem=SEM)

    assert float(threshold) == pytest.approx(1.96 * 1.02 * (2 / k) ** 0.5, rel=1e-14)


def test_the_worked_example_rests_on_its_standard_error():
    found = reliable_change(-2, 4, 4, sem=SEM)

    assert abs(-2 / float(found.z) - 0.721249) < 5e-7  # printed with six decimals


def test_worsening_is_as_reliable_as_improvement():
    down, up = (reliable_change(change, 4, 3, sem=SEM) for change in (-2, 2))

    assert float(up.z) == -float(down.z)
    assert bool(up.reliable)
    assert bool(down.reliable)


def test_one_number_of_days_serves_many_changes():
    found = reliable_change([[-2, -1], [0, np.nan]], 4, [4, 4], sem=SEM)

    assert found.reliable.tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize(
    ("change", "k_before", "k_after", "message"),
    [
        (np.inf, 4, 4, "`change`: got an infinite number, expected numbers, NaN if missing"),
        (-2, np.inf, 4, "`k_before`: got an infinite number"),
        (-2, 4, [4, np.inf], "`k_after`: got an infinite number"),
        ([1, 2, 3], 4, [4, 4], r"`k_after`: got shape \(2,\), expected one that fits change, \(3,"),
        (
            [1, 2],
            [4, 4, 4],
            4,
            r"`k_before`: got shape \(3,\), expected one that fits change, \(2,",
        ),
    ],
)
def test_infinite_numbers_and_shapes_that_do_not_fit_are_refused(
    change, k_before, k_after, message
):
    with pytest.raises(ValueError, match=message):
        reliable_change(change, k_before, k_after, sem=SEM)


def test_days_of_different_shapes_are_refused_without_a_change_too():
    with pytest.raises(
        ValueError, match=r"`k_after`: got shape \(2,\), expected one that fits k_b"
    ):
        smallest_reliable_change([1, 2, 3], [1, 2], sem=SEM)
