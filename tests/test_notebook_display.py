"""Objects show themselves in a line or a table, and what comes from a file is only shown."""

from __future__ import annotations

from html.parser import HTMLParser

import rehabstats as rs
from rehabstats.programs import Catalogue


class Cells(HTMLParser):
    """The rows of a table, and every tag that occurs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def problems(tmp_path, *rows: str) -> rs.Problems:
    head = "patient_id,started_at,exercise,side,reps,pain_during_nrs\n"
    (tmp_path / "log.csv").write_text(head + "".join(f"{row}\n" for row in rows))
    return rs.check(tmp_path / "log.csv", program="hip-restoration")


def test_problems_are_a_table_with_errors_before_notes(tmp_path):
    found = problems(tmp_path, "P1,2026-01-05T18:00,hip_pushdown,left,10,11")
    table = Cells(found._repr_html_())

    assert len(found.errors) >= 1
    severities = [row[-1] for row in table.rows[1:]]
    assert severities == ["error"] * len(found.errors) + ["note"] * len(found.notes)
    assert table.rows[0] == ["file", "line", "column", "got", "expected", "severity"]
    assert ["log.csv", "2", "pain_during_nrs", "'11'"] in [row[:4] for row in table.rows]


def test_of_many_problems_ten_are_shown_and_the_rest_is_counted(tmp_path):
    found = problems(tmp_path, *(f"P1,2026-01-0{n}T18:00,hop,left,10,3" for n in range(1, 10)) , *(
        f"P1,2026-01-1{n}T18:00,hop,left,10,3" for n in range(5)
    ))  # fmt: skip
    html = found._repr_html_()

    assert len(Cells(html).rows) == 11
    assert f"; {len(found) - 10} more in `frame`" in html


def test_a_file_that_contains_markup_is_only_shown(tmp_path):
    html = problems(tmp_path, "P1,2026-01-05T18:00,<img src=x>,left,10,3")._repr_html_()

    assert "img" not in Cells(html).tags
    assert "&lt;img src=x&gt;" in html


def test_a_program_is_a_table_of_its_exercises_and_doses():
    program = rs.builtin_programs()[0]
    rows = Cells(program._repr_html_()).rows

    assert [row[:2] for row in rows[1:]] == [[one.name, one.dose] for one in program.exercises]
    assert repr(program).startswith("Program 'hip-restoration': hip_pushdown, ")


def test_settings_show_what_differs_from_the_defaults():
    assert repr(rs.Settings()) == "Settings()"
    assert repr(rs.Settings(flare_rise_nrs=3.0)) == "Settings(flare_rise_nrs=3.0)"


def test_a_catalogue_names_its_programs():
    assert repr(Catalogue(rs.builtin_programs())) == "Catalogue of hip-restoration, spinal-stenosis"
