"""Laws of validation, over valid caseloads and whatever can happen to them."""

import tempfile
import warnings
from collections import Counter
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rehabstats as rs
from oracle.caseloads import caseloads, write_files

LAW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Cells that are out of place somewhere.
ODD = (
    "", " ", "NA", "x", "-1", "1.5", "1e400", "99999999999999", "2026-02-30", "1900-01-01",
    "left", "both", "skipped", "pain", "0", "butterfly_stretch", "P1", "\x07", '"', "a,b", "a\nb",
)  # fmt: skip
#: Cells that no row may have, whatever its other rows say: their verdicts do not depend on order.
NEVER = {
    "reps": "-1", "pain_during_nrs": "11", "exercise": "squat", "side": "x", "patient_id": "P99",
    "started_at": "soon", "status": "?",
}  # fmt: skip


@st.composite
def corrupted(draw):
    """A valid caseload with odd cells, repeated rows and rows that were taken out."""
    files, _ = draw(caseloads(max_patients=2, max_weeks=2))
    for name in sorted(files):
        rows = files[name]
        for _ in range(draw(st.integers(0, 6)) if rows else 0):
            row = draw(st.integers(0, len(rows) - 1))
            kind = draw(st.sampled_from(("cell", "cell", "cell", "again", "out")))
            if kind == "cell":
                column = draw(st.sampled_from(sorted(rows[row])))
                rows[row] = rows[row] | {column: draw(st.sampled_from(ODD))}
            elif kind == "again":
                rows.insert(draw(st.integers(0, len(rows))), dict(rows[row]))
            elif len(rows) > 1:
                del rows[row]
    return files


def load(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rs.DroppedRowsWarning)
        return rs.load_caseload(folder)


def frames(caseload):
    names = ("patients", "changes", "pauses", "sets", "sessions", "checkins")
    return {name: getattr(caseload, name).reset_index(drop=True) for name in names}


@LAW
@given(corrupted())
def test_rows_are_kept_or_quarantined_and_what_was_kept_is_the_same_when_loaded_again(files):
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as again:
        folder = write_files(files, Path(name))
        try:
            first = load(folder)
        except rs.ValidationError:
            assert rs.check(folder).fatal
            return
        write_again(first, Path(again))
        second = load(again)

    account = first.account.set_index("file")
    assert account["rows_read"].to_dict() == {name: len(rows) for name, rows in files.items()}
    assert (account["rows_read"] == account["rows_kept"] + account["rows_quarantined"]).all()
    assert len(first.sets) == account.loc["sessions.csv", "rows_kept"]
    assert len(first.patients) == account.loc["patients.csv", "rows_kept"]
    out = Counter(first.quarantine["file"])
    assert {name: out[name] for name in account.index} == account["rows_quarantined"].to_dict()

    assert second.problems.errors.lines() == []
    for name, frame in frames(second).items():
        if len(frame) or len(frames(first)[name]):
            pd.testing.assert_frame_equal(frame, frames(first)[name])


def write_again(caseload, folder):
    of_session = caseload.sessions.drop(columns=["patient_id", "day", "performed"])
    tables = {
        "patients": caseload.patients,
        "prescriptions": caseload.changes,
        "pauses": caseload.pauses,
        "sessions": caseload.sets.join(of_session, on="session_row").drop(columns="session_row"),
    }
    for stem, table in tables.items():
        if len(table):
            table.to_csv(folder / f"{stem}.csv", index=False)


@LAW
@given(caseloads(max_patients=2, max_weeks=2), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_which_of_them_are_kept(caseload, chance):
    files = {name: [dict(row) for row in rows] for name, rows in caseload.files.items()}
    for number, row in enumerate(files["sessions.csv"]):
        row["note"] = f"row {number}"
        if chance.random() < 0.3:
            column = chance.choice(sorted(NEVER))
            row[column] = NEVER[column]

    before = verdicts(files)
    for rows in files.values():
        chance.shuffle(rows)

    assert verdicts(files) == before


def verdicts(files):
    """Of each row that was kept out, by its note, why; and the rules of all other files."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_files(files, Path(name))
        problems = rs.check(folder).errors.frame
    note = {at: row["note"] for at, row in enumerate(files["sessions.csv"], start=2)}
    log = problems["file"] == "sessions.csv"
    rows = [(note.get(line), rule) for line, rule in problems.loc[log, ["line", "rule"]].to_numpy()]
    return Counter(rows), Counter(problems.loc[~log, "rule"])


def test_of_two_repeats_the_first_row_stays(write):
    rows = [{"set_no": "1", "reps": reps} for reps in ("8", "9")]

    for order in (rows, rows[::-1]):
        assert load(write(sessions=order)).sets["reps"].tolist() == [int(order[0]["reps"])]


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), st.booleans())
def test_check_never_raises_whatever_a_file_holds(content, with_header):
    header = b"patient_id,started_at,exercise,side,reps,note\n" * with_header
    with tempfile.TemporaryDirectory() as name:
        Path(name, "log.csv").write_bytes(header + content)

        problems = rs.check(Path(name, "log.csv"), program="hip-restoration")

    assert len(problems.errors)
    assert all(line.startswith("log.csv: ") for line in problems.lines(None))


@pytest.mark.parametrize("seed", range(12))
def test_check_never_raises_whatever_bytes_of_a_log_were_damaged(seed, write):
    chance = Random(seed)
    folder = write(sessions=[{"note": 'a "b"\nc'}, {}], patients=[{}], pauses=[{}])
    for path in folder.iterdir():
        content = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.choice(b'",\n\r \0;x0\xe9-')
        path.write_bytes(content)

    for line in rs.check(folder).lines(None):
        assert "got " in line
        assert ", expected " in line
