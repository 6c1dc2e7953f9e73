"""The trend chart stands adherence over pain, week over week."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from rehabstats.charts.weekly_trend import plot_weekly_trend


def test_adherence_stands_above_pain(done, hurt):
    above, below = plot_weekly_trend(done([(5, 3, 0)]), hurt([(4, 6)]))

    assert above.get_ylabel() == "Session adherence [%]"
    assert below.get_ylabel().startswith("Pain during exercise")
    assert above.get_position().y0 > below.get_position().y1
    assert above.figure is below.figure


def test_both_have_the_same_weeks_though_their_frames_differ(done, hurt):
    adherence, pain = done([(5, 3, 0)] * 12), hurt([(4, 6)] * 3, first=4)

    above, below = plot_weekly_trend(adherence, pain)

    assert above.get_xlim() == below.get_xlim()
    assert above.get_xticks().tolist() == below.get_xticks().tolist() == list(range(1, 13))


@pytest.mark.parametrize("empty", ["adherence", "pain", "both"])
def test_an_empty_half_says_so(done, hurt, empty):
    adherence = done([] if empty in ("adherence", "both") else [(5, 3, 0)])
    pain = hurt([] if empty in ("pain", "both") else [(4, 6)])

    above, below = plot_weekly_trend(adherence, pain)

    words = [text.get_text() for ax in (above, below) for text in ax.texts]
    assert ("no program week yet" in words) == (empty != "pain")
    assert ("no pain rated yet" in words) == (empty != "adherence")


def test_given_axes_are_used_in_their_order(done, hurt):
    axes = Figure().subplots(1, 2)

    above, below = plot_weekly_trend(done([(5, 3, 0)]), hurt([(4, 6)]), axes=axes)

    assert above is axes[0]
    assert below is axes[1]


def test_two_patients_are_not_drawn_as_one(done, hurt):
    with pytest.raises(ValueError, match="`adherence` is of patient 'P001' and `pain` of patient"):
        plot_weekly_trend(done([(5, 3, 0)]), hurt([(4, 6)], patient_id="P002"))


def test_three_axes_are_refused(done, hurt):
    with pytest.raises(ValueError, match="`axes` has 3 Axes; expected two"):
        plot_weekly_trend(done([(5, 3, 0)]), hurt([(4, 6)]), axes=Figure().subplots(3, 1))


def test_pain_of_several_moments_is_drawn_as_that_during(done, hurt):
    during, after = hurt([(4, 6)]), hurt([(9, 9)], moment="after")

    _, below = plot_weekly_trend(done([(5, 3, 0)]), pd.concat([after, during]))

    assert below.get_lines()[0].get_ydata().tolist() == [4]


def test_pain_of_several_moments_and_two_patients_is_refused(done, hurt):
    whose = {"P001": "during", "P002": "after"}
    pain = pd.concat([hurt([(4, 6)], patient_id=one, moment=m) for one, m in whose.items()])

    with pytest.raises(ValueError, match="`pain` has rows of 2 patients, 'P001' and 'P002'"):
        plot_weekly_trend(done([(5, 3, 0)]), pain)
