"""Small multiples keep sides, gaps and scales apart, and draw nothing that is not in the frame."""

from __future__ import annotations

import io
import math
import warnings
from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from rehabstats.charts import _style as style
from rehabstats.charts.exercise_pain import plot_exercise_pain
from rehabstats.charts.exercise_volume import plot_exercise_volume
from rehabstats.charts.side_mirror import plot_side_mirror
from rehabstats.pictures.svg import figure_to_svg

START = pd.Timestamp("2026-01-05")
NAN = float("nan")


def sessions_of(
    *days: tuple[int, float], exercise: str = "raise", side: str = "left", **more
) -> pd.DataFrame:
    """Sessions of one exercise and side from (days since the start, pain)."""
    frame = pd.DataFrame(days, columns=["day", "pain_during_nrs_mean"]).astype("float64")
    return pd.DataFrame(
        {
            "patient_id": "P1",
            "exercise": exercise,
            "side": side,
            "session_id": [f"s{day}" for day, _ in days],
            "session_day": START + pd.to_timedelta(frame["day"], "D"),
            "week": (frame["day"] // 7 + 1).astype("int64"),
            "pain_during_nrs_mean": frame["pain_during_nrs_mean"],
        }
    ).assign(**more)


def trend_of(slope: float = -0.5, exercise: str = "raise", side: str = "left") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient_id": "P1", "exercise": exercise, "side": side, "slope_per_week": [slope],
            "first_on": START + pd.Timedelta(days=7), "last_on": START + pd.Timedelta(days=28),
            "intercept_nrs": 6.0,
        }
    )  # fmt: skip


def volume_of(
    *reps: int, exercise: str = "raise", side: str = "left", low=40.0, high=60.0, first=1, **more
) -> pd.DataFrame:
    """Weekly repetitions of one exercise and side, with what was asked for."""
    return pd.DataFrame(
        {
            "patient_id": "P1", "exercise": exercise, "side": side,
            "week": range(first, first + len(reps)), "n_reps": list(reps),
            "asked_reps_min": low, "asked_reps_max": high, "is_complete": True,
        }
    ).assign(**more)  # fmt: skip


def symmetry_of(*pairs: tuple[int, int]) -> pd.DataFrame:
    left, right = zip(*pairs, strict=True)
    return pd.DataFrame(
        {
            "patient_id": "P1", "exercise": "raise", "week": range(1, len(pairs) + 1),
            "left_reps": left, "right_reps": right, "unknown_reps": 0, "symmetry": 0.1,
            "one_side_not_done": False, "is_complete": True, "reason": None,
        }
    )  # fmt: skip


def named(ax: Axes, label: str) -> Line2D:
    [line] = [line for line in ax.get_lines() if line.get_label() == label]
    return line


def slopes(ax: Axes) -> list[Line2D]:
    return [line for line in ax.get_lines() if line.get_linewidth() == 1.8]


def keys(axes: tuple[Axes, ...]) -> list[str]:
    return [text.get_text() for legend in axes[0].figure.legends for text in legend.get_texts()]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def xy(line: Line2D) -> tuple[list[float], list[float]]:
    return list(map(float, line.get_xdata())), list(map(float, line.get_ydata()))


def finite(line: Line2D) -> list[float]:
    """The heights of a line, gaps left out."""
    return [y for y in xy(line)[1] if np.isfinite(y)]


def marks(ax: Axes) -> list[float]:
    """The heights of all marks, those of the lines of what was asked for left out."""
    return [y for line in ax.get_lines() if line.get_marker() != "None" for y in finite(line)]


# Pain


def test_there_is_one_panel_per_exercise_in_the_order_of_the_frame():
    frame = pd.concat(
        [sessions_of((0, 4), exercise=one) for one in ("hug", "raise", "bend", "lift", "push")]
    )

    axes = plot_exercise_pain(frame)

    assert [ax.get_title(loc="left") for ax in axes] == ["hug", "raise", "bend", "lift", "push"]
    assert len(axes[0].figure.axes) == 5
    columns = {round(ax.get_subplotspec().colspan.start) for ax in axes}
    assert columns == {0, 1}


def test_marks_are_the_sessions_at_their_days():
    axes = plot_exercise_pain(sessions_of((0, 4), (3.5, 5.5), (7, 2)))

    assert xy(named(axes[0], "left")) == ([0.5, 1.0, 1.5], [4, 5.5, 2])


def test_the_order_of_the_rows_does_not_matter():
    frame = sessions_of((0, 4), (4, 5), (10, 2))  # whose ids sort as 0, 10, 4

    one, other = (plot_exercise_pain(rows)[0] for rows in (frame, frame.iloc[::-1]))

    assert xy(named(one, "left"))[1] == xy(named(other, "left"))[1] == [4, 5, 2]


def test_sides_differ_in_colour_marker_and_line_style_within_one_panel():
    sides = ("left", "right", "both", "unknown")
    frame = pd.concat([sessions_of((0, 4), (2, 5), side=side) for side in sides])

    axes = plot_exercise_pain(frame)

    assert len(axes) == 1
    lines = [named(axes[0], side) for side in sides]
    for look in (Line2D.get_color, Line2D.get_marker, Line2D.get_linestyle):
        assert len({look(line) for line in lines}) == 4
    left, right = lines[:2]
    assert (left.get_color(), left.get_marker(), left.get_linestyle()) == (style.BLUE, "o", "-")
    assert (right.get_color(), right.get_marker()) == (style.VERMILLION, "^")
    assert keys(axes) == list(sides)


@pytest.mark.parametrize(("days", "is_joined"), [(7, True), (8, False)])
def test_more_than_a_week_without_a_session_is_a_gap(days, is_joined):
    axes = plot_exercise_pain(sessions_of((0, 4), (days, 5)))

    x, y = xy(named(axes[0], "left"))
    assert not math.isnan(x[1]) if is_joined else (math.isnan(x[1]) and math.isnan(y[1]))
    assert [value for value in y if not math.isnan(value)] == [4, 5]


def test_an_unrated_session_breaks_the_line_and_has_a_tick():
    axes = plot_exercise_pain(sessions_of((0, 4), (2, NAN), (4, 3)))

    np.testing.assert_array_equal(named(axes[0], "left").get_ydata(), [4, NAN, 3])
    assert xy(named(axes[0], "not rated"))[0] == pytest.approx([2 / 7 + 0.5])
    assert keys(axes) == ["left", "not rated"]


def test_the_trend_is_drawn_over_the_days_that_it_rests_on():
    axes = plot_exercise_pain(sessions_of((0, 6), (35, 3)), trend_of())

    [line] = slopes(axes[0])
    assert xy(line) == ([1.5, 4.5], [5.5, 4.0])  # one and four weeks after the start
    assert line.get_color() == style.BLUE
    assert "Theil-Sen line" in keys(axes)


def test_without_a_slope_there_is_no_line():
    axes = plot_exercise_pain(sessions_of((0, 6), (35, 3)), trend_of(slope=NAN))

    assert slopes(axes[0]) == []
    assert "Theil-Sen line" not in keys(axes)


def test_each_line_lies_in_the_panel_of_its_exercise():
    frame = pd.concat([sessions_of((0, 6), exercise=one) for one in ("hug", "raise")])

    hug, lift = plot_exercise_pain(frame, pd.concat([trend_of(), trend_of(exercise="other")]))

    assert (len(slopes(hug)), len(slopes(lift))) == (0, 1)


def test_all_panels_are_zero_to_ten_over_the_same_weeks_with_units():
    frame = pd.concat([sessions_of((0, 1)), sessions_of((70, 2), exercise="hug")])

    axes = plot_exercise_pain(frame)

    assert {ax.get_ylim() for ax in axes} == {(0, 10)}
    assert len({ax.get_xlim() for ax in axes}) == 1
    assert axes[0].get_ylabel() == "Pain during exercise\n[NRS 0-10]"
    assert axes[1].get_ylabel() == ""
    assert {ax.get_xlabel() for ax in axes} == {"Program week"}


@pytest.mark.parametrize(("n_panels", "named_in"), [(1, {0}), (2, {1}), (3, {1, 2})])
def test_zones_are_shaded_everywhere_and_named_at_the_end_of_each_row(n_panels, named_in):
    frame = pd.concat([sessions_of((0, 1), exercise=f"e{number}") for number in range(n_panels)])

    axes = plot_exercise_pain(frame)

    assert [len(ax.patches) for ax in axes] == [3] * n_panels
    assert {number for number, ax in enumerate(axes) if "up to 2" in words(ax)} == named_in


def test_a_session_before_the_start_keeps_its_week():
    axes = plot_exercise_pain(sessions_of((-3, 4), (0, 5)))

    assert xy(named(axes[0], "left"))[0] == pytest.approx([0.5 - 3 / 7, 0.5])


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        pytest.param(sessions_of((0, 4)).head(0), "no session yet", id="no session"),
        pytest.param(sessions_of((0, NAN)), "no pain rated yet", id="no rating"),
    ],
)
def test_a_chart_of_no_pain_says_so(frame, said):
    [ax] = plot_exercise_pain(frame, trend_of().head(0))

    assert said in words(ax)
    assert ax.get_ylim() == (0, 10)


def test_a_trend_of_another_patient_is_refused():
    with pytest.raises(ValueError, match="`sessions` is of patient 'P1' and `trend` of 'P2'"):
        plot_exercise_pain(sessions_of((0, 4)), trend_of().assign(patient_id="P2"))


def test_a_trend_of_whole_sessions_is_refused():
    with pytest.raises(ValueError, match="`trend` has no column 'exercise'"):
        plot_exercise_pain(sessions_of((0, 4)), trend_of().drop(columns="exercise"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["left", "right", "both", "unknown"]),
            st.integers(-20, 420),
            st.one_of(st.just(NAN), st.floats(0, 10)),
        ),
        max_size=12,
        unique_by=lambda row: row[:3],
    )
)
def test_every_rating_is_drawn_once(rows):
    frame = pd.concat(
        [sessions_of((0, 4)).head(0)]
        + [sessions_of((day, nrs), exercise=one, side=side) for one, side, day, nrs in rows]
    )

    axes = plot_exercise_pain(frame)

    lines = [line for ax in axes for line in ax.get_lines() if line.get_label() in style.SIDE_LOOKS]
    drawn = sorted(value for line in lines for value in xy(line)[1] if not math.isnan(value))
    assert drawn == sorted(nrs for *_, nrs in rows if not math.isnan(nrs))


# Volume


def test_the_line_is_the_repetitions_of_complete_weeks():
    [ax] = plot_exercise_volume(volume_of(50, 45, 61))

    assert xy(named(ax, "left")) == ([1, 2, 3], [50, 45, 61])


def test_the_line_runs_from_week_to_week_whatever_the_order_of_rows():
    # First and last stay where they are: it is the rows between that are out of order.
    [ax] = plot_exercise_volume(volume_of(50, 45, 61, 70).iloc[[0, 2, 1, 3]])

    assert xy(named(ax, "left")) == ([1, 2, 3, 4], [50, 45, 61, 70])


def test_an_incomplete_week_is_hollow_and_off_the_line():
    axes = plot_exercise_volume(volume_of(50, 45, 20, is_complete=[True, True, False]))

    np.testing.assert_array_equal(named(axes[0], "left").get_ydata(), [50, 45, NAN])
    [hollow] = [line for line in axes[0].get_lines() if line.get_fillstyle() == "none"]
    np.testing.assert_array_equal(hollow.get_ydata(), [NAN, NAN, 20])
    assert hollow.get_linestyle() == "None"
    assert "incomplete week" in keys(axes)


def test_a_week_without_a_row_is_a_gap():
    frame = volume_of(50, 45, 61)

    [ax] = plot_exercise_volume(frame[frame["week"] != 2])

    np.testing.assert_array_equal(named(ax, "left").get_ydata(), [50, NAN, 61])


def test_a_week_without_a_prescription_is_a_gap_with_words_and_no_zero():
    asked = {"low": [40, NAN, NAN, 40], "high": [60, NAN, NAN, 60]}

    [ax] = plot_exercise_volume(volume_of(50, 0, 0, 61, **asked))

    np.testing.assert_array_equal(named(ax, "left").get_ydata(), [50, NAN, NAN, 61])
    assert [(text.get_text(), text.get_position()[0]) for text in ax.texts] == [
        ("nothing due", 2.5)
    ]


def test_a_week_that_asks_for_nothing_and_has_no_entry_says_so_too():
    [ax] = plot_exercise_volume(volume_of(50, NAN, low=[40, NAN], high=[60, NAN]))

    assert finite(named(ax, "left")) == [50]
    assert words(ax) == ["nothing due"]


def test_a_week_of_which_nobody_knows_is_a_gap_and_no_zero():
    [ax] = plot_exercise_volume(volume_of(50, NAN, 61, NAN, is_complete=[True] * 3 + [False]))

    np.testing.assert_array_equal(named(ax, "left").get_ydata(), [50, NAN, 61, NAN])
    assert marks(ax) == [50, 61]
    assert words(ax) == []


def test_the_volume_of_the_sample_is_drawn_as_the_metric_has_it(room):
    weeks = room["P004"].frame("volume_change")
    assert weeks["reason"].eq("nothing_recorded").any()

    axes = plot_exercise_volume(weeks)

    exercises = weeks.groupby("exercise", observed=True, sort=False)
    for ax, (_, rows) in zip(axes, exercises, strict=True):
        shown = rows[rows["asked_reps_max"].notna() | (rows["n_reps"] > 0)]
        assert sorted(marks(ax)) == sorted(shown["n_reps"].dropna())


def test_what_was_done_without_a_prescription_is_drawn():
    [ax] = plot_exercise_volume(volume_of(50, 12, low=[40, NAN], high=[60, NAN]))

    assert xy(named(ax, "left"))[1] == [50, 12]
    assert words(ax) == []


def test_nothing_done_of_what_was_asked_is_a_zero():
    [ax] = plot_exercise_volume(volume_of(50, 0))

    assert xy(named(ax, "left"))[1] == [50, 0]


def bands(ax: Axes) -> list[np.ndarray]:
    return [
        path.vertices
        for found in ax.collections
        if isinstance(found, PolyCollection)
        for path in found.get_paths()
    ]


def test_the_band_is_what_was_asked_for_and_breaks_where_nothing_was():
    frame = volume_of(50, 50, 0, 50, low=[40, 30, NAN, 40], high=[60, 50, NAN, 60])

    [ax] = plot_exercise_volume(frame)

    first, second = bands(ax)
    assert (first[:, 0].min(), first[:, 0].max()) == (0.5, 2.5)
    assert (first[:, 1].min(), first[:, 1].max()) == (30, 60)
    assert (second[:, 0].min(), second[:, 0].max()) == (3.5, 4.5)


def test_sides_asked_for_the_same_share_a_band_and_others_have_their_own():
    left, right = volume_of(50, 45), volume_of(48, 44, side="right")

    same = plot_exercise_volume(pd.concat([left, right]))
    own = plot_exercise_volume(pd.concat([left, right.assign(asked_reps_min=20.0)]))

    assert (len(bands(same[0])), len(bands(own[0]))) == (1, 2)
    assert keys(same) == ["left", "right", "asked for"]
    assert keys(own) == ["left", "right", "asked for, left", "asked for, right"]
    tints = [to_hex(found.get_facecolor()[0]) for found in own[0].collections]
    assert tints == [style.BLUE.lower(), style.VERMILLION.lower()]


def test_an_exact_dose_is_a_line():
    [ax] = plot_exercise_volume(volume_of(15, 12, low=15.0, high=15.0))

    edges = [line for line in ax.get_lines() if line.get_linewidth() == 0.6]
    assert [xy(line) for line in edges] == [([0.5, 1.5, 1.5, 2.5], [15.0] * 4)] * 2


def test_each_exercise_has_a_scale_from_zero_that_holds_all_of_it():
    frame = pd.concat([volume_of(90, 45), volume_of(5, 9, exercise="hug", low=3.0, high=20.0)])

    big, small = plot_exercise_volume(frame)

    assert big.get_ylim() == pytest.approx((0, 97.2))
    assert small.get_ylim() == pytest.approx((0, 21.6))
    assert big.get_xlim() == small.get_xlim()
    assert big.get_ylabel() == "Repetitions\n[reps/week]"


def test_a_chart_of_no_week_says_so():
    [ax] = plot_exercise_volume(volume_of(1).head(0))

    assert words(ax) == ["no program week yet"]


def test_only_zeros_and_no_prescription_draw():
    [ax] = plot_exercise_volume(volume_of(0, low=NAN, high=NAN))

    assert words(ax) == ["nothing due"]
    assert ax.get_ylim() == pytest.approx((0, 1.08))


def luminance(colour: np.ndarray) -> float:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("right_low", [40.0, 20.0], ids=["one band", "bands that overlap"])
def test_marks_stand_out_from_the_bands_behind_them(right_low):
    frame = pd.concat([volume_of(50), volume_of(50, side="right", low=right_low)])

    [ax] = plot_exercise_volume(frame)

    ground = np.ones(3)
    for band in ax.collections:
        *colour, alpha = band.get_facecolor()[0]
        ground = alpha * np.array(colour) + (1 - alpha) * ground
    marks = [np.array(to_rgb(style.SIDE_LOOKS[side]["color"])) for side in style.SIDE_LOOKS]
    contrasts = [(luminance(ground) + 0.05) / (luminance(mark) + 0.05) for mark in marks]
    assert min(contrasts) >= 3


# What all charts by exercise do

CHARTS = [
    pytest.param(plot_exercise_pain, sessions_of((0, 4), (2, 5), (9, NAN)), "sessions", id="pain"),
    pytest.param(plot_exercise_volume, volume_of(50, 45), "volume_change", id="volume"),
    pytest.param(plot_side_mirror, symmetry_of((50, 45), (40, 41)), "symmetry", id="mirror"),
]
each_chart = pytest.mark.parametrize(("plot", "frame", "name"), CHARTS)


@each_chart
def test_neither_frame_nor_settings_are_changed(plot, frame, name):
    before, settings = frame.copy(deep=True), dict(matplotlib.rcParams)

    plot(frame)

    pd.testing.assert_frame_equal(frame, before)
    assert dict(matplotlib.rcParams) == settings


@each_chart
def test_the_figure_is_the_given_one_or_unknown_to_pyplot(plot, frame, name):
    import matplotlib.pyplot as plt

    figure = Figure()
    part = Figure(layout="constrained").subfigures(1, 2)[1]

    assert plot(frame, figure=figure)[0].figure is figure
    assert plot(frame, figure=part)[0].get_figure(root=False) is part
    plot(frame)
    assert plt.get_fignums() == []


@each_chart
def test_a_layout_that_was_chosen_stays(plot, frame, name):
    figure = Figure(layout="tight")
    engine = figure.get_layout_engine()

    plot(frame, figure=figure)

    assert figure.get_layout_engine() is engine


@each_chart
def test_the_same_frame_gives_the_same_svg(plot, frame, name):
    one, other = (
        figure_to_svg(plot(frame)[0].figure, prefix="p", title="t", description="d")
        for _ in range(2)
    )

    assert one == other


@each_chart
def test_names_are_text_as_they_are(plot, frame, name):
    [ax] = plot(frame, names={"raise": "$x^2$ <b>raise</b> & more"})
    written = io.StringIO()

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        ax.figure.savefig(written, format="svg")

    # As an element: matplotlib repeats it in a comment, whatever it makes of it.
    assert ">$x^2$ &lt;b&gt;raise&lt;/b&gt; &amp; more</text>" in written.getvalue()


@each_chart
def test_an_id_without_a_name_is_written_with_spaces(plot, frame, name):
    [ax] = plot(frame.assign(exercise="leg_hip_raise"), names={"raise": "Raise"})

    assert ax.get_title(loc="left") == "leg hip raise"


@each_chart
@pytest.mark.parametrize("long", ["word " * 60, "x" * 300], ids=["words", "one word"])
def test_a_long_name_wraps_and_is_cut_after_three_lines(plot, frame, name, long):
    two = pd.concat([frame, frame.assign(exercise="hug")])
    first, second = plot(two, names={"raise": long})
    first.figure.draw_without_rendering()

    title = first._left_title
    assert title.get_text().count("\n") == 2
    assert title.get_text().endswith("\N{HORIZONTAL ELLIPSIS}") or long.startswith("x")
    assert title.get_window_extent().x1 < second.get_window_extent().x0


@each_chart
@given(text=st.text(max_size=80))
def test_any_name_makes_a_title(plot, frame, name, text):
    [ax] = plot(frame, names={"raise": text})

    assert ax.get_title(loc="left").split() == [] or text.split()
    assert not ax._left_title.get_parse_math()


@each_chart
def test_rows_of_two_patients_are_refused(plot, frame, name):
    both = pd.concat([frame, frame.assign(patient_id="P2", exercise="other")])

    with pytest.raises(ValueError, match=f"`{name}` has rows of 2 patients, 'P1' and 'P2'"):
        plot(both)


@each_chart
@pytest.mark.parametrize("column", ["patient_id", "week", "exercise"])
def test_a_missing_column_is_named(plot, frame, name, column):
    with pytest.raises(ValueError, match=f"`{name}` has no column '{column}'; expected the"):
        plot(frame.drop(columns=column))


@each_chart
def test_a_row_that_occurs_twice_is_named(plot, frame, name):
    with pytest.raises(ValueError, match=f"`{name}` has exercise raise, .* more than once"):
        plot(pd.concat([frame, frame.tail(1)]))


@each_chart
def test_everything_that_is_written_lies_on_the_picture(plot, frame, name):
    axes = plot(pd.concat([frame.assign(exercise=f"exercise_{number}") for number in range(5)]))
    figure = axes[0].figure
    figure.draw_without_rendering()

    low, high = figure.bbox.min, figure.bbox.max
    boxes = [ax.get_tightbbox() for ax in axes] + [
        one.get_window_extent() for one in figure.legends
    ]
    assert all((box.min >= low - 1).all() and (box.max <= high + 1).all() for box in boxes)


@pytest.mark.parametrize("n_weeks", [1, 13, 60])
def test_short_and_long_programs_fit_on_their_pictures(n_weeks):
    reps = [50] * n_weeks
    frame = pd.concat(
        [
            volume_of(*reps, side="left"),
            volume_of(*reps, side="right", low=20.0),
            volume_of(*reps, side="both", exercise="hug", is_complete=False),
        ]
    )

    axes = plot_exercise_volume(frame)
    axes[0].figure.draw_without_rendering()

    for ax in axes:
        labels = [label.get_window_extent() for label in ax.get_xticklabels()]
        assert all(one.x1 < other.x0 for one, other in pairwise(labels))
    [legend] = axes[0].figure.legends
    assert legend.get_window_extent().x1 <= axes[0].figure.bbox.x1


def test_the_whole_sample_is_drawn(room):
    for own in room:
        sessions, trend = own.frame("exercise_sessions"), own.frame("pain_trend")
        volume, symmetry = own.frame("volume_change"), own.frame("symmetry")
        n_exercises = sessions["exercise"].nunique()

        pain, reps = plot_exercise_pain(sessions, trend), plot_exercise_volume(volume)
        mirrors = plot_side_mirror(symmetry)

        if own.patient_id in ("P004", "P005", "P007"):  # stopped, paused, with loads
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                for axes in (pain, reps, mirrors):
                    axes[0].figure.draw_without_rendering()
        assert len(pain) == len(reps) == n_exercises
        assert len(mirrors) == symmetry["exercise"].nunique()
        assert sum(len(slopes(ax)) for ax in pain) == trend["slope_per_week"].notna().sum()
