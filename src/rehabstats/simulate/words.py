"""Words: skip reasons, modifications and notes in the rows of one patient's log."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rehabstats.simulate.asked import Asked
from rehabstats.simulate.draws import Ints
from rehabstats.simulate.rows import Cells
from rehabstats.simulate.truth import PatientTruth

#: What a patient says about a session that began with the final exercise.
FINAL_FIRST_NOTE: Final = "did the last stretch first, warm from a walk"

Words = NDArray[np.object_]


def word_columns(
    truth: PatientTruth, asked: Asked, cells: Cells, generator: np.random.Generator
) -> dict[str, Words]:
    """
    Fill the columns of words, empty where nothing is said.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed.
    cells : Cells
        Where each row comes from.
    generator : numpy.random.Generator
        Chance.

    Returns
    -------
    dict of str to numpy.ndarray of shape (n_rows,)
        ``skip_reason``, ``modification`` and ``note``. One session has one
        reason and at most one note, on its first row.
    """
    doing, logging = truth.doing, truth.logging
    n_sessions = len(cells.number)
    reason, noted, note = generator.random((3, n_sessions))
    reasons = np.array(doing.skip_reasons or ("other",), dtype=object)[
        _pick(reason, doing.skip_reasons)
    ]
    notes = np.array(logging.notes or ("",), dtype=object)[_pick(note, logging.notes)]
    notes[noted >= logging.note_probability] = ""
    notes[np.isin(cells.number, doing.final_first_in)] = FINAL_FIRST_NOTE
    first = np.diff(cells.session, prepend=-1) != 0
    return {
        "skip_reason": np.where(cells.skipped, reasons[cells.session], ""),
        "modification": _modifications(truth, asked, cells, generator),
        "note": np.where(first, notes[cells.session], ""),
    }


def _pick(chance: NDArray[np.float64], words: tuple[str, ...]) -> Ints:
    return np.floor(chance * max(len(words), 1)).astype("int64")


def _modifications(
    truth: PatientTruth, asked: Asked, cells: Cells, generator: np.random.Generator
) -> Words:
    said = np.full(len(cells.session), "", dtype=object)
    for modification in truth.doing.modifications:
        chosen = generator.random(len(cells.number)) < modification.probability
        here = np.array([exercise == modification.exercise for exercise, _ in asked.keys])
        said[here[cells.column] & chosen[cells.session] & ~cells.skipped] = modification.text
    return said
