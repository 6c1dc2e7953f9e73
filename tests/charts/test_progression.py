"""Progression keeps quantities, sides and doses apart, and a gap is never a zero."""

from __future__ import annotations

import io
import math
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from rehabstats.charts import _style as style
from rehabstats.charts.progression import plot_progression
from rehabstats.pictures.svg import figure_to_svg

START = pd.Timestamp("2026-01-05")
NAN = float("nan")
DONE = ("reps_per_set", "hold_s", "load_kg", "rom_deg")
LABELS = ("Repetitions [reps/set]", "Hold [s]", "Load [kg]", "Range of motion [deg]")


def sessions_of(
    *days: tuple[int, float], exercise: str = "raise", side: str = "left", **more: Any
) -> pd.DataFrame:
    """Sessions of one exercise and side from (days since the start, repetitions)."""
    day = pd.Series([day for day, _ in days], dtype="int64")
    same = {"patient_id": "P1", "exercise": exercise, "side": side}
    nothing = dict.fromkeys((*DONE, "asked_hold_min_s", "asked_hold_max_s"), NAN)
    own = {
        "session_id": [f"s{day}" for day, _ in days],
        "session_day": START + pd.to_timedelta(day, "D"),
        "week": day // 7 + 1,
        "reps_per_set": np.array([reps for _, reps in days], "float64"),
        "asked_reps_min": 8.0,
        "asked_reps_max": 12.0,
    }
    return pd.DataFrame(same | nothing | own | more, index=range(len(days)))


def began_with(
    reps: float = 10.0, exercise: str = "raise", side: str = "left", **more: Any
) -> pd.DataFrame:
    """What progression says of one exercise and side: here, its baseline."""
    nothing = dict.fromkeys(("hold_baseline_s", "load_baseline_kg", "rom_baseline_deg"), NAN)
    own = {"patient_id": "P1", "exercise": exercise, "side": side, "reps_baseline": reps}
    return pd.DataFrame([own | nothing | more])


def named(ax: Axes, label: str) -> Line2D:
    [line] = [line for line in ax.get_lines() if line.get_label() == label]
    return line


def xy(line: Line2D) -> tuple[list[float], list[float]]:
    return list(map(float, line.get_xdata())), list(map(float, line.get_ydata()))


def baselines(ax: Axes) -> list[Line2D]:
    return [line for line in ax.get_lines() if line.get_linewidth() == 1.2]


def edges(ax: Axes) -> list[Line2D]:
    return [line for line in ax.get_lines() if line.get_linewidth() == 0.6]


def bands(ax: Axes) -> list[np.ndarray]:
    """The corners of each filled piece."""
    return [
        path.vertices
        for found in ax.collections
        if isinstance(found, PolyCollection)
        for path in found.get_paths()
    ]


def keys(axes: tuple[Axes, ...]) -> list[str]:
    return [text.get_text() for legend in axes[0].figure.legends for text in legend.get_texts()]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def panels(axes: tuple[Axes, ...]) -> list[tuple[str, str]]:
    return [(ax.get_title(loc="left"), ax.get_ylabel()) for ax in axes]


# Panels


def test_each_exercise_has_a_panel_for_each_quantity_that_was_recorded():
    frame = pd.concat(
        [
            sessions_of((0, 9), hold_s=5.0, exercise="hug"),
            sessions_of((0, 9)),
            sessions_of((0, 9), load_kg=2.0, rom_deg=80.0, exercise="bend"),
        ]
    )

    axes = plot_progression(frame, began_with())

    assert panels(axes) == [
        ("hug", LABELS[0]), ("hug", LABELS[1]), ("raise", LABELS[0]),
        ("bend", LABELS[0]), ("bend", LABELS[2]), ("bend", LABELS[3]),
    ]  # fmt: skip


def test_a_quantity_of_one_session_and_side_has_its_panel():
    frame = pd.concat(
        [sessions_of((0, 9), (2, 9)), sessions_of((0, 9), side="right", load_kg=[1.5])]
    )

    axes = plot_progression(frame, began_with())

    assert [ax.get_ylabel() for ax in axes] == [LABELS[0], LABELS[2]]
    assert xy(named(axes[1], "right"))[1] == [1.5]
    assert "left" not in [line.get_label() for line in axes[1].get_lines()]


@pytest.mark.parametrize("place", range(4), ids=DONE)
def test_marks_are_the_values_at_the_days_of_the_sessions(place):
    values = {name: [4.0, 5.5, 2.0] if name == DONE[place] else NAN for name in DONE}

    [ax] = plot_progression(sessions_of((0, NAN), (2, NAN), (7, NAN), **values), began_with())

    at, drawn = xy(named(ax, "left"))
    assert at == pytest.approx([0.5, 0.5 + 2 / 7, 1.5])
    assert drawn == [4, 5.5, 2]
    assert ax.get_ylabel() == LABELS[place]


def test_every_panel_keeps_its_unit_wherever_it_stands():
    frame = sessions_of((0, 9), hold_s=5.0, load_kg=2.0, rom_deg=80.0)

    axes = plot_progression(frame, began_with())

    assert tuple(ax.get_ylabel() for ax in axes) == LABELS
    assert {ax.get_xlabel() for ax in axes[-2:]} == {"Program week"}


def test_the_unit_is_written_inside_above_all_that_is_drawn():
    frame = sessions_of((0, 9), (30, 14), hold_s=[5.0, 60.0])

    axes = plot_progression(frame, began_with(reps=20.0))
    axes[0].figure.draw_without_rendering()

    for ax, top in zip(axes, (20, 60), strict=True):
        box = ax.yaxis.label.get_window_extent()
        assert ax.bbox.x0 <= box.x0 < box.x1 <= ax.bbox.x1
        assert ax.transData.transform((1, top))[1] < box.y0 < box.y1 <= ax.bbox.y1


def test_an_exercise_without_any_record_says_so_and_has_its_dose():
    axes = plot_progression(
        pd.concat([sessions_of((0, NAN)), sessions_of((0, 4), exercise="hug")]), began_with()
    )

    assert "nothing recorded yet" in words(axes[0])
    assert "nothing recorded yet" not in words(axes[1])
    assert len(bands(axes[0])) == 1


def test_a_chart_of_nothing_says_so():
    [ax] = plot_progression(sessions_of((0, 4)).head(0), began_with().head(0))

    assert words(ax) == ["no session yet"]
    assert ax.get_ylim()[0] == 0


# Scale


def test_each_panel_begins_at_zero_and_holds_sessions_dose_and_baseline():
    frame = pd.concat(
        [
            sessions_of((0, 20)),
            sessions_of((0, 2), exercise="hug", asked_reps_max=40.0),
            sessions_of((0, 2), exercise="bend"),
        ]
    )

    axes = plot_progression(frame, began_with(90.0, exercise="bend"))

    assert {ax.get_ylim()[0] for ax in axes} == {0}
    assert all(
        20 < ax.get_ylim()[1] / top * 20 < 30 for ax, top in zip(axes, (20, 40, 90), strict=True)
    )
    assert len({ax.get_xlim() for ax in axes}) == 1


def test_a_joint_that_does_not_reach_zero_is_drawn_whole():
    frame = sessions_of((0, NAN), (2, NAN), rom_deg=[-10.0, 5.0])

    [ax] = plot_progression(frame, began_with())

    assert ax.get_ylim()[0] == -10
    assert xy(named(ax, "left"))[1] == [-10, 5]


# Gaps


@pytest.mark.parametrize(("days", "is_joined"), [(7, True), (8, False)])
def test_more_than_a_week_without_a_session_is_a_gap_in_line_and_band(days, is_joined):
    [ax] = plot_progression(sessions_of((0, 9), (days, 10)), began_with())

    assert np.isnan(named(ax, "left").get_ydata()).any() != is_joined
    assert len(bands(ax)) == (1 if is_joined else 2)


def test_missing_repetitions_are_a_gap_with_a_tick_and_no_zero():
    axes = plot_progression(sessions_of((0, 9), (2, NAN), (4, 10)), began_with())

    np.testing.assert_array_equal(named(axes[0], "left").get_ydata(), [9, NAN, 10])
    assert xy(named(axes[0], "not recorded"))[0] == pytest.approx([0.5 + 2 / 7])
    assert keys(axes) == ["left", "not recorded", "asked for", "baseline"]


@pytest.mark.parametrize("column", ["load_kg", "rom_deg"])
def test_a_session_without_load_or_range_is_a_gap_without_a_tick(column):
    frame = sessions_of((0, 9), (2, 9), (4, 9), **{column: [2.0, NAN, 3.0]})

    axes = plot_progression(frame, began_with())

    np.testing.assert_array_equal(named(axes[1], "left").get_ydata(), [2, NAN, 3])
    assert "not recorded" not in keys(axes)


def test_what_was_not_asked_for_may_be_missing_without_a_tick():
    asked = {"asked_reps_min": NAN, "asked_reps_max": NAN}

    axes = plot_progression(sessions_of((0, 9), (2, NAN), **asked), began_with())

    assert keys(axes) == ["left", "baseline"]
    assert bands(axes[0]) == []


# Sides


def test_sides_differ_in_colour_marker_and_line_style_within_one_panel():
    sides = tuple(style.SIDE_LOOKS)
    frame = pd.concat([sessions_of((0, 4), (2, 5), side=side) for side in sides])

    axes = plot_progression(frame, pd.concat([began_with(side=side) for side in sides]))

    assert len(axes) == 1
    for lines in ([named(axes[0], side) for side in sides], baselines(axes[0])):
        assert len({line.get_color() for line in lines}) == 4
        assert len({line.get_marker() for line in lines}) == 4
    assert len({named(axes[0], side).get_linestyle() for side in sides}) == 4
    assert keys(axes)[:4] == list(sides)


@pytest.mark.parametrize("place", range(4), ids=DONE)
def test_marks_at_the_end_of_a_scale_are_whole_and_hollow(place):
    values = {name: 4.0 if name == DONE[place] else NAN for name in DONE}

    [ax] = plot_progression(sessions_of((0, NAN), **values), began_with())

    line = named(ax, "left")
    assert (line.get_clip_on(), line.get_fillstyle()) == (False, "none")


# Baseline


def test_the_baseline_is_a_level_line_with_its_number_and_the_mark_of_its_side():
    axes = plot_progression(sessions_of((0, 4)), began_with(9.75))

    [line] = baselines(axes[0])
    assert xy(line) == ([0, 1], [9.75, 9.75])
    assert line.get_transform() == axes[0].get_yaxis_transform()
    assert (line.get_color(), line.get_marker()) == (style.BLUE, "o")
    assert line.get_markevery() == [1]
    assert words(axes[0]) == ["baseline 9.8"]
    assert "baseline" in keys(axes)


def test_each_side_has_its_own_baseline():
    frame = pd.concat([sessions_of((0, 4), side=side) for side in ("left", "right")])
    progression = pd.concat([began_with(11.0, side="right"), began_with(9.0)])

    [ax] = plot_progression(frame, progression)

    assert [xy(line)[1][0] for line in baselines(ax)] == [9, 11]
    assert words(ax) == ["baseline left 9, right 11"]


@pytest.mark.parametrize(
    ("progression", "said"),
    [
        pytest.param(began_with(NAN), "no baseline", id="none recorded"),
        pytest.param(began_with().head(0), "no baseline", id="not in the plan"),
        pytest.param(began_with(exercise="other"), "no baseline", id="of another exercise"),
        pytest.param(began_with(side="right"), "no baseline", id="of another side"),
    ],
)
def test_without_a_baseline_there_is_no_line_and_a_word(progression, said):
    axes = plot_progression(sessions_of((0, 4)), progression)

    assert baselines(axes[0]) == []
    assert words(axes[0]) == [said]
    assert "baseline" not in keys(axes)


def test_a_baseline_of_one_side_names_that_side():
    frame = pd.concat([sessions_of((0, 4), side=side) for side in ("left", "right")])

    [ax] = plot_progression(frame, began_with(side="right"))

    assert words(ax) == ["baseline right 10"]


def test_each_quantity_has_its_own_baseline():
    frame = sessions_of((0, 9), hold_s=5.0, load_kg=2.0, rom_deg=80.0)
    own = began_with(8.0, hold_baseline_s=4.0, load_baseline_kg=1.0, rom_baseline_deg=70.0)

    axes = plot_progression(frame, own)

    assert [xy(line)[1][0] for ax in axes for line in baselines(ax)] == [8, 4, 1, 70]


# Dose


def test_the_band_is_the_dose_and_steps_on_the_day_it_changed():
    frame = sessions_of(
        (0, 9), (4, 9), (7, 9), asked_reps_min=[8.0, 8.0, 10.0], asked_reps_max=[12.0, 12.0, 15.0]
    )

    [ax] = plot_progression(frame, began_with())

    low, high = edges(ax)
    day = [0.5, 0.5 + 4 / 7, 0.5 + 4 / 7, 1.5, 1.5, 1.5 + 1 / 7]
    assert xy(low)[0] == pytest.approx(day)
    assert (xy(low)[1], xy(high)[1]) == ([8, 8, 8, 8, 10, 10], [12, 12, 12, 12, 15, 15])
    [band] = bands(ax)
    assert (band[:, 1].min(), band[:, 1].max()) == (8, 15)


def test_nothing_asked_for_is_a_break_in_the_band():
    asked = {"asked_reps_min": [8.0, NAN, 8.0], "asked_reps_max": [12.0, NAN, 12.0]}

    [ax] = plot_progression(sessions_of((0, 9), (2, 9), (4, 9), **asked), began_with())

    first, second = bands(ax)
    assert first[:, 0].max() == pytest.approx(0.5 + 2 / 7)
    assert second[:, 0].min() == pytest.approx(0.5 + 4 / 7)


def test_sides_asked_for_the_same_share_a_band_though_one_was_left_out_on_a_day():
    left, right = sessions_of((0, 9), (2, 9)), sessions_of((0, 9), side="right")

    axes = plot_progression(pd.concat([left, right]), began_with())

    assert len(bands(axes[0])) == 1
    assert keys(axes) == ["left", "right", "asked for", "baseline"]


def test_sides_asked_for_other_doses_have_bands_in_their_colours_and_line_styles():
    left, right = sessions_of((0, 9)), sessions_of((0, 9), side="right", asked_reps_min=5.0)

    axes = plot_progression(pd.concat([left, right]), began_with())

    tints = [to_hex(found.get_facecolor()[0]) for found in axes[0].collections]
    assert tints == [style.BLUE.lower(), style.VERMILLION.lower()]
    assert [line.get_linestyle() for line in edges(axes[0])] == ["-", "-", "--", "--"]
    assert keys(axes)[2:] == ["asked for, left", "asked for, right", "baseline"]


def test_a_hold_has_the_dose_of_holds_and_a_load_has_none():
    asked = {"asked_hold_min_s": 5.0, "asked_hold_max_s": 8.0}

    axes = plot_progression(sessions_of((0, 9), hold_s=6.0, load_kg=2.0, **asked), began_with())

    assert [{y for line in edges(ax) for y in xy(line)[1]} for ax in axes] == [
        {8, 12}, {5, 8}, set(),
    ]  # fmt: skip


# Hostile input, and what every chart does


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(list(style.SIDE_LOOKS)),
            st.integers(-20, 420),
            *[st.one_of(st.sampled_from([NAN, 0.0]), st.floats(0.1, 1e6))] * 3,
        ),
        max_size=10,
        unique_by=lambda row: row[:3],
    )
)
def test_every_value_is_drawn_once_and_nothing_else(rows):
    parts = [
        sessions_of((day, reps), exercise=one, side=side, load_kg=load, asked_reps_max=most)
        for one, side, day, reps, load, most in rows
    ]

    axes = plot_progression(pd.concat([sessions_of((0, 4)).head(0), *parts]), began_with())

    for label, place in ((LABELS[0], 3), (LABELS[2], 4)):
        lines = [
            line for ax in axes if ax.get_ylabel() == label
            for line in ax.get_lines() if line.get_label() in style.SIDE_LOOKS
        ]  # fmt: skip
        drawn = sorted(value for line in lines for value in xy(line)[1] if not math.isnan(value))
        assert drawn == sorted(row[place] for row in rows if not math.isnan(row[place]))
    for ax in axes:
        low, high = ax.get_ylim()
        assert low == 0
        # An end that is not known has nothing to be compared.
        assert not any(value > high for line in edges(ax) for value in xy(line)[1])


@settings(max_examples=8)
@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(order):
    frame = pd.concat(
        [sessions_of((0, 4), (4, 5), (10, 2), side=side) for side in ("left", "right")],
        ignore_index=True,
    )

    [ax] = plot_progression(frame.iloc[list(order)], began_with())

    assert [xy(named(ax, side))[1] for side in ("left", "right")] == [[4, 5, 2]] * 2


def test_neither_frames_nor_settings_are_changed():
    frames = sessions_of((0, 4), (2, NAN), hold_s=5.0), began_with()
    before, chosen = [frame.copy(deep=True) for frame in frames], dict(matplotlib.rcParams)

    plot_progression(*frames)

    for frame, old in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
    assert dict(matplotlib.rcParams) == chosen


def test_the_figure_is_the_given_one_or_unknown_to_pyplot():
    import matplotlib.pyplot as plt

    figure, part = Figure(), Figure().subfigures(1, 2)[1]
    frames = sessions_of((0, 4), hold_s=5.0), began_with()

    assert plot_progression(*frames, figure=figure)[0].figure is figure
    assert plot_progression(*frames, figure=part)[0].get_figure(root=False) is part
    plot_progression(*frames)
    assert plt.get_fignums() == []


def test_the_same_frames_give_the_same_svg():
    one, other = (
        figure_to_svg(
            plot_progression(sessions_of((0, 4)), began_with())[0].figure,
            prefix="p", title="t", description="d",
        )
        for _ in range(2)
    )  # fmt: skip

    assert one == other


def test_names_are_text_as_they_are():
    [ax] = plot_progression(
        sessions_of((0, 4)), began_with(), names={"raise": "$x^2$ <b>raise</b> & more"}
    )
    written = io.StringIO()

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        ax.figure.savefig(written, format="svg")

    assert ">$x^2$ &lt;b&gt;raise&lt;/b&gt; &amp; more</text>" in written.getvalue()


@pytest.mark.parametrize("name", ["sessions", "progression"])
def test_rows_of_two_patients_are_refused(name):
    frames = {"sessions": sessions_of((0, 4)), "progression": began_with()}
    other = frames[name].assign(patient_id="P2", exercise="other")
    frames[name] = pd.concat([frames[name], other])

    with pytest.raises(ValueError, match=f"`{name}` has rows of 2 patients, 'P1' and 'P2'"):
        plot_progression(**frames)


def test_a_progression_of_another_patient_is_refused():
    with pytest.raises(ValueError, match="`sessions` is of patient 'P1' and `progression` of 'P2'"):
        plot_progression(sessions_of((0, 4)), began_with().assign(patient_id="P2"))


@pytest.mark.parametrize(
    ("name", "column"),
    [("sessions", "session_day"), ("sessions", "load_kg"), ("sessions", "asked_hold_max_s"),
     ("progression", "side"), ("progression", "rom_baseline_deg")],
)  # fmt: skip
def test_a_missing_column_is_named(name, column):
    frames = {"sessions": sessions_of((0, 4)), "progression": began_with()}
    frames[name] = frames[name].drop(columns=column)

    with pytest.raises(ValueError, match=f"`{name}` has no column '{column}'; expected the"):
        plot_progression(**frames)


@pytest.mark.parametrize("name", ["sessions", "progression"])
def test_a_row_that_occurs_twice_is_named(name):
    frames = {"sessions": sessions_of((0, 4)), "progression": began_with()}
    frames[name] = pd.concat([frames[name]] * 2)

    with pytest.raises(ValueError, match=f"`{name}` has exercise raise, side left.* more than"):
        plot_progression(**frames)


@pytest.mark.parametrize(("n_weeks", "n_exercises"), [(1, 1), (60, 10)])
def test_everything_lies_on_the_picture(n_weeks, n_exercises):
    days = [(7 * week, 9.0) for week in range(n_weeks)]
    frame = pd.concat(
        [
            sessions_of(*days, exercise=f"exercise_{number}", side=side, hold_s=5.0)
            for number in range(n_exercises)
            for side in ("left", "right")
        ]
    )

    axes = plot_progression(frame, began_with(exercise="exercise_0"))
    figure = axes[0].figure
    figure.draw_without_rendering()

    assert len(axes) == 2 * n_exercises
    boxes = [ax.get_tightbbox() for ax in axes]
    boxes += [legend.get_window_extent() for legend in figure.legends]
    low, high = figure.bbox.min, figure.bbox.max
    assert all((box.min >= low - 1).all() and (box.max <= high + 1).all() for box in boxes)
    labels = [label.get_window_extent() for label in axes[0].get_xticklabels()]
    assert all(one.x1 < other.x0 for one, other in pairwise(labels))


def test_the_whole_sample_is_drawn(room):
    for patient in room:
        own, known = patient.frame("exercise_sessions"), patient.frame("progression")

        axes = plot_progression(own, known)

        if patient.patient_id in ("P006", "P007"):  # a dose that changed, and loads
            axes[0].figure.draw_without_rendering()
        recorded = own.groupby("exercise", observed=True)[list(DONE)].count() > 0
        assert len(axes) == recorded.to_numpy().sum()
        drawn = sorted(xy(line)[1][0] for ax in axes for line in baselines(ax))
        columns = [column for column in known if "_baseline" in column and column[0] != "n"]
        expected = known[columns].to_numpy().ravel()
        assert drawn == pytest.approx(sorted(expected[~np.isnan(expected)]))
