"""Read, validate, ledger, weekly frames and trends beside plain pandas and a bare numpy pass."""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import agree
import numpy as np
import pandas as pd
import plain
import pyarrow as pa
import pyarrow.csv as arrow_csv
from logs import write_log

import rehabstats as rs
from rehabstats.read import read_tables

FAST_ROUNDS, SLOW_ROUNDS = 5, 3


@dataclass
class Clock:
    """Seconds of each step, one number per round."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        result = work()
        self.seconds.setdefault(name, []).append(time.perf_counter() - begin)
        return result

    def __getitem__(self, name: str) -> float:
        return float(np.median(self.seconds[name]))


def weekly_frames(seen: rs.Progress) -> dict[str, pd.DataFrame]:
    """The three weekly frames of exercise and side."""
    return {name: seen.frame(f"weekly_{name}") for name in ("adherence", "volume", "pain")}


def bare_read(folder: Path) -> pa.Table:
    """The bytes as text categories and nothing else: the lower limit of reading."""
    file = folder / "sessions.csv"
    with file.open(encoding="utf-8") as lines:
        header = next(lines).strip().split(",")
    text = pa.dictionary(pa.int32(), pa.string())
    options = arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, text))
    return arrow_csv.read_csv(file, convert_options=options)


def bare_pass(caseload: rs.Caseload) -> tuple[np.ndarray, ...]:
    """Sets, repetitions and highest pain per patient x exercise x side x week, from codes."""
    sets, patients = caseload.sets, caseload.patients
    patient, exercise, side = (
        sets[name].cat.codes.to_numpy("int64") for name in ("patient_id", "exercise", "side")
    )
    day = caseload.sessions["day"].to_numpy("datetime64[D]")[sets["session_row"].to_numpy()]
    week = (day - patients["start_date"].to_numpy("datetime64[D]")[patient]).astype("int64") // 7
    week -= week.min()
    shape = (len(patients), len(caseload.catalogue.exercises), 4, int(week.max()) + 1)
    key = np.ravel_multi_index((patient, exercise, side, week), shape)
    n = int(np.prod(shape))
    pain = np.nan_to_num(sets["pain_during_nrs"].to_numpy(), nan=-1.0)
    highest = np.full(n, -1.0)
    np.maximum.at(highest, key, pain)
    reps = sets["reps"].to_numpy("float64", na_value=0.0)
    return np.bincount(key, minlength=n), np.bincount(key, reps, n), highest


def one_round(folder: Path, clock: Clock, *, slow: bool) -> None:
    """Every step once, ours and theirs in turn."""
    clock.time("bare read", lambda: bare_read(folder))
    raw = clock.time("read", lambda: read_tables(folder / "sessions.csv"))
    del raw
    log = clock.time("plain read", lambda: plain.read(folder))
    caseload = clock.time("load", lambda: rs.load_caseload(folder))
    exercises = caseload.catalogue.exercises
    log = clock.time("plain validate", lambda: plain.validate(log, exercises))
    as_of = caseload.last_entry
    clock.time("bare pass", lambda: bare_pass(caseload))
    seen = rs.progress(caseload, as_of=as_of)
    clock.time("ledger", lambda: seen.frame("ledger"))
    ours = clock.time("weekly", lambda: weekly_frames(seen))
    our_trend = clock.time("trend", lambda: seen.frame("pain_trend"))
    plan = rs.build_plan(caseload).astype(dict.fromkeys(plain.LINE, "str"))
    start = caseload.patients.set_index(caseload.patients["patient_id"].astype("str"))["start_date"]
    ways = {"agg": plain.by_agg} | ({"apply": plain.by_apply} if slow else {})
    for name, way in ways.items():
        theirs = clock.time(name, lambda w=way: plain.weekly(log, plan, start, as_of, w))
        agree.require_equal(ours, theirs)
    if slow:
        agree.require_equal_slopes(our_trend, clock.time("plain trend", lambda: plain.trend(log)))


def our_peak(folder: Path, out: Any) -> None:
    """Peak memory of the whole way, in a process of its own."""
    caseload = rs.load_caseload(folder)
    weekly_frames(rs.progress(caseload))
    out.put(peak_of_this_process_mb())


def plain_peak(folder: Path, out: Any) -> None:
    """Peak memory of reading, checking and counting in plain pandas."""
    log = plain.read(folder)
    plain.SCHEMA.validate(log, lazy=True)
    plain.by_agg(log.assign(week=log["started_at"].dt.dayofyear // 7))
    out.put(peak_of_this_process_mb())


def peak_of_this_process_mb() -> float:
    """Peak resident memory, NaN where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    # Not getrusage: on Linux a child starts with the peak of its parent.
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def peak_mb(measure: Callable[[Path, Any], None], folder: Path) -> float:
    """What `measure` reports from a fresh process."""
    context = multiprocessing.get_context("spawn")
    out = context.SimpleQueue()
    process = context.Process(target=measure, args=(folder, out))
    process.start()
    peak = float(out.get())
    process.join()
    return peak


def report(clock: Clock, n_rows: int, peaks: tuple[float, float]) -> list[str]:
    """The table: rows per second of each step, and how many times faster than its peer."""
    ours = clock["ledger"] + clock["weekly"]
    whole = clock["load"] + ours
    theirs = clock["plain read"] + clock["plain validate"]
    has_apply = "apply" in clock.seconds
    validate = clock["load"] - clock["read"]
    lines = [
        ("read", clock["read"], "pandas.read_csv", clock["plain read"]),
        ("validate (load less read)", validate, "pandera, lazy", clock["plain validate"]),
        ("load", clock["load"], "read_csv + pandera", theirs),
        ("ledger", clock["ledger"], "", None),
        ("weekly frames", clock["weekly"], "", None),
        ("ledger + weekly frames", ours, "groupby.agg", clock["agg"]),
        ("the whole way", whole, "read_csv, pandera, agg", theirs + clock["agg"]),
    ]
    if has_apply:
        slow = clock["apply"]
        lines.insert(-1, ("ledger + weekly frames", ours, "groupby.apply", slow))
        lines.append(("the whole way", whole, "read_csv, pandera, apply", theirs + slow))
        trend = clock["plain trend"]
        lines += [
            ("trends", clock["trend"], "scipy, pymannkendall", trend),
            (
                "the whole way with trends",
                whole + clock["trend"],
                "agg",
                theirs + clock["agg"] + trend,
            ),
            ("the whole way with trends", whole + clock["trend"], "apply", theirs + slow + trend),
        ]
    text = [f"{'ours':28}{'rows/s':>12}  {'peer':26}{'rows/s':>12}{'times faster':>14}"]
    for name, seconds, peer, peer_seconds in lines:
        row = f"{name:28}{n_rows / seconds:12,.0f}  {peer:26}"
        if peer_seconds is not None:
            row += f"{n_rows / peer_seconds:12,.0f}{peer_seconds / seconds:14.1f}"
        text.append(row)
    ratios = {
        "read / bare Arrow read of the same bytes": clock["read"] / clock["bare read"],
        "ledger + weekly frames / one bare numpy pass": ours / clock["bare pass"],
        "weekly frames / one bare numpy pass": clock["weekly"] / clock["bare pass"],
        "peak memory, ours [MB]": peaks[0],
        "peak memory, plain with agg [MB]": peaks[1],
    }
    return [*text, "", *(f"{name:50}{value:10,.1f}" for name, value in ratios.items())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=FAST_ROUNDS)
    parser.add_argument(
        "--slow-rounds", type=int, default=SLOW_ROUNDS, help="of groupby.apply and trends"
    )
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        n_patients = write_log(folder, options.rows)
        size_mb = (folder / "sessions.csv").stat().st_size / 1e6
        print(f"{options.rows:,} sets of {n_patients:,} patients, {size_mb:,.0f} MB of CSV")
        # Not counted: imports, and what the libraries set up when they are first used.
        write_log(folder / "small", 1000)
        one_round(folder / "small", Clock(), slow=True)
        clock = Clock()
        for number in range(options.rounds):
            one_round(folder, clock, slow=number < options.slow_rounds)
        peaks = (peak_mb(our_peak, folder), peak_mb(plain_peak, folder))
    print("\n".join(report(clock, options.rows, peaks)))


if __name__ == "__main__":
    main()
