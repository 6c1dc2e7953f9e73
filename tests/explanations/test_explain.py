"""Explanations: the number of the frame, its formula, and every row accounted for."""

from __future__ import annotations

import re

import pytest

import rehabstats as rs
from rehabstats.explanations import EXPLAINED
from rehabstats.signals import RULES

DAY = "2026-03-30"
LINE = {"exercise": "hip_pushdown", "side": "left"}


@pytest.fixture(scope="module")
def sample() -> rs.Caseload:
    return rs.load_caseload("data/sample")


def explained(sample: rs.Caseload, metric: str, patient: str = "P003", **what) -> rs.Explanation:
    return rs.explain(sample, metric, patient_id=patient, as_of=DAY, **what)


def row_of(frame, **key):
    for name, value in key.items():
        frame = frame[frame[name] == value]
    return frame.iloc[0]


def computed(formula: str) -> float:
    """The arithmetic of a formula with the numbers in it."""
    plain = re.sub(r"[a-z]+", "", formula).replace("^", "**")
    assert re.fullmatch(r"[-+*/(). 0-9]+", plain), plain
    return eval(plain)


@pytest.mark.parametrize("week", [1, 6, 9, None])
def test_session_adherence_is_that_of_the_frame_and_of_its_formula(sample, week):
    found = explained(sample, "session_adherence", week=week)

    ledger = rs.build_ledger(sample, as_of=DAY, unit="session")
    by = ["patient_id"] if week is None else ["patient_id", "week"]
    key = {"patient_id": "P003"} | ({} if week is None else {"week": week})
    expected = row_of(rs.adherence(ledger, by=by), **key)["session_adherence"]
    assert computed(found.with_numbers) == pytest.approx(expected)
    assert found.value.startswith(f"{expected:.4g}")


def test_symmetry_and_weekly_volume_have_the_numbers_of_their_frames(sample):
    symmetry = explained(sample, "symmetry", exercise="hip_pushdown", week=6)
    volume = explained(sample, "weekly_volume", week=6, **LINE)

    key = {"patient_id": "P003", "exercise": "hip_pushdown", "week": 6}
    expected = row_of(rs.symmetry(sample, as_of=DAY), **key)["symmetry"]
    assert computed(symmetry.with_numbers) == pytest.approx(expected)
    reps = row_of(rs.weekly_volume(sample, as_of=DAY), side="left", **key)["n_reps"]
    assert volume.value.startswith(f"{reps} repetitions")


def test_the_change_of_pain_has_the_numbers_of_the_frame(sample):
    found = explained(sample, "pain_change", "P001")

    row = row_of(rs.pain_change(sample, as_of=DAY, unit="session"), patient_id="P001")
    assert found.value.startswith(f"{row['change_nrs']:+.4g} NRS: better, beyond")
    assert f"= {row['z']:.4g}" in found.with_numbers
    assert [rows.n for rows in found.counted] == [52, 41]


@pytest.mark.parametrize("metric", ["weekly_pain", "weekly_volume"])
def test_every_row_of_the_exercise_and_side_is_counted_or_left_out_with_a_reason(sample, metric):
    found = explained(sample, metric, week=6, **LINE)

    sets = sample.sets
    mine = (sets["patient_id"] == "P003") & (sets["exercise"] == "hip_pushdown")
    n_rows = int((mine & (sets["side"] == "left")).sum())
    assert sum(rows.n for rows in (*found.counted, *found.left_out)) == n_rows


def test_thresholds_carry_their_sources(sample):
    found = explained(sample, "pain_change", "P001")

    sem = next(item for item in found.thresholds if item.name == "pain_sem_nrs")
    assert "doi:10.1097/01.brs.0000164099.92112.29" in str(sem)
    assert str(sem) in " ".join(str(found).split())


def test_too_few_is_said_and_no_number_is_printed_as_nan(load):
    from conftest import log, patients

    caseload = load(patients=patients("P1,2026-01-05,,3"), sessions=log("2026-01-05 raise left 10"))
    trend = rs.explain(caseload, "pain_trend", patient_id="P1", as_of="2026-01-12")
    assert trend.value == "none: too few points"
    assert "nan" not in str(trend).lower()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_explained_whether_it_fired_or_not(sample, rule):
    text = str(explained(sample, rule.id))

    assert rule.question.split()[0] in text
    assert "nan" not in text.lower().split()


@pytest.mark.parametrize("patient", [f"P00{n}" for n in range(1, 9)])
def test_every_metric_of_every_patient_can_be_explained(sample, patient):
    exercise = sample.sets.loc[sample.sets["patient_id"] == patient, "exercise"].iloc[0]
    for metric in EXPLAINED[: len(EXPLAINED) - len(RULES)]:
        text = str(explained(sample, metric, patient, exercise=exercise, side="left", week=3))

        assert text.startswith(f"{metric}: {patient}")
        assert " nan" not in text


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"metric": "pain"}, "`metric`: got 'pain', expected one of session_adherence"),
        ({"patient_id": "P9"}, "`patient_id`: got 'P9', expected one of P001"),
        ({"exercise": "squat"}, "`exercise`: got 'squat', expected one of hip_pushdown"),
        ({"side": "up"}, "`side`: got 'up', expected one of left, right"),
        ({"metric": "weekly_pain"}, "`exercise`: got none, expected one for weekly_pain"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(sample, what, message):
    given = {"metric": "pain_trend", "patient_id": "P001"} | what
    with pytest.raises(ValueError, match=re.escape(message)):
        rs.explain(sample, given.pop("metric"), as_of=DAY, **given)
