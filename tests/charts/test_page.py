"""The page: one sheet that holds everything about one patient, and nothing outside of it."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from rehabstats.charts.patient_page import plot_patient_page
from rehabstats.pictures.kinds import KINDS, trend_layers


@pytest.fixture(scope="module")
def parts(room) -> dict:
    """What the page of P003 is drawn from."""
    own = room["P003"]
    return {
        "trend": trend_layers(own),
        "slots": own.frame("ledger"),
        "sessions": own.frame("exercise_sessions"),
        "volume_change": own.frame("volume_change"),
    }


def written(figure: Figure) -> list[str]:
    """Every text that stands on a figure outside of its axes."""
    return [text.get_text() for part in figure.subfigs for text in part.texts]


def outside(figure: Figure) -> list[str]:
    """Texts that reach over the edge of the paper."""
    figure.draw_without_rendering()
    width, height = figure.bbox.size
    texts = [text for ax in figure.axes for text in (*ax.texts, ax.title, *ax.get_xticklabels())]
    texts += [label for ax in figure.axes for label in (ax.yaxis.label, *ax.get_yticklabels())]
    texts += [text for part in figure.subfigs for text in part.texts]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    return [
        words
        for words, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]


@pytest.mark.parametrize(("paper", "size"), [("A4", (8.27, 11.69)), ("Letter", (8.5, 11.0))])
def test_the_page_has_the_size_of_its_paper(parts, paper, size):
    page = plot_patient_page(**parts, paper=paper)

    assert tuple(page.get_size_inches()) == pytest.approx(size)


def test_another_paper_is_refused(parts):
    with pytest.raises(ValueError, match="`paper`: got 'A3', expected one of A4, Letter"):
        plot_patient_page(**parts, paper="A3")


def test_trend_calendar_pain_and_volume_are_all_on_it(parts):
    page = plot_patient_page(**parts)

    labels = [ax.get_ylabel().replace("\n", " ") for ax in page.axes]
    n_exercises = parts["volume_change"]["exercise"].nunique()
    assert labels[:3] == [
        "Function [PSFS 0-10]", "Session adherence [%]", "Pain during exercise [NRS 0-10]",
    ]  # fmt: skip
    assert page.axes[3].get_yticklabels()[0].get_text() == "Program week"
    assert labels[4] == "Pain during exercise [NRS 0-10]"
    assert labels[4 + n_exercises] == "Repetitions [reps/week]"
    assert len(page.axes) == 4 + 2 * n_exercises


def test_without_check_ins_there_is_no_empty_function(parts):
    trend = {name: frame for name, frame in parts["trend"].items() if name != "checkins"}

    page = plot_patient_page(**(parts | {"trend": trend}))

    assert page.axes[0].get_ylabel().replace("\n", " ") == "Session adherence [%]"


@pytest.mark.parametrize(("n_weeks", "n_extra"), [(12, 0), (12, 1), (40, 1)])
def test_without_check_ins_the_keys_of_adherence_stand_clear_of_the_facts(parts, n_weeks, n_extra):
    # 40 weeks are so many that numbers of extra sessions stand upright.
    week = parts["trend"]["adherence"].head(1)
    weeks = pd.concat([week] * n_weeks).assign(week=range(1, n_weeks + 1), n_extra=n_extra)
    trend = {"adherence": weeks, "pain": parts["trend"]["pain"]}

    page = plot_patient_page(**(parts | {"trend": trend}), title="P003", facts=["A fact."] * 4)

    page.draw_without_rendering()
    facts = min(text.get_window_extent().y0 for text in page.subfigs[0].texts)
    assert page.axes[0].get_legend().get_window_extent().y1 < facts


def test_pain_and_volume_of_an_exercise_stand_under_each_other_on_the_same_weeks(parts):
    page = plot_patient_page(**parts)

    half = (len(page.axes) - 4) // 2
    for above, below in zip(page.axes[4 : 4 + half], page.axes[4 + half :], strict=True):
        assert above.get_title(loc="left") == below.get_title(loc="left")
        assert above.get_xlim() == below.get_xlim()
        assert above.bbox.x0 == pytest.approx(below.bbox.x0)


def test_title_about_and_the_first_four_facts_stand_at_the_top(parts):
    facts = [f"Fact {number}." for number in range(1, 7)]

    page = plot_patient_page(**parts, title="P003", about="week 12", facts=facts)

    assert written(page)[:3] == ["P003", "week 12", "\N{EN DASH} Fact 1."]
    assert written(page)[-1].strip() == "and 2 more"
    assert "Fact 5." not in " ".join(written(page))


@pytest.mark.parametrize("kind", ["page", "page-letter"])
@pytest.mark.parametrize("patient", ["P001", "P004", "P007", "P008"])
def test_nothing_reaches_over_the_edge_of_the_paper(room, patient, kind):
    assert outside(KINDS[kind].draw(room[patient])) == []


def test_words_of_any_kind_are_cut_and_never_mathematics(parts):
    hostile = "$\\frac{1}{0}$ <b> " + "long " * 200

    page = plot_patient_page(**parts, title="$P$", about="$x$", facts=[hostile] * 4)

    assert not any(text.get_parse_math() for part in page.subfigs for text in part.texts)
    assert outside(page) == []


def many_exercises(parts: dict, n: int) -> dict:
    """The frames with the first exercise repeated under other names."""
    grown = dict(parts)
    for name in ("slots", "sessions", "volume_change"):
        frame = parts[name]
        one = frame[frame["exercise"] == "hip_pushdown"]
        copies = [one.assign(exercise=f"exercise_number_{k}") for k in range(n)]
        grown[name] = pd.concat(copies, ignore_index=True)
    return grown


@pytest.mark.parametrize(("n", "more"), [(1, 0), (6, 0), (7, 1), (20, 14)])
def test_six_exercises_have_panels_and_the_rest_is_counted(parts, n, more):
    page = plot_patient_page(**many_exercises(parts, n))

    panels = [ax.get_title(loc="left").replace("\n", " ") for ax in page.axes[4:]]
    assert len(panels) == 2 * min(n, 6)
    assert set(panels) == {f"exercise number {k}" for k in range(min(n, 6))}
    said = [text.get_text() for text in page.texts]
    are = "exercise is" if more == 1 else "exercises are"
    assert said == ([f"{more} more {are} in the calendar only"] if more else [])


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_panels_stand_in_one_row_and_are_high_enough_to_read(parts, paper):
    page = plot_patient_page(**many_exercises(parts, 20), facts=["A fact."] * 5, paper=paper)

    page.draw_without_rendering()
    for panels in (page.axes[4:10], page.axes[10:]):
        boxes = [ax.get_window_extent() for ax in panels]
        assert len({round(box.y0) for box in boxes}) == 1
        assert min(box.height for box in boxes) / page.dpi > 0.6  # inches
    labels = [ax.xaxis.label.get_window_extent() for ax in page.axes[10:]]
    assert all(one.x1 < other.x0 for one, other in pairwise(labels))


def test_a_patient_without_any_entry_has_a_page_that_says_so(parts):
    empty = {name: frame.head(0) for name, frame in parts.items() if name != "trend"}
    trend = {name: frame.head(0) for name, frame in parts["trend"].items()}

    page = plot_patient_page(trend, **empty, title="P009")

    said = {text.get_text() for ax in page.axes for text in ax.texts}
    assert {"no program week yet", "nothing prescribed or done yet", "no session yet"} <= said


def test_pain_of_one_without_a_sessions_row_keeps_its_gap(parts):
    page = plot_patient_page(**(parts | {"sessions": parts["sessions"].head(0)}))

    assert re.search("no session yet", " ".join(t.get_text() for t in page.axes[4].texts))


def test_the_page_is_written_in_every_format(parts):
    page = plot_patient_page(**parts, title="P003")

    for file_format, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        out = io.BytesIO()
        page.savefig(out, format=file_format)
        assert out.getvalue().startswith(start)


def test_frames_are_not_changed(parts):
    before = {name: frame.copy() for name, frame in parts.items() if name != "trend"}

    plot_patient_page(**parts)

    for name, frame in before.items():
        pd.testing.assert_frame_equal(parts[name], frame)
    assert np.isfinite(parts["volume_change"]["week"]).all()
