"""Pictures as files: safe names, whole files, the same bytes, and only who is asked for."""

from __future__ import annotations

import re

import matplotlib
import matplotlib.pyplot as plt
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import rehabstats as rs
from rehabstats.cli import main
from rehabstats.pictures import KINDS
from rehabstats.pictures.names import safe_names

DAY = "2026-03-30"


@pytest.fixture(scope="module")
def sample() -> rs.Caseload:
    return rs.load_caseload("data/sample")


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
def test_every_kind_is_drawn_for_every_patient(sample, tmp_path, kind):
    files = rs.write_charts(sample, tmp_path, as_of=DAY, kind=kind)

    assert [file.name for file in files] == [f"P00{n}-{kind}.png" for n in range(1, 9)]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in files}


@pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
def test_the_same_log_and_day_give_the_same_bytes(sample, tmp_path, file_format):
    one, two = (
        rs.write_charts(
            sample, tmp_path / name, as_of=DAY, patients=["P003"], file_format=file_format
        )[0].read_bytes()
        for name in ("one", "two")
    )

    assert one == two


def test_only_patients_with_newer_entries_are_drawn_again(sample, tmp_path):
    files = rs.write_charts(sample, tmp_path, as_of=DAY, since="2026-03-28")

    names = {file.name[:4] for file in files}
    assert "P004" not in names
    assert "P001" in names


def test_weekly_names_carry_the_program_week(sample, tmp_path):
    (file,) = rs.write_charts(sample, tmp_path, as_of="2026-02-02", patients=["P001"], weekly=True)

    assert file.name == "P001-trend-week-05.png"


def test_nothing_of_the_caller_is_changed(sample, tmp_path):
    before = dict(matplotlib.rcParams)

    rs.write_charts(sample, tmp_path, as_of=DAY, patients=["P001"])

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
def test_what_cannot_be_drawn_is_refused(sample, tmp_path, how, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        rs.write_charts(sample, tmp_path, as_of=DAY, **how)


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
