"""Two exports differ by what was done to them, and nothing else is said to have changed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import rehabstats as rs
from conftest import patients
from rehabstats.audit.rows import changed_rows
from rehabstats.cli import main

START = "2026-01-05"
DAY_17 = "2026-01-21"
SIDES = ("left", "right")
HEADER = "patient_id,session_id,started_at,exercise,side,reps,pain_during_nrs,note\n"
ROWS = (
    "P1,a,2026-01-05T18:00,raise,left,10,3,",
    "P1,a,2026-01-05T18:00,raise,right,10,4,",
    "P1,b,2026-01-07T18:00,raise,left,11,3,",
    "P1,c,2026-01-14T18:00,raise,left,11,2,",
)


@pytest.fixture
def export(load):
    """Load an export of these rows."""

    def loaded(*rows: str, checkins: str = "") -> rs.Caseload:
        more = {"checkins": f"patient_id,date,activity,score_psfs\n{checkins}"} if checkins else {}
        return load(
            patients=patients(f"P1,{START},,3"), sessions=HEADER + "\n".join(rows) + "\n", **more
        )

    return loaded


def diff_of(export, *rows: str, **how) -> rs.ExportDiff:
    old = export(*ROWS)
    return rs.compare_exports(old, export(*rows), **how)


def test_the_same_export_twice_has_no_difference(export):
    diff = diff_of(export, *ROWS)

    assert set(diff.counts.values()) == {0}
    assert (len(diff.rows), len(diff.numbers), len(diff.signals)) == (0, 0, 0)


def every_other_day(n: int) -> str:
    days = pd.date_range(START, periods=n, freq="2D")
    lines = [f"P1,,{day:%Y-%m-%d}T18:00,raise,{side},10,3," for day in days for side in SIDES]
    return HEADER + "".join(f"{line}\n" for line in lines)


@pytest.fixture
def silent(load):
    """An export about which no rule fires."""

    def loaded(n_sessions: int) -> rs.Caseload:
        people = f"{patients(f'P1,{START},,3')}"
        return load(patients=people, sessions=every_other_day(n_sessions))

    return loaded


@pytest.mark.parametrize(("n_old", "n_new"), [(9, 9), (9, 12)])
def test_two_exports_without_a_signal_have_no_signal_that_differs(silent, n_old, n_new):
    old, new = silent(n_old), silent(n_new)
    assert rs.find_signals(old, as_of=old.last_entry).empty

    diff = rs.compare_exports(old, new)

    assert list(diff.signals.columns) == ["signal_id", "patient_id", "old", "new"]
    assert diff.signals.empty
    assert diff.numbers.empty


@pytest.mark.parametrize("which", [0, 1])
def test_a_signal_of_one_export_only_is_missing_in_the_other(silent, export, which):
    some = rs.find_signals(export(*ROWS), as_of=DAY_17)
    pair = [silent(9), export(*ROWS)]
    diff = rs.compare_exports(*pair[:: 1 if which == 0 else -1], as_of=DAY_17)

    told, untold = ("new", "old") if which == 0 else ("old", "new")
    assert set(diff.signals[told]) == set(some["sentence"])
    assert diff.signals[untold].isna().all()


def test_the_command_says_that_no_signal_differs_where_there_is_none(tmp_path):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "patients.csv").write_text(
            f"patient_id,program,start_date,sessions_per_week\nP1,spinal-stenosis,{START},3\n"
        )
        sessions = every_other_day(9).replace("raise", "lateral_trunk_rotation")
        (tmp_path / name / "sessions.csv").write_text(sessions)
    folders = [str(tmp_path / "old"), str(tmp_path / "new")]

    result = CliRunner().invoke(main, ["diff", *folders])

    assert result.exit_code == 0
    assert "Numbers: no difference" in result.output
    assert "Signals: no difference" in result.output
    told = json.loads(CliRunner().invoke(main, ["diff", *folders, "--format", "json"]).output)
    assert told["signals"] == []


def test_an_edited_cell_is_named_with_both_values_and_lines(export):
    diff = diff_of(export, *ROWS[:2], ROWS[2].replace(",11,3,", ",11,7,"), ROWS[3])
    (row,) = diff.rows.to_dict("records")

    assert (row["change"], row["column"], row["old"], row["new"]) == (
        "edited", "pain_during_nrs", "3", "7",
    )  # fmt: skip
    assert (row["line_old"], row["line_new"], row["row"]) == (4, 4, "b, raise, left, 1")


def test_a_cell_that_was_emptied_is_edited_to_nothing(export):
    diff = diff_of(export, *ROWS[:2], ROWS[2].replace(",11,3,", ",11,,"), ROWS[3])

    assert diff.rows["new"].isna().tolist() == [True]
    assert diff.counts["edited"] == 1


def test_a_note_that_was_put_right_is_an_edit_too(export):
    diff = diff_of(export, *ROWS[:3], ROWS[3] + "was tired")

    assert diff.rows[["column", "new"]].values.tolist() == [["note", "was tired"]]
    assert diff.numbers.empty


def test_a_row_that_is_gone_is_removed_with_its_session(export):
    diff = diff_of(export, *ROWS[:2], ROWS[3])

    assert diff.rows[["table", "change"]].values.tolist() == [
        ["sessions", "removed"], ["sets", "removed"],
    ]  # fmt: skip
    assert diff.counts["back-dated"] == 0


def test_a_row_about_a_day_long_past_is_back_dated(export):
    diff = diff_of(export, *ROWS, "P1,d,2026-01-09T18:00,raise,left,9,5,")

    assert diff.counts == {"added": 2, "removed": 0, "edited": 0, "back-dated": 2}
    assert set(diff.numbers["number"]) >= {"session_adherence", "weekly_session_adherence"}


def test_what_has_come_since_is_added_and_changes_no_number(export):
    diff = diff_of(export, *ROWS, "P1,d,2026-01-16T18:00,raise,left,9,5,")

    assert diff.counts == {"added": 2, "removed": 0, "edited": 0, "back-dated": 0}
    assert diff.numbers.empty
    assert diff.signals.empty


def test_the_last_day_of_an_export_may_not_have_been_over(export):
    diff = diff_of(export, *ROWS, "P1,c,2026-01-14T18:00,raise,right,9,5,")

    assert diff.counts["back-dated"] == 0


def test_each_number_has_its_week_and_both_values(export):
    diff = diff_of(export, *ROWS[:2], ROWS[2].replace(",11,3,", ",11,7,"), ROWS[3])
    pain = diff.numbers.query("number == 'weekly_pain_nrs_median'")

    assert pain[["week", "old", "new"]].values.tolist() == [[1, 3.25, 5.25]]


def test_checkins_are_compared_as_well(export):
    old = export(*ROWS, checkins=f"P1,{START},stairs,4\n")
    diff = rs.compare_exports(old, export(*ROWS, checkins=f"P1,{START},stairs,6\n"))

    assert diff.rows[["table", "column", "old", "new"]].values.tolist() == [
        ["checkins", "score_psfs", "4", "6"]
    ]


def test_an_unknown_day_is_refused(export):
    with pytest.raises(ValueError, match="`as_of`"):
        diff_of(export, *ROWS, as_of="soon")


KEPT = st.lists(st.booleans(), min_size=4, max_size=4).filter(any)


@settings(max_examples=12)
@given(KEPT, st.permutations(range(4)))
def test_rows_are_counted_whatever_their_order(kept, order):
    old, new = caseload_of(ROWS), caseload_of(tuple(ROWS[n] for n in order if kept[n]))
    change = changed_rows(old, new)["change"].tolist()
    n_sessions = len({row.split(",")[1] for row in ROWS}) - len(
        {row.split(",")[1] for row, is_kept in zip(ROWS, kept, strict=True) if is_kept}
    )

    assert change == ["removed"] * (kept.count(False) + n_sessions)


@cache
def caseload_of(rows: tuple[str, ...]) -> rs.Caseload:
    with TemporaryDirectory() as name:
        text = HEADER + "\n".join(rows) + "\n"
        (Path(name) / "sessions.csv").write_text(text.replace("raise", "hip_pushdown"))
        (Path(name) / "patients.csv").write_text(
            f"patient_id,program,start_date\nP1,hip-restoration,{START}\n"
        )
        return rs.load_caseload(name)


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    """The sample, and the sample with one rating edited and one session entered late."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        for file in Path("data/sample").glob("*.csv"):
            (folder / file.name).write_bytes(file.read_bytes())
    log = pd.read_csv(new / "sessions.csv", dtype="str", keep_default_na=False)
    late = log[log["patient_id"] == "P004"].tail(1).assign(
        session_id="X", started_at="2026-02-05T17:00:00"
    )  # fmt: skip
    log.loc[5, "reps"] = "99"
    pd.concat([log, late]).to_csv(new / "sessions.csv", index=False)
    return str(old), str(new)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["diff", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_tells_rows_numbers_and_signals(folders):
    text = run(*folders)

    assert (
        "Rows: 2 added, 0 removed, 1 edited, 2 back-dated (edited: by cell). Numbers as of" in text
    )
    assert "reps 11 -> 99 (line 7 of OLD, line 7 of NEW)" in text
    assert "P004 sessions X: added, back-dated" in text
    assert "P004 weekly_session_adherence of week 5: 0.4 -> 0.6" in text
    assert "35 sessions came due in that time. -> Nothing recorded about" in text


def test_the_command_says_that_nothing_differs(folders):
    text = run(folders[0], folders[0])

    assert "Rows: no difference" in text
    assert "Signals: no difference" in text


def test_json_has_null_for_what_is_missing(folders):
    found = json.loads(run(*folders, "--format", "json"))

    assert found["counts"]["back-dated"] == 2
    assert found["rows"][0]["line_old"] == 7
    assert found["rows"][-1]["line_old"] is None


def test_an_export_that_is_not_there_is_one_line_and_status_1(folders):
    result = CliRunner().invoke(main, ["diff", folders[0], "nowhere"])

    assert result.exit_code == 1
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.output
