"""Sample: the small caseload in data/sample, about nobody."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rehabstats.simulate.caseload import simulate_caseload
from rehabstats.simulate.eight_patients import STORIES, sample_truths
from rehabstats.simulate.write import write_caseload

SAMPLE_SEED: Final = 2026


def write_sample(folder: str | os.PathLike[str]) -> None:
    """
    Write the sample caseload and its README.

    Parameters
    ----------
    folder : str or path-like
        The folder; it is made if it is missing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sample(folder)
    ...     "P008" in (Path(folder) / "README.md").read_text("utf-8")
    True
    """
    write_caseload(simulate_caseload(sample_truths(), seed=SAMPLE_SEED), folder)
    readme = Path(folder) / "README.md"
    readme.write_text(_readme(), encoding="utf-8", newline="\n")


def _readme() -> str:
    lines = [
        "# Sample caseload",
        "",
        "**Nobody in it is real.** Eight simulated patients over twelve weeks, made by",
        "`rehabstats.simulate` from a fixed seed. Regenerate it byte for byte with",
        "",
        "```",
        "python -m rehabstats.simulate data/sample",
        "```",
        "",
        "What is true of each patient (the log is a noisy view of it):",
        "",
    ]
    lines += [
        f"- **{truth.patient_id}** ({truth.program}, from {truth.start_date}) "
        f"{STORIES[truth.patient_id]}."
        for truth in sample_truths()
    ]
    return "\n".join(lines) + "\n"
