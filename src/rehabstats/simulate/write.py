"""Write: a simulated caseload as a folder of CSV files, the same bytes every time."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from rehabstats.simulate.caseload import SimulatedCaseload

FILES: Final = ("sessions", "patients", "prescriptions", "pauses", "checkins")


def write_caseload(simulated: SimulatedCaseload, folder: str | os.PathLike[str]) -> None:
    """
    Write the five files of a caseload; the truth stays behind.

    Each file is written aside and then renamed, so that a reader never meets half
    of one. A file without rows has its header only, so that an older one does
    not stay.

    Parameters
    ----------
    simulated : SimulatedCaseload
        What to write.
    folder : str or path-like
        The folder; it is made if it is missing.

    Examples
    --------
    >>> import tempfile
    >>> from rehabstats.simulate import sample_truths, simulate_caseload
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_caseload(simulate_caseload(sample_truths()[:1], seed=1), folder)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['checkins.csv', 'patients.csv', 'pauses.csv', 'prescriptions.csv', 'sessions.csv']
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        frame: pd.DataFrame = getattr(simulated, name)
        columns = [_written(frame[column]) for column in frame.columns]
        aside = place / f".{name}.csv.part"
        with aside.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(frame.columns)
            writer.writerows(zip(*columns, strict=True))
        aside.replace(place / f"{name}.csv")


def _written(column: pd.Series[Any]) -> list[str]:
    """The cells as text: dates and times in ISO form, whole numbers without ``.0``."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = np.array([*column.cat.categories, ""], dtype=object)
        return list(words[column.cat.codes.to_numpy()])
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        unit = "m" if str(column.name).endswith("_at") else "D"
        times = column.to_numpy().astype(f"datetime64[{unit}]")
        return ["" if time == "NaT" else time for time in times.astype(str).tolist()]
    if pd.api.types.is_numeric_dtype(column.dtype):
        codes, values = pd.factorize(column.to_numpy("float64", na_value=np.nan))
        numbers = np.array([*(f"{value:.10g}" for value in values), ""], dtype=object)
        return list(numbers[codes])
    return ["" if pd.isna(value) else str(value) for value in column]
