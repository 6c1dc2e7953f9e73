"""A caseload seen from one day: what was made of it is made once, and then kept."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

import pandas as pd

from rehabstats.days import Day, local_day
from rehabstats.schemas.frame import Frame
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload

_How = ParamSpec("_How")
_Made = TypeVar("_Made")


@dataclass(frozen=True, eq=False, repr=False)
class Seen:
    """
    A caseload, the day from which it is seen, the thresholds that hold, and the last visit.

    ``is_last_entry`` says that nobody stated the day: it is that of the latest entry.

    Everything above the log is a function of these, marked with `once`: plan, events,
    ledgers, series, metric frames and signals. Whoever needs one asks for it here, and gets
    what the others got; it is shared, and nobody changes it.
    """

    caseload: Caseload
    as_of: pd.Timestamp
    settings: Settings = DEFAULTS
    since: pd.Timestamp | None = None
    is_last_entry: bool = False
    made: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, caseload: Caseload, as_of: Day, settings: Settings = DEFAULTS) -> Self:
        """See a caseload from a day that somebody states."""
        return cls(caseload, local_day(as_of, "as_of"), settings)

    @property
    def visit(self) -> pd.Timestamp:
        """The first day of what is new: that of the last visit, or of the last weeks."""
        return self.since or self.as_of - pd.Timedelta(days=self.settings.visit_days - 1)


def once(
    make: Callable[Concatenate[Seen, _How], _Made], /
) -> Callable[Concatenate[Seen, _How], _Made]:
    """
    Make something of a caseload seen from a day when it is first asked for, and keep it.

    Examples
    --------
    >>> import rehabstats as rs
    >>> @once
    ... def n_patients(seen: Seen) -> int:
    ...     print("counted")
    ...     return len(seen.caseload.patients)
    >>> seen = Seen.of(rs.load_caseload("data/sample"), "2026-03-30")
    >>> n_patients(seen) + n_patients(seen)
    counted
    16
    """
    signature = inspect.signature(make)

    @wraps(make)
    def kept(seen: Seen, /, *args: _How.args, **kwargs: _How.kwargs) -> _Made:
        # One thing is one thing, whether what it takes is named, placed or left out.
        asked = signature.bind(seen, *args, **kwargs)
        asked.apply_defaults()
        key = (make, *list(asked.arguments.values())[1:])
        if key not in seen.made:
            seen.made[key] = make(seen, *args, **kwargs)
        made: _Made = seen.made[key]
        return made

    return kept


@dataclass(frozen=True)
class PublicFrame:
    """
    One public frame, declared where it is made.

    Parameters
    ----------
    name : str
        What files, attributes and documents call it.
    question : str
        What it answers, in one sentence.
    schema : type of Frame
        Its row, key, columns and units.
    make : callable
        Makes it of a `Seen`; with ``by_week``, of a `Seen` and the kind of week.
    left_out : tuple of str
        Columns of the schema that are missing throughout, and left out of a file.
    by_week : bool
        Whether its weeks may be those of the calendar.
    is_file : bool
        Whether `rehabstats metrics` writes it; a part of the log is a file already.
    """

    name: str
    question: str
    schema: type[Frame]
    make: Callable[..., pd.DataFrame]
    left_out: tuple[str, ...] = ()
    by_week: bool = False
    is_file: bool = True

    def of(self, seen: Seen, weeks: str = "program") -> pd.DataFrame:
        """The frame, shared by all who ask for it."""
        return self.make(seen, weeks) if self.by_week else self.make(seen)

    def in_file(self, seen: Seen, weeks: str = "program") -> pd.DataFrame:
        """The frame as a file has it."""
        return self.of(seen, weeks).drop(columns=[*self.left_out])


#: Columns that a frame of whole sessions has nothing to say in.
OF_SESSIONS: Final = ("exercise", "side")
