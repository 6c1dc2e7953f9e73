"""JSON lines, Parquet and Excel: typed values become the text a person would have typed."""

import datetime as dt
import json
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as arrow_parquet
import pytest

from rehabstats.dialects import translate
from rehabstats.errors import ReadError
from rehabstats.read import read_tables

NOON = dt.datetime(2026, 1, 5, 12)


def column(raw, name="x"):
    return raw.frame[name].astype("object").fillna("").tolist()


@pytest.fixture
def jsonl(tmp_path):
    def read(*lines):
        (tmp_path / "t.jsonl").write_text("\n".join(lines), "utf-8")
        return read_tables(tmp_path / "t.jsonl")[0]

    return read


@pytest.fixture
def parquet(tmp_path):
    def read(values, kind=None):
        table = pa.table({"x": pa.array(values, kind)})
        arrow_parquet.write_table(table, tmp_path / "t.parquet")
        return read_tables(tmp_path / "t.parquet")[0]

    return read


@pytest.fixture
def excel(tmp_path):
    def read(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "t.xlsx")
        return translate(read_tables(tmp_path / "t.xlsx"), "sessions").tables["sessions"]

    return read


def test_json_values_become_text_and_keys_that_are_missing_empty_cells(jsonl):
    raw = jsonl('{"x": 10.0, "y": "a"}', "", '{"x": 0.5}', '{"x": null}', '{"x": true}')

    assert column(raw) == ["10", "0.5", "yes"]
    assert column(raw, "y") == ["a", "", ""]
    assert raw.frame.index.tolist() == [1, 3, 5]


@pytest.mark.parametrize(
    ("line", "got"),
    [
        ("x", "text that is not JSON"),
        ("[" * 100_000, "text that is not JSON"),
        ('{"x": 1' + "0" * 5000 + "}", "text that is not JSON"),
        ("[1]", "JSON that is not an object"),
        ("5", "JSON that is not an object"),
        ("[]", "JSON that is not an object"),
        ('{"x": [1]}', "a nested value"),
        ('{"x": {"y": 1}}', "a nested value"),
        ('{"x": {}}', "a nested value"),
        ('{"x": 1, "x": 2}', "a key twice"),
        ('{"x": "\\ud800"}', "half a character (a lone surrogate)"),
        ('{"\\ud800": 1}', "half a character (a lone surrogate)"),
    ],
)
def test_a_line_that_is_no_flat_object_is_malformed(jsonl, line, got):
    raw = jsonl('{"x": 1}', line, '{"x": 3}')

    assert [(row.line, row.got) for row in raw.malformed] == [(2, got)]
    assert (column(raw), raw.rows_read) == (["1", "3"], 3)


def test_a_line_separator_inside_json_text_ends_no_line(jsonl):
    assert column(jsonl(json.dumps({"x": "a\u2028b"}, ensure_ascii=False))) == ["a\u2028b"]


def test_json_lines_that_are_no_table_are_refused(jsonl, tmp_path):
    with pytest.raises(ReadError, match="no line that is a JSON object"):
        jsonl("[", "1", "]")
    with pytest.raises(ReadError, match=r"a line of 2 MB \(line 2\)"):
        jsonl("{}", json.dumps({"x": "x" * 2_000_000}))
    (tmp_path / "t.jsonl").write_bytes(b'{"x": 1}\n\xe9')
    with pytest.raises(ReadError, match="byte 0xe9 on line 2, which is not UTF-8"):
        read_tables(tmp_path / "t.jsonl")[0]


@pytest.mark.parametrize(
    ("values", "kind", "text"),
    [
        ([1, None], pa.int64(), ["1"]),
        ([1.0, 0.5, float("nan")], pa.float64(), ["1", "0.5"]),
        ([Decimal("10.50")], pa.decimal128(5, 2), ["10.50"]),
        ([NOON], pa.timestamp("ns"), ["2026-01-05T12:00:00"]),
        ([NOON], pa.timestamp("us", "Europe/Berlin"), ["2026-01-05T13:00:00+01:00"]),
        ([NOON.date()], pa.date32(), ["2026-01-05"]),
        ([dt.datetime(2026, 1, 5)], pa.timestamp("ms"), ["2026-01-05"]),
        (["T00:00:00"], pa.string(), ["T00:00:00"]),
        ([True], pa.bool_(), ["yes"]),
        (["a", "b"], pa.dictionary(pa.int8(), pa.string()), ["a", "b"]),
        (["a"], pa.large_string(), ["a"]),
        ([" ", "", "a"], pa.string(), ["a"]),
    ],
)
def test_parquet_values_of_any_kind_become_text(parquet, values, kind, text):
    assert column(parquet(values, kind)) == text


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([[1]], pa.list_(pa.int64())),
        ([{"a": 1}], pa.struct([("a", pa.int64())])),
        ([b"a"], pa.binary()),
        ([b"\xff"], pa.binary(1)),
        ([10**15], pa.timestamp("ms")),
        ([0], pa.timestamp("us", "Mars/Olympus")),
    ],
)
def test_parquet_columns_that_cannot_be_written_as_text_are_refused(parquet, values, kind):
    with pytest.raises(
        ReadError, match=r"column 'x'.*, expected columns of text, numbers or dates"
    ):
        parquet(values, kind)


def test_rows_of_a_parquet_file_are_numbered_from_1(parquet):
    assert parquet(["a", "", "c"], pa.string()).frame.index.tolist() == [1, 3]


def test_a_parquet_file_without_rows_has_none(parquet):
    assert parquet([], pa.string()).rows_read == 0


def test_excel_rows_keep_their_numbers_below_and_beside_empty_ones(excel):
    raw = excel(
        Sheet=[[], [None, "x", None, "y"], [None, 1, None, "a"], [], [None, 2.5, None, NOON]]
    )

    assert raw.frame.columns.tolist() == ["x", "y"]
    assert raw.frame.index.tolist() == [3, 5]
    assert column(raw) == ["1", "2.5"]
    assert column(raw, "y") == ["a", "2026-01-05T12:00:00"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(10, "10"), (0.1, "0.1"), (True, "yes"), (NOON.date(), "2026-01-05"), ("a\nb", "a\nb")],
)
def test_excel_cells_become_text(excel, value, text):
    assert column(excel(Sheet=[["x"], [value]])) == [text]


def test_a_workbook_has_one_sheet_that_is_not_empty_or_one_of_the_files_name(excel):
    assert column(excel(One=[["x"], [1]], Two=[])) == ["1"]
    assert column(excel(One=[["x"], [1]], T=[["x"], [2]])) == ["2"]
    with pytest.raises(
        ReadError, match="the sheets 'One', 'Two', expected one sheet, or one named"
    ):
        excel(One=[["x"]], Two=[["x"]])
    with pytest.raises(ReadError, match="empty sheets only"):
        excel(One=[])
