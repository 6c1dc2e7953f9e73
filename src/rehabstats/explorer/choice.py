"""A choice: what is looked at, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rehabstats.pictures.kinds import KINDS, Kind
from rehabstats.room import PatientRoom, Room
from rehabstats.vocabulary import SIDES

#: What can be explored, by the names of the pictures, in the order of the control.
VIEWS: Final = {name: kind for name, kind in KINDS.items() if kind.label}
#: Values that are named where one is not known.
_SHOWN: Final = 12


@dataclass(frozen=True)
class Choice:
    """
    What is looked at.

    Parameters
    ----------
    patient_id : str
        Whose log.
    metric : str
        One of `VIEWS`.
    exercise, side : str, optional
        Only these rows; None means all.
    weeks : tuple of int, optional
        First and last program week, both included; None means all.
    """

    patient_id: str
    metric: str
    exercise: str | None = None
    side: str | None = None
    weeks: tuple[int, int] | None = None

    @property
    def view(self) -> Kind:
        """The kind of picture of the metric."""
        return VIEWS[self.metric]

    def heeded(self, control: str) -> Any:
        """What a control says, or None if it says "all" or the view does not heed it."""
        return getattr(self, control) if control in self.view.takes else None

    def seen_in(self, room: Room) -> PatientRoom:
        """The patient's rows that are looked at."""
        exercise, side, weeks = (self.heeded(one) for one in ("exercise", "side", "weeks"))
        return room[self.patient_id].narrowed(exercise=exercise, side=side, weeks=weeks)


def exercises_of(own: PatientRoom) -> list[str]:
    """The exercises that were asked for or done, in the order of the ledger."""
    return list(dict.fromkeys(own.frame("ledger")["exercise"].astype("str")))


def sides_of(own: PatientRoom, exercise: str | None) -> list[str]:
    """The sides of an exercise, or of all of them."""
    slots = own.frame("ledger")
    mine = slots if exercise is None else slots[slots["exercise"].astype("str") == exercise]
    found = set(mine["side"].astype("str"))
    return [side for side in SIDES if side in found]


def weeks_of(own: PatientRoom) -> tuple[int, int]:
    """The first and the last program week that has a row; (1, 1) if there is none."""
    names = ("session_adherence", "ledger", "exercise_sessions")
    weeks = [week for name in names for week in own.frame(name)["week"].unique()]
    return (int(min(weeks)), int(max(weeks))) if weeks else (1, 1)


def require_known(room: Room, choice: Choice) -> None:
    """Raise a ValueError that names what there is, if a choice is not among it."""
    _require("metric", choice.metric, list(VIEWS))
    _require("patient_id", choice.patient_id, room.patient_ids)
    own = room[choice.patient_id]
    if choice.exercise is not None:
        _require("exercise", choice.exercise, exercises_of(own))
    if choice.side is not None:
        _require("side", choice.side, sides_of(own, choice.exercise))
    if choice.weeks is not None:
        first, last = weeks_of(own)
        _require_weeks(choice.weeks, range(first, last + 1))


def _require(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        shown = ", ".join(known[:_SHOWN]) + (", ..." if len(known) > _SHOWN else "")
        expected = f"one of {shown}" if known else "none, as nothing was asked for or done"
        raise ValueError(f"`{name}`: got {value!r}, expected {expected}")


def _require_weeks(weeks: Any, known: range) -> None:
    is_pair = isinstance(weeks, (tuple, list)) and len(weeks) == 2
    if not is_pair or not all(week in known for week in weeks) or weeks[0] > weeks[1]:
        raise ValueError(
            f"`weeks`: got {weeks!r}, expected the first and the last of {known[0]} to {known[-1]}"
        )
