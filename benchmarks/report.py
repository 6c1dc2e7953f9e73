"""The report: where its time goes, a plain page beside it, and how it grows with patients."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import plain_report
from report_stages import shares

import rehabstats as rs
from rehabstats.pictures.about import drawn
from rehabstats.report import write_report
from rehabstats.report.about import about_caseload
from rehabstats.report.charts import draw_charts
from rehabstats.report.patient_page import summarize_patient
from rehabstats.report.render import render_patient
from rehabstats.room import PatientRoom, Room
from rehabstats.simulate import random_truths, simulate_caseload, write_caseload

WEEKS = 12
SEED = 1
#: Of stages and whole reports: the first number of which frames are computed together.
N_SOME = 50
#: Plain pages beside each whole report.
N_PLAIN = 10


def write_log(folder: Path, n_patients: int) -> Path:
    """The files of a simulated caseload."""
    truths = random_truths(n_patients, seed=SEED, weeks=WEEKS)
    write_caseload(simulate_caseload(truths, seed=SEED), folder)
    return folder


def plain_charts(own: PatientRoom, folder: Path) -> int:
    """The peer of a page: its charts only."""
    theirs = {name: drawn(own, name) for name in plain_report.NEEDED}
    return plain_report.save_charts(folder, own.patient_id, theirs)


def one_round(room: Room, folder: Path) -> pd.DataFrame:
    """CPU seconds of each patient's page, ours and theirs, and the bytes of the charts."""
    about = about_caseload(room)
    rows = []
    for own in room:
        patient = own.patient_id
        begin = time.process_time()
        charts = draw_charts(own, section="p")
        drawn = time.process_time()
        page = summarize_patient(own, section="p")
        (folder / f"{patient}.html").write_text(
            render_patient(page, charts, about), encoding="utf-8"
        )
        written = time.process_time()
        n_theirs = plain_charts(own, folder)
        end = time.process_time()
        n_ours = sum(len(chart.encode()) for chart in charts.values())
        seconds = (drawn - begin, written - begin, end - written)
        rows.append((patient, *seconds, n_ours / 1e3, n_theirs / 1e3))
    columns = ["patient", "our charts", "our page", "plain charts", "kB ours", "kB plain"]
    return pd.DataFrame(rows, columns=columns)


def side_by_side(folder: Path, rounds: int) -> list[str]:
    """Medians of the page of each sample patient, frames ready, in turn with plain charts."""
    room = Room.of(rs.load_caseload("data/sample"), "2026-03-30")
    one_round(room, folder)  # fonts, and each frame once
    table = pd.concat([one_round(room, folder) for _ in range(rounds)])
    table = table.groupby("patient").median()
    for ours in ("charts", "page"):
        table[f"plain/{ours}"] = table["plain charts"] / table[f"our {ours}"]
    middle = table.median()
    said = (
        f"three plain charts take {middle['plain/charts']:.1f} times as long as ours, and "
        f"{middle['plain/page']:.1f} times as long as a whole page"
    )
    title = f"\nSample patients, frames ready, medians of {rounds} rounds [CPU s]"
    return [title, table.round(3).to_string(), said]


def whole_reports(caseload: rs.Caseload, folder: Path, rounds: int, jobs: int) -> list[str]:
    """Patients per second, reading left out; frames and the start of processes count."""
    room = Room.of(caseload, caseload.last_entry)
    patients = [*room]
    plain_charts(patients[0], folder)  # each frame once
    rows = []
    for _ in range(rounds):
        begin = time.perf_counter()
        for own in patients[:N_PLAIN]:
            plain_charts(own, folder)
        row = [N_PLAIN / (time.perf_counter() - begin)]
        for n in (1, jobs):
            begin = time.perf_counter()
            write_report(caseload, folder / "ours", as_of=room.as_of, jobs=n)
            row.append(len(patients) / (time.perf_counter() - begin))
        rows.append(row)
    columns = ["plain charts, one process", "report, jobs=1", f"report, jobs={jobs}"]
    by_round = pd.DataFrame(rows, columns=columns)
    ratios = by_round.div(by_round.iloc[:, 0], axis=0)
    table = pd.DataFrame({"patients/s": by_round.median(), "times plain": ratios.median()})
    title = f"\nWhole reports of {len(patients)} patients, medians of {rounds} rounds [clock]"
    return [title, table.round(2).to_string()]


def growth(numbers: Sequence[int], jobs: int) -> list[str]:
    """One report for each number of patients, each in a fresh process, beside the first."""
    script = Path(__file__).with_name("report_growth.py")
    found = {}
    for n in numbers:
        with tempfile.TemporaryDirectory() as name:
            command = [sys.executable, str(script), str(write_log(Path(name), n)), str(jobs)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found[f"{n:,}"] = json.loads(told)
    table = pd.DataFrame(found)
    for name in ("per patient [s]", "per patient [CPU s]"):
        row = table.loc[name]
        table.loc[f"{name} / that of {numbers[0]:,}"] = row / row.iloc[0]
    title = f"\nReports by number of patients, {WEEKS} weeks each, jobs={jobs}"
    return [title, table.to_string(float_format=lambda value: f"{value:,.2f}")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--rounds", type=int, default=5, help="of pages side by side")
    parser.add_argument("--report-rounds", type=int, default=3, help="of whole reports")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        caseload = rs.load_caseload(write_log(folder / "log", N_SOME))
        print(f"Stages of a report of {N_SOME} patients, jobs=1")
        print(shares(caseload).round(1).to_string())
        if options.rounds:
            print("\n".join(side_by_side(folder, options.rounds)))
        if options.report_rounds:
            rounds, jobs = options.report_rounds, options.jobs
            print("\n".join(whole_reports(caseload, folder, rounds, jobs)))
    if options.patients:
        print("\n".join(growth(options.patients, options.jobs)))


if __name__ == "__main__":
    main()
