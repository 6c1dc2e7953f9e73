"""Pictures as files: safe names, whole files, the same bytes, and only who is asked for."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import rehabstats as rs
from rehabstats.cli import main
from rehabstats.cli.chart import command
from rehabstats.pictures import CASELOAD, KINDS
from rehabstats.pictures.names import safe_names
from rehabstats.pictures.write import write_pictures

DAY = "2026-03-30"
SVG = "{http://www.w3.org/2000/svg}"


@given(st.lists(st.text(max_size=80), unique=True, max_size=12))
def test_names_are_safe_anywhere_and_differ_even_without_capitals(ids):
    names = safe_names(ids)

    assert len({name.lower() for name in names.values()}) == len(ids)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", name)
        assert name.lower() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}


def test_a_plain_id_is_its_own_name():
    assert safe_names(["P001", "p-2_x"]) == {"P001": "P001", "p-2_x": "p-2_x"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_for_every_patient(room, tmp_path, kind):
    # The other paper has the same parts.
    everyone = [room["P003"]] if kind == "page-letter" else room
    assert all(KINDS[kind].draw(own).axes for own in everyone)

    # As a file of one patient who goes on; the one who stopped is in the tests of the explorer.
    files = write_pictures(room, tmp_path, kind=kind, patients=["P003"])

    assert [file.name for file in files] == [f"P003-{kind}.png"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in files}


def test_everybody_has_a_picture_unless_some_are_asked_for(room, tmp_path):
    files = write_pictures(room, tmp_path, kind="runs", file_format="svg")

    assert [file.name for file in files] == [f"P00{n}-runs.svg" for n in range(1, 9)]
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in files}


def test_a_caseload_and_a_day_give_the_pictures_of_the_room(room, tmp_path):
    (one,) = write_pictures(room, tmp_path / "room", kind="runs", patients=["P002"])

    (two,) = rs.write_charts(
        room.caseload, tmp_path / "caseload", as_of=DAY, kind="runs", patients=["P002"]
    )

    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


def test_the_command_line_offers_every_kind():
    option = next(one for one in command.params if one.name == "kind")
    every = [*KINDS, CASELOAD]

    assert option.type.get_metavar(option) == f"[{'|'.join(every)}]"
    assert [option.type.convert(kind, option, None) for kind in every] == every


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_says_in_words_what_it_shows(room, tmp_path, kind):
    (file,) = write_pictures(room, tmp_path, kind=kind, patients=["P001"], file_format="svg")

    words = ET.parse(file).getroot().findtext(f"{SVG}desc")
    assert words == KINDS[kind].words(room["P001"])
    assert words.startswith(f"{KINDS[kind].shows} of patient P001: hip-restoration, program week")
    assert words.count(". ") >= 1  # and at least one sentence about the numbers


def test_the_words_of_a_png_and_a_pdf_are_those_of_the_svg(room, tmp_path):
    png, svg, pdf = (
        write_pictures(room, tmp_path, patients=["P002"], file_format=file_format)[0]
        for file_format in ("png", "svg", "pdf")
    )

    words = ET.parse(svg).getroot().findtext(f"{SVG}desc")
    assert Image.open(png).text["Description"] == words
    assert words[:40].encode() in pdf.read_bytes()


def test_the_words_tell_the_numbers_of_the_picture(room, tmp_path):
    share = 100 * room["P001"].frame("session_adherence")["session_adherence"]

    (file,) = write_pictures(room, tmp_path, patients=["P001"])

    words = Image.open(file).text["Description"]
    told = share.dropna()
    assert f"in {len(told)} weeks: {told.min():.0f} to {told.max():.0f} %" in words


def test_a_caseload_is_one_picture_that_says_who_is_in_which_group(room, tmp_path):
    less = rs.Settings(volume_rise_share=0.5)
    (file,) = rs.write_charts(room.caseload, tmp_path, as_of=DAY, kind=CASELOAD, settings=less)

    assert file.name == "caseload.png"
    words = Image.open(file).text["Description"]
    assert words.startswith("8 patients by need, as of 30 Mar 2026. In the group concern: P004, ")
    assert "no rule fired: P006" in words


def test_a_caseload_drawn_since_a_day_leaves_nobody_out_who_fell_silent(room, tmp_path):
    (file,) = write_pictures(room, tmp_path, kind=CASELOAD, since="2026-03-30")

    assert "P004" in Image.open(file).text["Description"]
    assert not rs.write_charts(
        room.caseload, tmp_path, as_of="2026-04-09", kind=CASELOAD, since="2026-04-09"
    )


def test_a_weekly_caseload_is_kept_by_day_and_tables_hold_its_rows(room, tmp_path):
    wanted = ["P001", "P007"]
    write_pictures(room, tmp_path, kind=CASELOAD, weekly=True, tables=True, patients=wanted)

    assert {file.name for file in tmp_path.iterdir()} == {
        f"caseload-{DAY}.png", f"caseload-{DAY}-patients_by_need.csv",
        f"caseload-{DAY}-patient_adherence.csv", f"caseload-{DAY}-weekly_session_pain.csv",
    }  # fmt: skip
    pain = pd.read_csv(tmp_path / f"caseload-{DAY}-weekly_session_pain.csv")
    assert set(pain["patient_id"]) == set(wanted)
    assert set(pain["moment"]) == {"during"}  # of all that is known, what is drawn
    by_need = pd.read_csv(tmp_path / f"caseload-{DAY}-patients_by_need.csv")
    assert by_need["patient_id"].tolist() == ["P007", "P001"]


def test_an_id_that_looks_like_markup_is_inert_in_a_drawing(tmp_path):
    hostile = "<script>alert(1)</script>&"
    sessions = pd.read_csv("data/sample/sessions.csv").query("patient_id == 'P001'")
    patients = pd.read_csv("data/sample/patients.csv").query("patient_id == 'P001'")
    for name, frame in (("sessions", sessions), ("patients", patients)):
        frame.assign(patient_id=hostile).to_csv(tmp_path / f"{name}.csv", index=False)

    (file,) = rs.write_charts(
        rs.load_caseload(tmp_path), tmp_path / "out", as_of=DAY, file_format="svg", kind="page"
    )

    root = ET.parse(file).getroot()
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert hostile in root.findtext(f"{SVG}desc")


def test_tables_hold_the_rows_that_the_picture_is_drawn_from(room, tmp_path):
    write_pictures(room, tmp_path, kind="mirror", patients=["P002"], tables=True)

    assert {file.name for file in tmp_path.iterdir()} == {
        "P002-mirror.png", "P002-mirror-symmetry.csv",
    }  # fmt: skip
    written = pd.read_csv(tmp_path / "P002-mirror-symmetry.csv")
    known = room["P002"].frame("symmetry")
    assert written["symmetry"].to_numpy() == pytest.approx(
        known["symmetry"].to_numpy("float64"), nan_ok=True
    )
    assert len(written) == len(known) > 0


@pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
def test_the_same_log_and_day_give_the_same_bytes(room, tmp_path, file_format):
    one, two = (
        rs.write_charts(
            room.caseload, tmp_path / name, as_of=DAY, patients=["P003"], file_format=file_format
        )[0].read_bytes()
        for name in ("one", "two")
    )

    assert one == two


def test_only_patients_with_newer_entries_are_drawn_again(room, tmp_path):
    files = write_pictures(room, tmp_path, since="2026-03-28")

    names = {file.name[:4] for file in files}
    assert "P004" not in names
    assert "P001" in names


def test_weekly_names_carry_the_program_week(room, tmp_path):
    (file,) = rs.write_charts(
        room.caseload, tmp_path, as_of="2026-02-02", patients=["P001"], weekly=True
    )

    assert file.name == "P001-trend-week-05.png"


def test_nothing_of_the_caller_is_changed(room, tmp_path):
    before = dict(matplotlib.rcParams)

    write_pictures(room, tmp_path, patients=["P001"])

    assert dict(matplotlib.rcParams) == before
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"kind": "pie"}, "`kind`: got 'pie', expected one of trend"),
        ({"file_format": "gif"}, "`file_format`: got 'gif', expected one of png"),
        ({"patients": ["P9"]}, "`patients`: got 'P9', expected some of P001"),
    ],
)
def test_what_cannot_be_drawn_is_refused(room, tmp_path, how, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        write_pictures(room, tmp_path, **how)


def test_the_command_says_how_many_and_where(tmp_path):
    result = CliRunner().invoke(
        main, ["chart", "data/sample", "-o", str(tmp_path), "--patient", "P003", "--kind", "mirror"]
    )

    assert result.exit_code == 0, result.output
    assert "1 picture in" in result.output
    assert (tmp_path / "P003-mirror.png").exists()


def test_the_command_refuses_an_unknown_patient(tmp_path):
    result = CliRunner().invoke(
        main, ["chart", "data/sample", "-o", str(tmp_path), "--patient", "P9"]
    )

    assert result.exit_code == 2
    assert "got 'P9', expected one of P001" in result.output
