"""What stands in two places of a page is the same number."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import rehabstats as rs
from rehabstats.report.frames import ReportFrames
from rehabstats.report.own_page import summarize_own_page

#: The last two are in mid-week of every patient's program.
DAYS = ["2026-03-30", "2026-03-12", "2026-02-19"]


@pytest.fixture(scope="module", params=DAYS)
def frames(request):
    """The sample as seen on a day, without a stated visit: the last 28 days."""
    caseload = rs.load_caseload("data/sample")
    return ReportFrames(caseload, pd.Timestamp(request.param), rs.Settings())


def since(frames) -> pd.DataFrame:
    """The days since the visit, by patient."""
    visits = frames.visits.astype({"patient_id": "str"})
    return visits[visits["period"] == "since"].set_index("patient_id")


def test_the_signal_of_what_is_unrecorded_counts_as_the_table_beside_it(frames):
    signals = frames.signals[frames.signals["rule"] == "unrecorded"]
    told = signals["sentence"].str.extract(r"about (\d+) of (\d+) sessions").astype("int64")
    counts = since(frames).loc[signals["patient_id"].astype("str"), ["n_unrecorded", "n_due"]]

    assert len(signals)
    assert told.to_numpy().tolist() == counts.to_numpy().tolist()


def test_sessions_are_those_that_filled_a_slot_or_went_beyond_the_plan(frames):
    table = since(frames)

    counted = table[["n_done", "n_partial", "n_extra"]].sum(axis=1)
    assert counted.tolist() == table["n_sessions"].tolist()


def test_no_exercise_of_the_own_page_was_done_more_often_than_there_were_sessions(frames):
    for patient, row in since(frames).iterrows():
        told = [one.done for one in summarize_own_page(frames, str(patient)).exercises]
        times = [int(n) for done in told for n in re.findall(r"(\d+) time", done)]

        assert max(times, default=0) <= row["n_sessions"]
