"""Exported tables: whole or not at all, and inert in a spreadsheet."""

from __future__ import annotations

import pandas as pd
import pytest

from rehabstats.export import write_table, write_tables


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\n=1"])
def test_text_that_starts_a_formula_is_made_inert(tmp_path, start):
    path = write_table(pd.DataFrame({"patient_id": [start]}), tmp_path / "t.csv")

    assert pd.read_csv(path)["patient_id"].tolist() == [f"'{start}"]


def test_a_header_that_starts_a_formula_is_made_inert(tmp_path):
    path = write_table(pd.DataFrame({"=cmd": [1]}), tmp_path / "t.csv")

    assert path.read_text().startswith('"\'=cmd"')


def test_negative_numbers_stay_numbers(tmp_path):
    path = write_table(pd.DataFrame({"load_kg": [-2.5]}), tmp_path / "t.csv")

    assert pd.read_csv(path)["load_kg"].tolist() == [-2.5]


def test_missing_is_an_empty_cell_and_a_date_has_no_clock(tmp_path):
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-01-05", None]),
            "word": pd.Categorical(["a", None]),
            "n": pd.array([1, None], dtype="Int64"),
        }
    )

    path = write_table(frame, tmp_path / "t.csv")

    assert path.read_text().splitlines()[1:] == ['2026-01-05,"a",1', ",,"]


def test_nothing_is_replaced_if_one_frame_fails(tmp_path):
    write_tables({"a": pd.DataFrame({"x": [1]})}, tmp_path)
    broken = pd.DataFrame({"x": [1, "a"]})

    with pytest.raises(Exception, match=r"Could not convert|Expected bytes"):
        write_tables({"a": pd.DataFrame({"x": [2]}), "b": broken}, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert pd.read_csv(tmp_path / "a.csv")["x"].tolist() == [1]


def test_another_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match="`file_format`: got 'xls', expected csv or parquet"):
        write_table(pd.DataFrame(), tmp_path / "t.xls")


def test_only_columns_that_end_in_at_keep_their_time_of_day(tmp_path):
    moment = pd.Series(pd.to_datetime(["2026-03-02T07:30"])).dt.as_unit("us")
    frame = pd.DataFrame({"started_at": moment, "session_day": moment.dt.normalize()})

    write_tables({"sessions": frame}, tmp_path)

    text = (tmp_path / "sessions.csv").read_text()
    assert text.splitlines()[1] == "2026-03-02 07:30:00,2026-03-02"
