"""Errors and warnings: everything rehabstats raises on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rehabstats.problems import Problems


class RehabstatsError(Exception):
    """Base of every error that rehabstats raises on purpose."""


class ReadError(RehabstatsError):
    """
    A file cannot be read at all.

    Parameters
    ----------
    file : str
        The file's name, without its folder.
    got : str
        What was found there.
    expected : str
        What was expected, and what to do about it.
    """

    def __init__(self, file: str, got: str, expected: str) -> None:
        super().__init__(f"{file}: got {got}, expected {expected}")
        self.file = file
        self.got = got
        self.expected = expected


class ValidationError(RehabstatsError, ValueError):
    """
    What was read does not keep its promises.

    Parameters
    ----------
    problems : Problems
        Everything found, errors and notes; ``str(error)`` shows the first ten
        errors and counts the rest.
    """

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems.summary())
        self.problems = problems


class WriteError(RehabstatsError):
    """A file cannot be made from what is there; the message says why and what to do."""


class RehabstatsWarning(UserWarning):
    """Base of every warning that rehabstats gives on purpose."""


class DroppedRowsWarning(RehabstatsWarning):
    """Some rows were quarantined: they are listed, and no number contains them."""
