"""Seconds, memory and bytes of the report of a folder, in a process that does nothing else.

python benchmarks/report_growth.py FOLDER JOBS     # prints one line of JSON
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rehabstats as rs
from rehabstats.report import write_report

#: Peaks of other processes are read this often [seconds].
LOOK_EVERY = 0.2


def measure(folder: Path, out: Path, jobs: int) -> dict[str, float]:
    """What loading and writing took, and what was written."""
    begin = time.perf_counter()
    caseload = rs.load_caseload(folder)
    loaded = time.perf_counter()
    at_first, cpu = memory_mb("self", "VmRSS"), cpu_seconds()
    forget_peak()
    with peaks_of_children() as children:
        report = write_report(caseload, out, as_of=str(caseload.last_entry.date()), jobs=jobs)
    end = time.perf_counter()
    assert not report.failures, report.failures
    sizes = [page.stat().st_size for page in report.pages]
    index = report.index.stat().st_size if report.index else 0
    n = len(caseload.patients)
    return {
        "load [s]": loaded - begin,
        "report [s]": end - loaded,
        "report [CPU s]": cpu_seconds() - cpu,
        "per patient [s]": (end - loaded) / n,
        "per patient [CPU s]": (cpu_seconds() - cpu) / n,
        "loaded caseload [MB]": at_first,
        "peak, main process [MB]": memory_mb("self", "VmHWM"),
        "  above the caseload [MB]": memory_mb("self", "VmHWM") - at_first,
        "peak, largest other process [MB]": max(children.values(), default=float("nan")),
        "a page [kB]": sum(sizes) / n / 1e3,
        "index [kB]": index / 1e3,
        "all files [MB]": (sum(sizes) + index) / 1e6,
    }


def memory_mb(process: str, what: str) -> float:
    """Memory of a process now (VmRSS) or at most (VmHWM); NaN where it cannot be known."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return float("nan")
    found = (line.split()[1] for line in status.splitlines() if line.startswith(what))
    return int(next(found, "0")) / 1024


def forget_peak() -> None:
    """Begin a new peak of this process, where the system can: reading has one of its own."""
    if (switch := Path("/proc/self/clear_refs")).exists():
        switch.write_text("5")


def cpu_seconds() -> float:
    """Of this process and those that it has ended: work of others moves it less than the clock."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def peaks_of_children() -> Iterator[dict[str, float]]:
    """The peak of each process that this one starts meanwhile [MB]."""
    # Not RUSAGE_CHILDREN: on Linux a child starts with the peak of its parent.
    peaks: dict[str, float] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_EVERY):
            for task in Path("/proc/self/task").glob("*/children"):
                for child in task.read_text().split():
                    peaks[child] = max(memory_mb(child, "VmHWM"), peaks.get(child, 0))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peaks
    finally:
        done.set()
        looking.join()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(measure(Path(sys.argv[1]), Path(name), int(sys.argv[2]))))
