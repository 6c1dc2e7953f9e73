"""Drawings: what is to be drawn, under which name, each made when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from rehabstats.pictures.about import caseload_in_words, in_words, week_of
from rehabstats.pictures.frames import Frames
from rehabstats.pictures.kinds import CASELOAD, CASELOAD_FRAMES, KINDS, draw_caseload, rows_of
from rehabstats.pictures.names import safe_names


@dataclass(frozen=True)
class Drawing:
    """
    One picture to be.

    Parameters
    ----------
    stem : str
        Its name, without the ending.
    draw, words, tables : callable
        The figure, what it shows in words, and the frames that it is drawn from by name.
    """

    stem: str
    draw: Callable[[], Figure]
    words: Callable[[], str]
    tables: Callable[[], Mapping[str, pd.DataFrame]]


def of_patients(frames: Frames, patients: Sequence[str], kind: str, weekly: bool) -> list[Drawing]:
    """One of each patient, named by id, kind and, if `weekly`, program week."""
    picture = KINDS[kind]
    names = safe_names(frames.caseload.patients["patient_id"].astype("str"))
    found = []
    for patient in patients:
        week = f"-week-{week_of(frames, patient):02d}" if weekly else ""
        found.append(
            Drawing(
                stem=f"{names[patient]}-{kind}{week}",
                draw=partial(picture.draw, frames, patient),
                words=partial(in_words, picture.shows, picture.frames, frames, patient),
                tables=partial(_cut, frames, picture.frames, patient),
            )
        )
    return found


def of_caseload(frames: Frames, patients: Sequence[str], weekly: bool) -> list[Drawing]:
    """The one of all patients, if there are any, named by the day if `weekly`."""
    when = f"-{frames.as_of:%Y-%m-%d}" if weekly else ""
    one = Drawing(
        stem=f"{CASELOAD}{when}",
        draw=partial(draw_caseload, frames, patients),
        words=partial(caseload_in_words, frames, patients),
        tables=lambda: {name: rows_of(getattr(frames, name), patients) for name in CASELOAD_FRAMES},
    )
    return [one] if patients else []


def _cut(frames: Frames, names: Sequence[str], patient: str) -> dict[str, pd.DataFrame]:
    return {name: frames.of(name, patient) for name in names}
