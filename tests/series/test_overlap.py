"""Overlap: published phases, an independent count, and the equation of the interval."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from series.at_settings import nap
from series.drawn import end_to_end

PVD_2011 = ([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])
PARKER_VANNEST_2009 = ([4, 3, 4, 3, 4, 7, 5, 2, 3, 2], [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9])
PAIN = ([6, 7, 5, 6], [4, 4, 5, 3])
HUITEMA = (
    [58, 70, 79, 85, 93, 94, 105, 110, 122, 130],
    [122, 110, 103, 88, 81, 68, 53, 50, 36, 31],
)
JOHANNA = (
    [54, 53, 56, 58, 52],
    [61, 62, 71, 66, 64, 78, 70, 74, 82, 77, 86, 68, 80, 86, 87],
)
KAROLINA = (
    [41, 59, 56, 51, 52],
    [57, 56, 67, 75, 66, 69, 68, 73, 77, 79, 86, 82, 75, 83, 89],
)
ANJA = (
    [55, 58, 53, 50, 52],
    [55, 68, 68, 81, 67, 78, 73, 72, 78, 81, 78, 71, 85, 80, 76],
)


@pytest.mark.parametrize(
    ("phases", "improvement", "expected"),
    [
        pytest.param(PVD_2011, "increase", 38.5 / 42, id="PVD 2011"),
        pytest.param(([3, 3, 4, 5], [4, 5, 6, 7, 7]), "increase", 0.9, id="tau 16/20"),
        pytest.param(([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), "increase", 1, id="no overlap"),
        pytest.param(([2, 3, 5, 3], [4, 5, 5, 7, 6]), "increase", 0.9, id="Bob"),
        pytest.param(([12, 14, 9, 10], [10, 6, 4, 5, 3, 4]), "decrease", 0.9375, id="Gretchen"),
        pytest.param(HUITEMA, "decrease", 0.70, id="Huitema"),
        pytest.param(JOHANNA, "increase", 1, id="Johanna"),
        pytest.param(KAROLINA, "increase", 0.966667, id="Karolina"),
        pytest.param(ANJA, "increase", 0.98, id="Anja"),
        pytest.param(PARKER_VANNEST_2009, "increase", 0.963636, id="Parker and Vannest 2009"),
        pytest.param(PAIN, "decrease", 0.96875, id="pain"),
    ],
)
def test_published_phases_have_the_published_overlap(phases, improvement, expected):
    found = nap(*phases, improvement=improvement)

    assert abs(float(found.nap) - expected) < 5e-7  # printed with up to six decimals
    assert abs(float(found.tau) - (2 * expected - 1)) < 1e-6


@pytest.mark.parametrize(
    ("phases", "improvement", "low", "high"),
    [
        pytest.param(PVD_2011, "increase", 0.597319, 0.985998, id="PVD 2011"),
        pytest.param(PARKER_VANNEST_2009, "increase", 0.749972, 0.995081, id="P and V 2009"),
        pytest.param(([3, 3, 4, 5], [4, 5, 6, 7, 7]), "increase", 0.499924, 0.985987, id="ex. 2"),
        pytest.param(PAIN, "decrease", 0.546517, 0.998523, id="pain"),
    ],
)
def test_the_interval_is_that_of_newcombe(phases, improvement, low, high):
    found = nap(*phases, improvement=improvement)

    assert abs(float(found.low) - low) < 5e-7  # printed with six decimals
    assert abs(float(found.high) - high) < 5e-7


@pytest.mark.parametrize(
    ("phases", "se", "se_null"),
    [(PVD_2011, 0.069007, 0.166667), (PARKER_VANNEST_2009, 0.031926, 0.129099)],
)
def test_the_standard_error_is_the_unbiased_one(phases, se, se_null):
    found = nap(*phases)

    assert abs(float(found.se) - se) < 5e-7  # printed with six decimals
    assert abs(float(found.se_null) - se_null) < 5e-7


def test_phases_that_do_not_overlap_have_an_error_above_0():
    found = nap([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])

    # With 25 pairs the overlap counts as 0.98: (0.98 - 9 * 0.98**2 + 8) / 16 = 0.145**2.
    assert float(found.se) == pytest.approx(0.145)


def draw(k: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    rng = np.random.default_rng(5)
    phases = [rng.integers(0, 9, rng.integers(1, 9)).astype("float64") for _ in range(2 * k)]
    return phases[:k], phases[k:]


def test_a_thousand_ragged_pairs_have_the_overlap_of_the_mann_whitney_statistic():
    before, after = draw(1200)
    (a, offsets_a), (b, offsets_b) = end_to_end(before), end_to_end(after)

    found = nap(a, b, offsets_a=offsets_a, offsets_b=offsets_b)

    u = [
        mannwhitneyu(y, x, method="asymptotic").statistic / (len(x) * len(y))
        for x, y in zip(before, after, strict=True)
    ]
    np.testing.assert_allclose(found.nap, u, rtol=1e-14)


def test_each_end_of_the_interval_solves_its_equation_on_its_own_side():
    before, after = draw(300)
    (a, offsets_a), (b, offsets_b) = end_to_end(before), end_to_end(after)

    found = nap(a, b, offsets_a=offsets_a, offsets_b=offsets_b, confidence=0.9)

    known = found.reason == ""
    m, n, share = found.n_a[known], found.n_b[known], found.nap[known]
    z, h = NormalDist().inv_cdf(0.95), (m + n) / 2 - 1
    for end in (found.low[known], found.high[known]):
        grown = 1 / h + (1 - end) / (2 - end) + end / (1 + end)
        right = z**2 * h * end * (1 - end) / (m * n) * grown
        np.testing.assert_allclose((share - end) ** 2, right, atol=1e-14)
    assert (found.low[known] <= share).all()
    assert (share <= found.high[known]).all()
    assert (found.high[known] > found.low[known]).all()


@pytest.mark.parametrize(("a", "b"), [([6], [4, 3, 5]), ([6, 7, 5], [4])])
def test_a_single_value_in_a_phase_leaves_the_overlap_and_nothing_else(a, b):
    found = nap(a, b, improvement="decrease")

    assert float(found.nap) == 1
    assert str(found.reason) == "too_few"
    assert np.isnan([found.se, found.se_null, found.low, found.high]).all()


@pytest.mark.parametrize(("a", "b"), [([], [1, 2]), ([1, 2], []), ([np.nan, np.nan], [1, 2])])
def test_an_empty_phase_has_no_overlap(a, b):
    found = nap(a, b)

    assert np.isnan(found.nap)
    assert str(found.reason) == "too_few"


def test_missing_values_are_left_out_of_both_phases():
    with_gaps = nap([6, np.nan, 7, 5, 6], [np.nan, 4, 4, 5, 3])

    assert (int(with_gaps.n_a), int(with_gaps.n_b)) == (4, 4)
    assert float(with_gaps.nap) == float(nap(*PAIN).nap)


def test_the_other_direction_is_the_rest():
    assert float(nap(*PVD_2011, improvement="decrease").nap) == pytest.approx(1 - 38.5 / 42)


def test_rows_of_equal_length_need_no_offsets():
    found = nap([PAIN[0], PAIN[1]], [PAIN[1], PAIN[0]], improvement="decrease")

    assert found.nap.tolist() == [0.96875, 0.03125]


def test_more_pairs_than_a_tile_holds_are_answered_alike():
    found = nap(np.tile(PAIN[0], (20_000, 1)), np.tile(PAIN[1], (20_000, 1)))

    assert np.unique(found.nap).tolist() == [0.03125]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"improvement": "down"}, "`improvement`: got 'down', expected 'increase' or 'decrease'"),
        ({"confidence": 1}, "`confidence`: got 1, expected more than 0 and less than 1"),
        ({"offsets_b": [0, 1, 2]}, "`b`: got results of shape"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(how, message):
    with pytest.raises(ValueError, match=message):
        nap([1, 2], [1, 2], **how)


@pytest.mark.parametrize(("a", "b", "name"), [([np.inf], [1], "a"), ([1], [-np.inf], "b")])
def test_an_infinite_value_is_refused_under_the_name_of_its_phase(a, b, name):
    with pytest.raises(ValueError, match=f"`{name}`: got an infinite value"):
        nap(a, b)


def test_the_pain_of_two_phases_has_every_published_digit():
    found = nap(*PAIN, improvement="decrease")

    assert (float(found.nap), float(found.tau)) == (0.96875, 0.9375)  # 15.5 of 16
    # Of the 16 pairs one is tied: (31/32 - 7 * (31/32)**2 + 8 * 61/64 - 2 * 61/64) / 9.
    assert float(found.se) == pytest.approx(5 / 96, rel=1e-12)
    assert float(found.se_null) == pytest.approx((9 / 192) ** 0.5, rel=1e-15)
    assert abs(float(found.low) - 0.546517) < 5e-7  # printed with six decimals
    assert abs(float(found.high) - 0.998523) < 5e-7


def test_bob_has_17_better_pairs_1_worse_and_2_ties():
    found = nap([2, 3, 5, 3], [4, 5, 5, 7, 6])

    assert float(found.tau) * 20 == pytest.approx(17 - 1)


def test_a_wider_confidence_has_a_wider_interval():
    narrow, wide = (nap(*PVD_2011, confidence=one) for one in (0.8, 1 - 1e-16))

    assert 0 <= float(wide.low) < float(narrow.low)
    assert float(narrow.high) < float(wide.high) <= 1
