"""A program of 500 exercises: as many are drawn as can be read, and the rest is counted."""

from __future__ import annotations

import pandas as pd
import pytest
from PIL import Image

import rehabstats as rs
from rehabstats.charts._panels import FIGURE_PANELS, PAGE_PANELS, drawn_exercises
from rehabstats.charts.exercise_volume import plot_exercise_volume
from rehabstats.pictures.kinds import KINDS
from rehabstats.pictures.write import write_pictures
from rehabstats.report import charts as report_charts
from rehabstats.room import PatientRoom

N = 500
#: Done in both weeks; every other exercise in the first one only.
KEPT = range(100, 110)
HEAD = 'id = "many"\nname = "Many"\nsource = "made up"\n'
PHASE = '[[phases]]\nname = "all"\nsessions_per_week = 1\n'
EXERCISE = (
    '[[exercises]]\nid = "move_{0}"\nname = "Move {0}"\nsides = "each"\n'
    "reps_min = 8\nreps_max = 12\n"
)
LEFT_OUT = "and 476 more exercises are not drawn: rehabstats chart --tables writes all rows"


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> PatientRoom:
    folder = tmp_path_factory.mktemp("many")
    program = folder / "many.toml"
    program.write_text(HEAD + PHASE + "".join(EXERCISE.format(k) for k in range(N)))
    (folder / "patients.csv").write_text("patient_id,program,start_date\nP1,many,2026-01-05\n")
    rows = [
        f"P1,{day},move_{k},{side},10,3"
        for day, done in (("2026-01-05", range(N)), ("2026-01-12", KEPT))
        for k in done
        for side in ("left", "right")
    ]
    head = "patient_id,started_at,exercise,side,reps,pain_during_nrs"
    (folder / "sessions.csv").write_text("\n".join([head, *rows]))
    caseload = rs.load_caseload(folder, programs=[rs.load_program(program)])
    return rs.progress(caseload, as_of="2026-01-19")["P1"]


@pytest.mark.parametrize("kind", ["pain", "volume", "progression", "mirror"])
def test_the_most_done_exercises_have_panels_and_the_rest_is_counted(own, kind):
    figure = KINDS[kind].draw(own)

    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == [f"Move {k}" for k in (*range(14), *KEPT)]
    assert figure.get_supxlabel() == LEFT_OUT


@pytest.mark.parametrize("kind", ["pain", "volume", "progression", "mirror"])
def test_words_say_the_same_and_are_about_what_is_drawn(own, kind):
    words = KINDS[kind].words(own)

    assert words.endswith(f". A{LEFT_OUT[1:]}.")
    assert "500" not in words


def test_a_page_has_fewer_panels_and_says_so_in_picture_and_words(own):
    page = KINDS["page"].draw(own)

    titles = {ax.get_title(loc="left").replace("\n", " ") for ax in page.axes} - {""}
    assert titles == {f"Move {k}" for k in KEPT[:6]}
    (said,) = [text.get_text() for text in page.texts]
    assert said == "494 more exercises are in the calendar only"
    assert KINDS["page"].words(own).endswith(f" {said}.")


def test_a_picture_of_500_exercises_is_written_with_its_words(own, tmp_path):
    (file,) = write_pictures(own.room, tmp_path, kind="volume")

    assert Image.open(file).text["Description"].endswith(f"A{LEFT_OUT[1:]}.")


def test_a_report_of_500_exercises_says_in_its_drawing_what_it_leaves_out(own, monkeypatch):
    # The calendar of 1000 rows beside it would take longer than all of this file.
    monkeypatch.delitem(report_charts._DRAWN, "calendar")

    volume = str(report_charts.draw_charts(own, section="p")["volume"])

    assert LEFT_OUT in volume
    assert volume.count("Move ") == 24


def weeks_of(**last_week: int) -> pd.DataFrame:
    """Weekly repetitions of exercises, each done up to a week of its own."""
    return pd.DataFrame(
        [
            {"exercise": name, "week": week, "n_reps": 10 * (week <= last)}
            for name, last in last_week.items()
            for week in range(1, 5)
        ]
    )


def test_rows_in_which_nothing_was_done_do_not_count():
    most = PAGE_PANELS._replace(n=2)

    assert drawn_exercises(weeks_of(a=1, b=4, c=0, d=3), most=most)[0] == ["b", "d"]


def test_of_as_many_rows_the_later_ones_are_drawn():
    early = weeks_of(a=1, b=1).assign(week=lambda rows: rows["week"] + 4)
    frame = pd.concat([weeks_of(c=1), early])

    assert drawn_exercises(frame, most=PAGE_PANELS._replace(n=1))[0] == ["a"]


@pytest.mark.parametrize(("n", "said"), [(24, ""), (25, "and 1 more exercise is not drawn")])
def test_as_many_as_there_is_room_for_are_drawn(n, said):
    exercises, left_out = drawn_exercises(weeks_of(**{f"e{k}": 2 for k in range(n)}))

    assert exercises == [f"e{k}" for k in range(24)]
    assert left_out.startswith(said)
    assert bool(left_out) == bool(said)
    assert FIGURE_PANELS.n == 24


def test_without_rows_there_is_nothing_to_leave_out():
    assert drawn_exercises() == ([], "")
    assert drawn_exercises(weeks_of(a=1).head(0)) == ([], "")


def test_few_exercises_are_drawn_as_before(room):
    axes = plot_exercise_volume(room["P001"].frame("volume_change"))

    assert len(axes) == 6
    assert axes[0].figure.get_supxlabel() == ""
