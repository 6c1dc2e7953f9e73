"""A caseload shows itself by need, says from which day it is seen, and draws itself."""

from __future__ import annotations

import pytest
from matplotlib import image

import rehabstats as rs
from overview.conftest import HOSTILE, SAMPLE, Html
from rehabstats.pictures.picture import CaseloadPicture

IN_NEED = ["P004", "P008", "P007", "P002", "P006", "P005", "P003", "P001"]


def test_as_text_it_says_the_day_and_then_each_patient_by_need(sample):
    head, *lines = repr(sample).splitlines()

    assert head == (
        "Caseload sample, as of 30 Mar 2026, the last entry of the caseload: 8 patients by need"
    )
    assert [line.split()[0] for line in lines] == IN_NEED
    assert lines[0].startswith("  P004 Concern: Nothing recorded about the 50 days since 7 Feb")
    assert lines[-1].startswith("  P001 Improvement: Pain during exercise falls by 3.3 points")


def test_in_a_notebook_it_is_the_same_as_a_table_with_adherence_and_last_entry(sample):
    head, *rows = Html(sample._repr_html_()).rows

    assert head == ["patient", "group", "sessions done", "last entry", "first signal"]
    assert [row[0] for row in rows] == IN_NEED
    assert rows[6][1:4] == ["Earlier concern", "81 % (81 to 93 %)", "28 Mar 2026"]
    assert [f"  {row[0]} {row[1]}: {row[4]}" for row in rows] == repr(sample).splitlines()[1:]


def test_a_stated_day_is_not_called_the_last_entry_and_no_signal_is_no_finding():
    head, *_, last = repr(rs.progress(SAMPLE, as_of="2026-02-22")).splitlines()

    assert head == "Caseload sample, as of 22 Feb 2026: 8 patients by need"
    assert last == "  P006 No rule fired, which is no finding either: -"


def test_what_was_assumed_or_changed_is_told_in_both_forms(sample):
    changed = rs.progress(sample.caseload, settings=rs.Settings(flare_rise_nrs=3))

    said = "Threshold changed: flare_rise_nrs is 3 NRS instead of 2"
    assert said in repr(changed)
    assert said in Html(changed._repr_html_()).text


def test_a_loop_gives_each_patient_in_the_order_of_the_file(sample):
    assert [own.patient_id for own in sample] == [f"P00{n}" for n in range(1, 9)]


def test_nobody_of_another_name_is_there_and_the_names_are_told(sample):
    with pytest.raises(KeyError, match="got patient 'P9', expected one of P001, P002"):
        sample["P9"]


def test_a_caseload_that_is_loaded_is_not_read_in_another_way(sample):
    with pytest.raises(TypeError, match="`dayfirst`: got it with a caseload that is loaded"):
        rs.progress(sample.caseload, dayfirst=True)


def test_a_visit_lies_before_the_day_from_which_it_is_seen(sample):
    with pytest.raises(ValueError, match="`since`: got '2026-03-31', expected a day up to 30 Mar"):
        rs.progress(sample.caseload, as_of="2026-03-30", since="2026-03-31")


def test_its_picture_has_each_patient_by_need_and_says_so(sample, tmp_path):
    picture = sample.plot()

    labels = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
    assert labels == IN_NEED
    assert picture.words.startswith("8 patients by need, as of 30 Mar 2026. In the group concern:")
    assert repr(picture) == f"Caseload sample: patients by need\n{picture.words}"
    assert set(picture.tables) == {"patients_by_need", "patient_adherence", "weekly_session_pain"}
    assert image.imread(picture.save(tmp_path / "all.png")).shape[0] > 100


def test_ids_and_texts_of_a_file_are_only_shown(hostile):
    page = Html(hostile._repr_html_())

    assert page.all("img") == []
    assert page.rows[1][0] == HOSTILE


def test_a_picture_of_some_patients_says_of_how_many(room):
    few = CaseloadPicture(room, room.patient_ids[:3])

    assert few.words.startswith("3 of 8 patients by need")
    assert room.plot().words.startswith("8 patients by need")
