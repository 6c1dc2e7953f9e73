"""What every chart does: it returns its axes, changes nothing else, and takes text as it is."""

from __future__ import annotations

import io
import subprocess
import sys

import matplotlib
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from rehabstats.charts import _style as style
from rehabstats.charts.weekly_adherence import plot_weekly_adherence
from rehabstats.charts.weekly_pain import plot_weekly_pain


@pytest.fixture(params=["adherence", "pain"])
def chart(request, done, hurt):
    """A chart function with a frame for it."""
    if request.param == "adherence":
        return plot_weekly_adherence, done([(5, 5, 0), (5, 3, 1), (0, 0, 0)])
    return plot_weekly_pain, hurt([(4, 6), (None, None), (3, 5)])


def test_the_given_axes_are_drawn_on_and_returned(chart):
    plot, weekly = chart
    ax = Figure().add_subplot()

    assert plot(weekly, ax) is ax
    assert ax.has_data()


def test_without_axes_there_is_a_figure_that_draws(chart):
    plot, weekly = chart
    written = io.BytesIO()

    plot(weekly).figure.savefig(written, format="png")

    assert written.getvalue().startswith(b"\x89PNG")


def test_the_frame_is_not_changed(chart):
    plot, weekly = chart
    before = weekly.copy(deep=True)

    plot(weekly)

    assert weekly.equals(before)
    assert list(weekly.columns) == list(before.columns)


def test_settings_are_not_changed(chart):
    plot, weekly = chart
    before = dict(matplotlib.rcParams)

    plot(weekly)

    assert dict(matplotlib.rcParams) == before


def test_pyplot_is_not_imported():
    drawing = "import sys, rehabstats as rs; rs.plot_weekly_trend, rs.plot_patient_page"
    code = f"{drawing}; sys.exit('matplotlib.pyplot' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_dollars_stay_text(chart):
    plot, weekly = chart
    ax = plot(weekly.assign(patient_id="P$1$"))
    ax.set_title("P$1$")
    written = io.StringIO()

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        ax.figure.savefig(written, format="svg")

    assert "P$1$" in written.getvalue()
    assert not any(text.get_parse_math() for text in (*ax.texts, ax.xaxis.label, ax.yaxis.label))


def test_rows_of_two_patients_are_refused(chart):
    plot, weekly = chart

    expected = "`weekly` has rows of 2 patients, 'P1' and 'P2' among them; expected the rows of one"
    with pytest.raises(ValueError, match=expected):
        plot(weekly.assign(patient_id=["P1", "P1", "P2"]))


def test_a_missing_column_is_named(chart):
    plot, weekly = chart

    with pytest.raises(ValueError, match="`weekly` has no column 'week'; expected the columns"):
        plot(weekly.drop(columns="week"))


def test_a_repeated_week_is_named(chart):
    plot, weekly = chart

    with pytest.raises(ValueError, match="`weekly` has week 2 more than once; expected one row"):
        plot(weekly.assign(week=[1, 2, 2]))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(colour: str, ground: str) -> float:
    high, low = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["#FFFFFF", *style.ZONES])
def test_what_carries_meaning_stands_out_from_its_ground(ground):
    marks = (style.ADHERENCE, style.PAIN, style.EDGE)

    assert min(_contrast(colour, ground) for colour in marks) >= 3.0
    assert min(_contrast(colour, ground) for colour in (style.INK, style.QUIET)) >= 4.5
