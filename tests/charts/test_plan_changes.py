"""Changes of the plan: drawn in the weeks shown, with what is asked for more or less often."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from rehabstats.charts.weekly_trend import plot_weekly_trend

START = pd.Timestamp("2026-01-05")


@pytest.fixture
def frames(done, hurt):
    """Twelve weeks of one patient, whose week 1 begins on 5 January 2026."""
    starts = [START + pd.Timedelta(weeks=week) for week in range(12)]
    return (
        done([(5, 3, 0)] * 12, week_start=starts),
        hurt([(4, 6)] * 12, week_start=starts),
    )


def prescribed(exercise, side="both", *, from_day=0, to_day=None, a_week=5, reps=8) -> dict:
    """One prescription, from and to days since the start."""
    ends = pd.NaT if to_day is None else START + pd.Timedelta(days=to_day)
    return {
        "patient_id": "P001", "exercise": exercise, "side": side,
        "valid_from": START + pd.Timedelta(days=from_day), "valid_to": ends,
        "sessions_per_week": a_week, "sets": 1, "reps_min": reps, "reps_max": 12,
        "hold_min_s": np.nan, "hold_max_s": np.nan,
    }  # fmt: skip


def changed(exercise, side="both", *, on=28, old=5, new=3, **more) -> list[dict]:
    """Prescribed more or less often from a day on."""
    return [
        prescribed(exercise, side, to_day=on, a_week=old),
        prescribed(exercise, side, from_day=on, a_week=new, **more),
    ]


def words_of(frames, rows, **more) -> list[str]:
    above, _ = plot_weekly_trend(*frames, plan=pd.DataFrame(rows), **more)
    return [text.get_text().replace("\n", " ") for text in above.texts if text.get_rotation()]


def test_a_change_of_frequency_names_the_exercise_and_both_frequencies(frames):
    rows = [*changed("hip_pushdown"), prescribed("clam")]

    assert words_of(frames, rows) == ["hip pushdown: 5 to 3 a week"]
    assert words_of(frames, rows, names={"hip_pushdown": "Push"}) == ["Push: 5 to 3 a week"]


def test_a_change_of_frequency_of_all_exercises_needs_no_name(frames):
    rows = [*changed("hip_pushdown", "left"), *changed("hip_pushdown", "right"), *changed("clam")]

    assert words_of(frames, rows) == ["5 to 3 a week"]


def test_the_only_exercise_is_named_and_so_is_one_that_is_taken_out(frames):
    assert words_of(frames, changed("clam", new=0)) == ["clam: 5 to 0 a week"]


def test_what_was_taken_out_before_is_none_of_all(frames):
    rows = [
        *changed("raise", on=7, new=0),
        *changed("clam"),
        *changed("bridge"),
    ]

    assert words_of(frames, rows) == ["raise: 5 to 0 a week", "5 to 3 a week"]


def test_one_side_is_named_where_the_other_stays(frames):
    rows = [*changed("clam", "left"), prescribed("clam", "right")]

    assert words_of(frames, rows) == ["clam left: 5 to 3 a week"]


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (2, "exercise 0, exercise 1: 5 to 3 a week"),
        (3, "exercise 0 and 2 more: 5 to 3 a week"),
        (40, "exercise 0 and 39 more: 5 to 3 a week"),
    ],
)
def test_many_names_are_shortened_to_the_first(frames, n, words):
    rows = [row for k in range(n) for row in changed(f"exercise_{k}")]

    assert words_of(frames, [*rows, prescribed("clam")]) == [words]


def test_different_frequencies_of_one_day_are_told_apart(frames):
    rows = [*changed("clam"), *changed("raise", old=5, new=7)]

    assert words_of(frames, rows) == ["clam: 5 to 3 a week raise: 5 to 7 a week"]


def test_a_change_of_the_dose_alone_says_no_frequency(frames):
    rows = [*changed("clam", new=5, reps=10), prescribed("raise")]

    assert words_of(frames, rows) == ["plan: clam"]


def test_a_phase_that_asks_for_the_same_is_no_change(frames):
    above, _ = plot_weekly_trend(*frames, plan=pd.DataFrame(changed("clam", new=5)))

    assert len(above.texts) == 0
    assert [line for line in above.get_lines() if line.get_linestyle() == ":"] == []


@pytest.mark.parametrize(
    ("on", "is_drawn"), [(77, True), (83, True), (84, False), (85, False), (365, False)]
)
def test_a_change_after_the_last_week_shown_is_not_drawn(frames, on, is_drawn):
    above, _ = plot_weekly_trend(*frames, plan=pd.DataFrame(changed("clam", on=on)))

    assert len(above.texts) == is_drawn
    assert len([line for line in above.get_lines() if line.get_linestyle() == ":"]) == is_drawn


def test_a_change_or_pause_to_come_does_not_squeeze_the_chart(done, hurt):
    weeks = {"week_start": [START]}
    own = done([(5, 3, 0)], **weeks), hurt([(4, 6)], **weeks)
    pauses = pd.DataFrame(
        {
            "patient_id": "P001", "start_date": [START + pd.Timedelta(days=20)],
            "end_date": [pd.NaT], "reason": "travel",
        }
    )  # fmt: skip
    plain, _ = plot_weekly_trend(*own)

    above, _ = plot_weekly_trend(*own, plan=pd.DataFrame(changed("clam")), pauses=pauses)

    for ax in (plain, above):
        ax.figure.draw_without_rendering()
    assert len(above.texts) == 0
    assert above.get_position().bounds == pytest.approx(plain.get_position().bounds)


@pytest.mark.parametrize("height_in", [1.6, 2.4, 5.4])
def test_no_label_reaches_over_its_axes_however_low_they_are(frames, height_in):
    axes = Figure(figsize=(6, height_in * 2)).subplots(2, 1)
    rows = [*changed("lateral_trunk_rotation"), *changed("raise", on=56), prescribed("clam")]

    above, _ = plot_weekly_trend(*frames, axes=axes, plan=pd.DataFrame(rows))

    above.figure.draw_without_rendering()
    labels = [text for text in above.texts if text.get_rotation()]
    assert all(text.get_text().endswith("5 to 3 a week") for text in labels)
    assert all(text.get_window_extent().y0 >= above.bbox.y0 - 1 for text in labels)
