"""Ranges: the guard that keeps a truth within what a log can say."""

from __future__ import annotations

from collections.abc import Iterable


def require_within(name: str, value: float, low: float, high: float) -> None:
    """
    Raise unless `value` lies in ``[low, high]``; NaN does not.

    Parameters
    ----------
    name : str
        What the value is, for the message.
    value : float
        The value.
    low : float
        Least value allowed.
    high : float
        Greatest value allowed.

    Raises
    ------
    ValueError
        If it does not.

    Examples
    --------
    >>> require_within("adherence", 80, 0, 1)
    Traceback (most recent call last):
    ...
    ValueError: `adherence` is 80, expected 0 to 1: give a value inside the range
    """
    if not low <= value <= high:
        raise ValueError(
            f"`{name}` is {value!r}, expected {low:g} to {high:g}: give a value inside the range"
        )


def require_word(name: str, value: str, words: Iterable[str]) -> None:
    """
    Raise unless `value` is one of `words`.

    Parameters
    ----------
    name : str
        What the value is, for the message.
    value : str
        The value.
    words : iterable of str
        The words allowed.

    Raises
    ------
    ValueError
        If it is not.

    Examples
    --------
    >>> require_word("side", "L", ("left", "right"))
    Traceback (most recent call last):
    ...
    ValueError: `side` is 'L', expected one of left, right: use one of these words
    """
    known = tuple(words)
    if value not in known:
        raise ValueError(
            f"`{name}` is {value!r}, expected one of {', '.join(known)}: use one of these words"
        )
