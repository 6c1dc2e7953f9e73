"""What the tests of a report share: rooms of hand-made caseloads, and one written report."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from markupsafe import Markup

import rehabstats as rs
from rehabstats.days import local_day
from rehabstats.report import batch
from rehabstats.room import Room
from rehabstats.settings import DEFAULTS
from report.reading import Page
from report.small import as_csv, done, left, person, rated, right, skipped


@pytest.fixture
def room_of(load) -> Callable[..., Room]:
    """Load rows of sessions and of other files, and see them from a day."""

    def make(*sessions, as_of="2026-01-25", since=None, settings=DEFAULTS, **files) -> Room:
        rows = {"patients": [person()], "sessions": sessions} | files
        caseload = load(**{name: as_csv(lines) for name, lines in rows.items()})
        visit = None if since is None else local_day(since, "since")
        return Room(caseload, local_day(as_of, "as_of"), settings, visit)

    return make


@pytest.fixture(scope="session")
def sample_on(room) -> Callable[[str], Room]:
    """The sample as seen on a day, without a stated visit: one room for all who ask."""
    last = room.as_of.date().isoformat()
    return cache(lambda day: room if day == last else Room.of(room.caseload, day))


@pytest.fixture
def no_charts(monkeypatch) -> None:
    """Files are what matters: charts take most of the time."""
    charts = dict.fromkeys(("trend", "calendar", "volume"), Markup("<svg></svg>"))
    monkeypatch.setattr(batch, "draw_charts", lambda *_, **__: charts)


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> rs.Caseload:
    """P1, P2 and P3, with a session each."""
    folder = tmp_path_factory.mktemp("three")
    people = [
        person(name, program="hip-restoration", clearance="yes") for name in ("P1", "P2", "P3")
    ]
    log = [done(6, "butterfly_stretch", patient_id=name) for name in ("P1", "P2", "P3")]
    (folder / "patients.csv").write_text(as_csv(people))
    (folder / "sessions.csv").write_text(as_csv(log))
    return rs.load_caseload(folder)


#: A first quiet week, and a flare on the left with fewer repetitions on the right.
SETS = [
    row | {"mood": "fair"}
    for day in (*range(5, 12), *range(20, 26))
    for row in (
        {**left(day, 12, pain_during_nrs=2 if day < 12 else 8), "exercise": "hip_pushdown"},
        {**right(day, 6, pain_during_nrs=2), "exercise": "hip_pushdown"},
        done(day, "butterfly_stretch", note="stiff" if day > 23 else ""),
    )
]


@pytest.fixture(scope="session")
def story(tmp_path_factory) -> Path:
    """A folder with files: P1 with everything that a page can say, P2 with nothing."""
    folder = tmp_path_factory.mktemp("story") / "clinic"
    folder.mkdir()
    hips = "hip-restoration"
    files = {
        "patients": [person(program=hips), person("P2", program=hips, start_date="2026-01-25")],
        "sessions": [*SETS, {**skipped(19, "pain"), "exercise": "butterfly_stretch"}, done(30)],
        "checkins": [rated(5, "stairs", 3), rated(24, "stairs", 5)],
        "pauses": [{"start_date": "2026-01-16", "end_date": "2026-01-18", "reason": "travel"}],
    }
    files["sessions"][-1]["exercise"] = "butterfly_stretch"
    for name, rows in files.items():
        (folder / f"{name}.csv").write_text(as_csv(rows))
    return folder


@pytest.fixture(scope="session")
def written(story, tmp_path_factory) -> dict[str, Page]:
    """The pages of that story under one changed threshold, by their name."""
    out = tmp_path_factory.mktemp("out")
    how = {"as_of": "2026-01-25", "settings": rs.Settings(flare_rise_nrs=3)}
    caseload = rs.load_caseload(story)
    report = rs.write_report(caseload, out / "pages", since="2026-01-18", **how)
    one = rs.write_report(caseload, out / "one", single_file=True, **how)
    files = {"index": report.index, "single file": one.index}
    files |= {page.stem: page for page in report.pages}
    return {name: Page(file.read_text(encoding="utf-8")) for name, file in files.items()}
