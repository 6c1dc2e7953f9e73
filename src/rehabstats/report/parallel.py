"""Parallel: batches of a caseload in several processes, few of them in memory at a time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from threading import Thread, current_thread, main_thread
from typing import Final

from rehabstats.errors import WriteError
from rehabstats.report.batch import Batch, Made, make_batch, make_pages
from rehabstats.report.pages import Job
from rehabstats.validate import Caseload

#: Patients whose frames are computed together: enough to share their cost, few enough to be small.
BATCH_PATIENTS: Final = 50
_ENDS: Final = (signal.SIGINT, signal.SIGTERM)


def make_all(caseload: Caseload, job: Job, *, jobs: int) -> Iterator[Made]:
    """What became of every patient, as soon as it is known, in no particular order."""
    ids = caseload.patients["patient_id"].astype("str").tolist()
    numbered = list(enumerate(ids, start=1))
    if len(ids) <= BATCH_PATIENTS and jobs == 1:
        yield from make_pages(Batch(caseload, {one: n for n, one in numbered}), job)
        return
    size = max(1, min(BATCH_PATIENTS, -(-len(ids) // jobs)))
    parts = (numbered[first : first + size] for first in range(0, len(ids), size))
    batches = (
        Batch(caseload.only(one for _, one in some), {one: n for n, one in some}) for some in parts
    )
    if jobs == 1:
        for batch in batches:
            yield from make_pages(batch, job)
    else:
        yield from _in_processes(batches, job, jobs)


def _in_processes(batches: Iterable[Batch], job: Job, jobs: int) -> Iterator[Made]:
    """Batches are cut when a process is free: all of them would be the caseload once more."""
    coming, others = iter(batches), set(active_children())
    # Not forked: threads of libraries do not survive it.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        running: set[Future[list[Made]]] = set()
        while True:
            free = jobs + 1 - len(running)
            with _endings_held():
                running |= {pool.submit(make_batch, batch, job) for batch in islice(coming, free)}
            if not running:
                break
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from _result(future)
    except BaseException:
        # Nobody waits for pages that nobody takes.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - others:
            process.terminate()
        raise
    pool.shutdown()


@contextmanager
def _endings_held() -> Iterator[None]:
    """Let Ctrl-C and its like wait: a process that is begun meanwhile is begun as a whole."""
    if not hasattr(signal, "pthread_sigmask") or current_thread() is not main_thread():
        yield
        return
    # It begins with the first process, and would take the mask off.
    resource_tracker.ensure_running()
    heard: list[int] = []
    # A handler that is not Python's could not be put back.
    ours = [one for one in _ENDS if signal.getsignal(one) is not None]
    hear = {one: signal.signal(one, lambda number, _: heard.append(number)) for one in ours}
    # New processes inherit the mask. Here other threads still hear.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for one, handler in hear.items():
            signal.signal(one, handler)
        for number in heard:
            signal.raise_signal(number)


def _end_with_parent() -> None:
    """Stop when nobody is left to take the pages; an interruption is for the parent to see."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_parent, daemon=True).start()
    # What was held at the start of this process is held in it.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _result(future: Future[list[Made]]) -> list[Made]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise WriteError(
            "report: got a process that ended before its pages were made, expected memory for "
            "every process; use fewer jobs (`--jobs 1`)"
        ) from error
