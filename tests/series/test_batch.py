"""Batches: the shapes in which series may come, and what is refused."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from rehabstats.series.batch import TILE, Batch
from series.at_settings import anhoj, lag1_correlation, mann_kendall, theil_sen, xmr

ALL = [theil_sen, mann_kendall, lag1_correlation, anhoj, xmr]
TIMED = [theil_sen, mann_kendall]

every = pytest.mark.parametrize("answer", ALL)
timed = pytest.mark.parametrize("answer", TIMED)


def series_fields(found: object) -> dict[str, np.ndarray]:
    """The fields with one entry per series."""
    names = [one.name for one in fields(found) if one.name not in {"rule", "direction"}]
    return {name: getattr(found, name) for name in names}


@every
@pytest.mark.parametrize(
    ("shape", "expected"), [((14,), ()), ((3, 14), (3,)), ((2, 3, 14), (2, 3)), ((0, 14), (0,))]
)
def test_results_have_the_shape_of_y_without_its_last_axis(answer, shape, expected):
    y = np.random.default_rng(1).integers(0, 9, shape)

    found = answer(y)

    assert {one.shape for one in series_fields(found).values()} == {expected}


@every
def test_results_have_one_entry_per_pair_of_offsets(answer):
    found = answer(np.arange(10.0), offsets=[0, 0, 7, 10])

    assert found.n.shape == (3,)
    assert found.reason[0] == "too_few"


@every
def test_no_series_at_all_has_no_results(answer):
    assert answer([], offsets=[0]).n.shape == (0,)


@every
@pytest.mark.parametrize(
    "y",
    [
        pytest.param([], id="empty"),
        pytest.param([np.nan] * 20, id="all missing"),
        pytest.param([3], id="one point"),
        pytest.param([np.nan] * 20 + [3], id="one point after a gap"),
    ],
)
def test_what_is_too_short_is_refused_with_a_reason_and_without_a_number(answer, y):
    found = answer(y)

    assert str(found.reason) == "too_few"
    missing = {
        name
        for name, one in series_fields(found).items()
        if one.dtype.kind == "f" and np.isnan(one)
    }
    floats = {name for name, one in series_fields(found).items() if one.dtype.kind == "f"}
    assert floats - missing <= {"median"}  # what was counted stands


@every
@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e200])
def test_a_value_without_a_square_is_refused(answer, value):
    with pytest.raises(ValueError, match=r"`y`: got a.* value.*, expected numbers, NaN where miss"):
        answer([1, 2, value])


@timed
@pytest.mark.parametrize("time", [np.inf, np.nan])
def test_a_value_without_a_time_is_refused(answer, time):
    with pytest.raises(ValueError, match="`x`: got a time that is missing or infinite"):
        answer([1, 2, 3], [0, 1, time])


@timed
def test_a_missing_value_needs_no_time(answer):
    y, x = np.arange(10.0), np.arange(10.0)
    y[3] = x[3] = np.nan

    assert int(answer(y, x).n) == 9


@timed
def test_times_of_another_shape_are_refused(answer):
    with pytest.raises(ValueError, match=r"`x`: got shape \(2,\), expected that of y, \(3,\)"):
        answer([1, 2, 3], [0, 1])


@every
@pytest.mark.parametrize(
    ("offsets", "message"),
    [
        ([0, 2], "`offsets`: got 0 to 2, expected 0 to the length of y, 3"),
        ([1, 3], "`offsets`: got 1 to 3, expected 0 to the length of y, 3"),
        ([0, 2, 1, 3], "`offsets`: got numbers that fall"),
        ([], "`offsets`: got numbers that fall"),
        ([0, 1.5, 3], "`offsets`: got numbers of type float64, expected integers"),
    ],
)
def test_offsets_that_do_not_fit_are_refused(answer, offsets, message):
    with pytest.raises(ValueError, match=message):
        answer([1, 2, 3], offsets=offsets)


@every
def test_offsets_go_with_one_dimension(answer):
    with pytest.raises(ValueError, match="`y`: got 2 dimensions, expected 1 with `offsets`"):
        answer([[1, 2], [3, 4]], offsets=[0, 2])


@every
def test_a_single_number_is_no_series(answer):
    with pytest.raises(ValueError, match="`y`: got a single number, expected an array"):
        answer(3.0)


@timed
def test_times_that_nearly_coincide_raise_no_warning(answer):
    found = answer([1, 2, 3, 4, 5, 6, 7, 9], [0, 1e-320, 2e-320, 3, 4, 5, 6, 7])

    assert int(found.n) == 8


@every
def test_a_series_far_away_does_not_touch_its_neighbour(answer):
    y = np.array([3.0, 5, 1, 2, 5, 4, 4, 3, 2, 6, 1, 0, 2, 7])
    alone, far = answer(y), answer(y + 1000)

    both = answer([*y, *(y + 1000)], offsets=[0, 14, 28])

    for name, one in series_fields(both).items():
        expected = [getattr(alone, name), getattr(far, name)]
        np.testing.assert_array_equal(one, np.array(expected), err_msg=name)


@every
def test_what_is_given_is_not_changed(answer):
    y = np.array([3.0, np.nan, 1, 2, 5, 4, 4, 3, 2, 6, 1, 0, 2, 7])
    before = y.copy()

    answer(y)

    np.testing.assert_array_equal(y, before)


def test_blocks_are_of_one_length_and_hold_no_more_pairs_than_a_tile():
    lengths = np.array([3, 40, 3, 40] * 400)
    offsets = np.append(0, np.cumsum(lengths))
    batch = Batch.of(np.arange(offsets[-1]), None, offsets)

    blocks = list(batch.blocks(2))

    assert all(y.shape == x.shape == (len(rows), y.shape[1]) for rows, y, x in blocks)
    assert all(y.shape[0] * y.shape[1] ** 2 / 2 <= TILE for _, y, _ in blocks)
    assert sorted(np.concatenate([rows for rows, _, _ in blocks])) == list(range(1600))
    assert len(blocks) == 6  # 800 short ones in one, 800 long ones in five


def test_values_at_one_time_keep_the_order_in_which_they_came():
    batch = Batch.of([5, 1, 4, 2], [1, 0, 1, 0], None)

    assert batch.y.tolist() == [1, 2, 5, 4]


@timed
@pytest.mark.parametrize("unit", ["datetime64[D]", "timedelta64[D]"])
def test_dates_are_refused_as_times_because_a_slope_has_a_unit(answer, unit):
    x = np.arange(8).astype(unit)

    with pytest.raises(ValueError, match=r"`x`: got .*64\[D\], expected numbers, such as weeks"):
        answer(np.arange(8.0), x)


@every
@pytest.mark.parametrize("y", [[np.nan], [[]], [[], []]])
def test_rows_without_a_point_are_each_too_few(answer, y):
    assert set(np.atleast_1d(answer(y).reason).tolist()) == {"too_few"}


@every
def test_one_short_series_does_not_silence_the_others(answer):
    y = [1.0, 3, 2, 5, 4, 6, 8, 7, 9, 11, 10, 12]

    found = answer([*y, *y[:3], *y], offsets=[0, 12, 15, 27])

    assert found.reason.tolist() == ["", "too_few", ""]
