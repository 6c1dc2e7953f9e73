"""
Four pain frames equal a slow second implementation: every column of every row, in order.

They are compared on the same caseloads, because reading one costs more than any of them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

import rehabstats as rs
from oracle.caseloads import Caseload
from oracle.comparing import DEFAULTS, OTHERWISE, larger, loaded, seen, unlike
from oracle.slow_overlap import slow_newcombe
from oracle.slow_pain_before_missed import slow_pain_before_missed
from oracle.slow_pain_missing import slow_pain_missing
from oracle.slow_pain_phases import slow_pain_phases
from oracle.slow_pain_response import slow_pain_response
from rehabstats.settings import Settings

SAMPLE = Path("data/sample")


@pytest.fixture(scope="module")
def sample() -> rs.Caseload:
    return rs.load_caseload(SAMPLE)


def compare(folder: Path, caseload: rs.Caseload, as_of: date, settings: Settings) -> None:
    slow = {
        rs.pain_response: slow_pain_response(caseload, as_of, settings),
        rs.pain_phases: slow_pain_phases(caseload, as_of, settings),
        rs.pain_missing: slow_pain_missing(caseload, as_of, settings),
        rs.pain_before_missed: slow_pain_before_missed(folder, caseload, as_of, settings),
    }
    differences = {
        metric.__name__: unlike(metric(caseload, as_of=as_of, settings=settings), rows)
        for metric, rows in slow.items()
    }
    assert not any(differences.values()), differences


def compare_files(case: Caseload, settings: Settings) -> None:
    with loaded(case.files) as (folder, caseload):
        compare(folder, caseload, case.as_of, settings)


@pytest.mark.parametrize(
    ("as_of", "settings"),
    [
        pytest.param(date(2026, 3, 30), DEFAULTS, id="the last entry"),
        pytest.param(date(2026, 3, 5), OTHERWISE, id="the middle of a week"),
        pytest.param(date(2026, 2, 14), DEFAULTS, id="inside of a pause"),
        pytest.param(date(2026, 1, 8), OTHERWISE, id="the first week"),
        pytest.param(date(2025, 12, 1), DEFAULTS, id="before all starts"),
        pytest.param(date(2026, 6, 1), OTHERWISE, id="long after the last entry"),
    ],
)
def test_every_number_of_the_sample_equals_the_slow_one(sample, as_of, settings):
    compare(SAMPLE, sample, as_of, settings)


@given(seen())
def test_every_number_equals_the_slow_one(drawn):
    compare_files(*drawn)


@pytest.mark.parametrize("seed", range(3))
def test_every_number_of_larger_caseloads_equals_the_slow_one(seed):
    compare_files(larger(seed), OTHERWISE)


def test_the_slow_interval_is_the_published_one():
    # Newcombe's method 5 for 15.5 of 4 x 4 pairs.
    assert slow_newcombe(15.5 / 16, 4, 4, 0.95) == pytest.approx((0.546517, 0.998523), abs=1e-6)
