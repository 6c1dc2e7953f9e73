"""A choice: what is looked at, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rehabstats.explorer.views import VIEWS, View
from rehabstats.pictures.frames import Frames
from rehabstats.vocabulary import SIDES

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
    def view(self) -> View:
        """The view of the metric."""
        return VIEWS[self.metric]

    def heeded(self, control: str) -> Any:
        """What a control says, or None if it says "all" or the view does not heed it."""
        return getattr(self, control) if control in self.view.takes else None


def patients_of(frames: Frames) -> list[str]:
    """Every patient, in the order of the file."""
    return frames.caseload.patients["patient_id"].astype("str").tolist()


def exercises_of(frames: Frames, patient_id: str) -> list[str]:
    """The exercises that were asked for or done, in the order of the ledger."""
    return list(dict.fromkeys(frames.of("slots", patient_id)["exercise"].astype("str")))


def sides_of(frames: Frames, patient_id: str, exercise: str | None) -> list[str]:
    """The sides of an exercise, or of all of them."""
    slots = frames.of("slots", patient_id)
    mine = slots if exercise is None else slots[slots["exercise"].astype("str") == exercise]
    found = set(mine["side"].astype("str"))
    return [side for side in SIDES if side in found]


def weeks_of(frames: Frames, patient_id: str) -> tuple[int, int]:
    """The first and the last program week that has a row; (1, 1) if there is none."""
    own = (frames.of(name, patient_id)["week"] for name in ("adherence", "slots", "sessions"))
    weeks = [week for rows in own for week in rows.unique()]
    return (int(min(weeks)), int(max(weeks))) if weeks else (1, 1)


def require_known(frames: Frames, choice: Choice) -> None:
    """Raise a ValueError that names what there is, if a choice is not among it."""
    patient_id = choice.patient_id
    _require("metric", choice.metric, list(VIEWS))
    _require("patient_id", patient_id, patients_of(frames))
    if choice.exercise is not None:
        _require("exercise", choice.exercise, exercises_of(frames, patient_id))
    if choice.side is not None:
        _require("side", choice.side, sides_of(frames, patient_id, choice.exercise))
    if choice.weeks is not None:
        first, last = weeks_of(frames, patient_id)
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
