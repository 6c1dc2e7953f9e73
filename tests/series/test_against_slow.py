"""Each statistic on random series against the same thing done one point at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from series.at_settings import anhoj, lag1_correlation, nap, xmr
from series.drawn import end_to_end
from series.slow import slow_anhoj, slow_lag1, slow_nap, slow_xmr

#: As many as show each rule, and few enough for loops in fractions.
K = 400


def drawn_series(seed: int) -> list[np.ndarray]:
    """In quarters, so that means compare exactly; level, stepped or drifting, with gaps."""
    rng = np.random.default_rng(seed)
    series = []
    for _ in range(K):
        n = int(rng.integers(0, 41))
        y = rng.integers(0, rng.integers(1, 8), n) + rng.choice([0.0, 0.25]) * np.arange(n)
        y = y + rng.choice([0, 3]) * (np.arange(n) > n / 2)
        y[rng.random(n) < 0.05] += 8
        y[rng.random(n) < rng.choice([0.0, 0.1, 0.4])] = np.nan
        series.append(y)
    return series


@pytest.mark.parametrize(("min_n", "max_gap"), [(10, 1), (6, 0), (10, 3)])
def test_the_runs_rule_is_that_of_a_walk_along_the_points(min_n, max_gap):
    series = drawn_series(seed=11)
    y, offsets = end_to_end(series)

    found = anhoj(y, offsets=offsets, min_n=min_n, max_gap=max_gap)

    expected = [slow_anhoj(one.tolist(), min_n=min_n, max_gap=max_gap) for one in series]
    for name in ("n", "longest_run", "longest_run_limit", "n_crossings", "n_crossings_limit"):
        np.testing.assert_array_equal(
            getattr(found, name), [getattr(one, name) for one in expected], err_msg=name
        )
    assert found.shift.tolist() == [one.shift for one in expected]
    assert 20 < found.shift.sum() < K - 20


@pytest.mark.parametrize("preset", ["rule1", "nhs"])
@pytest.mark.parametrize(
    ("screened", "n_baseline", "min_n"),
    [(False, None, 12), (True, None, 12), (False, 12, 12), (True, 8, 5)],
)
def test_limits_and_rules_are_those_of_whole_fractions(preset, screened, n_baseline, min_n):
    series = drawn_series(seed=12)
    y, offsets = end_to_end(series)
    how = {"screened": screened, "n_baseline": n_baseline, "min_n": min_n}

    found = xmr(y, offsets=offsets, preset=preset, **how)

    expected = [slow_xmr(one.tolist(), nhs=preset == "nhs", **how) for one in series]
    for name in ("mean", "lower", "upper", "mr_upper"):
        numbers = np.array([getattr(one, name) for one in expected], "float64")  # None is NaN
        # The same sums in another order.
        np.testing.assert_allclose(getattr(found, name), numbers, rtol=1e-12, atol=1e-12)
    assert found.rule.tolist() == [one for some in expected for one in some.rule]
    assert found.direction.tolist() == [one for some in expected for one in some.direction]
    named = np.bincount(found.rule, minlength=5)
    assert (named[1:] > 10).tolist() == [True, *([preset == "nhs"] * 3)]
    assert {"", "too_few"} == set(found.reason.tolist())


@pytest.mark.parametrize("improvement", ["increase", "decrease"])
def test_the_overlap_is_that_of_a_loop_over_all_pairs(improvement):
    rng = np.random.default_rng(13)
    before, after = (
        [np.where(rng.random(6) < 0.2, np.nan, rng.integers(0, 6, 6))[: rng.integers(1, 7)]
         for _ in range(K)]
        for _ in range(2)
    )  # fmt: skip
    (a, offsets_a), (b, offsets_b) = end_to_end(before), end_to_end(after)

    found = nap(a, b, offsets_a=offsets_a, offsets_b=offsets_b, improvement=improvement)

    for i, (one, other) in enumerate(zip(before, after, strict=True)):
        first, second = (phase[~np.isnan(phase)].tolist() for phase in (one, other))
        if not (first and second):
            assert np.isnan(found.nap[i])
            continue
        share, variance = slow_nap(first, second, is_up=improvement == "increase")
        assert found.nap[i] == pytest.approx(share, rel=1e-14)
        if len(first) < 2 or len(second) < 2:
            assert str(found.reason[i]) == "too_few"
            assert np.isnan(found.se[i])
        elif 0 < share < 1:
            m, n = len(first), len(second)
            ties = np.mean(np.equal.outer(first, second))
            # SingleCaseES, whose published errors are met, adds a quarter of the ties.
            variance += ties / 4 / ((m - 1) * (n - 1))
            assert found.se[i] ** 2 == pytest.approx(max(variance, 0), abs=1e-14)
            assert found.se_null[i] == pytest.approx(math.sqrt((m + n + 1) / (12 * m * n)))


def test_without_ties_the_standard_error_is_unbiased():
    a, b = [1, 4, 2, 7], [3, 9, 8, 5, 6]

    found = nap(a, b)

    assert float(found.se) ** 2 == pytest.approx(slow_nap(a, b, is_up=True)[1], rel=1e-12)


def test_the_lag_1_correlation_is_that_of_a_loop():
    series = [one for one in drawn_series(seed=14) if np.isfinite(one).sum() > 1]
    y, offsets = end_to_end(series)

    found = lag1_correlation(y, offsets=offsets, min_n=2)

    n_compared = 0
    for i, one in enumerate(series):
        if np.nanmin(one) == np.nanmax(one):
            assert str(found.reason[i]) == "constant"
            continue
        n_compared += 1
        # The mean of a sum in another order is off in its last bits.
        assert found.r[i] == pytest.approx(slow_lag1(one.tolist()), abs=1e-13)
    assert n_compared > 0.7 * K
