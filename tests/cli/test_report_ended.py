"""A report that somebody ends before it is written leaves the old one, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import SAMPLE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as they are on POSIX")
#: Longer than anything here takes on a busy machine.
WAIT_S = 60


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait until this is true, and fail if it takes too long."""
    end = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def ask_to_end(process: int) -> None:
    os.kill(process, signal.SIGTERM)


def press_ctrl_c(process: int) -> None:
    """A terminal interrupts every process of a command, also those that have just begun."""
    os.killpg(process, signal.SIGINT)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("end", [ask_to_end, press_ctrl_c])
def test_a_report_that_is_ended_leaves_the_old_one_and_no_process(tmp_path, end, jobs):
    (tmp_path / "patients").mkdir()
    old = tmp_path / "patients" / "P999.html"
    old.write_text("an old page")
    command = [sys.executable, "-m", "rehabstats", "report", SAMPLE, "-o", tmp_path]
    report = subprocess.Popen(
        [*map(str, command), "--jobs", str(jobs)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    wait_until(lambda: has_begun(tmp_path) or report.poll() is not None)
    assert report.poll() is None, report.communicate()[1]

    end(report.pid)
    # This waits for all that can still write there: for every process.
    said, told = report.communicate(timeout=WAIT_S)

    # Python says so in another way if it was just running a text as code.
    assert report.returncode in (1, -signal.SIGINT)
    assert said == ""
    assert "Aborted!" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == [old.parent]
    assert old.read_text() == "an old page"


def has_begun(out: Path) -> bool:
    """Whether a page is being made where nobody looks."""
    return any(out.glob(".*/patients"))
