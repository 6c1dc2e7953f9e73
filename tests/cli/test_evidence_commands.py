"""Signals, explanations and settings on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from rehabstats.cli import main

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
LATE = ("--as-of", "2026-03-30")


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """A settings file with one threshold changed."""
    file = tmp_path / "mine.toml"
    file.write_text("no_record_days = 20\n")
    return file


@pytest.fixture
def bare(tmp_path: Path) -> tuple[object, ...]:
    """One log file of one session, and the options that it needs."""
    file = tmp_path / "log.csv"
    file.write_text("started_at,exercise,side,reps,pain\n2026-01-05T18:00,hip_pushdown,left,10,3\n")
    return file, "--program", "hip-restoration", "--patient-id", "me"


def test_signals_come_in_order_of_need_with_their_rules():
    output = run("signals", SAMPLE, *LATE)

    patients = [line for line in output.splitlines() if line.startswith("P0")]
    assert patients[:2] == ["P004", "P008"]
    assert "Concern: Nothing recorded since 7 Feb 2026: 50 days" in output
    assert "[no_record]" in output


def test_a_patient_about_whom_no_rule_fired_is_named_and_not_called_fine():
    assert "No rule fired, which is no finding either: P006" in run("signals", SAMPLE, *LATE)


def test_signals_of_one_patient_name_their_lines_and_thresholds():
    output = run("signals", SAMPLE, *LATE, "--patient", "P003", "--lines")

    assert "sessions.csv 1210, 1212" in output
    assert "flare_rise_nrs = 2 NRS" in output
    assert "P004" not in output


def test_signals_as_json_are_the_rows_of_the_frame(tmp_path):
    found = json.loads(run("signals", SAMPLE, *LATE, "--format", "json"))
    run("metrics", SAMPLE, *LATE, "-o", tmp_path)

    table = pd.read_csv(tmp_path / "signals.csv")
    assert [row["signal_id"] for row in found] == table["signal_id"].tolist()


def test_an_unknown_patient_is_a_usage_error():
    assert "got 'P9', expected one of P001" in run("signals", SAMPLE, "--patient", "P9", code=2)


def test_a_changed_threshold_changes_signals_and_is_said(stricter):
    output = run("signals", SAMPLE, *LATE, "--settings", stricter)

    assert "Threshold changed: no_record_days is 20 days instead of 8" in output
    assert "Nothing recorded since 19 Mar" not in output


def test_a_changed_threshold_stands_beside_the_numbers_it_made(stricter, tmp_path):
    run("metrics", SAMPLE, *LATE, "-o", tmp_path / "out", "--settings", stricter)

    about = json.loads((tmp_path / "out" / "about.json").read_text())
    rows = pd.read_csv(tmp_path / "out" / "signals.csv")
    said = rows.loc[rows["rule"] == "no_record", "thresholds"].iloc[0]
    assert any("no_record_days is 20 days" in line for line in about["assumptions"])
    assert said == "no_record_days = 20 days (default 8)"


def test_a_broken_settings_file_names_all_faults_and_ends_with_1(tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text("flare_rise_nrs = 99\nflare = 1\n")

    output = run("signals", SAMPLE, "--settings", file, code=1)

    assert output.startswith("2 problems")
    assert "broken.toml: flare_rise_nrs: got 99, expected at most 10" in output


def test_settings_print_a_file_that_loads_and_changes_nothing(tmp_path):
    file = tmp_path / "all.toml"
    file.write_text(run("settings"))

    assert "Threshold changed" not in run("settings", file)


def test_explain_puts_the_numbers_into_the_formula():
    output = run(
        "explain", SAMPLE, *LATE, "--patient", "P003", "--metric", "session_adherence",
        "--week", "6",
    )  # fmt: skip

    assert "3 / (3 filled + 1 skipped + 0 omitted + 1 unrecorded)" in output
    assert "2026-02-11 to 2026-02-17" in output


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
    ],
)  # fmt: skip
def test_what_explain_cannot_know_is_a_usage_error(options, message):
    assert message in run("explain", SAMPLE, "--patient", "P003", *options, code=2)


@pytest.mark.parametrize("command", ["signals", "metrics"])
def test_one_session_in_one_file_is_enough_and_never_called_fine(command, bare, tmp_path):
    out = ("-o", tmp_path / "out") if command == "metrics" else ()

    output = run(command, *bare, *out)

    if command == "signals":
        assert "Not enough data: Too few ratings to say where pain is going: 1 rated" in output


def test_every_metric_can_be_explained_from_one_session(bare):
    for metric in ("pain_trend", "pain_change", "function", "pain_flares", "no_record"):
        assert f"{metric}: me" in run("explain", *bare, "--patient", "me", "--metric", metric)
