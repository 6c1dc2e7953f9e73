"""The calendar shows every slot once, on its day, and tells states apart without colour."""

from __future__ import annotations

import io
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from rehabstats.charts import _style as style
from rehabstats.charts._state_glyphs import GLYPHS
from rehabstats.charts.calendar import plot_calendar
from rehabstats.vocabulary import STATES

MONDAY = pd.Timestamp("2026-01-05")
DAYLESS = ("excused",)
MET = ("done", "partial", "skipped", "omitted", "extra")
Slot = tuple[Any, ...]


def slots_of(*slots: Slot, **more: Any) -> pd.DataFrame:
    """Slots of one patient from (week, day of it, state[, exercise, side])."""
    rows = [(*slot, *("raise", "left")[len(slot) - 3 :]) for slot in slots]
    names = ["week", "day", "state", "exercise", "side"]
    frame = pd.DataFrame(rows, columns=names).astype({"week": "int64", "day": "int64"})
    start = MONDAY + pd.to_timedelta(7 * (frame["week"] - 1), "D")
    day = start + pd.to_timedelta(frame.pop("day"), "D")
    same: dict[str, Any] = {
        "patient_id": "P1",
        "week_start": start,
        "slot": frame.groupby(["exercise", "side", "week"], dropna=False).cumcount() + 1,
        "due_on": day.mask(frame["state"].isin([*DAYLESS, "extra"])),
        "session_day": day.where(frame["state"].isin(MET)),
    }
    return frame.assign(**(same | more))


def every_week(n_weeks: int, exercises: tuple[str, ...] = ("raise",)) -> pd.DataFrame:
    """Three sessions a week of each exercise on both sides."""
    sides = [(one, side) for one in exercises for side in ("left", "right")]
    weeks = range(1, n_weeks + 1)
    return slots_of(*((w, d, "done", *one) for w in weeks for d in (0, 2, 4) for one in sides))


def inches(width: float, height: float) -> Axes:
    """Axes of a part of a page, with room for names to the left."""
    figure = Figure(figsize=(width + 2, height + 0.6))
    return figure.add_axes((1.95 / (width + 2), 0, width / (width + 2), height / (height + 0.6)))


def cells(ax: Axes, state: str) -> list[tuple[float, float, float, float]]:
    """Day, foot, and extent of each glyph of a state; those drawn twice only once."""
    patch = next((one for one in ax.patches if one.get_label() == state), None)
    if patch is None:
        return []
    path = patch.get_path()
    filled, drawn, _ = GLYPHS[state]
    size = sum(map(len, filled or drawn))
    points = np.asarray(path.vertices).reshape(-1, size, 2)
    low, high = points.min(axis=1), points.max(axis=1)
    return sorted((*at.tolist(), *to.tolist()) for at, to in zip(low, high, strict=True))


def places(ax: Axes, state: str) -> list[tuple[int, int]]:
    """Day and row of each glyph of a state, in the first band."""
    return sorted(
        (int(np.floor((x0 + x1) / 2)), int(np.floor(-(y0 + y1) / 2)))
        for x0, y0, x1, y1 in cells(ax, state)
    )


def rows(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def keys(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    return [text.get_text() for text in legend.get_texts()] if legend else []


def words(ax: Axes) -> list[str]:
    return [text.get_text().strip() for text in ax.texts if text.get_text().strip()]


def test_every_state_has_a_glyph_and_all_shapes_differ():
    shapes = {state: (filled, drawn) for state, (filled, drawn, _) in GLYPHS.items()}

    assert set(shapes) == set(STATES)
    assert len(set(shapes.values())) == len(STATES)


def test_every_glyph_is_dark_enough_on_white():
    for *_, shade in GLYPHS.values():
        linear = [((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(shade)]
        light = float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
        assert 1.05 / (light + 0.05) >= 3


def test_a_glyph_stays_inside_its_cell():
    for filled, drawn, _ in GLYPHS.values():
        points = np.concatenate([np.array(line) for line in (*filled, *drawn)])
        assert points.min() >= 0
        assert points.max() <= 1


@pytest.mark.parametrize("state", MET)
def test_a_slot_stands_on_the_day_of_its_session(state):
    slots = slots_of((1, 3, state)).assign(due_on=MONDAY + pd.Timedelta(days=6))

    assert places(plot_calendar(slots), state) == [(3, 0)]


@pytest.mark.parametrize("state", ["unrecorded", "open"])
def test_a_slot_without_a_session_stands_on_its_deadline(state):
    assert places(plot_calendar(slots_of((1, 5, state))), state) == [(5, 0)]


def test_excused_slots_stand_among_the_first_days_of_their_week():
    ax = plot_calendar(slots_of((1, 0, "done"), *[(2, 6, "excused")] * 3))

    assert places(ax, "excused") == [(7, 0), (8, 0), (9, 0)]


def test_slots_of_one_day_share_its_cell():
    ax = plot_calendar(slots_of((1, 2, "done"), (1, 2, "unrecorded"), (1, 2, "extra")))

    drawn = [cells(ax, state)[0] for state in ("extra", "unrecorded", "done")]
    assert {int(x0) for x0, *_ in drawn} == {2}
    tops, feet = [top for *_, top in drawn], [foot for _, foot, *_ in drawn]
    assert -1 <= feet[0] < tops[0] <= feet[1] < tops[1] <= feet[2] < tops[2] <= 0


def test_each_exercise_and_side_has_a_row_and_an_exercise_is_named_once():
    ax = plot_calendar(
        slots_of(
            (1, 0, "done", "heel_slide", "left"),
            (1, 0, "done", "heel_slide", "right"),
            (1, 1, "done", "squat", "both"),
        ),
        names={"squat": "Deep squat"},
    )

    assert rows(ax) == ["Program week", "heel slide left", "right", "Deep squat both"]
    assert places(ax, "done") == [(0, 0), (0, 1), (1, 2)]
    assert len(set(ax.get_yticks())) == 4


def test_names_stand_beside_their_rows():
    ax = plot_calendar(every_week(3, ("hug", "lift")))

    ticks = dict(zip(ax.get_yticks(), rows(ax), strict=True))
    assert [ticks[-row - 0.5] for row in range(4)] == ["hug left", "right", "lift left", "right"]


def test_whole_sessions_are_one_row():
    ax = plot_calendar(slots_of((1, 0, "done", None, None), (1, 2, "skipped", None, None)))

    assert rows(ax) == ["Program week", "whole sessions"]
    assert (places(ax, "done"), places(ax, "skipped")) == ([(0, 0)], [(2, 0)])


def test_long_names_that_begin_alike_stay_apart():
    ax = plot_calendar(every_week(2, tuple(f"{'very_' * 20}long_name_{n}" for n in range(3))))

    assert len(set(rows(ax)) - {"right", "Program week"}) == 3
    assert max(map(len, rows(ax))) <= 26 + len(" right")


def test_an_exercise_is_never_taken_for_another_of_the_same_name():
    ax = plot_calendar(every_week(1, ("hug", "lift")), names={"hug": "raise", "lift": "raise"})

    assert rows(ax)[1:] == ["raise left", "right", "raise left", "right"]


def test_only_states_that_occur_have_a_key_in_the_order_people_read_them():
    ax = plot_calendar(slots_of((1, 0, "extra"), (1, 1, "skipped"), (1, 2, "done")))

    assert keys(ax) == ["done", "skipped", "extra"]
    assert {patch.get_label() for patch in ax.patches} == set(keys(ax))


def test_weeks_are_numbered_and_months_named_with_a_new_year():
    ax = plot_calendar(
        every_week(8).assign(week_start=lambda f: f["week_start"] - pd.Timedelta(28, "D"))
    )

    assert words(ax) == [*map(str, range(1, 9)), "Dec 2025", "Jan 2026"]


def test_weeks_before_the_start_keep_their_numbers():
    ax = plot_calendar(slots_of((-1, 0, "extra"), (1, 0, "done")))

    assert words(ax)[:3] == ["-1", "0", "1"]
    assert (places(ax, "extra"), places(ax, "done")) == ([(0, 0)], [(14, 0)])


def test_a_week_without_slots_keeps_its_place():
    ax = plot_calendar(slots_of((1, 0, "done"), (4, 0, "done")))

    assert places(ax, "done") == [(0, 0), (21, 0)]
    assert words(ax)[:4] == ["1", "2", "3", "4"]


def test_one_week_does_not_fill_the_chart():
    assert plot_calendar(every_week(1)).get_xlim() == (0, 56)


@pytest.mark.parametrize("n_weeks", [1, 26, 60])
def test_a_figure_of_its_own_has_room_for_every_week(n_weeks):
    ax = plot_calendar(every_week(n_weeks))
    ax.figure.draw_without_rendering()

    days = ax.get_xlim()[1]
    assert 72 * style.width_in(ax) / days > 2.2
    assert len(cells(ax, "done")) == 6 * n_weeks
    low, high = ax.get_ylim()
    assert all(x1 <= days and low < y0 < y1 < high for _, y0, x1, y1 in cells(ax, "done"))
    assert not any("no room" in text for text in words(ax))
    weeks = [text for text in words(ax) if text.isdigit()]
    assert weeks[0] == "1"
    assert int(weeks[-1]) == n_weeks


def test_many_weeks_go_on_underneath_with_all_rows_named_again():
    one, many = plot_calendar(every_week(10)), plot_calendar(every_week(60))

    assert rows(many) == rows(one) * (len(rows(many)) // len(rows(one)))
    assert len(rows(many)) > len(rows(one))
    assert many.figure.get_figheight() > one.figure.get_figheight()
    months = [text for text in words(many) if not text.isdigit()]
    assert (months[0], months[-2:]) == ("Jan 2026", ["Jan 2027", "Feb"])


def test_a_figure_is_as_high_as_its_rows_need():
    few, many = (every_week(4, tuple(f"e{n}" for n in range(size))) for size in (1, 20))

    heights = [plot_calendar(slots).figure.get_figheight() for slots in (few, many)]
    assert heights[1] - heights[0] == pytest.approx(38 * 0.16)


def test_on_a_given_part_of_a_page_the_figure_keeps_its_size():
    ax = inches(5.4, 1.9)
    before = ax.figure.get_size_inches().tolist()

    assert plot_calendar(every_week(60), ax=ax) is ax
    assert ax.figure.get_size_inches().tolist() == before


@pytest.mark.parametrize("n_weeks", [1, 12, 26])
def test_half_a_year_fits_a_part_of_a_page(n_weeks):
    ax = plot_calendar(every_week(n_weeks, ("a", "b", "c", "d", "e")), ax=inches(5.4, 1.9))

    assert len(cells(ax, "done")) == 30 * n_weeks
    assert not any("no room" in text for text in words(ax))


def test_where_weeks_find_no_room_the_last_are_drawn_and_the_others_named():
    slots = every_week(60, ("a", "b", "c", "d", "e"))

    ax = plot_calendar(slots, ax=inches(5.4, 1.9))

    weeks = [text for text in words(ax) if text.isdigit()]
    assert f"no room for weeks 1 to {int(weeks[0]) - 1}" in words(ax)
    assert len(cells(ax, "done")) == (slots["week"] >= int(weeks[0])).sum()
    assert 72 * 5.4 / ax.get_xlim()[1] >= 1.8


def test_rows_too_low_for_a_label_each_are_named_by_exercise():
    slots = every_week(12, tuple(f"exercise_{n}" for n in range(20)))

    ax = plot_calendar(slots, ax=inches(5.4, 1.9))
    ax.figure.draw_without_rendering()

    assert rows(ax)[1] == "exercise 0 left, right"
    assert len(rows(ax)) == 21
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert all(above.y0 >= below.y1 - 3 for above, below in pairwise(boxes))
    assert len(cells(ax, "done")) == len(slots)


def test_a_row_never_grows_with_a_high_part_of_a_page():
    ax = plot_calendar(every_week(4), ax=inches(5.4, 4))

    low, high = ax.get_ylim()
    assert 4 / (high - low) == pytest.approx(0.25)


@pytest.mark.parametrize("n_weeks", [1, 12, 26, 60])
def test_words_stay_on_the_figure_and_apart(n_weeks):
    names = ("x" * 70, "hug", "lift")

    ax = plot_calendar(every_week(n_weeks, names))
    ax.figure.draw_without_rendering()

    width, height = ax.figure.bbox.size
    texts = [*ax.texts, *ax.get_yticklabels(), *ax.get_legend().get_texts()]
    boxes = [text.get_window_extent() for text in texts if text.get_text().strip()]
    assert all(0 <= one.x0 < one.x1 <= width for one in boxes)
    assert all(0 <= one.y0 < one.y1 <= height for one in boxes)
    for number, one in enumerate(boxes):
        # Digits keep free the pixel or two that boxes hold for descenders.
        low = one.padded(-2)
        assert not any(low.overlaps(other.padded(-2)) for other in boxes[number + 1 :])


def test_nothing_is_said_in_words():
    ax = plot_calendar(every_week(1).head(0))

    assert words(ax) == ["nothing prescribed or done yet"]
    assert (keys(ax), list(ax.patches), rows(ax)) == ([], [], [])
    assert not any(spine.get_visible() for spine in ax.spines.values())


def test_the_order_of_the_rows_does_not_matter_and_the_frame_is_not_changed():
    slots = slots_of(*[(w, d, STATES[(w + d) % 8]) for w in (1, 2, 3) for d in range(7)])
    before = slots.copy(deep=True)

    one, other = plot_calendar(slots), plot_calendar(slots.iloc[::-1])

    assert all(cells(one, state) == cells(other, state) for state in STATES)
    pd.testing.assert_frame_equal(slots, before)


def test_rows_of_two_patients_are_refused():
    two = pd.concat([every_week(1), every_week(1).assign(patient_id="P2")])

    with pytest.raises(ValueError, match="`slots` has rows of 2 patients"):
        plot_calendar(two)


def test_a_slot_that_occurs_twice_is_refused():
    with pytest.raises(ValueError, match="exercise raise, side left, week 1, slot 1 more than"):
        plot_calendar(pd.concat([every_week(1)] * 2))


@pytest.mark.parametrize("column", ["state", "week_start", "due_on", "session_day", "slot"])
def test_a_missing_column_is_named(column):
    with pytest.raises(ValueError, match=f"no column '{column}'"):
        plot_calendar(every_week(1).drop(columns=column))


def test_words_are_dark_enough_and_never_mathematics():
    ax = plot_calendar(every_week(3), names={"raise": "$\\frac{$ raise"})

    texts = [*ax.texts, *ax.get_yticklabels()]
    assert {text.get_color() for text in texts} <= {style.INK, style.QUIET}
    assert not any(text.get_parse_math() for text in texts)
    written = io.BytesIO()
    ax.figure.savefig(written, format="png")
    assert written.getvalue().startswith(b"\x89PNG")


def test_the_sample_patients_have_all_their_slots(room):
    for _, own in room.frame("ledger").groupby("patient_id", observed=True):
        ax = plot_calendar(own)

        drawn = {state: n for state in STATES if (n := len(cells(ax, state)))}
        assert drawn == dict(Counter(own["state"]))
        assert len(rows(ax)) - 1 == len(own[["exercise", "side"]].drop_duplicates())


@given(
    st.lists(
        st.tuples(
            st.integers(-3, 70), st.integers(0, 6), st.sampled_from(STATES),
            st.sampled_from(["raise", "hug", ""]), st.sampled_from(["left", "right", "both"]),
        ),
        min_size=1, max_size=40,
    )
)  # fmt: skip
def test_every_slot_is_drawn_once_inside_the_chart(slots):
    ax = plot_calendar(slots_of(*slots))

    low, high = ax.get_ylim()
    for state in STATES:
        drawn = cells(ax, state)
        assert len(drawn) == sum(one[2] == state for one in slots)
        assert all(0 <= x0 < x1 <= ax.get_xlim()[1] for x0, _, x1, _ in drawn)
        assert all(low <= y0 < y1 <= high for _, y0, _, y1 in drawn)
        assert all(isinstance(patch, PathPatch) for patch in ax.patches)
    every = [cell for state in STATES for cell in cells(ax, state)]
    assert len({(x0 // 1, round((y0 + y1) / 2, 6)) for x0, y0, x1, y1 in every}) == len(every)


@given(st.floats(0.2, 9), st.floats(0.2, 9), st.integers(1, 70), st.integers(1, 12))
@example(0.22, 2.0, 1, 1)
@example(0.22, 9.0, 12, 1)
def test_any_room_draws_the_last_week(width, height, n_weeks, n_exercises):
    ax = inches(width, height)

    plot_calendar(every_week(n_weeks, tuple(map(str, range(n_exercises)))), ax=ax)

    numbers = [int(text) for text in words(ax) if text.isdigit()]
    assert numbers[0] <= n_weeks
    low, high = ax.get_ylim()
    assert len(cells(ax, "done")) >= 6 * n_exercises
    assert all(low <= y0 < y1 <= high for _, y0, _, y1 in cells(ax, "done"))


def test_paths_close_no_line_between_two_glyphs():
    path = plot_calendar(slots_of((1, 0, "done"), (1, 4, "done"))).patches[0].get_path()

    starts = [place for place, code in enumerate(path.codes) if code == Path.MOVETO]
    assert starts == [0, 5]


def test_a_day_outside_of_its_weeks_is_left_out():
    slots = slots_of((1, 0, "done"), (1, 1, "done")).assign(
        session_day=[MONDAY + pd.Timedelta(days=90), MONDAY + pd.Timedelta(days=1)]
    )

    assert places(plot_calendar(slots), "done") == [(1, 0)]
