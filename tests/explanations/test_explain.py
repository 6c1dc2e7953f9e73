"""Explanations: the number of the frame, its formula, and every row accounted for."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from pathlib import Path

import pytest

import rehabstats as rs
from conftest import log, patients
from rehabstats.explanations import EXPLAINED
from rehabstats.explanations.explain import _NEEDS, _TAKES
from rehabstats.schemas.progress import CRITERION_REASONS
from rehabstats.signals import RULES

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
DAY = "2026-03-30"
LINE = {"exercise": "hip_pushdown", "side": "left"}
RULE_IDS = tuple(rule.id for rule in RULES)
METRICS = tuple(name for name in EXPLAINED if name not in RULE_IDS)


@pytest.fixture(scope="module")
def sample() -> rs.Progress:
    """The sample seen from a day: what is explained is made once."""
    return rs.progress(SAMPLE, as_of=DAY)


def explained(sample: rs.Progress, metric: str, patient: str = "P003", **what) -> rs.Explanation:
    return sample[patient].explain(metric, **what)


def row_of(frame, **key):
    for name, value in key.items():
        wanted = frame[name].isna() if value is None else frame[name] == value
        frame = frame[wanted]
    return frame.iloc[0]


def computed(formula: str) -> float:
    """The arithmetic of a formula with the numbers in it."""
    plain = re.sub(r"[a-z]+", "", formula.split(";", maxsplit=1)[0])
    assert re.fullmatch(r"[-+*/(). 0-9]+", plain), plain
    return eval(plain)


def accounted(found: rs.Explanation) -> int:
    return sum(rows.n for rows in (*found.counted, *found.left_out))


@pytest.mark.parametrize("week", [1, 6, 9, None])
def test_session_adherence_is_that_of_the_frame_and_of_its_formula(sample, week):
    found = explained(sample, "session_adherence", week=week)

    ledger = rs.build_ledger(sample.caseload, as_of=DAY, unit="session")
    by = ["patient_id"] if week is None else ["patient_id", "week"]
    key = {"patient_id": "P003"} | ({} if week is None else {"week": week})
    expected = row_of(rs.adherence(ledger, by=by), **key)
    assert computed(found.with_numbers) == pytest.approx(expected["session_adherence"])
    assert found.value.startswith(f"{expected['session_adherence']:.4g}")
    assert accounted(found) == expected[["n_due", "n_open", "n_excused", "n_extra"]].sum()


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (LINE, ["patient_id", "exercise", "side"]),
        ({"side": "left"}, ["patient_id", "side"]),
        ({"exercise": "hip_pushdown"}, ["patient_id", "exercise"]),
    ],
)
def test_adherence_of_an_exercise_or_a_side_is_that_of_its_slots(sample, what, by):
    found = explained(sample, "session_adherence", **what)

    ledger = rs.build_ledger(sample.caseload, as_of=DAY)
    expected = row_of(rs.adherence(ledger, by=by), patient_id="P003", **what)
    assert computed(found.with_numbers) == pytest.approx(expected["session_adherence"])


@pytest.mark.parametrize("week", [6, None])
def test_dose_adherence_is_that_of_the_frame_and_of_its_formula(sample, week):
    found = explained(sample, "dose_adherence", **LINE, week=week)

    ledger = rs.build_ledger(sample.caseload, as_of=DAY)
    by = ["patient_id", "exercise", "side", *([] if week is None else ["week"])]
    key = {"patient_id": "P003", **LINE} | ({} if week is None else {"week": week})
    expected = row_of(rs.adherence(ledger, by=by), **key)
    assert computed(found.with_numbers) == pytest.approx(expected["dose_adherence"])
    assert found.value.startswith(f"{expected['dose_adherence']:.4g} (")


def test_weekly_numbers_are_those_of_their_frames_and_of_their_formulas(sample):
    how = {**LINE, "week": 6}
    volume, change, pain = (
        explained(sample, name, **how) for name in ("weekly_volume", "volume_change", "weekly_pain")
    )

    key = {"patient_id": "P003", **how}
    reps = row_of(rs.weekly_volume(sample.caseload, as_of=DAY), **key)["n_reps"]
    expected = row_of(rs.volume_change(sample.caseload, as_of=DAY), **key)["change"]
    median = row_of(rs.weekly_pain(sample.caseload, as_of=DAY), **key)["pain_during_nrs_median"]
    assert computed(volume.with_numbers) == reps == int(volume.value.split()[0])
    assert computed(change.with_numbers) == pytest.approx(expected)
    listed = [float(part) for part in pain.with_numbers.removeprefix("median of ").split(", ")]
    assert statistics.median(listed) == median
    assert pain.value.startswith(f"{median:.4g} (mean ")


def test_symmetry_is_that_of_its_frame_and_of_its_formula(sample):
    found = explained(sample, "symmetry", exercise="hip_pushdown", week=6)

    key = {"patient_id": "P003", "exercise": "hip_pushdown", "week": 6}
    expected = row_of(rs.symmetry(sample.caseload, as_of=DAY), **key)["symmetry"]
    assert computed(found.with_numbers) == pytest.approx(expected)
    assert found.value.startswith(f"{expected:+.4g} ")


@pytest.mark.parametrize("what", [{}, {"side": "left"}, LINE])
def test_trend_and_change_of_pain_have_the_numbers_of_their_frames(sample, what):
    unit = {0: "session", 1: "side", 2: "exercise"}[len(what)]
    key = {"patient_id": "P001", "exercise": None, "side": None} | what
    trend, change = (explained(sample, name, "P001", **what) for name in
                     ("pain_trend", "pain_change"))  # fmt: skip

    slope = row_of(rs.pain_trend(sample.caseload, as_of=DAY, unit=unit), **key)
    row = row_of(rs.pain_change(sample.caseload, as_of=DAY, unit=unit), **key)
    assert trend.value.startswith(f"{slope['slope_per_week']:+.4g} NRS per week")
    assert f"of {slope['n']} rated sessions" in trend.with_numbers
    assert change.value.startswith(f"{row['change_nrs']:+.4g} NRS: {row['reliable']}")
    assert computed(change.with_numbers) == pytest.approx(row["change_nrs"], abs=2e-3)
    assert change.with_numbers.endswith(f"= {row['z']:.4g}")


def test_function_has_the_numbers_of_its_frame_and_all_of_its_ratings(sample):
    found = explained(sample, "function", "P001")

    row = row_of(rs.function(sample.caseload, as_of=DAY), patient_id="P001", activity=None)
    assert computed(found.with_numbers) == pytest.approx(row["change_psfs"], abs=2e-3)
    assert accounted(found) == (sample.caseload.checkins["patient_id"] == "P001").sum()
    assert [rows.n for rows in found.counted] == [2 * row["n_baseline"], 2 * row["n_current"]]


def test_progression_and_flares_say_what_their_frames_say(sample):
    progression = explained(sample, "progression", **LINE)
    flares = explained(sample, "pain_flares", side="left")

    row = row_of(rs.progression(sample.caseload, as_of=DAY), patient_id="P003", **LINE)
    assert (row["meets_criterion"], row["criterion_reason"]) == ("no", "reps_within_range")
    found = rs.pain_flares(sample.caseload, as_of=DAY, unit="side")
    mine = found[(found["patient_id"] == "P003") & (found["side"] == "left")]
    assert progression.value == f"not met: {CRITERION_REASONS['reps_within_range']}"
    assert flares.value.count(", up to ") == len(mine) > 0
    threshold = mine.iloc[0]["threshold_nrs"]
    assert flares.with_numbers.endswith(f"= {threshold:g}")


@pytest.mark.parametrize(
    ("metric", "what"),
    [
        ("weekly_pain", {**LINE, "week": 6}),
        ("weekly_volume", {**LINE, "week": 6}),
        ("volume_change", {**LINE, "week": 6}),
        ("progression", LINE),
        ("pain_trend", LINE),
        ("pain_change", LINE),
        ("pain_flares", LINE),
        ("symmetry", {"exercise": "hip_pushdown", "week": 6}),
        ("pain_trend", {}),
    ],
)
def test_every_row_is_counted_or_left_out_with_a_reason(sample, metric, what):
    found = explained(sample, metric, **what)

    sets = sample.caseload.sets[sample.caseload.sets["patient_id"] == "P003"]
    for name in ("exercise", "side"):
        sets = sets[sets[name] == what[name]] if name in what else sets
    assert accounted(found) == len(sets)
    lines = [rows.lines for rows in (*found.counted, *found.left_out) if rows.n]
    assert len(set(lines)) == len(lines)


@pytest.fixture
def small(load) -> rs.Caseload:
    """Left, both, unknown, skipped, and an entry of tomorrow."""
    rows = [
        "2026-01-05 raise left 10", "2026-01-06 raise both 8", "2026-01-07 raise unknown 9",
        "2026-01-08 raise left skip", "2026-01-08 hug both 5", "2026-01-20 raise left 12",
    ]  # fmt: skip
    return load(patients=patients("P1,2026-01-05,,3"), sessions=log(*rows))


def of_small(small: rs.Caseload, **what) -> rs.Explanation:
    return rs.explain(small, "weekly_volume", patient_id="P1", as_of="2026-01-12", week=1, **what)


def test_a_set_of_both_sides_counts_on_each_side_of_an_exercise_done_per_side(small):
    left, right = (of_small(small, exercise="raise", side=side) for side in ("left", "right"))

    assert left.with_numbers == "10 + 8"
    assert left.value == "18 repetitions in 2 sets of 2 sessions"
    assert right.with_numbers == "8"
    assert right.value == "8 repetitions in 1 set of 1 session"
    assert {rows.what for rows in left.left_out if rows.n} == {
        "rows after as_of", "skip rows", "rows of unknown side"
    }  # fmt: skip


def test_a_set_that_counts_elsewhere_is_left_out_and_said(small):
    both, hug = of_small(small, exercise="raise", side="both"), of_small(
        small, exercise="hug", side="left"
    )  # fmt: skip
    unknown = of_small(small, exercise="raise", side="unknown")

    for found in (both, hug):
        assert found.value.startswith("0 repetitions")
        assert found.counted[0].n == 0
        assert "1 row of both sides, which count elsewhere" in str(found)
    assert unknown.with_numbers == "9"


def test_one_row_is_a_row_and_one_slot_is_a_slot(small):
    found = rs.explain(
        small, "session_adherence", patient_id="P1", as_of="2026-01-06", exercise="raise"
    )

    assert re.search(r"\b1 (slot|row) ", str(found))
    assert not re.search(r"\b1 (slots|rows) ", str(found))


def test_a_slope_of_too_few_sessions_for_a_direction_is_explained_without_one(load):
    days = "".join(f"P1,2026-01-{5 + n:02}T08:00,hug,both,5,{n % 4}\n" for n in range(6))
    head = "patient_id,started_at,exercise,side,reps,pain_during_nrs\n"
    caseload = load(patients=patients("P1,2026-01-05,,7"), sessions=head + days)

    found = rs.explain(caseload, "pain_trend", patient_id="P1", as_of="2026-01-12")

    assert found.value == "+1.4 NRS per week (-7 to +7)"
    assert found.with_numbers.endswith(
        "6 rated sessions; no direction: enough points for a slope, too few for a direction"
    )


def test_what_nobody_recorded_is_not_explained_as_a_share_of_0(small, load):
    silent = rs.explain(small, "session_adherence", patient_id="P1", as_of="2026-03-01", week=5)
    caseload = load(patients=patients("P1,2026-01-05,,1"), sessions=log("2026-01-06 hug both skip"))
    skipped = rs.explain(caseload, "session_adherence", patient_id="P1", as_of="2026-01-20", week=1)

    assert silent.value == "0 (0 %): nothing recorded"
    assert skipped.value == "0 (0 %), 0 (0 %) without the unrecorded ones"


def test_thresholds_carry_their_sources(sample):
    found = explained(sample, "pain_change", "P001")

    sem = next(item for item in found.thresholds if item.name == "pain_sem_nrs")
    assert "doi:10.1097/01.brs.0000164099.92112.29" in str(sem)
    assert str(sem) in " ".join(str(found).split())


def test_changed_thresholds_change_the_number_and_say_so(sample):
    settings = rs.Settings(pain_sem_nrs=3.0)

    found = rs.explain(
        sample.caseload, "pain_change", patient_id="P001", as_of=DAY, settings=settings
    )

    assert "NRS: within the measurement error" in found.value
    assert "pain_sem_nrs = 3 NRS, changed from 1.02" in str(found)


@pytest.mark.parametrize(
    ("metric", "what", "value"),
    [
        ("pain_trend", {}, "none: too few points"),
        ("pain_change", {}, "none: too few ratings in the first days"),
        ("function", {}, "none: nothing was rated"),
        ("dose_adherence", {"exercise": "raise", "side": "right"}, "none: nothing was due"),
        ("weekly_pain", {"exercise": "raise", "side": "left", "week": 1},
         "none: nothing was rated"),
        ("volume_change", {"exercise": "raise", "side": "left", "week": 1},
         "none: the week is not over, or the program ended in it"),
        ("symmetry", {"exercise": "hug", "week": 1},
         "none: no such week of an exercise done per side"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_has_its_reason_in_words(small, metric, what, value):
    found = rs.explain(small, metric, patient_id="P1", as_of="2026-01-05", **what)

    assert found.value == value
    assert not re.search(r"\bnan\b|\bNaT\b|None", str(found))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_explained_whether_it_fired_or_not(sample, rule):
    for patient in ("P001", "P003", "P004", "P007", "P008"):
        found = explained(sample, rule.id, patient)

        mine = sample[patient].signals
        told = mine.loc[mine["rule"] == rule.id, "sentence"].tolist()
        also = any(rule.id in str(names).split(", ") for names in mine["also"])
        assert rule.question in found.definition
        assert [item.name for item in found.thresholds] == list(rule.thresholds)
        assert not re.search(r"\bnan\b|\bNaT\b|None", str(found))
        if told:
            assert found.value == "; ".join(told)
        else:
            assert found.value.startswith("it fired, and is told by" if also else "it did not")


@pytest.mark.parametrize(
    ("patient", "rule", "numbers"),
    [
        ("P004", "no_record", "50 found, 8 or more fires"),
        ("P001", "pain_falling", "-3.289 found, -1 or less fires"),
        ("P002", "plateau", "3.745 found, more than 2 fires"),
        ("P008", "no_baseline", "3 found, less than 4 fires"),
    ],
)
def test_a_rule_says_from_where_on_it_fires(sample, patient, rule, numbers):
    assert explained(sample, rule, patient).with_numbers == numbers


def test_a_fact_that_another_rule_tells_is_not_called_silent(sample):
    assert explained(sample, "interruption", "P004").value == (
        "it fired, and is told by no_record"
    )  # fmt: skip


def test_the_rows_behind_a_signal_are_counted(sample):
    found = explained(sample, "function_up", "P001")

    assert str(found.counted[0]) == "24 rows of checkins.csv (lines 2-25)"


@pytest.mark.parametrize("patient", [f"P00{n}" for n in range(1, 9)])
def test_every_metric_of_every_patient_can_be_explained(sample, patient):
    sets = sample.caseload.sets[
        (sample.caseload.sets["patient_id"] == patient) & (sample.caseload.sets["side"] == "left")
    ]
    given = {"exercise": sets["exercise"].iloc[0], "side": "left", "week": 3}
    for metric in METRICS:
        takes = (*_NEEDS.get(metric, ()), *_TAKES.get(metric, ()))

        text = str(explained(sample, metric, patient, **{name: given[name] for name in takes}))

        assert text.startswith(f"{metric}: {patient}")
        assert not re.search(r"\bnan\b|\bNaT\b|None", text)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"metric": "pain"}, "`metric`: got 'pain', expected one of session_adherence"),
        ({"patient_id": "P9"}, "`patient_id`: got 'P9', expected one of P001"),
        ({"exercise": "squat", "side": "left"}, "`exercise`: got 'squat', expected one of hip"),
        ({"side": "up"}, "`side`: got 'up', expected one of left, right"),
        ({"metric": "weekly_pain"}, "`exercise`: got none, expected one for weekly_pain"),
        ({"exercise": "hip_pushdown"}, "`side`: got none, expected one for pain_trend"),
        ({"week": 3}, "`week`: got 3, expected none for pain_trend"),
        ({"metric": "flare", "side": "left"}, "`side`: got 'left', expected none for flare"),
        ({"metric": "session_adherence", "week": 99}, "`week`: got 99, expected at most 13"),
        ({"as_of": "soon"}, "`as_of`: got 'soon'"),
    ],
)
def test_what_is_not_known_or_has_no_meaning_is_refused(
    sample, what: dict[str, object], message: str
):
    given = {"metric": "pain_trend", "patient_id": "P001", "as_of": DAY} | what
    explain: Callable[..., rs.Explanation] = rs.explain
    with pytest.raises(ValueError, match=re.escape(message)):
        explain(sample.caseload, given.pop("metric"), **given)
