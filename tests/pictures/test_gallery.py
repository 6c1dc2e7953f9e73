"""The gallery is what is drawn today: its text to the letter, its pictures to the eye."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

from rehabstats.pictures import CASELOAD, KINDS
from scripts import script

DOCS = Path(__file__).parents[2] / "docs"
#: Root mean square over all colours [0-255]: letters of another build of the same font stay
#: below, a line that moves does not.
TOLERANCE = 2.0

gallery = script(DOCS / "draw_gallery.py")
SHOWN = (*gallery.SAMPLE, *gallery.EDGES)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The pictures of the gallery drawn again, and the page around them."""
    folder = tmp_path_factory.mktemp("gallery")
    return folder, gallery.draw(folder)


def test_the_page_is_renewed(drawn):
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == drawn[1]


@pytest.mark.parametrize("file", [shown.file for shown in SHOWN])
def test_a_picture_is_as_it_was(drawn, file):
    known = DOCS / "images" / "gallery" / file

    assert compare_images(str(known), str(drawn[0] / file), TOLERANCE, in_decorator=True) is None


def test_no_picture_is_left_that_the_page_does_not_show(drawn):
    kept = {file.name for file in (DOCS / "images" / "gallery").iterdir()}

    assert kept == {shown.file for shown in SHOWN}


def test_every_kind_is_shown_once():
    kinds = [shown.kind for shown in gallery.SAMPLE]

    assert sorted([*kinds, "page-letter"]) == sorted([*KINDS, CASELOAD])
