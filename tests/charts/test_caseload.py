"""The caseload puts patients in order of need, and never calls a patient without data well."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import rehabstats as rs
from rehabstats.charts import _style as style
from rehabstats.charts.caseload import plot_caseload
from rehabstats.pictures.svg import figure_to_svg

NAN = float("nan")
DAY = pd.Timestamp("2026-03-30")
CONCERN, IMPROVEMENT, UNKNOWN = "concern", "improvement", "not enough data"
HEADINGS = (
    "Concern", "Not enough data", "Earlier concern", "Improvement",
    "No rule fired, which is no finding either",
)  # fmt: skip


def signals_of(*rows: tuple[str, str] | tuple[str, str, bool], words: str = "") -> pd.DataFrame:
    """Signals from (patient, direction, whether it is current); need goes by their order."""
    columns = ["patient_id", "direction", "is_current"]
    frame = pd.DataFrame([(*row, True)[:3] for row in rows], columns=columns)
    need = {patient: number for number, patient in enumerate(dict.fromkeys(frame["patient_id"]), 1)}
    said = words or frame["patient_id"] + " " + frame["direction"]
    return frame.assign(need=frame["patient_id"].map(need), sentence=said)


def shares_of(**shares: tuple[float, float]) -> pd.DataFrame:
    """Session adherence from the lower and the upper bound of each patient."""
    frame = pd.DataFrame(shares.values(), columns=["low", "high"], dtype="float64")
    columns = [f"session_adherence{end}" for end in ("", "_low", "_high")]
    known = dict(zip(columns, (frame["low"], frame["low"], frame["high"]), strict=True))
    return pd.DataFrame({"patient_id": list(shares), **known})


def pain_of(patient: str = "P1", *medians: float, weeks: Any = None) -> pd.DataFrame:
    week = range(1, len(medians) + 1) if weeks is None else weeks
    columns = {"week": week, "pain_nrs_median": np.array(medians, "float64")}
    return pd.DataFrame({"patient_id": patient} | columns, index=range(len(medians)))


def chart(patients: Any = ("P1",), **frames: Any) -> tuple[Axes, Axes, Axes, Axes]:
    """The chart of frames that are empty unless they are given."""
    nothing = {
        "signals": signals_of(), "adherence": shares_of(), "pain": pain_of(), "last_entries": {},
    }  # fmt: skip
    return plot_caseload(patients, **(nothing | frames))


def ids(axes: tuple[Axes, ...]) -> list[str]:
    return [label.get_text() for label in axes[0].get_yticklabels()]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def headings(axes: tuple[Axes, ...]) -> list[str]:
    return [text.get_text() for text in axes[0].texts if text.get_weight() == "bold"]


def under(axes: tuple[Axes, ...]) -> dict[str, list[str]]:
    """The patients under each heading, going by where both stand."""
    bold = [text for text in axes[0].texts if text.get_weight() == "bold"]
    found: dict[str, list[str]] = {text.get_text(): [] for text in bold}
    for label, y in zip(ids(axes), axes[0].get_yticks(), strict=True):
        above = [text for text in bold if text.get_position()[1] < y]
        found[max(above, key=lambda text: text.get_position()[1]).get_text()].append(label)
    return found


def marks(ax: Axes, marker: str) -> list[Line2D]:
    return [line for line in ax.get_lines() if line.get_marker() == marker]


def nrs_of(axes: tuple[Axes, ...], place: int = 0) -> list[float]:
    """Pain as it is drawn, by the strip of its row."""
    strip = axes[1].patches[place]
    [line] = [
        line for line in marks(axes[1], "o")
        if strip.get_y() <= np.nanmin(line.get_ydata()) <= strip.get_y() + strip.get_height()
    ]  # fmt: skip
    foot, top = strip.get_y() + strip.get_height(), strip.get_y()
    return [round(float(nrs), 6) for nrs in 10 * (foot - line.get_ydata()) / (foot - top)]


# Order and groups


def test_patients_stand_in_order_of_need():
    axes = chart(["P1", "P2", "P3"], signals=signals_of(("P3", CONCERN), ("P1", CONCERN)))

    assert ids(axes) == ["P3", "P1", "P2"]
    assert axes[0].yaxis_inverted()
    assert all(one < other for one, other in pairwise(axes[0].get_yticks()))


def test_each_group_has_its_heading():
    signals = signals_of(
        ("P1", CONCERN), ("P2", UNKNOWN), ("P3", CONCERN, False), ("P4", IMPROVEMENT)
    )

    axes = chart(["P5", "P4", "P3", "P2", "P1"], signals=signals)

    assert headings(axes) == list(HEADINGS)
    assert not any(ax.patch.get_visible() for ax in axes)  # which would cover them
    assert under(axes) == dict(zip(HEADINGS, [["P1"], ["P2"], ["P3"], ["P4"], ["P5"]], strict=True))


def test_a_group_without_patients_has_no_heading():
    assert headings(chart(signals=signals_of(("P1", IMPROVEMENT)))) == ["Improvement"]


def test_too_little_data_outweighs_an_improvement_and_an_earlier_concern():
    signals = signals_of(("P1", CONCERN, False), ("P1", IMPROVEMENT), ("P1", UNKNOWN))

    axes = chart(signals=signals)

    assert headings(axes) == ["Not enough data"]
    assert words(axes[3]) == ["P1 not enough data (+2\N{NO-BREAK SPACE}more)"]


def test_a_current_concern_outweighs_too_little_data():
    signals = signals_of(("P1", CONCERN, False), ("P1", UNKNOWN), ("P1", CONCERN))

    assert headings(chart(signals=signals)) == ["Concern"]


def test_patients_without_a_signal_come_last_in_the_order_given():
    axes = chart(["P9", "P2", "P5"], signals=signals_of(("P5", IMPROVEMENT)))

    assert ids(axes) == ["P5", "P9", "P2"]
    assert under(axes)[HEADINGS[-1]] == ["P9", "P2"]
    assert len(axes[3].texts) == 1


def test_no_word_calls_a_patient_well():
    axes = chart(["P1", "P2"], signals=signals_of(("P1", UNKNOWN)))

    said = " ".join(word for ax in axes for word in words(ax)).lower()
    assert not any(word in said.split() for word in ("fine", "well", "ok", "good", "stable"))


def test_rows_of_other_patients_are_left_out():
    frames = {
        "signals": signals_of(("P2", CONCERN)), "adherence": shares_of(P2=(0.5, 0.5)),
        "pain": pain_of("P2", 4, 5), "last_entries": {"P2": DAY},
    }  # fmt: skip

    axes = chart(["P1"], **frames)

    assert ids(axes) == ["P1"]
    assert words(axes[2]) == ["no entry yet"]
    assert marks(axes[0], "o") == marks(axes[1], "o") == []


# Adherence


def test_the_point_is_the_share_and_its_line_reaches_to_the_bounds():
    axes = chart(adherence=shares_of(P1=(0.4, 0.75)))

    [point], [line] = marks(axes[0], "o"), marks(axes[0], "|")
    assert list(point.get_xdata()) == pytest.approx([40])
    assert list(line.get_xdata()) == pytest.approx([40, 75])
    assert [*point.get_ydata(), *line.get_ydata()] == [axes[0].get_yticks()[0]] * 3


def test_the_line_begins_at_the_lower_bound_wherever_the_point_is():
    axes = chart(adherence=shares_of(P1=(0.4, 0.75)).assign(session_adherence=0.6))

    assert list(marks(axes[0], "o")[0].get_xdata()) == pytest.approx([60])
    assert list(marks(axes[0], "|")[0].get_xdata()) == pytest.approx([40, 75])


def test_the_scale_of_adherence_is_always_whole_with_its_unit():
    axes = chart(adherence=shares_of(P1=(0.4, 0.5)))

    assert axes[0].get_xlim() == (0, 100)
    assert axes[0].get_xlabel() == "Session adherence [%]\nline: unrecorded left out"
    assert axes[0].xaxis.get_label_position() == "top"


def test_nothing_done_is_a_point_at_zero_and_nothing_due_is_none():
    axes = chart(["P1", "P2", "P3"], adherence=shares_of(P1=(0, 0), P2=(NAN, NAN)))

    [point] = marks(axes[0], "o")
    assert (list(point.get_xdata()), point.get_clip_on()) == ([0], False)
    assert words(axes[0])[1:] == ["nothing due"] * 2


def test_nothing_recorded_is_a_word_and_no_zero():
    axes = chart(adherence=shares_of(P1=(0.0, NAN)))

    assert marks(axes[0], "o") == marks(axes[0], "|") == []
    assert words(axes[0])[1:] == ["nothing recorded"]


# Pain


def test_the_line_is_the_weekly_medians_on_a_strip_of_zero_to_ten():
    axes = chart(pain=pain_of("P1", 4, 0, 10))

    assert nrs_of(axes) == [4, 0, 10]
    assert list(marks(axes[1], "o")[0].get_xdata()) == [1, 2, 3]
    assert axes[1].get_xlabel().startswith("Pain during exercise [NRS 0-10]\n")
    assert "program week" in axes[1].get_xlabel()


def test_strips_are_alike_and_centred_on_their_rows():
    axes = chart(["P1", "P2"], pain=pd.concat([pain_of("P1", 1), pain_of("P2", 9)]))

    strips = axes[1].patches
    assert len({round(strip.get_height(), 9) for strip in strips}) == 1
    middles = [strip.get_y() + strip.get_height() / 2 for strip in strips]
    assert middles == pytest.approx(list(axes[0].get_yticks()))
    assert (nrs_of(axes, 0), nrs_of(axes, 1)) == ([1], [9])


def test_the_ends_of_the_strip_are_named_once():
    axes = chart(["P1", "P2"])

    heights = {text.get_text(): text.get_position()[1] for text in axes[1].texts[:2]}
    [strip, _] = axes[1].patches
    foot = strip.get_y() + strip.get_height()
    assert heights == pytest.approx({"0": foot, "10": strip.get_y()})
    assert words(axes[1])[2:] == ["no pain rated"] * 2


@pytest.mark.parametrize(
    "pain",
    [
        pytest.param(pain_of("P1", 4, NAN, 5), id="not rated"),
        pytest.param(pain_of("P1", 4, 5, weeks=[1, 3]), id="no row"),
    ],
)
def test_a_week_without_a_rating_is_a_gap(pain):
    np.testing.assert_array_equal(nrs_of(chart(pain=pain)), [4, NAN, 5])


def test_the_last_rated_week_has_its_number_beside_it():
    axes = chart(pain=pain_of("P1", 4, 5.5, NAN))

    text = axes[1].texts[-1]
    line = marks(axes[1], "o")[0]
    assert text.get_text() == "5.5"
    assert 2 < text.get_position()[0] < 3
    assert text.get_position()[1] == line.get_ydata()[1]


def test_all_patients_share_the_weeks():
    pain = pd.concat([pain_of("P1", 4, weeks=[60]), pain_of("P2", 5, weeks=[1])])

    axes = chart(["P1", "P2"], pain=pain)

    low, high = axes[1].get_xlim()
    assert low < 1
    assert high > 60
    numbers = [float(line.get_xdata()[0]) for line in marks(axes[1], "o")]
    assert numbers == [60, 1]


# Entries and sentences


def test_the_last_entry_is_a_day_and_none_is_a_word():
    axes = chart(["P1", "P2", "P3"], last_entries={"P1": DAY, "P3": pd.NaT})

    assert words(axes[2]) == ["30 Mar 2026", "no entry yet", "no entry yet"]


def test_last_entries_may_be_a_series_by_patient():
    axes = chart(last_entries=pd.Series({"P1": DAY}))

    assert words(axes[2]) == ["30 Mar 2026"]


def test_the_first_sentence_is_written_and_the_others_are_counted():
    signals = signals_of(("P1", CONCERN), ("P1", IMPROVEMENT), ("P2", CONCERN))

    axes = chart(["P1", "P2"], signals=signals)

    assert words(axes[3]) == ["P1 concern (+1\N{NO-BREAK SPACE}more)", "P2 concern"]


@pytest.mark.parametrize("n_more", [0, 12])
@pytest.mark.parametrize("long", ["Nothing came due. " * 20, "it" * 200], ids=["words", "one word"])
def test_a_long_sentence_is_cut_to_two_lines_that_stay_on_the_picture(long, n_more):
    signals = signals_of(*[("P1", CONCERN)] * (1 + n_more), words=long)

    axes = chart(signals=signals)
    axes[0].figure.draw_without_rendering()

    [text] = axes[3].texts
    assert text.get_text().count("\n") == 1
    assert "\N{HORIZONTAL ELLIPSIS}" in text.get_text()
    assert text.get_text().endswith("… (+12\N{NO-BREAK SPACE}more)") == (n_more > 0)
    box = text.get_window_extent()
    assert box.x1 <= axes[0].figure.bbox.x1
    assert box.height < 1.1 * 0.36 * axes[0].figure.dpi


def test_wide_letters_end_at_the_edge_of_their_column():
    axes = chart(signals=signals_of(("P1", CONCERN), words="W" * 300))

    [text] = axes[3].texts
    assert text.get_clip_on()
    assert text.get_clip_box().bounds == axes[3].bbox.bounds


# Size


@pytest.mark.parametrize("n_patients", [1, 8, 60])
def test_the_height_grows_and_rows_stay_alike(n_patients):
    patients = [f"P{number}" for number in range(n_patients)]
    signals = signals_of(*[(patient, CONCERN) for patient in patients])

    axes = chart(patients, signals=signals)
    figure = axes[0].figure
    figure.draw_without_rendering()

    assert figure.get_figheight() == pytest.approx(0.98 + 0.36 * n_patients)
    boxes = [label.get_window_extent() for label in axes[0].get_yticklabels()]
    assert all(other.y1 < one.y0 for one, other in pairwise(boxes))
    assert min(box.x0 for box in boxes) >= 0
    tops = [ax.xaxis.label.get_window_extent().y1 for ax in axes]
    assert max(tops) <= figure.bbox.y1
    assert len(axes[1].patches) == len(axes[2].texts) == len(axes[3].texts) == n_patients


def test_columns_do_not_run_into_each_other():
    axes = chart(["P1"], pain=pain_of("P1", *[5] * 60), last_entries={"P1": DAY})
    axes[0].figure.draw_without_rendering()

    heads = [ax.xaxis.label.get_window_extent() for ax in axes]
    assert all(one.x1 < other.x0 for one, other in pairwise(heads))
    assert axes[1].texts[-1].get_window_extent().x1 < axes[2].texts[0].get_window_extent().x0


def test_without_patients_it_says_so():
    axes = chart([])

    assert words(axes[1]) == ["no patient"]
    assert ids(axes) == headings(axes) == []


# Hostile input, and what every chart does


HOSTILE = "$x^2$ <b>P1</b> & \n more"


def test_ids_and_sentences_are_text_as_they_are():
    axes = chart([HOSTILE], signals=signals_of((HOSTILE, CONCERN), words=HOSTILE))
    written = io.StringIO()

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        axes[0].figure.savefig(written, format="svg")

    assert ">$x^2$ &lt;b&gt;P1&lt;/b&gt; &amp; more</text>" in written.getvalue()
    assert "\n" not in ids(axes)[0]
    texts = [text for ax in axes for text in (*ax.texts, *ax.get_yticklabels())]
    assert not any(text.get_parse_math() for text in texts)


def test_of_a_long_id_both_ends_are_kept():
    axes = chart(["clinic-north-000001", "clinic-north-000002"])

    axes[0].figure.draw_without_rendering()
    assert ids(axes) == ["clinic-…000001", "clinic-…000002"]
    assert min(label.get_window_extent().x0 for label in axes[0].get_yticklabels()) >= 0


@settings(max_examples=15)
@given(
    st.dictionaries(
        st.text(max_size=30),
        st.tuples(
            st.lists(st.tuples(st.sampled_from([CONCERN, IMPROVEMENT, UNKNOWN]), st.booleans())),
            st.lists(st.one_of(st.just(NAN), st.floats(0, 10)), max_size=5),
            st.text(max_size=300),
        ),
        max_size=5,
    )
)
def test_every_patient_has_one_row_under_one_heading(patients):
    told = [(one, *sign) for one, (signs, *_) in patients.items() for sign in signs]
    signals = signals_of(*told).assign(
        sentence=[said for signs, _, said in patients.values() for _ in signs]
    )
    pain = pd.concat([pain_of(), *(pain_of(one, *nrs) for one, (_, nrs, _) in patients.items())])

    axes = chart(list(patients), signals=signals, pain=pain)

    assert len(ids(axes)) == sum(map(len, under(axes).values())) == len(patients)
    assert headings(axes) == [one for one in HEADINGS if one in headings(axes)]
    n_rated = sum(not np.isnan(nrs) for _, some, _ in patients.values() for nrs in some)
    drawn = [y for line in marks(axes[1], "o") for y in line.get_ydata()]
    assert np.count_nonzero(~np.isnan(drawn)) == n_rated


def test_neither_frames_nor_settings_are_changed():
    frames = {
        "signals": signals_of(("P1", CONCERN, False)), "adherence": shares_of(P1=(0.5, 0.6)),
        "pain": pain_of("P1", 4, 5),
    }  # fmt: skip
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    chosen = dict(matplotlib.rcParams)

    chart(**frames)

    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])
    assert dict(matplotlib.rcParams) == chosen


def test_the_figure_is_the_given_one_or_unknown_to_pyplot():
    import matplotlib.pyplot as plt

    figure, part = Figure(), Figure().subfigures(1, 2)[1]

    assert {ax.figure for ax in chart(figure=figure)} == {figure}
    assert {ax.get_figure(root=False) for ax in chart(figure=part)} == {part}
    chart()
    assert plt.get_fignums() == []


def test_the_same_frames_give_the_same_svg():
    one, other = (
        figure_to_svg(
            chart(pain=pain_of("P1", 4))[0].figure, prefix="p", title="t", description="d"
        )
        for _ in range(2)
    )

    assert one == other


def test_a_patient_named_twice_is_refused():
    with pytest.raises(ValueError, match="`patients` has 'P1' more than once"):
        chart(["P1", "P2", "P1"])


def test_weekly_adherence_is_refused():
    weekly = pd.concat([shares_of(P1=(0.5, 0.5)), shares_of(P1=(0.6, 0.6))])

    with pytest.raises(ValueError, match="`adherence` has patient 'P1' more than once"):
        chart(adherence=weekly)


def test_pain_of_two_moments_is_refused():
    with pytest.raises(ValueError, match="`pain` has week 1 more than once"):
        chart(pain=pd.concat([pain_of("P1", 4)] * 2))


@pytest.mark.parametrize(
    ("name", "column"),
    [("signals", "need"), ("signals", "is_current"), ("adherence", "session_adherence_high"),
     ("adherence", "patient_id"), ("pain", "pain_nrs_median"), ("pain", "patient_id")],
)  # fmt: skip
def test_a_missing_column_is_named(name, column):
    frames = {
        "signals": signals_of(("P1", CONCERN)), "adherence": shares_of(P1=(0.5, 0.5)),
        "pain": pain_of("P1", 4),
    }  # fmt: skip

    with pytest.raises(ValueError, match=f"`{name}` has no column '{column}'; expected the"):
        chart(**{name: frames[name].drop(columns=column)})


def test_the_whole_sample_is_drawn(room):
    less = rs.Settings(volume_rise_share=0.5)
    signals = rs.find_signals(room.caseload, as_of=DAY, settings=less)

    axes = plot_caseload(
        room.patient_ids,
        signals=signals,
        adherence=room.frame("patient_adherence"),
        pain=room.frame("weekly_session_pain"),
        last_entries=room.caseload.sessions.groupby("patient_id", observed=True)["day"].max(),
    )
    axes[0].figure.draw_without_rendering()

    in_need = signals["patient_id"].astype("str").drop_duplicates().tolist()
    assert ids(axes) == [*in_need, "P006"]
    assert headings(axes) == list(HEADINGS)
    assert len(marks(axes[0], "o")) == len(marks(axes[1], "o")) == 8
    assert marks(axes[0], "o")[0].get_color() == style.ADHERENCE
