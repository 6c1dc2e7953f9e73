"""Finding a table, and refusing what is not one."""

import os

import pytest

from rehabstats.errors import ReadError
from rehabstats.read import find_table, read_tables


@pytest.mark.parametrize("name", ["Sessions.CSV", "sessions.tsv", "SESSIONS.jsonl"])
def test_a_table_is_found_whatever_its_format_and_case(tmp_path, name):
    (tmp_path / name).touch()
    (tmp_path / "sessions.txt").touch()
    (tmp_path / "._sessions.csv").touch()

    assert find_table(tmp_path, "sessions") == tmp_path / name
    assert find_table(tmp_path, "patients") is None


def test_the_same_table_in_two_formats_is_refused(tmp_path):
    (tmp_path / "sessions.csv").touch()
    (tmp_path / "sessions.tsv").touch()

    with pytest.raises(ReadError, match=r"sessions\.csv, sessions\.tsv side by side, expected one"):
        find_table(tmp_path, "sessions")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "t.csv",
            b"PK\x03\x04",
            "a zip archive, as Excel workbooks are, expected .csv content, or",
        ),
        ("t.csv", b"PAR1", "a Parquet file, expected .csv content, or the name to end in .parquet"),
        ("t.csv", b"\xd0\xcf\x11\xe0", r"an Excel workbook that is old \(.xls\) or has a password"),
        ("t.jsonl", b"%PDF", "a PDF, expected .jsonl content"),
        ("t.tsv", b"\x1f\x8b", "a gzip archive, expected .tsv content"),
        ("t.xlsx", b"a,b\n", "content that is not a zip archive"),
        ("t.parquet", b"a,b\n", "content that is not a Parquet file"),
        ("t.xlsx", b"PK\x03\x04 and no more", "a workbook that cannot be opened"),
        ("t.parquet", b"PAR1 and no more", "Parquet that cannot be read"),
        ("t.txt", b"a,b\n", "the suffix '.txt', expected one of .csv, .tsv, .xlsx"),
        ("t.xlsx", b"", "an empty file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ReadError, match=f"^{name}: got {message}"):
        read_tables(tmp_path / name)[0]


@pytest.mark.parametrize("name", ["t.csv", "t", "t.txt"])
def test_a_file_that_does_not_exist_is_told_before_its_suffix(tmp_path, name):
    with pytest.raises(ReadError, match="got no such file"):
        read_tables(tmp_path / name)[0]


def test_paths_that_cannot_be_opened_are_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")

    for path in ("folder.csv", "loop.csv", "zero\0byte.csv", "x" * 5000 + ".csv"):
        with pytest.raises(ReadError, match="expected a file that can be read"):
            read_tables(tmp_path / path)[0]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real.csv").write_text("a\n1\n")
    (tmp_path / "link.csv").symlink_to("real.csv")

    assert len(read_tables(tmp_path / "link.csv")[0].frame) == 1


def test_a_name_that_is_not_utf8_is_told_and_not_raised(tmp_path):
    import rehabstats as rs

    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_text("a\n1\n")

    assert rs.check(path).lines() == [
        (
            "\N{REPLACEMENT CHARACTER}.csv: got a name that is not UTF-8, "
            "expected a name in UTF-8: rename it"
        )
    ]
