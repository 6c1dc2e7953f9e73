"""Program weeks: the first stands at the edge, with room for those to come."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

import rehabstats as rs
from rehabstats.charts._weeks import set_weeks
from rehabstats.pictures.kinds import KINDS
from rehabstats.room import PatientRoom

#: A week beside the edge: half of a bar, and a little room.
EDGE = 0.6


@pytest.mark.parametrize(
    ("weeks", "span"),
    [
        ([1], (1, 8)),
        ([1, 2], (1, 8)),
        ([4, 5], (4, 11)),
        (range(1, 8), (1, 8)),
        (range(1, 9), (1, 8)),
        (range(1, 10), (1, 9)),
        (range(1, 61), (1, 60)),
    ],
)
def test_the_first_week_stands_at_the_left_edge_and_eight_have_room(weeks, span):
    ax = Figure().subplots()

    set_weeks(ax, weeks)

    assert ax.get_xlim() == pytest.approx((span[0] - EDGE, span[1] + EDGE))


def test_only_weeks_that_there_are_have_a_number():
    ax = Figure().subplots()

    set_weeks(ax, [1, 2])

    assert ax.get_xticks().tolist() == [1, 2]


def test_without_weeks_nothing_is_called_a_week():
    ax = Figure().subplots()

    set_weeks(ax, [])

    assert ax.get_xlabel() == ""
    assert len(ax.get_xticks()) == 0


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> PatientRoom:
    """One patient of the sample whose log is a week long."""
    folder = tmp_path_factory.mktemp("week")
    for name in ("sessions", "patients"):
        rows = pd.read_csv(f"data/sample/{name}.csv").query("patient_id == 'P002'")
        rows.to_csv(folder / f"{name}.csv", index=False)
    return rs.progress(folder, as_of="2026-01-10")["P002"]


@pytest.mark.parametrize(
    "kind", ["trend", "page", "page-letter", "pain", "volume", "progression", "runs"]
)
def test_every_weekly_chart_of_one_week_has_it_at_the_left(own, kind):
    figure = KINDS[kind].draw(own)

    weekly = [ax for ax in figure.axes if not (labels(ax) and labels(ax)[0] == "Program week")]
    assert {tuple(round(end, 6) for end in ax.get_xlim()) for ax in weekly} == {(0.4, 8.6)}


def test_the_mirror_of_one_week_has_it_at_the_top(own):
    for ax in KINDS["mirror"].draw(own).axes:
        bottom, top = ax.get_ylim()
        # Above the first week stands one line that names the halves.
        assert (bottom, top) == pytest.approx((8.6, -0.6))


def test_the_calendar_of_one_week_has_its_first_day_at_the_left(own):
    (ax,) = KINDS["calendar"].draw(own).axes

    assert ax.get_xlim() == (0, 56)


def labels(ax) -> list[str]:
    """What stands beside a calendar, which counts days and not weeks."""
    return [label.get_text() for label in ax.get_yticklabels()]
