"""The command line: what people type, and what they get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from cli.conftest import SAMPLE, run
from rehabstats.room import public_frames

COMMANDS = (
    "chart", "check", "demo", "diff", "explain", "lab", "metrics", "programs", "report", "schema",
    "settings", "signals",
)  # fmt: skip
#: One file per public frame that is no part of the log itself.
FILES = {f"{one.name}.csv" for one in public_frames().values() if one.is_file} | {"about.json"}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Twelve rows with pain out of range, and two good ones."""
    good = "2026-01-05T18:00,hip_pushdown,left,10,3\n2026-01-05T18:00,hip_pushdown,right,10,3\n"
    header = "started_at,exercise,side,reps,pain_during_nrs\n"
    bad = "".join(f"2026-01-{day:02}T18:00,hip_pushdown,left,10,11\n" for day in range(6, 18))
    (tmp_path / "log.csv").write_text(header + good + bad)
    return tmp_path / "log.csv"


BARE = ("--program", "hip-restoration", "--patient-id", "P1")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_an_example(command):
    assert f"  rehabstats {command}" in run(command, "--help")


def test_a_clean_caseload_has_no_problems_and_ends_with_0():
    output = run("check", SAMPLE)

    assert output.startswith("3 notes\n")
    assert output.rstrip().endswith("No errors.")


def test_check_shows_ten_problems_counts_the_rest_and_ends_with_1(broken):
    output = run("check", broken, *BARE, code=1)

    assert output.startswith("12 problems\n")
    assert output.count("got '11', expected a number from 0 to 10") == 10
    assert "... and 2 more" in output


def test_check_shows_all_on_request(broken):
    assert run("check", broken, *BARE, "--all", code=1).count("got '11'") == 12


def test_check_gives_json_with_every_problem(broken):
    found = json.loads(run("check", broken, *BARE, "--format", "json", code=1))

    assert found["n_errors"] == 12
    first = next(problem for problem in found["problems"] if problem["severity"] == "error")
    assert (first["file"], first["line"], first["column"]) == ("log.csv", 4, "pain_during_nrs")


def test_metrics_writes_every_frame_and_prints_a_table(metrics):
    folder, output = metrics

    assert {path.name for path in folder.iterdir()} == FILES
    assert {"ledger.csv", "pain_trend.csv", "session_pain_trend.csv", "signals.csv"} < FILES
    assert "P007" in output


def test_metrics_as_parquet_hold_the_same_numbers_as_csv(few, metrics, tmp_path):
    run("metrics", few, "-o", tmp_path, "--format", "parquet")

    for name in (file.removesuffix(".csv") for file in FILES if file.endswith(".csv")):
        text = pd.read_csv(metrics[0] / f"{name}.csv")
        binary = pd.read_parquet(tmp_path / f"{name}.parquet")
        # A column without any value is read from text as numbers.
        numbers = text.select_dtypes("number").columns
        numbers = numbers[text[numbers].notna().any()]
        assert list(text.columns) == list(binary.columns)
        pd.testing.assert_frame_equal(
            text[numbers].astype("float64"), binary[numbers].astype("float64")
        )


def test_the_same_export_and_day_give_the_same_bytes(few, metrics, tmp_path):
    day = json.loads((metrics[0] / "about.json").read_text())["as_of"]

    run("metrics", few, "-o", tmp_path, "--as-of", day)

    for path in metrics[0].iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_weekly_files_come_in_calendar_weeks_on_request(few, tmp_path):
    run("metrics", few, "-o", tmp_path, "--weeks", "iso")

    assert pd.read_csv(tmp_path / "weekly_pain.csv")["week"].between(202552, 202614).all()


def test_the_default_day_is_that_of_the_latest_entry(metrics):
    assert "As of 26 Mar 2026" in metrics[1]


def test_metrics_says_what_was_left_out_or_assumed_and_writes_it(broken, tmp_path):
    output = run(
        "metrics", broken, *BARE, "-o", tmp_path / "out", "--quarantine", tmp_path / "left-out.csv"
    )

    assert "Left out 12 rows of 14 with problems" in output
    left_out = pd.read_csv(tmp_path / "left-out.csv")
    assert len(left_out) == 12
    assert left_out["problem"].str.contains("expected a number from 0 to 10").all()
    about = json.loads((tmp_path / "out" / "about.json").read_text())
    assert "first logged day" in output
    assert len(about["assumptions"]) == 2
    # One session is enough, and too little to say anything.
    rules = pd.read_csv(tmp_path / "out" / "signals.csv")
    assert set(rules["direction"]) == {"not enough data"}


def test_strict_stops_at_a_problem_and_writes_nothing(broken, tmp_path):
    output = run("metrics", broken, *BARE, "-o", tmp_path / "out", "--strict", code=1)

    assert "12 problems" in output
    assert not (tmp_path / "out").exists()


def test_the_demo_leaves_caseload_metrics_and_report(tmp_path):
    run("demo", "-o", tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"caseload", "metrics", "report"}
    for path in SAMPLE.glob("*.csv"):
        assert (tmp_path / "caseload" / path.name).read_bytes() == path.read_bytes()


def test_programs_lists_both_programs():
    output = run("programs")

    assert "hip-restoration" in output
    assert "spinal-stenosis" in output


def test_a_program_is_shown_as_a_table_with_its_source():
    output = run("programs", "show", "hip-restoration")

    assert "8-12 reps, hold 5-8 s" in output
    assert "defaults of this toolkit" in output


def test_a_printed_program_loads_again_under_another_id(tmp_path):
    text = run("programs", "show", "spinal-stenosis", "--format", "toml")
    own = tmp_path / "own.toml"
    own.write_text(text.replace('id = "spinal-stenosis"', 'id = "my-back"'))

    assert "my-back" in run("programs", "show", own)


def test_an_unknown_program_is_a_usage_error_that_names_the_known_ones():
    output = run("programs", "show", "yoga", code=2)

    assert "hip-restoration, spinal-stenosis" in output


def test_schema_shows_one_frame_or_all():
    assert "weekly_pain" in run("schema")
    assert "pain_during_nrs_median" in run("schema", "weekly_pain")
    assert "expected one of" in run("schema", "nothing", code=2)


@pytest.mark.parametrize("command", ["check", "metrics", "report"])
def test_a_folder_without_a_log_is_a_clear_error(command, tmp_path):
    out = () if command == "check" else ("-o", tmp_path / "out")

    output = run(command, tmp_path, *out, code=1)

    assert "got no log, expected sessions.csv" in output
    assert "Traceback" not in output


def test_a_quarantine_of_another_kind_is_a_usage_error(broken, tmp_path):
    out = tmp_path / "out"

    run("metrics", broken, *BARE, "-o", out, "--quarantine", tmp_path / "x.txt", code=2)


def test_an_output_folder_that_is_a_file_is_a_usage_error(broken, tmp_path):
    (tmp_path / "out").write_text("")

    run("metrics", broken, *BARE, "-o", tmp_path / "out", code=2)


def test_a_pipe_gets_no_progress_bar_and_no_traceback(broken):
    done = subprocess.run(
        [
            sys.executable, "-m", "rehabstats", "metrics", str(broken), *BARE,
            "-o", os.devnull + "/x",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
