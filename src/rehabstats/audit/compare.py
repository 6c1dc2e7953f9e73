"""Two exports of one caseload: what became of the rows, and of the numbers made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from rehabstats.audit.rows import changed_rows
from rehabstats.days import Day, local_day
from rehabstats.room import Room, weekly_during
from rehabstats.settings import DEFAULTS, Settings
from rehabstats.validate import Caseload


@dataclass(frozen=True)
class ExportDiff:
    """
    What differs between two exports of one caseload.

    Parameters
    ----------
    as_of : pandas.Timestamp
        The day from which the numbers of both are seen.
    rows : pandas.DataFrame
        ``patient_id``, ``table``, ``row`` (what identifies it), ``change`` (added, removed,
        edited), ``is_back_dated``, and for an edited cell ``column``, ``old`` and ``new``;
        ``line_old`` and ``line_new`` where a row has a line of its own.
    numbers : pandas.DataFrame
        ``patient_id``, ``number``, ``week`` (missing for the whole program), ``old``, ``new``.
    signals : pandas.DataFrame
        ``signal_id``, ``patient_id``, and the sentence ``old`` and ``new``, missing where the
        rule did not fire.
    """

    as_of: pd.Timestamp
    rows: pd.DataFrame
    numbers: pd.DataFrame
    signals: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, back-dated, removed and edited, the last by cell."""
        change = self.rows["change"].value_counts()
        counts = {name: int(change.get(name, 0)) for name in ("added", "removed", "edited")}
        return counts | {"back-dated": int(self.rows["is_back_dated"].sum())}


def compare_exports(
    old: Caseload, new: Caseload, *, as_of: Day | None = None, settings: Settings = DEFAULTS
) -> ExportDiff:
    """
    Say what differs between two exports, and which reported numbers with it.

    Logs change afterwards: entries are made late, put right and deleted. A number that was
    reported last month is then another one, and whoever reported it wants to know why.

    Parameters
    ----------
    old, new : Caseload
        Both from `load_caseload`, the earlier export first. Rows that either of them has in
        quarantine are not compared.
    as_of : str, datetime.date or pandas.Timestamp, optional
        The day from which the numbers of both are seen; without it, the last day with an
        entry in `old`, so that what has merely come since changes nothing.
    settings : Settings, optional
        Every threshold of slopes and signals.

    Returns
    -------
    ExportDiff
        ``rows``, ``numbers`` and ``signals`` that differ, and their ``counts``.

    Raises
    ------
    ValueError
        If `as_of` is no date.

    Notes
    -----
    A session is the same if its id is, or its start where the file has no ids: a start that
    was put right then shows as one row removed and one added. A row is back-dated if it was
    added about a day before the last entry of `old`. Order of rows does not matter.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> compare_exports(caseload, caseload).counts
    {'added': 0, 'removed': 0, 'edited': 0, 'back-dated': 0}
    """
    day = old.last_entry if as_of is None else local_day(as_of, "as_of")
    before, after = (Room.of(one, day, settings) for one in (old, new))
    return ExportDiff(
        as_of=day,
        rows=changed_rows(old, new),
        numbers=_changed_numbers(before, after),
        signals=_changed_signals(before, after),
    )


#: The numbers that a report tells first: of which frame, and by which column.
_NUMBERS: Final = (
    ("patient_adherence", "session_adherence"),
    ("session_pain_trend", "slope_per_week"),
    ("session_adherence", "session_adherence"),
    ("weekly_session_pain", "pain_nrs_median"),
    ("weekly_volume", "n_reps"),
)
_KEY: Final = ["patient_id", "number", "week"]


def _changed_numbers(old: Room, new: Room) -> pd.DataFrame:
    """Each number that differs: whose, which, of which week, and both values."""
    before, after = (
        pd.concat([_long(room.frame(name), number) for name, number in _NUMBERS])
        for room in (old, new)
    )
    paired = before.merge(after, on=_KEY, how="outer", suffixes=("_old", "_new"))
    one, other = paired["value_old"], paired["value_new"]
    differs = (one != other) & ~(one.isna() & other.isna())
    found = paired[differs].rename(columns={"value_old": "old", "value_new": "new"})
    return found.sort_values(_KEY, ignore_index=True)


def _long(frame: pd.DataFrame, number: str) -> pd.DataFrame:
    """One number of each patient, or of each patient and week."""
    if "moment" in frame:
        frame = weekly_during(frame)
    elif number == "n_reps":
        by = frame.groupby(["patient_id", "week"], observed=True)
        frame = by[number].sum().reset_index()
    is_weekly = "week" in frame
    week = frame["week"] if is_weekly else pd.Series(pd.NA, index=frame.index)
    return pd.DataFrame(
        {
            "patient_id": frame["patient_id"].astype("str").to_numpy(),
            "number": f"weekly_{number}" if is_weekly else number,
            "week": week.astype("Int64").array,
            "value": frame[number].to_numpy("float64"),
        }
    )


def _changed_signals(old: Room, new: Room) -> pd.DataFrame:
    """Each signal whose sentence differs, with both; none where it is in one export only."""
    key = ["signal_id", "patient_id"]
    before, after = (
        room.frame("signals")[[*key, "sentence"]].astype("str").set_index(key)["sentence"]
        for room in (old, new)
    )
    # Not by `merge`: of two empty columns of text it raises.
    paired = pd.concat({"old": before, "new": after}, axis=1).reset_index()
    found = paired[paired["old"].fillna("") != paired["new"].fillna("")]
    return found.sort_values(["patient_id", "signal_id"], ignore_index=True)
