"""Pain over time: windows, bands, flares, responses; the published examples as logs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pymannkendall
import pytest
from scipy import stats

import rehabstats as rs
from conftest import patients
from rehabstats.metrics._improvement_words import improvement_sentences
from rehabstats.room import public_frames

HEADER = (
    "patient_id,started_at,exercise,side,set_no,reps,"
    "pain_before_nrs,pain_during_nrs,pain_after_nrs,status\n"
)
START = pd.Timestamp("2026-01-05")
FRAMES = (
    "pain_trend", "pain_runs", "pain_change", "pain_flares", "pain_limits", "pain_response",
    "pain_missing", "pain_before_missed", "pain_phases", "improvement",
)  # fmt: skip


@pytest.fixture
def rated(load):
    """A caseload of one patient whose left raise is rated on days counted from the start."""

    def caseload(ratings: dict[int, object], **files: str) -> rs.Caseload:
        log = HEADER + "".join(
            f"P1,{START + pd.Timedelta(days=day):%Y-%m-%d}T18:00,raise,left,1,10,,{value},,\n"
            for day, value in ratings.items()
        )
        return load(patients=patients("P1,2026-01-05,,7"), sessions=log, **files)

    return caseload


def day(number: int) -> pd.Timestamp:
    return START + pd.Timedelta(days=number)


def left(table: pd.DataFrame) -> pd.Series:
    return table[(table["exercise"] == "raise") & (table["side"] == "left")].iloc[0]


def days(*values: object, first: int = 0) -> dict[int, object]:
    return {first + n: value for n, value in enumerate(values)}


# Trend


@pytest.mark.parametrize(
    ("n", "has_slope", "has_direction", "reason"),
    [
        (5, False, False, "too_few"),
        (6, True, False, "too_few_for_direction"),
        (7, True, False, "too_few_for_direction"),
        (8, True, True, None),
    ],
)
def test_below_6_sessions_nothing_and_below_8_no_direction(
    rated, n, has_slope, has_direction, reason
):
    row = left(rs.pain_trend(rated(days(*range(9, 9 - n, -1))), as_of=day(n)))

    assert pd.notna(row["slope_per_week"]) == has_slope
    assert pd.notna(row["direction"]) == has_direction
    assert pd.notna(row["p"]) == has_direction
    assert row["reason"] == reason or (reason is None and pd.isna(row["reason"]))


def test_the_published_weeks_of_pain_have_the_published_numbers(rated):
    weekly = {7 * week: pain for week, pain in enumerate([6, 5, 6, 5, 4, 4, 3, 3])}

    row = left(rs.pain_trend(rated(weekly), as_of=day(49)))

    assert (row["kendall_s"], row["slope_per_week"]) == (-22, -0.5)
    assert (row["slope_low"], row["slope_high"]) == (-0.75, -0.25)
    assert row["kendall_z"] == pytest.approx(-2.681458, abs=5e-7)
    assert row["p"] == pytest.approx(1 / 315, rel=1e-9)  # of all 8! orders
    assert (row["direction"], row["p_is_exact"]) == ("falling", True)


def test_a_constant_series_has_slope_0_and_no_direction(rated):
    row = left(rs.pain_trend(rated(days(*[4] * 12)), as_of=day(12)))

    assert (row["slope_per_week"], row["p"], row["direction"]) == (0, 1, "none")


def test_the_trend_of_every_line_of_the_sample_equals_scipy_on_session_means():
    caseload = rs.load_caseload("data/sample")
    start = caseload.patients.set_index("patient_id")["start_date"]
    trend = rs.pain_trend(caseload, as_of="2026-03-30").set_index(
        ["patient_id", "exercise", "side"]
    )
    done = caseload.sets[caseload.sets["status"] == "done"]
    done = done.assign(day=caseload.sessions["day"].to_numpy()[done["session_row"]])
    means = done.groupby(["patient_id", "exercise", "side", "session_row", "day"], observed=True)[
        "pain_during_nrs"
    ].mean()
    compared = 0
    for key, rows in means.dropna().groupby(["patient_id", "exercise", "side"], observed=True):
        weeks = (rows.index.get_level_values("day") - start[key[0]]).days / 7
        if len(rows) < 8 or len(set(weeks)) < len(weeks):
            continue
        slope, intercept, low, high = stats.theilslopes(rows, weeks)
        found = trend.loc[key]

        numbers = found[["slope_per_week", "intercept_nrs", "slope_low", "slope_high"]]
        assert numbers.tolist() == pytest.approx([slope, intercept, low, high], abs=1e-12)
        assert found["kendall_s"] == pymannkendall.original_test(rows.to_numpy()).s
        compared += 1
    assert compared > 40


# Change


def test_two_windows_of_four_days_are_compared_beyond_measurement_error(rated):
    ratings = days(6, 7, 5, 6) | days(4, 4, 5, 3, first=60)

    row = left(rs.pain_change(rated(ratings), as_of=day(63)))

    assert (row["baseline_nrs_mean"], row["current_nrs_mean"], row["change_nrs"]) == (6, 4, -2)
    assert row["change_share"] == pytest.approx(-1 / 3)
    assert (row["band"], row["is_important"], row["reliable"]) == ("moderate", True, "better")
    assert row["z"] == pytest.approx(-2.772968, abs=5e-7)
    assert row["threshold_nrs"] == pytest.approx(1.413648, abs=5e-7)
    assert row["early_late_nap"] == 0.96875
    assert row["nap_low"] == pytest.approx(0.546517, abs=5e-7)


def test_a_baseline_waits_for_its_fourth_rated_day_up_to_day_14(rated):
    row = left(
        rs.pain_change(rated({0: 6, 3: 6, 6: 6, 13: 2} | days(1, 1, 1, first=30)), as_of=day(32))
    )

    assert row["n_days_baseline"] == 4
    assert row["baseline_nrs_mean"] == 5
    assert row["baseline_end"] == day(14)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        pytest.param({0: 6, 3: 6, 6: 6, 14: 2}, "no_baseline", id="the fourth day comes too late"),
        pytest.param(days(*[6] * 7) | {30: 2, 31: 2}, "no_current", id="two days now"),
    ],
)
def test_too_few_rated_days_give_a_reason_and_no_number(rated, ratings, reason):
    row = left(rs.pain_change(rated(ratings), as_of=day(32)))

    assert row["reason"] == reason
    assert np.isnan(row["change_nrs"])
    assert pd.isna(row["reliable"])


@pytest.mark.parametrize("unit", ["exercise", "side", "session"])
def test_a_baseline_that_stays_too_short_counts_all_the_days_it_was_extended_to(rated, unit):
    caseload = rated({8: 3, 10: 3, 12: 3} | days(*[3] * 7, first=20))
    how = {"as_of": day(26), "unit": unit}
    rows = [table(caseload, **how) for table in (rs.pain_change, rs.improvement)]

    for row in [one[one["n_days_current"] > 0].iloc[0] for one in rows]:
        assert (row["n_days_baseline"], row["n_days_current"]) == (3, 7)
    row = rows[0][rows[0]["n_days_current"] > 0].iloc[0]
    assert (row["baseline_start"], row["baseline_end"]) == (day(0), day(14))
    assert row["reason"] == "no_baseline"


def test_days_that_the_baseline_still_waits_for_are_not_the_present(rated):
    row = left(rs.pain_change(rated({0: 6, 9: 6, 10: 6}), as_of=day(10)))

    assert row["n_days_baseline"] == 3
    assert (row["current_start"], row["n_days_current"]) == (day(14), 0)


def test_the_baseline_of_a_side_and_of_sessions_begins_with_the_first_of_their_lines(rated):
    # Nothing is asked for before day 7, nothing on the left before day 14.
    change = "patient_id,exercise,side,valid_from,valid_to,sessions_per_week\n"
    change += f"P1,raise,right,{day(0):%Y-%m-%d},{day(7):%Y-%m-%d},0\n"
    change += f"P1,hug,both,{day(0):%Y-%m-%d},{day(7):%Y-%m-%d},0\n"
    change += f"P1,raise,left,{day(0):%Y-%m-%d},{day(14):%Y-%m-%d},0\n"
    ratings = {3: 9} | days(8, 8, 8, 8, 2, 2, 2, 2, first=14) | {30: 2, 31: 2, 32: 2}
    caseload = rated(ratings, prescriptions=change)

    sides = rs.pain_change(caseload, as_of=day(32), unit="side").set_index("side")
    whole = rs.pain_change(caseload, as_of=day(32), unit="session").iloc[0]

    assert sides.loc["left", "baseline_start"] == day(14)
    assert sides.loc["left", "baseline_nrs_mean"] == (4 * 8 + 3 * 2) / 7
    assert sides.loc[["right", "both"], "baseline_start"].tolist() == [day(7), day(7)]
    assert whole["baseline_start"] == day(7)
    assert whole["baseline_end"] == day(18)  # the fourth rated day is day 17
    assert whole["baseline_nrs_mean"] == 8


def test_without_any_prescription_the_baseline_begins_with_the_first_session(rated):
    change = "patient_id,exercise,side,valid_from,sessions_per_week\n" + "".join(
        f"P1,{line},{day(0):%Y-%m-%d},0\n" for line in ("raise,", "hug,both")
    )
    caseload = rated(days(3, 3, 3, 3, first=5), prescriptions=change)

    for unit in ("side", "session"):
        table = rs.pain_change(caseload, as_of=day(20), unit=unit)
        assert day(5) in set(table["baseline_start"])


def test_the_baseline_begins_on_the_first_prescribed_day_also_if_nothing_was_rated_then(rated):
    row = left(rs.pain_change(rated(days(*[6] * 7, first=10)), as_of=day(40)))

    assert row["baseline_start"] == START
    assert row["n_days_baseline"] == 4  # days 10 to 13


def test_the_current_window_never_overlaps_the_baseline(rated):
    row = left(rs.pain_change(rated(days(6, 6, 6, 6, 2, 2, 2, 2, 2)), as_of=day(8)))

    assert row["current_start"] == row["baseline_end"] == day(7)
    assert row["n_days_current"] == 2


@pytest.mark.parametrize(
    ("now", "band"),
    [(10, "none"), (9.5, "none"), (9, "minimal"), (7.5, "minimal"), (7, "moderate"),
     (5, "substantial")],
)  # fmt: skip
def test_bands_begin_at_10_30_and_50_per_cent(rated, now, band):
    row = left(rs.pain_change(rated(days(*[10] * 4) | days(*[now] * 4, first=30)), as_of=day(33)))

    assert row["band"] == band


def test_a_baseline_of_0_has_no_share_and_one_below_2_no_band(rated):
    zero = left(rs.pain_change(rated(days(*[0] * 4) | days(*[3] * 4, first=30)), as_of=day(33)))
    one = left(rs.pain_change(rated(days(*[1] * 4) | days(*[0] * 4, first=30)), as_of=day(33)))

    assert (zero["change_nrs"], one["change_nrs"]) == (3, -1)
    assert np.isnan(zero["change_share"])
    assert pd.isna(zero["band"])
    assert one["change_share"] == -1
    assert pd.isna(one["band"])


# Flares


def test_the_worked_example_has_one_flare(rated):
    ratings = days(*[4] * 7) | dict(
        zip([10, 11, 12, 13, 14, 15, 17, 18], [4, 5, 6, 6, 7, 5, 6, 4], strict=True)
    )

    flares = rs.pain_flares(rated(ratings), as_of=day(18))

    assert (flares["start_on"].tolist(), flares["end_on"].tolist()) == ([day(12)], [day(14)])
    assert flares[["n_rated_days", "peak_nrs", "threshold_nrs"]].to_numpy().tolist() == [[3, 7, 6]]


@pytest.mark.parametrize(
    ("high_days", "spans"),
    [
        pytest.param([10, 11], [(10, 11)], id="two days in a row"),
        pytest.param([10, 12], [(10, 12)], id="one unrated day inside"),
        pytest.param([10, 13], [], id="two unrated days inside"),
        pytest.param([10], [], id="one day alone"),
        pytest.param([10, 12, 14, 15], [(10, 12), (14, 15)], id="a second unrated day ends it"),
    ],
)
def test_one_unrated_day_is_allowed_and_a_second_one_ends_a_flare(rated, high_days, spans):
    flares = rs.pain_flares(rated(days(*[4] * 7) | dict.fromkeys(high_days, 6)), as_of=day(20))

    assert list(zip(flares["start_on"], flares["end_on"], strict=True)) == [
        (day(first), day(last)) for first, last in spans
    ]


def test_a_baseline_at_the_ceiling_tells_no_flares_and_says_so(rated):
    caseload = rated(days(*[9] * 7) | days(10, 10, 10, first=20))

    assert rs.pain_flares(caseload, as_of=day(22)).empty
    assert left(rs.pain_limits(caseload, as_of=day(22)))["flare_reason"] == "ceiling"


# Limits, response, missing, before missed, phases


def test_the_tolerated_volume_is_the_highest_week_within_the_limit(load):
    def rows(week: int, reps: int, pain: int) -> str:
        return "".join(
            f"P1,{day(7 * week + n):%Y-%m-%d}T18:00,raise,left,1,{reps},,{pain},,\n" for n in (0, 1)
        )

    log = HEADER + rows(0, 10, 3) + rows(1, 20, 5) + rows(2, 15, 6) + rows(3, 30, 7)
    row = left(
        rs.pain_limits(load(patients=patients("P1,2026-01-05,,7"), sessions=log), as_of=day(40))
    )

    assert (row["tolerated_reps"], row["tolerated_week"], row["exceeded_reps"]) == (40, 2, 30)
    assert (row["n_weeks_rated"], row["n_weeks_within"]) == (4, 2)
    assert row["high_reps_share"] == (30 + 60) / (20 + 40 + 30 + 60)


@pytest.fixture
def response_of(load):
    def response(*rows: str) -> pd.DataFrame:
        log = HEADER + "".join(f"P1,{row}\n" for row in rows)
        return rs.pain_response(
            load(patients=patients("P1,2026-01-05,,7"), sessions=log), as_of="2026-02-01"
        )

    return response


@pytest.mark.parametrize(
    ("following", "found"),
    [
        ("2026-01-06T05:59", None),
        ("2026-01-06T06:00", 5),
        ("2026-01-07T06:00", 5),
        ("2026-01-07T06:01", None),
    ],
)
def test_the_next_day_is_12_to_36_hours_after_the_start(response_of, following, found):
    row = response_of(
        "2026-01-05T18:00,raise,left,1,10,3,4,4,", f"{following},raise,left,1,10,5,4,4,"
    ).iloc[0]

    assert row["pain_next_nrs"] == found or (found is None and np.isnan(row["pain_next_nrs"]))
    assert row["next_day_not_settled"] is (True if found else pd.NA) or found


def test_a_rise_within_the_session_needs_both_ratings(response_of):
    table = response_of(
        "2026-01-05T18:00,raise,left,1,10,3,4,5,", "2026-01-08T18:00,raise,left,1,10,,4,5,"
    )

    assert table["rose_within"].tolist() == [True, pd.NA]
    assert table["after_change_nrs"].iloc[0] == 2


def test_weeks_without_ratings_are_counted_and_their_worst_case_is_shown(load):
    falling = [7, 6, 5, 4, 3, 2]
    log = HEADER + "".join(
        f"P1,{day(7 * week + n):%Y-%m-%d}T18:00,raise,left,1,10,,{pain},,\n"
        for week, pain in enumerate(falling)
        for n in (0, 1)
    )
    caseload = load(patients=patients("P1,2026-01-05,,7"), sessions=log)

    row = left(rs.pain_missing(caseload, as_of=day(84)))

    assert (row["n_weeks"], row["n_weeks_missing"], row["longest_gap_weeks"]) == (12, 6, 6)
    assert row["slope_per_week"] == -1
    assert row["slope_if_worst_per_week"] > row["slope_per_week"]
    assert row["before_gap_nrs_mean"] == 2


def test_sessions_before_a_missed_one_are_told_from_those_before_a_kept_one(load):
    # 1 a week: sessions in weeks 1, 2 and 4; that of week 3 is missed, and so is week 5's.
    log = HEADER + "".join(
        f"P1,{day(number):%Y-%m-%d}T18:00,raise,left,1,10,,{pain},,\n"
        for number, pain in ((0, 2), (7, 6), (21, 7))
    )
    caseload = load(patients=patients("P1,2026-01-05,,1"), sessions=log)

    row = rs.pain_before_missed(caseload, as_of=day(35)).iloc[0]

    assert (row["n_before_missed"], row["n_before_kept"]) == (2, 1)
    assert (row["before_missed_nrs_median"], row["before_kept_nrs_median"]) == (6.5, 2)
    assert row["higher_before_missed"] == 1


@pytest.mark.parametrize(
    ("sessions", "until", "counts", "reason"),
    [
        pytest.param({}, 14, (0, 0), "not_rated", id="no session"),
        pytest.param({0: "", 7: ""}, 14, (0, 0), "not_rated", id="no rating"),
        # The last session is before neither: what comes after it is not known yet.
        pytest.param({7: 4}, 14, (0, 0), "no_missed", id="only the last session is rated"),
        pytest.param({0: "", 7: 4}, 14, (0, 0), "no_missed", id="rated after an unrated one"),
        pytest.param({0: "", 14: 4}, 21, (0, 0), "no_missed", id="a miss, after an unrated one"),
        pytest.param({0: 4, 7: 4, 14: 4}, 21, (0, 2), "no_missed", id="all kept"),
        pytest.param({0: 4}, 14, (1, 0), "no_kept", id="one session, then a miss"),
        pytest.param({0: 4, 14: 4}, 28, (2, 0), "no_kept", id="a miss after each"),
        pytest.param({0: 4, 7: 6}, 21, (1, 1), "too_few", id="one of each"),
    ],
)
def test_not_rated_is_said_only_where_no_session_is(load, sessions, until, counts, reason):
    # 1 a week, on Monday.
    log = HEADER + "".join(
        f"P1,{day(number):%Y-%m-%d}T18:00,raise,left,1,10,,{pain},,\n"
        for number, pain in sessions.items()
    )
    caseload = load(
        patients=patients("P1,2026-01-05,,1", "P2,2026-01-05,,1"),
        sessions=f"{log}P2,2026-01-05T18:00,raise,left,1,10,,9,,\n",
    )

    row = rs.pain_before_missed(caseload, as_of=day(until)).iloc[0]

    assert (row["n_before_missed"], row["n_before_kept"]) == counts
    assert row["reason"] == reason


def test_a_change_of_the_prescription_begins_a_phase_and_keeps_the_one_before(rated):
    change = "patient_id,exercise,side,valid_from,sets\nP1,raise,left,2026-01-12,2\n"

    table = rs.pain_phases(
        rated(days(*[6] * 7) | days(*[3] * 7, first=7), prescriptions=change), as_of=day(14)
    )
    rows = table[(table["exercise"] == "raise") & (table["side"] == "left")]

    assert rows[["phase", "sets", "pain_during_nrs_mean"]].to_numpy().tolist() == [
        [1, 1, 6.0], [2, 2, 3.0],
    ]  # fmt: skip
    assert np.isnan(rows["less_than_before"].iloc[0])
    assert rows["less_than_before"].iloc[1] == 1


# All of them


@pytest.mark.parametrize(
    "ratings",
    [
        pytest.param({0: 3}, id="one session"),
        pytest.param(days(*[""] * 10), id="nothing rated"),
        pytest.param(days(*[0] * 30), id="pain 0"),
        pytest.param(days(*[10] * 30), id="pain 10"),
    ],
)
def test_every_frame_keeps_its_promises_on_odd_logs(rated, ratings):
    caseload = rated(ratings)
    for name in FRAMES:
        for as_of in (day(-30), day(0), day(60)):
            table = getattr(rs, name)(caseload, as_of=as_of)

            public_frames()[name].schema.validate(table, lazy=True)


def test_patients_do_not_influence_each_other(tmp_path):
    whole = rs.load_caseload("data/sample")
    folder = tmp_path / "one"
    folder.mkdir()
    for file in ("sessions", "patients", "prescriptions", "pauses", "checkins"):
        text = pd.read_csv(f"data/sample/{file}.csv", dtype="str", keep_default_na=False)
        text[text["patient_id"] == "P003"].to_csv(folder / f"{file}.csv", index=False)
    alone = rs.load_caseload(folder)

    for metric in (rs.pain_trend, rs.pain_change, rs.pain_flares, rs.improvement):
        everyone = metric(whole, as_of="2026-03-30", unit="session")
        mine = everyone[everyone["patient_id"] == "P003"].drop(columns="patient_id")
        only = metric(alone, as_of="2026-03-30", unit="session").drop(columns="patient_id")

        pd.testing.assert_frame_equal(mine.reset_index(drop=True), only.reset_index(drop=True))


def test_a_unit_that_there_is_not_is_refused(rated):
    with pytest.raises(ValueError, match="`unit`: got 'week', expected one of 'exercise'"):
        rs.pain_trend(rated({0: 3}), as_of=START, unit="week")


# Improvement


@pytest.mark.parametrize(
    ("ratings", "word"),
    [
        pytest.param(days(8, 8, 7, 7, 6, 6, 5), "too few", id="seven sessions"),
        pytest.param(days(8, 8, 7, 7, 6, 6, 5, 5, 4, 4), "improving", id="falls by four"),
        pytest.param(days(4, 4, 5, 5, 6, 6, 7, 7, 8, 8), "worsening", id="rises by four"),
        pytest.param(days(*[4, 5] * 6), "no clear change", id="up and down"),
        pytest.param(days(*[4] * 30), "no clear change", id="constant"),
        pytest.param(
            days(4, 4, 4, 4, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5), "no clear change", id="half a point"
        ),
    ],
)
def test_what_can_be_said_follows_from_direction_size_and_number(rated, ratings, word):
    row = left(rs.improvement(rated(ratings), as_of=day(max(ratings))))

    assert row["improvement"] == word
    assert row["sentence"].lower().startswith(word)


def test_sentences_give_no_cause_and_no_gaps_in_words():
    caseload = rs.load_caseload("data/sample")
    said = [
        *rs.improvement(caseload, as_of="2026-03-30")["sentence"],
        *rs.improvement(caseload, as_of="2026-03-30", unit="session")["sentence"],
    ]
    for sentence in said:
        lowered = sentence.lower()
        for word in ("significant", "because", "due to", "diagnos", "nan", "none", "  "):
            assert word not in lowered, sentence


@pytest.mark.parametrize(
    ("slope", "shown"),
    [
        (0.0954, "0.95 points in all, less than the 1 that counts"),
        (0.09999, "0.99 points in all, less than the 1 that counts"),
        (0.058, "0.6 points in all, less than the 1 that counts"),
        (0.1, "1 point in all:"),
    ],
)
def test_what_is_less_than_counts_is_not_rounded_up_to_it(slope, shown):
    row = {
        "improvement": "no clear change", "n": 20, "change_nrs": float("nan"),
        "baseline_nrs_mean": 4.0, "direction": "rising", "slope_per_week": slope,
        "slope_low": 0.01, "slope_high": 0.2,
        "first_on": pd.Timestamp("2026-01-05"), "last_on": pd.Timestamp("2026-03-16"),
    }  # fmt: skip

    [sentence] = improvement_sentences(pd.DataFrame([row]), rs.Settings())

    assert f"Over 20 rated sessions pain rose by {shown}" in sentence
