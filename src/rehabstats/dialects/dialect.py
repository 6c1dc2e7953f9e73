"""A dialect: one way of writing a log, and how it is turned into ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rehabstats.read import RawTable


@dataclass(frozen=True)
class Translated:
    """
    What a file says in our words, before anyone judges it.

    Parameters
    ----------
    tables : mapping of str to RawTable
        The tables of a caseload that are in it, by their stems such as ``sessions``.
    remarks : tuple of str
        Each reading that is not literal, in a sentence that every output repeats.
    """

    tables: Mapping[str, RawTable]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """
    One way of writing.

    Parameters
    ----------
    name : str
        What messages call it.
    recognises : callable
        Whether the tables of a file, which is to hold the table of a stem, are written so.
    translate : callable
        Makes our tables of them; a `rehabstats.errors.ReadError` says why it cannot.
    """

    name: str
    recognises: Callable[[Sequence[RawTable], str], bool]
    translate: Callable[[Sequence[RawTable], str], Translated]
