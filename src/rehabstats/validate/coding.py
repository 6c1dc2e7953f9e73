"""Integer codes: the numbering of patients and exercises that all frames share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rehabstats.programs import Catalogue, Exercise
from rehabstats.schemas import decode
from rehabstats.validate.table import Table


@dataclass(frozen=True)
class Coding:
    """What rows of other files are checked against: who is known, and what they may do."""

    catalogue: Catalogue
    patients: pd.Index
    program_of_patient: np.ndarray
    follows_phases: np.ndarray
    patients_file: str

    def patient_codes(self, table: Table) -> np.ndarray:
        """Number of the patient of each row, -1 for one that is not known."""
        cells = table.cells("patient_id")
        distinct = pd.Index(cells.categories, dtype="str").str.strip()
        codes: np.ndarray = np.append(self.patients.get_indexer(distinct), -1)[cells.codes]
        return codes

    def require_known_patients(self, table: Table) -> np.ndarray:
        """Reject the rows of patients that are not known; return the numbers."""
        codes = self.patient_codes(table)
        expected = f"a patient kept from {self.patients_file}"
        table.reject(codes < 0, "patient_id", expected, rule="unknown_patient")
        return codes

    def patient_categories(self, codes: np.ndarray) -> pd.Categorical:
        """The ids that belong to the numbers."""
        return decode(codes, self.patients)

    def reject_one_side_of_both(self, table: Table, patient: np.ndarray) -> None:
        """Reject left and right of an exercise that is done with both sides at once."""
        one_side = pd.Series(table.values["side"]).isin(["left", "right"]).to_numpy()
        at_once = self.done_at_once(patient, exercise_codes(table))
        expected = "both: this exercise is done with both sides at once"
        table.reject(one_side & at_once, "side", expected, rule="side_of_bilateral")

    def done_at_once(self, patient: np.ndarray, exercise: np.ndarray) -> np.ndarray:
        """Whether the exercise of each row is done with both sides at once."""
        return self._look_up(lambda found: found.sides == "both", patient, exercise)

    def is_final(self, patient: np.ndarray, exercise: np.ndarray) -> np.ndarray:
        """Whether the exercise of each row is the one to do last."""
        return self._look_up(lambda found: found.final, patient, exercise)

    def in_program(self, patient: np.ndarray, exercise: np.ndarray) -> np.ndarray:
        """Whether the exercise of each row belongs to the patient's own program."""
        own = [{found.id for found in program.exercises} for program in self.catalogue.programs]
        table = np.array([[name in ids for name in self.catalogue.exercises] for ids in own])
        inside: np.ndarray = table[self._program(patient), exercise]
        return inside

    def _look_up(
        self, fact: Callable[[Exercise], bool], patient: np.ndarray, exercise: np.ndarray
    ) -> np.ndarray:
        table = np.array(
            [
                [fact(self.catalogue.exercise(program, name)) for name in self.catalogue.exercises]
                for program in self.catalogue.program_ids
            ]
        )
        found: np.ndarray = table[self._program(patient), exercise]
        return found

    def _program(self, patient: np.ndarray) -> np.ndarray:
        # Rows without a patient or exercise look up something arbitrary; they are out already.
        program: np.ndarray = np.append(self.program_of_patient, -1)[patient]
        return program


def exercise_codes(table: Table) -> np.ndarray:
    """Number of the exercise of each row, -1 where there is none."""
    return np.asarray(table.values["exercise"].codes, dtype="int64")
