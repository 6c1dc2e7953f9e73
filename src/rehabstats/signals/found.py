"""Found: the rows that rules return, and several exercises gathered into one fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.seen import Seen
from rehabstats.series.positions import begins_run, rank_in_run
from rehabstats.words import line_words

#: What every rule returns; a missing exercise or side means all, or several. Behind it are
#: the rows of its exercise, side and evidence days, unless it names their `lines`.
COLUMNS: Final = (
    "patient_id", "exercise", "side", "since", "until", "is_current", "n_lines", "value",
    "threshold", "source", "evidence_from", "evidence_to", "other_side_too", "lines",
)  # fmt: skip
_NAMED: Final = 3


def is_recent(seen: Seen, day: Any) -> np.ndarray:
    """Whether days lie in the last days up to as_of that count as current."""
    since = seen.as_of - pd.Timedelta(days=seen.settings.concern_days - 1)
    recent: np.ndarray = np.asarray(pd.Series(day) >= since)
    return recent


def found(rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Give rows the columns of `COLUMNS`; what a rule does not say is missing."""
    # By position: what a rule computed beside its rows has their order, not their index.
    given = {
        name: value.array if isinstance(value, pd.Series) else value
        for name, value in columns.items()
    }
    table = rows.reset_index(drop=True).assign(**given)
    defaults: dict[str, Any] = {
        "exercise": None, "side": None, "n_lines": 0, "is_current": True,
        "source": None, "evidence_from": table["since"], "evidence_to": table["until"],
        "other_side_too": False, "lines": None,
    }  # fmt: skip
    table = table.assign(**{name: v for name, v in defaults.items() if name not in table})
    # Facts about whole sessions stand beside gathered ones, and count no exercises.
    return table.assign(n_lines=table["n_lines"].fillna(0).astype("int64"))


def gathered(rows: pd.DataFrame, by: Iterable[str], seen: Seen, *, strongest: str) -> pd.DataFrame:
    """
    Tell several exercises of one patient as one fact.

    One row per `by`: the numbers are those of the row with the largest `strongest`;
    ``n_lines`` counts the rows, ``where`` names the first of them, and exercise and
    side stay only if all rows share them.
    """
    rows = rows.reset_index(drop=True)
    group = rows.groupby(list(by), observed=True, sort=False, dropna=False).ngroup().to_numpy()
    span = rows.groupby(group).agg(since=("since", "min"), until=("until", "max"))
    order = np.lexsort((-rows[strongest].to_numpy("float64"), group))
    rows, group = rows.iloc[order], group[order]
    # An exercise and side that was found twice is told once.
    line = rows[["exercise", "side"]].assign(group=group).duplicated().to_numpy()
    rows, group = rows[~line], group[~line]
    first = np.flatnonzero(begins_run(group))
    n_lines = np.bincount(group) if len(group) else np.empty(0, "int64")
    told = rows.iloc[first].reset_index(drop=True)
    for name in ("exercise", "side"):
        words = rows[name].cat.codes.to_numpy()
        lowest = np.full(len(first), words.max(initial=-1))
        highest = np.full(len(first), -1)
        np.minimum.at(lowest, group, words)
        np.maximum.at(highest, group, words)
        told[name] = told[name].where(lowest == highest)
    told[["since", "until"]] = span[["since", "until"]].to_numpy()
    return told.assign(n_lines=n_lines, where=_first_names(rows, group, n_lines, seen))


def events(rows: pd.DataFrame, first: str, last: str, by: list[str], merge_days: int) -> np.ndarray:
    """
    Number what overlaps or soon follows within `by` as one event.

    Rows are sorted by `by`, whose columns are categories, and then by their `first` day.
    """
    days = [rows[name].to_numpy("datetime64[D]").astype("int64") for name in (first, last)]
    owner = np.cumsum(begins_run(*(rows[name].cat.codes.to_numpy() for name in by)))
    width = 1 << 24
    # The latest end so far within an owner: earlier owners lie far below.
    latest = np.maximum.accumulate(owner * width + days[1])
    new = begins_run(owner)
    new[1:] |= owner[1:] * width + days[0][1:] > latest[:-1] + merge_days
    number: np.ndarray = np.cumsum(new)
    return number


def _first_names(
    rows: pd.DataFrame, group: np.ndarray, n_lines: np.ndarray, seen: Seen
) -> np.ndarray:
    """The first exercises and sides of each group in words, the rest counted."""
    exercises = rows["exercise"].cat
    called = [seen.caseload.catalogue.exercise_names[name] for name in exercises.categories]
    side = rows["side"].astype("object").fillna("").to_numpy()
    alone = {
        "left": "left side", "right": "right side", "both": "both sides at once",
        "unknown": "unknown side",
    }  # fmt: skip
    # One turn per exercise and side that fired.
    names = np.array(
        [
            line_words(called[code], word or None) if code >= 0 else alone.get(word, "")
            for code, word in zip(exercises.codes.tolist(), side.tolist(), strict=True)
        ],
        dtype="object",
    )
    rank = rank_in_run(group)
    text = np.full(len(n_lines), "", dtype="object")
    for nth in range(_NAMED):
        here = rank == nth
        text[group[here]] += (", " if nth else "") + names[here]
    more = n_lines - _NAMED
    return np.where(more > 0, text + " and " + more.astype("str").astype("object") + " more", text)
