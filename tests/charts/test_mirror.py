"""The mirror sets left against right, and says in words why a bar is missing."""

from __future__ import annotations

import io
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rehabstats.charts import _style as style
from rehabstats.charts.side_mirror import plot_side_mirror


def mirror_of(*pairs: tuple[int, int], first: int = 1, **more: Any) -> pd.DataFrame:
    """Weeks of one exercise from (left, right) repetitions, both sides prescribed alike."""
    frame = pd.DataFrame(pairs, columns=["left_reps", "right_reps"])
    left, right = frame["left_reps"], frame["right_reps"]
    larger = np.maximum(left, right)
    same = {
        "patient_id": "P1",
        "exercise": "raise",
        "week": range(first, first + len(frame)),
        "unknown_reps": 0,
        "symmetry": (left - right) / larger.where(larger > 0),
        "one_side_not_done": (left > 0) != (right > 0),
        "is_complete": True,
        "reason": np.where(larger > 0, None, "both_zero"),
    }
    return frame.assign(**(same | more))


def bars(ax: Axes, sign: int) -> dict[float, float]:
    """The bars of one half, by week."""
    return {
        round(bar.get_y() + bar.get_height() / 2, 6): bar.get_width()
        for container in ax.containers
        for bar in container
        if bar.get_width() * sign > 0
    }


def beside(ax: Axes) -> dict[float, str]:
    """What stands at the right edge, by week."""
    return {t.get_position()[1]: t.get_text() for t in ax.texts if t.get_position()[0] > 1}


def inside(ax: Axes) -> list[tuple[float, str, str]]:
    """Week, words and alignment of what stands in the place of bars."""
    return [
        (t.get_position()[1], t.get_text().strip(), t.get_horizontalalignment())
        for t in ax.texts
        if t.get_position()[0] == 0 and t.get_text().strip() not in {"left", "right"}
    ]


def keys(axes: tuple[Axes, ...]) -> list[str]:
    return [text.get_text() for legend in axes[0].figure.legends for text in legend.get_texts()]


def test_bars_reach_to_both_sides_of_a_line_as_far_as_their_repetitions():
    [ax] = plot_side_mirror(mirror_of((50, 40), (30, 31)))

    assert bars(ax, -1) == pytest.approx({1: -50, 2: -30})
    assert bars(ax, +1) == pytest.approx({1: 40, 2: 31})
    [line] = ax.get_lines()
    assert list(line.get_xdata()) == [0, 0]


def test_sides_have_their_colours_and_their_names_above_them():
    [ax] = plot_side_mirror(mirror_of((50, 40)))

    colours = {bar.get_width() < 0: bar.get_facecolor() for c in ax.containers for bar in c}
    assert colours[True] != colours[False]
    heads = {t.get_text().strip(): t for t in ax.texts if t.get_text().strip() in ("left", "right")}
    assert heads["left"].get_horizontalalignment() == "right"
    assert heads["right"].get_horizontalalignment() == "left"
    assert heads["left"].get_position()[1] < 0.5  # above week 1


def test_weeks_run_downwards_and_the_halves_have_one_scale():
    [ax] = plot_side_mirror(mirror_of((50, 40), (30, 31)))

    bottom, top = ax.get_ylim()
    assert bottom > 2
    assert top < 1
    low, high = ax.get_xlim()
    assert low == -high
    assert high > 50


def test_both_halves_are_labelled_with_what_they_hold():
    [ax] = plot_side_mirror(mirror_of((50, 40)))

    written = [ax.xaxis.get_major_formatter()(at, 0) for at in ax.get_xticks()]
    assert written == written[::-1]
    assert not any("-" in text or "\N{MINUS SIGN}" in text for text in written)
    assert ax.get_xlabel() == "Repetitions [reps/week]"
    assert ax.get_ylabel() == "Program week"


def test_the_signed_difference_stands_beside_its_week():
    axes = plot_side_mirror(mirror_of((100, 69), (88, 100), (40, 40), (1000, 999), (999, 1000)))

    assert beside(axes[0]) == {1: "+31 %", 2: "-12 %", 3: "0 %", 4: "+<1 %", 5: "-<1 %"}
    assert keys(axes) == ["difference: + more left, - more right"]


def test_without_a_bar_words_say_why():
    frame = mirror_of((50, 40), (0, 0), (0, 0), reason=[None, "both_zero", "not_prescribed"])

    [ax] = plot_side_mirror(frame)

    assert inside(ax) == [(2, "none done", "center"), (3, "not prescribed", "center")]
    assert (len(bars(ax, -1)), len(bars(ax, +1))) == (1, 1)
    assert sum(len(container) for container in ax.containers) == 2  # not even one of width 0
    assert beside(ax) == {1: "+20 %"}


def test_weeks_that_were_not_prescribed_are_a_pale_gap():
    frame = mirror_of((50, 40), (0, 0), reason=[None, "not_prescribed"])

    [ax] = plot_side_mirror(frame)

    drawn = {id(bar) for container in ax.containers for bar in container}
    [gap] = [patch for patch in ax.patches if id(patch) not in drawn]
    assert (gap.get_y(), gap.get_height()) == (1.5, 1)


def test_words_stand_once_in_the_middle_of_weeks_in_a_row():
    [ax] = plot_side_mirror(mirror_of((50, 40), (0, 0), (0, 0), (0, 0), (50, 40), (0, 0)))

    assert inside(ax) == [(3, "none done", "center"), (6, "none done", "center")]


def test_a_week_left_out_of_the_frame_is_in_no_run():
    frame = mirror_of((50, 40), (0, 0), (0, 0), (0, 0))

    [ax] = plot_side_mirror(frame[frame["week"] != 3])

    assert [week for week, *_ in inside(ax)] == [2, 4]


def test_a_side_that_was_not_done_is_named_in_its_half():
    [ax] = plot_side_mirror(mirror_of((50, 0), (0, 50)))

    assert inside(ax) == [(1, "right not done", "left"), (2, "left not done", "right")]
    assert beside(ax) == {1: "+100 %", 2: "-100 %"}


@pytest.mark.parametrize(
    ("reason", "said"),
    [("prescriptions_differ", "asked differ"), ("not_counted", "not counted")],
)
def test_with_both_bars_the_reason_for_no_difference_stands_beside(reason, said):
    [ax] = plot_side_mirror(mirror_of((50, 40), symmetry=np.nan, reason=reason))

    assert beside(ax) == {1: said}
    assert inside(ax) == []


def test_what_was_done_on_a_side_that_was_not_prescribed_is_drawn():
    frame = mirror_of((50, 0), symmetry=np.nan, reason="not_prescribed", one_side_not_done=False)

    [ax] = plot_side_mirror(frame)

    assert bars(ax, -1) == {1: -50}
    assert inside(ax) == [(1, "not prescribed", "left")]


def test_repetitions_of_unknown_side_are_told():
    frame = mirror_of((50, 40), (0, 0), unknown_reps=[20, 20], one_side_not_done=False)

    [ax] = plot_side_mirror(frame)

    assert beside(ax) == {1: "+20 % ?", 2: "?"}
    assert inside(ax) == [(2, "side unknown", "center")]


def test_an_incomplete_week_is_hatched_and_no_other():
    axes = plot_side_mirror(mirror_of((50, 40), (20, 10), is_complete=[True, False]))

    hatched = [bool(bar.get_hatch()) for container in axes[0].containers for bar in container]
    assert hatched == [False, True, False, True]
    assert keys(axes)[0] == "incomplete week"


def test_an_incomplete_week_without_a_bar_says_so():
    [ax] = plot_side_mirror(mirror_of((50, 40), (0, 0), is_complete=[True, False]))

    assert inside(ax) == [(2, "none done, incomplete week", "center")]


def test_the_order_of_the_rows_does_not_matter():
    frame = mirror_of((50, 40), (0, 0), (0, 20), (10, 0))

    one, other = (plot_side_mirror(rows)[0] for rows in (frame, frame.iloc[::-1]))

    assert (bars(one, -1), bars(one, 1)) == (bars(other, -1), bars(other, 1))
    assert (beside(one), inside(one)) == (beside(other), inside(other))


def test_all_exercises_have_the_same_weeks_and_a_scale_of_their_own():
    frame = pd.concat([mirror_of((50, 40)), mirror_of((5, 4), exercise="hug", first=9)])

    big, small = plot_side_mirror(frame)

    assert big.get_ylim() == small.get_ylim()
    assert big.get_xlim()[1] > 50
    assert small.get_xlim()[1] < 10


def test_one_week_does_not_fill_the_chart():
    [ax] = plot_side_mirror(mirror_of((50, 40)))

    bottom, top = ax.get_ylim()
    assert 0.2 * (bottom - top) > 0.8


@pytest.mark.parametrize("n_weeks", [1, 13, 26, 60, 200])
def test_words_and_weeks_never_run_into_each_other(n_weeks):
    pairs = [[(50, 40), (0, 0), (0, 30), (30, 0)][week % 4] for week in range(n_weeks)]

    [ax] = plot_side_mirror(mirror_of(*pairs))
    ax.figure.draw_without_rendering()

    for texts in ([t for t in ax.texts if t.get_position()[0] > 1], ax.get_yticklabels()):
        boxes = sorted((text.get_window_extent() for text in texts), key=lambda box: box.y0)
        # Digits keep free the pixel or two that boxes hold for descenders.
        assert all(a.y1 <= b.y0 + 3 for a, b in pairwise(boxes))
    assert ax.get_yticks()[0] == 1


def test_where_weeks_are_narrow_words_stand_beside_and_cover_no_bar():
    pairs = [(50, 40)] * 60
    pairs[10] = pairs[20] = pairs[21] = pairs[22] = (0, 0)

    [ax] = plot_side_mirror(mirror_of(*pairs))

    assert inside(ax) == [(22, "none done", "center")]
    assert beside(ax)[11] == "none done"
    assert set(beside(ax)) <= set(ax.get_yticks())


def test_less_room_means_fewer_words():
    frame = mirror_of(*[(50, 40)] * 13)
    part = Figure(figsize=(3, 2), layout="constrained").subfigures(2, 1)[0]

    [small], [large] = plot_side_mirror(frame, figure=part), plot_side_mirror(frame)

    assert len(beside(small)) < len(beside(large)) == 13


def test_nothing_to_compare_is_said_in_words():
    axes = plot_side_mirror(mirror_of((1, 1)).head(0))

    assert [t.get_text() for t in axes[0].texts] == ["no exercise with a left and a right yet"]
    assert keys(axes) == []
    assert (axes[0].get_xlabel(), axes[0].get_ylabel()) == ("", "")


def test_weeks_without_anything_done_still_draw():
    [ax] = plot_side_mirror(mirror_of((0, 0), (0, 0)))

    assert bars(ax, 1) == bars(ax, -1) == {}
    assert inside(ax) == [(1.5, "none done", "center")]


def test_words_are_dark_enough_and_never_mathematics():
    [ax] = plot_side_mirror(mirror_of((50, 40), (0, 0)))

    assert {t.get_color() for t in ax.texts} <= {style.INK, style.QUIET}
    assert not any(t.get_parse_math() for t in ax.texts)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 500), st.integers(0, 500), st.booleans(), st.booleans(),
            st.sampled_from([None, "not_prescribed", "prescriptions_differ", "not_counted"]),
        ),
        max_size=70,
    ),
    st.integers(-3, 5),
)  # fmt: skip
def test_every_count_is_a_bar_and_every_difference_is_written(weeks, first):
    frame = mirror_of(*[(left, right) for left, right, *_ in weeks], first=first)
    frame["unknown_reps"] = [int(unknown) for *_, unknown, _, _ in weeks]
    frame["is_complete"] = [is_complete for *_, is_complete, _ in weeks]
    unclear = pd.Series([reason for *_, reason in weeks], index=frame.index, dtype="object")
    frame["reason"] = unclear.where(unclear.notna(), frame["reason"])
    frame.loc[unclear.notna(), "symmetry"] = math.nan

    [ax] = plot_side_mirror(frame)

    for column, sign in (("left_reps", -1), ("right_reps", 1)):
        done = frame[frame[column] > 0]
        assert bars(ax, sign) == pytest.approx(
            dict(zip(done["week"], sign * done[column], strict=True))
        )
    compared = set(frame.loc[frame["symmetry"].notna(), "week"]) & set(ax.get_yticks())
    assert compared == {week for week, text in beside(ax).items() if "%" in text}


def test_the_picture_is_written():
    written = io.BytesIO()

    plot_side_mirror(mirror_of((50, 40)))[0].figure.savefig(written, format="png")

    assert written.getvalue().startswith(b"\x89PNG")
