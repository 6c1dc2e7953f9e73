"""The sample seen from its last day: a room that the tests share."""

from __future__ import annotations

import pytest

import rehabstats as rs

DAY = "2026-03-30"


@pytest.fixture(scope="session")
def progress() -> rs.Progress:
    return rs.progress("data/sample", as_of=DAY)
