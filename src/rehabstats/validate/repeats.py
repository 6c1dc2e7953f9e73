"""Sessions that a file holds twice, as overlapping exports do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rehabstats.validate.sets import SetRows

_MEASURED = ("hold_s", "load_kg", "rom_deg")


def reject_repeated_sessions(rows: SetRows, session: np.ndarray) -> None:
    """
    Reject a session that stands again further down with the same sets.

    Only sets without numbers need this: two equal rows of them may be two sets. A
    whole session repeated in another place of the file is not.
    """
    table = rows.table
    silent = ~table.bad & pd.isna(table.values["set_no"])
    kept = np.flatnonzero(silent)
    own = session[kept]
    begins = np.append(True, own[1:] != own[:-1]) if len(kept) else np.empty(0, bool)
    block = np.cumsum(begins) - 1
    block_session = own[begins]
    if len(block_session) == len(np.unique(block_session)):
        return
    # The content of a block is a sum over its rows, so that their order does not matter.
    content = np.zeros(len(block_session), "uint64")
    np.add.at(content, block, _row_hashes(rows, kept))
    blocks = pd.DataFrame({"session": block_session, "content": content})
    repeated = blocks.duplicated().to_numpy()
    where = np.zeros(len(table), bool)
    where[kept] = repeated[block]
    expected = "each session once; number the sets (set_no) if these are further ones"
    table.reject(where, "started_at", expected, rule="repeated_session")


def _row_hashes(rows: SetRows, kept: np.ndarray) -> np.ndarray:
    columns = {name: np.asarray(rows.table.values[name], "float64")[kept] for name in _MEASURED}
    reps = pd.Series(rows.table.values["reps"]).to_numpy("float64", na_value=np.nan)[kept]
    content = pd.DataFrame(
        {
            "exercise": rows.exercise[kept],
            "side": rows.side[kept],
            "skipped": rows.skipped[kept],
            "reps": reps,
            **columns,
        }
    )
    return pd.util.hash_pandas_object(content, index=False).to_numpy()
