"""The whole of the signals: order, ids, one fact once, and nothing about somebody else."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import rehabstats as rs
from rehabstats.room.dictionary import frame_names
from rehabstats.schemas.signals import Signals
from rehabstats.signals import RULES
from rehabstats.simulate import random_truths, simulate_caseload, write_caseload
from scripts import script
from signals.conftest import Case, every_day, rows

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
DAY = "2026-03-30"
#: What no sentence says: no cause, no verdict, no missing value.
BANNED = re.compile(
    r"signifi|because|due to|caused|cause of|diagnos|\bnan\b|\bnone\b[,)]|\bnat\b|  |\(\)|, ,"
)

FOUR_WEEKS = every_day(28)
RISING = "".join(rows(day, round(3 + 0.05 * day, 2)) for day in range(28))
CASES = {
    "all done": Case(28, FOUR_WEEKS),
    "stopped": Case(40, FOUR_WEEKS),
    "worse": Case(28, RISING),
    "worse and later more": Case(28, RISING + rows(40, 9) + rows(41, 9)),
    "worse and high": Case(28, "".join(rows(d, round(4.5 + 0.05 * d, 2)) for d in range(28))),
    "worse and clearly so": Case(28, "".join(rows(d, round(4 + d * 0.2, 1)) for d in range(28))),
    "flare of last month": Case(50, "".join(
        rows(d, 6 if d in (15, 16) else 3) for d in range(50)
    )),
    "better": Case(28, "".join(rows(d, round(6 - 0.1 * d, 1)) for d in range(28))),
    "unknown": Case(5, every_day(5)),
    "later": Case(-10),
    "ended": Case(90, FOUR_WEEKS, end=28),
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    """The signals of the sample."""
    return rs.find_signals(rs.load_caseload(SAMPLE), as_of=DAY)


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> rs.Caseload:
    """A hundred and fifty random simulated patients."""
    folder = tmp_path_factory.mktemp("many")
    write_caseload(simulate_caseload(random_truths(150, seed=7), seed=7), folder)
    return rs.load_caseload(folder)


@pytest.fixture(scope="module")
def looks(many) -> list[pd.DataFrame]:
    """What two looks show, a week apart."""
    return [rs.find_signals(many, as_of=day) for day in ("2026-03-20", "2026-03-27")]


def test_the_frame_keeps_its_promises_and_ids_are_unique(sample, looks):
    for table in (sample, *looks):
        Signals.validate(table, lazy=True)

        assert table["signal_id"].is_unique
        assert (table["since"] <= table["until"]).all()


def test_a_frame_in_which_no_signal_has_others_keeps_the_kinds_of_its_columns(sample, build):
    table = build({"one": Case(0, rows(0))}).table

    Signals.validate(table, lazy=True)
    assert table["also"].isna().all()
    assert table.dtypes["also"] == sample.dtypes["also"]


def test_a_frame_without_any_signal_keeps_its_promises(build):
    table = build({"silent": Case(56, every_day(56, 2))}).table

    assert table.empty
    Signals.validate(table, lazy=True)


def test_patients_come_by_need(world):
    order = list(dict.fromkeys(world.table["patient_id"]))

    # The first current concern decides, then how many there are; too little known stands
    # before earlier ones, and improvements come last.
    assert order == [
        "stopped", "worse and clearly so", "worse and high", "worse", "worse and later more",
        "unknown", "flare of last month", "better",
    ]  # fmt: skip


def test_concerns_come_first_within_a_patient_and_the_order_is_stable(looks):
    for table in looks:
        assert table["need"].is_monotonic_increasing
        for _, mine in table.groupby("need"):
            assert mine["patient_id"].nunique() == 1
            assert mine["direction"].cat.codes.is_monotonic_increasing
            concerns = mine[mine["direction"] == "concern"]
            assert concerns["is_current"].is_monotonic_decreasing


def test_a_fact_that_several_rules_see_is_told_once_and_names_the_others(sample, looks):
    fact = {rule.id: rule.fact for rule in RULES}
    for table in (sample, *looks):
        told = table.assign(fact=[fact[rule] for rule in table["rule"]])
        assert (told.groupby(["patient_id", "fact"], observed=True)["rule"].nunique() == 1).all()

    stopped = sample[sample["rule"] == "no_record"].iloc[0]
    assert stopped["also"] == "interruption, adherence_drop"


def test_a_fact_keeps_its_id_at_the_next_look_as_long_as_it_lasts(looks):
    before, after = looks
    for row in before.itertuples():
        same = after[(after["patient_id"] == row.patient_id) & (after["rule"] == row.rule)]
        if row.rule in {rule.id for rule in RULES if rule.is_event}:
            same = same[(same["since"] <= row.until) & (same["until"] >= row.since)]
        if len(same):
            assert row.signal_id in set(same["signal_id"])


def test_nothing_is_said_about_a_day_that_has_not_come(many, looks):
    assert (looks[0]["until"] <= pd.Timestamp("2026-03-20")).all()
    assert (looks[0]["since"] <= pd.Timestamp("2026-03-20")).all()
    early = rs.find_signals(many, as_of="2025-06-01")

    assert not len(early[early["direction"] != "not enough data"])


def test_later_entries_change_no_earlier_look(world):
    columns = ["rule", "since", "until", "value", "sentence", "also", "is_current"]
    before, after = (
        world.table.loc[world.table["patient_id"] == name, columns].to_dict("records")
        for name in ("worse", "worse and later more")
    )

    assert before == after


def test_row_order_in_the_file_does_not_matter(sample, tmp_path):
    for file in ("patients", "prescriptions", "pauses", "checkins"):
        text = (SAMPLE / f"{file}.csv").read_text().splitlines()
        order = text if file == "patients" else [text[0], *reversed(text[1:])]
        (tmp_path / f"{file}.csv").write_text("\n".join(order) + "\n")
    lines = (SAMPLE / "sessions.csv").read_text().splitlines()
    by_session: dict[str, list[str]] = {}
    for line in lines[1:]:
        by_session.setdefault(line.split(",")[4], []).append(line)
    # Whole sessions change places: the order inside of one says which exercise was last.
    turned = [line for some in reversed(by_session.values()) for line in some]
    (tmp_path / "sessions.csv").write_text("\n".join([lines[0], *turned]) + "\n")

    found = rs.find_signals(rs.load_caseload(tmp_path), as_of=DAY)

    pd.testing.assert_frame_equal(found.drop(columns="log_lines"), sample.drop(columns="log_lines"))


def test_patients_do_not_influence_each_other(world, build):
    alone = build({"worse": CASES["worse"]}).table
    among = world.table[world.table["patient_id"] == "worse"]

    columns = ["signal_id", "since", "until", "value", "sentence", "also", "is_current"]
    assert alone[columns].to_dict("records") == among[columns].to_dict("records")


def test_the_lines_behind_a_signal_are_that_patients_rows(sample):
    for file in ("sessions.csv", "checkins.csv", "patients.csv"):
        lines = (SAMPLE / file).read_text().splitlines()
        for row in sample[sample["log_file"] == file].itertuples():
            for span in filter(None, row.log_lines.split(", ")):
                first, *last = map(int, span.split("-"))
                for line in range(first, (last or [first])[0] + 1):
                    assert lines[line - 1].startswith(f"{row.patient_id},")


def test_every_signal_of_a_log_names_a_line_unless_nothing_was_logged(looks):
    for table in looks:
        empty = table[table["log_lines"] == ""]

        assert set(empty["rule"]) <= {"no_record", "unrecorded", "too_few_ratings", "no_baseline"}


def test_sentences_are_plain_and_name_nobody_and_no_cause(sample, looks):
    for table in (sample, *looks):
        for row in table.itertuples():
            assert not BANNED.search(row.sentence.lower()), row.sentence
            assert not row.sentence[0].islower()
            assert row.sentence.endswith(".")
            assert not re.search(r"\b[PS][0-9]{3,}", row.sentence)
            others = {row.signal_id, row.also, row.thresholds, row.log_file, row.log_lines}
            ids = set(re.findall(r"\bS[0-9]{5}\b|\bP[0-9]{3}\b", " ".join(map(str, others))))
            assert ids <= {row.patient_id}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_rests_on_frames_and_settings_that_exist(rule):
    assert set(rule.inputs) <= set(frame_names())
    assert all(rs.Settings().threshold(name) for name in rule.thresholds)
    assert len(set(rule.thresholds)) == len(rule.thresholds)
    assert rule.question.endswith("?")
    assert not BANNED.search(rule.question.lower())


def test_rules_have_their_own_names_and_come_by_direction():
    order = {"concern": 0, "improvement": 1, "not enough data": 2}
    places = [order[rule.direction] for rule in RULES]

    assert len({rule.id for rule in RULES}) == len(RULES)
    assert places == sorted(places)


#: A threshold that a rule uses, and another value that changes what it says.
OTHERWISE = {
    "concern_days": 60, "flare_rise_nrs": 1.0, "trend_size_nrs": 4.0, "baseline_days_max": 20,
    "interruption_slots": 12,
}  # fmt: skip


def test_a_threshold_changes_only_rules_that_name_it(many, looks):
    fact = {rule.id: rule.fact for rule in RULES}
    for name, value in OTHERWISE.items():
        named = {rule.fact for rule in RULES if name in rule.thresholds}
        changed = rs.find_signals(many, as_of="2026-03-20", settings=rs.Settings(**{name: value}))

        seen = [_told(table) for table in (looks[0], changed)]
        assert seen[0] != seen[1], name
        assert {fact[told[1]] for told in seen[0] ^ seen[1]} <= named, name


def _told(table: pd.DataFrame) -> set[tuple[object, ...]]:
    names = ["patient_id", "rule", "since", "until", "is_current", "n_lines", "sentence", "also"]
    return set(table[names].fillna("").itertuples(index=False, name=None))


def test_a_changed_threshold_is_shown_beside_the_default(build):
    cases = {"stopped": CASES["stopped"], "never": Case(40)}
    world = build(cases, no_record_days=30)

    assert "no_record" not in world.table.loc[world.table["patient_id"] == "stopped", "rule"].array
    row = world.row("never", "no_record")
    assert row["threshold"] == 30
    assert row["thresholds"] == "no_record_days = 30 days (default 8)"


def test_a_caseload_of_one_session_is_not_enough_data_and_nothing_else(build):
    table = build({"one": Case(0, rows(0))}).table

    assert table["rule"].tolist() == ["too_few_ratings"]


def test_who_does_everything_without_pain_is_silent(world):
    assert world.rules("all done") == []


def test_who_is_not_yet_there_and_who_has_ended_are_not_silent_patients(world):
    assert world.rules("later") == []
    assert world.rules("ended") == []


def test_the_page_of_rules_is_the_rules():
    module = script(ROOT / "docs" / "list_rules.py")
    page = (ROOT / "docs" / "signals.md").read_text()

    assert module.renewed(page) == page


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Stable patients and dropouts whose truth is known, and what weekly looks show of them."""
    module = script(ROOT / "benchmarks" / "cohorts.py")
    stable, leaving = module.cohorts(40, seed=5)[0], module.cohorts(20, seed=5)[2]
    folder = tmp_path_factory.mktemp("known")
    write_caseload(simulate_caseload((*stable.truths, *leaving.truths), seed=5), folder)
    caseload = rs.load_caseload(folder)
    shown = [
        rs.find_signals(caseload, as_of=module.START + pd.Timedelta(weeks=week)).assign(week=week)
        for week in range(4, 13)
    ]
    return stable, leaving, pd.concat(shown)


def test_stable_patients_have_at_most_one_false_concern_each(known):
    stable, _, seen = known
    ids = [truth.patient_id for truth in stable.truths]
    seen = seen[seen["week"].isin((4, 8, 12)) & seen["patient_id"].isin(ids)]

    false = seen[seen["direction"] == "concern"].drop_duplicates("signal_id")

    assert len(false) <= len(ids)


def test_everybody_who_drops_out_is_found_within_two_weeks(known):
    _, leaving, seen = known
    stopped = seen[seen["rule"].isin(["no_record", "interruption"])]

    for truth, day in zip(leaving.truths, leaving.event_day, strict=True):
        mine = stopped[(stopped["patient_id"] == truth.patient_id) & (stopped["week"] * 7 > day)]
        assert mine["week"].min() * 7 - day <= 14, truth.patient_id
