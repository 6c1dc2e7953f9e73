"""Rows: the sessions of one patient as rows of the log, one per set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rehabstats.simulate.asked import Asked
from rehabstats.simulate.content import Content
from rehabstats.simulate.draws import Bools, Floats, Ints, normal, round_to
from rehabstats.simulate.ratings import Ratings
from rehabstats.simulate.schedule import MINUTES_PER_DAY, Schedule
from rehabstats.simulate.truth import PatientTruth
from rehabstats.vocabulary import DAYS_PER_WEEK

#: Spread of the repetitions, as a share of the prescribed range. [assumption]
REPS_SD_SHARE = 0.2
#: An entry is made this many minutes after the start of its session. [assumption]
ENTRY_DELAY_MIN = (15, 20)
#: Back-filled entries are made at 9 o'clock, two minutes apart. [assumption]
BACKFILL_START_MIN = 9 * 60
BACKFILL_STEP_MIN = 2
ROM_SD_DEG = 2.0


@dataclass(frozen=True)
class Cells:
    """
    Where each row of the log comes from, in the order of the log.

    Parameters
    ----------
    session, column : numpy.ndarray of shape (n_rows,)
        Its session, and its exercise and side.
    set_no : numpy.ndarray of shape (n_rows,)
        Number of the set, from 1.
    skipped : numpy.ndarray of shape (n_rows,)
        Whether it records a skip.
    number : numpy.ndarray of shape (n_sessions,)
        Number of each logged session, from 1; 0 for the others.
    """

    session: Ints
    column: Ints
    set_no: Ints
    skipped: Bools
    number: Ints


def place_rows(truth: PatientTruth, asked: Asked, schedule: Schedule, content: Content) -> Cells:
    """
    One row per set, in program order, left before right; one row per skip.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed.
    schedule : Schedule
        When the sessions take place.
    content : Content
        What they contain.

    Returns
    -------
    Cells
        Rows of logged sessions only.
    """
    number = np.where(content.logged, np.cumsum(content.logged), 0).astype("int64")
    in_log = (content.done | content.skipped) & content.logged[:, None]
    session, column = np.nonzero(in_log)
    sets = asked.dose["sets"][schedule.day[session], column].astype("int64")
    n_rows = np.where(content.skipped[session, column], 1, sets)
    set_no = np.arange(n_rows.sum()) - np.repeat(np.cumsum(n_rows) - n_rows, n_rows) + 1
    session, column = np.repeat(session, n_rows), np.repeat(column, n_rows)
    skipped = content.skipped[session, column]
    moved = np.isin(number[session], truth.doing.final_first_in) & asked.final[column]
    position = np.where(moved, -1, asked.position[column])
    order = np.lexsort((column, set_no, position, session))
    return Cells(session[order], column[order], set_no[order], skipped[order], number)


def log_rows(
    truth: PatientTruth,
    asked: Asked,
    schedule: Schedule,
    cells: Cells,
    ratings: Ratings,
    generator: np.random.Generator,
) -> dict[str, NDArray[Any]]:
    """
    Fill the numeric columns of the log.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed.
    schedule : Schedule
        When the sessions take place.
    cells : Cells
        Where each row comes from.
    ratings : Ratings
        What was rated.
    generator : numpy.random.Generator
        Chance.

    Returns
    -------
    dict of str to numpy.ndarray of shape (n_rows,)
        Numbers with NaN where nothing was recorded, and times as datetime64.
    """
    session, column, day = cells.session, cells.column, schedule.day[cells.session]
    dose = {name: values[day, column] for name, values in asked.dose.items()}
    chance = generator.random(len(session))
    hold = dose["hold_min_s"] + np.floor(chance * (dose["hold_max_s"] - dose["hold_min_s"] + 1))
    starts, recorded = _times(truth, schedule, generator)
    return {
        "set_no": cells.set_no,
        "reps": _reps(truth, asked, day, cells, dose, generator),
        "hold_s": np.where(cells.skipped, np.nan, hold),
        "load_kg": _loads(truth, asked, day, cells),
        "rom_deg": _range_of_motion(truth, asked, day, cells, generator),
        "pain_before_nrs": ratings.before[session],
        "pain_during_nrs": ratings.during[session, column],
        "pain_after_nrs": ratings.after[session],
        "effort_cr10": ratings.effort[session, column],
        "started_at": starts[session],
        "recorded_at": recorded[session],
    }


def _reps(
    truth: PatientTruth,
    asked: Asked,
    day: Ints,
    cells: Cells,
    dose: dict[str, Floats],
    generator: np.random.Generator,
) -> Ints:
    doing = truth.doing
    width = dose["reps_max"] - dose["reps_min"]
    growth = doing.reps_growth_per_week * (day // DAYS_PER_WEEK)
    share = np.minimum(doing.reps_start_share + growth, 1.0)
    noise = REPS_SD_SHARE * normal(generator, len(day))
    meant = (dose["reps_min"] + width * (share + noise)) * doing.dose_factor
    right = np.array([side == "right" for _, side in asked.keys])[cells.column]
    meant = np.where(right, meant * doing.right_share, meant)
    return np.where(cells.skipped, 0, np.maximum(round_to(meant, 1.0), 1)).astype("int64")


def _loads(truth: PatientTruth, asked: Asked, day: Ints, cells: Cells) -> Floats:
    loads = np.full(len(day), np.nan)
    week = day // DAYS_PER_WEEK + 1
    for load in truth.doing.loads:
        here = _is_exercise(load.exercise, asked)[cells.column]
        loads[here & ~cells.skipped & (week >= load.from_week)] = load.load_kg
    return loads


def _range_of_motion(
    truth: PatientTruth,
    asked: Asked,
    day: Ints,
    cells: Cells,
    generator: np.random.Generator,
) -> Floats:
    """The first set on each side in the first session of a week that contains the exercise."""
    measured = np.full(len(day), np.nan)
    for motion in truth.logging.range_of_motion:
        here = _is_exercise(motion.exercise, asked)[cells.column] & ~cells.skipped
        rows = np.flatnonzero(here & (cells.set_no == 1))
        _, first = np.unique(day[rows] // DAYS_PER_WEEK, return_index=True)
        rows = rows[np.isin(cells.session[rows], cells.session[rows[first]])]
        noise = ROM_SD_DEG * normal(generator, len(rows))
        gained = motion.slope_deg_per_week * (day[rows] // DAYS_PER_WEEK)
        measured[rows] = round_to(motion.baseline_deg + gained + noise, 1.0)
    return measured


def _is_exercise(exercise: str, asked: Asked) -> Bools:
    return np.array([found == exercise for found, _ in asked.keys])


def _times(
    truth: PatientTruth, schedule: Schedule, generator: np.random.Generator
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Start of each session, and when it was entered."""
    started = schedule.day * MINUTES_PER_DAY + schedule.minute
    delay = np.floor(generator.random(len(started)) * ENTRY_DELAY_MIN[1]).astype("int64")
    recorded = started + ENTRY_DELAY_MIN[0] + delay
    backfilled = generator.random(truth.weeks) < truth.logging.backfill_probability
    if truth.dropout_week is not None:
        # Whoever drops out no longer logs the week before.
        backfilled[max(truth.dropout_week - 2, 0) :] = False
    rank = np.arange(len(started)) - np.searchsorted(schedule.week, schedule.week)
    next_week = (schedule.week + 1) * DAYS_PER_WEEK * MINUTES_PER_DAY
    morning = next_week + BACKFILL_START_MIN + rank * BACKFILL_STEP_MIN
    recorded = np.where(backfilled[schedule.week], morning, recorded)
    midnight = np.datetime64(truth.start_date, "m")
    entered = midnight + recorded.astype("timedelta64[m]")
    if not truth.logging.records_time:
        entered = np.full(len(entered), np.datetime64("NaT", "m"))
    return midnight + started.astype("timedelta64[m]"), entered
