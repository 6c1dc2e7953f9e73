"""Shifts: points that belong to a run on one side, to a run up or down, or to two of three."""

from __future__ import annotations

import numpy as np

from rehabstats.series.positions import begins_run


def centred_runs(away: np.ndarray, owner: np.ndarray, length: int) -> np.ndarray:
    """
    Points of runs of at least `length` on one side of 0; a point on it ends a run.

    Examples
    --------
    >>> away = np.array([1.0, 1, 1, -1])
    >>> centred_runs(away, np.zeros(4), 3).tolist()
    [False, False, True, False]
    """
    side = np.sign(np.nan_to_num(away))
    long: np.ndarray = (_length_so_far(side, owner) >= length) & (side != 0)
    return long


def monotone_runs(values: np.ndarray, owner: np.ndarray, length: int) -> np.ndarray:
    """
    Points at which at least `length` points in a row rise, or fall; a tie ends a run.

    Examples
    --------
    >>> monotone_runs(np.array([1.0, 2, 3, 3]), np.zeros(4), 3).tolist()
    [False, False, True, False]
    """
    step = np.sign(np.nan_to_num(np.append(0, np.diff(values))[: len(values)]))
    step[begins_run(owner)] = 0
    # A run of steps has one point more than steps.
    long: np.ndarray = (_length_so_far(step, owner) >= length - 1) & (step != 0)
    return long


def two_in_three(away: np.ndarray, distance: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """
    Points of three in a row on one side of 0 of which two lie beyond `distance`.

    Examples
    --------
    >>> away = np.array([1.0, 1, 3, 1, 3, 1, 1])
    >>> two_in_three(away, np.full(7, 2), np.zeros(7)).astype(int).tolist()
    [0, 0, 1, 1, 1, 0, 0]
    """
    n = len(away)
    fires = np.zeros(n, bool)
    side = np.sign(np.nan_to_num(away))
    beyond = np.abs(np.nan_to_num(away)) > distance
    starts = np.arange(max(n - 2, 0))
    window = starts[:, None] + np.arange(3)
    same = (owner[window] == owner[starts][:, None]).all(axis=1)
    same &= (side[window] == side[starts][:, None]).all(axis=1) & (side[starts] != 0)
    hit = window[same & (beyond[window].sum(axis=1) >= 2)]
    fires[hit.ravel()] = True
    return fires


def _length_so_far(code: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """How many equal codes in a row end at each point."""
    begins = begins_run(code, owner)
    at = np.arange(len(code))
    length: np.ndarray = at - np.maximum.accumulate(np.where(begins, at, 0)) + 1
    return length
