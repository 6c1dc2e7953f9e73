"""What browser tests look at: the pages of a report, and what is in sight on one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Pages:
    """The report of the sample as a folder, and two of its patients in a single file."""

    folder: Path
    single: Path

    def __getitem__(self, name: str) -> Path:
        if name == "single file":
            return self.single
        return self.folder / ("index.html" if name == "index" else f"patients/{name}.html")


@dataclass
class Seen:
    """What a page asked for, and what its browser said about it."""

    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def rows(page: Any) -> list[str]:
    """Ids of the patients in the rows of the index that are shown, from top to bottom."""
    shown = page.locator(".patient-row:visible th")
    return [text.split()[0] for text in shown.all_inner_texts()]


def is_in_sight(element: Any) -> bool:
    """Whether all of an element is on the screen as it is, without scrolling."""
    return element.evaluate(
        """one => {
            const box = one.getBoundingClientRect();
            return one.checkVisibility() && box.width > 0 && box.top >= 0 && box.left >= 0
                && box.bottom <= innerHeight && box.right <= innerWidth;
        }"""
    )


def unfold_all(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
