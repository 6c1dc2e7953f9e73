"""Symmetry equals a slow second implementation of it."""

from __future__ import annotations

import pytest
from hypothesis import given

import rehabstats as rs
from oracle.compared import DRAWN, SAMPLE_DAYS, SEEDS, differences, drawn, sample
from oracle.slow_symmetry import slow_symmetry
from rehabstats.schemas.progress import Symmetry

KEY = ["patient_id", "exercise", "week"]


def compare(caseload, as_of):
    table = rs.symmetry(caseload, as_of=as_of)

    Symmetry.validate(table, lazy=True)
    assert differences(table, KEY, slow_symmetry(caseload, as_of)) == []


@pytest.mark.parametrize("as_of", SAMPLE_DAYS, ids=str)
def test_every_number_of_the_sample_equals_the_slow_one(as_of):
    compare(sample(), as_of)


@DRAWN
@given(seed=SEEDS)
def test_every_number_equals_the_slow_one(seed):
    compare(*drawn(seed))
