"""The page of one patient as PNG, beside a plain pyplot page of the same numbers."""

from __future__ import annotations

import argparse
import gc
import time
import warnings
from pathlib import Path

import pandas as pd
import plain_page
from plain_report import NEEDED as NEEDED_OF_REPORT

import rehabstats as rs
from rehabstats.pictures.about import about_patient, drawn, facts_of
from rehabstats.pictures.kinds import KINDS
from rehabstats.pictures.save import save

DPI = 150
NEEDED = (*NEEDED_OF_REPORT, "exercise_sessions")


def one_round(progress: rs.Progress, folder: Path) -> pd.DataFrame:
    """Seconds of each patient's page, ours in its two steps and theirs."""
    rows = []
    for own in progress:
        patient = own.patient_id
        about = {"title": about_patient(own), "facts": facts_of(own)}
        theirs = {name: drawn(own, name) for name in NEEDED}
        begin = time.perf_counter()
        figure = KINDS["page"].draw(own)
        composed = time.perf_counter()
        save(figure, folder / f"{patient}-ours.png", title=patient, words="")
        saved = time.perf_counter()
        plain_page.save_page(folder / f"{patient}-plain.png", theirs, dpi=DPI, **about)
        end = time.perf_counter()
        rows.append((patient, composed - begin, saved - composed, saved - begin, end - saved))
    return pd.DataFrame(rows, columns=["patient", "compose", "save", "ours", "plain"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("build/page"), help="folder of the pages")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    options.out.mkdir(parents=True, exist_ok=True)
    progress = rs.progress("data/sample", as_of="2026-03-30")
    one_round(progress, options.out)  # fonts, and each frame once
    gc.freeze()  # as `write_charts` does, and good for both
    rounds = [one_round(progress, options.out) for _ in range(options.rounds)]
    table = pd.concat(rounds).groupby("patient").median()
    table["plain/ours"] = table["plain"] / table["ours"]
    print(f"A4 at {DPI} dpi, medians of {options.rounds} rounds [s]")
    print(table.round(3).to_string())
    ours, ratio = table[["ours", "plain/ours"]].median()
    print(f"the median page takes {ours:.3f} s; the plain one {ratio:.1f} times that")


if __name__ == "__main__":
    main()
