"""The exercises of all loaded programs under one numbering, found by any of their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rehabstats.programs.model import Exercise, Program
from rehabstats.programs.names import normalize_name


@dataclass(frozen=True)
class Catalogue:
    """
    The exercises of several programs, numbered in program order.

    Parameters
    ----------
    programs : tuple of Program
        Where two programs define the same exercise id, a patient's own program
        decides, and the first that names it decides for everyone else.
    """

    programs: tuple[Program, ...]

    def __repr__(self) -> str:
        return f"Catalogue of {', '.join(self.program_ids)}"

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """Every exercise id once, in the order in which the programs name them."""
        return tuple(
            dict.fromkeys(
                exercise.id for program in self.programs for exercise in program.exercises
            )
        )

    @cached_property
    def program_ids(self) -> tuple[str, ...]:
        """The ids of the programs, in their order."""
        return tuple(program.id for program in self.programs)

    @cached_property
    def exercise_by_name(self) -> dict[str, str]:
        """Normalised names, ids and aliases of exercises, each with its id."""
        names: dict[str, str] = {}
        for program in self.programs:
            for exercise in program.exercises:
                for name in (exercise.id, exercise.name, *exercise.aliases):
                    names.setdefault(normalize_name(name), exercise.id)
                    # Programs on paper mark the last exercise: "... - FINAL".
                    if exercise.final:
                        names.setdefault(normalize_name(f"{name} final"), exercise.id)
        return names

    @cached_property
    def exercise_names(self) -> dict[str, str]:
        """What people call each exercise, by its id: the first program that names it decides."""
        return {
            exercise.id: exercise.name
            for program in reversed(self.programs)
            for exercise in program.exercises
        }

    def program(self, program_id: str) -> Program | None:
        """The program of an id, None if there is none."""
        return next((one for one in self.programs if one.id == program_id), None)

    def names_in(self, program_id: str) -> dict[str, str]:
        """What exercises are called for somebody of a program: the own program decides."""
        own = self.program(program_id)
        return self.exercise_names | ({one.id: one.name for one in own.exercises} if own else {})

    @cached_property
    def program_by_name(self) -> dict[str, str]:
        """Normalised names and ids of programs, each with its id."""
        return {
            normalize_name(name): program.id
            for program in reversed(self.programs)
            for name in (program.name, program.id)
        }

    def exercise(self, program: str, exercise: str) -> Exercise:
        """The exercise as `program` defines it, or else the first that does."""
        own = [found for found in self.programs if found.id == program]
        for candidate in (*own, *self.programs):
            for found in candidate.exercises:
                if found.id == exercise:
                    return found
        raise KeyError(exercise)
