"""Layers of the trend: each lies where its days lie, and only what is known is drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rehabstats.charts._layers import first_day, week_of_day
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


def of_patient(**columns) -> pd.DataFrame:
    return pd.DataFrame({"patient_id": "P001", **columns})


def lines_of(ax, label: str):
    return [line for line in ax.get_lines() if str(line.get_label()).startswith(label)]


def test_the_first_day_of_a_week_lies_at_its_left_edge():
    assert week_of_day([START, START + pd.Timedelta(days=7)], START).tolist() == [0.5, 1.5]


def test_the_start_is_found_from_any_week():
    late = pd.DataFrame({"week": [3], "week_start": [START + pd.Timedelta(weeks=2)]})

    assert first_day(late) == START
    assert first_day(late.head(0)) is None


def test_each_rated_session_has_a_mark_and_an_unrated_one_has_none(frames):
    sessions = of_patient(
        started_at=[START + pd.Timedelta(hours=18), START + pd.Timedelta(days=7, hours=23)],
        pain_during_nrs_mean=[0.0, np.nan],
    )

    _, below = plot_weekly_trend(*frames, sessions=sessions)

    (marks,) = lines_of(below, "session")
    assert marks.get_xdata().tolist() == [0.5]
    assert marks.get_ydata().tolist() == [0.0]


def slope_of(**changes) -> pd.DataFrame:
    row = {
        "first_on": [START], "last_on": [START + pd.Timedelta(days=70)],
        "slope_per_week": [-0.2], "slope_low": [-0.3], "slope_high": [-0.1],
        "intercept_nrs": [5.0], "middle_weeks": [5.0],
    }  # fmt: skip
    return of_patient(**(row | changes))


def test_the_slope_is_drawn_over_the_days_that_it_rests_on_with_its_interval(frames):
    _, below = plot_weekly_trend(*frames, trend=slope_of())

    (line,) = lines_of(below, "slope -0.2 a week")
    assert line.get_xdata()[[0, -1]].tolist() == [0.5, 10.5]
    assert line.get_ydata()[[0, -1]] == pytest.approx([5.0, 3.0])
    # At both ends the interval is 0.1 x 5 weeks wide on each side, and nothing in the middle.
    corners = below.collections[0].get_paths()[0].vertices
    at_the_end = corners[np.isclose(corners[:, 0], 10.5)][:, 1]
    assert (at_the_end.min(), at_the_end.max()) == pytest.approx((2.5, 3.5))


def test_too_few_points_for_a_slope_draw_none(frames):
    _, below = plot_weekly_trend(*frames, trend=slope_of(slope_per_week=[np.nan]))

    assert lines_of(below, "slope") == []


def test_a_slope_never_leaves_the_scale(frames):
    _, below = plot_weekly_trend(*frames, trend=slope_of(slope_per_week=[-2.0]))

    assert lines_of(below, "slope")[0].get_ydata().min() == 0


def test_a_flare_is_a_bar_over_its_days_with_its_side(frames):
    flares = of_patient(
        start_on=[START + pd.Timedelta(days=7)], end_on=[START + pd.Timedelta(days=14)], side="left"
    )

    _, below = plot_weekly_trend(*frames, flares=flares)

    bars = [line for line in below.get_lines() if line.get_linewidth() == 3]
    assert [list(bar.get_xdata()) for bar in bars] == [[1.5, 2.5]]
    assert "flare left" in [text.get_text() for text in below.texts]


@pytest.mark.parametrize(
    ("days", "names"),
    [
        ([7, 9, 11], ["3 flares"]),
        ([7, 63], ["flare left", "flare left"]),
        ([7, 9, 63], ["2 flares", "flare left"]),
    ],
)
def test_flares_whose_names_would_overlap_are_counted_and_each_has_its_bar(frames, days, names):
    begins = [START + pd.Timedelta(days=day) for day in days]
    flares = of_patient(start_on=begins[::-1], end_on=begins[::-1], side="left")

    _, below = plot_weekly_trend(*frames, flares=flares)

    words = [text.get_text() for text in below.texts if "flare" in text.get_text()]
    assert words == names
    assert sum(line.get_linewidth() == 3 for line in below.get_lines()) == len(days)


def test_a_pause_and_a_change_of_the_plan_are_named(frames):
    pauses = of_patient(
        start_date=[START + pd.Timedelta(days=14)], end_date=[START + pd.Timedelta(days=21)],
        reason="travel",
    )  # fmt: skip
    plan = of_patient(
        exercise=["hip_pushdown", "hip_pushdown"], valid_from=[START, START + pd.Timedelta(days=28)]
    )

    above, _ = plot_weekly_trend(
        *frames, pauses=pauses, plan=plan, names={"hip_pushdown": "Hip pushdown"}
    )

    words = [text.get_text() for text in above.texts]
    assert "travel" in words
    assert words.count("plan: Hip pushdown") == 1  # what held from the start is no change


def test_a_pause_without_an_end_is_drawn_to_the_last_week_shown(frames):
    pauses = of_patient(
        start_date=[START + pd.Timedelta(days=70)], end_date=[pd.NaT], reason="travel"
    )

    above, _ = plot_weekly_trend(*frames, pauses=pauses)

    (pause,) = [patch for patch in above.patches if patch.get_hatch() == ".."]
    assert (pause.get_x(), pause.get_x() + pause.get_width()) == (10.5, 12.5)
    (word,) = [text for text in above.texts if text.get_text() == "travel"]
    assert word.get_position()[0] == 11.5


def test_a_long_reason_is_cut_with_an_ellipsis(frames):
    pauses = of_patient(
        start_date=[START], end_date=[START + pd.Timedelta(days=7)], reason="a very long " * 9
    )

    above, _ = plot_weekly_trend(*frames, pauses=pauses)

    assert any(text.get_text().endswith("\N{HORIZONTAL ELLIPSIS}") for text in above.texts)


def test_activities_come_on_top_each_with_a_line_of_its_own(frames):
    checkins = of_patient(
        date=[START, START, START + pd.Timedelta(days=7)],
        activity=["stairs", "socks", "stairs"], score_psfs=[4.0, 3.0, 5.0],
    )  # fmt: skip

    top, above, below = plot_weekly_trend(*frames, checkins=checkins)

    assert {line.get_label(): line.get_ydata().tolist() for line in top.get_lines()} == {
        "socks": [3.0], "stairs": [4.0, 5.0],
    }  # fmt: skip
    assert top.get_xlim() == above.get_xlim() == below.get_xlim()


def test_no_activity_is_said_in_words(frames):
    checkins = of_patient(date=[START], activity="a", score_psfs=5.0).head(0)

    top, _, _ = plot_weekly_trend(*frames, checkins=checkins)

    assert [text.get_text() for text in top.texts] == ["no activity rated yet"]


def test_layers_of_another_patient_are_refused(frames):
    flares = of_patient(start_on=[START], end_on=[START], side="left").assign(patient_id="P002")

    with pytest.raises(ValueError, match="`adherence` is of patient 'P001' and `flares` of"):
        plot_weekly_trend(*frames, flares=flares)


def test_the_whole_sample_is_drawn_with_every_layer(room):
    layers = {
        "adherence": "session_adherence", "pain": "weekly_session_pain",
        "sessions": "pain_response", "trend": "session_pain_trend", "flares": "side_pain_flares",
        "pauses": "pauses", "plan": "plan", "checkins": "checkins",
    }  # fmt: skip
    for own in room:
        axes = plot_weekly_trend(**{layer: own.frame(name) for layer, name in layers.items()})

        assert len(axes) == 3
        axes[0].figure.draw_without_rendering()
