"""What all weekly charts share: whose rows they may draw, and the axis of program weeks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from rehabstats.charts._style import LABEL_PT, width_in, write_text

#: A chart of fewer weeks has room for this many, or one week would fill it with one bar.
LEAST_WEEKS: Final = 8
#: From the middle of the first and last week to the edge [weeks].
WEEK_MARGIN: Final = 0.6
#: Labels on the axis of weeks need this much room each [inches], and are no more than this.
_LABEL_IN: Final = 0.14
_MOST_LABELS: Final = 16
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def require_one_patient(weekly: pd.DataFrame, columns: Sequence[str], *, name: str) -> None:
    """Refuse a frame that lacks a column, or has rows of more than one patient."""
    needed = ["patient_id", "week", *columns]
    if lacking := [column for column in needed if column not in weekly.columns]:
        raise ValueError(
            f"`{name}` has no column {', '.join(map(repr, lacking))}; expected the columns "
            f"{', '.join(needed)}. Pass the metric frame as it was returned."
        )
    if len(patients := weekly["patient_id"].unique()) > 1:
        first, second = patients[:2]
        raise ValueError(
            f"`{name}` has rows of {len(patients)} patients, {first!r} and {second!r} among "
            f"them; expected the rows of one. Select them first: "
            f"{name}[{name}['patient_id'] == {first!r}]."
        )


def rows_during(weekly: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Of rows of several moments those during exercise; other moments alone are refused."""
    if "moment" not in weekly or weekly.empty:
        return weekly
    during = weekly[weekly["moment"].eq("during").to_numpy()]
    if during.empty:
        raise ValueError(
            f"`{name}` has rows of the moment {weekly['moment'].iloc[0]!r} only; expected "
            "'during' among them. Pass the metric frame as it was returned."
        )
    return during


def rows_of_one_patient(weekly: pd.DataFrame, columns: Sequence[str], *, name: str) -> pd.DataFrame:
    """The rows of `weekly` by week, if they are one patient's and each week occurs once."""
    require_one_patient(weekly, columns, name=name)
    if (repeated := weekly["week"].duplicated()).any():
        raise ValueError(
            f"`{name}` has week {weekly['week'][repeated].iloc[0]} more than once; expected one "
            f"row per week. Draw one exercise and side at a time."
        )
    return weekly[["patient_id", "week", *columns]].sort_values("week", ignore_index=True)


def every_week(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` by week, with an empty row where a week is left out: a line breaks there."""
    weeks = rows["week"]
    by_week = rows.set_index("week")
    if rows.empty:
        return by_week
    # Nearly always so, and then as it is: to reindex takes long.
    if weeks.is_monotonic_increasing and len(rows) == weeks.iloc[-1] - weeks.iloc[0] + 1:
        return by_week
    return by_week.reindex(np.arange(weeks.min(), weeks.max() + 1))


def set_weeks(ax: Axes, weeks: Sequence[int]) -> None:
    """Give `ax` a span of program weeks from its left edge on, labelled with whole weeks only."""
    if not len(weeks):
        ax.xaxis.set_major_locator(NullLocator())
        return
    ax.set_xlabel("Program week", fontsize=LABEL_PT)
    first, last = min(weeks), max(weeks)
    n_weeks = last - first + 1
    ax.set_xlim(first - WEEK_MARGIN, max(last, first + LEAST_WEEKS - 1) + WEEK_MARGIN)
    most = max(2, min(_MOST_LABELS, int(width_in(ax) / _LABEL_IN)))
    step = next((step for step in _STEPS if n_weeks <= step * most), 1000)
    whole = [week for week in range(first, last + 1) if week % step == 0]
    # The first week is always named; a label too close to it gives way.
    shown = [first, *(week for week in whole if week - first >= step * 0.75)]
    ax.xaxis.set_major_locator(FixedLocator(shown))


def label_runs(ax: Axes, weeks: Sequence[int], words: Sequence[str], *, height: float) -> None:
    """Write each word once over the weeks in a row that share it, at a share of the height."""
    starts = [
        place
        for place, week in enumerate(weeks)
        if place == 0 or weeks[place - 1] != week - 1 or words[place - 1] != words[place]
    ]
    for start, end in pairwise([*starts, len(weeks)]):
        upright = end - start < weeks_needed(ax, words[start])
        write_text(
            ax,
            (weeks[start] + weeks[end - 1]) / 2,
            height,
            words[start],
            transform=ax.get_xaxis_transform(),
            rotation=90 if upright else 0,
            ha="center",
            va="bottom",
        )


def weeks_needed(ax: Axes, word: str) -> float:
    """How many weeks wide a word is, at about 0.085 inch per letter."""
    low, high = ax.get_xlim()
    return 0.085 * len(word) * (high - low) / width_in(ax)
