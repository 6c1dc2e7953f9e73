"""
Agreement: what has one name has one number, wherever it is told.

Each law takes one patient of a room and looks at every place that tells the number: frames,
explanations, sentences, artists of a chart, words beside it, the page, the own page, the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from random import Random
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import with_entries
from oracle.compared import DRAWN
from oracle.comparing import larger, loaded
from oracle.thresholds import thresholds
from rehabstats.cli import main
from rehabstats.overview.numbers import Number, numbers_of
from rehabstats.pictures.picture import Picture
from rehabstats.report.index import index_row
from rehabstats.report.own_page import OwnPage, summarize_own_page
from rehabstats.report.patient_page import PatientPage, summarize_patient
from rehabstats.room import each, public_frames, weekly_during
from rehabstats.room.adherence import Adherence, adherence_words, states_words
from rehabstats.room.questions import NO_RULE_FIRED
from rehabstats.words import count_words, day_words, exact, percent, rating, signed, signed_percent


class Own(rs.PatientProgress):
    """A patient with what several laws look at, made once."""

    @cached_property
    def page(self) -> PatientPage:
        return summarize_patient(self, section="p")

    @cached_property
    def own_page(self) -> OwnPage:
        return summarize_own_page(self)

    @cached_property
    def trend(self) -> Picture:
        return self.plot()

    @cached_property
    def numbers(self) -> list[Number]:
        return [*numbers_of(self)]

    @property
    def since(self) -> Any:
        """What the log says since the visit."""
        return [*each(self.frame("visit_periods"))][1]

    def row(self, name: str) -> Any:
        """The one row that the patient has in a frame, if any."""
        return next(each(self.frame(name)), None)


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def known(values: pd.Series) -> list[float]:
    return values.dropna().tolist()


# Adherence --------------------------------------------------------------------------------------


def adherence_in_all(own: Own) -> None:
    row = own.row("patient_adherence")
    adherence = Adherence.of_nothing() if row is None else Adherence.of(row)
    page = own.page.done

    assert index_row(own, "").adherence == adherence
    assert (page.overall, page.sessions) == (
        adherence_words(adherence),
        states_words(adherence, "session"),
    )
    assert own.numbers[0].value == page.overall
    assert own.numbers[0].rests_on == page.sessions
    explained = own.explain("session_adherence")
    assert explained.with_numbers.startswith(f"{adherence.n_filled} / ({adherence.n_filled} filled")
    counts = map(int, re.findall(r"\d+", explained.with_numbers.split("/")[1]))
    assert sum(counts) == adherence.n_due
    if adherence.share is not None:
        assert explained.value.startswith(f"{exact(adherence.share)} ({percent(adherence.share)})")
        told = "nothing recorded" if adherence.nothing_recorded else percent(adherence.share)
        assert told in page.overall
        assert told in explained.value
    else:
        assert explained.value.startswith("none")


def adherence_of_weeks(own: Own) -> None:
    weekly, total = own.frame("session_adherence"), own.row("patient_adherence")
    for name in ("n_due", "n_done", "n_partial", "n_unrecorded", "n_open", "n_extra"):
        assert weekly[name].sum() == (0 if total is None else getattr(total, name)), name
    for row in each(weekly[weekly["week"] >= 1].tail(2)):
        if row.n_due and row.week <= own.week:
            told = own.explain("session_adherence", week=row.week).value
            share = row.session_adherence
            assert told.startswith(f"{exact(share)} ({percent(share)})")
    table = {row[0]: row[2] for row in cells(own.page.done.weeks)}
    for row in each(weekly):
        assert table[str(row.week)] == adherence_words(Adherence.of(row))


def adherence_as_drawn(own: Own) -> None:
    weekly = own.frame("session_adherence")
    share = weekly.set_index("week")["session_adherence"]
    bars = [
        (round(bar.get_x() + bar.get_width() / 2), bar.get_height())
        for ax in own.trend.figure.axes if ax.get_ylabel() == "Session adherence [%]"
        for container in ax.containers for bar in container.patches
    ]  # fmt: skip
    drawn = {week: height for week, height in bars if not np.isnan(height)}

    assert drawn == pytest.approx(dict((100 * share.dropna()).items()))
    is_silent = (weekly["n_due"] > 0) & weekly["session_adherence_high"].isna()
    said = weekly[~is_silent].set_index("week")["session_adherence"].dropna()
    marks = [
        len(line.get_xdata())
        for ax in own.trend.figure.axes for line in ax.get_lines()
        if line.get_label() == "nothing recorded"
    ]  # fmt: skip
    assert sum(marks) == is_silent.sum()
    if is_silent.any():
        assert f"Nothing recorded in {count_words(is_silent.sum(), 'week')} " in own.trend.words
    if len(said):
        assert f"Session adherence in {count_words(len(said), 'week')}: " in own.trend.words
        assert f", {percent(said.iloc[-1])} in week {said.index[-1]}." in own.trend.words


def adherence_since_the_visit(own: Own) -> None:
    since = own.since
    adherence = Adherence.of(since)
    filled, due = adherence.n_filled, adherence.n_due
    visit = own.page.visit
    told = visit.table.rows[0]

    assert own.numbers[1].rests_on == states_words(adherence, "session")
    if told[2].quiet:
        assert told[2].quiet == states_words(adherence)
    sentences = " ".join(own.own_page.sessions)
    found = re.search(r"your log has (\d+) of (\d+) planned", sentences)
    if found:
        assert [int(n) for n in found.groups()] == [filled, due]
    assert since.n_done + since.n_partial + since.n_extra == since.n_sessions
    done = [one.done for one in own.own_page.exercises]
    times = [int(n) for one in done for n in re.findall(r"(\d+) time", one)]
    assert max(times, default=0) <= since.n_sessions


def doses(own: Own) -> None:
    for row in each(own.frame("exercise_adherence").head(2)):
        told = own.explain("dose_adherence", exercise=row.exercise, side=row.side).value
        kept = own.explain("session_adherence", exercise=row.exercise, side=row.side).value
        for value, share in ((told, row.dose_adherence), (kept, row.session_adherence)):
            expected = "none" if pd.isna(share) else f"{exact(share)} ({percent(share)})"
            assert value.startswith(expected)


# Pain -------------------------------------------------------------------------------------------


def pain_of_weeks(own: Own) -> None:
    weekly = weekly_during(own.frame("weekly_session_pain")).set_index("week")
    response = own.frame("pain_response")
    table = {row[0]: row for row in cells(own.page.done.weeks)}
    for week, row in weekly.iterrows():
        pains = known(response.loc[response["week"] == week, "pain_during_nrs_mean"])
        assert row["n_rated"] == len(pains)
        if pains:
            assert row["pain_nrs_median"] == pytest.approx(median(pains))
            assert table[str(week)][-3] == rating(row["pain_nrs_median"])
            assert table[str(week)][-2] == rating(row["pain_nrs_max"])
    rated = weekly[weekly["n_rated"] > 0].sort_index()
    if len(rated):
        last = rating(rated["pain_nrs_median"].iloc[-1])
        index = index_row(own, "")
        assert (index.pain, index.pain_week) == (last, rated.index[-1])
        assert own.numbers[3].value == last


def pain_as_drawn(own: Own) -> None:
    weekly = weekly_during(own.frame("weekly_session_pain")).set_index("week")
    rated, picture = weekly["pain_nrs_median"].dropna().sort_index(), own.trend
    lines = {
        line.get_label(): line.get_xydata()
        for ax in picture.figure.axes for line in ax.get_lines()
    }  # fmt: skip
    for label, column in (("median", "pain_nrs_median"), ("highest", "pain_nrs_max")):
        drawn = lines.get(label, np.empty((0, 2)))
        drawn = drawn[~np.isnan(drawn[:, 1])]
        assert dict(drawn.tolist()) == weekly[column].dropna().to_dict()
    if len(rated):
        assert f", {rating(rated.iloc[-1])} in week {rated.index[-1]}." in picture.words
    trend = own.row("session_pain_trend")
    legends = [
        text.get_text()
        for ax in picture.figure.axes if ax.get_legend() for text in ax.get_legend().get_texts()
    ]  # fmt: skip
    if trend is not None and not pd.isna(trend.slope_per_week):
        slope = signed(trend.slope_per_week, 2)
        assert any(f"slope {slope} a week" in text.replace("\n", " ") for text in legends)
        assert f"Theil-Sen slope {slope} a week" in picture.words


def pain_since_the_visit(own: Own) -> None:
    response = own.frame("pain_response")
    days = response["started_at"].dt.normalize()
    periods = [*each(own.frame("visit_periods"))]
    told = own.page.visit.table.rows[1]
    for row, cell in zip(periods, told[1:], strict=True):
        pains = known(response.loc[days.between(row.first_on, row.last_on), "pain_during_nrs_mean"])
        assert row.n_rated == len(pains)
        if pains:
            assert row.pain_during_nrs_median == pytest.approx(median(pains))
            assert cell.text == rating(row.pain_during_nrs_median)


def pain_at_first_and_now(own: Own) -> None:
    row, change = own.row("patient_improvement"), own.row("session_pain_change")
    if row is None or pd.isna(row.change_nrs):
        return
    first, now = rating(row.baseline_nrs_mean), rating(row.current_nrs_mean)
    assert (change.baseline_nrs_mean, change.current_nrs_mean, change.change_nrs) == (
        row.baseline_nrs_mean, row.current_nrs_mean, row.change_nrs,
    )  # fmt: skip
    assert own.numbers[2].value == f"{first} to {now}"
    explained = own.explain("pain_change")
    assert explained.value.startswith(f"{exact(row.change_nrs, plus='+')} NRS")
    assert explained.with_numbers.startswith(
        f"{exact(row.current_nrs_mean)} - {exact(row.baseline_nrs_mean)}"
    )
    said = " ".join(own.own_page.pain)
    found = re.search(r"exercising ([\d.]+) of 10 on average, and ([\d.]+) in", said)
    if found:
        assert found.groups() == (first, now)


def pain_of_exercises(own: Own) -> None:
    trend = own.frame("pain_trend").set_index(["exercise", "side"])
    change = own.frame("pain_change").set_index(["exercise", "side"])
    table = own.frame("improvement").sort_values(["exercise", "side"], kind="stable")
    told = cells(own.page.reported.pain)
    for n, (row, on_page) in enumerate(zip(each(table), told, strict=True)):
        line = trend.loc[(row.exercise, row.side)], change.loc[(row.exercise, row.side)]
        same = (row.n, row.slope_per_week, row.baseline_nrs_mean, row.current_nrs_mean)
        other = (line[0]["n"], line[0]["slope_per_week"],
                 line[1]["baseline_nrs_mean"], line[1]["current_nrs_mean"])  # fmt: skip
        np.testing.assert_array_equal(np.array(same, float), np.array(other, float))
        assert on_page[1] == str(row.n)
        assert on_page[2:4] == [rating(row.baseline_nrs_mean), rating(row.current_nrs_mean)]
        if pd.isna(row.slope_per_week):
            continue
        assert on_page[5].startswith(f"{signed(row.slope_per_week, 2)} (")
        if n < 2:
            said = own.explain("pain_trend", exercise=row.exercise, side=row.side).value
            assert said.startswith(f"{exact(row.slope_per_week, plus='+')} NRS per week")
    slopes = known(own.frame("pain_trend")["slope_per_week"])
    if slopes:
        assert f"slope in {len(slopes)} of {len(trend)} exercises" in own.plot("pain").words


def pain_of_an_exercise_in_a_week(own: Own) -> None:
    weekly = own.frame("weekly_pain")
    for row in each(weekly[(weekly["n_rated"] > 0) & (weekly["week"] <= own.week)].tail(2)):
        found = own.explain("weekly_pain", exercise=row.exercise, side=row.side, week=int(row.week))
        assert found.value.startswith(f"{exact(row.pain_during_nrs_median)} (mean ")
        listed = [float(one) for one in found.with_numbers.split("of ")[1].split(", ")]
        assert len(listed) == row.n_rated
        assert median(listed) == pytest.approx(row.pain_during_nrs_median, abs=1e-3)


def flares(own: Own) -> None:
    found = own.frame("side_pain_flares")
    said = own.trend.words.partition("Pain-defined flares: ")[2].partition(".")[0]
    assert len(said.split("; ")) == max(len(found), 1)
    assert bool(said) == (len(found) > 0)
    page = own.page.reported.flares
    if len(found) and page:
        assert page.startswith(f"{len(found)} of a whole side")
        latest = found.sort_values("start_on", ascending=False, kind="stable").iloc[0]
        assert f"up to {rating(latest['peak_nrs'])} " in page
        told = own.explain("pain_flares", side=latest["side"]).value
        assert f"up to {rating(latest['peak_nrs'])}" in told


# What was done ----------------------------------------------------------------------------------


def repetitions(own: Own) -> None:
    volume = own.frame("weekly_volume")
    change = own.frame("volume_change").set_index(["exercise", "side", "week"])
    for row in each(volume):
        key = (row.exercise, row.side, row.week)
        if key in change.index and not pd.isna(change.loc[key, "n_reps"]):
            assert change.loc[key, "n_reps"] == row.n_reps
    for row in each(volume[(volume["week"] >= 1) & (volume["week"] <= own.week)].tail(2)):
        found = own.explain(
            "weekly_volume", exercise=row.exercise, side=row.side, week=int(row.week)
        )
        assert found.value.startswith(count_words(row.n_reps, "repetition"))
        assert sum(float(n) for n in found.with_numbers.split(" + ")) == row.n_reps
    known_change = own.frame("volume_change").dropna(subset="change")
    for row in each(known_change[known_change["week"].between(1, own.week)].tail(1)):
        found = own.explain(
            "volume_change", exercise=row.exercise, side=row.side, week=int(row.week)
        )
        assert found.value == f"{exact(row.change, plus='+')} ({signed_percent(row.change)})"


def repetitions_as_drawn(own: Own) -> None:
    rows = own.frame("volume_change")
    complete = rows[rows["is_complete"] & rows["n_reps"].notna()]
    picture = own.plot("volume")
    drawn = [
        (side, week, reps)
        for ax in picture.figure.axes for line in ax.get_lines()
        if (side := line.get_label()) in {"left", "right", "both", "unknown"}
        for week, reps in line.get_xydata().tolist() if not np.isnan(reps)
    ]  # fmt: skip
    told = [(str(row.side), row.week, row.n_reps) for row in each(complete)]

    idle = complete["asked_reps_max"].isna() & (complete["n_reps"] == 0)
    at_work = [(str(row.side), row.week, row.n_reps) for row in each(complete[~idle])]
    assert set(drawn) <= set(told)
    if "no panel" not in picture.words:
        assert sorted(drawn) == sorted(at_work)


def symmetry_of_weeks(own: Own) -> None:
    table = own.frame("symmetry").dropna(subset="symmetry")
    for row in each(table[table["week"].between(1, own.week)].tail(1)):
        found = own.explain("symmetry", exercise=row.exercise, week=int(row.week))
        assert found.value.startswith(
            f"{exact(row.symmetry, plus='+')} ({signed_percent(row.symmetry)}; "
        )
    since = own.since
    if not pd.isna(since.symmetry):
        told = own.page.visit.table.rows[3][2].text
        assert told == signed_percent(since.symmetry)


# What one can do --------------------------------------------------------------------------------


def function(own: Own) -> None:
    table = own.frame("function")
    mean = next(each(table[table["activity"].isna()]), None)
    if mean is not None and not pd.isna(mean.change_psfs):
        first, now = rating(mean.baseline_psfs), rating(mean.current_psfs)
        assert own.numbers[4].value == f"{first} to {now}"
        assert own.explain("function").value.startswith(exact(mean.change_psfs, plus="+"))
    page = own.page.reported.function
    on_page = {row[0]: row for row in cells(page)} if page else {}
    for sentence in own.own_page.function:
        activity, first, now = re.fullmatch(r"(.*): (\S+) at first, (\S+) now.", sentence).groups()
        assert on_page[activity][2:4] == [first, now]


# Signals ----------------------------------------------------------------------------------------


def signals(own: Own) -> None:
    table = own.frame("signals")
    sentences = table["sentence"].tolist()
    page, index = own.page, index_row(own, "")
    assert [one.sentence for one in page.signals] == sentences
    assert index.n_signals == len(sentences)
    told = [one.removeprefix("Earlier: ") for one in own.sentences]
    n_first = len(own.frame("patient_improvement"))
    assert sorted(told[n_first:]) == (sorted(sentences) or [NO_RULE_FIRED])
    assert index.first in (None, *sentences)
    for rule, rows in table.groupby("rule", observed=True):
        assert own.explain(rule).value == "; ".join(rows["sentence"])
    n_now = int(table["is_current"].sum())
    if len(table):
        words = own.plot("page").kind.words(own)
        assert f"Signals of now: {n_now}; earlier: {len(table) - n_now}." in words


def numbers_in_sentences(own: Own) -> None:
    signals = own.frame("signals")
    said = {str(one.rule): one for one in each(signals[signals["exercise"].isna()])}
    trend, change, since = own.row("session_pain_trend"), own.row("session_pain_change"), own.since
    for rule in said.keys() & {"pain_rising", "pain_falling"}:
        interval = f"{signed(trend.slope_low, 2)} to {signed(trend.slope_high, 2)}"
        sentence = said[rule].sentence
        assert f" {signed(trend.slope_per_week, 2)} a week (interval {interval})" in sentence
        assert f" over {trend.n} rated sessions since {day_words(trend.first_on)}" in sentence
    for rule in said.keys() & {"pain_worse", "pain_better"}:
        assert said[rule].value == change.change_nrs
    if "no_baseline" in said:
        days = count_words(change.n_days_baseline, "rated day")
        assert said["no_baseline"].sentence.startswith(f"No baseline: {days} in the first ")
    if "too_few_ratings" in said:
        assert said["too_few_ratings"].value == trend.n
    for rule in said.keys() & {"function_up", "function_down"}:
        mean = next(each(own.function[own.function["activity"].isna()]))
        first, now = rating(mean.baseline_psfs), rating(mean.current_psfs)
        assert f" went from {first} in the first check-ins to {now} in " in said[rule].sentence
    if "unrecorded" in said and own.settings.visit_days == 7 * own.settings.unrecorded_weeks:
        told = re.search(r"about (\d+) of (\d+) sessions", said["unrecorded"].sentence)
        assert [int(n) for n in told.groups()] == [since.n_unrecorded, since.n_due]
    for one in each(signals[signals["rule"] == "flare"]):
        # It joins what lies further apart, and looks at exercises: it may reach higher.
        of_sides = own.side_pain_flares
        within = of_sides["start_on"].between(one.since, one.until)
        same_side = of_sides["side"].astype("object") == one.side
        peak = of_sides.loc[within & same_side, "peak_nrs"].max()
        told = float(re.search(r"up to (\d+\.?\d?)", one.sentence).group(1))
        assert pd.isna(peak) or told >= float(rating(peak))


LAWS: tuple[Callable[[Own], None], ...] = (
    adherence_in_all, adherence_of_weeks, adherence_as_drawn, adherence_since_the_visit, doses,
    pain_of_weeks, pain_as_drawn, pain_since_the_visit, pain_at_first_and_now, pain_of_exercises,
    pain_of_an_exercise_in_a_week, flares, repetitions, repetitions_as_drawn, symmetry_of_weeks,
    function, signals, numbers_in_sentences,
)  # fmt: skip


def assert_agreement(progress: rs.Progress) -> None:
    """Every law for every patient; a failure names both."""
    for patient in progress:
        own = Own(progress, patient.number)
        for law in LAWS:
            try:
                law(own)
            except Exception as error:
                raise AssertionError(f"{own.patient_id}: {law.__name__}") from error


def test_one_name_is_one_number_in_the_sample(progress):
    assert_agreement(progress)


def test_the_files_of_metrics_hold_the_numbers_of_the_frames(progress, tmp_path):
    command = [
        "metrics",
        "data/sample",
        "-o",
        str(tmp_path),
        "--as-of",
        f"{progress.as_of:%Y-%m-%d}",
    ]
    assert CliRunner().invoke(main, command).exit_code == 0

    files = {path.stem for path in tmp_path.glob("*.csv")}
    assert files == {name for name, frame in public_frames().items() if frame.is_file}
    for name in files:
        table = pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False, na_values=[""])
        frame = progress.frame(name).drop(columns=[*public_frames()[name].left_out])
        assert [*table] == [*frame]
        for column in frame.select_dtypes("number"):
            expected = frame[column].to_numpy("float64", na_value=np.nan)
            np.testing.assert_allclose(table[column].to_numpy("float64"), expected, rtol=1e-12)


def test_one_name_is_one_number_in_the_middle_of_a_week_of_every_program(progress):
    patients = progress.caseload.only(["P003", "P004"])

    assert_agreement(rs.progress(patients, as_of="2026-02-19"))


@settings(DRAWN, max_examples=2)
@given(seed=st.integers(0, 1 << 16), thresholds=thresholds())
def test_one_name_is_one_number_in_any_caseload(seed, thresholds):
    case = with_entries(larger(seed, n_weeks=6), Random(seed))
    with loaded(case.files) as (_, caseload):
        assert_agreement(rs.progress(caseload, as_of=case.as_of, settings=thresholds))
