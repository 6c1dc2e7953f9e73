"""Laws of reading: what was written is what is read, and both paths of the CSV reader agree."""

import csv
import json
import tempfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as arrow_parquet
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rehabstats.errors import ReadError
from rehabstats.read import delimited, read_tables

LAW = settings(max_examples=25, deadline=None)

NAMES = st.lists(st.sampled_from(["a", "b c", "é", "患者", "d,e", 'f"g']), min_size=1, unique=True)
PLAIN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
TEXT = st.text(PLAIN | st.sampled_from(',;"\n\t '), max_size=6)


@st.composite
def tables(draw):
    """Column names, and rows of text in which no row is blank."""
    names = draw(NAMES)
    row = st.lists(TEXT, min_size=len(names), max_size=len(names))
    return names, draw(st.lists(row.filter(lambda cells: any(map(str.strip, cells))), max_size=4))


def write_csv(path, names, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([names, *rows])


def write_tsv(path, names, rows):
    write_csv(path, names, rows, "\t")


def write_jsonl(path, names, rows):
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), "utf-8")


def write_parquet(path, names, rows):
    cells = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(names))]
    arrow_parquet.write_table(pa.table(cells, names=names), path)


def write_xlsx(path, names, rows):
    book = openpyxl.Workbook()
    for at, row in enumerate([names, *rows], start=1):
        for place, text in enumerate(row, start=1):
            cell = book.active.cell(at, place)
            cell.value, cell.data_type = text, "s"
    book.save(path)


@pytest.mark.parametrize("write", [write_csv, write_tsv, write_jsonl, write_parquet, write_xlsx])
@LAW
@given(tables())
def test_what_was_written_is_what_is_read(write, table):
    names, rows = table
    if write is write_jsonl and not rows:
        return  # a file without a line has no columns
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t." + write.__name__.removeprefix("write_"))
        write(path, names, rows)

        raw = read_tables(path)[0]

    assert raw.frame.columns.tolist() == names
    found = raw.frame.astype("object").fillna("").to_numpy().tolist()
    assert found == [[cell if cell.strip() else "" for cell in row] for row in rows]
    assert not raw.malformed


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='aé," \n\r;', max_size=40))
@example('a,b\n1,"\n"2,3\n')
@example('a,b\n"1"x,2\n')
@example('a,b\n1,"x\ny"\n3,4\r5,6\n')
def test_the_fast_path_and_the_slow_path_read_the_same(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_bytes(b"x,y\n" + text.encode())

        fast = outcome(path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(delimited, "_read_rows_as_lines", lambda *_: None)
            slow = outcome(path)

    assert fast == slow


def outcome(path):
    try:
        raw = read_tables(path)[0]
    except ReadError as error:
        return str(error)
    rows = raw.frame.astype("object").fillna("").reset_index().to_numpy().tolist()
    return raw.frame.columns.tolist(), rows, [(row.line, row.got) for row in raw.malformed]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
@LAW
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.booleans())
def test_any_bytes_are_a_table_or_a_read_error(suffix, content, with_magic):
    magic = {"xlsx": b"PK\x03\x04", "parquet": b"PAR1"}.get(suffix, b"a,b\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"t.{suffix}")
        path.write_bytes(magic * with_magic + content)

        try:
            raw = read_tables(path)[0]
        except ReadError as error:
            message = str(error)
        else:
            message = f"t.{suffix}: got a table"
            assert raw.frame.columns.is_unique
            assert raw.frame.index.is_unique

    assert message.startswith(f"t.{suffix}: got ")
