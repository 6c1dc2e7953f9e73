"""Persistence equals a slow second implementation of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from oracle.compared import DRAWN, SAMPLE_DAYS, SEEDS, differences, drawn, sample
from oracle.slow_persistence import slow_persistence


def compare(caseload, as_of, days):
    table = rs.persistence(caseload, as_of=as_of, permissible_gap_days=days)

    assert differences(table, ["patient_id"], slow_persistence(caseload, as_of, days)) == []


@pytest.mark.parametrize("days", [0, 3, 14])
@pytest.mark.parametrize("as_of", SAMPLE_DAYS, ids=str)
def test_every_number_of_the_sample_equals_the_slow_one(as_of, days):
    compare(sample(), as_of, days)


@DRAWN
@given(seed=SEEDS, days=st.sampled_from([0, 2, 5, 14]))
def test_every_number_equals_the_slow_one(seed, days):
    compare(*drawn(seed), days)
