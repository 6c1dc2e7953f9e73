"""Signals, explanations and settings on the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from cli.conftest import SAMPLE, run

LATE = ("--as-of", "2026-03-30")


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """A settings file with two thresholds changed."""
    file = tmp_path / "mine.toml"
    file.write_text("no_record_days = 20\ninterruption_slots = 5\n")
    return file


@pytest.fixture
def bare(tmp_path: Path) -> tuple[object, ...]:
    """One log file of one session, and the options that it needs."""
    file = tmp_path / "log.csv"
    file.write_text("started_at,exercise,side,reps,pain\n2026-01-05T18:00,hip_pushdown,left,10,3\n")
    return file, "--program", "hip-restoration", "--patient-id", "me"


@pytest.fixture
def no_checkins(few: Path, tmp_path: Path) -> Path:
    """Patients and their log, without check-ins, pauses and changes."""
    folder = tmp_path / "caseload"
    folder.mkdir()
    for name in ("patients.csv", "sessions.csv"):
        (folder / name).write_bytes((few / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def told() -> str:
    """What `signals` says about the sample."""
    return run("signals", SAMPLE, *LATE)


def test_signals_come_in_order_of_need_with_their_rules(told):
    patients = [line for line in told.splitlines() if line.startswith("P0")]

    assert patients == ["P004", "P008", "P007", "P002", "P006", "P005", "P003", "P001"]
    assert (
        "Concern: Nothing recorded about the 50 days since 7 Feb 2026; 35 sessions came due in "
        "that time. [no_record]" in told
    )
    assert told.startswith("As of 30 Mar 2026, sample. Rules on a log, no diagnosis.\n")


def test_what_is_earlier_is_said_to_be(told):
    assert "Concern (earlier): Pain-defined flare on the left from 12 to 24 Feb 2026" in told
    assert "Improvement (earlier)" not in told


def test_a_patient_about_whom_no_rule_fired_is_named_and_not_called_fine():
    told = run("signals", SAMPLE, "--as-of", "2026-03-21")

    assert "No rule fired, which is no finding either: P006" in told


def test_signals_of_one_patient_name_their_lines_and_thresholds():
    output = run("signals", SAMPLE, *LATE, "--patient", "P003", "--lines")

    assert "sessions.csv 1210, 1212" in output
    assert "flare_rise_nrs = 2 NRS" in output
    assert "P004" not in output


def test_signals_as_json_are_the_rows_of_the_frame(few, metrics):
    found = json.loads(run("signals", few, "--format", "json"))

    table = pd.read_csv(metrics[0] / "signals.csv")
    assert [row["signal_id"] for row in found] == table["signal_id"].tolist()
    assert [row["sentence"] for row in found] == table["sentence"].tolist()
    assert list(found[0]) == list(table.columns)
    assert found[0]["since"].startswith("2026-02-08")
    assert found[0]["side"] is None


def test_json_of_a_silent_patient_is_an_empty_list():
    how = ("--format", "json", "--patient", "P006", "--as-of", "2026-03-21")
    output = run("signals", SAMPLE, *how)

    assert json.loads(output) == []


def test_an_unknown_patient_is_a_usage_error():
    assert "got 'P9', expected one of P001" in run("signals", SAMPLE, "--patient", "P9", code=2)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("signals", ("--lines",)),
        ("explain", ("--patient", "P004", "--metric", "no_record")),
        ("metrics", ("-o", "OUT")),
        ("chart", ("-o", "OUT", "--patient", "P004")),
    ],
)
def test_a_changed_threshold_is_said_by_every_command(few, stricter, tmp_path, command, options):
    out = tmp_path / "out"
    options = [out if option == "OUT" else option for option in options]

    output = run(command, few, *LATE, "--settings", stricter, *options)

    said = "no_record_days is 20 days instead of 8: days without any entry, pauses left out."
    assert f"Threshold changed: {said}" in output
    if command == "signals":
        assert "no_record_days = 20 days (default 8)" in output
    if command == "explain":
        assert "50 found, 20 or more fires" in output
        assert "no_record_days = 20 days, changed from 8" in output
    if command == "metrics":
        about = json.loads((out / "about.json").read_text())
        assert f"Threshold changed: {said}" in about["assumptions"]
        rows = pd.read_csv(out / "signals.csv")
        used = rows.loc[rows["rule"] == "no_record", "thresholds"].iloc[0]
        assert used == "no_record_days = 20 days (default 8)"
        runs = pd.read_csv(out / "missed_runs.csv")
        assert ((runs["n_interruptions"] > 0) == (runs["longest_missed_run"] >= 5)).all()


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("signals", (SAMPLE,)),
        ("explain", (SAMPLE, "--patient", "P001", "--metric", "flare")),
        ("metrics", (SAMPLE, "-o", "never-made")),
        ("chart", (SAMPLE, "-o", "never-made")),
    ],
)
def test_a_broken_settings_file_names_all_faults_and_ends_with_1(tmp_path, command, options):
    file = tmp_path / "broken.toml"
    file.write_text("flare_rise_nrs = 99\nflare = 1\n")

    output = run(command, *options, "--settings", file, code=1)

    assert output.startswith("2 problems")
    assert "broken.toml: flare_rise_nrs: got 99, expected at most 10" in output
    assert "broken.toml: flare: got 1, expected no key of this name" in output
    assert not Path("never-made").exists()


@pytest.mark.parametrize("text", [None, "flare_rise_nrs =", "\ufffd = '"])
def test_settings_that_cannot_be_read_are_a_clear_error(tmp_path, text):
    file = tmp_path / "mine.toml"
    if text is not None:
        file.write_text(text)

    assert "mine.toml" in run("settings", file, code=1)


def test_settings_print_a_file_that_loads_and_changes_nothing(tmp_path):
    file = tmp_path / "all.toml"
    file.write_text(run("settings"))

    assert run("settings", file) == file.read_text()


def test_settings_of_ones_own_are_printed_with_what_differs(stricter):
    output = run("settings", stricter)

    assert "no_record_days = 20" in output
    assert "Threshold changed: no_record_days is 20 days instead of 8" in output


def test_explain_puts_the_numbers_into_the_formula():
    output = run(
        "explain", SAMPLE, *LATE, "--patient", "P003", "--metric", "session_adherence",
        "--week", "6",
    )  # fmt: skip

    assert "3 / (3 filled + 1 skipped + 0 omitted + 1 unrecorded)" in output
    assert "11 to 17 Feb 2026" in output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(("--metric", "pain"), "expected one of session_adherence", id="metric"),
        pytest.param(("--metric", "symmetry"), "`exercise`: got none", id="no exercise"),
        pytest.param(
            ("--metric", "symmetry", "--exercise", "squat", "--week", "1"),
            "`exercise`: got 'squat'", id="exercise",
        ),
        pytest.param(("--metric", "pain_trend", "--side", "up"), "`side`: got 'up'", id="side"),
        pytest.param(
            ("--metric", "pain_trend", "--week", "2"), "`week`: got 2, expected none", id="no use"
        ),
        pytest.param(
            ("--metric", "session_adherence", "--week", "50"), "`week`: got 50", id="week"
        ),
        pytest.param(("--metric", "flare", "--week", "two"), "'two' is not a valid", id="no int"),
        pytest.param((), "Missing option '--metric'", id="no metric"),
    ],
)  # fmt: skip
def test_what_explain_cannot_know_is_a_usage_error(options, message):
    output = run("explain", SAMPLE, *LATE, "--patient", "P003", *options, code=2)

    assert message in output


def test_an_unknown_or_missing_patient_of_explain_is_a_usage_error():
    unknown = run("explain", SAMPLE, "--patient", "P9", "--metric", "flare", code=2)

    assert "--patient: got 'P9', expected one of P001" in unknown
    assert "Missing option '--patient'" in run("explain", SAMPLE, "--metric", "flare", code=2)


@pytest.mark.parametrize("command", ["signals", "report"])
def test_one_session_in_one_file_is_enough_and_never_called_fine(command, bare, tmp_path):
    out = () if command == "signals" else ("-o", tmp_path / "out")

    output = run(command, *bare, *out)

    assert "first logged day" in output
    if command == "signals":
        assert "Not enough data: Too few ratings to say where pain is going: 1 rated" in output


@pytest.mark.parametrize("command", ["signals", "metrics"])
def test_a_caseload_without_check_ins_is_enough(command, no_checkins, tmp_path):
    out = () if command == "signals" else ("-o", tmp_path / "out")

    output = run(command, no_checkins, *LATE, *out)

    assert "P007" in output
    if command == "metrics":
        function = pd.read_csv(tmp_path / "out" / "function.csv")
        assert (function["reason"] == "not_rated").all()


def test_every_metric_can_be_explained_from_one_session(bare):
    line = ("--exercise", "hip_pushdown", "--side", "left")
    for metric, what in {
        "pain_trend": line, "function": (), "weekly_volume": (*line, "--week", "1"),
        "clearance_unknown": (),
    }.items():  # fmt: skip
        output = run("explain", *bare, "--patient", "me", "--metric", metric, *what)

        assert f"{metric}: me" in output
        assert not re.search(r"\bnan\b|\bNaT\b", output)
