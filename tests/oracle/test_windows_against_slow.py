"""Adherence in sliding windows equals a slow second implementation of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from oracle.compared import DRAWN, SAMPLE_DAYS, SEEDS, differences, drawn, sample
from oracle.slow_windows import slow_windows

KEY = ["patient_id", "window_start"]
UNITS = pytest.mark.parametrize("unit", ["exercise", "session"])


def compare(caseload, as_of, unit, **lengths):
    ledger = rs.build_ledger(caseload, as_of=as_of, unit=unit)
    table = rs.adherence_windows(ledger, **lengths)

    assert differences(table, KEY, slow_windows(caseload, as_of, unit, **lengths)) == []


@UNITS
@pytest.mark.parametrize("lengths", [{}, {"length_days": 25, "step_days": 8}], ids=str)
@pytest.mark.parametrize("as_of", SAMPLE_DAYS, ids=str)
def test_every_number_of_the_sample_equals_the_slow_one(as_of, unit, lengths):
    compare(sample(), as_of, unit, **lengths)


@UNITS
@DRAWN
@given(seed=SEEDS, length=st.integers(1, 20))
def test_windows_that_do_not_overlap_equal_the_slow_ones(unit, seed, length):
    compare(*drawn(seed), unit, length_days=length, step_days=length)


@UNITS
@DRAWN
@given(seed=SEEDS, length=st.integers(1, 30), step=st.integers(1, 10))
def test_every_number_equals_the_slow_one(unit, seed, length, step):
    compare(*drawn(seed), unit, length_days=length, step_days=step)
