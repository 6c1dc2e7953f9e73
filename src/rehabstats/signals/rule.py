"""A rule: what it looks for, what it rests on, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from rehabstats.seen import Seen

Direction = Literal["concern", "improvement", "not enough data"]
#: How a number stands to its threshold; changes are compared without their sign.
Fires = Literal["or more", "more than", "less than"]
#: Which file holds the lines behind a signal.
Source = Literal["sessions", "checkins", "patients"]


@dataclass(frozen=True)
class Rule:
    """
    One declared rule; `find` returns a row per patient and fact that it holds for.

    Parameters
    ----------
    id : str
        A stable name.
    direction : {"concern", "improvement", "not enough data"}
        What it is about.
    fact : str
        Rules of one fact about one patient are told once: by the first that fires.
    question : str
        What it asks, in one sentence.
    inputs : tuple of str
        The metric frames that it reads.
    thresholds : tuple of str
        The settings that it uses.
    find : callable
        A caseload seen from a day in, `found(...)` out.
    sentence : callable
        One row of that, in words.
    source : {"sessions", "checkins", "patients"}
        The table whose lines are behind it.
    is_event : bool
        Whether its first day tells two signals of one patient apart.
    by_side : bool
        Whether the side does, too.
    fires : {"or more", "more than", "less than"}
        How its number stands to the threshold when it fires.
    """

    id: str
    direction: Direction
    fact: str
    question: str
    inputs: tuple[str, ...]
    thresholds: tuple[str, ...]
    find: Callable[[Seen], pd.DataFrame]
    sentence: Callable[[Any], str]
    source: Source = "sessions"
    is_event: bool = False
    by_side: bool = False
    fires: Fires = "or more"
