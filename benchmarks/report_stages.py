"""Where the time of a report goes: seconds of its stages, counted from outside."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

import pandas as pd

import rehabstats as rs
from rehabstats.pictures import kinds
from rehabstats.report import batch, charts, write, write_report
from rehabstats.room import Room

#: The functions that are a stage, as their callers name them.
STAGES = {
    "frames": [(Room, "frame")],
    "summarize": [(batch, "summarize_patient"), (batch, "index_row")],
    "describe charts": [(kinds, "in_words")],
    "figure to SVG": [(charts, "figure_to_svg")],
    "render": [(batch, "render_patient"), (write, "render_index")],
    "write": [(batch, "write_page"), (write, "put_in_place")],
}


class Stages:
    """CPU seconds of each stage, without those of stages that it calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._open = ["the rest"]
        self._since = time.process_time()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """`work` with its seconds counted."""

        @wraps(work)
        def counted(*given: Any, **options: Any) -> Any:
            self.close()
            self._open.append(name)
            try:
                return work(*given, **options)
            finally:
                self.close()
                self._open.pop()

        return counted

    def close(self) -> None:
        """Give what has passed to the stage that is open."""
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now


@contextmanager
def stages_timed() -> Iterator[Stages]:
    """The stages of every report that this process writes meanwhile."""
    stages = Stages()
    with ExitStack() as patched:
        for stage, places in STAGES.items():
            for owner, name in places:
                timed = stages.timed(stage, getattr(owner, name))
                patched.enter_context(patch.object(owner, name, timed))
        drawn = {
            name: stages.timed(f"draw {name}", draw)
            for name, draw in charts._DRAWN.items()  # noqa: SLF001 - each chart is a stage
        }
        patched.enter_context(patch.dict(charts._DRAWN, drawn))  # noqa: SLF001 - as above
        yield stages
        stages.close()


def shares(caseload: rs.Caseload) -> pd.DataFrame:
    """Seconds per patient and share of each stage, in one process."""
    day = str(caseload.last_entry.date())
    some = caseload.patients["patient_id"].astype("str").tolist()[:2]
    with tempfile.TemporaryDirectory() as out:
        write_report(caseload, out, as_of=day, patients=some)  # fonts and templates
        with stages_timed() as stages:
            write_report(caseload, out, as_of=day)
    seconds = pd.Series(stages.seconds)
    table = pd.DataFrame(
        {
            "CPU ms/patient": 1000 * seconds / len(caseload.patients),
            "share [%]": 100 * seconds / seconds.sum(),
        }
    )
    return table.sort_values("share [%]", ascending=False)
