"""What stands at the top of a sheet."""

from __future__ import annotations

import pandas as pd

import rehabstats as rs
from rehabstats.pictures.about import facts_of
from rehabstats.pictures.frames import Frames


def test_earlier_signals_come_last_and_are_called_so():
    caseload = rs.load_caseload("data/sample")

    facts = facts_of(Frames(caseload, pd.Timestamp("2026-03-30"), rs.Settings()), "P007")

    assert [fact.startswith("Earlier: ") for fact in facts] == [False, False, True]
