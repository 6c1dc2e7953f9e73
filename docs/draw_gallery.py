"""Draw every kind of picture, and docs/gallery.md around them: ``make gallery``."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import matplotlib.style

import rehabstats as rs
from rehabstats.pictures import CASELOAD, KINDS
from rehabstats.pictures.picture import CaseloadPicture, Drawn, Picture
from rehabstats.pictures.save import save
from rehabstats.room import Room
from rehabstats.simulate import random_truths, simulate_caseload, write_caseload
from rehabstats.words import day_words

ROOT = Path(__file__).parent.parent
DPI = 90
DAY = date(2026, 3, 30)

HEAD = f"""# Gallery

Every kind of picture that `rehabstats chart` draws, from the simulated patients of data/sample as
of {day_words(DAY)}, and what long, short and empty logs look like. `make gallery` draws this
page; a test draws it again and compares.
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


#: Whom each kind is shown of; a kind that is not here is an error.
WHOSE = {
    "trend": "P003", "page": "P007", "pain": "P001", "volume": "P006", "progression": "P001",
    "mirror": "P003", "calendar": "P002", "runs": "P006",
}  # fmt: skip
#: What there is to see.
LOOKS = {
    "trend": """\
Bars are sessions done of those due; the line above one is what the share would be
without the unrecorded ones. Flares have their bars, and the slope its interval.""",
    "page": "All of it on a sheet of A4 (`page`) or Letter (`page-letter`).",
    "pain": """\
Each session, and the Theil-Sen line over the days that it rests on. A tick at the foot
is a session that nobody rated.""",
    "volume": "Against the band of what was asked for, which steps where the prescription changed.",
    "progression": """\
What each set holds, against the first 14 days and the range that was asked for.""",
    "mirror": """\
Repetitions of both sides week by week, with the signed difference where both can be
compared.""",
    "calendar": """\
What became of every slot, one row per exercise and side. States differ by shape and
read in grey.""",
    "runs": """\
Whether pain moved to another level, and which sessions were unusual. Limits are drawn
only where pain did not shift.""",
}
#: Shown with another kind that looks alike.
ALIKE = {"page-letter"}

SAMPLE = (
    *(
        Shown(kind.shows, name, WHOSE[name], LOOKS[name])
        for name, kind in KINDS.items()
        if name not in ALIKE
    ),
    Shown(
        "Caseload", CASELOAD, "",
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


def room_of_edges(folder: Path) -> Room:
    """Simulated patients with very long, very short and empty logs."""
    short, long, empty = random_truths(3, seed=6)
    truths = (
        replace(short, weeks=1, start_date=DAY - timedelta(days=6)),
        replace(long, weeks=60, start_date=DAY - timedelta(weeks=60, days=-1), dropout_week=None),
        replace(empty, start_date=DAY + timedelta(days=3)),
    )
    write_caseload(simulate_caseload(truths, seed=6), folder)
    return rs.progress(folder, as_of=DAY)


def draw(folder: Path) -> str:
    """Draw all pictures into `folder`; the text of the page around them."""
    folder.mkdir(parents=True, exist_ok=True)
    sample = rs.progress(ROOT / "data" / "sample", as_of=DAY)
    parts = [HEAD, *(section(shown, sample, folder) for shown in SAMPLE)]
    with tempfile.TemporaryDirectory() as name:
        edges = room_of_edges(Path(name))
        parts += [section(shown, edges, folder) for shown in EDGES]
    return "\n".join(parts)


def section(shown: Shown, room: Room, folder: Path) -> str:
    """Draw one picture, and describe it; its alternative text is made of its numbers."""
    picture: Drawn = (
        Picture(room[shown.patient], shown.kind)
        if shown.patient
        else CaseloadPicture(room, room.patient_ids)
    )
    words = picture.words
    with matplotlib.style.context("default"):
        save(picture.figure, folder / shown.file, title=shown.heading, words=words, dpi=DPI)
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
