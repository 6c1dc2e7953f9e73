"""Metric frames and signals beside those of an earlier commit: CPU seconds, and every cell."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from logs import write_log

HERE = Path(__file__).parent
#: The commit before all frames came from one room.
BEFORE = "36c4925"
#: Frames of the two sides are written by this file, run with the source of each.
SIDE = HERE / "frames_of_a_commit.py"


def checked_out(commit: str, folder: Path) -> Path:
    """The source of a commit, in a folder of its own."""
    archive = folder / "source.tar"
    subprocess.run(["git", "archive", "-o", archive, commit, "src"], check=True, cwd=HERE.parent)
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    return folder / "src"


def run_side(source: Path, log: Path, out: Path) -> dict[str, float]:
    """CPU seconds of each step with one source; the frames are left in `out`."""
    environment = {**os.environ, "PYTHONPATH": str(source)}
    told = subprocess.run(
        [sys.executable, SIDE, log, out],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return {name: float(seconds) for name, seconds in map(str.split, told.stdout.splitlines())}


def differences(before: Path, after: Path) -> Iterator[str]:
    """Each column whose cells differ, and in how many rows."""
    for file in sorted(before.glob("*.parquet")):
        old, new = pd.read_parquet(file), pd.read_parquet(after / file.name)
        if len(old) != len(new):
            yield f"{file.stem}: {len(old)} rows, now {len(new)}"
            continue
        for column in old.columns.intersection(new.columns):
            one, other = old[column].astype("object"), new[column].astype("object")
            same = (one == other) | (one.isna() & other.isna())
            if n := int((~same.to_numpy(bool)).sum()):
                yield f"{file.stem}.{column}: {n} of {len(old)} rows"
        if gone := [*old.columns.difference(new.columns)]:
            yield f"{file.stem}: no longer {', '.join(gone)}"
        if added := [*new.columns.difference(old.columns)]:
            yield f"{file.stem}: new {', '.join(added)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="sets of the log; 0: the sample")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--commit", default=BEFORE)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = HERE.parent / "data" / "sample"
        if arguments.rows:
            log = folder / "log"
            write_log(log, arguments.rows)
        sides = {"before": checked_out(arguments.commit, folder), "now": HERE.parent / "src"}
        # In turn, so that whatever else runs on the machine slows both.
        rounds = [
            {side: run_side(source, log, folder / side) for side, source in sides.items()}
            for _ in range(arguments.rounds)
        ]
        for step in rounds[0]["now"]:
            old, new = (statistics.median(one[side][step] for one in rounds) for side in sides)
            print(f"{step:<8} before {old:8.2f} s  now {new:8.2f} s  {old / new:5.1f} x")
        print("\nColumns that differ:")
        print("\n".join(differences(folder / "before", folder / "now")) or "none")


if __name__ == "__main__":
    main()
