"""A patient shows the trend, five numbers that agree with the frames, and what to ask about."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET

import matplotlib.pyplot as plt
import pytest

import rehabstats as rs
from overview.conftest import HOSTILE, Html
from rehabstats.pictures.kinds import KINDS
from rehabstats.words import percent, rating


def drawing(own) -> ET.Element:
    """The image of a patient's page."""
    (image,) = Html(own._repr_html_()).all("img")
    kind, _, data = str(image["src"]).partition("base64,")
    assert kind == "data:image/svg+xml;"
    return ET.fromstring(base64.b64decode(data))


def test_as_text_it_says_the_place_five_numbers_and_what_to_ask(p3):
    lines = repr(p3).splitlines()

    assert lines[0] == (
        "P003: Hip restoration, week 12 (maintenance); as of 30 Mar 2026, the last entry of the "
        "caseload; last entry 28 Mar 2026"
    )
    assert lines[1] == (
        "  Sessions done, in all: 81 % (81 to 93 %) "
        "(42 of 52 sessions; 3 skipped or omitted, 7 unrecorded)"
    )
    assert lines[6] == "To ask about:"
    assert lines[7] == "  - Skipped: Exercises were skipped because of pain on 3 days."


def test_the_five_numbers_are_those_of_the_frames(sample):
    for own in sample:
        texts = [line.partition("]: ")[2] or line for line in repr(own).splitlines()[1:6]]
        (whole,) = own.patient_adherence.itertuples()
        _, since = own.visit_periods.itertuples()
        assert f": {percent(whole.session_adherence)}" in texts[0]
        assert f"{whole.n_done + whole.n_partial} of {whole.n_due} session" in texts[0]
        assert f"{since.n_done + since.n_partial} of {since.n_due} session" in texts[1]
        (pain,) = own.patient_improvement.itertuples()
        if pain.change_nrs == pain.change_nrs:
            both = f"{rating(pain.baseline_nrs_mean)} to {rating(pain.current_nrs_mean)}"
            assert texts[2].startswith(f"{both} (")
        else:
            assert texts[2].startswith("not known (too few ratings")
        weeks = own.weekly_session_pain.query("moment == 'during' and n_rated > 0")
        assert texts[3].startswith(rating(weeks["pain_nrs_median"].iloc[-1]))
        able = own.function[own.function["activity"].isna()]
        if able["change_psfs"].notna().any():
            first, last = able["baseline_psfs"].item(), able["current_psfs"].item()
            assert texts[4].startswith(f"{rating(first)} to {rating(last)} (")
        else:
            assert texts[4].startswith("not known (")


def test_in_a_notebook_the_same_words_stand_beside_the_trend(p3):
    page = Html(p3._repr_html_())

    for line in repr(p3).splitlines()[1:6]:
        what, value = line.strip().split(": ", 1)
        assert any(row[0].startswith(what) and value.startswith(row[1]) for row in page.rows)
    for line in repr(p3).splitlines()[7:]:
        assert line.removeprefix("  - ") in page.text
    assert page.all("img")[0]["alt"] == p3.plot().words


def test_the_trend_is_an_image_of_its_own_since_untrusted_notebooks_take_svg_out(p3):
    svg = drawing(p3)

    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Program week" in "".join(svg.itertext())
    assert Html(p3._repr_html_()).all("style") == []


def test_it_shows_itself_with_the_same_bytes_each_time_and_leaves_no_figure_open(sample, p3):
    again = rs.progress(sample.caseload)["P003"]

    assert again._repr_html_() == p3._repr_html_()
    assert plt.get_fignums() == []


def test_a_patient_without_a_question_is_not_called_fine(hostile):
    own = hostile[HOSTILE].narrowed(exercise="hip_pushdown")

    assert own._asked == []
    assert repr(own).endswith("To ask about:\n  - No rule fired, which is no finding either.")
    assert "No rule fired, which is no finding either." in Html(own._repr_html_()).text


def test_every_kind_is_drawn_and_another_one_names_them(p3):
    for kind in KINDS:
        assert p3.plot(kind).figure.axes, kind

    with pytest.raises(ValueError, match="got 'pie', expected one of trend, page"):
        p3.plot("pie")


def test_a_picture_is_saved_whole_and_only_in_a_format_of_pictures(p3, tmp_path):
    file = p3.save(tmp_path / "mirror.svg", "mirror")

    assert file.read_text().count("<desc>") == 1
    with pytest.raises(ValueError, match=r"got 'trend\.docx', expected a name in \.png, \.svg, "):
        p3.save(tmp_path / "trend.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["mirror.svg"]


def test_what_can_be_said_begins_with_pain_and_ends_with_what_is_over(p3):
    said = p3.sentences

    assert isinstance(said, tuple)
    assert said[0] == p3.patient_improvement["sentence"].item()
    assert said[-1] == f"Earlier: {p3.signals['sentence'].item()}"
    assert repr(said) == "\n".join(f"- {one}" for one in said)
    assert Html(said._repr_html_()).text == "".join(said)


def test_a_number_is_taken_apart_as_the_function_does(sample, p3):
    apart = rs.explain(sample.caseload, "flare", patient_id="P003", as_of=sample.as_of)

    assert p3.explain("flare") == apart


def test_ids_and_activities_of_a_file_are_only_shown(hostile):
    own = hostile[HOSTILE]
    page = Html(own._repr_html_())

    assert [one["alt"] for one in page.all("img")] == [own.plot().words]
    assert page.text.startswith(f"{HOSTILE}: Hip restoration")
    assert HOSTILE in "".join(drawing(own).itertext())
