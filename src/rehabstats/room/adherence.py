"""Adherence of one patient in words: a share, its bounds, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from rehabstats.words import count_words, percent, percent_range


@dataclass(frozen=True)
class Adherence:
    """
    Session adherence over some days, with its bounds and what it counts.

    ``share``, ``low`` and ``high`` are fractions [0-1]. ``share`` is None when
    nothing was due; ``high`` is None when nothing is known either.
    """

    share: float | None
    low: float | None
    high: float | None
    n_filled: int
    n_due: int
    n_skipped: int
    n_unrecorded: int
    n_open: int
    n_excused: int
    n_extra: int

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of an adherence frame, if any; skipped and omitted are told together."""
        if row is None:
            return cls.of_nothing()
        return cls(
            share=known(row.session_adherence),
            low=known(row.session_adherence_low),
            high=known(row.session_adherence_high),
            n_filled=int(row.n_done + row.n_partial),
            n_due=int(row.n_due),
            n_skipped=int(row.n_skipped + row.n_omitted),
            n_unrecorded=int(row.n_unrecorded),
            n_open=int(row.n_open),
            n_excused=int(row.n_excused),
            n_extra=int(row.n_extra),
        )

    @classmethod
    def of_nothing(cls) -> Self:
        """Where no slot was due or excused and none was filled."""
        return cls(None, None, None, 0, 0, 0, 0, 0, 0, 0)

    @property
    def nothing_recorded(self) -> bool:
        """Whether sessions were due and the log says nothing about any of them."""
        return self.n_due > 0 and self.high is None


def adherence_words(adherence: Adherence) -> str:
    """
    Session adherence with its bounds, or in words why there is none.

    Examples
    --------
    >>> adherence_words(Adherence(0.78, 0.78, 0.85, 18, 23, 3, 2, 0, 0, 0))
    '78 % (78 to 85 %)'
    >>> adherence_words(Adherence(0.0, 0.0, None, 0, 5, 0, 5, 0, 0, 0))
    'nothing recorded'
    """
    if adherence.nothing_recorded:
        return "nothing recorded"
    if adherence.share is None or adherence.low is None or adherence.high is None:
        return no_adherence_words(adherence)
    words = percent(adherence.share)
    if adherence.n_unrecorded:
        words += f" ({percent_range(adherence.low, adherence.high)})"
    return words


def no_adherence_words(adherence: Adherence) -> str:
    """Why nothing was due."""
    if adherence.n_excused:
        return "pause"
    return "open" if adherence.n_open else "nothing due"


def states_words(adherence: Adherence, noun: str = "") -> str:
    """
    How many slots were filled, and what became of the others, if anything.

    Examples
    --------
    >>> states_words(Adherence(0.8, 0.8, 0.9, 18, 23, 3, 2, 1, 0, 4))
    '18 of 23; 3 skipped or omitted, 2 unrecorded, 1 open, 4 extra'
    >>> states_words(Adherence(1.0, 1.0, 1.0, 1, 1, 0, 0, 0, 0, 0), "session")
    '1 of 1 session'
    """
    parts = {
        "skipped or omitted": adherence.n_skipped,
        "unrecorded": adherence.n_unrecorded,
        "open": adherence.n_open,
        "excused": adherence.n_excused,
        "extra": adherence.n_extra,
    }
    told = ", ".join(f"{n} {name}" for name, n in parts.items() if n)
    asked = count_words(adherence.n_due, noun) if noun else str(adherence.n_due)
    return f"{adherence.n_filled} of {asked}" + (f"; {told}" if told else "")


def known(value: float) -> float | None:
    """A number, or None where it is missing."""
    return None if pd.isna(value) else float(value)
