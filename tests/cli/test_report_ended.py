"""A report that somebody ends before it is written leaves the old one, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cli.conftest import SAMPLE
from rehabstats.cli.ending import ended_from_outside

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as they are on POSIX")
#: Longer than anything here takes on a busy machine.
WAIT_S = 60


def begun(out: Path, jobs: int) -> subprocess.Popen[str]:
    """A report of which pages are being made, where nobody looks yet."""
    command = [sys.executable, "-m", "rehabstats", "report", SAMPLE, "-o", out, "--jobs", jobs]
    report = subprocess.Popen(
        [str(one) for one in command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + WAIT_S
    while not any(out.glob(".*/patients")):
        assert report.poll() is None, report.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)
    return report


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
    report = begun(tmp_path, jobs)

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


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_an_end_that_a_library_swallows_comes_with_the_next_patient(sent):
    before = signal.getsignal(sent)
    seen = []

    def draw() -> None:
        with ended_from_outside() as watched:
            for patient in watched(range(3)):
                seen.append(patient)
                with suppress(KeyboardInterrupt):
                    signal.raise_signal(sent)

    with pytest.raises(KeyboardInterrupt):
        draw()
    assert seen == [0]
    assert signal.getsignal(sent) is before
