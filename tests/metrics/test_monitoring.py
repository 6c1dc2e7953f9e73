"""Days with data are counted once each, by the day of entry and by the day that it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from conftest import patients
from rehabstats.schemas.metrics import MonitoringPeriods

MARCH = date(2026, 3, 1)
HEADER = "patient_id,started_at,exercise,side,reps,status,recorded_at\n"


def entry(day: int, *, made_on: int | None = None, side: str = "left", patient: str = "P1") -> str:
    """A set on a day of March (1 is the first), entered on the same day or another."""
    about, made = (MARCH + timedelta(n - 1) for n in (day, made_on or day))
    return f"{patient},{about}T18:00,raise,{side},10,done,{made}T19:00\n"


def undated(day: int) -> str:
    return f"P1,{MARCH + timedelta(day - 1)}T18:00,raise,left,10,done,\n"


def periods(load, *rows: str, until: int = 31, end: str = "", **more) -> pd.DataFrame:
    caseload = load(patients=patients(f"P1,{MARCH},{end},3"), sessions=HEADER + "".join(rows))
    table = rs.monitoring_periods(caseload, as_of=MARCH + timedelta(until - 1), **more)
    MonitoringPeriods.validate(table)
    return table


def test_fifteen_days_with_three_exercises_each_are_fifteen_days(load):
    rows = [entry(day, side=side) for day in range(1, 30, 2) for side in ("left", "right")]
    first = periods(load, *rows).iloc[0]

    assert (first["days_entered"], first["days_range"]) == (15, "2-15")
    assert first["n_entries"] == 30


def test_one_more_day_is_in_the_next_range(load):
    first = periods(load, *(entry(day) for day in [*range(1, 30, 2), 2])).iloc[0]

    assert (first["days_entered"], first["days_range"]) == (16, "16-30")


def test_four_days_entered_on_one_are_one_day_of_entry_and_four_days_about(load):
    first = periods(load, *(entry(day, made_on=20) for day in (3, 5, 7, 9))).iloc[0]

    assert (first["days_entered"], first["days_about"]) == (1, 4)


def test_a_session_that_was_skipped_is_an_entry(load):
    row = f"P1,{MARCH}T18:00,raise,left,0,skipped,{MARCH}T18:05\n"

    assert periods(load, row).loc[0, "days_entered"] == 1


def test_nobody_knows_when_entries_without_a_time_were_made(load):
    first = periods(load, undated(1), undated(2)).iloc[0]

    assert np.isnan(first["days_entered"])
    assert pd.isna(first["days_range"])
    assert (first["days_about"], first["n_entries_undated"]) == (2, 2)


def test_a_period_without_any_entry_has_zero_days_if_every_entry_has_a_time(load):
    table = periods(load, entry(1), until=45)

    assert table["days_entered"].tolist() == [1, 0]
    assert table["days_range"].tolist() == ["0-1", "0-1"]


@pytest.mark.parametrize("unit", ["days", "month"])
def test_entries_without_a_time_may_have_been_made_in_a_later_period_that_has_none(load, unit):
    table = periods(load, undated(1), undated(2), until=62, unit=unit)

    assert len(table) == 3
    assert table["n_entries"].tolist() == [2, 0, 0]
    assert table["days_entered"].isna().all()
    assert table["days_range"].isna().all()


def test_one_undated_entry_makes_later_empty_periods_unknown_and_no_counted_one(load):
    table = periods(load, entry(1), entry(2), undated(3), entry(32), until=91)

    assert table["days_entered"].fillna(-1).tolist() == [2, 1, -1, -1]
    assert table["days_range"].fillna("").tolist() == ["2-15", "0-1", "", ""]


def test_an_undated_entry_was_not_made_before_the_day_that_it_is_about(load):
    table = periods(load, undated(31), until=61)

    assert table["days_entered"].fillna(-1).tolist() == [0, -1, -1]
    assert table["days_range"].fillna("").tolist() == ["0-1", "", ""]


def test_an_undated_entry_about_a_day_after_as_of_was_not_made_by_then(load):
    assert periods(load, undated(20), until=19)["days_entered"].tolist() == [0]
    assert periods(load, undated(20), until=20)["days_entered"].isna().tolist() == [True]


def test_an_undated_entry_about_a_day_before_the_first_period_may_be_of_any(load):
    table = periods(load, undated(1), start="2026-03-10", until=50)

    assert table["days_entered"].isna().tolist() == [True, True]


def test_what_was_entered_about_an_earlier_period_is_counted_when_it_was_made(load):
    assert periods(load, entry(1, made_on=40), until=70)["days_entered"].tolist() == [0, 1, 0]


def test_an_undated_entry_of_another_patient_makes_nothing_unknown(load):
    caseload = load(
        patients=patients(f"P1,{MARCH},,3", f"P2,{MARCH},,3", f"P3,{MARCH},,3"),
        sessions=HEADER + entry(1, patient="P2") + undated(1),
    )
    table = rs.monitoring_periods(caseload, as_of=MARCH + timedelta(44))

    # P3 has no entry at all, so none was made.
    assert table["days_entered"].fillna(-1).tolist() == [-1, -1, 1, 0, 0, 0]


def test_a_checkin_has_no_time_of_entry_and_may_have_been_made_later(load):
    caseload = load(
        patients=patients(f"P1,{MARCH},,3"), sessions=HEADER + entry(1),
        checkins=f"patient_id,date,activity,score_psfs\nP1,{MARCH + timedelta(4)},stairs,5\n",
    )  # fmt: skip
    table = rs.monitoring_periods(caseload, as_of=MARCH + timedelta(44))

    assert table["days_entered"].fillna(-1).tolist() == [1, -1]


def test_checkins_count_as_days_about_which_there_is_an_entry(load):
    caseload = load(
        patients=patients(f"P1,{MARCH},,3"), sessions=HEADER + entry(1),
        checkins=f"patient_id,date,activity,score_psfs\nP1,{MARCH + timedelta(4)},stairs,5\n",
    )  # fmt: skip
    first = rs.monitoring_periods(caseload, as_of="2026-03-31").iloc[0]

    assert (first["days_entered"], first["days_about"], first["n_entries_undated"]) == (1, 2, 1)


def test_periods_follow_each_other_without_a_gap_and_the_last_is_open(load):
    table = periods(load, entry(1), until=61)

    assert table["first_on"].dt.strftime("%m-%d").tolist() == ["03-01", "03-31", "04-30"]
    assert table["last_on"].dt.strftime("%m-%d").tolist() == ["03-30", "04-29", "05-29"]
    assert table["is_open"].tolist() == [False, False, True]


def test_months_are_those_of_the_calendar(load):
    table = periods(load, entry(31), entry(32), until=40, unit="month")

    assert table["days_entered"].tolist() == [1, 1]
    assert table["last_on"].dt.strftime("%m-%d").tolist() == ["03-31", "04-30"]
    assert table["days_range"].isna().all()


def test_a_period_that_ends_today_is_open_since_today_is_not_over(load):
    assert periods(load, entry(1), until=30)["is_open"].tolist() == [True]
    assert periods(load, entry(1), until=31)["is_open"].tolist() == [False, True]


def test_no_period_begins_after_the_end_of_the_program_or_before_its_start(load):
    assert len(periods(load, entry(1), until=200, end="2026-04-05")) == 2
    assert len(periods(load, entry(1), until=0)) == 0


def test_a_start_of_ones_own_moves_every_period(load):
    table = periods(load, entry(9), entry(10), start="2026-03-10")

    assert table.loc[0, "days_entered"] == 1
    assert str(table.loc[0, "first_on"].date()) == "2026-03-10"


def test_an_unknown_unit_is_named(load):
    with pytest.raises(ValueError, match="`unit`: got 'week', expected one of days, month"):
        periods(load, entry(1), unit="week")


DAYS = st.lists(st.tuples(st.integers(1, 70), st.integers(0, 9)), max_size=40)


@given(DAYS, st.integers(1, 75), st.sampled_from(["days", "month"]))
def test_it_counts_as_one_would_by_hand(days, until, unit):
    rows = [(about, about + later) for about, later in days]
    caseload = one_patient(rows)
    today = MARCH + timedelta(until - 1)

    for row in rs.monitoring_periods(caseload, as_of=today, unit=unit).itertuples():
        inside = {MARCH + timedelta(n - 1): n for n in range(1, 400)}
        span = [
            n for day, n in inside.items()
            if row.first_on.date() <= day <= min(row.last_on.date(), today)
        ]  # fmt: skip
        assert row.days_about == len({about for about, _ in rows} & set(span))
        assert row.days_entered == len({made for _, made in rows} & set(span))


@cache
def sample() -> rs.Caseload:
    return rs.load_caseload("data/sample")


def one_patient(rows: list[tuple[int, int]]) -> rs.Caseload:
    """A caseload of what the metric reads of it, without the files."""
    base = sample()
    day = pd.to_datetime([MARCH + timedelta(about - 1) for about, _ in rows]).as_unit("us")
    made = pd.to_datetime([MARCH + timedelta(made - 1) for _, made in rows]).as_unit("us")
    who = pd.Categorical.from_codes([0] * len(rows), categories=["P1"])
    return replace(
        base,
        patients=base.patients.head(1).assign(
            patient_id=pd.Categorical(["P1"]), start_date=pd.Timestamp(MARCH), end_date=pd.NaT
        ),
        sessions=pd.DataFrame({"patient_id": who, "day": day}),
        sets=pd.DataFrame(
            {"patient_id": who, "session_row": range(len(rows)), "recorded_at": made}
        ),
        checkins=base.checkins.head(0).assign(patient_id=pd.Categorical([], categories=["P1"])),
    )
