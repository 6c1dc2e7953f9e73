"""Monitoring periods equal a slow second implementation of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from oracle.compared import DRAWN, SAMPLE_DAYS, SEEDS, differences, drawn, sample
from oracle.slow_monitoring import slow_monitoring

KEY = ["patient_id", "first_on"]
UNITS = pytest.mark.parametrize("unit", ["days", "month"])


def compare(caseload, as_of, unit, start=None, without=()):
    table = rs.monitoring_periods(caseload, as_of=as_of, unit=unit, start=start)
    slow = slow_monitoring(caseload, as_of, unit, start)
    slow = [{k: v for k, v in row.items() if k not in without} for row in slow]

    assert differences(table.drop(columns=[*without]), KEY, slow) == []


def test_a_program_that_ends_with_a_period_has_no_period_more():
    # The program of P002 ends before 31 March, the 31st day of this period.
    caseload, rest = sample(), ("days_entered", "days_range")

    compare(caseload, date(2026, 6, 1), "days", date(2026, 3, 1), without=rest)


@UNITS
@pytest.mark.parametrize("before", [None, 3, 45])
@pytest.mark.parametrize("as_of", SAMPLE_DAYS, ids=str)
def test_every_number_of_the_sample_equals_the_slow_one(as_of, before, unit):
    start = None if before is None else as_of - timedelta(before)

    compare(sample(), as_of, unit, start)


@UNITS
@DRAWN
@given(seed=SEEDS, before=st.one_of(st.none(), st.integers(-3, 70)))
def test_every_number_but_the_days_of_entry_equals_the_slow_one(unit, seed, before):
    caseload, as_of = drawn(seed)
    start = None if before is None else as_of - timedelta(before)

    compare(caseload, as_of, unit, start, without=("days_entered", "days_range"))


@DRAWN
@given(seed=SEEDS, unit=st.sampled_from(["days", "month"]))
def test_days_of_entry_equal_the_slow_ones(unit, seed):
    compare(*drawn(seed), unit)
