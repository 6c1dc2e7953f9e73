"""Runs rule: published limits, points on the median, and gaps that end a run."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from rehabstats.series.runs_rule import _limits
from series.at_settings import anhoj


@pytest.mark.parametrize(
    ("n", "longest", "crossings"),
    [
        (10, 6, 2), (12, 7, 3), (14, 7, 4), (16, 7, 4),
        (18, 7, 5), (20, 7, 6), (22, 7, 7), (24, 8, 8),
    ],
)  # fmt: skip
def test_the_limits_are_the_published_ones(n, longest, crossings):
    found = anhoj(np.arange(n) % 2)

    assert (int(found.longest_run_limit), int(found.n_crossings_limit)) == (longest, crossings)


@pytest.mark.parametrize(
    ("n", "longest"), [(10, 6), (11, 6), (12, 7), (22, 7), (23, 8), (45, 8), (46, 9)]
)
def test_the_longest_run_grows_where_the_published_table_says(n, longest):
    assert _limits(n)[0] == longest


def test_the_fewest_crossings_are_the_binomial_quantile_of_scipy():
    lengths = np.arange(2, 400)

    assert [_limits(n)[1] for n in lengths.tolist()] == binom.ppf(0.05, lengths - 1, 0.5).tolist()


def test_series_of_thousands_of_points_have_limits_too():
    found = anhoj(np.arange(3000) % 2)

    assert int(found.n_crossings_limit) == binom.ppf(0.05, 2999, 0.5)


def test_a_run_at_its_limit_is_no_shift_and_one_longer_is():
    at_limit = anhoj([2] * 8 + [0, 0, 2] * 7 + [0])
    longer = anhoj([2] * 9 + [0, 0, 2] * 6 + [0] * 3)

    assert (int(at_limit.longest_run), int(at_limit.longest_run_limit)) == (8, 8)
    assert not at_limit.shift
    assert int(longer.longest_run) == 9
    assert bool(longer.shift)
    assert int(longer.n_crossings) > int(longer.n_crossings_limit)


def test_crossings_at_their_limit_are_no_shift_and_one_fewer_are():
    at_limit = anhoj([2, 2, 2, 2, 2, 0, 2, 0, 0, 0, 0, 0])
    fewer = anhoj([0, 0, 0, 2, 2, 2, 2, 2, 2, 0, 0, 0])

    assert (int(at_limit.n_crossings), bool(at_limit.shift)) == (3, False)
    assert (int(fewer.longest_run), int(fewer.n_crossings), bool(fewer.shift)) == (6, 2, True)


def test_points_on_the_median_neither_count_nor_end_a_run():
    found = anhoj([1, 1, 1, 5, 1, 1, 5, 9, 9, 9, 9, 9, 5])

    assert float(found.median) == 5
    assert int(found.n) == 10
    assert int(found.longest_run) == 5
    assert int(found.n_crossings) == 1


@pytest.mark.parametrize(
    ("gap", "max_gap", "longest"),
    [
        pytest.param(0, 1, 6, id="no gap"),
        pytest.param(1, 1, 6, id="one missing point is spanned"),
        pytest.param(2, 1, 3, id="two end the run"),
        pytest.param(2, 2, 6, id="two are spanned on request"),
        pytest.param(1, 0, 3, id="none is spanned on request"),
    ],
)
def test_a_run_may_span_so_many_missing_points(gap, max_gap, longest):
    gapped = [0, 0, 0] + [np.nan] * gap + [0, 0, 0]

    found = anhoj([*gapped, 2, 2, 0, 2, 2, 0, 2, 2, 0, 2, 2, 2], max_gap=max_gap)

    assert int(found.longest_run) == longest


def test_a_crossing_over_a_long_gap_is_not_counted():
    y = [0, 2, 0, 2, 0, 2, 0, 2, 0]

    bridged = anhoj([*y, np.nan, 2, 0, 2], max_gap=1)
    torn = anhoj([*y, np.nan, np.nan, 2, 0, 2], max_gap=1)

    assert int(bridged.n_crossings) - int(torn.n_crossings) == 1


def test_a_gap_next_to_a_point_on_the_median_still_ends_the_run():
    found = anhoj([0, 0, 0, np.nan, np.nan, 1, 0, 0, 0, 2, 0, 2, 2, 2, 0, 2, 2, 2, 1])

    assert float(found.median) == 1
    assert int(found.longest_run) == 3


def test_below_ten_points_off_the_median_nothing_is_said_but_counts_stand():
    found = anhoj([0] * 4 + [2] * 5 + [1] * 5)

    assert str(found.reason) == "too_few"
    assert not found.shift
    assert (int(found.n), int(found.longest_run)) == (9, 5)


def test_runs_do_not_reach_into_the_next_series():
    y = [0, 2, 0, 2, 0, 2, 0, 0, 2, 2]

    found = anhoj([y[::-1], y])

    assert found.longest_run.tolist() == [2, 2]
    assert found.n_crossings.tolist() == [int(anhoj(y[::-1]).n_crossings), 7]


def test_a_gap_that_ends_a_run_takes_one_chance_to_cross_away():
    whole = anhoj([0, 2] * 8)
    torn = anhoj([0, 2, np.nan, np.nan] * 8)

    assert (int(whole.n), int(torn.n)) == (16, 16)
    assert int(whole.n_crossings_limit) == binom.ppf(0.05, 15, 0.5)
    assert int(torn.n_crossings_limit) == binom.ppf(0.05, 8, 0.5)
    assert int(torn.longest_run_limit) == int(whole.longest_run_limit)


def test_gaps_raise_no_false_alarm_in_a_stable_series():
    y = np.random.default_rng(1).normal(size=(2000, 48))
    y[:, (np.arange(48) % 5) > 2] = np.nan  # three weeks, then two without a rating

    found = anhoj(y)

    # 5 % is what the limit promises; with the chances of a series without gaps, 33 %.
    assert found.shift.mean() < 0.05


def test_a_constant_series_has_no_point_off_its_median():
    found = anhoj([4.0] * 20)

    assert (int(found.n), int(found.longest_run), int(found.n_crossings)) == (0, 0, 0)
    assert str(found.reason) == "too_few"


def test_a_negative_gap_is_refused():
    with pytest.raises(ValueError, match="`max_gap`: got -1, expected 0 or more"):
        anhoj([1, 2], max_gap=-1)
