"""The run chart says whether pain shifted, and marks what is beyond limits that mean something."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import rehabstats as rs
from rehabstats.charts import _style as style
from rehabstats.charts.run_chart import plot_run_chart

MONDAY = pd.Timestamp("2026-01-05")
LEVEL = [5, 6, 5, 6, 7, 6, 5, 6, 5, 6, 7, 5, 6, 5, 7, 6]


def series(*nrs: float | None, every: int = 2, **more: Any) -> pd.DataFrame:
    """Sessions of one exercise and side, so many days apart."""
    day = MONDAY + pd.to_timedelta(every * np.arange(len(nrs)), "D")
    columns = {
        "patient_id": "P1",
        "exercise": "raise",
        "side": "left",
        "session_id": [f"s{number}" for number in range(len(nrs))],
        "session_day": day,
        "week": (day - MONDAY).days // 7 + 1,
        "pain_during_nrs_mean": np.array(nrs, "float64"),
    }
    return pd.DataFrame(columns | more)


def found(sessions: pd.DataFrame, **more: Any) -> pd.DataFrame:
    """What is said of them, by hand: no shift, and no limits."""
    rated = sessions["pain_during_nrs_mean"].dropna()
    row = {
        "patient_id": "P1", "exercise": "raise", "side": "left", "n": len(rated),
        "n_off_median": len(rated), "median_nrs": rated.median(),
        "longest_run": 3, "longest_run_limit": 7.0, "n_crossings": 9, "n_crossings_limit": 4.0,
        "is_shifted": False, "lower_limit_nrs": np.nan, "upper_limit_nrs": np.nan,
        "n_beyond_limits": 0,
    } | more  # fmt: skip
    return pd.DataFrame([row]).astype({"is_shifted": "boolean"})


def chart(*nrs: float | None, **more: Any) -> Axes:
    sessions = series(*nrs)
    return plot_run_chart(sessions, found(sessions, **more))


def line(ax: Axes, label: str) -> Line2D | None:
    return next((one for one in ax.get_lines() if one.get_label().startswith(label)), None)


def level(ax: Axes, label: str) -> float | None:
    drawn = line(ax, label)
    return None if drawn is None else float(np.unique(drawn.get_ydata()).item())


def marks(ax: Axes, label: str) -> list[float]:
    drawn = line(ax, label)
    return [] if drawn is None else [float(y) for y in drawn.get_ydata()]


def beside(ax: Axes) -> dict[str, float]:
    """The words beside the scale, with their heights."""
    return {text.get_text(): text.get_position()[1] for text in ax.texts}


def said(ax: Axes) -> list[str]:
    return ax.get_legend().get_title().get_text().split("\n")


def keys(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_scale_is_always_that_of_pain():
    ax = chart(1, 2, 1)

    assert ax.get_ylim() == (0, 10)
    assert ax.get_ylabel() == "Pain during exercise\n[NRS 0-10]"
    assert ax.get_xlabel() == "Program week"


def test_sessions_stand_on_their_days_in_order():
    sessions = series(4, 5, 6)

    ax = plot_run_chart(sessions.iloc[::-1], found(sessions))

    drawn = line(ax, "session")
    assert list(drawn.get_ydata()) == [4, 5, 6]
    assert drawn.get_xdata() == pytest.approx([0.5, 0.5 + 2 / 7, 0.5 + 4 / 7])


def test_a_gap_of_more_than_a_week_stays_a_gap():
    joined, apart = (
        plot_run_chart(rows, found(rows)) for rows in (series(4, 5, every=7), series(4, 5, every=8))
    )

    assert marks(joined, "session") == [4, 5]
    np.testing.assert_equal(marks(apart, "session"), [4, np.nan, 5])


def test_an_unrated_session_breaks_the_line_and_has_a_tick_at_the_foot():
    ax = chart(4, None, 5)

    np.testing.assert_equal(marks(ax, "session"), [4, np.nan, 5])
    assert line(ax, "not rated").get_xdata() == pytest.approx([0.5 + 2 / 7])
    assert line(ax, "not rated").get_transform() == ax.get_xaxis_transform()
    assert keys(ax) == ["not rated"]


def test_the_median_is_drawn_and_named_with_its_number():
    ax = chart(4, 4, 5, median_nrs=4.25)

    assert level(ax, "median") == 4.25
    assert beside(ax) == {"median 4.3": 4.25}


def test_limits_are_drawn_and_named_with_their_numbers():
    ax = chart(*LEVEL, lower_limit_nrs=3.06, upper_limit_nrs=8.54)

    assert (level(ax, "lower limit"), level(ax, "upper limit")) == (3.06, 8.54)
    assert beside(ax) == {"lower limit 3.1": 3.06, "median 6": 6, "upper limit 8.5": 8.54}
    assert said(ax)[-1] == "limits from 16 points, 0 beyond"


def test_limits_beyond_the_scale_are_drawn_at_its_end_and_said_to_lie_beyond():
    ax = chart(*LEVEL, lower_limit_nrs=-0.3, upper_limit_nrs=11.2)

    assert (level(ax, "lower limit"), level(ax, "upper limit")) == (0, 10)
    assert list(beside(ax)) == ["lower limit below 0", "median 6", "upper limit above 10"]


def test_a_limit_on_the_end_of_the_scale_is_not_beyond_it():
    ax = chart(*LEVEL, lower_limit_nrs=0.0, upper_limit_nrs=10.0)

    assert list(beside(ax)) == ["lower limit 0", "median 6", "upper limit 10"]


def test_sessions_beyond_the_limits_are_unusual():
    nrs = [*LEVEL, 9, 2]

    ax = chart(*nrs, lower_limit_nrs=3, upper_limit_nrs=8, n_beyond_limits=2)

    assert marks(ax, "unusual") == [9, 2]
    assert keys(ax) == ["unusual session: beyond the limits"]
    assert line(ax, "unusual").get_marker() != line(ax, "session").get_marker()
    assert said(ax)[-1] == "limits from 18 points, 2 beyond"


def test_a_session_on_a_limit_is_not_unusual_whatever_the_rounding():
    ax = chart(*LEVEL, lower_limit_nrs=5 + 1e-12, upper_limit_nrs=7 - 1e-12)

    assert line(ax, "unusual") is None
    assert keys(ax) == []


def test_where_pain_shifted_no_limits_are_drawn_and_nothing_is_unusual():
    ax = chart(*LEVEL, 9, is_shifted=True, lower_limit_nrs=3, upper_limit_nrs=8, n_beyond_limits=1)

    assert line(ax, "lower limit") is line(ax, "upper limit") is line(ax, "unusual") is None
    assert said(ax)[-1] == "no limits drawn: they mean little where pain shifted"
    assert list(beside(ax)) == ["median 6"]


@pytest.mark.parametrize(("is_shifted", "verdict"), [(True, "pain shifted"), (False, "no shift")])
def test_the_runs_rule_speaks_with_the_numbers_it_rests_on(is_shifted, verdict):
    ax = chart(*LEVEL, is_shifted=is_shifted, longest_run=8, n_crossings=3)

    assert said(ax)[0] == (
        f"{verdict}: longest run 8, at most 7 expected; 3 crossings, at least 4 expected"
    )


def test_too_few_points_for_the_rule_are_said_to_be_too_few():
    nothing = {"longest_run_limit": np.nan, "n_crossings_limit": np.nan, "is_shifted": pd.NA}

    ax = chart(4, 5, 4, n_off_median=2, **nothing)

    assert said(ax) == [
        "too few points to tell a shift: 2 of 10 points off the median",
        "no limits: 3 of 12 points",
    ]


def test_limits_below_12_points_are_trial_limits():
    limits = {"lower_limit_nrs": 3.0, "upper_limit_nrs": 8.0}
    settings = rs.Settings(limits_points_min=5)
    sessions = [series(*LEVEL[:n]) for n in (11, 12)]

    trial, full = (
        plot_run_chart(rows, found(rows, **limits), settings=settings) for rows in sessions
    )

    assert said(trial)[-1] == "trial limits, from 11 points, 0 beyond"
    assert said(full)[-1] == "limits from 12 points, 0 beyond"


def test_words_count_by_the_settings_of_the_frame():
    settings = rs.Settings(runs_points_min=15, limits_points_min=20)
    sessions = series(*LEVEL)

    ax = plot_run_chart(
        sessions, found(sessions, is_shifted=pd.NA, n_off_median=12), settings=settings
    )

    assert "12 of 15 points" in said(ax)[0]
    assert said(ax)[1] == "no limits: 16 of 20 points"


def test_enough_points_that_never_follow_each_other_have_no_limits():
    sessions = series(*LEVEL, every=9)

    ax = plot_run_chart(sessions, found(sessions))

    assert said(ax)[-1] == "no limits: no two points within a week"


@pytest.mark.parametrize("nrs", [0.0, 0.3, 5.0, 9.8, 10.0])
def test_labels_of_one_height_stand_apart_beside_the_scale(nrs):
    ax = chart(*[nrs] * 16, lower_limit_nrs=nrs, upper_limit_nrs=nrs)
    ax.figure.draw_without_rendering()

    heights = list(beside(ax).values())
    assert len(heights) == 3
    assert np.diff(heights).min() > 0.5
    assert max(heights) <= 10
    boxes = [text.get_window_extent() for text in ax.texts]
    assert all(box.x0 >= ax.bbox.x1 and box.x1 <= ax.figure.bbox.x1 for box in boxes)


@pytest.mark.parametrize("n", [1, 16, 200])
def test_words_above_stay_on_the_figure_and_off_the_scale(n):
    ax = chart(*([4, 5] * n)[:n], lower_limit_nrs=1, upper_limit_nrs=4.5)
    ax.figure.draw_without_rendering()

    box = ax.get_legend().get_window_extent()
    assert ax.bbox.y1 <= box.y0 < box.y1 <= ax.figure.bbox.y1
    assert 0 <= box.x0 < box.x1 <= ax.figure.bbox.x1


def test_words_above_a_narrow_part_of_a_page_take_more_lines():
    sessions = series(*LEVEL)
    ax = Figure().add_axes((0.1, 0.2, 0.3, 0.3))

    assert plot_run_chart(sessions, found(sessions), ax=ax) is ax
    assert len(said(ax)) > 2
    assert max(map(len, said(ax))) * 0.056 <= style.width_in(ax)


def test_no_session_and_no_rating_are_said_in_words():
    rows = [series(), series(None, None)]

    none, unrated = (plot_run_chart(one, found(one).head(0)) for one in rows)

    assert list(beside(none)) == ["no session yet"]
    assert list(beside(unrated)) == ["no pain rated yet"]
    assert len(none.get_lines()) == 0
    assert unrated.get_ylim() == (0, 10)


def test_a_row_about_unrated_sessions_is_no_series_either():
    sessions = series(None, None)

    ax = plot_run_chart(sessions, found(sessions, is_shifted=pd.NA))

    assert list(beside(ax)) == ["no pain rated yet"]


@pytest.mark.parametrize("column", ["patient_id", "exercise", "side"])
def test_frames_of_two_series_are_refused(column):
    sessions = series(*LEVEL)

    with pytest.raises(ValueError, match=r"are of 2 series: `sessions` of P1.* and `runs` of "):
        plot_run_chart(sessions, found(sessions, **{column: "other"}))


def test_frames_of_two_days_are_refused():
    sessions = series(*LEVEL)

    with pytest.raises(ValueError, match="has 15 rated sessions and `runs` is about 16; expected"):
        plot_run_chart(sessions.head(15), found(sessions))


@pytest.mark.parametrize("column", ["session_day", "pain_during_nrs_mean", "week", "session_id"])
def test_a_missing_column_of_the_sessions_is_named(column):
    sessions = series(*LEVEL)

    with pytest.raises(ValueError, match=f"`sessions` has no column '{column}'"):
        plot_run_chart(sessions.drop(columns=column), found(sessions))


@pytest.mark.parametrize("column", ["is_shifted", "upper_limit_nrs", "n_beyond_limits", "n"])
def test_a_missing_column_of_the_runs_is_named(column):
    sessions = series(*LEVEL)

    with pytest.raises(ValueError, match=f"`runs` has no column '{column}'"):
        plot_run_chart(sessions, found(sessions).drop(columns=column))


def test_a_session_that_occurs_twice_is_refused():
    sessions = pd.concat([series(4, 5)] * 2)

    with pytest.raises(ValueError, match="session_id s0 more than once"):
        plot_run_chart(sessions, found(sessions))


def test_frames_are_not_changed_and_words_never_mathematics():
    sessions = series(*LEVEL, None)
    runs = found(sessions, lower_limit_nrs=1.0, upper_limit_nrs=9.0)
    before = sessions.copy(deep=True), runs.copy(deep=True)

    ax = plot_run_chart(sessions, runs)

    for frame, copy in zip((sessions, runs), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
    texts = [*ax.texts, ax.get_legend().get_title()]
    assert not any(text.get_parse_math() for text in texts)
    assert {text.get_color() for text in texts} == {style.INK}


def test_sample_patients_mark_as_many_sessions_as_the_frame_counts(room):
    sessions, runs = room.frame("exercise_sessions"), room.frame("pain_runs")
    of_series = ["patient_id", "exercise", "side"]
    rows = runs.set_index(of_series, drop=False)
    unshifted, marked = [], []

    for key, own in sessions.groupby(of_series, observed=True):
        ax = plot_run_chart(own, rows.loc[[key]].reset_index(drop=True))

        row = rows.loc[key]
        if not pd.isna(row["is_shifted"]) and row["is_shifted"]:
            assert not marks(ax, "unusual")
        else:
            unshifted.append(row["n_beyond_limits"])
            marked.append(len(marks(ax, "unusual")))

    assert marked == unshifted
    assert sum(marked) > 0


@given(
    st.lists(st.none() | st.integers(0, 100).map(lambda tenths: tenths / 10), max_size=40),
    st.floats(-8, 10),
    st.floats(0, 12),
    st.sampled_from([True, False, None]),
)
def test_every_rating_is_drawn_on_the_scale_and_only_what_is_beyond_is_unusual(
    nrs, low, width, is_shifted
):
    limits = {"lower_limit_nrs": low, "upper_limit_nrs": low + width}

    ax = chart(*nrs, **limits, is_shifted=pd.NA if is_shifted is None else is_shifted)

    rated = [one for one in nrs if one is not None]
    assert ax.get_ylim() == (0, 10)
    if not rated:
        assert len(ax.texts) == 1
        return
    assert [y for y in marks(ax, "session") if not np.isnan(y)] == rated
    beyond = [y for y in rated if not low - 1e-9 <= y <= low + width + 1e-9]
    assert marks(ax, "unusual") == ([] if is_shifted else beyond)
    assert len(marks(ax, "not rated")) == len(nrs) - len(rated)
    assert all(0 <= y <= 10 for one in ax.get_lines() for y in one.get_ydata() if not np.isnan(y))
    assert all(0 <= y <= 10 for y in beside(ax).values())


def test_the_picture_is_written():
    written = io.BytesIO()

    chart(*LEVEL, lower_limit_nrs=3, upper_limit_nrs=6.5).figure.savefig(written, format="png")

    assert written.getvalue().startswith(b"\x89PNG")
