"""A valid caseload of any size: simulated patients, copied with new ids and shifted days."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from rehabstats.schemas import decode
from rehabstats.simulate import SimulatedCaseload, random_truths, simulate_caseload

#: Patients that are really simulated, about 330 rows each; more are copies of these.
N_SIMULATED = 600
#: Copies start on different days, so that a big log has as many distinct times as a real one.
SHIFT_DAYS = 180


def write_log(folder: Path, n_rows: int, *, seed: int = 1) -> int:
    """Write the files of a caseload with `n_rows` sets; return the number of patients."""
    simulated = simulate_caseload(random_truths(N_SIMULATED, seed=seed), seed=seed)
    rows_of = simulated.sessions["patient_id"].cat.codes.value_counts().sort_index().to_numpy()
    n_copies, rest = divmod(n_rows, int(rows_of.sum()))
    n_last = int(np.searchsorted(np.cumsum(rows_of), rest))
    n_patients = n_copies * N_SIMULATED + n_last + 1
    folder.mkdir(parents=True, exist_ok=True)
    _write_patients(folder, simulated, n_patients)
    with (folder / "sessions.csv").open("wb") as file:
        file.write((",".join(simulated.sessions.columns) + "\n").encode())
        for copy in range(n_copies + 1):
            n = n_rows - copy * int(rows_of.sum())
            table = _copied(simulated.sessions.iloc[:n] if n > 0 else simulated.sessions[:0], copy)
            # Arrow quotes all text or none; nothing here needs it.
            options = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
            arrow_csv.write_csv(table, file, options)
    return n_patients


def _ids(codes: np.ndarray, copy: int) -> pd.Categorical:
    first = copy * N_SIMULATED
    return decode(codes, [f"S{first + number:07d}" for number in range(N_SIMULATED)])


def _copied(sessions: pd.DataFrame, copy: int) -> pa.Table:
    shift = pd.Timedelta(days=copy % SHIFT_DAYS)
    owner = sessions["patient_id"].cat.codes.to_numpy()
    ids = _ids(owner, copy)
    number = sessions["session_id"].str.split("-").str[-1]
    columns: dict[str, object] = {}
    for name in sessions.columns:
        values = sessions[name]
        if name == "patient_id":
            columns[name] = ids.astype("str")
        elif name == "session_id":
            columns[name] = pd.Series(ids.astype("str"), index=number.index) + "-" + number
        elif name.endswith("_at"):
            columns[name] = (values + shift).dt.strftime("%Y-%m-%dT%H:%M")
        elif values.dtype == "float64":
            columns[name] = values
        else:
            columns[name] = values.astype("str") if values.dtype != "int64" else values
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})


def _write_patients(folder: Path, simulated: SimulatedCaseload, n_patients: int) -> None:
    copies = -(-n_patients // N_SIMULATED)
    parts = []
    for copy in range(copies):
        shift = pd.Timedelta(days=copy % SHIFT_DAYS)
        part = simulated.patients.assign(
            patient_id=_ids(np.arange(N_SIMULATED), copy).astype("str"),
            start_date=(simulated.patients["start_date"] + shift).dt.strftime("%Y-%m-%d"),
            end_date=(simulated.patients["end_date"] + shift).dt.strftime("%Y-%m-%d"),
        )
        parts.append(part)
    pd.concat(parts).head(n_patients).to_csv(folder / "patients.csv", index=False)
