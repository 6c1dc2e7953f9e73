"""Signals: rules that fired, with their evidence."""

from __future__ import annotations

import pandas as pd

from rehabstats.schemas.frame import Frame, column
from rehabstats.schemas.log import COUNT
from rehabstats.vocabulary import NEED_GROUPS, SIDES, SIGNAL_DIRECTIONS


class Signals(Frame):
    """One fact about one patient that a named rule found, patients in order of need."""

    _key = ("signal_id",)

    signal_id: str = column("patient, rule, and what tells two such facts apart; it is stable")
    patient_id: pd.CategoricalDtype = column("who")
    need: int = column("place of the patient in the order of need", ge=1)
    direction: pd.CategoricalDtype = column("what it is about", isin=SIGNAL_DIRECTIONS)
    rule: pd.CategoricalDtype = column("id of the rule")
    is_current: bool = column("whether it holds now, or ended in the last days that count as now")
    since: pd.Timestamp = column("first day of what was found")
    until: pd.Timestamp = column("last day of it")
    exercise: pd.CategoricalDtype = column("id of the exercise", missing="all, or several")
    side: pd.CategoricalDtype = column("side", isin=SIDES, missing="all, or several")
    n_lines: int = column("exercises and sides that it holds for; 0: not counted", **COUNT)
    value: float = column("the number that the rule compared", missing="the rule has none")
    threshold: float = column("what it was compared with", missing="the rule has none")
    thresholds: str = column("settings that the rule used, with their values", missing="none")
    sentence: str = column("the fact in words")
    also: str = column("other rules that saw the same fact", missing="none")
    log_file: str = column("file whose lines are behind it", missing="no such file")
    log_lines: str = column("these lines", missing="no line: nothing was logged")


class PatientsByNeed(Frame):
    """One patient and what to look at first, in order of need."""

    _key = ("patient_id",)

    patient_id: str = column("who")
    need: int = column("place in the order of need", ge=1)
    group: pd.CategoricalDtype = column(
        "what the patient is looked at for first", isin=tuple(NEED_GROUPS)
    )
    sentence: str = column("the first signal of that group", missing="no rule fired")
