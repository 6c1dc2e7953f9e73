"""The plan: programs, patients and changes as prescriptions with a first and a last day."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from rehabstats.plan.intervals import (
    CHANGED,
    DOSE,
    OPEN,
    SIDES,
    SOURCES,
    Doses,
    Intervals,
    Phases,
    days_of,
)  # fmt: skip
from rehabstats.schemas import Prescriptions, decode
from rehabstats.seen import PublicFrame, Seen, once
from rehabstats.series.positions import begins_run, spread
from rehabstats.validate import Caseload

LINE: Final = ("patient_id", "exercise", "side")
_TERMS: Final = ("sessions_per_week", *DOSE)
_N_WHOLE: Final = 4
#: Where the two bounds of a range stand among the terms.
_RANGES: Final = ((2, 3), (4, 5))


def build_plan(caseload: Caseload) -> pd.DataFrame:
    """
    What was prescribed to whom, and from when to when.

    The program holds over [start_date, end_date), one prescription per phase. A
    change replaces it inside its own interval; a cell that the change leaves empty
    keeps what held on the day before. Nothing is ever applied backwards, and an
    exercise that is taken out keeps its past.

    Parameters
    ----------
    caseload : Caseload
        From `load_caseload`.

    Returns
    -------
    pandas.DataFrame of shape (n_prescriptions, 12)
        Schema ``Prescriptions``: one row per patient, exercise, side and interval,
        in the order of patients, program and time. Intervals of one exercise and
        side never overlap.

    Notes
    -----
    ``sessions_per_week`` is the patient's own where ``patients.csv`` states it,
    otherwise that of the program's phase. A bound of repetitions or of a hold that a
    change does not state gives way to the one that it states: at least 20 after 8 to 12
    is 20, at most 5 is 5. It stays so until a change states it.

    Examples
    --------
    >>> import rehabstats as rs
    >>> plan = build_plan(rs.load_caseload("data/sample"))
    >>> plan.loc[plan["source"] == "prescriptions", "exercise"].nunique() > 0
    True
    """
    doses, phases = Doses.of(caseload.catalogue), Phases.of(caseload)
    stated = _stated(caseload, doses)
    changes = _resolve(stated, _terms_before(stated, phases, doses))
    plan = _around(_own(phases, doses), changes).joined(changes)
    return _frame(_clip(plan, caseload, doses).sorted(), caseload, doses)


def _own(phases: Phases, doses: Doses) -> Intervals:
    """What the programs prescribe: each of their exercises and sides in each phase."""
    phase, nth = spread(doses.n_own[phases.program])
    first = (np.cumsum(doses.n_own) - doses.n_own)[phases.program[phase]]
    dose = doses.own[first + nth]
    line = phases.patient[phase] * doses.n_keys + doses.key[dose]
    terms = np.column_stack([phases.frequency[phase], doses.dose[dose]])
    return Intervals(line, phases.start[phase], phases.end[phase], terms, phases.source[phase])


def _stated(caseload: Caseload, doses: Doses) -> Intervals:
    """The changes as the file states them, sorted by line and time; an empty cell is NaN."""
    changes = caseload.changes
    patient, exercise, side = (changes[name].cat.codes.to_numpy("int64") for name in LINE)
    line = patient * doses.n_keys + exercise * len(SIDES) + side
    start, end = days_of(changes["valid_from"]), days_of(changes["valid_to"])
    terms = [changes[term].to_numpy("float64", na_value=np.nan) for term in _TERMS]
    source = np.full(len(line), CHANGED)
    return Intervals(line, start, end, np.column_stack(terms), source).sorted()


def _terms_before(stated: Intervals, phases: Phases, doses: Doses) -> np.ndarray:
    """What the program last held on the day before each change, or on its first day."""
    patient, key = np.divmod(stated.line, doses.n_keys)
    begun, day = phases.patient * OPEN + phases.start, patient * OPEN + stated.start - 1
    last = np.searchsorted(begun, day, side="right") - 1
    phase = np.maximum(last, np.searchsorted(phases.patient, patient))
    # A change may bring in an exercise of another program, with the dose it has there.
    dose = doses.dose[doses.row[phases.program[phase], key]]
    return np.column_stack([phases.frequency[phase], dose])


def _resolve(stated: Intervals, before: np.ndarray) -> Intervals:
    """The changes with every empty cell filled by what held on the day before."""
    start, n, begins_line = stated.start, len(stated.start), begins_run(stated.line)
    # An open change ends where the next one of its line begins.
    following = np.where(np.append(begins_line[1:], True)[:n], OPEN, np.roll(start, -1))
    end = np.where(stated.end == OPEN, following, stated.end)
    begins_chain = (begins_line | (np.roll(end, 1) != start))[:, None]
    terms = np.where(np.isnan(stated.terms) & begins_chain, before, stated.terms)
    known = np.where(begins_chain | ~np.isnan(terms), np.arange(n)[:, None], 0)
    last_known = np.maximum.accumulate(known, axis=0)
    terms = np.take_along_axis(terms, last_known, axis=0)
    for low, high in _RANGES:
        least, most = stated.terms[:, low], stated.terms[:, high]
        terms[:, high] = _give_way(terms[:, high], most, least, begins_chain[:, 0])
        terms[:, low] = -_give_way(-terms[:, low], least, -most, begins_chain[:, 0])
    return replace(stated, end=end, terms=terms)


def _give_way(
    held: np.ndarray, own: np.ndarray, other: np.ndarray, begins_chain: np.ndarray
) -> np.ndarray:
    """A bound as held: one not stated here is raised to the other bound where that is stated."""
    pushed = np.where(np.isnan(own), np.fmax(held, other), held)
    since = np.cumsum(begins_chain | ~np.isnan(own))
    return pd.Series(pushed).groupby(since).cummax().groupby(since).ffill().to_numpy()


def _around(own: Intervals, changes: Intervals) -> Intervals:
    """The program's own prescriptions, less the intervals that changes replace."""
    first = np.searchsorted(changes.line, own.line, side="left")
    n_changes = np.searchsorted(changes.line, own.line, side="right") - first
    # A line without changes is one gap, open at both ends.
    row, nth = spread(n_changes + 1)
    at = first[row] + nth
    gap_from = np.where(nth > 0, np.append(0, changes.end)[at], 0)
    gap_to = np.where(nth < n_changes[row], np.append(changes.start, OPEN)[at], OPEN)
    start, end = np.maximum(own.start[row], gap_from), np.minimum(own.end[row], gap_to)
    return replace(own.take(row), start=start, end=end)


def _clip(plan: Intervals, caseload: Caseload, doses: Doses) -> Intervals:
    """What lies inside [start_date, end_date)."""
    patient = plan.line // doses.n_keys
    start = np.maximum(plan.start, days_of(caseload.patients["start_date"])[patient])
    end = np.minimum(plan.end, days_of(caseload.patients["end_date"])[patient])
    return replace(plan, start=start, end=end)


def _frame(plan: Intervals, caseload: Caseload, doses: Doses) -> pd.DataFrame:
    patient, key = np.divmod(plan.line, doses.n_keys)
    exercise, side = np.divmod(key, len(SIDES))
    terms = dict(zip(_TERMS, plan.terms.T, strict=True))
    whole = {name: terms[name].astype("int64") for name in _TERMS[:_N_WHOLE]}
    end = np.where(plan.end == OPEN, np.datetime64("NaT"), plan.end.astype("datetime64[D]"))
    columns = {
        "patient_id": decode(patient, caseload.patients["patient_id"].cat.categories),
        "exercise": decode(exercise, caseload.catalogue.exercises),
        "side": decode(side, SIDES),
        "valid_from": plan.start.astype("datetime64[D]").astype("datetime64[us]"),
        "valid_to": end.astype("datetime64[us]"),
        **whole,
        "hold_min_s": terms["hold_min_s"],
        "hold_max_s": terms["hold_max_s"],
        "source": decode(plan.source, SOURCES),
    }
    return pd.DataFrame(columns)


@once
def plan_of(seen: Seen) -> pd.DataFrame:
    """The plan: it is the same from whatever day it is seen."""
    return build_plan(seen.caseload)


FRAMES: Final = (
    PublicFrame(
        "plan", "What was prescribed to whom, and from when to when?", Prescriptions, plan_of
    ),
)
