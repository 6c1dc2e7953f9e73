"""Days that people state as arguments: ISO text or a date, and nothing guessed."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from rehabstats.vocabulary import EARLIEST_DATE, LATEST_DATE

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")

#: What a day may be stated as.
Day = str | dt.date | pd.Timestamp


def local_day(stated: Day, name: str) -> pd.Timestamp:
    """
    The local calendar day that an argument names.

    Parameters
    ----------
    stated : str, datetime.date or pandas.Timestamp
        ISO text or a date; a time of day is dropped, and so is the zone of a date
        with one: its clock is taken as the patient's.
    name : str
        The argument, for the message.

    Returns
    -------
    pandas.Timestamp
        Midnight of that day.

    Raises
    ------
    ValueError
        If it is no such day, or one before 2000 or after 2099.

    Examples
    --------
    >>> local_day("2026-03-31", "as_of")
    Timestamp('2026-03-31 00:00:00')
    """
    expected = f"a date from {EARLIEST_DATE} to {LATEST_DATE}, as 2026-03-31"
    problem = f"`{name}`: got {stated!r}, expected {expected}"
    is_text = isinstance(stated, str) and _ISO.fullmatch(stated)
    if not is_text and not isinstance(stated, (dt.date, np.datetime64)):
        raise ValueError(problem)
    try:
        day = pd.Timestamp(stated)
    except ValueError as error:
        raise ValueError(problem) from error
    if pd.isna(day):
        raise ValueError(problem)
    day = day.tz_localize(None).normalize()
    if not pd.Timestamp(EARLIEST_DATE) <= day <= pd.Timestamp(LATEST_DATE):
        raise ValueError(problem)
    return day.as_unit("us")
