"""The plan: programs, patients and changes as prescriptions with a first and a last day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.programs import Catalogue
from rehabstats.schemas import Prescriptions, columns
from rehabstats.validate import Caseload
from rehabstats.vocabulary import DAYS_PER_WEEK

_TERMS = ["sessions_per_week", "sets", "reps_min", "reps_max", "hold_min_s", "hold_max_s"]
_LINE = ["patient_id", "exercise", "side"]
_PLAN_SIDES = ["left", "right", "both"]
_SOURCES = ["program", "patients", "prescriptions"]


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
    otherwise that of the program's phase. An inherited ``reps_max`` or
    ``hold_max_s`` below a changed minimum is raised to it.

    Examples
    --------
    >>> import rehabstats as rs
    >>> plan = build_plan(rs.load_caseload("data/sample"))
    >>> plan.loc[plan["source"] == "prescriptions", "exercise"].nunique() > 0
    True
    """
    phases = _phases(caseload)
    doses = _dose_table(caseload.catalogue)
    plan = phases.merge(doses[doses["own"]], on="program")
    if len(caseload.changes):
        # A change may bring in an exercise of another program, with the dose it has there.
        changed = phases[phases["patient_id"].isin(caseload.changes["patient_id"].unique())]
        changes = _resolve(caseload, changed.merge(doses, on="program"))
        plan = pd.concat([_around(plan, changes), changes], ignore_index=True)
    plan = _clip(plan)
    plan["reps_max"] = plan[["reps_min", "reps_max"]].max(axis=1)
    plan["hold_max_s"] = plan[["hold_min_s", "hold_max_s"]].max(axis=1, skipna=False)
    plan = plan.astype(
        dict.fromkeys(("sessions_per_week", "sets", "reps_min", "reps_max"), "int64")
    )
    plan = plan.astype(dict.fromkeys(("hold_min_s", "hold_max_s"), "float64"))
    plan["source"] = pd.Categorical(plan["source"], categories=_SOURCES)
    plan = plan.sort_values([*_LINE, "valid_from"], ignore_index=True)
    return Prescriptions.validate(plan[columns(Prescriptions)], lazy=True)


def _dose_table(catalogue: Catalogue) -> pd.DataFrame:
    """One row per program, exercise and side; ``own`` tells a program's from a guest."""
    rows = []
    for program in catalogue.programs:
        for name in catalogue.exercises:
            exercise = catalogue.exercise(program.id, name)
            own = any(found.id == name for found in program.exercises)
            for side in exercise.plan_sides:
                dose = [getattr(exercise, term) for term in _TERMS[1:]]
                rows.append([program.id, name, side, own, *dose])
    table = pd.DataFrame(rows, columns=["program", "exercise", "side", "own", *_TERMS[1:]])
    return table.astype({"hold_min_s": "float64", "hold_max_s": "float64"}).assign(
        program=pd.Categorical(table["program"], categories=list(catalogue.program_ids)),
        exercise=pd.Categorical(table["exercise"], categories=list(catalogue.exercises)),
        side=pd.Categorical(table["side"], categories=_PLAN_SIDES),
    )


def _phase_table(catalogue: Catalogue) -> pd.DataFrame:
    """One row per program and phase: first and last day since the start, and frequency."""
    rows = []
    for program in catalogue.programs:
        first = 0.0
        for phase in program.phases:
            last = np.inf if phase.weeks is None else first + DAYS_PER_WEEK * phase.weeks
            rows.append([program.id, first, last, phase.sessions_per_week])
            first = last
    table = pd.DataFrame(rows, columns=["program", "first_day", "last_day", "phase_frequency"])
    ids = list(catalogue.program_ids)
    return table.assign(program=pd.Categorical(table["program"], categories=ids))


def _phases(caseload: Caseload) -> pd.DataFrame:
    """One row per patient and phase of the program, with its days and frequency."""
    people = caseload.patients.merge(_phase_table(caseload.catalogue), on="program")
    stated = people["sessions_per_week"].notna()
    # One frequency for the whole program is one prescription, not one per phase.
    people = people[~stated | (people["first_day"] == 0)].reset_index(drop=True)
    stated = people["sessions_per_week"].notna()
    days = people["last_day"].mask(stated | np.isinf(people["last_day"]))
    people = people.assign(
        valid_from=people["start_date"] + pd.to_timedelta(people["first_day"], unit="D"),
        valid_to=people["start_date"] + pd.to_timedelta(days, unit="D"),
        sessions_per_week=people["sessions_per_week"].fillna(people["phase_frequency"]),
        source=np.where(stated, "patients", "program"),
    )
    kept = ["patient_id", "program", "start_date", "end_date", "valid_from", "valid_to"]
    return people[[*kept, "sessions_per_week", "source"]]


def _resolve(caseload: Caseload, base: pd.DataFrame) -> pd.DataFrame:
    """The changes with every empty cell filled by what held on the day before."""
    changes = caseload.changes.sort_values([*_LINE, "valid_from"], ignore_index=True)
    same_line = _continues(changes)
    following = changes["valid_from"].shift(-1).where(same_line.shift(-1, fill_value=False))
    changes["valid_to"] = changes["valid_to"].fillna(following)
    before = _before(changes, base)
    chained = same_line & (changes["valid_to"].shift() == changes["valid_from"])
    chain = (~chained).cumsum()
    for term in _TERMS:
        value = changes[term].astype("float64")
        value = value.fillna(before[term].astype("float64").where(~chained))
        changes[term] = value.groupby(chain).ffill()
    changes["start_date"], changes["end_date"] = before["start_date"], before["end_date"]
    changes["source"] = "prescriptions"
    return changes


def _before(changes: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """What the program last held on the day before each change, or on its first day."""
    numbered = changes[[*_LINE, "valid_from"]].rename(columns={"valid_from": "changed_on"})
    pairs = numbered.reset_index(names="change").merge(base, on=_LINE)
    day = (pairs["changed_on"] - pd.Timedelta(days=1)).clip(lower=pairs["start_date"])
    begun = pairs[pairs["valid_from"] <= day].sort_values(["change", "valid_from"])
    return begun.drop_duplicates("change", keep="last").set_index("change").reindex(changes.index)


def _continues(changes: pd.DataFrame) -> pd.Series:
    """Whether each row, in sorted order, has the patient, exercise and side of the one before."""
    key = changes[_LINE].apply(lambda column: column.cat.codes)
    continues: pd.Series = (key == key.shift()).all(axis=1)
    return continues


def _around(own: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """The program's own prescriptions, less the intervals that changes replace."""
    cuts = changes[[*_LINE, "valid_from", "valid_to"]]
    same_line = _continues(changes)
    before = cuts.assign(
        gap_from=cuts["valid_to"].shift().where(same_line), gap_to=cuts["valid_from"]
    )
    last = cuts[~same_line.shift(-1, fill_value=False)]
    after = last.assign(gap_from=last["valid_to"], gap_to=pd.Series(dtype="datetime64[us]"))[
        last["valid_to"].notna()
    ]
    gaps = pd.concat([before, after])[[*_LINE, "gap_from", "gap_to"]]
    # A line without changes is one gap, open at both ends.
    cut = own.merge(gaps, on=_LINE, how="left")
    cut["valid_from"] = cut[["valid_from", "gap_from"]].max(axis=1)
    cut["valid_to"] = cut[["valid_to", "gap_to"]].min(axis=1)
    return cut


def _clip(plan: pd.DataFrame) -> pd.DataFrame:
    """Keep what lies inside [start_date, end_date), and has any day in it."""
    plan["valid_from"] = plan[["valid_from", "start_date"]].max(axis=1).dt.as_unit("us")
    plan["valid_to"] = plan[["valid_to", "end_date"]].min(axis=1).dt.as_unit("us")
    return plan[~(plan["valid_to"] <= plan["valid_from"])]
