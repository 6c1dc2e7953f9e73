"""Draw every kind of picture, and docs/gallery.md around them: ``make gallery``."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import matplotlib.style
import pandas as pd

import rehabstats as rs
from rehabstats.pictures.drawing import of_caseload, of_patients
from rehabstats.pictures.frames import Frames
from rehabstats.pictures.save import save
from rehabstats.settings import DEFAULTS
from rehabstats.simulate import random_truths, simulate_caseload, write_caseload

ROOT = Path(__file__).parent.parent
DPI = 90
DAY = "2026-03-30"

HEAD = f"""# Gallery

Every kind of picture that `rehabstats chart` draws, from the simulated patients of data/sample as
of {DAY}, and what long, short and empty logs look like. `make gallery` draws this page; a test
draws it again and compares.
"""


@dataclass(frozen=True)
class Shown:
    """One picture: whose, of which kind, and what there is to see."""

    heading: str
    kind: str
    patient: str
    look: str

    @property
    def file(self) -> str:
        return f"{self.patient}-{self.kind}.png" if self.patient else f"{self.kind}.png"


SAMPLE = (
    Shown(
        "Weekly trend", "trend", "P003",
        "Bars are sessions done of those due; the line above one is what the share would be\n"
        "without the unrecorded ones. Flares have their bars, and the slope its interval.",
    ),
    Shown(
        "Calendar", "calendar", "P002",
        "What became of every slot, one row per exercise and side. States differ by shape and\n"
        "read in grey.",
    ),
    Shown(
        "Pain during each exercise", "pain", "P001",
        "Each session, and the Theil-Sen line over the days that it rests on. A tick at the foot\n"
        "is a session that nobody rated.",
    ),
    Shown(
        "Weekly repetitions", "volume", "P006",
        "Against the band of what was asked for, which steps where the prescription changed.",
    ),
    Shown(
        "Progression", "progression", "P001",
        "What each set holds, against the first 14 days and the range that was asked for.",
    ),
    Shown(
        "Left against right", "mirror", "P003",
        "Repetitions of both sides week by week, with the signed difference where both can be\n"
        "compared.",
    ),
    Shown(
        "Run chart", "runs", "P006",
        "Whether pain moved to another level, and which sessions were unusual. Limits are drawn\n"
        "only where pain did not shift.",
    ),
    Shown(
        "One page", "page", "P007",
        "All of it on a sheet of A4 (`page`) or Letter (`page-letter`).",
    ),
    Shown(
        "Caseload", "caseload", "",
        "Every patient on one line, in order of need. Too little data is a group of its own.",
    ),
)  # fmt: skip

EDGES = (
    Shown(
        "Sixty weeks", "trend", "S00002",
        "Fewer weeks are labelled; a week without an entry is a gap with a word in it.",
    ),
    Shown("One week", "trend", "S00001", "A week keeps its width, and nothing is claimed."),
    Shown("Nothing yet", "trend", "S00003", "A chart of nothing says so."),
)  # fmt: skip


def frames_of_edges(folder: Path) -> Frames:
    """Simulated patients with very long, very short and empty logs."""
    short, long, empty = random_truths(3, seed=6)
    day = date.fromisoformat(DAY)
    truths = (
        replace(short, weeks=1, start_date=day - timedelta(days=6)),
        replace(long, weeks=60, start_date=day - timedelta(weeks=60, days=-1), dropout_week=None),
        replace(empty, start_date=day + timedelta(days=3)),
    )
    write_caseload(simulate_caseload(truths, seed=6), folder)
    return Frames(rs.load_caseload(folder), pd.Timestamp(DAY), DEFAULTS)


def draw(folder: Path) -> str:
    """Draw all pictures into `folder`; the text of the page around them."""
    folder.mkdir(parents=True, exist_ok=True)
    sample = Frames(rs.load_caseload(ROOT / "data" / "sample"), pd.Timestamp(DAY), DEFAULTS)
    parts = [HEAD, *(section(shown, sample, folder) for shown in SAMPLE)]
    with tempfile.TemporaryDirectory() as name:
        edges = frames_of_edges(Path(name))
        parts += [section(shown, edges, folder) for shown in EDGES]
    return "\n".join(parts)


def section(shown: Shown, frames: Frames, folder: Path) -> str:
    """Draw one picture, and describe it; its alternative text is made of its numbers."""
    everyone = frames.caseload.patients["patient_id"].tolist()
    (drawing,) = (
        of_patients(frames, [shown.patient], shown.kind, weekly=False)
        if shown.patient
        else of_caseload(frames, everyone, weekly=False)
    )
    words = drawing.words()
    with matplotlib.style.context("default"):
        save(drawing.draw(), folder / shown.file, title=shown.heading, words=words, dpi=DPI)
    lines = [f"## {shown.heading}", shown.look, f"![{words}](images/gallery/{shown.file})"]
    if shown in SAMPLE:
        whose = f" --patient {shown.patient}" if shown.patient else ""
        command = f"rehabstats chart data/sample -o build/charts --kind {shown.kind}{whose}"
        lines.append(f"```\n{command}\n```")
    return "\n\n".join(lines) + "\n"


def main() -> None:
    """Write the pictures and the page."""
    text = draw(ROOT / "docs" / "images" / "gallery")
    (ROOT / "docs" / "gallery.md").write_text(text, encoding="utf-8")
    print("docs/gallery.md")


if __name__ == "__main__":
    main()
