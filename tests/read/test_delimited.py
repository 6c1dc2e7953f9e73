"""CSV and TSV: where lines begin, what a quote holds, and what is refused."""

import pytest

from rehabstats.errors import ReadError
from rehabstats.read import delimited, read_tables


@pytest.fixture(params=["fast", "slow"])
def read(request, tmp_path, monkeypatch):
    """Read bytes or text as a .csv file, on the fast path where it is open, and on the slow one."""
    if request.param == "slow":
        monkeypatch.setattr(delimited, "_read_rows_as_lines", lambda *_: None)

    def read(content, name="t.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_tables(path)[0]

    return read


def cells(raw):
    """Line and cells of each row."""
    rows = raw.frame.astype("object").fillna("").itertuples(name=None)
    return [(line, *row) for line, *row in rows]


def bad(raw):
    return [(row.line, row.got) for row in raw.malformed]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a,b\n1,2\n3,4\n", id="line feeds"),
        pytest.param("a,b\r\n1,2\r\n3,4\r\n", id="carriage returns and line feeds"),
        pytest.param("a,b\n1,2\r\n3,4", id="mixed endings and no final newline"),
        pytest.param("a,b\r\r\n1,2\r\r\n3,4\r\r\n", id="one return too many"),
        pytest.param("\ufeffa,b\n1,2\n3,4\n", id="a byte order mark"),
        pytest.param("a;b\n1;2\n3;4\n", id="semicolons"),
        pytest.param("a\tb\n1\t2\n3\t4\n", id="tabs"),
        pytest.param('"a","b"\n"1","2"\n"3","4"\n', id="everything quoted"),
        pytest.param("a,b,,\n1,2,,\n3,4,,\n", id="delimiters at the end"),
    ],
)
def test_a_table_reads_the_same_in_every_dialect(read, text):
    assert cells(read(text)) == [(2, "1", "2"), (3, "3", "4")]


def test_a_tsv_file_is_cut_at_tabs_only(read):
    assert cells(read("a\tb,c,d\n1,1\t2\n", "t.tsv")) == [(2, "1,1", "2")]


def test_each_row_has_its_line_although_blank_lines_are_no_rows(read):
    raw = read("\n\na,b\n\n1,2\n , \n,\n\n3,4\n")

    assert cells(raw) == [(5, "1", "2"), (9, "3", "4")]
    assert raw.rows_read == 2


def test_each_row_has_its_line_although_quotes_hold_line_breaks(read):
    raw = read('a,b\n"x\n\n\ny",2\n\n3,"4\r\nz"\n5\n7,8\n')

    assert cells(raw) == [(2, "x\n\n\ny", "2"), (7, "3", "4\r\nz"), (10, "7", "8")]
    assert bad(raw) == [(9, "1 cell")]


def test_a_row_with_too_many_or_too_few_cells_is_malformed_with_its_line(read):
    raw = read("a,b\n1,2\n\n1,2,3\n3,4\n5\n")

    assert cells(raw) == [(2, "1", "2"), (5, "3", "4")]
    assert bad(raw) == [(4, "3 cells"), (6, "1 cell")]
    assert raw.malformed[0].text == "1,2,3"
    assert raw.rows_read == 4


def test_a_row_of_too_few_empty_cells_is_malformed_and_one_of_enough_is_no_row(read):
    raw = read("a,b,c\n1,2,3\n,\n,,\n")

    assert bad(raw) == [(3, "2 cells")]
    assert raw.rows_read == 2


def test_quotes_inside_a_cell_are_text(read):
    assert cells(read('a,b\n5" band,""""\n')) == [(2, '5" band', '"')]


def test_a_return_inside_a_quoted_cell_is_text(read):
    assert cells(read('a,b\n1,"x\ry"\n3,4\n')) == [(2, "1", "x\ry"), (3, "3", "4")]


def test_a_header_may_go_over_two_lines(read):
    raw = read('a,"b\nc"\n1,2\n')

    assert list(raw.frame.columns) == ["a", "b\nc"]
    assert cells(raw) == [(3, "1", "2")]


@pytest.mark.parametrize("end", ["5,6\n", '5,"6"\n', "5,6\n" * 600, "5,6\n" * 600 + '"'])
def test_a_quote_that_is_not_closed_never_swallows_rows(read, end):
    with pytest.raises(ReadError, match="a quote opened on line 3 and not closed"):
        read(f'a,b\n1,2\n3,"4\n{end}')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "an empty file, expected a header and at least one row"),
        (b"\n\r\n\n", "blank lines only, expected a header and at least one row"),
        (b"a,b\r1,2\r3,4", r"carriage returns without line feeds, expected lines that end in \\n"),
        (b"a,b\n1,2\r3,4\n", "line 2 with a carriage return inside it"),
        (b"a,b\n1,\xe9\n", "byte 0xe9 on line 2, which is not UTF-8"),
        (b"a,b\n1,2,\xe9\n", "byte 0xe9 on line 2, which is not UTF-8"),
        (b"\xe9,b\n1,2\n", "byte 0xe9 on line 1, which is not UTF-8"),
        (b"a,b\n1,\0\n", r"binary content \(a zero byte on line 2\), expected .csv text"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16 text, expected UTF-8"),
        (b"a,b\n" + b"x" * 2_000_000, r"a line of 2 MB \(line 2\), expected lines of at most 1 MB"),
        (b'a,b\n1,"\n' + b"x" * 200_000 + b'"\n', "line 2 with an endless cell"),
    ],
)
def test_what_is_no_table_is_refused_with_what_was_found(read, content, message):
    with pytest.raises(ReadError, match=message):
        read(content)


def test_a_note_of_100_000_characters_is_read(read):
    assert cells(read("a,b\n1," + "x" * 100_000 + "\n")) == [(2, "1", "x" * 100_000)]
