"""What all schemas share: strict, never coercing; and words with their integer codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.pandas.model_config import BaseConfig


class Frame(pa.DataFrameModel):
    """
    Base of every schema: exactly its columns, nothing converted.

    ``_key`` names the columns that identify a row. It is checked where rows are
    read, on integer codes, and by the tests everywhere else; pandera's own check
    of a key takes longer than all its other checks together.
    """

    _key: ClassVar[tuple[str, ...]] = ()

    class Config(BaseConfig):
        """Nothing extra, nothing converted."""

        strict = True
        coerce = False


def column(
    description: str,
    *,
    unit: str | None = None,
    missing: str | None = None,
    **checks: Any,
) -> Any:
    """
    Describe one column; `missing` says what an empty cell means and allows it.

    Parameters
    ----------
    description : str
        What the value is, in one phrase.
    unit : str, optional
        Its unit.
    missing : str, optional
        What a missing value means; without it none may be missing.
    **checks : Any
        Passed to pandera's ``Field``, such as ``ge`` or ``isin``.

    Returns
    -------
    Any
        A pandera field.
    """
    metadata = {"unit": unit, "missing": missing}
    return pa.Field(
        description=description, metadata=metadata, nullable=missing is not None, **checks
    )


def bounds(schema: type[Frame], name: str) -> tuple[float | None, float | None]:
    """The lowest and highest value that a column allows, None where open."""
    found = {check.name: check.statistics for check in schema.to_schema().columns[name].checks}
    low = found.get("greater_than_or_equal_to", {}).get("min_value")
    high = found.get("less_than_or_equal_to", {}).get("max_value")
    return low, high


def choices(schema: type[Frame], name: str) -> tuple[str, ...]:
    """The words that a column allows."""
    for check in schema.to_schema().columns[name].checks:
        if check.name == "isin":
            return tuple(check.statistics["allowed_values"])
    raise KeyError(name)


def key(schema: type[Frame]) -> tuple[str, ...]:
    """The columns that identify a row."""
    return schema._key  # noqa: SLF001 - pandera takes public names for columns


def columns(schema: type[Frame]) -> list[str]:
    """The columns, those of the key first."""
    names = list(schema.to_schema().columns)
    return [*key(schema), *(name for name in names if name not in key(schema))]


def decode(codes: np.ndarray, categories: Iterable[str]) -> pd.Categorical:
    """
    Turn integer codes back into words; -1 is missing.

    Examples
    --------
    >>> decode(np.array([1, -1]), ["left", "right"]).tolist()
    ['right', nan]
    """
    words = categories if isinstance(categories, pd.Index) else pd.Index(list(categories))
    from_codes: Any = pd.Categorical.from_codes  # its stub knows lists of codes only
    decoded: pd.Categorical = from_codes(codes, words)
    return decoded
