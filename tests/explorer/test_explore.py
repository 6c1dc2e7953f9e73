"""What `explore` gives where there are no controls: the same chart and tables, and it says so."""

from __future__ import annotations

import dataclasses
import io
import re
import sys
from html.parser import HTMLParser
from types import SimpleNamespace

import IPython
import IPython.display
import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

import rehabstats as rs
from rehabstats.explorer import Explorer
from rehabstats.explorer.choice import VIEWS, Choice
from rehabstats.explorer.render import render_picture, render_tables, render_text
from rehabstats.explorer.shown import Shown
from rehabstats.room import Room

DAY = "2026-03-30"
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def sample(room) -> rs.Caseload:
    return room.caseload


@pytest.fixture(scope="module")
def before(sample) -> Room:
    """The same before anybody began."""
    return Room.of(sample, "2025-12-30")


@pytest.fixture
def displayed(monkeypatch) -> list[dict]:
    """Every bundle that is displayed."""
    bundles: list[dict] = []
    monkeypatch.setattr(
        IPython.display, "display", lambda bundle, **how: bundles.append(bundle | {"how": how})
    )
    return bundles


@pytest.fixture
def kernel(monkeypatch):
    """As in a notebook, though nobody looks."""
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=object()))


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, name: str) -> list[dict]:
        return [attributes for tag, attributes in self.found if tag == name]


def test_without_arguments_the_first_patient_is_shown_week_by_week(sample):
    seen = rs.explore(sample, as_of=DAY)

    assert repr(seen).startswith("P001: Weekly trend (hip-restoration, program week 13")
    assert set(seen.tables) == {
        "session_adherence", "weekly_session_pain", "session_pain_trend", "side_pain_flares",
        "checkins",
    }  # fmt: skip


@pytest.mark.parametrize("metric", VIEWS)
def test_every_metric_is_drawn_also_for_who_stopped(room, metric):
    seen = Explorer(room, Choice("P004", metric))

    assert seen.figure.axes
    assert all(list(table) for table in seen.tables.values())
    assert seen.words.startswith(f"{seen.words.split(' of patient')[0]} of patient P004: ")


@pytest.mark.parametrize("metric", VIEWS)
def test_a_patient_before_the_first_day_has_a_chart_that_says_so(before, metric):
    seen = Explorer(before, Choice("P001", metric))

    assert seen.figure.axes
    assert "no row" in str(seen)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"patient_id": "P9"}, "`patient_id`: got 'P9', expected one of P001, P002"),
        ({"metric": "score"}, "`metric`: got 'score', expected one of trend, pain"),
        ({"exercise": "squat"}, "`exercise`: got 'squat', expected one of hip_pushdown"),
        ({"side": "both", "exercise": "hip_pushdown"}, "`side`: got 'both', expected one of left"),
        ({"weeks": (0, 2)}, r"`weeks`: got (0, 2), expected the first and the last of 1 to 13"),
        ({"weeks": (5, 4)}, "`weeks`: got (5, 4)"),
        ({"weeks": (1, 14)}, "`weeks`: got (1, 14)"),
        ({"weeks": 3}, "`weeks`: got 3"),
        ({"weeks": (1, "2")}, "`weeks`: got (1, '2')"),
        ({"as_of": "soon"}, "as_of"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(sample, wrong, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        rs.explore(sample, **({"as_of": DAY} | wrong))


def test_more_patients_than_one_can_read_are_not_all_named(sample):
    ids = [f"Q{n:03d}" for n in range(40)]
    patients = pd.concat([sample.patients.head(1)] * 40).assign(patient_id=ids)
    many = dataclasses.replace(sample, patients=patients)

    with pytest.raises(ValueError, match=r"Q011, \.\.\.$"):
        rs.explore(many, as_of=DAY, patient_id="P001")


def test_a_caseload_of_nobody_is_refused(sample):
    with pytest.raises(ValueError, match="no patient"):
        rs.explore(sample.only([]), as_of=DAY)


def test_a_progress_is_explored_as_it_is_and_has_its_own_day_and_thresholds(room):
    assert rs.explore(room, patient_id="P003").figure.axes
    for name, value in (("as_of", DAY), ("settings", rs.Settings())):
        with pytest.raises(TypeError, match=f"`{name}`: got it with a `Progress`"):
            rs.explore(room, **{name: value})


def test_outside_of_a_notebook_it_says_what_controls_need(sample):
    assert "need a notebook with a running kernel" in repr(rs.explore(sample, as_of=DAY))


def test_without_ipywidgets_it_says_how_to_get_them_and_shows_the_same(
    sample, displayed, kernel, monkeypatch
):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)

    rs.explore(sample, as_of=DAY)._ipython_display_()

    assert "pip install 'rehabstats[lab]'" in displayed[0]["text/plain"]
    assert not any(WIDGET in bundle for bundle in displayed)
    assert displayed[1]["image/png"].startswith(b"\x89PNG")


def test_a_notebook_gets_controls_chart_and_tables_with_a_still_one_behind_each(
    sample, displayed, kernel
):
    seen = rs.explore(sample, as_of=DAY, patient_id="P002")

    seen._ipython_display_()

    assert len({bundle[WIDGET]["model_id"] for bundle in displayed}) == 3
    controls, chart, tables = displayed
    assert controls["text/plain"] == repr(seen)
    assert chart["text/plain"] == chart["how"]["metadata"]["image/png"]["alt"] == seen.words
    assert tables["text/plain"].startswith("session_adherence: 12 rows\nweek n_due")
    # nbval compares HTML, and a picture inside of it would differ between machines.
    assert not any("text/html" in bundle for bundle in displayed)


def test_outside_of_a_kernel_nothing_refers_to_a_widget(sample, displayed):
    rs.explore(sample, as_of=DAY)._ipython_display_()

    assert [set(bundle) - {"how"} for bundle in displayed] == [
        {"text/plain"}, {"image/png", "text/plain"}, {"text/plain"},
    ]  # fmt: skip


def test_the_picture_has_the_same_bytes_each_time_and_its_words_inside(room):
    choice = Choice("P002", "runs")

    png = Shown(room, choice).picture.png

    assert png == Shown(room, choice).picture.png
    assert Image.open(io.BytesIO(png)).text["Description"] == Shown(room, choice).picture.words


def test_neither_settings_nor_pyplot_are_touched_and_a_style_changes_nothing(room):
    plain = Shown(room, Choice("P002", "runs")).picture.png
    with plt.style.context(["dark_background", {"axes.linewidth": 5, "xtick.direction": "in"}]):
        before = dict(matplotlib.rcParams)

        styled = Shown(room, Choice("P002", "runs"))
        assert styled.picture.figure.axes
        dark = styled.picture.png

        assert dict(matplotlib.rcParams) == before
    assert dark == plain
    assert plt.get_fignums() == []


def test_the_picture_says_in_words_what_it_shows_and_loads_nothing(room):
    shown = Shown(room, Choice("P002", "runs"))

    html = render_picture(shown)

    (image,) = _Tags(html).of("img")
    assert html.startswith(f"<p><b>{shown.title}</b><br>{shown.about}</p>")
    assert image["alt"] == shown.picture.words
    assert image["src"].startswith("data:image/png;base64,")
    assert "http" not in render_picture(shown) + render_tables(shown)


def test_tables_have_captions_and_heads_and_can_be_scrolled_by_keys(room):
    shown = Shown(room, Choice("P002", "pain"))

    tags = _Tags(render_tables(shown))

    columns = [name for columns in VIEWS["pain"].frames.values() for name in columns]
    assert [head["scope"] for head in tags.of("th")] == ["col"] * len(columns)
    regions = [one for one in tags.of("div") if one.get("role") == "region"]
    assert [one["tabindex"] for one in regions] == ["0", "0"]
    assert (
        regions[0]["aria-label"]
        == f"exercise_sessions: {len(shown.tables['exercise_sessions'])} rows"
    )
    n_rows = sum(len(table) for table in shown.tables.values()) + 2
    assert len(tags.of("tr")) == n_rows


def test_a_table_without_rows_is_one_line(room):
    html = render_tables(Shown(room, Choice("P003", "pain", weeks=(1, 6))))

    assert html.endswith("</div><p>pain_trend: no row</p>")


def test_what_is_missing_is_a_mark_and_no_zero(room):
    shown = Shown(room, Choice("P001", "trend", weeks=(13, 13)))

    assert pd.isna(shown.tables["weekly_session_pain"]["pain_nrs_median"].iloc[0])
    html = re.sub(r'<td style="[^"]*">', "<td>", render_tables(shown))
    assert "<td>13</td><td>0</td><td>0</td><td>-</td><td>-</td>" in html
    assert re.search(r"^ +13 +0 +0 +- +-$", render_text(shown), re.MULTILINE)


def test_a_long_table_as_text_counts_what_it_leaves_out(room):
    shown = Shown(room, Choice("P001", "calendar"))

    lines = render_text(shown).splitlines()

    n_rows = len(shown.tables["ledger"])
    assert lines[0] == f"ledger: {n_rows} rows"
    assert lines[-1] == f"... and {n_rows - 30} more"
    assert len(lines) == 1 + 1 + 30 + 1


def test_days_have_no_clock_and_numbers_two_digits_at_most(room):
    text = render_text(Shown(room, Choice("P003", "pain", "hip_pushdown", "left", (6, 6))))

    assert "hip_pushdown left    6 12 Feb 2026" in text
    assert "00:00" not in text
    assert re.search(r" 5 +5$", text, re.MULTILINE)


HOSTILE = "<script>alert(1)</script>&\"'"


def test_hostile_ids_come_out_escaped(sample):
    renamed = sample.patients["patient_id"].cat.rename_categories({"P001": HOSTILE})
    frames = {"patients": sample.patients.assign(patient_id=renamed)}
    for name in ("changes", "pauses", "sets", "sessions", "checkins"):
        frame = getattr(sample, name)
        own = frame["patient_id"].cat.rename_categories({"P001": HOSTILE})
        frames[name] = frame.assign(patient_id=own)
    hostile = dataclasses.replace(sample, **frames)

    shown = rs.explore(hostile, as_of=DAY, metric="runs")._shown

    tags = _Tags(render_picture(shown) + render_tables(shown))
    assert tags.of("script") == []
    assert HOSTILE in tags.of("img")[0]["alt"]
