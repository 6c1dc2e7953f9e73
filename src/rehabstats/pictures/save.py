"""Save a figure: whole or not at all, with what it shows in words inside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import matplotlib
from markupsafe import escape
from matplotlib.figure import Figure

FORMATS: Final = ("png", "svg", "pdf")
#: Of a picture that is printed.
DPI: Final = 150
#: At this resolution letters are as sharp without hinting, which takes a fifth of the time; and
#: deflating more than this takes as long again and leaves a file of the same size.
_LOOK: Final[Mapping[str, Any]] = {"svg.fonttype": "none", "text.hinting": "none"}
_HOW: Final[Mapping[str, Any]] = {"png": {"pil_kwargs": {"compress_level": 3}}}


def save(figure: Figure, file: Path, *, title: str, words: str, dpi: int = DPI) -> Path:
    """
    Draw aside and rename: nobody finds half a picture, and the bytes are the same every time.

    What is drawn at random or by the clock in each format is left out.
    """
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    file_format = file.suffix.removeprefix(".")
    stamps: dict[str, dict[str, Any]] = {
        "png": {"Software": None, "Title": title, "Description": words},
        "svg": {"Date": None, "Creator": None, "Title": title},
        "pdf": {"CreationDate": None, "Title": title, "Subject": words},
    }
    look: Any = {**_LOOK, "svg.hashsalt": file.stem}
    try:
        with matplotlib.rc_context(look):
            figure.savefig(
                aside, format=file_format, dpi=dpi, metadata=stamps[file_format],
                facecolor="white", **_HOW.get(file_format, {}),
            )  # fmt: skip
        if file_format == "svg":
            _describe(aside, words)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return file


def _describe(svg: Path, words: str) -> None:
    """Name a drawing for screen readers: its title is there, what it shows is not."""
    text = svg.read_text(encoding="utf-8")
    text = text.replace("</title>", f"</title>\n <desc>{escape(words)}</desc>", 1)
    svg.write_text(text.replace("<svg ", '<svg role="img" ', 1), encoding="utf-8")
