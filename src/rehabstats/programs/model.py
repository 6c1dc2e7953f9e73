"""What a program file may say, and the ranges it must keep."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rehabstats.html_tables import html_table
from rehabstats.programs.names import normalize_name
from rehabstats.words import range_words

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=500)]
SessionsPerWeek = Annotated[int, Field(strict=True, ge=0, le=28)]
Reps = Annotated[int, Field(strict=True, ge=1, le=1000)]
Seconds = Annotated[float, Field(strict=True, gt=0, le=3600)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Phase(_Table):
    """A stretch of the program with one frequency; the last one may be open-ended."""

    name: Text
    sessions_per_week: SessionsPerWeek
    weeks: Annotated[int, Field(strict=True, ge=1, le=520)] | None = None


class Exercise(_Table):
    """
    One exercise with its dose per session.

    ``sides`` is ``each`` when left and right are done, prescribed and counted
    separately, and ``both`` when they are done at once.
    """

    id: Identifier
    name: Text
    sides: Literal["each", "both"]
    reps_min: Reps
    reps_max: Reps
    sets: Annotated[int, Field(strict=True, ge=1, le=50)] = 1
    hold_min_s: Seconds | None = None
    hold_max_s: Seconds | None = None
    position: Text | None = None
    order_of_sides: Text | None = None
    description: Text | None = None
    final: bool = False
    cautions: tuple[Text, ...] = ()
    modifications: tuple[Text, ...] = ()
    notes: Text | None = None
    aliases: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _ranges_run_upwards(self) -> Self:
        if self.reps_max < self.reps_min:
            raise ValueError(f"reps_max {self.reps_max} is below reps_min {self.reps_min}")
        if (self.hold_min_s is None) != (self.hold_max_s is None):
            raise ValueError("hold_min_s and hold_max_s go together")
        if self.hold_min_s and self.hold_max_s and self.hold_max_s < self.hold_min_s:
            raise ValueError(f"hold_max_s {self.hold_max_s} is below hold_min_s {self.hold_min_s}")
        return self

    @property
    def plan_sides(self) -> tuple[str, ...]:
        """The sides that are prescribed separately."""
        return ("both",) if self.sides == "both" else ("left", "right")

    @property
    def dose(self) -> str:
        """The dose in words, such as ``8-12 reps per side, hold 5-8 s``."""
        reps = range_words(self.reps_min, self.reps_max) + " reps"
        text = reps if self.sets == 1 else f"{self.sets} x {reps}"
        text += " per side" if self.sides == "each" else ""
        if self.hold_min_s is not None and self.hold_max_s is not None:
            text += f", hold {range_words(self.hold_min_s, self.hold_max_s)} s"
        return text


class Program(_Table):
    """
    A named set of exercises in their order, with frequency by phase.

    Parameters
    ----------
    id, name : str
        A short id in small letters, and the name that people read.
    phases : tuple of Phase
        Frequencies one after the other; only the last may be open-ended.
    exercises : tuple of Exercise
        In the order in which they are done.
    purpose : str, optional
        What the program is for.
    source : str
        Where doses, order and cautions come from, and what is a default.
    cautions : tuple of str, optional
        What to mind in all exercises, as whole sentences.
    asks_for_clearance : bool, default False
        Whether a physician must clear the exercises after surgery.
    """

    id: Identifier
    name: Text
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    exercises: Annotated[tuple[Exercise, ...], Field(min_length=1)]
    purpose: Text | None = None
    source: Annotated[str, Field(min_length=1, max_length=2000)]
    cautions: tuple[Text, ...] = ()
    asks_for_clearance: bool = False

    def __repr__(self) -> str:
        return f"Program {self.id!r}: {', '.join(exercise.id for exercise in self.exercises)}"

    def _repr_html_(self) -> str:
        """Exercises and doses in their order, as a notebook shows them."""
        return html_table(
            f"{self.name} ({self.id})",
            ("exercise", "dose per session", "cautions"),
            [(one.name, one.dose, "; ".join(one.cautions)) for one in self.exercises],
        )

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        ids = [exercise.id for exercise in self.exercises]
        if repeated := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"exercises repeat the id {', '.join(repeated)}")
        if any(phase.weeks is None for phase in self.phases[:-1]):
            raise ValueError("only the last phase may leave out weeks")
        if any(exercise.final for exercise in self.exercises[:-1]):
            raise ValueError("only the last exercise may be final")
        self._require_telling_names()
        return self

    def _require_telling_names(self) -> None:
        """Raise if a log that names an exercise could mean two of them."""
        meant: dict[str, str] = {}
        for exercise in self.exercises:
            for name in (exercise.id, exercise.name, *exercise.aliases):
                plain = normalize_name(name)
                if not plain:
                    raise ValueError(f"the name {name!r} of {exercise.id} without a letter")
                if meant.setdefault(plain, exercise.id) != exercise.id:
                    raise ValueError(f"{meant[plain]} and {exercise.id} with the name {name!r}")
