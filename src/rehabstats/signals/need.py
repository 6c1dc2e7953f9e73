"""Need: every patient once, in the order in which a caseload is gone through."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from rehabstats.series.positions import begins_run
from rehabstats.vocabulary import NEED_GROUPS, SIGNAL_DIRECTIONS

_CONCERN, _UNKNOWN, _EARLIER, _BETTER, _SILENT = range(len(NEED_GROUPS))


def patients_by_need(signals: pd.DataFrame, patients: pd.DataFrame) -> pd.DataFrame:
    """
    Every patient once, in order of need, with what to look at first.

    Parameters
    ----------
    signals : pandas.DataFrame
        From `find_signals`.
    patients : pandas.DataFrame
        One row per patient with ``patient_id``, such as ``caseload.patients``.

    Returns
    -------
    pandas.DataFrame
        Schema ``PatientsByNeed``: patients with signals in their order of need, then those
        of whom no rule fired, in the order of `patients`. ``group`` is what a patient is
        looked at for first: a concern of now, too little data, an earlier concern, an
        improvement, or nothing; ``sentence`` is the first signal of that group.

    Notes
    -----
    "Not enough data" never means fine, and "no rule fired" is no finding either.

    Examples
    --------
    >>> import rehabstats as rs
    >>> caseload = rs.load_caseload("data/sample")
    >>> signals = rs.find_signals(caseload, as_of="2026-03-30")
    >>> table = patients_by_need(signals, caseload.patients)
    >>> table.loc[table["group"] == "concern", "patient_id"].tolist()
    ['P004', 'P008', 'P007', 'P002', 'P006']
    """
    direction = signals["direction"].to_numpy("object")
    is_concern, is_current = direction == "concern", signals["is_current"].to_numpy("bool")
    code = np.select(
        [is_concern & is_current, direction == "not enough data", is_concern],
        [_CONCERN, _UNKNOWN, _EARLIER], _BETTER,
    )  # fmt: skip
    told = signals[["patient_id", "need", "sentence"]].assign(
        patient_id=signals["patient_id"].astype("str"), code=code
    )
    first = told.sort_values(["need", "code"], kind="stable").drop_duplicates("need")
    everyone = pd.Series(patients["patient_id"].astype("str").to_numpy())
    silent = everyone[~everyone.isin(first["patient_id"])].to_numpy()
    rest = pd.DataFrame(
        {
            "patient_id": silent,
            "need": len(first) + 1 + np.arange(len(silent)),
            "sentence": pd.Series(None, index=range(len(silent)), dtype="str"),
            "code": _SILENT,
        }
    )
    table = pd.concat([first, rest] if len(rest) else [first], ignore_index=True)
    groups = np.array([*NEED_GROUPS])[table.pop("code").to_numpy("int64")]
    table["group"] = pd.Categorical(groups, categories=[*NEED_GROUPS])
    return table[["patient_id", "need", "group", "sentence"]]


def rows_by_need(
    patient: np.ndarray,
    group: np.ndarray,
    is_current: np.ndarray,
    rule: np.ndarray,
    since: np.ndarray,
    *,
    n_rules: int,
) -> np.ndarray:
    """
    Signals in order of need: patients by their first current concern, how many, and since when.

    `patient`, `group` (of `SIGNAL_DIRECTIONS`) and `rule` are positions.
    """
    concern, unknown = map(SIGNAL_DIRECTIONS.index, ("concern", "not enough data"))
    pressing = (group == concern) & is_current
    # A concern of now, then too little known, then an earlier concern, then the rest.
    weight = np.select(
        [pressing, group == unknown, group == concern], [rule, n_rules, 2 * n_rules], 3 * n_rules
    )
    table = pd.DataFrame({"weight": weight, "pressing": pressing, "since": since})
    worst = table["weight"].groupby(patient).transform("min")
    n_pressing = table["pressing"].groupby(patient).transform("sum")
    began = table["since"].where(table["weight"] == worst).groupby(patient).transform("min")
    order: np.ndarray = np.lexsort(
        (since, rule, ~pressing, group, patient, began, -n_pressing.to_numpy("int64"), worst)
    )
    return order


def number_by_need(patient: np.ndarray) -> np.ndarray:
    """The place of each row's patient, where rows stand in order of need."""
    need: np.ndarray = np.cumsum(begins_run(patient)) if len(patient) else patient
    return need


def merge_signals(tables: Iterable[pd.DataFrame], patients: pd.DataFrame) -> pd.DataFrame:
    """
    Signals of parts of a caseload as those of the whole.

    Parameters
    ----------
    tables : iterable of pandas.DataFrame
        From `find_signals`, each of other patients; at least one. Of their columns
        ``patient_id``, ``direction``, ``rule``, ``is_current`` and ``since`` are needed.
    patients : pandas.DataFrame
        One row per patient of the whole, such as ``caseload.patients``.

    Returns
    -------
    pandas.DataFrame
        Their rows with their columns, patients by need and ids as text; ``need`` is the place
        of a patient in the whole.
    """
    found = list(tables)
    told = [table for table in found if len(table)] or found[:1]
    table = pd.concat([one.assign(patient_id=one["patient_id"].astype("str")) for one in told])
    patient = pd.Index(patients["patient_id"].astype("str")).get_indexer(
        pd.Index(table["patient_id"])
    )
    order = rows_by_need(
        patient, table["direction"].cat.codes.to_numpy("int64"),
        table["is_current"].to_numpy("bool"), table["rule"].cat.codes.to_numpy("int64"),
        table["since"].to_numpy(), n_rules=len(table["rule"].cat.categories),
    )  # fmt: skip
    return table.iloc[order].reset_index(drop=True).assign(need=number_by_need(patient[order]))
