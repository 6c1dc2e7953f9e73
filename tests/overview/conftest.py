"""The sample, seen once for all tests, and a caseload whose texts are hostile."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

import rehabstats as rs

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HOSTILE = "<img src=x>&\"'"


class Html(HTMLParser):
    """What a page says: its tags, the attributes of each, the cells of its rows and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.is_in_cell = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self.is_in_cell = True

    def handle_endtag(self, tag):
        self.is_in_cell = self.is_in_cell and tag not in {"td", "th"}

    def handle_data(self, data):
        self.text += data
        if self.is_in_cell:
            self.rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of this name."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="session")
def sample() -> rs.Progress:
    return rs.progress(SAMPLE)


@pytest.fixture(scope="session")
def p3(sample) -> rs.PatientProgress:
    return sample["P003"]


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> rs.Progress:
    """One patient whose id, activity and pause are markup."""
    folder = tmp_path_factory.mktemp("hostile")
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    (folder / "patients.csv").write_text(
        f"patient_id,program,start_date\n{quoted},hip-restoration,2026-01-05\n"
    )
    (folder / "sessions.csv").write_text(
        "patient_id,started_at,exercise,side,reps,pain_during_nrs\n"
        f"{quoted},2026-01-06T18:00,butterfly_stretch,both,8,3\n"
    )
    (folder / "checkins.csv").write_text(
        f"patient_id,date,activity,score_psfs\n{quoted},2026-01-06,{quoted},4\n"
    )
    return rs.progress(folder)
