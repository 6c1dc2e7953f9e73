"""Intervals of one owner that must not overlap."""

from __future__ import annotations

import numpy as np


def overlapping(owner: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """
    Mark the half-open intervals that begin before an earlier one of their owner ended.

    Parameters
    ----------
    owner, start, end : numpy.ndarray of shape (n,)
        Integer codes and days; `end` is exclusive.

    Returns
    -------
    numpy.ndarray of bool of shape (n,)
        True for the later of two that overlap, in the order of their starts.

    Examples
    --------
    >>> import numpy as np
    >>> overlapping(np.array([0, 0, 1]), np.array([1, 3, 3]), np.array([4, 6, 5]))
    array([False,  True, False])
    """
    order = np.lexsort((np.arange(len(owner)), start, owner))
    sorted_owner, reach = owner[order], end[order]
    first = np.append(True, sorted_owner[1:] != sorted_owner[:-1]) if len(order) else order == 0
    group = np.cumsum(first)
    # The furthest end so far, restarted for each owner by an offset larger than any day.
    offset = group * (1 + np.ptp(reach) if len(reach) else 1)
    furthest = np.maximum.accumulate(reach + offset) - offset
    late = np.zeros(len(owner), bool)
    late[order[1:]] = ~first[1:] & (start[order][1:] < furthest[:-1])
    return late
