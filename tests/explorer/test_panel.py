"""The controls: what each offers, and that chart and tables follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabstats.explorer.choice import (
    VIEWS,
    Choice,
    exercises_of,
    require_known,
    sides_of,
    weeks_of,
)
from rehabstats.explorer.panel import Panel
from rehabstats.explorer.render import render_picture, render_tables
from rehabstats.explorer.shown import Shown

#: None would be drawn as an empty control.
ALL = ""
CONTROLS = ("patient", "metric", "exercise", "side", "first", "last")


@pytest.fixture
def quick(monkeypatch) -> list[Choice]:
    """Draw nothing, and note what would be shown."""
    shown: list[Choice] = []
    monkeypatch.setattr(Panel, "_show", lambda panel: shown.append(panel.choice))
    return shown


def offered(control) -> list:
    return [one[1] if isinstance(one, tuple) else one for one in control.options]


def test_each_control_has_its_label(room, quick):
    panel = Panel(room, Choice("P001", "trend"))

    labels = [control.description for control in panel.controls.children]
    expected = ["Patient", "Metric", "Exercise", "Side", "From week", "To week"]
    assert labels == expected


def test_controls_begin_with_the_choice(room, quick):
    choice = Choice("P003", "pain", "hip_pushdown", "left", (3, 9))

    assert Panel(room, choice).choice == choice
    assert quick == [choice]


def test_chart_and_tables_are_those_of_the_choice_and_follow_it(room):
    panel = Panel(room, Choice("P003", "runs"))
    before = Shown(room, Choice("P003", "runs"))
    assert panel.picture.value == render_picture(before)
    assert panel.tables.value == render_tables(before)

    panel.patient.value = "P002"

    after = Shown(room, Choice("P002", "runs"))
    assert panel.picture.value == render_picture(after) != render_picture(before)
    assert panel.tables.value == render_tables(after) != render_tables(before)


def test_another_patient_brings_other_exercises_sides_and_weeks(room, quick):
    panel = Panel(room, Choice("P001", "pain", "hip_pushdown", "left", (2, 3)))

    panel.patient.value = "P002"

    assert offered(panel.exercise) == [ALL, *exercises_of(room["P002"])]
    assert "hip_pushdown" not in offered(panel.exercise)
    assert offered(panel.side) == [ALL, *sides_of(room["P002"], None)]
    assert offered(panel.first) == offered(panel.last) == list(range(1, 13))
    # A side is still there; an exercise is not, and weeks of another person mean nothing.
    assert panel.choice == Choice("P002", "pain", None, "left", None)


def test_an_exercise_that_both_patients_do_stays_chosen(room, quick):
    panel = Panel(room, Choice("P001", "pain", "hip_pushdown", "left"))

    panel.patient.value = "P003"

    assert panel.choice == Choice("P003", "pain", "hip_pushdown", "left")


def test_an_exercise_offers_only_its_own_sides(room, quick):
    panel = Panel(room, Choice("P003", "pain", "hip_pushdown", "left"))

    panel.exercise.value = "butterfly_stretch"

    assert offered(panel.side) == [ALL, "both"]
    assert panel.choice == Choice("P003", "pain", "butterfly_stretch", None)


@pytest.mark.parametrize("name", ["exercise", "side"])
def test_where_nothing_is_cut_the_control_says_all(room, quick, name):
    panel = Panel(room, Choice("P003", "pain"))

    control = getattr(panel, name)
    assert control.label == "all"
    # What the browser is told to select: none is the index None.
    assert control.get_state()["index"] == 0


def test_exercises_are_offered_by_their_names(room, quick):
    panel = Panel(room, Choice("P003", "pain"))

    assert ("Hip pushdown", "hip_pushdown") in panel.exercise.options


@pytest.mark.parametrize("metric", VIEWS)
def test_what_has_nothing_to_cut_is_greyed(room, quick, metric):
    panel = Panel(room, Choice("P003", "pain"))

    panel.metric.value = metric

    able = [name for name in CONTROLS[2:] if not getattr(panel, name).disabled]
    named = {"exercise": ["exercise"], "side": ["side"], "weeks": ["first", "last"]}
    assert able == [name for control in VIEWS[metric].takes for name in named[control]]


def test_a_cut_outlives_a_metric_that_does_not_heed_it(room, quick):
    choice = Choice("P003", "pain", "hip_pushdown", "left", (3, 9))
    panel = Panel(room, choice)

    panel.metric.value = "runs"
    panel.metric.value = "pain"

    assert panel.choice == choice


def test_one_change_is_shown_once_however_many_controls_adapt(room, quick):
    panel = Panel(room, Choice("P001", "pain", "hip_pushdown", "left", (2, 3)))

    panel.patient.value = "P002"

    assert len(quick) == 2  # at first, and now


def test_all_weeks_are_no_cut(room, quick):
    panel = Panel(room, Choice("P001", "trend"))

    panel.first.value = 2
    assert panel.choice.weeks == (2, 13)
    panel.first.value = 1

    assert panel.choice.weeks is None


@pytest.mark.parametrize(("name", "week", "then"), [("first", 9, (9, 9)), ("last", 2, (2, 2))])
def test_a_week_beyond_the_other_end_takes_that_along(room, quick, name, week, then):
    panel = Panel(room, Choice("P001", "trend", weeks=(4, 6)))

    getattr(panel, name).value = week

    assert panel.choice.weeks == then
    assert len(quick) == 2


@given(st.data())
def test_no_way_through_the_controls_leads_to_an_unknown_choice(room, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Panel, "_show", lambda panel: require_known(room, panel.choice))
        panel = Panel(room, Choice("P001", "trend"))
        for name in data.draw(st.lists(st.sampled_from(CONTROLS), max_size=6)):
            control = getattr(panel, name)
            control.value = data.draw(st.sampled_from(offered(control)))

            require_known(room, panel.choice)
            known = offered(panel.first)
            assert (known[0], known[-1]) == weeks_of(room[panel.patient.value])
