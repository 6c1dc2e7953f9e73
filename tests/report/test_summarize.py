"""The summary has the numbers of the frames, and None where there is none."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from rehabstats.report.summarize import summarize_caseload

AS_OF = date(2025, 3, 20)


def test_patients_without_a_signal_keep_the_order_of_the_file(make_caseload, make_metrics):
    ids = ("P9", "P1", "P5")

    summary = summarize_caseload(make_caseload(*ids), make_metrics("P1", "P5", "P9"), as_of=AS_OF)

    assert [patient.patient_id for patient in summary.patients] == ["P9", "P1", "P5"]
    assert [patient.section for patient in summary.patients] == ["p1", "p2", "p3"]


def test_patients_with_signals_come_first_in_their_order_of_need(
    make_caseload, make_metrics, signal
):
    fired = [signal("P5", "concern"), signal("P9", "improvement", need=2)]
    metrics = make_metrics("P1", "P5", "P9", fired=fired)

    summary = summarize_caseload(make_caseload("P9", "P1", "P5"), metrics, as_of=AS_OF)

    assert [patient.patient_id for patient in summary.patients] == ["P5", "P9", "P1"]
    assert [patient.first for patient in summary.patients] == [
        "concern of P5", "improvement of P9", None,
    ]  # fmt: skip
    assert [signal.rule for signal in summary.patients[0].signals] == ["flare"]


def test_a_checkin_counts_as_an_entry(make_caseload, make_metrics):
    checkins = pd.DataFrame({"patient_id": ["P1"], "date": [pd.Timestamp("2025-03-19")]})

    summary = summarize_caseload(
        make_caseload("P1", checkins=checkins), make_metrics("P1"), as_of=AS_OF
    )

    assert summary.patients[0].last_entry == date(2025, 3, 19)


def test_the_weeks_are_those_of_the_frames(make_caseload, make_metrics):
    [patient] = summarize_caseload(make_caseload("P1"), make_metrics("P1"), as_of=AS_OF).patients

    assert [week.week for week in patient.weeks] == [1, 2, 3]
    assert [week.adherence.share for week in patient.weeks] == [0.8, None, 1.0]
    assert [week.pain.median for week in patient.weeks] == [3.5, None, 3.5]
    assert patient.weeks[0].week_start == date(2025, 3, 3)
    assert patient.weeks[0].adherence.high == 1.0


def test_overall_adherence_is_taken_from_its_own_frame(make_caseload, make_metrics):
    [patient] = summarize_caseload(make_caseload("P1"), make_metrics("P1"), as_of=AS_OF).patients

    assert (patient.adherence.n_filled, patient.adherence.n_due) == (6, 7)
    assert patient.adherence.share == pytest.approx(6 / 7)


def test_the_latest_rated_week_is_the_last_one_with_a_rating(make_caseload, make_metrics):
    metrics = make_metrics("P1")
    metrics.pain.loc[metrics.pain["week"] == 3, "pain_nrs_median"] = None

    [patient] = summarize_caseload(make_caseload("P1"), metrics, as_of=AS_OF).patients

    assert patient.latest_rated is not None
    assert patient.latest_rated.week == 1


def test_days_since_the_last_entry_are_counted_to_as_of(make_caseload, make_metrics):
    caseload = make_caseload("P1", day="2025-03-18")

    [patient] = summarize_caseload(caseload, make_metrics("P1"), as_of=AS_OF).patients

    assert (patient.last_entry, patient.days_since_entry) == (date(2025, 3, 18), 2)


def test_entries_after_as_of_are_left_out_and_counted(make_caseload, make_metrics):
    caseload = make_caseload("P1", day="2025-03-21")

    summary = summarize_caseload(caseload, make_metrics("P1"), as_of=AS_OF)

    assert summary.n_later_sessions == 1
    assert summary.patients[0].last_entry is None


def test_a_patient_without_any_row_has_no_numbers(make_caseload, make_metrics):
    caseload = make_caseload("P1", day=None)

    [patient] = summarize_caseload(caseload, make_metrics(), as_of=AS_OF).patients

    assert patient.adherence.share is None
    assert patient.last_entry is None
    assert patient.latest_rated is None
    assert patient.weeks == ()


def test_a_week_in_which_pain_alone_is_known_is_kept(make_caseload, make_metrics):
    metrics = make_metrics("P1")
    late = metrics.pain.tail(1).assign(week=4)
    metrics.pain.loc[len(metrics.pain) + 1] = late.iloc[0]

    [patient] = summarize_caseload(make_caseload("P1"), metrics, as_of=AS_OF).patients

    assert [week.week for week in patient.weeks] == [1, 2, 3, 4]
    assert patient.weeks[-1].adherence.n_due == 0


@pytest.mark.parametrize(
    ("as_of", "week"), [("03-02", 0), ("03-03", 1), ("03-09", 1), ("03-10", 2)]
)
def test_the_program_week_begins_every_seven_days(make_caseload, make_metrics, as_of, week):
    day = date.fromisoformat(f"2025-{as_of}")

    summary = summarize_caseload(make_caseload("P1"), make_metrics("P1"), as_of=day)

    assert summary.patients[0].week == week


def test_an_entry_on_the_day_itself_counts(make_caseload, make_metrics):
    caseload = make_caseload("P1", day="2025-03-20")

    summary = summarize_caseload(caseload, make_metrics("P1"), as_of=AS_OF)

    assert summary.n_later_sessions == 0
    assert summary.patients[0].days_since_entry == 0
