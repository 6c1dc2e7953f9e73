"""Entry lag: the days between a session and the writing down of it, and who counts them."""

from __future__ import annotations

import numpy as np
import pytest

import rehabstats as rs
from conftest import patients
from rehabstats.basis.entries import entry_lag_days_of
from rehabstats.seen import Seen

HEADER = "patient_id,started_at,exercise,side,reps,status,recorded_at\n"
AS_OF = "2026-01-18"


def entry(day: int, entered: str = "", *, clock: str = "18:00", side: str = "left") -> str:
    """A set on a day of January, written down at `entered`, such as ``12T20:00``."""
    made = f"2026-01-{entered}" if entered else ""
    return f"P1,2026-01-{day:02}T{clock},raise,{side},10,done,{made}\n"


@pytest.fixture
def logged(load):
    def load_rows(*rows: str) -> rs.Caseload:
        return load(patients=patients("P1,2026-01-05,,7"), sessions=HEADER + "".join(rows))

    return load_rows


def entry_lag_days(caseload: rs.Caseload) -> np.ndarray:
    return entry_lag_days_of(Seen.of(caseload, AS_OF))


def test_the_lag_is_the_days_from_each_session_to_its_entry(logged):
    caseload = logged(entry(5, "05T19:00"), entry(6, "07T09:00"), entry(7, "17T09:00"))

    assert entry_lag_days(caseload).tolist() == [0, 1, 10]


@pytest.mark.parametrize(
    ("clock", "entered", "days"),
    [
        pytest.param("23:50", "06T00:10", 1, id="twenty minutes over midnight"),
        pytest.param("00:10", "05T23:50", 0, id="almost a day"),
    ],
)
def test_the_lag_is_in_days_of_the_calendar_and_not_in_hours(logged, clock, entered, days):
    assert entry_lag_days(logged(entry(5, entered, clock=clock))).tolist() == [days]


def test_the_first_entry_of_a_session_counts(logged):
    caseload = logged(entry(5, "09T09:00"), entry(5, "06T09:00", side="right"))

    assert entry_lag_days(caseload).tolist() == [1]


def test_the_lag_is_missing_where_the_log_does_not_say_when(logged):
    caseload = logged(entry(5), entry(6, "06T19:00"), entry(7), entry(7, "09T09:00", side="right"))

    np.testing.assert_array_equal(entry_lag_days(caseload), [np.nan, 0, 2])


def test_a_log_without_any_time_of_entry_has_no_lag(logged):
    assert np.isnan(entry_lag_days(logged(entry(5), entry(6)))).all()


def test_lags_stand_in_the_order_of_sessions_whatever_the_order_of_rows(logged):
    caseload = logged(entry(7, "10T09:00"), entry(5, "05T19:00"), entry(6, "07T09:00"))

    assert caseload.sessions["day"].dt.day.tolist() == [5, 6, 7]
    assert entry_lag_days(caseload).tolist() == [0, 1, 3]


def test_signals_visits_and_the_log_of_a_report_count_the_same_late_entries(logged):
    late = [entry(day, f"{day + 2:02}T09:00") for day in range(5, 11)]
    caseload = logged(*late, entry(12, "12T19:00"), entry(13, "13T19:00"))

    signals = rs.find_signals(caseload, as_of=AS_OF)
    visits = rs.visit_periods(caseload, since="2026-01-05", as_of=AS_OF)
    log = rs.progress(caseload, as_of=AS_OF).log

    (sentence,) = signals.loc[signals["rule"] == "back_filled", "sentence"]
    assert sentence.startswith("6 of 8 recent sessions were entered 2 days or more later")
    assert visits.loc[1, ["n_entered", "n_late"]].tolist() == [8, 6]
    assert (log["lag_days"] >= 2).sum() == 6
