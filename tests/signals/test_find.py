"""The whole of the signals: order, ids, one fact once, and nothing about somebody else."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

import rehabstats as rs
from rehabstats.schemas import Signals
from rehabstats.schemas.dictionary import frame_names
from rehabstats.signals import RULES
from rehabstats.simulate import random_truths, simulate_caseload, write_caseload

ROOT = Path(__file__).parents[2]
DAY = "2026-03-30"


@pytest.fixture(scope="module")
def sample() -> rs.Caseload:
    return rs.load_caseload(ROOT / "data" / "sample")


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> rs.Caseload:
    """A hundred random simulated patients."""
    folder = tmp_path_factory.mktemp("many")
    write_caseload(simulate_caseload(random_truths(100, seed=7), seed=7), folder)
    return rs.load_caseload(folder)


def test_the_frame_keeps_its_promises_and_ids_are_unique(sample, many):
    for caseload in (sample, many):
        table = Signals.validate(rs.find_signals(caseload, as_of=DAY), lazy=True)

        assert table["signal_id"].is_unique


def test_patients_come_by_need_and_within_them_concerns_first(sample):
    table = rs.find_signals(sample, as_of=DAY)

    assert table["need"].is_monotonic_increasing
    for _, rows in table.groupby("need"):
        assert rows["patient_id"].nunique() == 1
        assert rows["direction"].cat.codes.is_monotonic_increasing


def test_a_fact_that_several_rules_see_is_told_once_and_names_the_others(sample):
    table = rs.find_signals(sample, as_of=DAY)
    fact = {rule.id: rule.fact for rule in RULES}
    told = table.assign(fact=[fact[rule] for rule in table["rule"]])

    assert (told.groupby(["patient_id", "fact"], observed=True)["rule"].nunique() == 1).all()
    stopped = table[table["rule"] == "no_record"].iloc[0]
    assert stopped["also"] == "interruption, adherence_drop"


def test_a_fact_keeps_its_id_at_the_next_look(many):
    first = rs.find_signals(many, as_of="2026-03-20")
    later = rs.find_signals(many, as_of="2026-03-27")

    events = ("final_not_last", "one_side_not_done", "clearance_unknown", "no_baseline")
    lasting = set(first.loc[first["rule"].isin(events), "signal_id"])
    assert lasting
    assert lasting <= set(later["signal_id"])


def test_row_order_in_the_file_does_not_matter(sample, tmp_path):
    for file in ("patients", "prescriptions", "pauses", "checkins"):
        (tmp_path / f"{file}.csv").write_bytes(
            (ROOT / "data" / "sample" / f"{file}.csv").read_bytes()
        )
    lines = (ROOT / "data" / "sample" / "sessions.csv").read_text().splitlines()
    by_session: dict[str, list[str]] = {}
    for line in lines[1:]:
        by_session.setdefault(line.split(",")[4], []).append(line)
    # Whole sessions change places: the order inside of one says which exercise was last.
    turned = [line for rows in reversed(by_session.values()) for line in rows]
    (tmp_path / "sessions.csv").write_text("\n".join([lines[0], *turned]) + "\n")

    expected = rs.find_signals(sample, as_of=DAY).drop(columns="log_lines")
    found = rs.find_signals(rs.load_caseload(tmp_path), as_of=DAY).drop(columns="log_lines")

    pd.testing.assert_frame_equal(found, expected)


def test_the_lines_behind_a_signal_are_that_patients_rows(sample):
    lines = (ROOT / "data" / "sample" / "sessions.csv").read_text().splitlines()
    table = rs.find_signals(sample, as_of=DAY)
    for row in table[table["log_file"] == "sessions.csv"].itertuples():
        for span in filter(None, row.log_lines.split(", ")):
            first, *last = map(int, span.split("-"))
            for line in range(first, (last or [first])[0] + 1):
                assert lines[line - 1].startswith(f"{row.patient_id},")


def test_sentences_are_plain_and_name_nobody_and_no_cause(sample, many):
    banned = (
        "significant",
        "because",
        "due to",
        "caused",
        "diagnos",
        " nan",
        "nat ",
        "none,",
        "  ",
    )
    for caseload in (sample, many):
        for row in rs.find_signals(caseload, as_of=DAY).itertuples():
            lowered = row.sentence.lower()
            assert not any(word in lowered for word in banned), row.sentence
            assert row.sentence.endswith(".")
            assert not re.search(r"\b[PS][0-9]{3,}", row.sentence)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_rests_on_frames_and_settings_that_exist(rule):
    known = {*frame_names(), "session_ledger"}

    assert set(rule.inputs) <= known
    assert all(rs.Settings().threshold(name) for name in rule.thresholds)
    assert rule.question.endswith("?")


def script(path: Path):
    """A script of the project, imported by its place."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_rules_is_the_rules():
    module = script(ROOT / "docs" / "list_rules.py")
    page = (ROOT / "docs" / "signals.md").read_text()

    assert module.renewed(page) == page


def test_a_changed_threshold_is_shown_beside_the_default(sample):
    table = rs.find_signals(sample, as_of=DAY, settings=rs.Settings(no_record_days=30))

    row = table[table["rule"] == "no_record"].iloc[0]
    assert (row["patient_id"], row["threshold"]) == ("P004", 30)
    assert row["thresholds"] == "no_record_days = 30 days (default 8)"


def test_stable_patients_have_at_most_one_concern_each_and_dropouts_are_found(tmp_path):
    module = script(ROOT / "benchmarks" / "cohorts.py")
    stable, _, leaving, _ = module.cohorts(40, seed=5)

    def looks(cohort, name: str, weeks: tuple[int, ...]) -> pd.DataFrame:
        folder = tmp_path / name
        write_caseload(simulate_caseload(cohort.truths, seed=5), folder)
        caseload = rs.load_caseload(folder)
        shown = [
            rs.find_signals(caseload, as_of=module.START + pd.Timedelta(weeks=week)).assign(
                week=week
            )
            for week in weeks
        ]
        return pd.concat(shown)

    seen = looks(stable, "stable", (4, 8, 12))
    false = seen[seen["direction"] == "concern"].drop_duplicates("signal_id")
    assert len(false) <= 40

    after = looks(leaving, "leaving", tuple(range(4, 13)))
    stopped = after[after["rule"].isin(["no_record", "interruption"])]
    for truth, day in zip(leaving.truths, leaving.event_day, strict=True):
        mine = stopped[(stopped["patient_id"] == truth.patient_id) & (stopped["week"] * 7 > day)]
        assert mine["week"].min() * 7 - day <= 14, truth.patient_id
