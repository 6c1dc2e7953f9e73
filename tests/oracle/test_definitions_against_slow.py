"""Definitions of adherence equal a slow second implementation of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from oracle.compared import DRAWN, SAMPLE_DAYS, SEEDS, differences, drawn, sample
from oracle.slow_definitions import slow_definitions

KEY = ["patient_id", "definition"]


def compare(caseload, as_of, days):
    since = None if days is None else as_of - timedelta(days)
    table = rs.definitions(caseload, as_of=as_of, since=since)

    # The question is a sentence of the code's own.
    assert table.groupby("definition", observed=True)["question"].nunique().eq(1).all()
    slow = slow_definitions(caseload, as_of, since)
    assert differences(table.drop(columns="question"), KEY, slow) == []


@pytest.mark.parametrize("days", [None, 10, 40], ids=lambda n: f"since {n}")
@pytest.mark.parametrize("as_of", SAMPLE_DAYS, ids=str)
def test_every_number_of_the_sample_equals_the_slow_one(as_of, days):
    compare(sample(), as_of, days)


@DRAWN
@given(seed=SEEDS, days=st.one_of(st.none(), st.integers(0, 40)))
def test_every_number_equals_the_slow_one(seed, days):
    compare(*drawn(seed), days)
