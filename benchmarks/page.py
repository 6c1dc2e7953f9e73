"""The page of one patient as PNG, beside a plain pyplot page of the same numbers."""

from __future__ import annotations

import argparse
import gc
import time
import warnings
from pathlib import Path

import pandas as pd
import plain_page

import rehabstats as rs
from rehabstats.pictures.about import about_patient, facts_of
from rehabstats.pictures.frames import Frames
from rehabstats.pictures.kinds import KINDS
from rehabstats.pictures.save import save
from rehabstats.settings import DEFAULTS

DPI = 150
NEEDED = ("adherence", "pain", "response", "slots", "sessions", "volume")


def one_round(frames: Frames, patients: list[str], folder: Path) -> pd.DataFrame:
    """Seconds of each patient's page, ours in its two steps and theirs."""
    rows = []
    for patient in patients:
        about = {"title": about_patient(frames, patient), "facts": facts_of(frames, patient)}
        theirs = {name: frames.of(name, patient) for name in NEEDED}
        begin = time.perf_counter()
        figure = KINDS["page"].draw(frames, patient)
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
    frames = Frames(rs.load_caseload("data/sample"), pd.Timestamp("2026-03-30"), DEFAULTS)
    patients = frames.caseload.patients["patient_id"].astype("str").tolist()
    one_round(frames, patients, options.out)  # fonts, and each frame once
    gc.freeze()  # as `write_charts` does, and good for both
    rounds = [one_round(frames, patients, options.out) for _ in range(options.rounds)]
    table = pd.concat(rounds).groupby("patient").median()
    table["plain/ours"] = table["plain"] / table["ours"]
    print(f"A4 at {DPI} dpi, medians of {options.rounds} rounds [s]")
    print(table.round(3).to_string())
    ours, ratio = table[["ours", "plain/ours"]].median()
    print(f"the median page takes {ours:.3f} s; the plain one {ratio:.1f} times that")


if __name__ == "__main__":
    main()
