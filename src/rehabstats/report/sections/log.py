"""Log: the rows behind a page, by program week, with their lines in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rehabstats.report.table import Cell, Column, Table
from rehabstats.room import PatientRoom, each
from rehabstats.words import day_words, number, rating, time_words

#: Columns that are shown where some row has a value.
_AMOUNTS: Final = {
    "reps": "Reps",
    "hold_s": "Hold [s]",
    "load_kg": "Load [kg]",
    "rom_deg": "Range [deg]",
    "effort_cr10": "Effort [CR10]",
    "pain_before_nrs": "Pain before",
    "pain_during_nrs": "Pain during",
    "pain_after_nrs": "Pain after",
}
_EMPTY: Final = Cell("")


@dataclass(frozen=True)
class LogWeek:
    """The rows of one program week."""

    week: int
    first_on: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Log:
    """Every row of a patient up to the day of the report."""

    file: str
    columns: tuple[Column, ...]
    weeks: tuple[LogWeek, ...]
    check_ins: Table | None

    @property
    def n_rows(self) -> int:
        """Sets and skip rows."""
        return sum(len(week.rows) for week in self.weeks)


def summarize_log(own: PatientRoom) -> Log:
    """The log of one patient."""
    log, start = own.frame("log"), own.stated.start_date
    table = set_rows(own, log)
    rows: dict[int, list[tuple[Cell, ...]]] = {}
    for number_of_week, row in zip(log["week"].tolist(), table.rows, strict=True):
        rows.setdefault(number_of_week, []).append(row)
    rated = own.frame("checkins")
    return Log(
        file=own.caseload.files.get("sessions", ""),
        columns=table.columns,
        weeks=tuple(
            LogWeek(one, day_words(start + pd.Timedelta(weeks=one - 1)), tuple(found))
            for one, found in sorted(rows.items())
        ),
        check_ins=check_in_rows(own, rated) if len(rated) else None,
    )


def set_rows(own: PatientRoom, rows: pd.DataFrame) -> Table:
    """Sets and skip rows in words; what no row has is no column. Notes stand elsewhere."""
    # A skip row counts as 0 repetitions and seldom says so in its file: its status does.
    rows = rows.assign(reps=rows["reps"].mask(rows["status"].eq("skipped")))
    amounts = {name: text for name, text in _AMOUNTS.items() if rows[name].notna().any()}
    names = {exercise: Cell(name) for exercise, name in own.exercise_names.items()}
    columns = ["Line", "Date and time", "Exercise", "Side", "Set", *amounts.values(), "Status"]
    texts: list[Iterator[Cell]] = [
        map(Cell, rows["line"].astype("str")),
        _each(rows["started_at"], time_words),
        (names.get(one) or Cell(one) for one in rows["exercise"].astype("str")),
        _each(rows["side"], str),
        _each(rows["set_no"], str),
        *(_each(rows[name], number) for name in amounts),
        map(_status, rows["status"].astype("object"), rows["skip_reason"].astype("object")),
    ]
    if rows["recorded_at"].notna().any():
        columns.append("Entered")
        texts.append(map(_entered, rows["recorded_at"], rows["lag_days"]))
    return Table(
        caption="Rows of the log",
        columns=tuple(Column(name) for name in columns),
        rows=tuple(zip(*texts, strict=True)),
        look="log",
    )


def check_in_rows(own: PatientRoom, rows: pd.DataFrame) -> Table:
    """Check-ins in words; their index is the line of the file."""
    return Table(
        caption=f"Rows of {own.caseload.files.get('checkins', 'the check-ins')}",
        columns=tuple(map(Column, ("Line", "Date", "Activity", "Score [PSFS 0-10]"))),
        rows=tuple(
            (
                Cell(str(row.line)),
                Cell(day_words(row.date)),
                Cell(str(row.activity), is_own_words=True),
                Cell(rating(row.score_psfs)),
            )
            for row in each(rows.rename_axis(index="line").reset_index())
        ),
        look="log",
    )


def _each(values: pd.Series, in_words: Callable[[Any], str]) -> Iterator[Cell]:
    """The cells of a column; a value that comes again has the same cell."""
    cells: dict[Any, Cell] = {}
    for value in values.tolist():
        # A missing number does not equal itself.
        if value is pd.NA or value != value:  # noqa: PLR0124
            yield _EMPTY
        else:
            if value not in cells:
                cells[value] = Cell(in_words(value))
            yield cells[value]


def _status(status: str, reason: Any) -> Cell:
    return Cell(status if pd.isna(reason) else f"{status}: {reason}")


def _entered(at: pd.Timestamp, lag_days: float) -> Cell:
    if pd.isna(at):
        return _EMPTY
    late = "" if pd.isna(lag_days) or lag_days < 1 else f" (+{number(lag_days, 0)} d)"
    return Cell(f"{time_words(at)}{late}")
