"""The sample with its frames, which are computed once."""

from __future__ import annotations

import pandas as pd
import pytest

import rehabstats as rs
from rehabstats.pictures.frames import Frames

DAY = "2026-03-30"


@pytest.fixture(scope="session")
def sample() -> rs.Caseload:
    return rs.load_caseload("data/sample")


@pytest.fixture(scope="session")
def frames(sample) -> Frames:
    return Frames(sample, pd.Timestamp(DAY), rs.Settings())
