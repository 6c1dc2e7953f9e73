"""Small logs for rules: one patient per case, days counted from the patient's start."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import rehabstats as rs
from conftest import PROGRAM

#: The day from which every case is seen.
DAY = pd.Timestamp("2026-03-30")
SIDES = {"l": "left", "r": "right", "b": "both", "u": "unknown"}
HEADERS = {
    "patients": "patient_id,program,start_date,end_date,sessions_per_week,clearance\n",
    "sessions": "patient_id,started_at,exercise,side,set_no,reps,hold_s,"
    "pain_before_nrs,pain_during_nrs,status,skip_reason,recorded_at\n",
    "pauses": "patient_id,start_date,end_date\n",
    "checkins": "patient_id,date,activity,score_psfs\n",
}


def rows(
    day: int, pain: object = 3, *, sides: str = "lr", reps: object = 10, before: object = "",
    recorded: int | None = None, skipped: bool = False, exercise: str = "raise", at: str = "18:00",
) -> str:  # fmt: skip
    """One session on a day: one exercise on some sides."""
    status = "skipped,time" if skipped else "done,"
    entered = "" if recorded is None else f"@{recorded}@T20:00"
    return "".join(
        f"PATIENT,@{day}@T{at},{exercise},{SIDES[side]},1,{0 if skipped else reps},,"
        f"{before},{'' if skipped else pain},{status},{entered}\n"
        for side in sides
    )


def every_day(n_days: int, pain: object = 3, **how: object) -> str:
    """A session on each of the first days."""
    return "".join(rows(day, pain, **how) for day in range(n_days))


@dataclass(frozen=True)
class Case:
    """The log of one patient, and how many days after the start it is seen."""

    seen_after: int
    log: str = ""
    per_week: object = 7
    end: int | None = None
    pauses: tuple[tuple[int, int], ...] = ()
    checkins: tuple[tuple[int, str, float], ...] = ()
    program: str = "small"
    clearance: str = ""

    def on(self, day: int) -> pd.Timestamp:
        """A day counted from the patient's start."""
        return DAY + pd.Timedelta(days=day - self.seen_after)


def _dated(text: str, name: str, case: Case) -> str:
    text = text.replace("PATIENT", name)
    return re.sub(r"@(-?\d+)@", lambda found: f"{case.on(int(found[1])):%Y-%m-%d}", text)


def _files(cases: dict[str, Case]) -> dict[str, str]:
    """The text of every file of a caseload with one patient per case."""
    text = dict(HEADERS)
    for name, case in cases.items():
        end = "" if case.end is None else f"@{case.end}@"
        own = {
            "patients": f"PATIENT,{case.program},@0@,{end},{case.per_week},{case.clearance}\n",
            "sessions": case.log,
            "pauses": "".join(f"PATIENT,@{a}@,@{b}@\n" for a, b in case.pauses),
            "checkins": "".join(f"PATIENT,@{d}@,{what},{x}\n" for d, what, x in case.checkins),
        }
        for file, lines in own.items():
            text[file] += _dated(lines, name, case)
    return text


class World:
    """A caseload of cases, and what fires about each of them."""

    def __init__(self, folder: Path, cases: dict[str, Case], **settings: object) -> None:
        self.cases, self.text = cases, _files(cases)
        (folder / "small.toml").write_text(PROGRAM)
        for name, text in self.text.items():
            (folder / f"{name}.csv").write_text(text)
        program = rs.load_program(folder / "small.toml")
        self.caseload = rs.load_caseload(folder, programs=[program])
        self.table = rs.find_signals(
            self.caseload, as_of=DAY, settings=rs.Settings(**settings)
        )  # fmt: skip

    def rules(self, name: str) -> list[str]:
        """The rules that fired about a case, those that another one tells included."""
        mine = self.table[self.table["patient_id"] == name]
        also = [rule for rules in mine["also"] if rules for rule in str(rules).split(", ")]
        return [*mine["rule"], *(rule for rule in also if rule != "nan")]

    def all(self, name: str, rule: str) -> pd.DataFrame:
        """All rows of one rule about a case."""
        table = self.table
        return table[(table["patient_id"] == name) & (table["rule"] == rule)]

    def row(self, name: str, rule: str) -> pd.Series:
        """The one row of one rule about a case."""
        (row,) = (row for _, row in self.all(name, rule).iterrows())
        return row

    def days(self, name: str, rule: str) -> tuple[int, int]:
        """The first and last day of what was found, counted from the start."""
        row, start = self.row(name, rule), self.cases[name].on(0)
        return (row["since"] - start).days, (row["until"] - start).days

    def behind(self, row: pd.Series) -> list[tuple[int, str]]:
        """Day and side (or activity) of each line of the file that is behind a signal."""
        lines = self.text[row["log_file"].removesuffix(".csv")].splitlines()
        numbers: list[int] = []
        for span in filter(None, row["log_lines"].split(", ")):
            first, *last = map(int, span.split("-"))
            numbers += range(first, (last or [first])[0] + 1)
        cells = [lines[number - 1].split(",") for number in numbers]
        assert {cell[0] for cell in cells} <= {row["patient_id"]}
        start = self.cases[row["patient_id"]].on(0)
        column = 2 if row["log_file"] == "checkins.csv" else 3
        return [((pd.Timestamp(cell[1]).normalize() - start).days, cell[column]) for cell in cells]


@pytest.fixture(scope="module")
def world(request, tmp_path_factory) -> World:
    """The cases of the module."""
    return World(tmp_path_factory.mktemp("world"), request.module.CASES)


@pytest.fixture
def build(tmp_path) -> Callable[..., World]:
    """A caseload of cases of one's own, under thresholds of one's own."""

    def make(cases: dict[str, Case], **settings: object) -> World:
        return World(tmp_path, cases, **settings)

    return make


def both(days: range) -> list[tuple[int, str]]:
    """The left and the right set of some days, as `World.behind` names them."""
    return [(day, side) for day in days for side in ("left", "right")]
