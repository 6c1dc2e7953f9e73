"""Changed limits of pain reach every picture that has any."""

from __future__ import annotations

from pathlib import Path

import pytest

import rehabstats as rs
from rehabstats.pictures.kinds import KINDS
from rehabstats.room import PatientRoom

CHARTS = Path(rs.__file__).parent / "charts"
ZONED = ("trend", "page", "page-letter", "pain")


@pytest.fixture(scope="module")
def own(room) -> PatientRoom:
    settings = rs.Settings(pain_safe_max_nrs=3, pain_acceptable_max_nrs=6)
    return rs.progress(room.caseload, as_of=room.as_of, settings=settings)["P003"]


@pytest.mark.parametrize("kind", KINDS)
def test_zones_and_their_names_are_those_of_the_settings(own, kind):
    figure = KINDS[kind].draw(own)

    axes = [ax for ax in figure.axes if ax.get_ylim() == (0, 10)]
    words = {text.get_text() for ax in axes for text in ax.texts}
    ends = {
        (round(zone.get_y(), 6), round(zone.get_y() + zone.get_height(), 6))
        for ax in axes
        for zone in ax.patches
        if hasattr(zone, "get_y")
    }
    assert ends == ({(0, 3), (3, 6), (6, 10)} if kind in ZONED else set())
    assert words & {"up to 2", "up to 5", "above 5"} == set()
    assert (words >= {"up to 3", "up to 6", "above 6"}) == (kind in ZONED)


def test_no_chart_reads_limits_from_anywhere_else():
    sources = "".join(file.read_text(encoding="utf-8") for file in CHARTS.glob("*.py"))

    assert "PAIN_SAFE_MAX_NRS" not in sources
    assert "PAIN_ACCEPTABLE_MAX_NRS" not in sources
