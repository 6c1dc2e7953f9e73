"""Intervals: prescriptions as integers, and what the programs ask of each patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.programs import Catalogue, Program
from rehabstats.schemas import Prescriptions, choices
from rehabstats.series.positions import spread
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK

DOSE: Final = ("sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s")
SIDES: Final = choices(Prescriptions, "side")
SOURCES: Final = choices(Prescriptions, "source")
PROGRAM, OWN, CHANGED = range(3)
#: A day after every date; days count from 1970, and every date lies after that.
OPEN: Final = int(np.iinfo("int32").max)


@dataclass(frozen=True)
class Intervals:
    """Prescriptions over [start, end) as integers; a line is a patient, exercise and side."""

    line: np.ndarray
    start: np.ndarray
    end: np.ndarray
    terms: np.ndarray
    source: np.ndarray

    def take(self, rows: np.ndarray) -> Intervals:
        return Intervals(*(column[rows] for column in vars(self).values()))

    def sorted(self) -> Intervals:
        """By line and time, without those that have no day."""
        order = np.lexsort((self.start, self.line))
        order = order[self.start[order] < self.end[order]]
        return self.take(order)

    def joined(self, others: Intervals) -> Intervals:
        """These, and the others after them."""
        pairs = zip(vars(self).values(), vars(others).values(), strict=True)
        return Intervals(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True)
class Doses:
    """One row per program, exercise and side; `row` finds it, `own` are those of a program."""

    key: np.ndarray
    dose: np.ndarray
    row: np.ndarray
    own: np.ndarray
    n_own: np.ndarray
    n_keys: int

    @classmethod
    def of(cls, catalogue: Catalogue) -> Doses:
        """The doses of all programs; one's guests are the exercises of the others."""
        programs = catalogue.programs
        first = {one.id: one for program in reversed(programs) for one in program.exercises}
        found, n_keys = [], len(first) * len(SIDES)
        for code, program in enumerate(programs):
            own = {one.id: one for one in program.exercises}
            for position, name in enumerate(catalogue.exercises):
                one = own.get(name, first[name])
                dose = [getattr(one, term) for term in DOSE]
                for side in one.plan_sides:
                    key = position * len(SIDES) + SIDES.index(side)
                    found.append([code, key, name in own, *dose])
        table = np.array(found, "float64")
        program_of, key, is_own = table[:, :3].astype("int64").T
        row = np.full((len(programs), n_keys), -1)
        row[program_of, key] = np.arange(len(table))
        n_own = np.bincount(program_of[is_own > 0])
        return cls(key, table[:, 3:], row, np.flatnonzero(is_own), n_own, n_keys)


@dataclass(frozen=True)
class Phases:
    """One row per patient and phase of the program, in order of both."""

    program: np.ndarray
    patient: np.ndarray
    start: np.ndarray
    end: np.ndarray
    frequency: np.ndarray
    source: np.ndarray

    @classmethod
    def of(cls, caseload: Caseload) -> Phases:
        """A frequency of the patient's own is one prescription, not one per phase."""
        people, programs = caseload.patients, caseload.catalogue.programs
        program = people["program"].cat.codes.to_numpy("int64")
        stated = people["sessions_per_week"].to_numpy("float64", na_value=np.nan)
        n_phases = np.array([len(one.phases) for one in programs])
        since, until, frequency = np.array([row for one in programs for row in _phases(one)]).T
        has_own = ~np.isnan(stated)
        patient, nth = spread(np.where(has_own, 1, n_phases[program]))
        phase = (np.cumsum(n_phases) - n_phases)[program[patient]] + nth
        first_day, has_own = days_of(people["start_date"])[patient], has_own[patient]
        return cls(
            program=program[patient],
            patient=patient,
            start=first_day + since[phase],
            end=np.where(has_own | (until[phase] == OPEN), OPEN, first_day + until[phase]),
            frequency=np.where(has_own, stated[patient], frequency[phase]),
            source=np.where(has_own, OWN, PROGRAM),
        )


def _phases(program: Program) -> Iterator[tuple[int, int, int]]:
    """First day, first day after it, and frequency of each phase, counted from the start."""
    first = 0
    for phase in program.phases:
        after = OPEN if phase.weeks is None else first + DAYS_PER_WEEK * phase.weeks
        yield first, after, phase.sessions_per_week
        first = after


def days_of(dates: pd.Series) -> np.ndarray:
    """Days since 1970; what has no date is open."""
    days = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), OPEN, days.astype("int64"))
