"""One session, one pain: whatever frame tells it, it is the same number."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import rehabstats as rs
from conftest import patients
from oracle.caseloads import caseloads, random_caseload, write_files
from rehabstats.basis.points import points_of
from rehabstats.seen import Seen

START = pd.Timestamp("2026-01-05")
HEADER = "patient_id,started_at,exercise,side,set_no,reps,pain_during_nrs\n"


def daily(load, *rows: str, n_days: int = 28, per_week: int = 7) -> rs.Caseload:
    """The same session, rows ``exercise,side,set_no,reps,pain``, on each of the first days."""
    days = [f"{START + pd.Timedelta(days=n):%Y-%m-%d}" for n in range(n_days)]
    log = HEADER + "".join(f"P1,{day}T08:00,{row}\n" for day in days for row in rows)
    return load(patients=patients(f"P1,{START:%Y-%m-%d},,{per_week}"), sessions=log)


def told_of_a_session(caseload: rs.Caseload) -> dict[str, float]:
    """What each frame says that the pain of a session is, where every session is the same."""
    as_of = caseload.last_entry
    whole = {"as_of": as_of, "unit": "session"}
    response = rs.pain_response(caseload, as_of=as_of)
    weekly = rs.weekly_session_pain(caseload, as_of=as_of)
    during = weekly[weekly["moment"] == "during"]
    visits = rs.visit_periods(caseload, since=as_of - pd.Timedelta(days=6), as_of=as_of)
    change, improvement = rs.pain_change(caseload, **whole), rs.improvement(caseload, **whole)
    missed = rs.pain_before_missed(caseload, as_of=as_of)
    told = {
        "response": response["pain_during_nrs_mean"],
        "weekly median": during["pain_nrs_median"],
        "weekly mean": during["pain_nrs_mean"],
        "visits": visits["pain_during_nrs_median"],
        "runs": rs.pain_runs(caseload, **whole)["median_nrs"],
        "change, baseline": change["baseline_nrs_mean"],
        "change, now": change["current_nrs_median"],
        "improvement, baseline": improvement["baseline_nrs_mean"],
        "improvement, now": improvement["current_nrs_mean"],
        "before kept": missed["before_kept_nrs_median"],
        "points": pd.Series(points_of(Seen.of(caseload, as_of), "session").mean),
    }
    return {name: float(column.drop_duplicates().item()) for name, column in told.items()}


@pytest.mark.parametrize(
    ("rows", "pain"),
    [
        pytest.param(("raise,both,1,10,8", "hug,both,1,5,2"), (8 + 8 + 2) / 3, id="both rows"),
        pytest.param(
            ("raise,left,1,10,8", "raise,right,1,10,8", "hug,both,1,5,2"),
            (8 + 8 + 2) / 3,
            id="the same, written side by side",
        ),
        pytest.param(
            ("raise,both,1,10,8", "raise,left,2,10,4", "hug,both,1,5,1"),
            ((8 + 4) / 2 + 8 + 1) / 3,
            id="a set of both sides and one of the left",
        ),
        pytest.param(
            ("raise,both,1,10,8", "raise,right,1,10,", "hug,both,1,5,"),
            8,
            id="a side that is not rated apart",
        ),
        pytest.param(
            ("raise,unknown,1,10,9", "hug,both,1,5,3"), (9 + 3) / 2, id="a row of unknown side"
        ),
        pytest.param(("hug,both,1,5,2", "hug,both,2,5,4"), 3, id="both sides at once stay one"),
    ],
)
def test_a_both_row_of_an_exercise_per_side_is_two_ratings_in_every_frame(load, rows, pain):
    told = told_of_a_session(daily(load, *rows))

    assert told == {name: round(pain, 12) for name in told}


def test_the_pain_of_a_side_takes_its_part_of_a_both_row(load):
    caseload = daily(load, "raise,both,1,10,8", "raise,left,2,10,4")

    table = rs.pain_change(caseload, as_of=caseload.last_entry, unit="side").set_index("side")

    assert table.loc[["left", "right"], "baseline_nrs_mean"].tolist() == [6, 8]


def test_a_mean_of_exactly_the_limit_is_in_one_zone_in_every_frame(load):
    # Added in this order, the three make 5.000...1 before it is rounded.
    ratings = ("0.8", "8.3", "5.9")
    assert sum(map(float, ratings)) / 3 > 5
    caseload = daily(load, *(f"raise,left,{n},10,{x}" for n, x in enumerate(ratings, 1)))

    weekly = rs.weekly_pain(caseload, as_of=caseload.last_entry)
    limits = rs.pain_limits(caseload, as_of=caseload.last_entry)

    assert weekly["n_high"].sum() == limits["n_high"].sum() == 0
    assert weekly["n_acceptable"].sum() == limits["n_rated"].sum() == 28


# The law ----------------------------------------------------------------------------------------


def assert_one_pain(caseload: rs.Caseload, as_of: pd.Timestamp) -> int:
    """Every frame of whole sessions follows from the pains of `pain_response`, cell by cell."""
    ids = caseload.patients["patient_id"]
    response = rs.pain_response(caseload, as_of=as_of)
    points = points_of(Seen.of(caseload, as_of), "session")
    told = pd.DataFrame(
        {
            "patient_id": ids.cat.categories.take(points.patient[points.line]),
            "session_id": caseload.sessions["session_id"].array.take(points.session),
            "pain_during_nrs_mean": points.mean,
        }
    )
    both = told.merge(response, on=["patient_id", "session_id"], suffixes=("", "_response"))
    assert len(both) == len(told) == len(response)
    same = both["pain_during_nrs_mean"], both["pain_during_nrs_mean_response"]
    np.testing.assert_array_equal(*same)

    rated = response.dropna(subset="pain_during_nrs_mean").assign(
        day=lambda table: table["started_at"].dt.normalize()
    )
    for patient in ids:
        _assert_of_patient(caseload, as_of, patient, rated[rated["patient_id"] == patient])
    return len(rated)


def _assert_of_patient(
    caseload: rs.Caseload, as_of: pd.Timestamp, patient: str, rated: pd.DataFrame
) -> None:
    pain = rated["pain_during_nrs_mean"]

    def own(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["patient_id"] == patient]

    weekly = own(rs.weekly_session_pain(caseload, as_of=as_of))
    weekly = weekly[weekly["moment"] == "during"].set_index("week")
    weekly = weekly[weekly["n_rated"] > 0]
    by_week = pain.groupby(rated["week"]).agg(["size", "median", "mean"])
    assert weekly["n_rated"].to_dict() == by_week["size"].to_dict()
    assert weekly["pain_nrs_median"].to_dict() == by_week["median"].to_dict()
    np.testing.assert_allclose(weekly["pain_nrs_mean"], by_week["mean"], atol=1e-12)

    since = as_of - pd.Timedelta(days=6)
    visits = own(rs.visit_periods(caseload, since=since, as_of=as_of))
    for visit in visits.itertuples():
        inside = pain[rated["day"].between(visit.first_on, visit.last_on)]
        assert visit.n_rated == len(inside)
        np.testing.assert_array_equal(visit.pain_during_nrs_median, inside.median())

    whole = {"as_of": as_of, "unit": "session"}
    change, improvement = (
        own(rs.pain_change(caseload, **whole)),
        own(rs.improvement(caseload, **whole)),
    )
    trend, runs = own(rs.pain_trend(caseload, **whole)), own(rs.pain_runs(caseload, **whole))
    counts = [table["n"].item() for table in (trend, runs, improvement)]
    assert counts == [len(pain)] * 3
    if len(pain):
        assert (trend["first_on"].item(), trend["last_on"].item()) == (
            rated["day"].min(), rated["day"].max(),
        )  # fmt: skip
    day_means = pain.groupby(rated["day"]).mean()
    row = change.iloc[0]
    windows = {
        "baseline": (row["baseline_start"], row["baseline_end"] - pd.Timedelta(days=1)),
        "current": (row["current_start"], as_of),
    }
    for name, (first, last) in windows.items():
        inside = day_means[(day_means.index >= first) & (day_means.index <= last)]
        for table in (change, improvement):
            assert table[f"n_days_{name}"].item() == len(inside)
            if not np.isnan(mean := table[f"{name}_nrs_mean"].item()):
                assert mean == pytest.approx(inside.mean(), abs=1e-12)

    missed = own(rs.pain_before_missed(caseload, as_of=as_of)).iloc[0]
    assert missed["n_before_missed"] + missed["n_before_kept"] <= len(pain)


@settings(max_examples=15)
@given(case=caseloads(max_patients=2), shift=st.integers(0, 14))
def test_every_frame_tells_the_same_pain_of_a_session(case, shift):
    assume(case.files["sessions.csv"])
    with TemporaryDirectory() as folder:
        caseload = rs.load_caseload(write_files(case.files, Path(folder)))

    assert_one_pain(caseload, pd.Timestamp(case.as_of) + pd.Timedelta(days=shift))


@pytest.mark.parametrize("seed", range(3))
def test_so_it_is_in_larger_caseloads_with_both_rows(seed):
    case = random_caseload(seed, n_patients=4, n_weeks=8)
    with TemporaryDirectory() as folder:
        caseload = rs.load_caseload(write_files(case.files, Path(folder)))
    sides = {one.id: one.sides for p in caseload.catalogue.programs for one in p.exercises}
    per_side = caseload.sets["exercise"].astype("str").map(sides) == "each"

    assert (per_side & (caseload.sets["side"] == "both")).any()
    assert assert_one_pain(caseload, caseload.last_entry) > 0
