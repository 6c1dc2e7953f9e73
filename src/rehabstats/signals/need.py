"""Need: every patient once, in the order in which a caseload is gone through."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.vocabulary import NEED_GROUPS

_CONCERN, _UNKNOWN, _OVER, _BETTER, _SILENT = range(len(NEED_GROUPS))


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
        looked at for first: a concern of now, too little data, a concern that is over, an
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
    ['P004', 'P008', 'P007', 'P002']
    """
    direction = signals["direction"].to_numpy("object")
    is_concern, is_current = direction == "concern", signals["is_current"].to_numpy("bool")
    code = np.select(
        [is_concern & is_current, direction == "not enough data", is_concern],
        [_CONCERN, _UNKNOWN, _OVER], _BETTER,
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
